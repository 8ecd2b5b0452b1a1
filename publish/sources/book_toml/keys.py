"""The keys that `book.toml` knows, table by table."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from publish.limits import Limits
from publish.sources.toml_reader import Reader

NAME = "book.toml"
SECTIONS: dict[str, frozenset[str]] = {
    "disclosure": frozenset({"publisher", "independence", "earnings", "ai", "spoilers"}),
    "content-note": frozenset({"text"}),
    "print": frozenset({"trim", "printer", "paper", "color", "bleed", "marks", "signature", "standard"}),
    "review": frozenset({"reader", "copy"}),
    "cover": frozenset({"design", "ground", "ink", "accent", "image", "back", "price", "overlay"}),
    "epub": frozenset({"fonts", "max-megapixels", "jpeg-photographs", "page-list", "conformance"}),
    "typography": frozenset({"smart", "page-references", "number-chapters", "notes", "openings"}),
    "markdown": frozenset(
        {"math", "hard-breaks", "hidden-lines", "templates", "captions", "chapters", "percent-comments", "critic"}
    ),
    "affiliate": frozenset({"patterns", "statement"}),
    "check": frozenset({"allow", "words", "spelling"}),
    "series": frozenset({"name", "position"}),
    "limits": frozenset(field.name.replace("_", "-") for field in dataclasses.fields(Limits)),
}
KEYS = frozenset(
    {"title", "subtitle", "alternate-script", "slug",
     "author", "contributor", "lang", "publisher", "date", "rights", "description", "subject",
     "identifier", "series", "cover-image", "toc-depth", "front", "body", "back", "links", "bibliography", "csl",
     "nocite", "variables"}
) | frozenset(SECTIONS)  # fmt: skip


def section(reader: Reader, table: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A table of the file, with its unknown keys refused and left out."""
    found = table.get(name, {})
    if not isinstance(found, dict):
        reader.report("M003", f"{name} is a table", reader.place(name), f"write [{name}] on a line of its own")
        return {}
    reader.known(found, SECTIONS[name], name)
    return {key: found[key] for key in found if key in SECTIONS[name]}


def strings(reader: Reader, table: Mapping[str, Any], key: str) -> list[str]:
    found = table.get(key, [])
    return [found] if isinstance(found, str) else reader.value(table, key, list[str], [])
