"""What stands within a line: marks, readings, abbreviations, roles, commands, spaces; one file each, in the order of `INLINE`.

`words_shaped` are the passes over the tree of a chapter that finish what the rules began, raw HTML included.
"""

from __future__ import annotations

from publish.book import Element
from publish.markdown.inline import abbreviations, contents, emoji, emphasis, marks, roles, ruby, tex, wikilinks
from publish.markdown.inline.meanings import meanings_given
from publish.markdown.inline.ruby import readings_set
from publish.markdown.inline.spaces import indents_dropped
from publish.markdown.scope import Scope

__all__ = ["INLINE", "words_shaped"]

INLINE = (emphasis, marks, ruby, abbreviations, emoji, wikilinks, contents, roles, tex)


def words_shaped(tree: Element, scope: Scope) -> None:
    meanings_given(tree)
    readings_set(tree)
    indents_dropped(tree, scope)
