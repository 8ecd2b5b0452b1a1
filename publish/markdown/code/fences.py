"""Fences that would make code of prose: three tildes alone that an author means as a scene break, fences never closed.

CommonMark takes all that follows an open fence for code, to the end of the file. Tildes without a language divide scenes
here if nothing closes them, or if what stands between two of them, with empty lines around it, is sentences.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.blocks import outside, text_at
from publish.markdown.scope import scope_of

_FENCE = regex(r"(`{3,}|~{3,})[ \t]*([^`]*)$")
_SENTENCE = regex(r"\w[.!?…:;,—–-]?[\"'”’»)*_]*$")
_SAID = regex(r"[A-Z\"'“‘«„—].*\s.*\s.*[.!?…][\"'”’»]*$")
#: Characters that lines of prose have and lines of code seldom reach.
_LONG = 40


def _closing(state: StateBlock, start: int, end: int, fence: str) -> int | None:
    for line in range(start + 1, end):
        if outside(state, line):
            return None
        text = text_at(state, line).rstrip()
        if text.startswith(fence) and not text.strip(fence[0]):
            return line
    return None


def _is_prose(lines: list[str]) -> bool:
    """Sentences with empty lines before and behind them."""
    words = [line for line in lines if line.strip()]
    if len(lines) < 3 or lines[0].strip() or lines[-1].strip() or not words:
        return False
    sentences = sum(1 for line in words if _reads(line.rstrip()))
    return sentences * 2 >= len(words)


def _reads(line: str) -> bool:
    return (len(line) >= _LONG and _SENTENCE.search(line) is not None) or _SAID.match(line) is not None


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    match = _FENCE.match(text_at(state, start)) if not state.is_code_block(start) else None
    if match is None:
        return False
    close = _closing(state, start, end, match[1])
    tildes = match[1][0] == "~" and not match[2].strip()
    if tildes and (close is None or _is_prose([text_at(state, line) for line in range(start + 1, close)])):
        if not silent:
            message = f"{match[1]} is read as a scene break, for what follows is no code"
            scope = scope_of(state.env)
            scope.add(Diagnostic("C057", message, scope.span(start + 1), "write *** between the scenes"))
            token = state.push("hr", "hr", 0)
            token.map, token.markup = [start, start + 1], match[1]
            state.line = start + 1
        return True
    if close is None and not silent:
        scope = scope_of(state.env)
        message = f"{match[1]} is never closed: all that follows is printed as code"
        scope.add(Diagnostic("C058", message, scope.span(start + 1), f"close it with {match[1]} on a line of its own"))
    return False


def install(md: MarkdownIt) -> None:
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "prose_fence", _fence, ends)
