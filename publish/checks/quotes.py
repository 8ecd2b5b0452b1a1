"""Quotation marks: straight and curly ones mixed (`T050`), one without its other half (`T053`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from publish.checks.copy import Copy, Paragraph
from publish.checks.source import prose_lines
from publish.diagnostics import Diagnostic, Span
from publish.words import quotes_for

_KINDS = (("quotation marks", '"', "“”„"), ("apostrophes", "'", "’"))


def quotes_mixed(copy: Copy) -> Iterator[Diagnostic]:
    """Once for the book and kind, at the first of those that are fewer."""
    sources = [(s.path, s.text) for s in copy.manuscript.sources if s.text]
    kinds = [
        kind for kind in _KINDS if all(any(sign in text for _, text in sources for sign in signs) for signs in kind[1:])
    ]
    counts: Counter[str] = Counter()
    first: dict[str, Span] = {}
    every = [signs for _, *both in kinds for signs in both]
    for path, text in sources if kinds else ():
        for number, line in prose_lines(text, "".join(every)):
            for signs in every:
                if found := sum(map(line.count, signs)):
                    counts[signs] += found
                    column = min(at for at in map(line.find, signs) if at >= 0) + 1
                    first.setdefault(signs, Span(path, number, column))
    for what, straight, curly in kinds:
        if counts[straight] and counts[curly]:
            fewer, name = (straight, "straight") if counts[straight] <= counts[curly] else (curly, "curly")
            message = f"{what} are mixed: {counts[straight]} straight and {counts[curly]} curly in the book"
            yield Diagnostic("T050", message, first[fewer], f"make the {name} ones like the others; this is the first")


def quotes_unbalanced(copy: Copy) -> Iterator[Diagnostic]:
    for chapter in copy.paragraphs:
        for paragraph, after in zip(chapter, [*chapter[1:], None], strict=False):
            yield from _unbalanced(copy, paragraph, after)


def _unbalanced(copy: Copy, paragraph: Paragraph, after: Paragraph | None) -> Iterator[Diagnostic]:
    opening, closing, *_ = (mark.strip() for mark in quotes_for(paragraph.lang))
    text = paragraph.text
    if opening == closing or (opening not in text and closing not in text):
        return
    opened: list[int] = []
    for match in re.finditer(f"[{opening}{closing}]", text):
        if match[0] == closing:
            if opened:
                opened.pop()
            else:
                yield _said(copy, paragraph, match.start(), "closes and was not opened")
        else:
            opened.append(match.start())
    # A speech of several paragraphs opens each of them and closes the last.
    goes_on = after is not None and after.text.lstrip().startswith(opening)
    for at in [] if goes_on else opened:
        yield _said(copy, paragraph, at, "opens and is never closed")


def _said(copy: Copy, paragraph: Paragraph, at: int, what: str) -> Diagnostic:
    message = f"the quotation mark {paragraph.text[at]} {what}"
    return copy.found("T053", message, paragraph, at, at + 1, "write its other half, or delete it")
