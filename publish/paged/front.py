"""The front of the cover as a picture: a job for a worker, of plain values."""

from __future__ import annotations

import io
from collections.abc import Mapping

from publish.lazy import dataclass


@dataclass(frozen=True)
class Front:
    """A front to draw, `width` by `height` px: its page, its style, and by name the files that the two refer to."""

    html: bytes
    css: str
    files: Mapping[str, bytes]
    width: int
    height: int


def front_jpeg(front: Front) -> bytes:
    """The front as JPEG, quality 90. It is laid out 6 in wide, as on paper, and as high as its proportion asks."""
    from publish.paged.drawing import (
        drawn,  # the layout engine is slow to load, and who hands in the job may not need it
    )
    from publish.paged.engine import Engine
    from publish.paged.library import DocumentMetadata
    from publish.paged.writing import Sheet, written

    height = 6 * front.height / front.width
    size = (
        f":root {{ --trim-width: 6in; --trim-height: {height:.4f}in }} .cover {{ width: 6in; height: {height:.4f}in }}"
        f"@page cover {{ size: 6in {height:.4f}in; margin: 0 }}"
    )
    section, _ = Engine(front.css + size, front.files).section(front.html, {}, "")
    pdf = written([Sheet(section.leaves[0], 0)], [section], DocumentMetadata(), lambda pdf: None)
    picture = drawn(pdf, 0, front.width).resize((front.width, front.height))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, optimize=True)
    return out.getvalue()
