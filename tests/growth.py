"""How time grows with the length of what is worked on, measured on machines that are busy with other things."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator

#: Texts of these many lengths are compared, in steps of which each doubles.
SIZES = (1, 2, 4)
#: How many times longer the longest text may take than the shortest: 4 is a line, 16 a square. Where a tenth of the work on the
#: shortest grows as a square, it is 5.2; what caches of processors and the logarithms of sorts add is less than half of the rest.
MOST = 5.0
TRIES = 8
#: Less than this nobody can measure well, in seconds; a text that takes less is made longer, though not without end.
_LEAST, _LONGER = 0.02, 16


def ratio(work: Callable[[int], float], length: int) -> tuple[float, str]:
    """How many times longer the longest takes than the shortest, `work` being seconds, each the best of some tries.

    What disturbs a measure only adds to it, so that the least of some is the truest; the lengths take turns, so that what
    disturbs for a while does so to all of them. Tries end with the first that proves a line.
    """
    longest = length * _LONGER
    while length < longest and work(length) < _LEAST:
        length *= 2
    best = dict.fromkeys(SIZES, float("inf"))
    for _ in range(TRIES):
        for size in SIZES:
            best[size] = min(best[size], work(size * length))
        found = best[SIZES[-1]] / max(best[SIZES[0]], _LEAST)
        if found <= MOST:
            break
    return found, ", ".join(f"{size}×: {took:.3f} s" for size, took in best.items())


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """No garbage is looked for: how often that is done grows in steps, and how long it takes with all that tests before left."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
