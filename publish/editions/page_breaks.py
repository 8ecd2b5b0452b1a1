"""The pages of the print edition in an e-book: a marker before the very word with which each page begins (spec B5).

A place is a block and a number of characters (`editions/blocks.py`), so it holds in every edition. What is printed only, or shown
only in the e-book, is passed over: a block is known by its element, its file and its line. A marker stands before a heading and
not in it, in the first cell of a row, in the first entry of a list; a page that has no text in the e-book has none.
"""

from __future__ import annotations

import copy
import dataclasses
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree

from publish.book import EPUB_TYPE, Book, Element, Page
from publish.book.trees import HEADINGS
from publish.editions.blocks import blocks_of, spot

if TYPE_CHECKING:  # values of the layout, which few runs come to
    from publish.paged.leaves import Start
    from publish.paged.pagemap import PageMap

#: Elements that hold no text of their own: a marker goes into what they hold first.
_FRAMES = frozenset("ul ol dl table thead tbody tfoot tr figure section div blockquote".split())
_HEADINGS = HEADINGS | {"hgroup"}
_Key = tuple[str, str, str, int]


def with_page_breaks(book: Book, printed: Book, pages: PageMap, omitted: frozenset[str]) -> Book:
    """The book with the pages of its print edition marked; `printed` is the book that was laid out, `omitted` are kinds of
    chapters that the e-book has not.

    In chapters that the press makes nothing is marked yet: `pages_marked` does it once they are made.
    """
    laid_out = {chapter.name: chapter for chapter in printed.chapters}
    chapters = {c.name: dataclasses.replace(c, tree=copy.deepcopy(c.tree)) for c in book.chapters}
    written = {n: c for n, c in chapters.items() if n in laid_out and not c.source.generated}
    places = {n: _Places(laid_out[n].tree, c.tree) for n, c in written.items()}
    taken = {id.lower() for id in book.targets}
    marked: list[Page] = []
    begun: set[str] = set()
    for page in pages.pages:
        name = page.spot.document if page.spot is not None else ""
        if page.spot is None or not page.folio or name not in chapters or chapters[name].kind in omitted:
            continue
        first = name not in begun
        begun.add(name)
        id = f"page-{page.folio}"
        while id.lower() in taken:
            id += "-0"
        if name not in places:
            block = -1 if first else page.spot.start.block
            # A page of contents that goes on has no place: they are a list for navigation in an e-book.
            if first or (block >= 0 and chapters[name].kind != "toc"):
                marked.append(Page(id, page.folio, name, block))
        elif places[name].marked(page.spot.start, marker(id, page.folio), first):
            marked.append(Page(id, page.folio, name))
        else:
            continue
        taken.add(id.lower())
    return dataclasses.replace(book, chapters=tuple(chapters[c.name] for c in book.chapters), pages=tuple(marked))


def pages_marked(tree: Element, book: Book, name: str) -> None:
    """Mark the pages in the tree of a chapter that the press has made; the tree is a copy."""
    blocks = blocks_of(tree)
    for page in [p for p in book.pages if p.chapter == name]:
        mark = marker(page.id, page.folio)
        if 0 <= page.block < len(blocks):
            _put(blocks[page.block], 0, mark)
        else:
            _first(tree, mark)


def marker(id: str, folio: str) -> Element:
    """What says that a page begins: never a link, named by the bare number."""
    return etree.Element(
        "span", {EPUB_TYPE: "pagebreak", "role": "doc-pagebreak", "id": id, "class": "pagebreak", "aria-label": folio}
    )


class _Places:
    """The blocks of a chapter as it was laid out, and the same blocks as they stand in the e-book."""

    def __init__(self, printed: Element, tree: Element) -> None:
        self._tree = tree
        self._printed = _keys(printed)
        self._blocks: Mapping[_Key, Element] = dict(zip(_keys(tree), blocks_of(tree), strict=True))

    def marked(self, start: Start, mark: Element, first: bool) -> bool:
        """Put the marker where a page begins; False where the e-book has no such place.

        The first page of a chapter begins with it. Text outside of blocks is generated, and no page of an e-book.
        """
        if first and (start.block < 0 or (start.block, start.offset) == (0, 0)):
            _first(self._tree, mark)
            return True
        if start.block < 0:
            return False
        for number in range(start.block, len(self._printed)):
            block = self._blocks.get(self._printed[number])
            if block is not None:
                _put(block, start.offset if number == start.block else 0, mark)
                return True
        return False


def _keys(tree: Element) -> list[_Key]:
    """Each block by its element, file and line, and by how many before it have the same."""
    seen: Counter[tuple[str, str, str]] = Counter()
    result = []
    for block in blocks_of(tree):
        plain = (str(block.tag), block.get("data-file", ""), block.get("data-line", ""))
        result.append((*plain, seen[plain]))
        seen[plain] += 1
    return result


def _put(block: Element, offset: int, mark: Element) -> None:
    while offset == 0 and block.tag in _FRAMES and not (block.text or "").strip() and len(block):
        block = next((e for e in block if isinstance(e.tag, str)), block)
    if offset == 0 and (block.tag in _HEADINGS or block.tag in ("hr", "img", "pre", "figcaption", "caption")):
        _before(_outside(block), mark)
        return
    element, part, at = spot(block, offset)
    if part == "text":
        text = element.text or ""
        element.text, mark.tail = text[:at] or None, text[at:]
        element.insert(0, mark)
    else:
        text = element.tail or ""
        element.tail, mark.tail = None, text[at:]
        element.addnext(mark)
        element.tail = text[:at] or None


def _first(tree: Element, mark: Element) -> None:
    tree.insert(0, mark)
    mark.tail, tree.text = tree.text, None


def _outside(block: Element) -> Element:
    """The element that a marker may stand before: that which holds a caption, which must come first in it."""
    parent = block.getparent()
    if block.tag in ("figcaption", "caption") and parent is not None:
        return parent
    return block


def _before(element: Element, mark: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.insert(parent.index(element), mark)
    mark.tail = None
