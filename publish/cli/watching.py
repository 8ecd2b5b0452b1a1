"""What `publish watch` prints: where to look, what was saved, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli.progress import Progress
from publish.cli.shown import show

if TYPE_CHECKING:
    from publish.build import Report
    from publish.progress import Event
    from publish.watch.desk import Sight


class Told:
    """A listener of the watch."""

    def __init__(self, progress: Progress, folder: Path) -> None:
        self._progress, self._folder = progress, folder

    def open_at(self, address: str) -> None:
        click.echo(f"{address}  (stop with Ctrl-C)", err=True)

    def saved(self, names: Sequence[str]) -> None:
        click.echo(f"saved: {', '.join(names[:4])}{' …' if len(names) > 4 else ''}", err=True)

    def say(self, what: Event) -> None:
        self._progress.say(what)

    def built(self, report: Report | None, sight: Sight) -> None:
        self._progress.stop()
        if report is not None:
            show(report.diagnostics, "text", self._folder)
        if sight.trouble:
            click.echo(click.style(sight.trouble, fg="red"), err=True)
            return
        pages, parts = len(sight.change.pages), len(sight.change.parts)
        what = f"{_many(pages, 'page')}, {_many(parts, 'chapter')} changed" if sight.builds > 1 else "built"
        click.echo(f"{what}  ({sight.seconds:.1f} s)", err=True)


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
