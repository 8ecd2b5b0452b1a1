"""What the layout engine says of a rule of a stylesheet, at the file and line of the rule: `T002`.

The stylesheets of a book become one; a mark before each says which file it was, and the engine counts lines from the
first of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.book import Diagnostic, Span

_MARK = re.compile(r"/\* from (\S+) \*/")
_IGNORED = re.compile(r"Ignored `(?P<what>.*?) *` at (?P<line>\d+):(?P<column>\d+), (?P<why>.*?)\.?$", re.S)
_SELECTOR = re.compile(r"Invalid or unsupported selector, '(?P<what>.*?) *'$", re.S)
_PLACE = re.compile(r" at (?P<line>\d+):(?P<column>\d+)\b")
_HINT = "mend the rule, or keep it for screens: @media not print { … }"


def from_file(name: str, style: str) -> str:
    """A stylesheet with the mark that says which file it is."""
    return f"/* from {name} */\n{style}"


def reported(messages: Iterable[str], styles: str) -> list[Diagnostic]:
    """Each message once; at the top of `book.toml` what speaks of no rule."""
    lines = styles.split("\n")
    return [_reported(message, lines) for message in dict.fromkeys(messages)]


def _reported(message: str, lines: list[str]) -> Diagnostic:
    if match := _IGNORED.match(message):
        span = _place(lines, int(match["line"]), int(match["column"]))
        return Diagnostic("T002", f"the layout engine passes over “{match['what']}”: {match['why']}", span, _HINT)
    if match := _SELECTOR.match(message):
        number = next((n for n, line in enumerate(lines, 1) if match["what"] in line), 0)
        said = f"the layout engine does not know the selector “{match['what']}”"
        return Diagnostic("T002", said, _place(lines, number, 1), _HINT)
    place = _PLACE.search(message)
    span = _place(lines, int(place["line"]), int(place["column"])) if place else Span("book.toml")
    said = f"the layout engine says: {_PLACE.sub('', message)}"
    return Diagnostic(
        "T002", said, span, _HINT if place else "look at the page; if nothing is wrong with it, allow T002"
    )


def _place(lines: list[str], number: int, column: int) -> Span:
    """The file and the line in it of a line of all stylesheets together."""
    for above in range(min(number, len(lines)) - 1, -1, -1):
        if mark := _MARK.fullmatch(lines[above]):
            return Span(mark[1], number - above - 1, column)
    return Span("book.toml")
