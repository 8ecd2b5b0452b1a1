"""Accessibility metadata (EPUB Accessibility 1.1, schema.org) as it is in the book, computed, never asserted."""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree

from publish.book import EPUB_TYPE, SVG, XHTML, Book, Diagnostic, Element, Span
from publish.book.trees import line_of, path_of
from publish.lazy import dataclass

MATHML = "{http://www.w3.org/1998/Math/MathML}math"
_SVG = f"{{{SVG}}}svg"
_SCRIPTED = tuple(f"{{{XHTML}}}{name}" for name in ("script", "form", "input", "button", "select", "textarea"))
_LOADING = ("img", "audio", "video", "source", "track", "iframe", "embed")


@dataclass(frozen=True)
class _Found:
    """What a book has: pictures that say something, those of them without words in their place, formulas, and more."""

    images: int
    undescribed: int
    decorative: int
    formulas: int
    formulas_described: bool
    long_descriptions: int
    moving: bool
    index: bool
    notes: bool


def properties(book: Book) -> list[tuple[str, str]]:
    """Pairs of a schema.org property and its value, in order (EPUB Accessibility 1.1, 3; spec D1, D2)."""
    found = _found(book)
    features = [
        *("structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability", "ARIA", "unlocked"),
        *(["alternativeText"] if found.images and not found.undescribed else []),
        *(["longDescription"] if found.long_descriptions else []),
        *(["MathML"] if found.formulas else []),
        *(["describedMath"] if found.formulas and found.formulas_described else []),
        *(["index"] if found.index else []),
        *(["pageBreakMarkers", "pageNavigation"] if book.pages else []),
    ]
    hazards = ["none"]
    if found.moving:  # nobody has looked whether a picture that moves flashes
        hazards = ["unknownFlashingHazard", "noMotionSimulationHazard", "noSoundHazard"]
    return [
        *(("schema:accessMode", mode) for mode in ["textual", *(["visual"] if found.images else [])]),
        ("schema:accessModeSufficient", "textual,visual" if found.undescribed else "textual"),
        *(("schema:accessibilityFeature", feature) for feature in features),
        *(("schema:accessibilityHazard", hazard) for hazard in hazards),
        ("schema:accessibilitySummary", _summary(found, bool(book.pages))),
    ]


def unfounded(book: Book) -> Iterator[Diagnostic]:
    """Conformance that is claimed, and the first image for which it is not true."""
    if book.metadata.epub.conformance is None:
        return
    for chapter in book.chapters:
        for image in chapter.tree.iter("img", _SVG):
            if not decorative(image) and not _described(image):
                span = Span(path_of(image, chapter.source.path), line_of(image))
                message = "book.toml claims conformance to WCAG, but this image has no text alternative"
                yield Diagnostic("E005", message, span, "describe it, or take the claim back")
                return


def _found(book: Book) -> _Found:
    trees = [c.tree for c in book.chapters]
    images = [e for tree in trees for e in tree.iter("img", _SVG)]
    telling = [e for e in images if not decorative(e)]
    formulas = [e for tree in trees for e in tree.iter(MATHML)]
    return _Found(
        images=len(telling),
        undescribed=sum(not _described(e) for e in telling),
        decorative=len(images) - len(telling),
        formulas=len(formulas),
        formulas_described=all(e.get("alttext", "").strip() for e in formulas),
        long_descriptions=sum(bool(e.get("aria-details") or e.get("aria-describedby")) for e in telling),
        moving=any(i.media_type == "image/gif" and moves(i.content) for i in book.images.values()),
        index=any(c.kind == "index" for c in book.chapters),
        notes=any(e.get(EPUB_TYPE) == "noteref" for tree in trees for e in tree.iter("a")),
    )


def moves(gif: bytes) -> bool:
    """Whether a GIF has more than one picture; one that cannot be read has none."""
    from PIL import Image as Pillow  # slow to import, and few books have a GIF

    try:
        return int(getattr(Pillow.open(io.BytesIO(gif)), "n_frames", 1)) > 1
    except (OSError, ValueError, SyntaxError):
        return False


def decorative(image: Element) -> bool:
    """Whether an author has said that an image says nothing."""
    return image.get("role") in ("presentation", "none") or image.get("aria-hidden") == "true"


def _described(image: Element) -> bool:
    """Whether an image has words in its place: `alt`, or in a drawing a label or a title."""
    if image.tag == "img":
        return bool(image.get("alt", "").strip())
    return bool(image.get("aria-label") or image.get("aria-labelledby") or image.findtext(f"{{{SVG}}}title"))


def _summary(found: _Found, pages: bool) -> str:
    said = ["The text reflows, with a linked table of contents, headings and landmarks."]
    if pages:
        said.append("The pages of the print edition are marked and listed.")
    if found.notes:
        said.append("Notes are linked both ways.")
    if found.images and found.undescribed:
        said.append(f"{found.undescribed} of {found.images} images have no text alternative.")
    elif found.images:
        said.append("Every image has a text alternative.")
    if found.decorative:
        said.append("Images without one are decoration.")
    if found.formulas:
        said.append(
            "Formulas are MathML with their source as text." if found.formulas_described else "Formulas are MathML."
        )
    if found.moving:
        said.append("Some images move; whether they flash has not been examined.")
    return " ".join(said)


def media_properties(content: bytes) -> list[str]:
    """Manifest properties of a content document, from what is in it (EPUB 3.3, section D.1)."""
    root = etree.fromstring(content)
    remote = any(
        str(e.get("src", "")).lower().startswith(("http:", "https:"))
        for name in _LOADING
        for e in root.iter(f"{{{XHTML}}}{name}")
    )
    found = {
        "mathml": next(root.iter(MATHML), None) is not None,
        "remote-resources": remote,
        "scripted": next(root.iter(*_SCRIPTED), None) is not None,
        "svg": next(root.iter(_SVG), None) is not None,
    }
    return [name for name, there in found.items() if there]
