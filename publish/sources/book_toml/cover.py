"""What `book.toml` says of the cover."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from publish.book import CoverSettings
from publish.sources.book_toml.keys import section
from publish.sources.toml_reader import Reader, nearest

#: The designs of the house; each but the first has a template and a sheet of its name, `cover-NAME`.
DESIGNS = ("field", "frame", "letter", "band")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def cover(reader: Reader, table: Mapping[str, Any]) -> CoverSettings:
    found = section(reader, table, "cover")
    ground, ink, accent = (_colour(reader, found, key) for key in ("ground", "ink", "accent"))
    image, back, price = (reader.value(found, key, str, "", "cover").strip() for key in ("image", "back", "price"))
    overlay = reader.value(found, "overlay", bool, False, "cover")
    return CoverSettings(_design(reader, found), ground, ink, accent, image, back, price, overlay)


def _design(reader: Reader, table: Mapping[str, Any]) -> str:
    design = reader.value(table, "design", str, "", "cover")
    if not design or design in DESIGNS:
        return design
    hint = nearest(design, DESIGNS) or f"write one of {', '.join(DESIGNS)}"
    reader.report("M003", f"there is no design “{design}”", reader.place("cover", "design"), hint)
    return ""


def _colour(reader: Reader, table: Mapping[str, Any], key: str) -> str:
    colour = reader.value(table, key, str, "", "cover")
    if not colour or _COLOUR.fullmatch(colour):
        return colour.lower()
    reader.report("M003", f"{key} “{colour}” is no colour", reader.place("cover", key), 'write it as "#7a1f2b"')
    return ""
