"""What a proof has around and over its pages, and the notes in its margin."""

from __future__ import annotations

from dataclasses import dataclass

from publish.book.changes import Changes
from publish.diagnostics import Span


@dataclass(frozen=True)
class EditorsMark:
    """A mark of an editor in the manuscript (CriticMarkup): `comment`, `insertion`, `deletion`, `substitution` or `highlight`.

    `text` is what it puts in, marks or says, `old` what it takes away.
    """

    kind: str
    text: str
    old: str
    source: Span


@dataclass(frozen=True)
class MarginNote:
    """A note in the margin of a proof, beside a place in the text, which it does not move.

    The place is a document of the rendition by its name, a block of it and the number of characters of that before it
    (`editions.blocks`). `kind` is the class that the stylesheet knows it by (`comment`, `deletion`). A `numbered` one is numbered
    through the book, and stands in the list at its end with its `source`; so does one that the margin has no room for.
    """

    document: str
    block: int
    offset: int
    kind: str
    text: str
    source: Span | None = None
    numbered: bool = True


@dataclass(frozen=True)
class Proof:
    """What a proof has around and over its pages: lines at the foot of the sheet, a word across the page, a margin for notes.

    `margin`, outside of each page, and `foot`, below it, are inches; the pages keep their own size and place. `changes` are
    marked, those since another revision; None where none is asked for. `changed_only`: pages without any are left out.
    """

    lines: tuple[str, ...]
    across: str
    margin: float = 2.25
    foot: float = 0.55
    notes: tuple[MarginNote, ...] = ()
    changes: Changes | None = None
    changed_only: bool = False
