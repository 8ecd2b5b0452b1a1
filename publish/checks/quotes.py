"""Quotation marks: straight and curly ones mixed (`T050`), one without its other half (`T053`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.checks.copy import Copy, Paragraph
from publish.checks.source import prose_lines
from publish.diagnostics import Diagnostic, Span
from publish.words import quotes_for

_KINDS = (("quotation marks", '"', "“”„"), ("apostrophes", "'", "’"))


def quotes_mixed(copy: Copy) -> Iterator[Diagnostic]:
    """Once for the book and kind, at the first of those that are fewer."""
    sources = [(s.path, s.text) for s in copy.manuscript.sources if s.text]
    for what, straight, curly in _KINDS:
        kinds = {"straight": straight, "curly": curly}
        if not all(any(sign in text for _, text in sources for sign in signs) for signs in kinds.values()):
            continue
        counts = dict.fromkeys(kinds, 0)
        first: dict[str, Span] = {}
        for path, text in sources:
            for number, line in prose_lines(text, straight + curly):
                for kind, signs in kinds.items():
                    if found := sum(line.count(sign) for sign in signs):
                        counts[kind] += found
                        column = min(at for at in map(line.find, signs) if at >= 0) + 1
                        first.setdefault(kind, Span(path, number, column))
        if all(counts.values()):
            fewer = min(counts, key=counts.__getitem__)
            message = f"{what} are mixed: {counts['straight']} straight and {counts['curly']} curly in the book"
            yield Diagnostic("T050", message, first[fewer], f"make the {fewer} ones like the others; this is the first")


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
