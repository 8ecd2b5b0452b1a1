"""`publish stats`: a table on a terminal, plain lines elsewhere, JSON where it is asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click

from publish.stats import Count

_COLUMNS = ("words", "notes", "figures", "tables", "minutes")


def show_counts(counts: Sequence[Count], whole: Count, style: str) -> None:
    if style == "json":
        chapters = [{"title": one.title, "path": one.path, **_values(one)} for one in counts]
        whole_book = {"title": whole.title, **_values(whole)}
        click.echo(json.dumps({"chapters": chapters, "total": whole_book}, ensure_ascii=False, indent=1))
    elif sys.stdout.isatty():
        _table(counts, whole)
    else:
        for one in (*counts, whole):
            numbers = "  ".join(f"{value:>7,} {name}" for name, value in _values(one).items())
            click.echo(f"{numbers}  {one.title or one.path}")


def _values(one: Count) -> dict[str, int]:
    return {name: getattr(one, name) for name in _COLUMNS}


def _table(counts: Sequence[Count], whole: Count) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(show_footer=True, box=None, pad_edge=False)
    table.add_column("chapter", footer=whole.title)
    for name, value in _values(whole).items():
        table.add_column(name, footer=f"{value:,}", justify="right")
    for one in counts:
        table.add_row(one.title or one.path, *(f"{value:,}" if value else "–" for value in _values(one).values()))
    Console().print(table)
