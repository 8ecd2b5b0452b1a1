"""Characters that no face of the press has: `A006`, once a character and file, with the count and the first place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from publish.book import Chapter, Diagnostic, Element, Span
from publish.book.trees import line_of, path_of
from publish.typefaces import EXTRA, Family, families, installed


class Lacking:
    """What was found to be lacking on the way through a book."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}
        self._lines: dict[tuple[str, str], int] = {}

    def add(self, characters: Iterable[str], chapter: Chapter, element: Element) -> None:
        for character in characters:
            path = path_of(element, chapter.source.path) if chapter.source.path else "book.toml"
            self._counts[path, character] = self._counts.get((path, character), 0) + 1
            self._lines.setdefault((path, character), line_of(element) if chapter.source.path else 1)

    @property
    def characters(self) -> str:
        return "".join(sorted({character for _, character in self._counts}))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(_said(c, self._counts[path, c], Span(path, line)) for (path, c), line in self._lines.items())


def _said(character: str, count: int, span: Span) -> Diagnostic:
    name = unicodedata.name(character, "an unnamed character")
    times = "once" if count == 1 else f"{count} times"
    message = f"no face of the press has “{character}” (U+{ord(character):04X} {name}), {times} in this file"
    helpful = any(_promises(family, character, name) for family in families())
    hint = f"install the extra “{EXTRA}” of the press" if helpful else "write another character, or set it as an image"
    return Diagnostic("A006", message, span, hint)


def _promises(family: Family, character: str, name: str) -> bool:
    """Whether a family whose package is not there would have the character; where it is, it was asked already."""
    symbol = family.symbols and unicodedata.category(character).startswith("S")
    return not installed(family.package) and (symbol or name.startswith(family.names or "-"))
