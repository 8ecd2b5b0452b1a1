"""How many pages a book will have, told from its documents before anything is laid out.

The inside margin follows the count of pages. Where the estimate lies on the wrong side of a step, all is laid out a second
time: it should be right within some per cent, and the same for the same documents.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from math import ceil

from publish.book import Document, PrintSettings
from publish.editions.sheet import lengths, margins
from publish.lazy import regex

#: Pages of a book whose margins the estimate goes by.
_OF_A_BOOK = 200
#: The width of a character in em, spaces and what justification and hyphens cost among them.
_CHARACTER = 0.407
#: Characters that are an em wide, and by how many others they are wider than one.
_SQUARE = regex("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]")
#: The first bytes of these in UTF-8.
_MAY_BE_SQUARE = regex(rb"[\xe2-\xef](?:(?<!\xe2)|(?<=\xe2)[\xba-\xbf])")
_WIDER = 1 / _CHARACTER - 1
#: Where a line of text ends whatever its length, and what fills a page beside lines of text, in lines.
_ENDS = regex(
    rb"</(?:p|li|dt|dd|h[1-6]|tr|pre|figcaption|caption)>|<br\b[^>]*>|<span[^>]*\bclass=\"(?:line|code-line)\b[^>]*>"
)
_BESIDE = (
    (regex(rb"<img\b(?![^>]*formula)"), 13.0),
    (regex(rb"<h1\b|class=\"[^\"]*chapter-title"), 10.0),
    (regex(rb"<h[2-6]\b"), 2.0),
    (regex(rb"<hr\b"), 2.0),
    (regex(rb"class=\"(?:stanza|speech)\b"), 0.6),
    (regex(rb"<(?:ul|ol|dl|blockquote|table|pre|figure|aside)\b"), 1.0),
)
_TAG = regex(rb"<[^>]*>")


def letters_wide(text: str) -> float:
    """How wide a text is in letters, those that are squares counted as what they are."""
    return len(text) + len(_SQUARE.findall(text)) * _WIDER


def pages_of(documents: Iterable[Document], settings: PrintSettings, tokens: str) -> tuple[int, ...]:
    """The pages of each document: two or more, for it opens on a right-hand page."""
    own = lengths(tokens)
    page = margins(settings, tokens, _OF_A_BOOK)
    across = (page.width - page.inside - page.outside) / (own.get("text-size", 11.5 / 72) * _CHARACTER)
    down = max(1.0, (page.height - page.top - page.bottom) / own.get("leading", 14.5 / 72))
    return tuple(2 * ceil(max(1, ceil(_lines(document.content, across) / down)) / 2) for document in documents)


@functools.lru_cache(maxsize=512)
def _lines(content: bytes, across: float) -> float:
    """The lines of a document, counted once for all editions of a build that lay it out."""
    beside = sum(len(pattern.findall(content)) * lines for pattern, lines in _BESIDE)
    blocks = (_TAG.sub(b"", block).decode().strip() for block in _ENDS.split(content))
    if not _MAY_BE_SQUARE.search(content):  # nor then is any of these looked for in each block
        return beside + sum(ceil(len(text) / across) for text in blocks)
    return beside + sum(ceil(letters_wide(text) / across) for text in blocks)
