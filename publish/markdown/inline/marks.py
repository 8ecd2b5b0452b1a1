"""`H~2~O`, `2^10^`, `==marked==` and `\\ `, pandoc's no-break space.

Lowered and raised words hold no spaces (`\\ ` may stand for one), as in pandoc. A tilde between numbers is a range and a
caret between formulas a power: what holds no letter or digit, or a sign that no index has, is left as it is.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from publish.lazy import regex

_SCRIPTS = {"~": "sub", "^": "sup"}
_SPACE = regex(r"(?<!\\)\s")
_NOT_RAISED = regex(r"[=/、。，；！？～]")


def _inner(state: StateInline, tag: str, start: int, end: int, after: int) -> None:
    limit, state.pos, state.posMax = state.posMax, start, end
    state.push(f"{tag}_open", tag, 1)
    state.md.inline.tokenize(state)
    state.push(f"{tag}_close", tag, -1)
    state.pos, state.posMax = after, limit


def _script(state: StateInline, silent: bool) -> bool:
    sign, start = state.src[state.pos], state.pos + 1
    tag = _SCRIPTS.get(sign)
    if tag is None or state.src.startswith((sign, "["), start) or (start > 1 and state.src[start - 2] == sign):
        return False
    end = state.src.find(sign, start, state.posMax)
    while end > 0 and state.src[end - 1] == "\\":
        end = state.src.find(sign, end + 1, state.posMax)
    words = state.src[start:end]
    if end <= start or state.src.startswith(sign, end + 1) or _SPACE.search(words) or _NOT_RAISED.search(words):
        return False
    follows = state.src[end + 1 : end + 2]
    if not any(c.isalnum() for c in words) or (any(c in "+*~^" for c in words) and follows.isalnum()):
        return False
    if silent:
        state.pos = end + 1
    else:
        _inner(state, tag, start, end, end + 1)
    return True


def _marked(state: StateInline, silent: bool) -> bool:
    start = state.pos + 2
    if not state.src.startswith("==", state.pos) or start >= state.posMax or state.src[start] in "= \n\t":
        return False
    if state.pos and (state.src[state.pos - 1] in "=<>!{" or state.src[state.pos - 1].isalnum()):
        return False
    opened, state.pos = state.pos, start
    while state.pos < state.posMax:
        here = state.pos
        if (
            state.src.startswith("==", here)
            and not state.src[here - 1].isspace()
            and state.src[here + 2 : here + 3] != "="
        ):
            break
        state.md.inline.skipToken(state)
    end, state.pos = state.pos, opened
    if end >= state.posMax or state.src[end + 2 : end + 3].isalnum():
        return False
    if silent:
        state.pos = end + 2
    else:
        _inner(state, "mark", start, end, end + 2)
    return True


def _no_break(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("\\ ", state.pos) or state.pos + 2 > state.posMax:
        return False
    if not silent:
        state.pending += "\u00a0"
    state.pos += 2
    return True


def install(md: MarkdownIt) -> None:
    md.inline.ruler.before("escape", "no_break", _no_break)
    md.inline.ruler.before("strikethrough", "script", _script)
    md.inline.ruler.before("strikethrough", "marked", _marked)
