"""Quotation marks: straight and curly ones mixed (`T050`), one without its other half, or of a place that says nothing (`T053`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from publish.checks.copy import Copy, Paragraph
from publish.checks.source import prose_lines
from publish.diagnostics import Diagnostic, Span
from publish.lazy import regex
from publish.markdown.quotes.elisions import against_elision
from publish.words import quotes_for

#: Marks that typography left as they were typed, but for inches and abbreviations in Hebrew.
_STRAIGHT = regex(r"\"(?<![0-9\u05d0-\u05ea]\")")
_ENDS = regex(r"[’‘](?!\w)")
_ELIDED = regex(r"(?<![^\s\u201c(])’([^\W\d_]{2,}(?:’[^\W\d_]+)*)")
#: More than this speaks against an elision only where the word is not known to have one.
_KNOWN = 2
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
    smart = copy.manuscript.metadata.typography.smart
    for chapter in copy.paragraphs:
        for paragraph, after in zip(chapter, [*chapter[1:], None], strict=False):
            yield from _unbalanced(copy, paragraph, after)
            if smart:
                yield from _undecided(copy, paragraph, after)


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
        elif opened and text[: match.start()].endswith("\n"):
            opened[-1] = match.start()  # a letter opens the lines of its end, as a speech its paragraphs
        else:
            opened.append(match.start())
    for at in [] if _goes_on(after, opening) else opened:
        yield _said(copy, paragraph, at, "opens and is never closed")


def _goes_on(after: Paragraph | None, opening: str) -> bool:
    """Whether the next paragraph opens too: a speech of several opens each of them and closes the last."""
    return after is not None and after.text.lstrip().startswith(opening)


def _undecided(copy: Copy, paragraph: Paragraph, after: Paragraph | None) -> Iterator[Diagnostic]:
    """Straight marks whose places say nothing, and single ones of which no more can be said than what is likely."""
    text = paragraph.text
    for match in _STRAIGHT.finditer(text):
        yield _said(
            copy, paragraph, match.start(), "is printed straight: its place does not say whether it opens or closes"
        )
    outer, _, inner, _ = (mark.strip() for mark in quotes_for(paragraph.lang))
    ends = [match.start() for match in _ENDS.finditer(text)]
    for match in re.finditer(re.escape(inner), text) if inner in "‘‚" and not _goes_on(after, outer) else ():
        if not ends or ends[-1] < match.start():
            yield _said(copy, paragraph, match.start(), "opens and is never closed")
    for match in _ELIDED.finditer(text):
        at, word = match.start(), match[1]
        if against_elision(word, False, False) > _KNOWN and _typed(copy, paragraph, f"'{word}"):
            message = (
                f"the mark before “{word}” is printed as an apostrophe, because no other closes what it would open"
            )
            yield copy.found(
                "T053", message, paragraph, at, at + 1, "close the quotation, or type ’ or ‘ as it is meant"
            )


def _typed(copy: Copy, paragraph: Paragraph, words: str) -> bool:
    lines = copy.texts.block(paragraph.path, paragraph.line)
    return any(words in copy.texts.line(paragraph.path, number) for number in lines)


def _said(copy: Copy, paragraph: Paragraph, at: int, what: str) -> Diagnostic:
    message = f"the quotation mark {paragraph.text[at]} {what}"
    return copy.found("T053", message, paragraph, at, at + 1, "write its other half, or delete it")
