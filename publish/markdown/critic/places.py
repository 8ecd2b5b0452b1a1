"""Where the marks of an editor stand, as signs in a text: noncharacters of Unicode (23.7), which no book may hold.

A sign is its number in digits of its own between two more, one of which says whether a mark begins or ends there.
"""

from __future__ import annotations

from collections.abc import Iterator

from publish.lazy import regex

_OPEN, _BEGINS, _ENDS = "\ufdd0", "\ufdd1", "\ufdd2"
_DIGITS = "".join(map(chr, range(0xFDD3, 0xFDDD)))
_SIGN = regex(f"{_OPEN}([{_DIGITS}]+)([{_BEGINS}{_ENDS}])")


def begins(mark: int) -> str:
    """The sign at the place where a mark begins, or where it stands."""
    return _OPEN + "".join(_DIGITS[int(digit)] for digit in str(mark)) + _BEGINS


def ends(mark: int) -> str:
    return begins(mark)[:-1] + _ENDS


def divided(text: str) -> Iterator[str | tuple[int, bool]]:
    """A text as its pieces, and between them the signs: the number of a mark, and whether it begins there."""
    at = 0
    for match in _SIGN.finditer(text):
        yield text[at : match.start()]
        yield int("".join(str(_DIGITS.index(digit)) for digit in match[1])), match[2] == _BEGINS
        at = match.end()
    yield text[at:]


def unmarked(text: str) -> str:
    return _SIGN.sub("", text)
