"""A finished rich book examined by its text alone: every note stands in it once, every reference names the page of its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import corpora

#: What may stand between letters in the text of a page: white space, hyphens of the press.
_BETWEEN = re.compile(r"[\s\u0002\u00ad\ufffe\u2010-]")
_REFERENCE = re.compile(r"thechartofthecoast(?:\(page(\d+)\))?,andmorewillbeinthelog(?:\(page(\d+)\))?")


@dataclass(frozen=True)
class Examined:
    """Notes of the book, those that are not there once; references to pages, those that name another page."""

    notes: int = 0
    stray: int = 0
    references: int = 0
    wrong: int = 0

    @property
    def faults(self) -> int:
        return self.stray + self.wrong

    def __str__(self) -> str:
        notes = "each once" if not self.stray else f"{self.stray} lost or doubled"
        references = "all right" if not self.wrong else f"{self.wrong} wrong"
        return f"{self.notes:,} notes, {notes}; {self.references:,} references to pages, {references}"


def examined(pdf: Path, chapters: Sequence[str]) -> Examined:
    """The PDF of a rich book, held against the texts of its chapters."""
    pages = _pages(pdf)
    return of_text(pages, chapters)


def of_text(pages: Sequence[tuple[str, str]], chapters: Sequence[str]) -> Examined:
    """The folio and the text of each page, held against the chapters; a reference on the page of its place has no number."""
    texts = [_BETWEEN.sub("", text) for _, text in pages]
    whole = "".join(texts)
    marks = [
        _BETWEEN.sub("", mark)
        for text in chapters
        for mark in re.findall(rf"^\[\^\S+\]: ({corpora.NOTE})", text, flags=re.M)
    ]
    stray = sum(whole.count(mark) != 1 for mark in marks)
    last = len(chapters)
    references = wrong = 0
    found = list(_REFERENCE.finditer(whole))
    wrong += abs(len(found) - last)
    for number, match in enumerate(found, 1):
        here = _page_at(texts, match.start())
        places = (f"Achartofthecoastinchapter{max(1, number - 1)}", f"Thelogofchapter{min(last, number + 1)}")
        for printed, place in zip(match.groups(), places, strict=True):
            references += 1
            at = _first(pages, place)
            wrong += at is None or (printed != pages[at][0] if printed else at != here)
    return Examined(len(marks), stray, references, wrong)


def _page_at(texts: Sequence[str], place: int) -> int:
    for number, text in enumerate(texts):
        if place < len(text):
            return number
        place -= len(text)
    return -1


def _first(pages: Sequence[tuple[str, str]], place: str) -> int | None:
    """The page with a caption. No digit follows its number, but a note's may on the next line."""
    pattern = re.compile(r"[\s\u0002\u00ad\ufffe\u2010-]*".join(map(re.escape, place)) + r"(?!\d)")
    return next((number for number, (_, text) in enumerate(pages) if pattern.search(text)), None)


def _pages(pdf: Path) -> list[tuple[str, str]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            (document.get_page_label(at), document[at].get_textpage().get_text_range()) for at in range(len(document))
        ]
    finally:
        document.close()
