"""The roles of all marks of a paragraph: of all readings the one against which least speaks (a shortest path, after Viterbi).

A reading is known by what is open, the outermost first; for each the best way there is kept, so the time grows with the
number of marks. Marks that the author typed as they are printed open and close too, and stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from publish.lazy import regex
from publish.markdown.quotes.elisions import against_elision, at_the_end
from publish.markdown.quotes.places import OBJECT, against, against_nothing, kind

_MARK = regex("[\"'\u201c\u201d\u2018\u2019]")
_TYPED = {"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"}
_WORD_BEHIND = regex(r"[^\W_]+(?:[\u2019'][^\W_]+)*")
_WORD_BEFORE = regex(r"[^\W_]+\Z")
_SUFFIX = regex(r"(?:s|d|ll|re|ve|t|m)\b")
_MODAL = regex(r"(?:[\u2019']d|\b(?:must|might|may|should|could|would|to)) \Z")
_ENDED = regex(r"(?:[!?\u2026]|[^\W\d_]{3}\.)(?<!\bMrs\.)[\"'\u201d\u2019)\]]*\s")
#: Not closed at the end: a double mark, a single one, one at the head of the paragraph, whose speech may go on in the next.
_LEFT = {'"': 1, "'": 5, "`": 1}
_NOT_OPENED = 3
#: Quotations within quotations.
_DEEPEST = 4
#: Not closed where something around it is.
_CROSSED = {'"': 2, "'": 5, "`": 3}
_SAME = {'"': ('"',), "'": ("'", "`")}
_BLANK = ("space", "edge")
_MARKS = ("'", '"')
_STARS = "*_"
#: What no other mark speaks for.
_CERTAIN, _HOPELESS = 8, 12
_HEAD, _HEADS = 8, "\"'\u201c\u2018 *_"
_WORD, _PHRASE = 80, 400


class Role(IntEnum):
    STRAIGHT = 0
    OPENS = 1
    CLOSES = 2
    APOSTROPHE = 3


class _Mark(NamedTuple):
    """A mark, and what speaks against each of its roles; `weak` where it stands behind a word that it may belong to."""

    at: int
    sign: str
    costs: tuple[tuple[Role, int], ...]
    first: bool
    weak: bool


class _Way(NamedTuple):
    """A reading so far: what speaks against it, where each of its open quotations began, its last step."""

    cost: int
    begun: tuple[int, ...]
    last: _Way | None
    role: Role


def roles(text: str) -> dict[int, Role]:
    """The role of each mark of a text, by its place."""
    marks = list(_marks(text))
    ways: dict[str, _Way] = {"": _Way(0, (), None, Role.STRAIGHT)}
    for mark in marks:
        further: dict[str, _Way] = {}
        for state, way in ways.items():
            for role, cost in mark.costs:
                extra, after, begun = _step(text, mark, role, state, way.begun)
                total = way.cost + cost + extra
                if after not in further or total < further[after].cost:
                    further[after] = _Way(total, begun, way, role)
        most = min(way.cost for way in further.values()) + _HOPELESS
        ways = {state: way for state, way in further.items() if way.cost < most}
    ends = min(ways, key=lambda state: ways[state].cost + sum(_LEFT[sign] for sign in state))
    found: dict[int, Role] = {}
    step: _Way | None = ways[ends]
    for mark in reversed(marks):
        assert step is not None
        found[mark.at] = step.role
        step = step.last
    return found


def _step(text: str, mark: _Mark, role: Role, state: str, begun: tuple[int, ...]) -> tuple[int, str, tuple[int, ...]]:
    """What more speaks against a role where something is open, and what is open behind it."""
    if role is Role.OPENS:
        return _opened(text, mark, state, begun)
    if role is Role.CLOSES:
        at = max(map(state.rfind, _SAME[mark.sign]))
        if at < 0:
            return _NOT_OPENED + (6 if mark.weak else 0), state, begun
        cost = sum(_CROSSED[sign] for sign in state[at + 1 :])
        return cost + (_length(text, begun[at], mark.at) if mark.weak else 0), state[:at], begun[:at]
    return 0, state, begun


def _opened(text: str, mark: _Mark, state: str, begun: tuple[int, ...]) -> tuple[int, str, tuple[int, ...]]:
    """One of a kind within one of its kind: the outer stays open for good."""
    level = 1 + max(map(state.rfind, _SAME["'" if mark.sign == '"' else '"']))
    at = max(state.find(sign, level) for sign in _SAME[mark.sign])
    cost = 0
    if at < 0 and len(state) == _DEEPEST:
        return 20, state, begun
    if at >= 0:
        cost = sum(_CROSSED[sign] for sign in state[at:])
        within = text[begun[at] + 1 : mark.at] if mark.at - begun[at] < _WORD else " "
        if not any(map(str.isspace, within)):
            cost += 6  # twice within one word
        state, begun = state[:at], begun[:at]
    return cost, state + ("`" if mark.first else mark.sign), (*begun, mark.at)


def _length(text: str, begun: int, end: int) -> int:
    """What speaks against an end without a sign before it: it is that of a few words, not of sentences."""
    if end - begun > _PHRASE:
        return 7
    within = text[begun + 1 : end]
    return min((len(within.split()) - 1) // 4, 3) + (4 if _ENDED.search(within) else 0)


def _marks(text: str) -> Iterator[_Mark]:
    for match in _MARK.finditer(text):
        at, sign = match.start(), _TYPED.get(match[0], match[0])
        before, after = _sides(text, at)
        left, right = kind(before), kind(after)
        opens, closes = against(before, after) if left not in _BLANK or right not in _BLANK else _alone(text, at)
        if sign == '"':
            nothing = against_nothing(before, after)
            yield _Mark(
                at, sign, _likely((Role.OPENS, opens), (Role.CLOSES, closes), (Role.STRAIGHT, nothing)), False, False
            )
        elif left != "letter" or right != "letter" or match[0] == "'":  # one typed within a word is an apostrophe
            yield _single(text, at, left, right, opens, closes)


def _likely(*costs: tuple[Role, int]) -> tuple[tuple[Role, int], ...]:
    """Those that the rest of a paragraph may speak for: most marks leave one."""
    most = min(cost for _, cost in costs) + _CERTAIN
    return tuple((role, cost) for role, cost in costs if cost < most)


def _sides(text: str, at: int) -> tuple[str, str]:
    """The signs beside a mark; stars that set nothing in italics are none."""
    first, last = at - 1, at + 1
    while first >= 0 and text[first] in _STARS and at - first < _HEAD:
        first -= 1
    while last < len(text) and text[last] in _STARS and last - at < _HEAD:
        last += 1
    return text[first] if first >= 0 else "", text[last : last + 1]


def _alone(text: str, at: int) -> tuple[int, int]:
    """Against opening and closing for a mark without a letter at either side: by a mark on the other side of the space."""
    behind, before = text[at - 2 : at - 1] if at > 1 else "", text[at + 2 : at + 3]
    if at == 0 or _MARK.match(before):
        return 1, 9
    if at + 1 == len(text) or _MARK.match(behind):
        return 9, 1
    return 6, 6


def _single(text: str, at: int, left: str, right: str, opens: int, closes: int) -> _Mark:
    weak = False
    apostrophe = 6 if left not in _BLANK or right not in _BLANK else 4
    if left == right == "letter":
        # Beside code it is an apostrophe; else it stands in a script without spaces.
        opens, closes, apostrophe = (5, 4, 0) if OBJECT in text[at - 1 : at + 2] else (3, 1, 3)
    elif right == "letter":
        apostrophe = _elided(text, at, left)
        opens += 2 if left == "joint" else left == "space" and _follows_a_word(text, at)
    elif left == "letter":
        weak = True
        word = match[0] if (match := _WORD_BEFORE.search(text, max(at - 40, 0), at)) else ""
        apostrophe, end = at_the_end(word)
        closes += 1 if end == 4 and text.endswith(_MARKS, 0, at - len(word)) else end
    costs = _likely((Role.OPENS, opens), (Role.CLOSES, closes), (Role.APOSTROPHE, apostrophe))
    return _Mark(at, "'", costs, at < _HEAD and not text[:at].strip(_HEADS), weak)


def _follows_a_word(text: str, at: int) -> bool:
    """Whether a word stands before a mark and its space, with its apostrophe or without."""
    last = at - 3 if at > 2 and text[at - 2] in "'\u2019" else at - 2
    return last >= 0 and kind(text[last]) == "letter"


def _elided(text: str, at: int, left: str) -> int:
    """What speaks against an apostrophe that has a letter behind it and none before."""
    if left == "joint" or (left == "end" and (text[at - 1] in ")]}" or _SUFFIX.match(text, at + 1))):
        return 1
    match = _WORD_BEHIND.match(text, at + 1)
    word = match[0] if match else ""
    closed = text[at + 1 + len(word) : at + 2 + len(word)] == "'"
    stop = left in ("dash", "edge") or (left == "space" and at > 1 and kind(text[at - 2]) in ("end", "dash"))
    if word == "a" and closed and _MODAL.search(text, max(at - 12, 0), at):
        return 0
    return against_elision(word, closed, stop)
