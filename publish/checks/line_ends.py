"""Short lines whose ends are lost: `C069`. An address, a closing with its name, a couplet run into one line, as CommonMark has it.

Prose that was broken by a program fills its lines, and prose with a sentence a line ends each: what does neither, begins all lines
high and has none that is long, was meant as lines. Four lines or more that are verse beyond doubt are kept as they are read
(`C050`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from publish.checks.copy import Copy, Paragraph
from publish.diagnostics import Diagnostic
from publish.lazy import regex

#: Characters of the longest line, lines of the longest text, characters of a line that ends in a stop and is no sentence.
_LONGEST, _MOST, _A_DATE = 45, 12, 16
#: Characters of marks that a line had in the source.
_MARKS = 4
_HIGH = regex(r"[\s*_\"'“”‘’„«»‹›(\[—–-]*(?:[^\W\d_]|\d)")
_ENDED = regex(r"[.!?…:;。！？：][\"'”’»“)\]]*$")


def line_ends_lost(copy: Copy) -> Iterator[Diagnostic]:
    for chapter in copy.paragraphs:
        told = [(paragraph, lines) for paragraph in chapter if _look_meant(lines := _lines(paragraph))]
        width = _width(chapter) if told else 0
        for paragraph, lines in told:
            if not any(len(a) + 1 + len(b.split(" ", 1)[0]) > width - _MARKS for a, b in pairwise(lines)):
                message = "short lines run into one, because nothing marks their ends"
                hint = "end each but the last with a backslash, or begin each with “| ”"
                yield copy.found("C069", message, paragraph, *_first(paragraph), hint)


def _lines(paragraph: Paragraph) -> list[str]:
    """The lines of a paragraph that has several and no end of which is marked."""
    text = paragraph.text.strip()
    if paragraph.tag != "p" or "\n" not in text:
        return []
    lines = [line.strip() for line in text.split("\n")]
    return lines if all(lines) else []


def _look_meant(lines: Sequence[str]) -> bool:
    """Whether lines are short, begin high, and do not all end as sentences do."""
    if not 1 < len(lines) <= _MOST or max(map(len, lines)) > _LONGEST or not all(map(_begins_high, lines)):
        return False
    return not all(_ENDED.search(line) and len(line) > _A_DATE for line in lines[:-1])


def _width(chapter: Sequence[Paragraph]) -> int:
    """Characters of the longest line of a chapter: a program that breaks lines fills them to about as many."""
    return max(len(line) for paragraph in chapter for line in paragraph.text.split("\n"))


def _begins_high(line: str) -> bool:
    match = _HIGH.match(line)
    return match is not None and (match[0][-1].isupper() or match[0][-1].isdecimal())


def _first(paragraph: Paragraph) -> tuple[int, int]:
    """Where its first word stands."""
    text = paragraph.text
    start = len(text) - len(text.lstrip())
    return start, start + len(text[start:].split(None, 1)[0])
