"""Listings: their lines as elements, which pages and screens can turn, number and mark; numbers of those that have a label."""

from __future__ import annotations

import dataclasses
from unicodedata import east_asian_width

from lxml import etree

from publish.book import Element, Target
from publish.book.trees import append_text
from publish.lazy import regex
from publish.resolve.draft import Draft, classes, elements, taken, text_of

#: Columns of a line that fits any measure: a longer one may be turned over, and gets a sign where it is.
_SHORT = 36
#: A word of code that is long enough to need a place to break, and the places: behind signs, before capitals.
_LONG_WORD = regex(r"\S{13}")
_PARTS = regex(r"(?<=\w[./:=&?#,_@+(\[{-])(?=\w\w)|(?<=[a-z]{2})(?=[A-Z][a-z])|(?<=[/)>:])(?=[\w.(]{3})")
_LABEL = regex(r"lst[:-]")


def listings_numbered(draft: Draft) -> None:
    """Listings whose id begins with `lst` are counted through the book."""
    count = 0
    for chapter in draft.chapters:
        for figure in [e for e in elements(chapter.tree) if e.tag == "figure" and "listing" in classes(e)]:
            caption, id = figure.find("figcaption"), figure.get("id", "")
            if caption is None or not _LABEL.match(id):
                continue
            count += 1
            label = draft.named("listing", count)
            target = draft.targets.get(id) or Target(id, "listing", chapter.name)
            draft.targets[id] = dataclasses.replace(target, kind="listing", label=label, title=text_of(caption))
            _labelled(caption, label)


def _labelled(caption: Element, label: str) -> None:
    words = etree.Element("span", {"class": "caption"})
    words.text, caption.text = caption.text, None
    words.extend(list(caption))
    number = etree.SubElement(caption, "span", {"class": "label"})
    number.text = label
    if words.text or len(words):
        number.tail = " "
        caption.append(words)


def lines_divided(draft: Draft) -> None:
    """Every line of preformatted text becomes a `span class="code-line"` that holds its own end of line."""
    for chapter in draft.chapters:
        for pre in [e for e in elements(chapter.tree) if e.tag == "pre"]:
            first, marked = taken(pre, "data-first"), {int(n) for n in taken(pre, "data-marked").split()}
            code = pre[0] if len(pre) == 1 and pre[0].tag == "code" and not _has_words(pre) else pre
            lines = _lines(code)
            for number, line in enumerate(lines, 1):
                long = _columns("".join(map(str, line.itertext()))) > _SHORT
                names = ["code-line", *(["long"] if long else []), *(["marked"] if number in marked else [])]
                line.set("class", " ".join(names))
            code.text = None
            code[:] = lines
            if first:
                pre.set("class", f"{pre.get('class', '')} numbered".strip())
                code.set("style", f"counter-reset: line {int(first) - 1}")


def code_breakable(draft: Draft) -> None:
    """Long words of code within a line of text may break where their parts meet, without a hyphen."""
    for chapter in draft.chapters:
        for code in [e for e in elements(chapter.tree) if e.tag in ("code", "kbd", "samp")]:
            if any(above.tag == "pre" for above in code.iterancestors()):
                continue
            for element in elements(code):
                _broken(element)


def _broken(element: Element) -> None:
    pieces = _PARTS.split(element.text or "") if _LONG_WORD.search(element.text or "") else []
    if len(pieces) < 2:
        return
    element.text = pieces[0]
    for at, piece in enumerate(pieces[1:]):
        break_here = etree.Element("wbr")
        break_here.tail = piece
        element.insert(at, break_here)


def _columns(line: str) -> int:
    """The width of a line in columns: letters of East Asia take two, a tab up to four."""
    text = line.rstrip("\n").expandtabs(4)
    return len(text) if text.isascii() else sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _has_words(pre: Element) -> bool:
    return bool((pre.text or "").strip() or (pre[0].tail or "").strip())


def _lines(code: Element) -> list[Element]:
    """The content of an element line by line; an element that goes over the end of a line stands in both, its id in one."""
    lines = [etree.Element("span")]
    _copied(code, [lines[0]], lines)
    if not "".join(map(str, lines[-1].itertext())) and not any(e.get("id") for e in lines[-1].iter()):
        lines.pop()
    return lines


def _copied(source: Element, path: list[Element], lines: list[Element]) -> None:
    """Copy what is in `source` to the end of the last line; `path` holds the elements that are open there."""
    _put(source.text, path, lines)
    for child in source:
        if isinstance(child.tag, str):
            path.append(etree.SubElement(path[-1], child.tag, {str(k): str(v) for k, v in child.attrib.items()}))
            _copied(child, path, lines)
            path.pop()
        _put(child.tail, path, lines)


def _put(text: str | None, path: list[Element], lines: list[Element]) -> None:
    for piece in (text or "").splitlines(keepends=True):
        append_text(path[-1], piece)
        if piece.endswith("\n"):
            lines.append(etree.Element("span"))
            path[0] = lines[-1]
            for at in range(1, len(path)):
                again = {str(k): str(v) for k, v in path[at].attrib.items() if k != "id"}
                path[at] = etree.SubElement(path[at - 1], str(path[at].tag), again)
