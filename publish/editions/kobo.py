"""The EPUB for Kobo's readers (kepub): every sentence in a span of its own, by which they turn pages, mark and measure.

Without the spans a Kobo shows the book with its older engine: no statistics, no pages of chapters, slower. The shape is that of
Kobo's own conversion: two divisions around the text, `koboSpan` with ids `kobo.PARAGRAPH.SENTENCE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from publish.book import Element
from publish.editions.epub_profile import EpubProfile
from publish.editions.epub_render import epub_edition
from publish.lazy import regex

_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 li dt dd td th caption figcaption blockquote div table ol ul".split())
#: Text that stays whole: code keeps its lines, and what is not HTML has no spans.
_WHOLE = frozenset("pre script style audio video select textarea".split())
_SENTENCE = regex(r".+?(?:[.!?…:]+[\"'”’»)\]]*\s+|[。！？]+[」』）”]*|\Z)", re.S)


def spanned(tree: Element) -> Element:
    """The tree with its sentences and images in numbered spans, inside the two divisions; its text is the same."""
    numbers = _Numbers()
    whole = 0
    walk = [(event, element) for event, element in etree.iterwalk(tree, events=("start", "end"))]
    for event, element in walk:
        plain = isinstance(element.tag, str) and not element.tag.startswith("{")
        holds = plain and element.tag not in _WHOLE
        if event == "start":
            if plain and element.tag in _PARAGRAPHS:
                numbers.paragraph()
            whole += not holds
            if not whole and element.text and element.text.strip():
                spans = list(_spans(element.text, numbers))
                element.text = None
                for place, span in enumerate(spans):
                    element.insert(place, span)
            continue
        whole -= not holds
        if whole or element is tree:
            continue
        if element.tail and element.tail.strip():
            spans = list(_spans(element.tail, numbers))
            element.tail = None
            for span in reversed(spans):
                element.addnext(span)
        if element.tag == "img":
            _around(element, numbers)
    return _divided(tree)


class _Numbers:
    """The ids: paragraphs count through the document, sentences through their paragraph."""

    def __init__(self) -> None:
        self._paragraph = 0
        self._sentence = 0

    def paragraph(self) -> None:
        self._paragraph += 1
        self._sentence = 0

    def span(self) -> Element:
        self._sentence += 1
        return etree.Element("span", {"class": "koboSpan", "id": f"kobo.{self._paragraph}.{self._sentence}"})


def _spans(text: str, numbers: _Numbers) -> Iterator[Element]:
    for sentence in _SENTENCE.findall(text):
        span = numbers.span()
        span.text = sentence
        yield span


def _around(image: Element, numbers: _Numbers) -> None:
    parent = image.getparent()
    assert parent is not None
    numbers.paragraph()
    span = numbers.span()
    span.tail, image.tail = image.tail, None
    parent.replace(image, span)
    span.append(image)


def _divided(tree: Element) -> Element:
    columns = etree.Element("div", {"id": "book-columns"})
    etree.SubElement(columns, "div", {"id": "book-inner"}).append(tree)
    return columns


EDITION = epub_edition(EpubProfile("kobo", ".kepub.epub", changes=(spanned,)))
