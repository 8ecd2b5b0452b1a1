"""The command line: arguments to exit code. The one room that prints.

Exit codes: 0 done, 1 errors in the manuscript or from a judge, 2 wrong usage, 3 the machine failed.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from publish import __version__
from publish.diagnostics import Diagnostic, Severity, has_errors

EDITION_NAMES = ("epub", "pdf", "web", "html")

EXAMPLES = """
\b
Examples:
  publish new my-book               a small book that builds at once
  publish build my-book             build/my-book.epub and build/my-book.pdf
  publish build my-book --to web    a static site
  publish check my-book             every mistake with its line; writes nothing
  publish verify my-book            EPUBCheck and veraPDF on what was built
\b
Completion for your shell (bash, zsh or fish):
  eval "$(_PUBLISH_COMPLETE=bash_source publish)"
"""


class _Fatal(click.ClickException):
    """The machine failed, not the manuscript."""

    exit_code = 3


@click.group(epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="publish")
def main() -> None:
    """Publish a book written in Markdown: EPUB, PDF and web pages from one folder."""


def _folder_argument(function: Callable[..., None]) -> Callable[..., None]:
    kind = click.Path(exists=True, file_okay=False, path_type=Path)
    return click.argument("folder", type=kind, default=Path("manuscript"))(function)


def _editions(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(n.strip() for n in text.split(",") if n.strip()))
    unknown = [n for n in names if n not in EDITION_NAMES]
    if unknown or not names:
        raise click.BadParameter(
            f"{', '.join(unknown) or 'nothing'} is no edition; there are {', '.join(EDITION_NAMES)}"
        )
    return names


_to = click.option(
    "--to", "to", default="epub,pdf", metavar="EDITIONS", show_default=True, help="Editions, with commas."
)
_out = click.option(
    "--out", type=click.Path(path_type=Path), default=Path("build"), show_default=True, help="Where to."
)
_strict = click.option("--strict", is_flag=True, help="Warnings count as errors.")
_quiet = click.option("-q", "--quiet", is_flag=True, help="No progress; only mistakes are shown.")
_format = click.option(
    "--format", "style", type=click.Choice(["text", "json", "github"]), default="text", help="How mistakes are shown."
)


@main.command()
@_folder_argument
@_to
@_out
@_strict
@_quiet
@_format
def build(folder: Path, to: str, out: Path, strict: bool, quiet: bool, style: str) -> None:
    """Make the editions of the book in FOLDER (default: manuscript)."""
    _build(folder, _editions(to), out, strict, quiet, style)


def _build(folder: Path, names: Sequence[str], out: Path, strict: bool, quiet: bool, style: str) -> None:
    from publish.build import build as make

    if _inside(out, folder):
        raise click.UsageError(f"{out} is inside the manuscript folder; name another place with --out")
    with _Progress(quiet) as progress:
        try:
            report = make(folder, names, out, strict, progress.say)
        except OSError as error:
            raise _Fatal(f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")) from error
    _show(report.diagnostics, style)
    if not quiet:
        for written in report.written:
            state = "made" if written.made else "nothing changed, no layout done"
            click.echo(f"{written.path}  ({state})", err=True)
        for name in report.held_back:
            click.echo(f"{name}: not written, because of the errors above", err=True)
    sys.exit(1 if report.held_back else 0)


def _inside(out: Path, folder: Path) -> bool:
    return out.resolve().is_relative_to(folder.resolve())


def _edition_command(name: str, help: str) -> None:
    @main.command(name=name, help=help)
    @_folder_argument
    @_out
    @_strict
    @_quiet
    @_format
    def command(folder: Path, out: Path, strict: bool, quiet: bool, style: str) -> None:
        _build(folder, (name,), out, strict, quiet, style)


_edition_command("epub", "Make the EPUB.")
_edition_command("pdf", "Make the PDF.")
_edition_command("web", "Make the static site.")
_edition_command("html", "Write the bare XHTML of the chapters.")


@main.command()
@_folder_argument
@_to
@_strict
@_format
def check(folder: Path, to: str, strict: bool, style: str) -> None:
    """Read the book in FOLDER and report every mistake; write nothing."""
    from publish.build import check as read

    started = time.monotonic()
    report = read(folder, _editions(to))
    _show(report.diagnostics, style)
    if style == "text":
        count = len(report.diagnostics)
        said = "nothing to report" if not count else f"{count} diagnostic{'s' if count > 1 else ''}"
        click.echo(f"{folder}: {said} ({time.monotonic() - started:.1f} s)", err=True)
    sys.exit(1 if has_errors(report.diagnostics) or (strict and report.diagnostics) else 0)


@main.command()
@_folder_argument
@_to
@_out
@_format
def verify(folder: Path, to: str, out: Path, style: str) -> None:
    """Run the independent judges (EPUBCheck, veraPDF, …) on what was built in --out."""
    from publish.build import artifacts
    from publish.editions import EDITIONS
    from publish.verify import verify as judge

    names = _editions(to)
    paths, noticed = artifacts(folder, names, out)
    missing = [n for n in names if n not in paths]
    if missing:
        raise click.UsageError(f"{', '.join(missing)}: not built yet; run publish build {folder} first")
    checks = {path: EDITIONS[name].checks for name, path in paths.items()}
    results, found = judge(checks)
    _show((*noticed, *found), style)
    for result in results:
        click.echo(str(result), err=True)
    sys.exit(1 if has_errors(found) or found else 0)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Write a small book that builds at once into FOLDER, which must be empty or new."""
    from publish.sources.new import new as write

    try:
        for path in write(folder):
            click.echo(path, err=True)
    except FileExistsError as error:
        raise click.UsageError(f"{folder} is not empty; name another folder") from error
    except OSError as error:
        raise _Fatal(str(error)) from error
    click.echo(f"Next: publish build {folder}", err=True)


class _Progress:
    """A spinner on a terminal, plain lines elsewhere, nothing when quiet."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._status: object = None

    def __enter__(self) -> _Progress:
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


def _show(diagnostics: Iterable[Diagnostic], style: str) -> None:
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
