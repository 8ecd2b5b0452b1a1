"""Progress: a spinner on a terminal, plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

import sys

import click


class Progress:
    """What the press is doing now."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._status: object = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Nothing is under way."""
        from rich.status import Status

        if isinstance(self._status, Status):
            self._status.stop()
        self._status = None

    def say(self, what: str) -> None:
        if self._quiet:
            return
        if not sys.stderr.isatty():
            click.echo(f"{what} …", err=True)
            return
        from rich.console import Console
        from rich.status import Status

        if not isinstance(self._status, Status):
            self._status = Status(what, console=Console(stderr=True))
            self._status.start()
        self._status.update(f"{what} …")
