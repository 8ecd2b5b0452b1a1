"""Words of a link that hold a note or a span: `[the war[^1]](war.md)`. Markdown-it takes any bracket inside for a link."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from markdown_it import MarkdownIt, helpers
from markdown_it.rules_inline import StateInline


def _label_end(state: StateInline, start: int, disable_nested: bool = False) -> int:
    """Where the words of a link end, or -1; a link inside makes the outer one none (`disable_nested`)."""
    if state.src.find("]", start + 1, state.posMax) < 0:
        return -1
    before = state.pos
    state.pos, level = start + 1, 1
    while state.pos < state.posMax:
        sign, at = state.src[state.pos], state.pos
        if sign == "]":
            level -= 1
            if level == 0:
                break
        state.md.inline.skipToken(state)
        if sign == "[":
            if state.pos == at + 1:
                level += 1
            elif disable_nested and not (state.src.startswith("[^", at) or state.src[state.pos - 1 : state.pos] == "}"):
                level = -1
                break
    end, state.pos = state.pos, before
    return end if level == 0 else -1


def install(md: MarkdownIt) -> None:
    known = {name: getattr(helpers, name) for name in helpers.__all__}
    # A namespace of our own: the module's is shared by every parser of the process.
    md.helpers = cast(Any, SimpleNamespace(**{**known, "parseLinkLabel": _label_end}))
