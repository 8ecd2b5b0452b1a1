"""Where words and pictures stand on the pages of a finished PDF, and how far they keep from its edges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from publish.lazy import dataclass

#: Left, bottom, right and top in points, as boxes of pages are (ISO 32000-1, 7.9.5).
Box = tuple[float, float, float, float]
#: What is nearer to an edge than so many points is meant to be cut there.
_CUT = 0.5


@dataclass(frozen=True)
class Placed:
    """A page: its trim, the boxes of its lines of text and of its images."""

    trim: Box
    words: tuple[Box, ...]
    images: tuple[Box, ...]

    def kept(self) -> Iterator[Box]:
        """What is to be seen whole: all words, and the images that do not go over an edge."""
        yield from self.words
        left, bottom, right, top = self.trim
        for box in self.images:
            if min(box[0] - left, box[1] - bottom, right - box[2], top - box[3]) > _CUT:
                yield box

    def margins(self, boxes: Sequence[Box]) -> Box:
        """How far boxes keep from the left, bottom, right and top edge, in points."""
        left, bottom, right, top = self.trim
        return (
            min(box[0] for box in boxes) - left,
            min(box[1] for box in boxes) - bottom,
            right - max(box[2] for box in boxes),
            top - max(box[3] for box in boxes),
        )


def placed(path: Path) -> tuple[Placed, ...]:
    """What stands on each page of a file."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return tuple(_placed(page) for page in document)
    finally:
        document.close()


def _placed(page: Any) -> Placed:
    import pypdfium2.raw

    words = page.get_textpage()
    boxes = [words.get_rect(at) for at in range(words.count_rects())]
    images = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=8)
    return Placed(
        page.get_trimbox(),
        tuple(box for box in boxes if box[2] > box[0] and box[3] > box[1]),
        tuple(image.get_bounds() for image in images),
    )
