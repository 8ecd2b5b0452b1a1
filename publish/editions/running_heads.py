"""Running heads: a title, or of one that has no room in a line what names it, and no word of it cut."""

from __future__ import annotations

import math
import unicodedata

from publish.book import Metadata, PrintSettings
from publish.editions.pages import joined
from publish.editions.sheet import measured
from publish.editions.title_lines import pieces
from publish.lazy import regex

#: Letters that the line of a page of six inches holds between the folios, in small capitals set apart and in italics (`print.css`).
_BOOK, _CHAPTER = 44, 62
#: Italics are no longer than this on a wide page.
_LONGEST = 54
#: A letter that fills a square, in letters of the Latin script.
_SQUARE = 2.3
#: What the first words of a title, which name it, end in: a colon, a dash, another title.
_NAMED = regex(r"\s*(?:: |\uff1a|; | — | – | - |——|, (?:or|oder|ou|o|of|eller|или)[ ,])")
#: What no head ends in; what it costs to be very short.
_STOPS, _SHORT = " ,;:–—-", 30.0
#: How much a longer head is better than one that ends well, and the least of its room that it has.
_LONGER, _LEAST = 8.0, 0.35


def book_head(metadata: Metadata) -> str:
    """The title of the book, on the left-hand page: the short one, if there is one; the author where none has room."""
    title, room = metadata.short_title or metadata.title, _BOOK * measured(metadata.print)
    authors = joined(metadata.author)
    return _named(title, room) or (authors if _length(authors) <= room else "") or _phrase(title, metadata.lang, room)


def chapter_head(title: str, settings: PrintSettings, lang: str) -> str:
    """The title of a chapter, on the right-hand page."""
    room = min(_LONGEST, _CHAPTER * measured(settings))
    return _named(title, room) or _phrase(title, lang, room)


def _named(title: str, room: float) -> str:
    """A title, or where it is too long what stands before its colon, dash or “, or”; empty where that is too long, too."""
    return next((one for one in (title, _NAMED.split(title, 1)[0]) if one and _length(one) <= room), "")


def _phrase(title: str, lang: str, room: float) -> str:
    """As much of a title as has room and ends where a phrase does; no word is cut, unless one alone is too long."""
    best, worth, text = "", -math.inf, ""
    for piece in pieces(title, lang, _length):
        text += piece.text
        if _length(text.rstrip(_STOPS)) > room:
            break
        value = _LONGER * _length(text) / room - piece.cost - (_SHORT if _length(text) < _LEAST * room else 0.0)
        if text.rstrip(_STOPS) and value >= worth:
            best, worth = text.rstrip(_STOPS), value
        text += " " if piece.space else ""
    if best or not title:
        return best
    cut = title
    while _length(cut) + 1 > room:
        cut = cut[:-1]
    return cut.rstrip(_STOPS) + "…"


def _length(text: str) -> float:
    return sum(_SQUARE if unicodedata.east_asian_width(character) in "WF" else 1.0 for character in text)
