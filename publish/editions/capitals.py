"""Titles that were typed in capitals, on pages: small ones, which do not shout, with the figures that belong to them."""

from __future__ import annotations

from publish.book import Element
from publish.words import in_capitals

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def capitals_told(tree: Element) -> None:
    """A class on headings and entries of the contents whose words are in capitals; the words stay as they are."""
    for element in tree.iter("span", *_HEADINGS):
        names = element.get("class", "").split()
        titled = any(
            "title" in child.get("class", "").split() for child in element.iter("span") if child is not element
        )
        if (
            (element.tag in _HEADINGS or "title" in names)
            and not titled
            and in_capitals("".join(map(str, element.itertext())))
        ):
            element.set("class", " ".join([*names, "capitals"]))
