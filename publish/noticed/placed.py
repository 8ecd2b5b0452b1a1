"""Columns: where a diagnostic knows the sign that it speaks of, and its block's source shows it, there is its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from urllib.parse import unquote

from publish.diagnostics import Diagnostic, Span
from publish.noticed.texts import Texts


def placed(diagnostics: Iterable[Diagnostic], texts: Texts) -> tuple[Diagnostic, ...]:
    """The diagnostics at the lines and columns of their signs; a sign that its block shows twice is taken in turn."""
    taken: dict[tuple[str, int, str], int] = {}
    return tuple(_placed(d, texts, taken) if d.sign and d.span.column == 1 else d for d in diagnostics)


def _placed(diagnostic: Diagnostic, texts: Texts, taken: dict[tuple[str, int, str], int]) -> Diagnostic:
    path, line = diagnostic.span.path, diagnostic.span.line
    key = (path, line, f"{diagnostic.code} {diagnostic.sign}")
    for sign in dict.fromkeys((diagnostic.sign, unquote(diagnostic.sign))):
        places = [
            Span(path, number, at + 1)
            for number in texts.block(path, line)
            if (at := texts.line(path, number).find(sign)) >= 0
        ]
        if places:
            turn = taken.get(key, 0)
            taken[key] = turn + 1
            return dataclasses.replace(diagnostic, span=places[min(turn, len(places) - 1)], sign="")
    return dataclasses.replace(diagnostic, sign="")
