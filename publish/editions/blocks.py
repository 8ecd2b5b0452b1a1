"""Blocks by number: by which a place in the text is the same place in every edition of a book.

A chapter's blocks are the elements that carry a line of its source, or are an entry of a page that the press makes, and
stand in no line of text (but a line of verse does),
in the order of its tree before any edition changes it.
A place is a block and the number of characters of its own text before it; `publish.paged.leaves.Start` says what counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from publish.book import MATHML, SVG, XHTML, Element

#: What prints no text of its own: drawings on paper; `rp` is for readers that have no ruby.
_TEXTLESS = frozenset({f"{{{MATHML}}}math", f"{{{SVG}}}svg", f"{{{XHTML}}}rp", "rp"})
#: What stands in a line of text, though it may carry the line of its source.
_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i img ins kbd mark q ruby s samp small strong sub sup u var".split()
)


def blocks_of(tree: Element) -> tuple[Element, ...]:
    """The blocks of a chapter's tree, each at the place of its number."""
    return tuple(element for element in tree.iter("{*}*") if _is_block(element))


def _is_block(element: Element) -> bool:
    if (element.get("data-line") is None and element.get("data-entry") is None) or element.tag in _INLINE:
        return False
    return element.tag != "span" or "line" in element.get("class", "").split()


def blocks_numbered(tree: Element) -> None:
    for number, block in enumerate(blocks_of(tree)):
        block.set("data-block", str(number))


def spot(block: Element, offset: int) -> tuple[Element, str, int]:
    """Where the character of a block stands that has `offset` others before it: in an element's `text` or `tail`, and there
    at which character. At the end of its text where it has no more.
    """
    last: tuple[Element, str, int] = (block, "text", 0)
    for element, part in _texts(block):
        text = (element.text if part == "text" else element.tail) or ""
        for at, character in enumerate(text):
            if character.isspace() or character == "\u00ad":
                continue
            if not offset:
                return element, part, at
            offset -= 1
        last = (element, part, len(text))
    return last


def own_texts(block: Element) -> Iterator[str]:
    """A block's own text in pieces, in their order."""
    return ((element.text if part == "text" else element.tail) or "" for element, part in _texts(block))


def _texts(block: Element) -> Iterator[tuple[Element, str]]:
    """The places of a block's own text in order; blocks inside it have their own."""
    yield block, "text"
    for child in block:
        if isinstance(child.tag, str) and not _is_block(child) and child.tag not in _TEXTLESS:
            yield from _texts(child)
        yield child, "tail"
