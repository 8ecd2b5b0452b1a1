"""The structure tree of a tagged PDF as ISO 32000-1 (14.8.4) has it, where WeasyPrint's differs.

WeasyPrint puts the blocks of a list item beside its label, and a list that goes on over a page has items of blocks alone;
PDF/UA-1 (ISO 14289-1, 7.2) wants each item to hold a label and a body. The elements stay; bodies are put around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

#: What an element may hold, and the element that is put around all else.
_HOLDS = {
    "/L": (frozenset({"/L", "/LI", "/Caption"}), "LI"),
    "/LI": (frozenset({"/Lbl", "/LBody"}), "LBody"),
}


def structure_mended(pdf: Any) -> None:
    """Walk the tree from its root and wrap what may not stand where it stands; nothing is moved or left out."""
    pending = [_object(pdf, pdf.catalog["StructTreeRoot"])]
    while pending:
        element = pending.pop()
        if element.get("S") in _HOLDS:
            _wrapped(pdf, element)
        pending += [kid for _, kid in _kids(pdf, element) if kid is not None]


def _object(pdf: Any, reference: bytes | str) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _kids(pdf: Any, element: Any) -> Iterator[tuple[Any, Any]]:
    """Each kid as it stands in the array, and its structure element, or None for content and annotations."""
    for kid in element.get("K", ()):
        found = _object(pdf, kid) if isinstance(kid, bytes | str) else None
        yield kid, found if found is not None and "S" in found else None


def _wrapped(pdf: Any, element: Any) -> None:
    """Runs of kids that the element may not hold go into one new element each."""
    allowed, name = _HOLDS[element["S"]]
    result = pydyf.Array()
    wrapper = None
    for kid, found in _kids(pdf, element):
        if found is not None and found["S"] in allowed:
            result.append(kid)
            wrapper = None
            continue
        if wrapper is None:
            wrapper = pydyf.Dictionary(
                {
                    "Type": "/StructElem",
                    "S": f"/{name}",
                    "K": pydyf.Array(),
                    "P": element.reference,
                    "Pg": element["Pg"],
                }
            )
            pdf.add_object(wrapper)
            result.append(wrapper.reference)
        wrapper["K"].append(kid)
        if found is not None:
            found["P"] = wrapper.reference
    element["K"] = result
