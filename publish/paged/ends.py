"""The last page of what is no running text: contents, lists, an index, and what stands before and behind the chapters.

Where it has fewer than five lines, the document is laid out again with space a little tighter or looser, and a list, whose
pages are planned by nobody, with a line more or less on every page; what changes least and mends it stands. A page that goes is
better than one that is filled. In stylesheets `--spare` is what there is of the space that may give.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from typing import Any

from publish.lazy import dataclass
from publish.paged.evening import depths_css, weight
from publish.paged.leaves import Fault
from publish.paged.spreads import Plan

#: Classes of documents that are lists, and of those that stand before and behind the chapters.
_LISTS, _MATTER = (
    frozenset({"toc-page", "loi-page", "lot-page", "index-page"}),
    frozenset({"matter-front", "matter-back"}),
)


@dataclass(frozen=True)
class Means:
    """How much of the space that may give there is, in parts of the usual, and how many lines each page has more."""

    spare: float
    deeper: int = 0

    def css(self, pages: int) -> str:
        """The stylesheet that asks for it; a document may come to have a page more."""
        depths = dict.fromkeys(range(pages + 1), self.deeper) if self.deeper else {}
        return f":root {{ --spare: {self.spare} }}\n{depths_css(Plan(depths=depths))}"


#: For lists, the mildest first: those that bring a last page back, then those that fill it.
_OF_LISTS = (
    *(Means(0.75), Means(0.5), Means(0.75, 1), Means(0.5, 1)),
    *(Means(1.25), Means(1.5), Means(1, -1), Means(1.5, -1), Means(1, -2), Means(1.5, -2), Means(1, -3)),
)
#: For prose before and behind the chapters, whose spreads are planned, and whose text stands on the grid: less changes nothing.
_OF_MATTER = (Means(0.5), Means(1.5))

#: The pages of a document with a stylesheet over the others, and the faults that are left.
Composed = tuple[list[Any], tuple[Fault, ...]]


def well_ended(root: ET.Element, compose: Callable[[str], Composed]) -> Composed:
    """The pages of a document as they are composed, with its end mended where that can be had."""
    usual = compose("")
    many = _means_for(root) if _is_short(usual) else ()
    for means in many:
        tried = compose(means.css(len(usual[0])))
        if not _is_short(tried) and weight(tried[1]) < weight(usual[1]):
            return tried
    return compose("") if many else usual  # once more, for what is laid out may leave its traces in the document


def _is_short(composed: Composed) -> bool:
    pages, faults = composed
    return any(fault.kind == "short" and fault.page == len(pages) - 1 for fault in faults)


def _means_for(root: ET.Element) -> Sequence[Means]:
    """None for chapters, all of which open alike."""
    body = root.find("body")
    classes = frozenset(body.get("class", "").split()) if body is not None else frozenset()
    if classes & _LISTS:
        return _OF_LISTS
    return _OF_MATTER if classes & _MATTER else ()
