"""The text of rendered documents as it is compared with that of another revision: block by block, as their lines count it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from lxml import etree

from publish.book import MATHML, SVG, ChapterText, Document, Element, TextBlock
from publish.changes import APART, GOES_ON, NUMBER, OBJECT

#: What the press makes of the rest of the book: where that changes, they do.
_DERIVED = frozenset({"cover", "toc", "loi", "lot", "index"})
#: What holds a number that the press gives: `Chapter 3`, that of a note and of its call.
_NUMBERS = frozenset({"label", "noteref", "note-number"})
_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q rb rt ruby s samp small span strong sub sup u var wbr".split()
)


def texts_of(documents: Sequence[Document], files: Mapping[str, bytes]) -> tuple[ChapterText, ...]:
    """The texts of the documents that are more than a list of what others hold; `files` are the images that they name."""
    sources = [_source(document) for document in documents]
    often = Counter(sources)
    return tuple(
        ChapterText(
            document.name,
            document.running_head or document.kind,
            source if often[source] == 1 else "",
            _Blocks(files).of(etree.fromstring(document.content)),
        )
        for document, source in zip(documents, sources, strict=True)
        if document.kind not in _DERIVED
    )


def _source(document: Document) -> str:
    return document.origins[0][1] if document.origins else ""


class _Blocks:
    """Reads the blocks of one document. What counts is what is printed: see `paged.reading`."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._parts: dict[int, list[str]] = {-1: []}
        self._seen: dict[int, int] = {-1: 0}
        self._calls: dict[int, tuple[int, int]] = {}

    def of(self, root: Element) -> tuple[TextBlock, ...]:
        body = root.find("body")
        if body is not None:
            self._visit(body, -1, False, None)
        blocks = [TextBlock(n, "".join(parts), self._calls.get(n)) for n, parts in self._parts.items()]
        return tuple(sorted(blocks, key=lambda block: block.note))

    def _visit(self, element: Element, block: int, number: bool, call: tuple[int, int] | None) -> None:
        """`number`: what is in it is given by the press; `call`: it is in a note, called from there."""
        if not isinstance(element.tag, str) or element.get("data-added") is not None or element.tag == "rp":
            return
        classes = element.get("class", "").split()
        if call is None and "footnote" in classes:
            call = block, self._seen[block]
        block = int(element.get("data-block", block))
        self._parts.setdefault(block, [])
        self._seen.setdefault(block, 0)
        if call is not None:
            self._calls.setdefault(block, call)
        if (name := self._named(element)) is not None:
            self._parts[block].append(f"{OBJECT}{name}{OBJECT}")
            return
        number = number or not _NUMBERS.isdisjoint(classes)
        self._add(block, element.text, number, first=number)
        for child in element:
            self._visit(child, block, number, call)
            if child.tag == "br" or child.get("data-block") is not None or child.tag not in _INLINE:
                self._parts[block].append("\n")
            self._add(block, child.tail, number, first=False)

    def _add(self, block: int, text: str | None, number: bool, first: bool) -> None:
        if not text:
            return
        ink = sum(1 for character in text if not character.isspace() and character != "\u00ad")
        self._seen[block] += ink
        if number:
            text = (NUMBER if first else GOES_ON) * min(ink, 1) + GOES_ON * (ink - 1)
        self._parts[block].append(text)

    def _named(self, element: Element) -> str | None:
        """The name of what is no text, and what tells it from others of its name."""
        if element.tag == "img":
            content = self._files.get(element.get("src", ""), element.get("src", "").encode())
            return _name("picture", element.get("alt", ""), content)
        if element.tag == f"{{{MATHML}}}math":
            return _name(
                "formula", element.get("alttext", ""), etree.tostring(element, method="text", encoding="utf-8")
            )
        if element.tag == f"{{{SVG}}}svg":
            return _name("drawing", element.get("aria-label", ""), etree.tostring(element, with_tail=False))
        return None


def _name(kind: str, words: str, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()[:16]
    clean = " ".join("".join(c for c in words if not "\ue000" <= c <= "\ue003").split())
    return f"{kind}: {clean}{APART}{digest}" if clean else f"{kind}{APART}{digest}"
