"""The wrap of the printed book as a PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from publish.book import Diagnostic, Profile, Rendition
from publish.paged.assembly import information
from publish.paged.engine import Engine
from publish.paged.prepress import prepared
from publish.paged.writing import Sheet, written


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
