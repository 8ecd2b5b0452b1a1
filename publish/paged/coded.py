"""Lines of code set by the press: those that are too long are turned over at chosen places (`publish.paged.turnovers`), and hang
below the first word of their own line, or below their comment.

Where a row ends the spaces of the line stay in it, so that what is copied is the line. Lines of scripts that run from right to
left, and lines with more than text in them, are the engine's own.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

from publish.paged.copyfit import Spots, ruler, width_of
from publish.paged.library import Dimension, InlineBox, TextBox, boxes, log_attributes
from publish.paged.runs import OTHERS_THAN_LEFT, Run
from publish.paged.titles import Composed
from publish.paged.totalfit import Copy, Fit
from publish.paged.turnovers import TURN, column_of, is_square, kinds_of, lead_of, places, turned

#: Kinds of words by the classes that their language gave them.
_KINDS = {"com": "c", "str": "s"}
_KNOWN = frozenset({*_KINDS, "kw", "typ", "num", "fn"})
#: What makes the number of a line as wide as it is.
_ACROSS = ("width", "margin_left", "margin_right", "padding_left", "padding_right")
#: Letters of the longest line that is set so; what is longer was not written by hand.
_MOST = 2000
#: What is turned over hangs no deeper than this part of its measure.
_DEEPEST = 0.5
#: Turns of a comment below itself are taken where they cost no turn more than those of the whole line.
_COLUMN_KEPT = TURN / 4
#: What turns cost, where the other rows begin, how deep they hang.
_Way = tuple[float, tuple[int, ...], float]


def coded(line: Any, width: float, listing: Any, known: dict[tuple[int, float], bool]) -> Composed | None:
    """The rows of a line of code that is too long; None for one that is not, or that the engine should set.

    `listing`: the element that holds the lines of its listing; `known`: where the rows of its comments stand, by its identity and
    the width, as far as that was asked before.
    """
    runs = _runs(line)
    if not runs:
        return None
    gap, text = runs[0].gap, "".join(run.box.text for run in runs)
    room = width - line.text_indent - gap
    if len(text) > _MOST or (text.isascii() and _widest(runs) <= room):
        return None
    xs = [x - gap for x in ruler(runs)[0]]
    if xs[len(text.rstrip())] <= room or OTHERS_THAN_LEFT.search(text):
        return None
    style = runs[0].box.style
    parts = [(run.box.text, run.box.element) for run in runs]
    below, beside = _ways(text, _kinds(parts), _joined(text, style), xs, room, width)
    if below and beside:
        key = id(listing), width
        if key not in known:
            known[key] = _stand_beside(listing, style, room, width)
        below = None if known[key] else below
    if (way := below or beside) is None:
        return None
    _, begins, hang = way
    for child in line.children:
        if child.is_absolutely_positioned():  # the sign of the rows below
            child.style = child.style.copy()
            child.style["margin_left"] = Dimension(hang, "px")
    at = [0, *begins, len(text)]
    no = [False] * len(at)
    fit = Fit(tuple(range(1, len(at))), tuple(no[1:]), (0.0,) * (len(at) - 1), 0.0)
    return Composed(Copy([], [], [], [], [], [], width, line.text_indent, 0.0), fit, Spots(at, at, no, no), runs, hang)


def _widest(runs: list[Run]) -> float:
    """What a line can take at the most, told without shaping it."""
    return sum(len(run.box.text.expandtabs(8)) * width_of("m", run.box.style) for run in runs)


def _ways(
    text: str, kinds: str, joined: list[bool], xs: list[float], room: float, width: float
) -> tuple[_Way | None, _Way | None]:
    """How a line turns over with all rows below its first word, and with those of its last column below that, as far as it can.

    A comment that has no room behind its code stands below it from its first word on, so that the code is seen to end.
    """
    length, column, hang = len(text.rstrip()), column_of(text, kinds), min(xs[lead_of(text)], width * _DEEPEST)
    found = [*places(text, kinds, joined)]
    whole = column if column and kinds[column:length].strip("c") == "" else 0
    way = turned(found, xs, length, room, width - hang, whole) or turned(found, xs, length, room, width - hang)
    below = (*way, hang) if way else None
    if not column or xs[column] > width * _DEEPEST:
        return below, None
    way = turned([place for place in found if place.start > column], xs, length, room, width - xs[column])
    return below, (*way, xs[column]) if way else None


def _stand_beside(listing: Any, style: Any, room: float, width: float) -> bool:
    """Whether the comments of a listing have their rows below themselves, beside the code: all that are too long can, and that
    costs no turn more than if they stood below the code."""
    more, unit = 0.0, width_of("m", style)
    for line in listing:
        parts = [*_parts(line)]
        text = "".join(words for words, _ in parts)
        if len(text) > _MOST or len(text) * unit * 2 < room:
            continue
        xs = [*itertools.accumulate((unit * _columns(letter) for letter in text), initial=0.0)]
        kinds = _kinds(parts)
        if xs[len(text.rstrip())] <= room or not column_of(text, kinds):
            continue
        below, beside = _ways(text, kinds, _joined(text, style), xs, room, width)
        if below is not None:
            more += beside[0] - _COLUMN_KEPT - below[0] if beside else math.inf
    return more <= 0


def _columns(letter: str) -> int:
    return 4 if letter == "\t" else 2 if is_square(letter) else 1


def _parts(element: Any) -> Iterator[tuple[str, Any]]:
    """The words of an element in order, each with the element that they stand in."""
    yield element.text or "", element
    for child in element:
        yield from _parts(child)
        yield child.tail or "", element


def _kinds(parts: list[tuple[str, Any]]) -> str:
    """For each letter whether it is in a comment (c), a string (s), or neither: as its language has it, if that is known.
    `parts`: words with their elements."""
    classes = [str(element.get("class", "")) for _, element in parts]
    if not any(one in _KNOWN for one in classes):
        return kinds_of("".join(words for words, _ in parts))
    words = (
        (words.lstrip(" "), _KINDS.get(one, " "), len(words)) for one, (words, _) in zip(classes, parts, strict=True)
    )
    return "".join((kind * len(word)).rjust(length) for word, kind, length in words)


def _joined(text: str, style: Any) -> list[bool]:
    """Before which letters no row can begin: those that are part of a sign, or that rules of their script forbid to."""
    allowed = log_attributes(text, style["lang"])
    return [
        not allowed[at].is_cursor_position
        or (not text[at].isascii() and is_square(text[at]) and not allowed[at].is_line_break)
        for at in range(len(text))
    ]


def _runs(line: Any) -> list[Run]:
    """The text boxes of a line of code; none where it holds something else."""
    runs: list[Run] = []
    at, gap = 0, 0.0
    for box in _plain(line):
        if isinstance(box, float):
            gap = box
        elif box is None or (gap and runs):
            return []
        else:
            runs.append(Run(box, at, True, gap))
            at, gap = at + len(box.text), 0.0
    return runs


def _plain(parent: Any) -> Iterator[Any]:
    for child in parent.children:
        if isinstance(child, TextBox):
            yield child if child.style["white_space"] == "pre-wrap" and child.style["font_size"] else None
        elif isinstance(child, InlineBox) and not child.is_leader:
            yield from _plain(child)
        elif isinstance(child, boxes.InlineBlockBox):  # the number of the line
            yield sum(getattr(child.style[name], "value", 0.0) for name in _ACROSS)
        elif not child.is_absolutely_positioned():
            yield None
