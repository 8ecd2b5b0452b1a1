"""What the place of a mark says of its role: how much speaks against each, by the signs beside it and the words."""

from __future__ import annotations

import functools
import unicodedata

#: Stands for what is no text: code, a formula, a picture.
OBJECT = "\ufffc"

_SIGNS = dict.fromkeys(".,;:!?\u2026\u2025、。，．！？：；\u2019\u201d", "end") | dict.fromkeys("\"'", "mark")
_SIGNS |= dict.fromkeys("\u201c\u2018\u201e\u201a¿¡", "opening") | dict.fromkeys("-/\u2010\u2011", "joint")
_CATEGORIES = {"Ps": "opening", "Pi": "opening", "Pe": "end", "Pf": "end", "Pd": "dash"}

#: Against opening and closing, by what stands before the mark and by what stands behind it.
_OPENS_BEHIND = {"edge": 0, "space": 0, "opening": 0, "dash": 1, "joint": 1, "mark": 0, "end": 4, "letter": 5}
_OPENS_BEFORE = {"edge": 9, "space": 9, "opening": 0, "dash": 1, "joint": 1, "mark": 0, "end": 2, "letter": 0}
_CLOSES_BEHIND = {"edge": 9, "space": 6, "opening": 3, "dash": 0, "joint": 0, "mark": 0, "end": 0, "letter": 0}
_CLOSES_BEFORE = {"edge": 0, "space": 0, "opening": 1, "dash": 0, "joint": 0, "mark": 0, "end": 0, "letter": 4}


@functools.lru_cache(maxsize=4096)
def kind(sign: str) -> str:
    """What a sign beside a mark is: an edge of the text, space, opening, end, dash, joint, mark or letter."""
    if not sign:
        return "edge"
    if sign.isspace():
        return "space"
    return _SIGNS.get(sign) or _CATEGORIES.get(unicodedata.category(sign), "letter")


@functools.lru_cache(maxsize=4096)
def against(before: str, after: str) -> tuple[int, int]:
    """How much speaks against opening and against closing between two signs."""
    left, right = kind(before), kind(after)
    opens = _OPENS_BEHIND[left] + _OPENS_BEFORE[right]
    closes = _CLOSES_BEHIND[left] + _CLOSES_BEFORE[right]
    if left == "end" and right == "letter" and before not in ":：":
        closes = 2
    return opens, closes


@functools.lru_cache(maxsize=4096)
def against_nothing(before: str, after: str) -> int:
    """How much speaks against a double mark that is none of a quotation: inches, a stray one, an abbreviation in Hebrew."""
    if before.isdigit() and kind(after) != "letter":
        return 2
    if "\u05d0" <= before <= "\u05ea" and "\u05d0" <= after <= "\u05ea":
        return 3
    return 4 if kind(before) in ("space", "edge") and kind(after) in ("space", "edge") else 5
