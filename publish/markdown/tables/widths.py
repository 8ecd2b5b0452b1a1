"""Wide tables: classes by what their columns need, and shares of the width where a page cannot give each what it needs.

`full` takes the width of the page; `wide`, `wider` and `widest` ask for
smaller type. A table that needs more still, or that has a word which no column can
hold, gets `shared`: its columns divide the width by what they hold, and words break.
"""

from __future__ import annotations

from lxml import etree

from publish.book import Element
from publish.lazy import regex
from publish.markdown.shape import text_of

#: Letters that a line of a table holds on a page of six inches, in the type of each class and with room between columns.
_ROOM = (("", 66), ("wide", 88), ("wider", 97), ("widest", 104))
#: Letters of the longest texts of all columns that a narrow table holds.
_SHORT = 36
#: Letters that a column needs beside its longest word, and the longest word that it is made wide enough for.
_SPACE, _LONGEST = 2, 18
#: Words up to this length are kept whole where longer ones must break.
_SHORT_WORD = 6
_BREAKS = regex(r"[\s\u00ad\u200b-]+")


def widths_shared(tree: Element) -> None:
    for table in tree.iter("table"):
        columns = _columns(table)
        if not columns:
            continue
        needs = [min(longest, _LONGEST) + _SPACE for longest, _ in columns]
        needed = sum(needs)
        name, room = next(((name, room) for name, room in _ROOM if needed <= room), _ROOM[-1])
        names = [*table.get("class", "").split(), *([name] if name else [])]
        if not name and sum(text for _, text in columns) > _SHORT:
            names.append("full")
        if needed > room or any(longest > _LONGEST for longest, _ in columns):
            names.append("shared")
            _share(table, columns, room)
        if names:
            table.set("class", " ".join(names))


def _rows(table: Element) -> list[Element]:
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _columns(table: Element) -> list[tuple[int, int]]:
    """For each column the letters of its longest word and of its longest text; cells over several columns are not counted."""
    columns: list[tuple[int, int]] = []
    for row in _rows(table):
        at = 0
        for cell in row:
            span = int(cell.get("colspan", "1")) if cell.get("colspan", "1").isdigit() else 1
            columns += [(0, 0)] * (at + span - len(columns))
            if span == 1:
                text = text_of(cell)
                longest = max(map(len, _BREAKS.split(text)), default=0)
                columns[at] = (max(columns[at][0], longest), max(columns[at][1], len(text)))
            at += span
            if at > 1000:
                return []
    return columns


def _share(table: Element, columns: list[tuple[int, int]], room: int) -> None:
    """Each column as much as short words need, which do not break well; the rest by long words and by the length of text."""
    if table.find("colgroup") is not None:
        return
    least = [min(longest, _SHORT_WORD) * 1.15 + _SPACE for longest, _ in columns]
    more = [max(0, min(longest, _LONGEST) - _SHORT_WORD) + min(text, 200) ** 0.5 / 2 for longest, text in columns]
    rest = max(0.0, room - sum(least)) / (sum(more) or 1)
    widths = [need + rest * wish for need, wish in zip(least, more, strict=True)]
    group = etree.Element("colgroup")
    for width in widths:
        etree.SubElement(group, "col", {"style": f"width: {100 * width / sum(widths):.1f}%"})
    caption = table.find("caption")
    if caption is not None:
        caption.addnext(group)
        group.tail, caption.tail = caption.tail, None
    else:
        table.insert(0, group)
