"""The whole book at once: its places, lists, index, pages and images by name."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from publish.book.changes import Earlier
from publish.book.manuscript import Chapter
from publish.book.metadata import Metadata
from publish.book.proof import MarginNote
from publish.lazy import dataclass, regex

_NUMBER = regex(r"\d[\d.]*(?<!\.)|(?<= )[IVXLC]+$")


@dataclass(frozen=True)
class Target:
    """A place that can be referred to. `label` is what a reference prints ("Chapter 3", "Figure 2"), or empty."""

    id: str
    kind: str
    chapter: str
    label: str = ""
    title: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of the contents or of a list: a label ("Chapter 3", or empty), a title and the id it leads to."""

    id: str
    title: str
    label: str = ""
    kind: str = ""
    chapter: str = ""
    children: tuple[Entry, ...] = ()

    @property
    def number(self) -> str:
        """The number that its label says, "3" of "Chapter 3"; the label where it says none."""
        found = _NUMBER.search(self.label)
        return found[0] if found else self.label

    @property
    def below(self) -> int:
        """How many lines stand below it, of all ranks."""
        return sum(1 + child.below for child in self.children)


@dataclass(frozen=True)
class Locator:
    """A place that an index entry leads to: an id, and the short name of its chapter for books without pages."""

    id: str
    chapter: str
    name: str = ""


@dataclass(frozen=True)
class IndexEntry:
    """A heading of the index with its locators, its sub-entries, the headings to see instead or also, and how it is
    sorted where that is not its own words."""

    heading: str
    locators: tuple[Locator, ...] = ()
    children: tuple[IndexEntry, ...] = ()
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    sort: str = ""


@dataclass(frozen=True)
class Page:
    """A page of the print edition: the id of the marker where it begins, its folio, its chapter.

    In a chapter that the press makes the marker is set when that is made: before `block`, or at its beginning (-1).
    """

    id: str
    folio: str
    chapter: str
    block: int = -1


@dataclass(frozen=True)
class Image:
    """An image of the book: bytes that were decoded once, its media type, its size in pixels (an SVG's in CSS px).

    `line_art`: pixels of few colours, which a printer wants to be smaller.
    """

    name: str
    content: bytes
    media_type: str
    width: int
    height: int
    line_art: bool = False


@dataclass(frozen=True)
class Medium:
    """What an edition can carry: its name for `::: {only=…}`, the name that it shares with its sisters, whether
    affiliate addresses may stand in it."""

    name: str
    affiliate_links: bool = False
    family: str = ""

    def shows(self, names: Iterable[str]) -> bool:
        """Whether what is kept to the editions named stands in this one."""
        return bool({self.name, self.family} & set(names))


@dataclass(frozen=True)
class Book:
    """The whole book: in its trees every internal link is `#id` with an id unique in the book, found in `targets`.

    Images in trees are `images/NAME` with NAME a key of `images`. `earlier` is what a proof is held against,
    `notes` what stands in its margin.
    """

    metadata: Metadata
    words: Mapping[str, str]
    chapters: tuple[Chapter, ...]
    targets: Mapping[str, Target]
    contents: tuple[Entry, ...]
    figures: tuple[Entry, ...]
    tables: tuple[Entry, ...]
    index: tuple[IndexEntry, ...]
    images: Mapping[str, Image]
    modified: datetime.datetime
    pages: tuple[Page, ...] = ()
    revision: str = ""
    earlier: Earlier | None = None
    notes: tuple[MarginNote, ...] = ()
