"""What every stage asks of a tree, and how elements are taken out of one.

Text around elements: lxml keeps what follows an element with it, so that to move one is to think of the other.
"""

from __future__ import annotations

from lxml.etree import _Element as Element

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def rank(element: Element) -> int:
    """1 to 6 for a heading, else 0."""
    return int(element.tag[1]) if element.tag in HEADINGS else 0


def line_of(element: Element) -> int:
    """The line of the block that holds an element."""
    block = _block(element)
    return 1 if block is None else int(block.get("data-line", ""))


def path_of(element: Element, path: str) -> str:
    """The file that the block came from which holds an element: an included one, else `path`."""
    block = _block(element)
    return path if block is None else block.get("data-file", path)


def _block(element: Element) -> Element | None:
    """The nearest element, itself or above, that says its line."""
    at: Element | None = element
    while at is not None and not at.get("data-line", "").isdigit():
        at = at.getparent()
    return at


def append_text(parent: Element, text: str | None) -> None:
    """Put text behind all that an element holds. It takes no longer where that is much: lxml counts children one by one."""
    if text:
        _after(next(parent.iterchildren(reversed=True), None), parent, text)


def removed(element: Element) -> None:
    """Take an element out of its tree and leave the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        _after(element.getprevious(), parent, element.tail)
    element.tail = None
    parent.remove(element)


def unwrapped(element: Element) -> None:
    """Put the children and text of an element in its place."""
    parent = element.getparent()
    if parent is None:
        return
    if element.text:
        _after(element.getprevious(), parent, element.text)
    for child in list(element):
        element.addprevious(child)
    removed(element)


def _after(before: Element | None, parent: Element, text: str) -> None:
    """Put text behind an element, or before all others of its parent where there is none."""
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
