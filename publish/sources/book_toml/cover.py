"""What `book.toml` says of the cover."""

from __future__ import annotations

from publish.book import CoverSettings
from publish.lazy import regex
from publish.sources.book_toml.keys import Section

#: The designs of the house; each but the first has a template and a sheet of its name, `cover-NAME`.
DESIGNS = ("field", "frame", "letter", "band")
_COLOUR = regex(r"#[0-9a-fA-F]{6}")


def cover(found: Section) -> CoverSettings:
    ground, ink, accent = (_colour(found, key) for key in ("ground", "ink", "accent"))
    image, back, price = (found.value(key, str, "").strip() for key in ("image", "back", "price"))
    overlay = found.value("overlay", bool, False)
    return CoverSettings(found.one_of("design", DESIGNS, ""), ground, ink, accent, image, back, price, overlay)


def _colour(found: Section, key: str) -> str:
    colour = found.value(key, str, "")
    if not colour or _COLOUR.fullmatch(colour):
        return colour.lower()
    found.refused(f"{key} “{colour}” is no colour", 'write it as "#7a1f2b"', key)
    return ""
