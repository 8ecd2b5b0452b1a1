"""The faults of measured pages that a typographer would look for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.paged.leaves import Fault
from publish.paged.measure import HAIR, SetLine, SetPage
from publish.paged.spreads import SHORT
from publish.paged.totalfit import LOOSE, MOST_HYPHENS
from publish.paged.walking import HEADINGS


def faults_of(pages: Sequence[SetPage], recto: bool) -> tuple[Fault, ...]:
    """The faults of a document whose first page is a right-hand one where `recto`."""
    found = [*_in_paragraphs(pages), *_at_edges(pages, recto), *_at_the_ends(pages), *_of_spreads(pages, recto)]
    return tuple(sorted(found, key=lambda fault: (fault.page, fault.element, fault.kind)))


def _in_paragraphs(pages: Sequence[SetPage]) -> Iterator[Fault]:
    run: list[SetLine] = []
    for line in (line for page in pages for line in page.lines):
        if line.spaces > LOOSE:
            yield Fault("loose", line.page, line.element)
        if line.runt:
            yield Fault("runt", line.page, line.element)
        run = [*run, line] if line.hyphen and line.justified else []
        if len(run) == MOST_HYPHENS + 1:
            yield Fault("ladder", run[0].page, run[0].element)


def _at_edges(pages: Sequence[SetPage], recto: bool) -> Iterator[Fault]:
    for at, page in enumerate(pages):
        if not page.lines:
            continue
        first, last = page.lines[0], page.lines[-1]
        if at and first.closes and not first.opens:
            yield Fault("widow", at, first.element)
        if at == len(pages) - 1:
            continue
        if last.opens and not last.closes:
            yield Fault("orphan", at, last.element)
        if last.hyphen and recto == (at % 2 == 0):
            yield Fault("turn", at, last.element)
        if (last.leads or last.tag in HEADINGS) and not page.mixed and at:
            yield Fault("stranded", at, last.element)


def _at_the_ends(pages: Sequence[SetPage]) -> Iterator[Fault]:
    """Pages of few lines, in columns or not, that end a chapter, or what stands before a page break, and are not all of it."""
    for at, page in enumerate(pages):
        ends = at == len(pages) - 1 or pages[at + 1].anew
        if at and ends and not page.anew and 0 < _lines_of(page) < SHORT:
            yield Fault("short", at, next((line.element for line in page.strip if line.element >= 0), -1))


def _lines_of(page: SetPage) -> float:
    """How many lines a page has; where it is not of text alone, by its height."""
    if page.column or not page.mixed:
        return page.column or len(page.lines)
    return (page.strip[-1].bottom - page.strip[0].top) / page.leading if page.leading else SHORT


def _of_spreads(pages: Sequence[SetPage], recto: bool) -> Iterator[Fault]:
    """Facing pages that end at different heights."""
    for at in spreads_to_level(pages, recto):
        yield Fault("uneven", at, pages[at].text[-1].element)


def spreads_to_level(pages: Sequence[SetPage], recto: bool) -> Iterator[int]:
    """Left-hand pages that should end level with the facing ones and do not: both end because they are full."""
    for at in range(1 if recto else 0, len(pages) - 2, 2):
        left, right, after = pages[at : at + 3]
        if right.anew or after.anew:
            continue
        if not left.text or not right.text:
            continue
        if abs(left.bottom - right.bottom) > HAIR:
            yield at
