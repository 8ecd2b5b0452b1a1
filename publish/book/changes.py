"""What became of a book since an earlier revision: by chapter, block and word, in places of the book as it is now.

Offsets count as those of `publish.paged.leaves.Start` do: neither white space nor soft hyphens.
"""

from __future__ import annotations

from publish.lazy import dataclass


@dataclass(frozen=True)
class TextBlock:
    """A block of text by its number (`editions.blocks`); that of a note knows the block that calls it, and before which character.

    What is no text and what the press numbers is written as `publish.changes.words` has it.
    """

    number: int
    text: str
    call: tuple[int, int] | None = None

    @property
    def note(self) -> bool:
        return self.call is not None


@dataclass(frozen=True)
class ChapterText:
    """A chapter as it is compared: the name of its document, its title, its source where it is the only one of that.

    Blocks stand in the order of reading, those of notes behind the others.
    """

    name: str
    title: str
    source: str
    blocks: tuple[TextBlock, ...]


@dataclass(frozen=True)
class Earlier:
    """The text of the book at an earlier revision, and how that is called. `whole`: what it is held against is no sample.

    `changed_only`: pages without changes are left out of the proof.
    """

    said: str
    texts: tuple[ChapterText, ...]
    whole: bool = True
    changed_only: bool = False


@dataclass(frozen=True)
class Edit:
    """Words of a block that are new and those that stood in their place: `length` characters from `at` on were `removed`.

    Either may be none. `added` and `removed` are text as it is printed.
    """

    at: int
    length: int
    added: str
    removed: str


@dataclass(frozen=True)
class Altered:
    """A block that is not as it was, by its number. `new`: nothing of it was there.

    `moved` says where it came from, the title of a chapter, and is empty where it stands in its old place.
    """

    block: int
    edits: tuple[Edit, ...]
    new: bool = False
    moved: str = ""


@dataclass(frozen=True)
class Removed:
    """A block that is gone: it stood behind the block `after` (-1: before the first); at a character of it, where `at` is not -1.

    `moved` is the title of the chapter in which it stands now. A `note` was one at the foot of a page.
    """

    after: int
    text: str
    at: int = -1
    note: bool = False
    moved: str = ""


@dataclass(frozen=True)
class ChapterChange:
    """A chapter of the book as it is, or one that is gone, which has no name; words counted in and out of it.

    `state` is `kept`, `new` or `gone`. `moved`: it stood elsewhere among those that were kept; `behind` is the title of the
    chapter that it followed then.
    """

    name: str
    title: str
    state: str
    added: int = 0
    removed: int = 0
    moved: bool = False
    behind: str = ""
    altered: tuple[Altered, ...] = ()
    gone: tuple[Removed, ...] = ()

    @property
    def changed(self) -> bool:
        return self.state != "kept" or self.moved or bool(self.altered or self.gone)


@dataclass(frozen=True)
class Changes:
    """All chapters in the order of the book, those that are gone where they stood; `since` names the earlier revision."""

    chapters: tuple[ChapterChange, ...]
    since: str = ""
