"""`--timings`: how long each stage took, for each edition, and how much of a layout was remembered."""

from __future__ import annotations

import time
from collections.abc import Callable

import click

from publish.lazy import dataclass
from publish.progress import LAY_OUT, PACK, Begun, Event, LaidOut


@dataclass
class _Row:
    stage: str
    edition: str
    seconds: float = 0.0
    laid_out: int = 0
    remembered: int = 0
    pages: int = 0

    @property
    def said(self) -> str:
        if not self.laid_out + self.remembered:
            return ""
        return f"{self.laid_out} laid out, {self.remembered} remembered, {self.pages:,} pages"


class Timings:
    """Seconds between what the stages say; a stage that begins ends the one before it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rows: dict[tuple[str, str], _Row] = {}
        self._current: _Row | None = None
        self._since = clock()
        self._last = LaidOut("", 0, 0, 0, 0, 0.0)

    def say(self, what: Event) -> None:
        if isinstance(what, Begun):
            self._ended()
            edition = what.edition or (self._current.edition if self._current else "")
            self._current = self._rows.setdefault((what.stage, edition), _Row(what.stage, edition))
        elif self._current is not None and self._current.stage == LAY_OUT:
            row, known = self._current, self._last
            fresh = what.of != known.of or what.done <= known.done  # another round of the layout
            before = LaidOut("", what.remembered, what.of, 0, 0, 0.0) if fresh else known
            row.laid_out += what.done - before.done
            row.remembered += what.remembered if fresh else 0
            row.pages = max(row.pages, what.pages)
            self._last = what

    def _ended(self) -> None:
        now = self._clock()
        if self._current is not None:
            self._current.seconds += now - self._since
        self._since = now

    def lines(self) -> list[str]:
        """The table, with the whole at its end; a stage that took no time and did nothing is left out."""
        self._ended()
        rows = [row for row in self._rows.values() if row.stage != PACK or row.seconds >= 0.005]
        table = [(row.edition, row.stage, f"{row.seconds:.2f} s", row.said) for row in rows]
        table.append(("", "in all", f"{sum(row.seconds for row in self._rows.values()):.2f} s", ""))
        widths = [max(len(row[at]) for row in table) for at in range(3)]
        return [
            f"{edition:<{widths[0]}}  {stage:<{widths[1]}}  {seconds:>{widths[2]}}  {said}".rstrip()
            for edition, stage, seconds, said in table
        ]

    def show(self) -> None:
        for line in self.lines():
            click.echo(line, err=True)
