"""Accessibility metadata (EPUB Accessibility 1.1, schema.org) as it is in the book, computed, never asserted."""

from __future__ import annotations

from lxml import etree

from publish.book import SVG, Book

MATHML = "{http://www.w3.org/1998/Math/MathML}math"


def properties(book: Book) -> list[tuple[str, str]]:
    """Pairs of a schema.org property and its value, in order."""
    images = [e for c in book.chapters for e in c.tree.iter("img", f"{{{SVG}}}svg")]
    described = all(e.get("alt", "").strip() for e in images)
    math = any(True for c in book.chapters for _ in c.tree.iter(MATHML))
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability", "ARIA", "unlocked"]
    if images and described:
        features.append("alternativeText")
    if math:
        features.append("MathML")
    if book.index:
        features.append("index")
    modes = ["textual", *(["visual"] if images else [])]
    sufficient = ["textual"] if described else ["textual,visual"]
    return [
        *(("schema:accessMode", mode) for mode in modes),
        *(("schema:accessModeSufficient", mode) for mode in sufficient),
        *(("schema:accessibilityFeature", feature) for feature in features),
        ("schema:accessibilityHazard", "none"),
        ("schema:accessibilitySummary", _summary(len(images), described, math)),
    ]


def _summary(images: int, described: bool, math: bool) -> str:
    said = ["Reflowable text with a table of contents, headings and landmarks; notes are linked both ways."]
    if images:
        kind = "Every image has a text alternative." if described else "Some images have no text alternative."
        said.append(kind)
    if math:
        said.append("Formulas are MathML.")
    return " ".join(said)


def media_properties(content: bytes) -> str:
    """Manifest properties of a content document, from what is in it (EPUB 3.3, section D.1)."""
    root = etree.fromstring(content)
    found = []
    if next(root.iter(MATHML), None) is not None:
        found.append("mathml")
    if next(root.iter(f"{{{SVG}}}svg"), None) is not None:
        found.append("svg")
    return " ".join(found)
