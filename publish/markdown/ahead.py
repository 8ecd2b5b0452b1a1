"""Looking ahead in a text: what comes next of a kind, asked from one place after another at the price of a single walk.

A construct that looks for its end finds none in a text full of openings; each of them looks to the end of the text, which
together is the square of its length. Here is remembered from where on nothing comes.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Concatenate, ParamSpec, TypeVar

from publish.lazy import regex

_P = ParamSpec("_P")
_T = TypeVar("_T")
#: So many answers are kept: a rule asks of its chapter and of the paragraph, each for a few signs.
_MOST = 64


def once_for_a_text(function: Callable[Concatenate[str, _P], _T]) -> Callable[Concatenate[str, _P], _T]:
    """Keep what a function says of a text, for that very text. One that is equal counts as another: to compare them at each
    question, as a cache by value does where a text is parsed again, is the square of their length once more."""
    known: dict[tuple[object, ...], tuple[str, _T]] = {}

    @functools.wraps(function)
    def asked(text: str, /, *wanted: _P.args, **named: _P.kwargs) -> _T:
        key = (id(text), *wanted, *named.items())  # of a text that is kept here, and so is no other's
        found = known.pop(key, None) or (text, function(text, *wanted, **named))
        known[key] = found
        if len(known) > _MOST:
            del known[next(iter(known))]
        return found[1]

    return asked


class _Ahead:
    """The next of its kind, as last asked, and the place from which on there is none."""

    def __init__(self, look: Callable[[int], tuple[int, int]], length: int) -> None:
        self._look = look
        self._none = length + 1
        self._asked, self._found = length + 1, (-1, -1)

    def next(self, at: int) -> tuple[int, int]:
        """Where the next one from `at` on begins and ends; -1 twice where there is none."""
        if at >= self._none:
            return -1, -1
        if not self._asked <= at <= self._found[0]:
            self._asked, self._found = at, self._look(at)
            if self._found[0] < 0:
                self._none = at
        return self._found


@once_for_a_text
def _signs(text: str, sign: str) -> _Ahead:
    def look(at: int) -> tuple[int, int]:
        found = text.find(sign, at)
        return found, found + len(sign) if found >= 0 else -1

    return _Ahead(look, len(text))


@once_for_a_text
def _patterns(text: str, pattern: re.Pattern[str]) -> _Ahead:
    def look(at: int) -> tuple[int, int]:
        match = pattern.search(text, at)
        return match.span() if match else (-1, -1)

    return _Ahead(look, len(text))


def ahead(text: str, sign: str, at: int, limit: int | None = None) -> int:
    """`text.find(sign, at, limit)`."""
    start, end = _signs(text, sign).next(at)
    return -1 if limit is not None and end > limit else start


def match_ahead(text: str, pattern: re.Pattern[str], at: int) -> tuple[int, int]:
    """Where the next match of a pattern from `at` on begins and ends; -1 twice where there is none."""
    return _patterns(text, pattern).next(at)


def end_ahead(text: str, pattern: re.Pattern[str], at: int, limit: int | None = None) -> int:
    """Where the next match of a pattern from `at` on ends; -1 where there is none that ends before `limit`."""
    _, end = match_ahead(text, pattern, at)
    return -1 if limit is not None and end > limit else end


_RUN = regex("`+")


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where code between backticks begins and ends (CommonMark 6.1): a run of them to the next run as long."""
    runs = [match.span() for match in _RUN.finditer(text)] if "`" in text else []
    following: dict[int, int] = {}
    after: list[int] = []  # of each run the next one of its length, or -1
    for start, end in reversed(runs):
        after.append(following.get(end - start - _escaped(text, start), -1))
        following[end - start] = end
    after.reverse()
    done = 0
    for (start, _), end in zip(runs, after, strict=True):
        if start >= done and end >= 0:
            done = end
            yield start + _escaped(text, start), end


def _escaped(text: str, at: int) -> bool:
    """Whether the sign here is behind a backslash that is none itself."""
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def without_code(text: str, blotted: Callable[[int, int], str]) -> str:
    """A text with its code spans replaced by what `blotted` makes of each, called with where it begins and ends."""
    pieces, last = [], 0
    for start, end in code_spans(text):
        pieces += [text[last:start], blotted(start, end)]
        last = end
    return "".join([*pieces, text[last:]])
