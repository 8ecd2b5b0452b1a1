"""Lines and columns: where a diagnostic knows the sign that it speaks of, and its block's source shows it, there is its place;
where it speaks of a setting, there is its place.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from urllib.parse import unquote

from publish.diagnostics import Diagnostic, Span
from publish.noticed.texts import Texts

#: How many lines, and how many equal signs of a block are looked at: time stays in proportion to the text.
_MOST = 50


#: The places of the keys of `book.toml`, by the names on the way to each.
Settings = Mapping[tuple[str | int, ...], tuple[int, int]]


def placed(
    diagnostics: Iterable[Diagnostic], texts: Texts, settings: Callable[[], Settings] = dict
) -> tuple[Diagnostic, ...]:
    """The diagnostics at the lines and columns of their signs, or of their settings, which are asked for where one speaks of such.

    A sign that its block shows twice is taken in turn.
    """
    taken: dict[tuple[str, Span, str], int] = {}
    every = [_at_its_key(d, settings()) if d.keys else d for d in diagnostics]
    return tuple(_placed(d, texts, taken) if d.sign and d.span.column == 1 else d for d in every)


def _at_its_key(diagnostic: Diagnostic, settings: Settings) -> Diagnostic:
    places = {".".join(map(str, path)): place for path, place in settings.items()}
    place = next((places[key] for key in diagnostic.keys if key in places), None)
    span = Span(diagnostic.span.path, *place) if place else diagnostic.span
    return dataclasses.replace(diagnostic, span=span, keys=())


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
