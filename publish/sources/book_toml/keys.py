"""The keys that `book.toml` knows, table by table."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from publish.lazy import dataclass
from publish.limits import Limits
from publish.sources.toml_reader import Reader, nearest

_T = TypeVar("_T")
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
    {"title", "short-title", "subtitle", "alternate-script", "slug",
     "author", "contributor", "lang", "publisher", "date", "rights", "description", "subject",
     "identifier", "series", "cover-image", "toc-depth", "front", "body", "back", "links", "bibliography", "csl",
     "nocite", "variables"}
) | frozenset(SECTIONS)  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A table of the file, without its unknown keys; what is wrong in it is reported where it stands."""

    reader: Reader
    name: str
    table: Mapping[str, Any]

    def value(self, key: str, kind: type[_T], default: _T) -> _T:
        return self.reader.value(self.table, key, kind, default, self.name)

    def one_of(self, key: str, known: Sequence[str], otherwise: str) -> str:
        """One of several words; `otherwise` where it says none, or none that is known."""
        word = self.value(key, str, otherwise)
        if word in known or word == otherwise:
            return word
        *others, last = (f'"{one}"' for one in known)
        hint = nearest(word, known) or f"write {', '.join(others)} or {last}"
        self.refused(f"{key} “{word}” is none that the press knows", hint, key)
        return otherwise

    def refused(self, message: str, hint: str, *path: str | int) -> None:
        self.reader.report("M003", message, self.reader.place(self.name, *path), hint)


def section(reader: Reader, table: Mapping[str, Any], name: str) -> Section:
    found = table.get(name, {})
    if not isinstance(found, dict):
        reader.report("M003", f"{name} is a table", reader.place(name), f"write [{name}] on a line of its own")
        return Section(reader, name, {})
    reader.known(found, SECTIONS[name], name)
    return Section(reader, name, {key: found[key] for key in found if key in SECTIONS[name]})


def strings(reader: Reader, table: Mapping[str, Any], key: str) -> list[str]:
    found = table.get(key, [])
    return [found] if isinstance(found, str) else reader.value(table, key, list[str], [])
