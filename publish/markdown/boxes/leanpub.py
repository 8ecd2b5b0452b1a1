"""Leanpub's boxes: lines that begin with `A> `, `W> ` and the like, and `{blurb, class: warning}` … `{/blurb}`."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.attributes import parsed
from publish.markdown.blocks import Extent, closing_line, container, restored, text_at, unprefixed
from publish.markdown.scope import scope_of

_NAMES = {"A": "aside", "B": "blurb", "C": "center", "D": "discussion", "E": "error", "G": "aside", "I": "information",
          "Q": "question", "T": "tip", "W": "warning", "X": "exercise"}  # fmt: skip
_LINE = regex(r"([ABCDEGIQTWX])>(?:[ \t]|$)")
_OPENING = regex(r"\{(aside|blurb|exercise|quiz)(?:,[ \t]*(.*?))?\}[ \t]*$")
_CLOSING = regex(r"\{/(aside|blurb|exercise|quiz)\}[ \t]*$")


def _lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    match = None if state.is_code_block(start) else _LINE.match(text_at(state, start))
    if match is None:
        return False
    if silent:
        return True
    prefix, last = match[1] + ">", start
    marks = []
    while last < end and text_at(state, last).startswith(prefix) and state.sCount[last] >= state.blkIndent:
        spaced = text_at(state, last)[2:3] in (" ", "\t")
        marks.append(unprefixed(state, last, 3 if spaced else 2))
        last += 1
    container(state, "div", {"class": _NAMES[match[1]]}, Extent(start, start, last, last))
    for line, mark in enumerate(marks, start):
        restored(state, line, mark)
    return True


def _turn(text: str) -> int:
    return 1 if _OPENING.match(text) else -1 if _CLOSING.match(text) else 0


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    text = "" if state.is_code_block(start) else text_at(state, start)
    opening, closing = _OPENING.match(text), _CLOSING.match(text)
    if opening is None and closing is None:
        return False
    if silent:
        return True
    scope = scope_of(state.env)
    if opening is None:
        message = f"“{text.strip()}” closes nothing here and was left out"
        scope.add(Diagnostic("C012", message, scope.span(start + 1), "remove it"))
        state.line = start + 1
        return True
    close = closing_line(state, start, end, _turn)
    if close is None:
        message = f"this block, {{{opening[1]}}}, is not closed"
        scope.add(Diagnostic("C011", message, scope.span(start + 1), f"close it with {{/{opening[1]}}}"))
    attributes = (parsed(f"{{{opening[2]}}}") if opening[2] else {}) or {}
    attributes.pop("icon", "")
    title = attributes.pop("title", "")
    names = f"{attributes.get('class', '')} {opening[1]}".strip()
    last, after = (end, end) if close is None else (close, close + 1)
    container(state, "div", {**attributes, "class": names}, Extent(start, start + 1, last, after), title)
    return True


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", "leanpub_lines", _lines, {"alt": ["blockquote", "list"]})
    md.block.ruler.before("fence", "leanpub_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
