"""The structure of a section as ISO 32000-1 (14.8.4) has it, where WeasyPrint's differs.

WeasyPrint puts the blocks of a list item beside its label, and a list that goes on over a page has items of blocks alone;
PDF/UA-1 (ISO 14289-1, 7.2) wants each item to hold a label and a body. The elements stay; bodies are put around them. Heads of a
table say what they head (7.5): those in its head their column, the others their row. A head or foot without a body is
no head (7.2): it becomes the body. Lists of contents are TOCs. Each piece of text has a Span of its own, or a NonStruct, which
say nothing: what they hold is put into the paragraph, the heading or the cell itself, and a book has a fifth of the elements.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Sequence

from publish.paged.leaves import CONTENT, ELEMENT, Element

#: What an element may hold, and the element that is put around all else.
_HOLDS = {"L": (frozenset({"L", "LI", "Caption"}), "LI"), "LI": (frozenset({"Lbl", "LBody"}), "LBody")}


#: Elements that hold text themselves, and those that may be left out within them.
_HOLDERS = frozenset(
    {
        "P",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "Lbl",
        "LBody",
        "TD",
        "TH",
        "Link",
        "Caption",
        "Span",
        "NonStruct",
        "Note",
    }
)
_SILENT = frozenset({"Span", "NonStruct"})


def structure_mended(structure: Sequence[Element], roots: Sequence[int]) -> tuple[tuple[Element, ...], tuple[int, ...]]:
    """The table and its roots with what may not stand where it stands wrapped, and without what says nothing."""
    table = list(structure)
    at = 0
    while at < len(table):
        if table[at].type in _HOLDS:
            _wrapped(table, at)
        at += 1
    _scoped(table, roots, "/Row")
    for element in structure:
        if element.type == "Table":
            _embodied(table, [kid[1] for kid in element.kids if kid[0] == ELEMENT])
    return _without(table, roots, _dissolved(table, roots))


#: What lists of places in the book are called, and their items (ISO 32000-1, 14.8.4.3.2); these have no bodies.
_OF_CONTENTS = {"L": "TOC", "LI": "TOCI"}


def contents_named(structure: Sequence[Element], roots: Sequence[int]) -> tuple[tuple[Element, ...], tuple[int, ...]]:
    """The table of a document whose lists are contents, mended before, with these named as such."""
    bodies = {at for at, element in enumerate(structure) if element.type == "LBody"}
    table = []
    for element in structure:
        kids = (structure[k[1]].kids if k[0] == ELEMENT and k[1] in bodies else (k,) for k in element.kids)
        named = _OF_CONTENTS.get(element.type, element.type)
        table.append(dataclasses.replace(element, type=named, kids=tuple(itertools.chain.from_iterable(kids))))
    return _without(table, roots, bodies)


def _dissolved(table: list[Element], roots: Iterable[int]) -> set[int]:
    """The numbers of elements that say nothing: their content goes to those around them, from the innermost on."""
    order = list(roots)
    for at in order:
        order += [kid[1] for kid in table[at].kids if kid[0] == ELEMENT]
    gone: set[int] = set()
    for at in reversed(order):
        element = table[at]
        if element.type not in _HOLDERS:
            continue
        below = [kid[1] for kid in element.kids if kid[0] == ELEMENT]
        silent = {one for one in below if _is_silent(table[one]) and table[one].page == element.page}
        if silent:
            gone |= silent
            kids = (table[k[1]].kids if k[0] == ELEMENT and k[1] in silent else (k,) for k in element.kids)
            table[at] = dataclasses.replace(element, kids=tuple(itertools.chain.from_iterable(kids)))
    return gone


def _is_silent(element: Element) -> bool:
    """Whether it is content and nothing else."""
    told = element.alternative or element.id or element.owner
    return element.type in _SILENT and not told and all(kid[0] == CONTENT for kid in element.kids)


def _without(
    table: Sequence[Element], roots: Iterable[int], gone: set[int]
) -> tuple[tuple[Element, ...], tuple[int, ...]]:
    """The table without some, which no other names."""
    kept = [at for at in range(len(table)) if at not in gone]
    now = {at: number for number, at in enumerate(kept)}

    def renamed(kid: tuple[int, int, int]) -> tuple[int, int, int]:
        return (ELEMENT, now[kid[1]], 0) if kid[0] == ELEMENT else kid

    result = (dataclasses.replace(table[at], kids=tuple(map(renamed, table[at].kids))) for at in kept)
    return tuple(result), tuple(now[at] for at in roots)


def _wrapped(table: list[Element], at: int) -> None:
    """Runs of kids that the element may not hold go into one new element each, at the end of the table."""
    element = table[at]
    allowed, name = _HOLDS[element.type]
    kids: list[tuple[int, int, int]] = []
    run: list[tuple[int, int, int]] = []

    def close() -> None:
        if run:
            kids.append((ELEMENT, len(table), 0))
            table.append(Element(name, element.page, tuple(run)))
            run.clear()

    for kid in element.kids:
        if kid[0] == ELEMENT and table[kid[1]].type in allowed:
            close()
            kids.append(kid)
        else:
            run.append(kid)
    close()
    table[at] = dataclasses.replace(element, kids=tuple(kids))


def _scoped(table: list[Element], among: Iterable[int], scope: str) -> None:
    """Each head of a table below those elements with its `Scope` (ISO 32000-1, table 349): a name, "/Row" outside a THead."""
    waiting = [(at, scope) for at in among]
    while waiting:
        at, scope = waiting.pop()
        element = table[at]
        if element.type == "TH":
            table[at] = dataclasses.replace(element, owner="Table", layout={**element.layout, "Scope": scope})
        below = {"THead": "/Column", "Table": "/Row"}.get(element.type, scope)
        waiting += [(kid[1], below) for kid in element.kids if kid[0] == ELEMENT]


def _embodied(table: list[Element], parts: Sequence[int]) -> None:
    """The first head or foot of a table that has no body, as its body."""
    grouped = [at for at in parts if table[at].type in ("THead", "TFoot", "TBody")]
    if grouped and all(table[at].type != "TBody" for at in grouped):
        table[grouped[0]] = dataclasses.replace(table[grouped[0]], type="TBody")
