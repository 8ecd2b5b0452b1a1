"""Lines of code set by the press: those that are too long are turned over at chosen places (`publish.paged.turnovers`), and hang
below the first word of their own line, or below their comment.

Where a row ends the spaces of the line stay in it, so that what is copied is the line. Lines of scripts that run from right to
left, and lines with more than text in them, are the engine's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publish.paged.copyfit import OTHERS_THAN_LEFT, Run, Spots, ruler, width_of
from publish.paged.library import Dimension, InlineBox, TextBox, boxes, log_attributes
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


def coded(line: Any, width: float) -> Composed | None:
    """The rows of a line of code that is too long; None for one that is not, or that the engine should set."""
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
    found = _best(runs, text, xs, room, width)
    if found is None:
        return None
    begins, hang = found
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


def _best(
    runs: list[Run], text: str, xs: list[float], room: float, width: float
) -> tuple[tuple[int, ...], float] | None:
    """Where the rows of a line begin, and how deep those below hang: all at its first word, or those of its last column there."""
    kinds, length = _kinds(runs, text), len(text.rstrip())
    found = [*places(text, kinds, _joined(runs, text))]
    hang = min(xs[lead_of(text)], width * _DEEPEST)
    ways = [(0.0, turned(found, xs, length, room, width - hang), hang)]
    column = column_of(text, kinds)
    if column and xs[column] <= width * _DEEPEST:
        behind = [place for place in found if place.start > column]
        ways.append((-_COLUMN_KEPT, turned(behind, xs, length, room, width - xs[column]), xs[column]))
    costs = [(way[0] + more, way[1], hang) for more, way, hang in ways if way is not None]
    return min(costs)[1:] if costs else None


def _kinds(runs: list[Run], text: str) -> str:
    """For each letter whether it is in a comment (c), a string (s), or neither: as its language has it, if that is known."""
    classes = [str(run.box.element.get("class", "")) for run in runs]
    if not any(one in _KNOWN for one in classes):
        return kinds_of(text)
    words = (
        (run.box.text.lstrip(" "), _KINDS.get(one, " "), len(run.box.text))
        for one, run in zip(classes, runs, strict=True)
    )
    return "".join((kind * len(word)).rjust(length) for word, kind, length in words)


def _joined(runs: list[Run], text: str) -> list[bool]:
    """Before which letters no row can begin: those that are part of a sign, or that rules of their script forbid to."""
    allowed = log_attributes(text, runs[0].box.style["lang"])
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
