"""Words of a link that hold a note or a span: `[the war[^1]](war.md)`. Markdown-it takes any bracket inside for a link."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from markdown_it import MarkdownIt, helpers
from markdown_it.rules_inline import StateInline

from publish.markdown.ahead import ahead


def _label_end(state: StateInline, start: int, disable_nested: bool = False) -> int:
    """Where the words of a link end, or -1; a link inside makes the outer one none (`disable_nested`)."""
    if ahead(state.src, "]", start + 1, state.posMax) < 0:
        return -1
    key = state.posMax, disable_nested
    ends: dict[tuple[int, bool], dict[int, int]] = vars(state).setdefault("label_ends", {})
    known = ends.setdefault(key, {})
    if start not in known:
        before = state.pos
        _matched(state, start, disable_nested, known)
        state.pos = before
    return known[start]


def _matched(state: StateInline, start: int, disable_nested: bool, known: dict[int, int]) -> None:
    """Find the end of the bracket at `start`, and of all within it: who asks for one asks for the others, too."""
    opened = [start]
    state.pos = start + 1
    while opened and state.pos < state.posMax:
        sign, at = state.src[state.pos], state.pos
        if sign == "]":
            known[opened.pop()] = at
        state.md.inline.skipToken(state)
        if sign != "[":
            continue
        if state.pos == at + 1:
            end = known.get(at)
            if end is None:
                opened.append(at)
            elif end >= 0:
                state.pos = end + 1
            else:
                break
        elif disable_nested and not (state.src.startswith("[^", at) or state.src[state.pos - 1 : state.pos] == "}"):
            break
    known.update(dict.fromkeys(opened, -1))


def install(md: MarkdownIt) -> None:
    known = {name: getattr(helpers, name) for name in helpers.__all__}
    # A namespace of our own: the module's is shared by every parser of the process.
    md.helpers = cast(Any, SimpleNamespace(**{**known, "parseLinkLabel": _label_end}))
