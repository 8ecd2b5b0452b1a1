"""`publish stats` and the figures of `publish check --typography`: tables, plain lines, JSON where it is asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from publish.stats import Count

if TYPE_CHECKING:
    from publish.build import Figures

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


#: The kinds of faults in the order of their weight, as they are called in a table.
_FAULTS = {
    "stranded": "headings stranded",
    "widow": "widows",
    "orphan": "orphans",
    "short": "short last pages",
    "uneven": "uneven spreads",
    "turn": "hyphens at page turns",
    "ladder": "hyphen ladders",
    "runt": "runts",
    "loose": "loose lines",
}


def show_figures(figures: Figures) -> None:
    """The faults of the pages, and how many a hundred pages have."""
    click.echo(f"{figures.pages} pages{'in all':>27}{'per 100 pages':>17}")
    for kind, name in _FAULTS.items():
        click.echo(f"{name:<24}{figures.faults.get(kind, 0):>12,}{figures.per_hundred(kind):>17.1f}")
