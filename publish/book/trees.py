"""Text around elements: lxml keeps what follows an element with it, so that to move one is to think of the other."""

from __future__ import annotations

from lxml.etree import _Element as Element


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
