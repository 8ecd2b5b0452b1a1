"""`[TOC]` and its like ask for contents, which a book has on a page of its own: the mark goes, and is reported."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.scope import scope_of

_MARK = regex(
    r"(?:@?\[toc\]|\[\[_?toc_?\]\]|\$?\{{1,2}:?[<%]?\s*toc\b[^{}\n]{0,40}\}{1,2}|\\tableofcontents|\[\[?_toc_\]?\])[ \t]*$",
    re.I,
)
#: kramdown's: a list of one entry, whose words do not count, with `{:toc}` below it.
_LIST = regex(r"(?:[*+-]|1\.)[ \t][^\n]*\n[ \t]*\{:\s*toc\b[^}\n]*\}[ \t]*$", re.M | re.I)


def _contents(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    if at >= state.eMarks[start] or state.is_code_block(start):
        return False
    lines = (
        1
        if _MARK.match(state.src, at, state.eMarks[start])
        else 2
        if _LIST.match(state.src, at, state.eMarks[end - 1])
        else 0
    )
    if not lines:
        return False
    if not silent:
        message = f"{state.src[at : state.eMarks[start]].strip()} was left out: a book has its contents on a page of their own"
        scope = scope_of(state.env)
        scope.add(Diagnostic("C054", message, scope.span(start + 1), "delete it; list contents in book.toml"))
        state.line = start + lines
    return True


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("list", "contents", _contents, {"alt": ["paragraph", "reference"]})
