"""What a layout says of a book, before a chapter is read: its metadata, and its files in order."""

from __future__ import annotations

from publish.book import Diagnostic, Matter, Metadata, Span
from publish.lazy import dataclass

#: Metadata of which a layout says nothing: title and language are found elsewhere.
UNSAID = Metadata("", lang="", slug="")


@dataclass(frozen=True)
class Listed:
    """An entry of a list: a file, a page of the press or a part without a text (no path); see `Source` for the rest."""

    path: str
    matter: Matter
    kind: str
    title: str
    span: Span
    depth: int = 0
    in_part: bool = True
    numbered: bool = True
    number: int | None = None
    shows_title: bool = True


@dataclass(frozen=True)
class Outline:
    """`metadata` is None where the book's own settings cannot be read; `config` names the file that holds them.

    `root` is the folder of the chapters, empty or with a slash at its end. A `complete` list is the author's: a chapter below
    `root` that it does not name is reported, but for those `aside`, which the layout reads for what they say of others.
    """

    metadata: Metadata | None
    listed: tuple[Listed, ...] = ()
    noticed: tuple[Diagnostic, ...] = ()
    config: str = ""
    root: str = ""
    complete: bool = True
    aside: frozenset[str] = frozenset()
