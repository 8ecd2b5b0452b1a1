"""Some pages of a book alone: their structure and their links, without what stands on those that are left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence, Set

from publish.paged.leaves import ELEMENT, Element, Hotspot, Leaf, Section
from publish.paged.packing import packed_elements, unpacked_elements
from publish.paged.writing import Sheet

_HEADINGS = {f"H{level}": level for level in range(1, 7)}


def left_alone(sheets: Sequence[Sheet], sections: Sequence[Section]) -> tuple[list[Sheet], list[Section]]:
    """The sheets with links to each other and outward only, and the sections with the structure of what is on the sheets.

    Headings go down one rank at a time (ISO 14289-1, 7.4.2): where those above one are left out, it takes their rank.
    """
    pages: dict[int, set[int]] = {}
    for sheet in sheets:
        if sheet.section >= 0:
            pages.setdefault(sheet.section, set()).add(sheet.at)
    cut, last = list(sections), 0
    for which, kept in pages.items():
        table, roots = structure_of(unpacked_elements(sections[which].structure), sections[which].roots, kept)
        for at, element in enumerate(table):
            if (level := _HEADINGS.get(element.type)) is not None:
                last = min(level, last + 1)
                table[at] = dataclasses.replace(element, type=f"H{last}")
        cut[which] = dataclasses.replace(sections[which], structure=packed_elements(table), roots=roots)
    known = {id for sheet in sheets for id in sheet.leaf.places}
    return [dataclasses.replace(sheet, leaf=_unlinked(sheet.leaf, known)) for sheet in sheets], cut


def _unlinked(leaf: Leaf, known: Set[str]) -> Leaf:
    """A link to what is left out leads nowhere; it keeps its number, by which the structure knows it."""
    spots = tuple(
        Hotspot("nowhere", spot.target, spot.rectangle)
        if spot.kind == "internal" and spot.target not in known
        else spot
        for spot in leaf.hotspots
    )
    return dataclasses.replace(leaf, hotspots=spots)


def structure_of(
    table: Sequence[Element], roots: Sequence[int], pages: Set[int]
) -> tuple[list[Element], tuple[int, ...]]:
    """The elements that have something on one of the pages, in their order; roots are theirs.

    A table of which anything is left keeps all its rows and heads, the others empty: cells are known by their place.
    """
    order = _in_order(table, roots)
    kept: dict[int, Element] = {}
    for at in reversed(order):
        element = table[at]
        kids = tuple(kid for kid in element.kids if (kid[1] in kept if kid[0] == ELEMENT else kid[1] in pages))
        if kids or (not element.kids and element.page in pages):
            if element.type == "Table":
                kept |= _whole(table, at, pages)
                continue
            page = element.page if element.page in pages else _page_of(kids, kept)
            kept[at] = dataclasses.replace(element, kids=kids, page=page)
    order = [at for at in order if at in kept]
    number = {at: new for new, at in enumerate(order)}
    result = [
        dataclasses.replace(
            kept[at],
            kids=tuple((kid[0], number[kid[1]], kid[2]) if kid[0] == ELEMENT else kid for kid in kept[at].kids),
        )
        for at in order
    ]
    return result, tuple(number[at] for at in roots if at in number)


def _in_order(table: Sequence[Element], roots: Sequence[int]) -> list[int]:
    """The numbers of the elements in the order of reading, parents before what they hold."""
    order: list[int] = []
    pending = list(reversed(roots))
    while pending:
        at = pending.pop()
        order.append(at)
        pending += [kid[1] for kid in reversed(table[at].kids) if kid[0] == ELEMENT]
    return order


def _page_of(kids: Sequence[tuple[int, int, int]], kept: dict[int, Element]) -> int:
    """The page of what an element begins with now."""
    kind, first, _ = kids[0]
    return kept[first].page if kind == ELEMENT else first


def _whole(table: Sequence[Element], root: int, pages: Set[int]) -> dict[int, Element]:
    """All elements of a table, with the content that is on the pages."""
    below = _in_order(table, [root])
    page = next(table[at].page for at in below if table[at].page in pages)
    return {
        at: dataclasses.replace(
            table[at],
            kids=tuple(kid for kid in table[at].kids if kid[0] == ELEMENT or kid[1] in pages),
            page=table[at].page if table[at].page in pages else page,
        )
        for at in below
    }
