"""Straight quotation marks to typographic ones: markdown-it's rule, in a time that grows with the text.

Its own copies the whole text for each mark, and looks through all that are open for each that may close one. Here what
changes is noted and put in at the end, and marks that are open are kept by kind.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import field
from typing import NamedTuple

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.token import Token

from publish.lazy import dataclass, regex

_QUOTE = regex("['\"]")
_APOSTROPHE = "\u2019"
#: Between letters or figures a mark neither opens nor closes.
_WITHIN_A_WORD = regex(r"'(?<=[^\W_]')(?=[^\W_])")
#: Scripts from here on set words, and so quotations too, without spaces between them.
_SPACELESS = "\u0e00"
_CLOSING = frozenset(")]}")


class _Opened(NamedTuple):  # made for every mark that opens: half the price of a dataclass
    """A mark that may open a quotation: where it stands, which it is, how deep in the markup."""

    token: int
    at: int
    sign: str
    level: int


@dataclass
class _Stack:
    """Marks that are open, the innermost last; levels never fall from one to the next."""

    every: list[_Opened] = field(default_factory=list)
    places: dict[tuple[str, int], list[int]] = field(default_factory=dict)

    def push(self, one: _Opened) -> None:
        self.places.setdefault((one.sign, one.level), []).append(len(self.every))
        self.every.append(one)

    def cut(self, length: int) -> None:
        while len(self.every) > length:
            one = self.every.pop()
            self.places[one.sign, one.level].pop()

    def left(self, level: int) -> None:
        """Markup has ended: what was opened deeper than `level` can be closed no more."""
        while self.every and self.every[-1].level > level:
            self.cut(len(self.every) - 1)

    def closed(self, sign: str, level: int) -> _Opened | None:
        """The innermost mark of its kind, taken off with all within it."""
        places = self.places.get((sign, level))
        if not places:
            return None
        one = self.every[places[-1]]
        self.cut(places[-1])
        return one


def curled(tokens: Sequence[Token], quotes: Sequence[str]) -> None:
    """Set the marks of one paragraph; `quotes` opens and closes double ones, then single ones."""
    stack = _Stack()
    changes: dict[int, dict[int, str]] = {}
    pairs = {'"': (quotes[0], quotes[1]), "'": (quotes[2], quotes[3])}
    for index, token in enumerate(tokens):
        stack.left(token.level)
        if token.type != "text":
            continue
        if "'" in token.content:
            token.content = _WITHIN_A_WORD.sub(_APOSTROPHE, token.content)
        for match in _QUOTE.finditer(token.content):
            sign, at = match[0], match.start()
            before, after = _sides(tokens, index, at)
            if sign == "'" and (
                (after.isalpha() and after < _SPACELESS and _ended(tokens, index, at, changes, pairs))
                or (before.isalpha() and before < _SPACELESS and _code_begins(tokens, index, at))
            ):
                changes.setdefault(index, {})[at] = _APOSTROPHE
                continue
            opens, closes = _turns(sign, before, after)
            opened = stack.closed(sign, token.level) if closes else None
            if opened is not None:
                changes.setdefault(opened.token, {})[opened.at] = pairs[sign][0]
                changes.setdefault(index, {})[at] = pairs[sign][1]
            elif opens:
                stack.push(_Opened(index, at, sign, token.level))
            elif sign == "'":
                changes.setdefault(index, {})[at] = _APOSTROPHE
    for index, change in changes.items():
        text = tokens[index].content
        tokens[index].content = "".join(_pieces(text, change))


def _pieces(text: str, change: dict[int, str]) -> list[str]:
    pieces, last = [], 0
    for at in sorted(change):
        pieces += [text[last:at], change[at]]
        last = at + 1
    return [*pieces, text[last:]]


def _sides(tokens: Sequence[Token], index: int, at: int) -> tuple[str, str]:
    """The letters next to a mark."""
    text = tokens[index].content
    before = text[at - 1] if at else _neighbour(tokens, range(index - 1, -1, -1), -1)
    after = text[at + 1] if at + 1 < len(text) else _neighbour(tokens, range(index + 1, len(tokens)), 0)
    return before, after


def _ended(
    tokens: Sequence[Token], index: int, at: int, changes: dict[int, dict[int, str]], pairs: dict[str, tuple[str, str]]
) -> bool:
    """Whether something ends right before a mark: a bracket, a quotation, code or other markup. No quotation opens there before
    a letter, whatever sign it was that ended: `` `unwrap()`'s ``, `(TDK)'nin`, `"Dracula"'s`."""
    if at:
        before = tokens[index].content[at - 1]
        return before in _CLOSING or (before == '"' and changes.get(index, {}).get(at - 1) == pairs['"'][1])
    if not index:
        return False
    last = tokens[index - 1]
    if last.type == "html_inline":
        return last.content.startswith("</")
    return last.nesting < 0 or (bool(last.content) and last.type not in ("text", "softbreak", "hardbreak"))


def _code_begins(tokens: Sequence[Token], index: int, at: int) -> bool:
    """Whether code stands right behind a mark: "l'`/etc`"."""
    return at == len(tokens[index].content) - 1 and index + 1 < len(tokens) and tokens[index + 1].type == "code_inline"


@functools.lru_cache(maxsize=4096)
def _turns(sign: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether the mark may open a quotation, and whether it may close one, by what stands on its sides."""
    if after == sign == '"' and before.isascii() and before.isdigit():
        return False, False  # inches: 1""
    sign_before, sign_after = _is_sign(before), _is_sign(after)
    blank_before, blank_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    opens = not blank_after and (not sign_after or blank_before or sign_before)
    closes = not blank_before and (not sign_before or blank_after or sign_after)
    if opens and closes:  # among signs, but not within a word
        return sign_before, sign_after
    return opens, closes


def _neighbour(tokens: Sequence[Token], places: range, which: int) -> str:
    """The letter next to a text, in whatever markup; a space at either end of a line."""
    for place in places:
        if tokens[place].type in ("softbreak", "hardbreak"):
            break
        if tokens[place].content:
            return tokens[place].content[which]
    return " "


def _is_sign(letter: str) -> bool:
    return bool(isMdAsciiPunct(ord(letter)) or isPunctChar(letter))
