"""Includes and variables: they happen to the text before it is parsed, and every line keeps the place it came from.

A text without a mark of either is handed back as it is. What is included must be a file of the manuscript; a missing
one leaves a placeholder that a reader can see.
"""

from __future__ import annotations

import re

from publish.book import Manuscript, Source
from publish.lazy import regex
from publish.markdown.scope import Scope
from publish.markdown.weave.lines import lines_of
from publish.markdown.weave.weaver import Weaver

__all__ = ["takes_in", "woven"]

#: A text without any of these, and without `=`, has none of the marks below; they are looked for five times as fast.
_SIGNS = regex(
    r"\{[{%!]|<<|!include|@import|8<|\[import|\[include|\.include\b|\{(?:(?:literal)?include|glossary|bibliography)\}|!\["
)
#: Every include and variable has one of these.
_MARKS = regex(
    r"\{\{|\{%|\{!|^[ \t>]*(?:<<|!include|@import|-{1,2}8<|\[import|\[include)|\.include\b"
    r"|\{(?:(?:literal)?include|glossary|bibliography)\}|child\s*=|include=|file=|!\[[^\[\]\n]*\]\([^()\s]+\.(?!(?:png|jpe?g|gif|svg|webp|avif)\))\w+\)",
    re.M,
)


def takes_in(text: str) -> bool:
    """Whether a text may have includes or variables."""
    return ("=" in text or _SIGNS.search(text) is not None) and _MARKS.search(text) is not None


def woven(source: Source, manuscript: Manuscript, scope: Scope) -> str:
    """The text of a source with its includes and variables; `scope` learns where each line came from."""
    if not takes_in(source.text):
        return source.text
    lines = Weaver(manuscript, source, scope).text(lines_of(source.text, source.path), (source.path,))
    if any(line.path != source.path or line.number != at for at, line in enumerate(lines, 1)):
        scope.origins = tuple((line.path, line.number) for line in lines)
    return "\n".join(line.text for line in lines)
