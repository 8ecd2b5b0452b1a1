"""Progress: one line that changes on a terminal, plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

from publish.progress import LAY_OUT, Begun, Event, LaidOut

#: Seconds between two plain lines of the same stage, so that a log is no longer than the book.
_PAUSE = 2.0
#: Before so much of the text is laid out, and so many seconds have passed, a guess of the rest is worth nothing.
_LEAST_SHARE, _LEAST_SECONDS = 0.05, 1.0


class Progress:
    """What the press is doing now."""

    def __init__(self, quiet: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._quiet = quiet
        self._clock = clock
        self._status: object = None
        self._said = float("-inf")
        self._begun = 0.0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Nothing is under way."""
        if self._status is not None:
            from rich.status import Status

            assert isinstance(self._status, Status)
            self._status.stop()
        self._status = None

    def say(self, what: Event) -> None:
        if self._quiet:
            return
        now = self._clock()
        if isinstance(what, Begun) and what.stage == LAY_OUT:
            self._begun = now
        left = rest(what, now - self._begun) if isinstance(what, LaidOut) else ""
        if sys.stderr.isatty():
            self._shown(f"{what}{left} …")
        elif isinstance(what, Begun) or now - self._said >= _PAUSE:
            self._said = now
            click.echo(f"{what}{left} …", err=True)

    def _shown(self, text: str) -> None:
        from rich.console import Console
        from rich.markup import escape
        from rich.status import Status

        if not isinstance(self._status, Status):
            self._status = Status("", console=Console(stderr=True))
            self._status.start()
        self._status.update(escape(text))


def rest(what: LaidOut, seconds: float) -> str:
    """How long the layout takes still, in words: as long for each character as for those that are done."""
    if what.share < _LEAST_SHARE or seconds < _LEAST_SECONDS or what.share >= 1:
        return ""
    left = seconds * (1 - what.share) / what.share
    return f", about {left / 60:.0f} min left" if left >= 90 else f", about {max(1, round(left))} s left"
