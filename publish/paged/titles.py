"""Text that is not justified: titles and other words in the middle, whose lines are much alike; captions, mottos, notes and lists,
whose last line is no stub."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from publish.lazy import dataclass
from publish.paged.copyfit import OTHERS_THAN_SQUARE, Run, Spots, copy_of, runs_of, square_copy_of
from publish.paged.phrases import SQUARE, phrased
from publish.paged.totalfit import Copy, Fit, balanced, ragged


@dataclass
class Composed:
    """A paragraph that the press has set: its copy and the lines in force; `hang`: how far those below the first are moved."""

    copy: Copy
    fit: Fit
    spots: Spots
    runs: list[Run]
    hang: float = 0.0


def evenly(line: Any, width: float) -> Composed | None:
    """The lines of a text that is ragged: none of its words divided without need, and with no stub at their end."""
    runs = runs_of(line)
    return None if runs is None else _set(line, width, runs, (ragged,))


def shaped(line: Any, width: float, whole: bool) -> Composed | None:
    """The lines of a text that is looked at: much alike where it is one `whole`, with no stub at their end, phrases undivided."""
    runs = runs_of(line)
    if runs is None:
        return _phrased(line, width)
    return _set(line, width, runs, (balanced, ragged) if whole else (ragged,))


def _phrased(line: Any, width: float) -> Composed | None:
    runs = runs_of(line, OTHERS_THAN_SQUARE)
    if runs is None or not any(SQUARE.search(run.box.text) for run in runs):
        return None
    taken, spots, costs = square_copy_of(runs, width, line.text_indent)
    fit = phrased(taken, costs, line.style["font_size"])
    return None if fit is None else Composed(taken, fit, spots, runs)


def _set(line: Any, width: float, runs: list[Run], ways: Sequence[Callable[[Copy], Fit | None]]) -> Composed | None:
    """By the first of the ways that has lines for it."""
    taken, spots = copy_of(runs, width, line.text_indent, 0.0)
    fit = next((fit for way in ways if (fit := way(taken)) is not None), None)
    return None if fit is None else Composed(taken, fit, spots, runs)
