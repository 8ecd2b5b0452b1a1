"""What a proof has around and over its pages, and the notes in its margin."""

from __future__ import annotations

from publish.book.changes import Changes
from publish.diagnostics import Span
from publish.lazy import dataclass


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

    The place is a document of the rendition by its name (empty: nowhere), a block of it and the number of characters of that
    before it (`editions.blocks`); where words of the text are meant, `end` is that behind them. `kind` is the class that the
    stylesheet knows it by (`comment`, `deletion`). A `numbered` one is numbered through the book, and stands in the list at its
    end with its `source`, as `listed` where that says more than `text`; one without text is seen in the text only.
    """

    document: str
    block: int
    offset: int
    kind: str
    text: str
    source: Span | None = None
    numbered: bool = True
    listed: str = ""
    end: int = 0

    @property
    def whole(self) -> str:
        """What the list says of it."""
        return self.listed or self.text


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

    @property
    def marks_words(self) -> bool:
        """Whether words of the text are marked, so that their places on the page must be known."""
        return self.changes is not None or bool(self.notes)
