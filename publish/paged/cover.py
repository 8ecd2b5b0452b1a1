"""The wrap of the printed book as a PDF."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from publish.book import Diagnostic, Profile, Rendition, Span
from publish.paged.assembly import information
from publish.paged.engine import Engine
from publish.paged.leaves import Section
from publish.paged.library import LineBox
from publish.paged.prepress import prepared
from publish.paged.writing import Sheet, written


def fitting(html: bytes, css: str, files: Mapping[str, bytes], sizes: Sequence[str]) -> tuple[str, float]:
    """The first of some sizes in which a text fits its page, each a class of the body, and how much of the page's height it leaves,
    in inches. Empty where none does."""
    engine = Engine(css, files)
    for size in sizes:
        pages = engine.pages(html.replace(b'class="wrap-page"', b'class="alone copy-%s"' % size.encode(), 1), {})
        if len(pages) == 1:
            page = pages[0]._page_box
            feet = [
                one.position_y + one.height for one in page.descendants() if isinstance(one, LineBox) and one.children
            ]
            return size, (page.margin_height() - max(feet, default=0.0)) / 96
    return "", 0.0


def wrap_pdf(
    html: bytes, css: str, files: Mapping[str, bytes], rendition: Rendition, profile: Profile
) -> tuple[bytes, list[Diagnostic]]:
    """The wrap, one sheet, in the inks and boxes of a profile; `P016` for a picture of too few pixels."""
    section, _ = Engine(css, files).section(html, {}, rendition.metadata.lang)
    assert len(section.leaves) == 1, "all of a wrap is placed"
    leaf = dataclasses.replace(section.leaves[0], hotspots=(), bookmarks=())  # nothing on paper leads anywhere
    pdf = written([Sheet(leaf, 0)], [section], information(rendition), lambda pdf: None)
    content, noticed = prepared(pdf, profile)
    return content, [*noticed, *(() if rendition.metadata.cover_image else _coarse(section, profile))]


def _coarse(section: Section, profile: Profile) -> Iterator[Diagnostic]:
    """`P016` for a picture within a design, whose place the layout has made; one that fills the front is measured before."""
    for ppi in {round(picture.ppi) for picture in section.pictures if picture.ppi < profile.picture_ppi - 0.5}:
        message = f"the picture of the cover has {ppi} pixels to the inch in print"
        more = f"{profile.picture_ppi / max(ppi, 1):.1f} times as many pixels each way, near the shape of its place"
        hint = f"printers want {profile.picture_ppi}: take one of {more}"
        yield Diagnostic("P016", message, Span("book.toml"), hint, keys=("cover.image",))
