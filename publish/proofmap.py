"""The map that a proof carries: where each line of each page stands, its words, the line of Markdown that they come from."""

from __future__ import annotations

import msgspec

#: The name of the map among the files of a proof.
MAP = "lines.json"
#: Where the rendition of a proof has the texts of its chapters, below which each has its path.
TEXTS = "manuscript/"


class MapLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of text, by its number on the page from 1; what stands beside each other shares one.

    Lengths are points: `baseline` from the top of the page, `x` from its left. `divided`: the line ends in a hyphen of the
    press. `path` is one below the folder of the manuscript, and `line` counts from 1; neither is there for what the press writes.
    `turns`: from so many characters of the text on, it comes from another line of the source.
    """

    number: int
    baseline: float
    size: float
    x: float
    width: float
    text: str
    divided: bool = False
    path: str = ""
    line: int = 0
    turns: tuple[tuple[int, int], ...] = ()


class MapPage(msgspec.Struct, frozen=True):
    """A page: its folio as printed, the kind of its document, its lines from the top."""

    folio: str
    kind: str
    lines: tuple[MapLine, ...]


class ProofMap(msgspec.Struct, frozen=True, omit_defaults=True):
    """The pages of a proof in their order; `reader` and `copy` say whose it is, `revision` of which text."""

    title: str
    pages: tuple[MapPage, ...]
    reader: str = ""
    copy: str = ""
    revision: str = ""


def packed(proof_map: ProofMap) -> bytes:
    return msgspec.json.encode(proof_map)


def unpacked(content: bytes) -> ProofMap:
    """`msgspec.MsgspecError` (or UnicodeDecodeError) for what is no map."""
    return msgspec.json.decode(content, type=ProofMap)
