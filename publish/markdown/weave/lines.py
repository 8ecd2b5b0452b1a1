"""A line of text and where it comes from: what includes and variables leave of a text is a list of these."""

from __future__ import annotations

from typing import NamedTuple

from publish.lazy import regex

#: The opening of a fenced block of code: its indent, its fence, its info string.
FENCE = regex(r"^([ \t>]*)(`{3,}|~{3,})([^`\n]*)$")


class Line(NamedTuple):
    """`path` and `number` are the file of the manuscript and the line, counted from 1, that the text came from."""

    text: str
    path: str
    number: int


def lines_of(text: str, path: str, first: int = 1) -> list[Line]:
    return [Line(line, path, number) for number, line in enumerate(text.split("\n"), first)]


def closes(line: str, fence: str) -> bool:
    """Whether a line closes the block of code that `fence` opened (CommonMark 4.5)."""
    mark = line.lstrip(" \t>").rstrip()
    return len(mark) >= len(fence) and not mark.strip(fence[0])
