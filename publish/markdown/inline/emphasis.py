"""Emphasis as CommonMark has it, but for the punctuation of Chinese, Japanese and Korean, which stands without spaces.

CommonMark asks for a space or punctuation outside of stars that touch punctuation inside; `**「指輪」**は` has neither and
would be printed with its stars. Here such punctuation counts as a letter, and a letter beside stars as a space.
"""

from __future__ import annotations

import unicodedata

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter


def _is_wide(character: str) -> bool:
    """Characters of East Asian scripts and their punctuation."""
    return unicodedata.east_asian_width(character) in ("W", "F") and unicodedata.category(character) != "So"


def _is_punctuation(character: str) -> bool:
    return not _is_wide(character) and (isMdAsciiPunct(ord(character)) or isPunctChar(character))


def _flanks(near: str, far: str) -> bool:
    """Whether a run of stars may open towards `near`, or close from it, with `far` on its other side."""
    if isWhiteSpace(ord(near)):
        return False
    return not _is_punctuation(near) or isWhiteSpace(ord(far)) or _is_punctuation(far) or _is_wide(far)


def _emphasis(state: StateInline, silent: bool) -> bool:
    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    opens, closes = scanned.can_open, scanned.can_close
    if marker == "*":
        before = state.src[state.pos - 1] if state.pos else " "
        after = state.pos + scanned.length
        following = state.src[after] if after < state.posMax else " "
        if _is_wide(before) or _is_wide(following):
            opens, closes = _flanks(following, before), _flanks(before, following)
    for _ in range(scanned.length):
        state.push("text", "", 0).content = marker
        last = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(marker), scanned.length, last, -1, opens, closes))
    state.pos += scanned.length
    return True


def install(md: MarkdownIt) -> None:
    md.inline.ruler.at("emphasis", _emphasis)
