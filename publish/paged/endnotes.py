"""Notes set at the end of a chapter on pages: all of them where the book wants it so, else those that no foot can hold.

A note is a `span` in the text, floated by its class; at the end it is a block, divided from page to page as text is. Trees may
be lxml's or the standard library's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def set_at_the_end(tree: Any, notes: Sequence[Any]) -> None:
    """Move notes of a chapter's tree out of its text into a division behind it, in the order of their calls, which stay.

    A note that another one calls goes with it, and stands behind it.
    """
    if not notes:
        return
    wanted = {id(note) for note in _with_their_own(tree, notes)}
    holder = tree.find("div[@class='endnotes']")
    if holder is None:
        holder = tree.makeelement("div", {"class": "endnotes"})
        tree.append(holder)
    moved = [(parent, note) for parent in tree.iter() for note in list(parent) if id(note) in wanted]
    for parent, note in moved:
        _taken(parent, note)
        note.set("class", "endnote")
        for element in note.iter():
            element.attrib.pop("data-block", None)
        holder.append(note)
    holder[:] = _in_order(tree, holder)


def _with_their_own(tree: Any, notes: Sequence[Any]) -> list[Any]:
    by_id = {note.get("id", ""): note for note in tree.iter("span") if note.get("class") == "footnote"}
    found = list(notes)
    for note in found:  # which grows
        found += [own for call in note.iter("a") if (own := by_id.pop(call.get("href", "")[1:], None)) is not None]
    return found


def _in_order(tree: Any, holder: Any) -> list[Any]:
    """Notes in the order of their calls, those that one of them is the first to call right behind it."""
    left = {note.get("id", ""): note for note in holder}
    found = []
    ways = [call for part in tree if part is not holder for call in part.iter("a")][::-1]
    while ways:
        note = left.pop(ways.pop().get("href", "")[1:], None)
        if note is not None:
            found.append(note)
            ways += [*note.iter("a")][::-1]
    return [*found, *left.values()]


def _taken(parent: Any, note: Any) -> None:
    at = list(parent).index(note)
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + (note.tail or "")
    else:
        parent.text = (parent.text or "") + (note.tail or "")
    note.tail = None
    parent.remove(note)
