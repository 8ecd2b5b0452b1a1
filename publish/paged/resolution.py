"""Images with too few pixels for the size at which they are printed, at their page and their line of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from publish.book import LINE_ART, Diagnostic, Document, Profile
from publish.paged.leaves import Picture, Section
from publish.paged.places import Place
from publish.paged.rasters import Raster
from publish.paged.typography import place_of

#: CSS pixels of an inch.
_INCH = 96.0


def pictures_of(pages: Sequence[Any], numbers: Mapping[int, int]) -> tuple[Picture, ...]:
    """The images of pixels on laid-out pages; drawings have no resolution. `numbers` are those of elements, by identity."""
    return tuple(picture for at, page in enumerate(pages) for picture in _on(page._page_box, at, numbers))


def _on(box: Any, page: int, numbers: Mapping[int, int]) -> Iterator[Picture]:
    box = getattr(box, "_box", box)  # what is placed absolutely hangs in a placeholder
    replacement = getattr(box, "replacement", None)
    if replacement is not None:
        if isinstance(replacement, Raster):
            across, down = box.width / _INCH, box.height / _INCH
            if across > 0 and down > 0:
                ppi = min(replacement.width / across, replacement.height / down)
                line_art = box.element is not None and LINE_ART in box.element.attrib
                yield Picture(page, numbers.get(id(box.element), 0), ppi, line_art)
    elif hasattr(box, "all_children"):
        for child in box.all_children():
            yield from _on(child, page, numbers)


def too_coarse(
    documents: Sequence[Document], sections: Sequence[Section], places: Iterable[Place], profile: Profile
) -> list[Diagnostic]:
    """`P022` for every image of fewer pixels per inch than the printer wants, of line art more; none where it wants none."""
    folios = {(place.document, place.at): place.folio for place in places}
    found = []
    for number, (document, section) in enumerate(zip(documents, sections, strict=True)):
        for picture in section.pictures:
            least = profile.line_art_ppi if picture.line_art else profile.picture_ppi
            if picture.ppi < least - 0.5:
                page = folios.get((number, picture.page), "")
                wide = least / picture.ppi
                what, other = ("line art", "a drawing (SVG)") if picture.line_art else ("an image", "print it smaller")
                message = f"page {page}: {what} of {picture.ppi:.0f} ppi, and {least} are wanted"
                hint = f"take a picture of {wide:.1f} times as many pixels each way, or {other}"
                found.append(Diagnostic("P022", message, place_of(document, picture.element), hint))
    return found
