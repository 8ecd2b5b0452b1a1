"""Tables without a head: `C062`. Who hears a table learns from its head what a cell is about."""

from __future__ import annotations

from collections.abc import Iterator

from publish.book import Element
from publish.book.trees import line_of, path_of
from publish.checks.copy import Copy
from publish.diagnostics import Diagnostic, Span


def tables_without_heads(copy: Copy) -> Iterator[Diagnostic]:
    for chapter in copy.chapters:
        for table in chapter.tree.iter("table"):
            if table.get("role") not in ("presentation", "none") and _holds_data(table) and table.find(".//th") is None:
                span = Span(path_of(table, chapter.source.path), line_of(table))
                hint = "write what each column holds into its first row"
                yield Diagnostic("C062", "no row or column of this table has a head", span, hint)


def _holds_data(table: Element) -> bool:
    """Two rows and two columns at least: what is less is a frame around something."""
    rows = list(table.iter("tr"))
    return len(rows) > 1 and max(len(row) for row in rows) > 1
