"""The cover as a picture: one page laid out at the proportion asked for, and drawn as JPEG."""

from __future__ import annotations

import io
from collections.abc import Mapping

from publish.paged.drawing import drawn
from publish.paged.engine import Engine
from publish.paged.library import DocumentMetadata
from publish.paged.writing import Sheet, written


def cover_jpeg(html: bytes, css: str, files: Mapping[str, bytes], width_px: int, height_px: int) -> bytes:
    """The cover, `width_px` by `height_px`, quality 90. It is laid out 6 in wide, as on paper, and as high as that asks."""
    height = 6 * height_px / width_px
    size = (
        f":root {{ --trim-width: 6in; --trim-height: {height:.4f}in }} .cover {{ width: 6in; height: {height:.4f}in }}"
        f"@page cover {{ size: 6in {height:.4f}in; margin: 0 }}"
    )
    section, _ = Engine(css + size, files).section(html, {}, "")
    pdf = written([Sheet(section.leaves[0], 0)], [section], DocumentMetadata(), lambda pdf: None)
    picture = drawn(pdf, 0, width_px).resize((width_px, height_px))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, optimize=True)
    return out.getvalue()
