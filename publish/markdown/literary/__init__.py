"""Verse, plays, letters and words quoted: passes over the tree of a chapter that find them and give them their parts.

No word is changed or moved out of its place; what the passes give are elements and classes, which `styles/` dresses.
"""

from __future__ import annotations

from publish.book import Element
from publish.markdown.literary.drama import plays_set
from publish.markdown.literary.letters import letters_set
from publish.markdown.literary.quotations import epigraphs_found, quotations_attributed
from publish.markdown.literary.verse import verse_set
from publish.markdown.scope import Scope

__all__ = ["epigraphs_found", "literature_set"]


def literature_set(tree: Element, source: str, scope: Scope) -> None:
    """Attributions go first, for they are lines that are no verse; plays before verse, for they hold it."""
    quotations_attributed(tree)
    letters_set(tree)
    plays_set(tree, scope)
    verse_set(tree, source, scope)
