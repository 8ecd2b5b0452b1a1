"""What readers wrote into proofs, as plain values."""

from __future__ import annotations

import msgspec

from publish.proofmap import ProofMap


class Box(msgspec.Struct, frozen=True):
    """A rectangle in points of the page's own space, whose y goes up (ISO 32000-1, 8.3.2)."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


class Reply(msgspec.Struct, frozen=True):
    """An answer to an annotation, in the order in which it was written."""

    author: str
    date: str
    text: str


class Annotation(msgspec.Struct, frozen=True):
    """A reader's annotation as the PDF has it: `page` from 0, what it covers, the point that it is about where it covers nothing.

    `kind` is in the words of editors: highlight, underline, squiggly underline, strike-out, replacement, insertion, note,
    free text, drawing, stamp, attachment. `status` is what a review set: accepted, rejected, completed, cancelled.
    """

    page: int
    kind: str
    author: str
    date: str
    text: str
    boxes: tuple[Box, ...]
    point: tuple[float, float]
    replies: tuple[Reply, ...] = ()
    status: str = ""


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """An annotation and where it belongs: the folio and the number of the line, the words marked, the line of Markdown.

    `proof` is the name of the file, `copy` what its foot says of whose it is. `page` is the number of the PDF's page from 1.
    `line` is 0 for a page without lines. `printed` is the whole line as it stands on paper, and `offset` how many characters
    of it stand before what is meant. `source` is empty, and `source_line` 0, for what the press writes. `was`: the file and
    line when the proof was made, where that was elsewhere; `missing`: the words are not in the manuscript any more.
    """

    proof: str
    copy: str
    page: int
    folio: str
    line: int
    kind: str
    reader: str
    date: str
    words: str
    text: str
    printed: str
    source: str = ""
    source_line: int = 0
    offset: int = 0
    was: str = ""
    missing: bool = False
    status: str = ""
    replies: tuple[Reply, ...] = ()


class Proof(msgspec.Struct, frozen=True):
    """A proof that came back: the name of its file, its map, the annotations in it."""

    name: str
    map: ProofMap
    annotations: tuple[Annotation, ...]
