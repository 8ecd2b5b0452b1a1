"""The cover: its front as a picture, at the proportion asked for, and the wrap of the printed book as a PDF."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from publish.book import Diagnostic, Profile, Rendition
from publish.paged.assembly import information
from publish.paged.drawing import drawn
from publish.paged.engine import Engine
from publish.paged.library import DocumentMetadata
from publish.paged.prepress import prepared
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


def fitting(html: bytes, css: str, files: Mapping[str, bytes], sizes: Sequence[str]) -> str:
    """The first of some sizes in which a text fits its page; each is a class of the body. Empty where none does."""
    engine = Engine(css, files)
    for size in sizes:
        if len(engine.pages(html.replace(b'class="wrap-page"', b'class="alone copy-%s"' % size.encode(), 1), {})) == 1:
            return size
    return ""


def wrap_pdf(
    html: bytes, css: str, files: Mapping[str, bytes], rendition: Rendition, profile: Profile
) -> tuple[bytes, list[Diagnostic]]:
    """The wrap, one sheet, in the inks and boxes of a profile."""
    section, _ = Engine(css, files).section(html, {}, rendition.metadata.lang)
    assert len(section.leaves) == 1, "all of a wrap is placed"
    pdf = written([Sheet(section.leaves[0], 0)], [section], information(rendition), lambda pdf: None)
    return prepared(pdf, profile)
