"""Text in columns, as drawn tables have it: an ideograph takes two columns of a fixed-width letter, a tab up to four."""

from __future__ import annotations

import unicodedata

from markdown_it.rules_block import StateBlock

from publish.lazy import regex

#: Stands behind a wide letter for its second column; `words` takes it out.
FILLER = "\0"
#: Outside these no letter is wide; a novel's lines are not looked at letter by letter.
_MAYBE_WIDE = regex("[^\0-\u10ff\u1200-\u2319\u2800-\u2aff\u2c00-\u2e7f]")


def laid(text: str) -> str:
    """A line as columns: one character each."""
    text = text.expandtabs(4)
    if not _MAYBE_WIDE.search(text):
        return text
    return "".join(c + FILLER if unicodedata.east_asian_width(c) in "WF" else c for c in text)


def words(columns: str) -> str:
    return columns.replace(FILLER, "")


def drawing(state: StateBlock, start: int, end: int) -> list[str]:
    """Lines as columns, counted from the edge of the block that holds them."""
    rows = []
    for line in range(start, end):
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        rows.append(
            "" if state.isEmpty(line) else laid(" " * max(0, state.sCount[line] - state.blkIndent) + text.rstrip())
        )
    return rows
