"""The signs of CriticMarkup as tokens of their own: code, formulas and raw HTML keep theirs, words between are Markdown."""

from __future__ import annotations

from collections import Counter

from markdown_it.rules_inline import StateInline

OPENINGS = {"{++": "++", "{--": "--", "{~~": "~~", "{==": "=="}
_CLOSINGS = {f"{sign}}}": sign for sign in OPENINGS.values()}
_COMMENT, _COMMENT_END = "{>>", "<<}"
_BETWEEN = "~>"
#: A text without any of these has no mark.
SIGNS = (*OPENINGS, _COMMENT)

#: Texts within texts that are read at a time: notes, captions.
_DEEPEST = 32


class _Pending:
    """The signs that wait for their closing one in a text that is being read, and whether a comment can still end in it."""

    def __init__(self, state: StateInline) -> None:
        self.state = state
        self.open: Counter[str] = Counter()
        self.no_end_after = len(state.src) + 1


def _pending(state: StateInline) -> _Pending:
    """That of a text; texts that are read within it have theirs above it on the stack."""
    stack: list[_Pending] = state.env.setdefault("critic", [])
    del stack[:-_DEEPEST]  # texts that are done
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].state is state:
            del stack[depth + 1 :]
            return stack[depth]
    stack.append(_Pending(state))
    return stack[-1]


def sign(state: StateInline, silent: bool) -> bool:
    at, src = state.pos, state.src
    if src[at] not in "{+-~=":
        return False
    three = src[at : min(at + 3, state.posMax)]
    if three == _COMMENT:
        return _comment(state, silent)
    kind = OPENINGS.get(three)
    if kind is not None and not src.startswith("}", at + 3):
        if not silent:
            _pending(state).open[kind] += 1
            _pushed(state, "critic_open", kind, three)
    elif (kind := _CLOSINGS.get(three)) is not None and not silent and _pending(state).open[kind]:
        _pending(state).open[kind] -= 1
        _pushed(state, "critic_close", kind, three)
    elif src.startswith(_BETWEEN, at) and not silent and _pending(state).open["~~"]:
        three = _BETWEEN
        _pushed(state, "critic_between", "~~", three)
    else:
        return False
    state.pos += len(three)
    return True


def _comment(state: StateInline, silent: bool) -> bool:
    pending = _pending(state)
    if state.pos >= pending.no_end_after:
        return False
    end = state.src.find(_COMMENT_END, state.pos + 3, state.posMax)
    if end < 0:
        if state.posMax == len(state.src):
            pending.no_end_after = state.pos
        if not silent:
            _pushed(state, "critic_open", ">>", _COMMENT)
        state.pos += 3
        return True
    if not silent:
        _pushed(state, "critic_comment", ">>", state.src[state.pos : end + 3])
    state.pos = end + 3
    return True


def _pushed(state: StateInline, type: str, kind: str, written: str) -> None:
    token = state.push(type, "", 0)
    token.content = written
    token.meta = {"kind": kind, "at": state.pos, "src": state.src}
