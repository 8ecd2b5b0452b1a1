"""The front of the cover as a picture, as stores want it beside the e-book (spec E1): 1600 × 2560 px, RGB, JPEG."""

from __future__ import annotations

import io

from publish.book import Artifact, Book, Diagnostic, Medium, Rendition
from publish.editions.edition import Edition
from publish.editions.fonts import cut_faces
from publish.editions.front_drawn import cover_drawn, cover_file, cover_sources
from publish.theme import Theme
from publish.workshop import Workshop

#: Amazon's ideal, which no other store refuses, and the longest side that Amazon takes.
_SIZE, _LONGEST = (1600, 2560), 10_000
_PHOTOGRAPHS = ("jpg", "png", "gif")


def render(book: Book, theme: Theme) -> tuple[Rendition, tuple[Diagnostic, ...]]:
    files = {f"images/{name}": image.content for name, image in book.images.items() if name.startswith("cover")}
    sources, faces = cover_sources(book, theme)
    files |= sources | {f"fonts-src/{face.source}": theme.fonts[face.source] for face in faces}
    return Rendition("jacket", book.metadata, book.words, (), files, (), book.modified, faces), ()


def pack(rendition: Rendition, workshop: Workshop) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    """The author's own picture in its own shape, where there is one; else the design, drawn."""
    own = cover_file(rendition.files)
    if own in rendition.files and own.endswith(_PHOTOGRAPHS):
        content = _jpeg(rendition.files[own])
    else:
        cut = cut_faces(rendition.faces, rendition.files, workshop)
        content = cover_drawn(rendition, cut, workshop, *_SIZE)
    return Artifact(f"{rendition.metadata.slug}-jacket.jpg", content), ()


def _jpeg(content: bytes) -> bytes:
    from PIL import Image as Pillow  # slow to load, and most books have a design

    picture = Pillow.open(io.BytesIO(content))
    if picture.format == "JPEG" and picture.mode == "RGB" and max(picture.size) <= _LONGEST:
        return content
    clear = picture.convert("RGBA")
    flat = Pillow.alpha_composite(Pillow.new("RGBA", clear.size, "white"), clear).convert("RGB")
    flat.thumbnail((_LONGEST, _LONGEST))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=92, optimize=True)
    return out.getvalue()


EDITION = Edition("jacket", "-jacket.jpg", Medium("jacket"), render, pack, paged=True)
