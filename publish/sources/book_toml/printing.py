"""What `book.toml` says of the printed book: its size, its printer, its paper and inks."""

from __future__ import annotations

from publish.book import PrintSettings
from publish.printers import PRINTERS
from publish.sources.book_toml.keys import Section
from publish.sources.trims import trim_size, why_not

_PAPERS = ("white", "cream", "groundwood")
_COLORS = ("black", "standard", "premium")
_STANDARDS = ("PDF/X-1a:2001", "PDF/X-3:2002")


def printing(found: Section) -> PrintSettings:
    trim = found.value("trim", str, "6x9")
    size = trim_size(trim)
    if size is None:
        found.refused(*why_not(trim), "trim")
        size = PrintSettings().width, PrintSettings().height
    return PrintSettings(
        *size,
        printer=found.one_of("printer", PRINTERS, ""),
        paper=found.one_of("paper", _PAPERS, "white"),
        color=found.one_of("color", _COLORS, "black"),
        bleed=found.value("bleed", bool, False),
        marks=found.value("marks", bool, False),
        multiple=_signature(found),
        standard=found.one_of("standard", _STANDARDS, ""),
    )


def _signature(found: Section) -> int:
    """The count of pages is a multiple of it: sheets are folded once, or more often."""
    pages = found.value("signature", int, 2)
    if 2 <= pages <= 64 and pages % 2 == 0:
        return pages
    found.refused("signature is no even number of pages", "write 2, 4 or 16", "signature")
    return 2
