"""Directions of writing: a phrase in a language of the other direction says so, and so does what is never mirrored.

The tree says it with `dir`, which isolates the phrase from the text around it; stylesheets may not (spec C12).
"""

from __future__ import annotations

from lxml import etree

from publish.book import MATHML, SVG, Element
from publish.lazy import regex
from publish.resolve.draft import Draft
from publish.words import direction_of

#: Code and what a keyboard sends run from left to right in every book.
_CODE = frozenset({"code", "kbd", "pre", "samp", "var"})
_ADDRESS = regex(r"(?i)(?:https?|ftp|mailto):\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+")


def directions_given(draft: Draft) -> None:
    base = direction_of(draft.manuscript.metadata.lang)
    for chapter in draft.chapters:
        around = {chapter.tree.getparent(): base}
        for element in chapter.tree.iter(etree.Element):
            outer = around[element.getparent()]
            own = element.get("dir") or _own(element, outer)
            if own != outer and not element.get("dir") and not element.tag.startswith("{"):
                element.set("dir", own)
            around[element] = own if own in ("ltr", "rtl") else outer


def _own(element: Element, outer: str) -> str:
    """The direction of an element that does not give one."""
    if lang := element.get("lang"):
        return direction_of(lang)
    if element.tag in _CODE or element.tag.startswith((f"{{{SVG}}}", f"{{{MATHML}}}")):
        return "ltr"
    if element.tag == "a" and len(element) == 0 and _ADDRESS.fullmatch((element.text or "").strip()):
        return "ltr"
    return outer
