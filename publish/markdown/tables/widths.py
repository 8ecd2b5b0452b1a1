"""Wide tables: classes by what their columns need, and shares of the width where a page cannot give each what it needs.

`full` takes the width of the page; `wide`, `wider` and `widest` ask for
smaller type. A table that needs more still, or that has a word which no column can
hold, gets `shared`: its columns divide the width by what they hold, and long words break.
"""

from __future__ import annotations

from lxml import etree

from publish.book import Element
from publish.lazy import dataclass, regex
from publish.markdown.shape import text_of

#: Letters that a line of a table holds on a page of six inches, in the type of each class and with room between columns.
_ROOM = (("", 66), ("wide", 88), ("wider", 97), ("widest", 104))
_NAMES = frozenset({"full", "wide", "wider", "widest", "shared"})
#: Letters of the longest texts of all columns that a narrow table holds.
_SHORT = 36
#: Letters that a column needs beside its longest word, and the longest word that it is made wide enough for.
_SPACE, _LONGEST = 2, 18
#: Letters that fit where words begin close behind figures that end at the edge of their column (`print.css`).
_BESIDE = 1.4
#: Words up to this length are kept whole where longer ones must break; how few letters of a long one may stand in a line.
_SHORT_WORD, _PART = 6, 5
#: Columns that a table has at the least if it is crowded; letters of a part of a word that is read with ease, and of the least.
_MANY = 5
READABLE, LEAST = 9, 6
_BREAKS = regex(r"[\s\u00ad\u200b-]+")


@dataclass
class _Column:
    """Letters of a column's longest word, of its longest text, of the longest word that must not break (a short one or a number),
    and of the room beside figures that end at its edge."""

    longest: int = 0
    text: int = 0
    firm: float = 0.0
    beside: float = 0.0


def widths_shared(tree: Element, measure: float = 1.0) -> None:
    """Class the tables of a tree for lines of a `measure`, one for those of a page of six inches. Where they were classed
    before, for that page, it is done anew."""
    for table in tree.iter("table"):
        width_shared(table, measure)


def width_shared(table: Element, measure: float) -> None:
    """Class one table for lines of a measure."""
    columns = _columns(table)
    if not columns:
        return
    names = _others(table, columns)
    needed = sum(min(column.longest, _LONGEST) + _SPACE for column in columns)
    name, room = next(((name, room) for name, room in _ROOM if needed <= room * measure), _ROOM[-1])
    if name:
        names.append(name)
    if not name and sum(column.text for column in columns) > _SHORT * measure:
        names.append("full")
    if needed > room * measure or any(column.longest > _LONGEST for column in columns):
        names.append("shared")
        _share(table, _shares(columns, room * measure))
    if names:
        table.set("class", " ".join(names))
    else:
        table.attrib.pop("class", "")


def is_crowded(table: Element, measure: float, part: int = READABLE) -> bool:
    """Whether lines of a measure, in the smallest type of all, hold so many columns only if numbers break, or words into parts of
    fewer letters than `part`."""
    columns = _columns(table)
    needs = (max(_firm(column), min(column.longest, part) * 1.15 + _SPACE + column.beside) for column in columns)
    return len(columns) >= _MANY and sum(needs) > _ROOM[-1][1] * measure


def _firm(column: _Column) -> float:
    """The letters that a column needs for what must not break."""
    return column.firm * 1.25 + _SPACE + column.beside


def _others(table: Element, columns: list[_Column]) -> list[str]:
    """The classes that a table has from elsewhere; the shares of its width that it has from here are taken away."""
    names = table.get("class", "").split()
    group = table.find("colgroup")
    if group is not None and "shared" in names:
        given = [col.get("style") for col in group]
        if given in [_shares(columns, room) for _, room in _ROOM]:
            table.remove(group)
    return [name for name in names if name not in _NAMES]


def _rows(table: Element) -> list[Element]:
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _columns(table: Element) -> list[_Column]:
    """What each column holds; cells over several columns are not counted."""
    columns: list[_Column] = []
    for row in _rows(table):
        at = 0
        for cell in row:
            span = int(cell.get("colspan", "1")) if cell.get("colspan", "1").isdigit() else 1
            columns += [_Column() for _ in range(at + span - len(columns))]
            if span == 1:
                columns[at] = _widened(columns[at], cell)
            at += span
            if at > 1000:
                return []
    return columns


def _widened(column: _Column, cell: Element) -> _Column:
    """A column with one cell more."""
    text, before = text_of(cell), cell.getprevious()
    words = _BREAKS.split(text)
    longest = max(map(len, words), default=0)
    firm = max((_width(word) for word in words if len(word) <= _SHORT_WORD or _is_number(word)), default=0.0)
    apart = before is not None and "right" in before.get("class", "").split()
    apart = apart and not {"right", "center"} & set(cell.get("class", "").split())
    beside = _BESIDE if apart else 0.0
    return _Column(
        max(column.longest, longest), max(column.text, len(text)), max(column.firm, firm), max(column.beside, beside)
    )


def _width(word: str) -> float:
    """In letters of the mean width: capitals are wider, signs half as wide."""
    return sum(1.4 if letter.isupper() else 1.0 if letter.isalnum() else 0.5 for letter in word)


def _is_number(word: str) -> bool:
    return len(word) <= _LONGEST and sum(map(str.isdigit, word)) * 2 > len(word)


def _shares(columns: list[_Column], room: float) -> list[str]:
    """Each column as much as its numbers and short words need, which do not break; the rest by long words and by the length of
    text. Where there is no rest, columns with long words give what the others lack."""
    firm = [_firm(column) for column in columns]
    least = [
        max(need, min(column.longest, _SHORT_WORD) * 1.15 + _SPACE + column.beside)
        for need, column in zip(firm, columns, strict=True)
    ]
    if sum(least) > room:
        tight = [max(need, min(column.longest, _PART) * 1.15 + 1) for need, column in zip(firm, columns, strict=True)]
        part = min(1.0, (sum(least) - room) / (sum(least) - sum(tight) or 1))
        least = [a + (b - a) * part for a, b in zip(least, tight, strict=True)]
    more = [max(0, min(column.longest, _LONGEST) - max(_SHORT_WORD, column.firm)) + min(column.text, 200) ** 0.5 / 2
            for column in columns]  # fmt: skip
    rest = max(0.0, room - sum(least)) / (sum(more) or 1)
    widths = [need + rest * wish for need, wish in zip(least, more, strict=True)]
    return [f"width: {100 * width / sum(widths):.1f}%" for width in widths]


def _share(table: Element, shares: list[str]) -> None:
    if table.find("colgroup") is not None:
        return
    group = etree.Element("colgroup")
    for share in shares:
        etree.SubElement(group, "col", {"style": share})
    caption = table.find("caption")
    if caption is not None:
        caption.addnext(group)
        group.tail, caption.tail = caption.tail, None
    else:
        table.insert(0, group)
