"""One edition of the book: how its pages are written, what it is made of, and what is written in the end."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import field

from publish.book.manuscript import Matter
from publish.book.metadata import Metadata
from publish.book.proof import Proof
from publish.book.resolved import Entry
from publish.lazy import dataclass


@dataclass(frozen=True)
class Profile:
    """How the pages of a rendition are written: for a screen, which is what an empty one says, or for a printer.

    Editions with the same `sheets` have the same lines and pages. `sheets`: from so many pages, these rules of the page;
    `guesses` is how many pages each document may have before anything is laid out, a cover none. `inks` is `screen`,
    `black` or `cmyk`; `ink_limit` is per cent. `bleed` is inches, `rule` and `text_size` the least lines and letters in
    points, `tint` the palest tone in per cent. The count of pages is made a `multiple`, with a blank at the end where `blank_end`.
    `standard` is a PDF/X, and `condition` the printing that it is meant for, by identifier and words; `press` is its ICC
    profile. A `wrap` is a sheet that is cut on all four sides, its bleed drawn on the page itself. A `proof` has more around its
    pages.
    """

    sheets: tuple[tuple[int, str], ...] = ()
    guesses: tuple[int, ...] = ()
    navigation: bool = True
    inks: str = "screen"
    ink_limit: int = 300
    bleed: float = 0.0
    marks: bool = False
    multiple: int = 2
    blank_end: bool = False
    standard: str = ""
    condition: tuple[str, str] = ("", "")
    press: str = "ISOcoated_v2_300_bas.icc"
    picture_ppi: int = 0
    line_art_ppi: int = 0
    rule: float = 0.0
    text_size: float = 0.0
    tint: float = 0.0
    wrap: bool = False
    proof: Proof | None = None

    def sheet(self, pages: int) -> str:
        """The rules of the page for a book of so many pages."""
        return next((rules for least, rules in reversed(self.sheets) if pages >= least), "")


@dataclass(frozen=True)
class Document:
    """One XHTML document of a rendition: a file name, a title (on paper, what stands over left-hand pages), and all of it as UTF-8.

    `origins` says of elements, by their number in the document from 0, the source and line that they come from.
    """

    name: str
    title: str
    kind: str
    matter: Matter
    content: bytes
    running_head: str = ""
    origins: tuple[tuple[int, str, int], ...] = ()


@dataclass(frozen=True)
class Face:
    """A static face of an edition: a weight cut from `fonts-src/SOURCE`, with the characters that it sets.

    An upright one stands for its own italics: no machine may slant it. `joined`: em dashes that follow each other meet.
    """

    family: str
    style: str
    weight: int
    file: str
    source: str
    characters: str
    upright: bool = False
    joined: bool = False


@dataclass(frozen=True)
class Rendition:
    """A book made ready for one edition: its documents in order and every other file it needs, as bytes by name.

    `faces` are cut when the rendition is packed; what they are cut from is among the files.
    """

    edition: str
    metadata: Metadata
    words: Mapping[str, str]
    documents: tuple[Document, ...]
    files: Mapping[str, bytes]
    contents: tuple[Entry, ...]
    modified: datetime.datetime
    faces: tuple[Face, ...] = ()
    profile: Profile = field(default_factory=Profile)


@dataclass(frozen=True)
class Artifact:
    """What is written: one file's bytes, or for an edition that is a folder, the files of it by name. `beside`: other files,
    next to it, each a name and bytes."""

    name: str
    content: bytes | Mapping[str, bytes]
    beside: tuple[tuple[str, bytes], ...] = ()
