"""The letters of a page, and where each stands (`pdfium`)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from publish.lazy import dataclass

#: Most letters of a page that are looked at.
_MOST = 50_000


@dataclass(frozen=True)
class Letter:
    """A letter, or a ligature: its text, its left and right, its height and baseline in the page's own space (points).
    `spaced`: white space stands behind it."""

    text: str
    left: float
    right: float
    height: float
    baseline: float
    spaced: bool

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


class Letters:
    """The letters of the pages of a PDF; of one that pdfium does not read, none."""

    def __init__(self, document: pypdfium2.PdfDocument | None) -> None:
        self._document = document

    def of(self, page: int) -> tuple[Letter, ...]:
        """The letters of a page (from 0) in the order of its text."""
        if self._document is None:
            return ()
        try:
            opened = self._document[page]
            text = opened.get_textpage()
        except (pypdfium2.PdfiumError, IndexError):
            return ()
        try:
            return tuple(_letters(text))
        finally:
            text.close()
            opened.close()


@contextmanager
def letters_of(content: bytes) -> Iterator[Letters]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        yield Letters(None)
        return
    try:
        yield Letters(document)
    finally:
        document.close()


def _letters(text: pypdfium2.PdfTextPage) -> Iterator[Letter]:
    x, y = ctypes.c_double(), ctypes.c_double()
    last: Letter | None = None
    for at in range(min(text.count_chars(), _MOST)):
        character = chr(pdfium.FPDFText_GetUnicode(text.raw, at) or 0xFFFD)
        if character.isspace():
            if last is not None:
                last = Letter(last.text, last.left, last.right, last.height, last.baseline, True)
            continue
        if last is not None:
            yield last
        pdfium.FPDFText_GetCharOrigin(text.raw, at, x, y)
        left, bottom, right, top = text.get_charbox(at)
        last = Letter(character, left, right, top - bottom, y.value, False)
    if last is not None:
        yield last
