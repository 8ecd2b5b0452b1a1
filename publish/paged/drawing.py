"""Pages of a finished PDF as pictures."""

from __future__ import annotations

import io
import threading

import pypdfium2
from PIL import Image

#: PDFium serves one thread at a time.
_PDFIUM = threading.Lock()


def drawn(pdf: bytes, page: int, width_px: int) -> Image.Image:
    """A page, counted from 0, about `width_px` pixels wide (the library rounds up), in RGB."""
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            sheet = document[page]
            picture: Image.Image = sheet.render(scale=width_px / sheet.get_width()).to_pil().convert("RGB")
            return picture
        finally:
            document.close()


def page_png(pdf: bytes, page: int, width_px: int) -> bytes:
    """A page, counted from 0, as PNG: quickly packed, for a picture that is looked at once."""
    out = io.BytesIO()
    drawn(pdf, page, width_px).save(out, "PNG", compress_level=1)
    return out.getvalue()
