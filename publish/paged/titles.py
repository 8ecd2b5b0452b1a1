"""Words that are looked at before they are read: titles, captions, mottos, whose lines are much alike or end in no stub."""

from __future__ import annotations

from typing import Any

from publish.lazy import dataclass
from publish.paged.copyfit import OTHERS_THAN_SQUARE, Run, Spots, copy_of, runs_of, square_copy_of
from publish.paged.phrases import SQUARE, phrased
from publish.paged.totalfit import Copy, Fit, balanced, unstubbed

#: What is ragged and no title: captions, and mottos by their classes.
_CAPTIONS, _MOTTOS = frozenset({"caption", "figcaption"}), frozenset({"epigraph", "pull-quote"})


@dataclass
class Composed:
    """A paragraph that the press has set: its copy and the lines in force."""

    copy: Copy
    fit: Fit
    spots: Spots
    runs: list[Run]


def is_short(element: Any) -> bool:
    """Whether an element of a tree is a caption or a motto, or holds one."""
    return element.tag in _CAPTIONS or not _MOTTOS.isdisjoint((element.get("class") or "").split())


def is_ragged(element: Any, short: bool) -> bool:
    """Whether an element in such a one sets the lines of it."""
    return short and (element.tag in _CAPTIONS or element.tag == "p")


def shaped(line: Any, width: float, whole: bool) -> Composed | None:
    """The lines of a text that has a shape: much alike where it is looked at as a `whole`, and with no stub at their end."""
    if (runs := runs_of(line)) is not None:
        taken, spots = copy_of(runs, width, line.text_indent, 0.0)
        fit = (balanced(taken) if whole else None) or unstubbed(taken)
    else:
        runs = runs_of(line, OTHERS_THAN_SQUARE)
        if runs is None or not any(SQUARE.search(run.box.text) for run in runs):
            return None
        taken, spots, costs = square_copy_of(runs, width, line.text_indent)
        fit = phrased(taken, costs, line.style["font_size"])
    return None if fit is None else Composed(taken, fit, spots, runs)
