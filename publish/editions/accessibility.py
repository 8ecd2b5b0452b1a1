"""Accessibility metadata (EPUB Accessibility 1.1, schema.org) as it is in the book, computed, never asserted."""

from __future__ import annotations

from lxml import etree

from publish.book import SVG, XHTML, Book, Element

MATHML = "{http://www.w3.org/1998/Math/MathML}math"
_SVG = f"{{{SVG}}}svg"
_SCRIPTED = tuple(f"{{{XHTML}}}{name}" for name in ("script", "form", "input", "button", "select", "textarea"))
_LOADING = ("img", "audio", "video", "source", "track", "iframe", "embed")


def properties(book: Book) -> list[tuple[str, str]]:
    """Pairs of a schema.org property and its value, in order."""
    images = [e for c in book.chapters for e in c.tree.iter("img", _SVG)]
    described = all(_described(e) for e in images)
    math = any(True for c in book.chapters for _ in c.tree.iter(MATHML))
    features = [
        *("structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability", "ARIA", "unlocked"),
        *(["alternativeText"] if images and described else []),
        *(["MathML"] if math else []),
        *(["index"] if any(c.kind == "index" for c in book.chapters) else []),
    ]
    modes = ["textual", *(["visual"] if images else [])]
    return [
        *(("schema:accessMode", mode) for mode in modes),
        ("schema:accessModeSufficient", "textual" if described else "textual,visual"),
        *(("schema:accessibilityFeature", feature) for feature in features),
        ("schema:accessibilityHazard", "none"),
        ("schema:accessibilitySummary", _summary(len(images), described, math)),
    ]


def _described(image: Element) -> bool:
    """Whether an image has words in its place: `alt`, or in a drawing a label or a title."""
    if image.tag == "img":
        return bool(image.get("alt", "").strip())
    return bool(image.get("aria-label") or image.get("aria-labelledby") or image.findtext(f"{{{SVG}}}title"))


def _summary(images: int, described: bool, math: bool) -> str:
    said = ["Reflowable text with a table of contents, headings and landmarks; notes are linked both ways."]
    if images:
        said.append("Every image has a text alternative." if described else "Some images have no text alternative.")
    if math:
        said.append("Formulas are MathML.")
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
