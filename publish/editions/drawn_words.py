"""The words of drawings: on pages they are set in the faces of the book, as text is."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from publish.book import SVG, Image


def drawn_words(images: Mapping[str, Image]) -> dict[str, str]:
    """By the address of each drawing that has words, these."""
    found = {}
    for name, image in images.items():
        if name.endswith(".svg") and (b"<text" in image.content or b":text" in image.content):
            root = etree.fromstring(image.content, etree.XMLParser(resolve_entities=False, no_network=True))
            words = "".join("".join(map(str, text.itertext())) for text in root.iter(f"{{{SVG}}}text"))
            if words.strip():
                found[f"images/{name}"] = words
    return found
