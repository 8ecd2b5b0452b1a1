"""Images with too few pixels for the size at which they are printed, at their page and their line of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from publish.book import Diagnostic, Document, Profile
from publish.paged.leaves import Section
from publish.paged.places import Place
from publish.paged.typography import place_of


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
