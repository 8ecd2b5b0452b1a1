"""From a finished file back to the manuscript: what of it came from which line, kept beside the cache under the file's hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from publish.book import Manuscript, Rendition
from publish.diagnostics import Span

#: The keys of book.toml that the press makes a page of: for a finding on it, the first that is there.
_KEYS = {
    "cover": ("cover-image", "title"), "titlepage": ("title", "author"), "halftitlepage": ("title",),
    "copyright-page": ("rights", "publisher", "identifier", "date", "title"), "disclosure": ("disclosure",),
    "content-note": ("content-note",),
}  # fmt: skip


class Origins(msgspec.Struct, frozen=True):
    """Of each document, elements by number with file and line; of book.toml, keys with line and column.

    `pages` says of a document that the press makes which keys it is made of. `styles` has for each line of a stylesheet
    that is one of the author's the file and line.
    """

    edition: str
    documents: dict[str, list[tuple[int, str, int]]]
    pages: dict[str, tuple[str, ...]]
    config: str
    keys: dict[str, tuple[int, int]]
    styles: dict[int, tuple[str, int]]

    def key(self, *names: str) -> Span | None:
        """Where the first of the keys stands that book.toml has."""
        for name in names:
            if name in self.keys:
                return Span(self.config, *self.keys[name])
        return None


def name_of(content: bytes) -> str:
    """The name of the map of a file."""
    return hashlib.sha256(content).hexdigest()


def mapped(
    rendition: Rendition, manuscript: Manuscript, keys: Mapping[tuple[str | int, ...], tuple[int, int]]
) -> bytes:
    """The map of an edition; `keys` are the places of book.toml, by path."""
    made_of = {d.name: _KEYS[d.kind] for d in rendition.documents if not d.origins and d.kind in _KEYS}
    origins = Origins(
        rendition.edition,
        {d.name: [(n, _named(file), line) for n, file, line in d.origins] for d in rendition.documents},
        made_of,
        manuscript.config_path,
        {".".join(map(str, path)): place for path, place in keys.items()},
        _styles(rendition, manuscript),
    )
    return msgspec.json.encode(origins)


def unmapped(content: bytes) -> Origins:
    """ValidationError or DecodeError (both `msgspec.MsgspecError`) for what is no map."""
    return msgspec.json.decode(content, type=Origins)


def _named(path: str) -> str:
    """A path as JSON can hold it: names of files may be any bytes."""
    return path.encode("utf-8", "replace").decode()


def _styles(rendition: Rendition, manuscript: Manuscript) -> dict[int, tuple[str, int]]:
    """Lines of the finished stylesheet that stand as they are in one of the author's."""
    own: dict[str, tuple[str, int]] = {}
    for name in ("tokens.css", "numbers.css", "epub.css"):
        try:
            text = manuscript.files[f"styles/{name}"].decode("utf-8", "replace")
        except (KeyError, OSError):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                own.setdefault(line.strip(), (f"styles/{name}", number))
    finished = rendition.files.get("styles/book.css", b"").decode("utf-8", "replace")
    lines = enumerate(finished.splitlines(), 1)
    return {number: own[line.strip()] for number, line in lines if line.strip() in own}
