"""Wide tables: classes by what their columns need, and shares of the width where a page cannot give each what it needs.

`wide` asks for smaller type, `wider` for the smallest. A table that needs more still, or that has a word which no column can
hold, gets `shared`: its columns divide the width by what they hold, and words break.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.book import Element
from publish.markdown.shape import text_of

#: Letters that a line of a table holds on a page of six inches, in the type of each class and with room between columns.
_PLAIN, _WIDE, _WIDER = 66, 88, 116
#: Letters that a column needs beside its longest word, and the longest word that it is made wide enough for.
_SPACE, _LONGEST = 2, 18
_BREAKS = re.compile(r"[\s\u00ad\u200b-]+")


def widths_shared(tree: Element) -> None:
    for table in tree.iter("table"):
        columns = _columns(table)
        if not columns:
            continue
        needs = [min(longest, _LONGEST) + _SPACE for longest, _ in columns]
        needed = sum(needs)
        name = "" if needed <= _PLAIN else "wide" if needed <= _WIDE else "wider"
        names = [*table.get("class", "").split(), *([name] if name else [])]
        if needed > _WIDER or any(longest > _LONGEST for longest, _ in columns):
            names.append("shared")
            _share(table, columns, needs)
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


def _share(table: Element, columns: list[tuple[int, int]], needs: list[int]) -> None:
    """Each column what its words need, and of the rest by the length of its text."""
    if table.find("colgroup") is not None:
        return
    total = sum(needs)
    texts = [min(longest, 200) ** 0.5 for _, longest in columns]
    weights = [0.7 * need / total + 0.3 * text / (sum(texts) or 1) for need, text in zip(needs, texts, strict=True)]
    group = etree.Element("colgroup")
    for weight in weights:
        etree.SubElement(group, "col", {"style": f"width: {100 * weight / sum(weights):.1f}%"})
    caption = table.find("caption")
    if caption is not None:
        caption.addnext(group)
        group.tail, caption.tail = caption.tail, None
    else:
        table.insert(0, group)
