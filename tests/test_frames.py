"""Calls with room: no loop gives memory back to the system and asks for it again, at whatever depth it runs."""

from __future__ import annotations

import resource

import pytest

from publish.frames import roomy

CALLS = 500


def _nothing() -> None:
    pass


def _faults(depth: int) -> int:
    """Pages of memory that the system gave while a loop called, so many calls down."""
    if depth:
        return _faults(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        _nothing()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_a_loop_costs_the_same_at_every_depth() -> None:
    """A chunk of frames has room for some hundred calls: without more, one depth in so many is slow."""
    assert [depth for depth in range(400) if roomy(_faults, depth) >= CALLS] == []


def test_what_is_called_returns_or_raises() -> None:
    assert roomy(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        roomy(divmod, 7, 0)
