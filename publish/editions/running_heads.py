"""Running heads: as much of a title as a line has room for, and no word of it cut."""

from __future__ import annotations

import unicodedata

from publish.book import Metadata, PrintSettings
from publish.editions.sheet import measured

#: Letters that the line of a page of six inches holds between the folios, in small capitals set apart and in italics (`print.css`).
_BOOK, _CHAPTER = 44, 62
#: Italics are no longer than this on a wide page.
_LONGEST = 54
#: A letter that fills a square, in letters of the Latin script.
_SQUARE = 2.3
#: What the first words of a title, which name it, end in.
_ENDS = (": ", " — ", " – ", "：", "——", " - ")


def book_head(metadata: Metadata) -> str:
    """The title of the book, on the left-hand page."""
    return _shortened(metadata.title, _BOOK * measured(metadata.print))


def chapter_head(title: str, settings: PrintSettings) -> str:
    """The title of a chapter, on the right-hand page."""
    return _shortened(title, min(_LONGEST, _CHAPTER * measured(settings)))


def _shortened(title: str, room: float) -> str:
    """A title that is too long: what stands before its colon or dash, else as many words as there is room for."""
    if _length(title) <= room:
        return title
    for end in _ENDS:
        name = title.partition(end)[0].strip()
        if name != title and _length(name) <= room:
            return name
    cut = title
    while cut and _length(cut) + 1 > room:
        cut = cut[:-1]
    words = cut.rsplit(" ", 1)[0] if " " in cut and not title[len(cut) :].startswith(" ") else cut
    return words.rstrip(" ,;:–—-") + "…"


def _length(text: str) -> float:
    return sum(_SQUARE if unicodedata.east_asian_width(character) in "WF" else 1.0 for character in text)
