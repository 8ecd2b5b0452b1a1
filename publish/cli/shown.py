"""What the command prints: progress and mistakes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

import click

from publish.diagnostics import Diagnostic, Severity


class Progress:
    """A spinner on a terminal, plain lines elsewhere, nothing when quiet."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._status: object = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        from rich.status import Status

        if isinstance(self._status, Status):
            self._status.stop()

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


def show(diagnostics: Iterable[Diagnostic], style: str) -> None:
    found = list(diagnostics)
    if style == "json":
        click.echo(json.dumps([_plain(d) for d in found], ensure_ascii=False, indent=1))
    elif style == "github":
        for d in found:
            kind = "error" if d.severity is Severity.ERROR else "warning"
            place = f"file={d.span.path},line={d.span.line},col={d.span.column}"
            click.echo(f"::{kind} {place},title={d.code}::{d.message}" + (f" ({d.hint})" if d.hint else ""))
    else:
        colours = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
        for d in found:
            kind = click.style(f"{d.severity} {d.code}", fg=colours[d.severity], bold=True)
            click.echo(f"{d.span}: {kind}: {d.message}", err=True)
            if d.hint:
                click.echo(click.style(f"  hint: {d.hint}", dim=True), err=True)


def _plain(d: Diagnostic) -> dict[str, str | int]:
    return {
        "code": d.code, "severity": str(d.severity), "path": d.span.path, "line": d.span.line, "column": d.span.column,
        "message": d.message, "hint": d.hint,
    }  # fmt: skip
