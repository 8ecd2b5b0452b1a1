"""Elements whose parts have an order and a number: tables, figures, definition lists, ruby and their like."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

from publish.book import Element
from publish.book.trees import removed

#: Elements that mean nothing without parts: they go, or leave their id to a `div`.
NOTHING_WITHOUT_PARTS = frozenset("ul ol dl table thead tbody tfoot colgroup figure hgroup".split())
_RANKS = {"caption": 0, "colgroup": 1, "thead": 2, "tbody": 3, "tfoot": 4}
#: Columns that a cell may span.
MAX_SPAN = 100


def _classed(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _table(table: Element) -> list[str]:
    """Caption, columns, head, bodies, foot: in that order, one caption, one head, one foot; rows of one length."""
    noticed: list[str] = []
    for part in list(table):
        part.tail = "\n"
    captions = table.findall("caption")
    for second in captions[1:]:
        table.remove(second)
        second.tag, second.tail = "div", None
        captions[0].append(second)
        noticed.append("a table has one caption; the second was put into the first")
    for tag in ("thead", "tfoot"):
        for extra in table.findall(tag)[1:]:
            extra.tag = "tbody"
            noticed.append(f"a table has one <{tag}>; the second is a body of it")
    for section in list(table):
        if section.tag in ("thead", "tbody", "tfoot") and len(section) == 0:
            table.remove(section)
    ordered = sorted(table, key=lambda part: _RANKS.get(str(part.tag), 3))
    if ordered != list(table):
        noticed.append("the parts of a table were put into the order that HTML wants")
        table[:] = ordered
    if not any(part.tag in ("thead", "tbody", "tfoot") for part in table):
        noticed += _without_rows(table)
    else:
        noticed += _regular(table)
    for head in table.iter("th"):
        if not head.get("scope"):
            head.set("scope", "col" if next(head.iterancestors("thead"), None) is not None else "row")
    return noticed


def _without_rows(table: Element) -> list[str]:
    """A table of no rows is its caption, if it has one."""
    caption = table.find("caption")
    table[:] = [] if caption is None else [caption]
    if caption is None:
        return []
    table.tag, caption.tag = "div", "div"
    return ["a table has no rows; its caption was kept"]


def _span(cell: Element, name: str) -> int:
    value = cell.get(name, "1")
    return max(1, min(int(value), MAX_SPAN if name == "colspan" else 65_534)) if value.isdecimal() else 1


def _set_span(cell: Element, name: str, span: int) -> None:
    if span > 1:
        cell.set(name, str(span))
    else:
        cell.attrib.pop(name, "")


def _regular(table: Element) -> list[str]:
    """Every row as long as the longest; no cell over another or beyond its group of rows (PDF/UA-1, 7.5)."""
    sections = [s for s in table if s.tag in ("thead", "tbody", "tfoot")]
    mended = False
    width = 0
    for section in sections:
        taken: list[int] = []  # for each column, how many rows a cell above still takes
        for place, row in enumerate(section):
            mended |= _placed(row, taken, len(section) - place)
            width = max(width, len(taken))
            taken[:] = [max(0, rows - 1) for rows in taken]
    for section in sections:
        taken = []
        for row in list(section):
            if not len(row) and not any(taken):
                section.remove(row)
                continue
            _placed(row, taken, len(section))
            free = width - len(taken) + taken.count(0)
            mended |= free > 0
            for _ in range(free):
                # An empty head names its column nothing; a cell there would have no head at all (PDF/UA-1, 7.5).
                filler = etree.SubElement(row, "th" if section.tag == "thead" else "td")
                filler.tail = "\n"
            taken[:] = [max(0, rows - 1) for rows in taken + [0] * (width - len(taken))]
        if not len(section):
            table.remove(section)
    return (
        ["the rows of a table are not of one length, or cells lie over one another; empty cells fill it"]
        if mended
        else []
    )


def _placed(row: Element, taken: list[int], rows: int) -> bool:
    """Put the cells of a row into the free columns; whether a span had to be cut."""
    cut = False
    at = 0
    for cell in row:
        while at < len(taken) and taken[at]:
            at += 1
        columns, down = _span(cell, "colspan"), min(_span(cell, "rowspan"), rows)
        room = next((n for n in range(columns) if at + n < len(taken) and taken[at + n]), columns)
        cut |= room < columns or down < _span(cell, "rowspan")
        _set_span(cell, "colspan", room)
        _set_span(cell, "rowspan", down)
        taken += [0] * (at + room - len(taken))
        taken[at : at + room] = [down] * room
        at += room
    return cut


def _figure(figure: Element) -> list[str]:
    """One caption, first or last."""
    captions = figure.findall("figcaption")
    if not captions:
        return []
    first, last = figure[0].tag == "figcaption", figure[-1].tag == "figcaption" and not (figure[-1].tail or "").strip()
    kept = captions[-1] if last else captions[0]
    for extra in captions:
        if extra is not kept:
            extra.tag = "div"
            _classed(extra, "figcaption")
    if len(captions) > 1:
        return ["a figure has one caption; the other stands in the figure"]
    if first and not (figure.text or "").strip():
        return []
    if not last:
        removed(kept)
        figure.append(kept)
        return ["the caption of a figure stands first or last in it; it was put at the end"]
    return []


def _details(details: Element) -> list[str]:
    summaries = details.findall("summary")
    for extra in summaries[1:]:
        extra.tag = "p"
    if not summaries:
        details.tag = "div"
        details.attrib.pop("open", "")
        _classed(details, "details")
        return []
    if details[0] is not summaries[0] or (details.text or "").strip():
        summary = summaries[0]
        removed(summary)
        text, details.text = details.text, None
        details.insert(0, summary)
        summary.tail = text
        return ["<summary> stands first in <details>; it was put there"]
    return []


def _dl(dl: Element) -> list[str]:
    """Terms, then their definitions: what has no term before it is no definition, and the last term gets an empty one."""
    for part in dl:
        part.tail = "\n"
    noticed = []
    lone = list(dl)[: next((i for i, part in enumerate(dl) if part.tag == "dt"), len(dl))]
    if lone:
        noticed.append("a definition without a term was given an empty one")
        dl.insert(0, etree.Element("dt"))
    if len(dl) and dl[-1].tag == "dt":
        etree.SubElement(dl, "dd")
    return noticed


def _hgroup(hgroup: Element) -> list[str]:
    headings = [part for part in hgroup if part.tag != "p"]
    for extra in headings[1:]:
        extra.tag = "p"
        _classed(extra, "subtitle")
    if not headings:
        hgroup.tag = "div"
    return []


def _ruby(ruby: Element) -> list[str]:
    """Base and reading in turn. Brackets for readers without ruby stand on both sides of a reading or are left out."""
    kept = [part for part in ruby if part.tag in ("rt", "rp")]
    if not any(part.tag == "rt" for part in kept):
        ruby.tag = "span"
        for part in kept:
            part.tag = "span"
        return []
    if not _bracketed(ruby):
        for part in list(ruby.iter("rp")):
            part.tag = "span"
            if (part.text or "").strip() in ("", "(", ")", "（", "）", "【", "】", "《", "》", "[", "]") and not len(
                part
            ):
                removed(part)
    while len(ruby) and ruby[-1].tag not in ("rt", "rp"):
        last = ruby[-1]
        tail, last.tail = last.tail, None
        last.tail = tail
        _moved_behind(ruby, last)
    if len(ruby) and (ruby[-1].tail or "").strip():
        ruby.tail = (ruby[-1].tail or "") + (ruby.tail or "")
        ruby[-1].tail = None
    return []


def _bracketed(ruby: Element) -> bool:
    """Whether brackets, where there are any, stand in pairs around readings, within each run of readings."""
    runs: list[list[str]] = [[]]
    for part in ruby:
        if part.tag in ("rt", "rp"):
            runs[-1].append(str(part.tag))
            if (part.tail or "").strip():
                runs.append([])
        elif runs[-1]:
            runs.append([])
    return all("rp" not in run or run == ["rp", "rt"] * (len(run) // 2) + ["rp"] for run in runs)


def _moved_behind(ruby: Element, last: Element) -> None:
    """What follows the last reading follows the ruby."""
    behind, last.tail = last.tail, None
    ruby_tail, ruby.tail = ruby.tail, None
    ruby.addnext(last)
    last.tail = (behind or "") + (ruby_tail or "")


ORDERED: Mapping[str, Callable[[Element], list[str]]] = {
    "table": _table, "figure": _figure, "details": _details, "dl": _dl, "hgroup": _hgroup, "ruby": _ruby,
}  # fmt: skip
