"""The structure of a section as ISO 32000-1 (14.8.4) has it, where WeasyPrint's differs.

WeasyPrint puts the blocks of a list item beside its label, and a list that goes on over a page has items of blocks alone;
PDF/UA-1 (ISO 14289-1, 7.2) wants each item to hold a label and a body. The elements stay; bodies are put around them. Heads of a
table say what they head (7.5): those in its head their column, the others their row. A head or foot without a body is
no head (7.2): it becomes the body.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from publish.paged.leaves import ELEMENT, Element, Section

#: What an element may hold, and the element that is put around all else.
_HOLDS = {"L": (frozenset({"L", "LI", "Caption"}), "LI"), "LI": (frozenset({"Lbl", "LBody"}), "LBody")}


def structure_mended(section: Section) -> Section:
    """The section with what may not stand where it stands wrapped; nothing is moved or left out."""
    table = list(section.structure)
    at = 0
    while at < len(table):
        if table[at].type in _HOLDS:
            _wrapped(table, at)
        at += 1
    _scoped(table, section.roots, "/Row")
    for element in section.structure:
        if element.type == "Table":
            _embodied(table, [kid[1] for kid in element.kids if kid[0] == ELEMENT])
    return dataclasses.replace(section, structure=tuple(table))


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
