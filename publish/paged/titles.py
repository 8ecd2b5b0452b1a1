"""Text that is not justified: titles and other words in the middle, whose lines are much alike; captions, mottos, notes and lists,
whose last line is no stub."""

from __future__ import annotations

from typing import Any

from publish.lazy import dataclass
from publish.paged.copyfit import Spots, copy_of, square_copy_of
from publish.paged.phrases import SQUARE, cost_behind, phrased
from publish.paged.runs import OTHERS_THAN_SQUARE, Run, runs_of
from publish.paged.totalfit import Copy, Fit, ragged

#: A last line of so many em, two or three words, is no stub, however long its measure is.
_FEW = 5.0


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
    if runs is None:
        return None
    taken, spots = copy_of(runs, width, line.text_indent, _FEW * line.style["font_size"])
    fit = ragged(taken)
    return None if fit is None else Composed(taken, fit, spots, runs)


def shaped(line: Any, width: float, whole: bool) -> Composed | None:
    """The lines of a text that is looked at: much alike where it is one `whole`, with no stub at their end, phrases undivided."""
    runs = runs_of(line)
    if runs is None:
        return _square(line, width)
    if whole:
        taken, spots = copy_of(runs, width, line.text_indent, 0.0)
        text = "".join(run.box.text for run in runs)
        lang = line.style["lang"] or ""
        places = zip(spots.ends[:-1], spots.starts[:-1], strict=True)
        costs = [*(cost_behind(text[:end], text[start:], lang) for end, start in places), 0.0]
        fit = phrased(taken, costs, line.style["font_size"], spare=0)
        if fit is not None:
            return Composed(taken, fit, spots, runs)
    return evenly(line, width)


def _square(line: Any, width: float) -> Composed | None:
    runs = runs_of(line, OTHERS_THAN_SQUARE)
    if runs is None or not any(SQUARE.search(run.box.text) for run in runs):
        return None
    taken, spots, costs = square_copy_of(runs, width, line.text_indent)
    fit = phrased(taken, costs, line.style["font_size"], spare=1)
    return None if fit is None else Composed(taken, fit, spots, runs)
