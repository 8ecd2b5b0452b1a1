"""Markers of ordered lists as pandoc has them: what each says of its list."""

from __future__ import annotations

from publish.lazy import dataclass, regex

_MARKER = regex(r"(\()?(?:(@)([\w-]*)|(#)|(\d{1,9})|([ivxlcdm]+|[IVXLCDM]+)|([a-z]|[A-Z]))([.)])(\s+|$)")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
#: CSS's names of HTML's types, to which a class adds `-bracket` for `a)` and `-brackets` for `(a)`.
_NAMES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
#: The places in the alphabet of the letters that are roman numbers too.
_ROMAN_LETTERS = frozenset(ord(letter) - 96 for letter in _VALUES)


@dataclass(frozen=True)
class Marker:
    """A marker of a list: HTML's `type`, its number (0 where the list counts by itself), its length, an example's label."""

    kind: str
    number: int
    length: int
    closing: str
    label: str = ""
    opening: str = ""

    @property
    def brackets(self) -> str:
        """The class of a list whose numbers stand in a bracket; none with a full stop."""
        ending = "-brackets" if self.opening else "-bracket"
        return f"{_NAMES[self.kind]}{ending}" if self.closing == ")" else ""


def _roman(text: str) -> int:
    values = [_VALUES[c] for c in text.lower()]
    return sum(-v if v < max(values[at + 1 :], default=0) else v for at, v in enumerate(values))


def marker_of(text: str) -> Marker | None:
    match = _MARKER.match(text)
    if match is None:
        return None
    opening, at, label, sharp, digits, roman, letter, closing, space = match.groups()
    length = match.end(8)
    if at:
        return Marker("@", 0, length, closing, label) if opening and closing == ")" else None
    if sharp or digits:
        return Marker("1", int(digits or 0), length, closing, opening=opening or "")
    word = roman or letter
    if opening and closing == ".":
        return None
    named = word.isupper() and len(word) == 1 and closing == "." and len(space) < 2
    if named:
        return None
    if roman and (len(roman) > 1 or roman in "iI"):
        return Marker("i" if roman.islower() else "I", _roman(roman), length, closing, opening=opening or "")
    return Marker("a" if word.islower() else "A", ord(word.lower()) - 96, length, closing, opening=opening or "")


def same(first: Marker, second: Marker) -> bool:
    """Whether a marker goes on with a list: a letter such as `i` or `v` counts as the list does that it stands in."""
    if first.opening != second.opening:
        return False
    if first.kind == second.kind:
        return True
    alike = first.kind.isalpha() and second.kind.isalpha() and first.kind.isupper() == second.kind.isupper()
    return alike and (second.number in _ROMAN_LETTERS if second.kind in "aA" else second.number in _VALUES.values())
