"""Columns: where a diagnostic knows the sign that it speaks of, and its block's source shows it, there is its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from itertools import islice
from urllib.parse import unquote

from publish.diagnostics import Diagnostic, Span
from publish.noticed.texts import Texts

#: How many lines, and how many equal signs of a block are looked at: time stays in proportion to the text.
_MOST = 50


def placed(diagnostics: Iterable[Diagnostic], texts: Texts) -> tuple[Diagnostic, ...]:
    """The diagnostics at the lines and columns of their signs; a sign that its block shows twice is taken in turn."""
    taken: dict[tuple[str, Span, str], int] = {}
    return tuple(_placed(d, texts, taken) if d.sign and d.span.column == 1 else d for d in diagnostics)


def _placed(diagnostic: Diagnostic, texts: Texts, taken: dict[tuple[str, Span, str], int]) -> Diagnostic:
    key = (diagnostic.code, diagnostic.span, diagnostic.sign)
    turn = taken.get(key, 0)
    taken[key] = min(turn + 1, _MOST)
    for sign in dict.fromkeys((diagnostic.sign, unquote(diagnostic.sign))):
        if place := _found(texts, diagnostic.span, sign, turn):
            return dataclasses.replace(diagnostic, span=place, sign="")
    return dataclasses.replace(diagnostic, sign="")


def _found(texts: Texts, span: Span, sign: str, turn: int) -> Span | None:
    """Where the sign stands for the so-manieth time in a block, else for the last, else None."""
    place = None
    for number in islice(texts.block(span.path, span.line), _MOST):
        line = texts.line(span.path, number)
        at = line.find(sign)
        while at >= 0:
            place = Span(span.path, number, at + 1)
            if turn == 0:
                return place
            turn -= 1
            at = line.find(sign, at + 1)
    return place
