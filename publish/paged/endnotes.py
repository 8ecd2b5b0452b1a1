"""Notes set at the end of a chapter on pages: all of them where the book wants it so, else those that no foot can hold.

A note is a `span` in the text, floated by its class; at the end it is a block, divided from page to page as text is. Trees may
be lxml's or the standard library's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def set_at_the_end(tree: Any, notes: Sequence[Any]) -> None:
    """Move notes of a chapter's tree out of its text into a division behind it, in the order of their calls, which stay."""
    if not notes:
        return
    wanted = {id(note) for note in notes}
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
    order: dict[str, int] = {}
    for at, call in enumerate(tree.iter("a")):
        order.setdefault(call.get("href", "")[1:], at)
    holder[:] = sorted(holder, key=lambda note: order.get(note.get("id", ""), 0))


def _taken(parent: Any, note: Any) -> None:
    at = list(parent).index(note)
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + (note.tail or "")
    else:
        parent.text = (parent.text or "") + (note.tail or "")
    note.tail = None
    parent.remove(note)
