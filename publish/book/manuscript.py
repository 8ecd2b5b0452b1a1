"""What the author's folder holds: sources in order, and each of them as a tree."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping

from lxml.etree import _Element as Element

from publish.book.metadata import Metadata
from publish.lazy import dataclass


class Matter(enum.StrEnum):
    """The three divisions of a book."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


@dataclass(frozen=True)
class Source:
    """One source, in the order of the book.

    `kind` is the structural name of EPUB 3 SSV where there is one (`chapter`, `part`, `preface`, `halftitlepage`,
    `titlepage`, `copyright-page`, `dedication`, `epigraph`, `toc`, `loi`, `lot`, `index`, `colophon`, …), else `disclosure`,
    `content-note` or `section`. A generated page has no text and an empty path; a part may have either.

    `title` is what a list or the file's front matter calls it. `depth` counts the chapters that it is nested below; only
    chapters of depth 0 are numbered, and of those only the `numbered` ones; `number` is the list's own where it gives one. A
    source that is not `in_part` stands behind the last part, not in it. `lang` is said where it differs from the book's.
    """

    path: str
    text: str
    matter: Matter
    kind: str
    title: str = ""
    generated: bool = False
    depth: int = 0
    in_part: bool = True
    numbered: bool = True
    number: int | None = None
    shows_title: bool = True
    lang: str = ""


@dataclass(frozen=True)
class Manuscript:
    """A manuscript: its metadata, its sources in order, and its other files as bytes, read when asked for.

    `files` maps a POSIX path below the folder to bytes. It opens regular files inside the folder only; all else
    raises `KeyError`, or `PermissionError` where a path leads outside
    (`OverLimitError`: to a file too large). `root` is the folder in it, such as `src/`, that
    the layout's absolute addresses (`/images/x.png`) begin at; empty, or with a slash at its end. `revision` is the last
    commit that touched the folder, empty where there is none.
    """

    metadata: Metadata
    sources: tuple[Source, ...]
    files: Mapping[str, bytes]
    modified: datetime.datetime
    config_path: str = "book.toml"
    root: str = ""
    revision: str = ""


@dataclass(frozen=True)
class Chapter:
    """One source as a tree.

    The root is a `section` whose children are blocks; notes are `aside epub:type="footnote"` elements at its end. `name`
    is a file name without ending, `[a-z0-9-]`, unique in the book. `number` is 0 where chapters are not numbered.
    """

    source: Source
    tree: Element
    title: str
    name: str = ""
    id: str = ""
    label: str = ""
    part: str = ""

    @property
    def kind(self) -> str:
        return self.source.kind

    @property
    def matter(self) -> Matter:
        return self.source.matter
