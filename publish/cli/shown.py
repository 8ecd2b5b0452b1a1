"""What the command prints of mistakes: text for people, data for machines."""

from __future__ import annotations

import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from publish.cli.sarif import sarif
from publish.diagnostics import Diagnostic, Severity, Span, visible

STYLES = ("text", "json", "github", "sarif")
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def show(diagnostics: Iterable[Diagnostic], style: str, folder: Path | None = None) -> None:
    """Text goes to standard error, data to standard output. `folder` is where the source lines are."""
    found = list(diagnostics)
    if style == "json":
        click.echo(json.dumps([_plain(d) for d in found], ensure_ascii=False, indent=1))
    elif style == "sarif":
        click.echo(json.dumps(sarif(found, _root(folder)), ensure_ascii=False, indent=1))
    elif style == "github":
        for d in found:
            click.echo(_annotation(d, _root(folder)))
    else:
        for line in _text(found, folder):
            click.echo(line, err=True, color=coloured())


def coloured() -> bool:
    """Colour is for terminals, unless NO_COLOR has a value (no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _root(folder: Path | None) -> str:
    """What stands before a path of the manuscript so that it is found from here; nothing where that is elsewhere."""
    if folder is None:
        return ""
    home, here = (folder if folder.is_dir() else folder.parent).resolve(), Path.cwd()
    inside = home.is_relative_to(here) and home != here
    return f"{home.relative_to(here).as_posix()}/" if inside else ""


def _plain(d: Diagnostic) -> dict[str, str | int]:
    return {
        "code": d.code, "severity": str(d.severity), "path": d.span.path, "line": d.span.line, "column": d.span.column,
        "message": d.message, "hint": d.hint,
    }  # fmt: skip


def _annotation(d: Diagnostic, root: str) -> str:
    """A workflow command of GitHub; what ends a property or a line is escaped as its runner reads it."""
    kind = "error" if d.severity is Severity.ERROR else "warning"
    path = _escaped(root + d.span.path).replace(":", "%3A").replace(",", "%2C")
    message = _escaped(d.message + (f" ({d.hint})" if d.hint else ""))
    return f"::{kind} file={path},line={d.span.line},col={d.span.column},title={d.code}::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _text(found: Sequence[Diagnostic], folder: Path | None) -> Iterable[str]:
    lines = _source_lines(found, folder) if folder is not None and sys.stderr.isatty() else {}
    width = shutil.get_terminal_size().columns
    for d in found:
        kind = click.style(f"{d.severity} {d.code}", fg=_COLOURS[d.severity], bold=True)
        yield f"{visible(str(d.span))}: {kind}: {visible(d.message)}"
        if d.span in lines:
            yield from excerpt(lines[d.span], d.span, width)
        if d.hint:
            yield click.style(f"  hint: {visible(d.hint)}", dim=True)


def _source_lines(found: Sequence[Diagnostic], folder: Path) -> Mapping[Span, str]:
    from publish.noticed import excerpts
    from publish.sources.folder import Folder

    return excerpts(found, Folder(folder if folder.is_dir() else folder.parent))


def excerpt(line: str, span: Span, width: int) -> list[str]:
    """The source line with a caret below the column; of a long line, the part around it that fits the terminal."""
    margin = f"{span.line:>6} | "
    room = max(20, width - len(margin) - 2)
    at = min(span.column - 1, len(line))
    start = max(0, at - room // 3) if len(line) > room else 0
    part = line[start : start + room].replace("\t", " ")
    before = visible(part[: at - start])
    shown = ("…" if start else "") + before + visible(part[at - start :]) + ("…" if start + room < len(line) else "")
    caret = " " * (bool(start) + _cells(before)) + click.style("^", fg="green", bold=True)
    return [
        click.style(margin, dim=True) + shown.rstrip(),
        " " * (len(margin) - 2) + click.style("| ", dim=True) + caret,
    ]


def _cells(text: str) -> int:
    """How many cells of a terminal a text takes (UAX 11)."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)
