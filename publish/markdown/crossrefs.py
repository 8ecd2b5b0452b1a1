"""Cross-references by label: `@fig:balance`, `@tbl:dates`, `@ch:money`, `@sec:terms` become links without text.

`resolve` gives them their words ("Figure 2"), and says so where the label does not exist.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_REFERENCE = re.compile(r"@((?:fig|tbl|tab|ch|sec|part|eq|lst):[\w]+(?:[-.][\w]+)*)")


def _crossref(state: StateInline, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos)
    if match is None or (state.pos and (state.src[state.pos - 1].isalnum() or state.src[state.pos - 1] in "\\._")):
        return False
    if not silent:
        token = state.push("crossref", "a", 0)
        token.attrs = {"class": "xref", "href": f"#{match[1]}"}
    state.pos = match.end()
    return True


def install(md: MarkdownIt) -> None:
    md.inline.ruler.before("autolink", "crossref", _crossref)
