"""Openings that nothing closes: a bracket or a brace behind which its like never comes is a sign like any other.

Some twenty constructs begin with one, and each would look for its end to the end of the text: of a text full of openings
that is the square of its length. Here it is known at once.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from publish.markdown.ahead import ahead

_CLOSINGS = {"[": "]", "{": "}"}


def _unclosed(state: StateInline, silent: bool) -> bool:
    sign = state.src[state.pos]
    closing = "]" if state.src.startswith("^[", state.pos) else _CLOSINGS.get(sign)
    if closing is None or ahead(state.src, closing, state.pos + 1, state.posMax) >= 0:
        return False
    if not silent:
        state.append_pending(sign)
    state.pos += 1
    return True


def install(md: MarkdownIt) -> None:
    """The first rule of all: it must be installed behind the others."""
    md.inline.ruler.before(md.inline.ruler.get_all_rules()[0], "opening", _unclosed)
