"""The order in which a reader comes to notes: each where it is first called, and what it calls itself right behind it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from lxml import etree

from publish.book import EPUB_TYPE, Element


def notes_of(tree: Element) -> dict[str, Element]:
    """The notes of a chapter by their labels."""
    return {e.get("data-note", ""): e for e in tree.iter("aside") if e.get(EPUB_TYPE) == "footnote"}


def in_reading_order(tree: Element, notes: Mapping[str, Element]) -> Iterator[Element]:
    """The elements of a text, those of a note behind its first call; not those of notes that nothing leads to.

    The tree must not change its shape on the way; attributes may.
    """
    left, apart = dict(notes), set(notes.values())
    ways = [_without(tree, apart)]
    while ways:
        element = next(ways[-1], None)
        if element is None:
            ways.pop()
            continue
        note = left.pop(element.get("data-note", ""), None) if element.tag == "a" else None
        yield element
        if note is not None:
            ways.append(_without(note, apart))


def called_in(tree: Element, notes: Mapping[str, Element]) -> list[str]:
    """The labels of the notes that a text leads to, by way of others too, in reading order."""
    calls = (e.get("data-note", "") for e in in_reading_order(tree, notes) if e.tag == "a")
    return [label for label in dict.fromkeys(calls) if label in notes]


def _without(root: Element, apart: Container[Element]) -> Iterator[Element]:
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element is not root and element in apart:
            walk.skip_subtree()
        elif isinstance(element.tag, str):
            yield element
