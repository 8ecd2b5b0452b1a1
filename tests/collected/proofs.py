"""A small book, and annotations on its proof as other programs make them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String

from publish.collected import Mark, collect
from publish.proofmap import MAP, MapLine, ProofMap

TOML = 'title = "T"\nlang = "en"\nslug = "t"\nfront = ["title-page", "contents"]\nbody = ["one.md", "two.md"]\n'
WORDS = (
    "The table had been laid for nine, and notwithstanding circumstances nobody had asked who would sit at its end. "
)
ONE = f"""# One

{WORDS * 6}

A line that was wrapped by hand,
with its second line here, and enough words on it to fill
the lines of a page,
in which a peculiar lamp burns until the morning comes.

See *the* “lanterns” of old.[^n]

> Quoted words by somebody else.

- a point of a list
- another point of it

[^n]: A note of its own.
"""
TWO = f"# Two\n\n{WORDS * 30}\n\n| first | second |\n|---|---|\n| apples | pears |\n\nThe very last words.\n"


Boxes = list[tuple[float, float, float, float]]


def boxes_of(proof: Path, words: str) -> tuple[int, Boxes]:
    """The page of some words, and a rectangle for each of their lines (left, bottom, right, top), as a viewer finds them."""
    document = pypdfium2.PdfDocument(proof)
    try:
        for number, page in enumerate(document):
            text = page.get_textpage()
            found = text.search(words, match_case=True).get_next()
            if found and number > 3:
                return number, [text.get_rect(at) for at in range(text.count_rects(*found))]
    finally:
        document.close()
    raise AssertionError(words)


def quads(boxes: Boxes) -> Array:
    """As most programs write them: left top, right top, left bottom, right bottom."""
    return Array([n for left, low, right, top in boxes for n in (left, top, right, top, left, low, right, low)])


def annotated(proof: Path, to: Path, *notes: tuple[int, Mapping[str, Any]]) -> Path:
    """A copy of a proof with annotations on its pages (from 0); a `Parent` is the number of the one that is answered."""
    with pikepdf.open(proof) as pdf:
        made: list[Any] = []
        for page, note in notes:
            given = dict(note)
            if "Parent" in given:
                given["IRT"] = made[given.pop("Parent")]
            at = pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=given.pop("Rect", Array([0, 0, 9, 9])), **given))
            made.append(at)
            if "/Annots" not in pdf.pages[page].obj:
                pdf.pages[page].obj.Annots = Array()
            pdf.pages[page].obj.Annots.append(at)
        pdf.save(to)
    return to


def marked(proof: Path, to: Path, *words: str, kind: str = "Highlight", **more: Any) -> Path:
    notes = []
    for one in words:
        page, boxes = boxes_of(proof, one)
        notes.append((page, {"Subtype": Name(f"/{kind}"), "QuadPoints": quads(boxes), "T": String("Grace"), **more}))
    return annotated(proof, to, *notes)


def the_only(path: Path, **options: Any) -> Mark:
    marks, noticed = collect([path], **options)
    assert noticed == ()
    assert len(marks) == 1
    return marks[0]


def printed_line(proof_map: ProofMap, words: str) -> tuple[int, MapLine]:
    return next(
        (at, line) for at, page in enumerate(proof_map.pages) if at > 3 for line in page.lines if words in line.text
    )


def without_map(path: Path, to: Path) -> Path:
    with pikepdf.open(path) as pdf:
        del pdf.attachments[MAP]
        pdf.save(to)
    return to


def with_map(proof: Path, to: Path, content: bytes, **more: Any) -> Path:
    with pikepdf.open(proof) as pdf:
        old = pdf.attachments[MAP].get_file().obj
        old.write(content, **more)
        pdf.save(to, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return to
