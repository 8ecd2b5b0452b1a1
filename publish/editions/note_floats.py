"""Notes where the engine finds them: each in the place of its call, as a float that goes to the foot of the page."""

from __future__ import annotations

import functools
import re

from lxml import etree

from publish.book import EPUB_TYPE, Element
from publish.book.trees import removed
from publish.lazy import regex

_SPACES = regex(r"[ \t\n\r]+")


def notes_at_their_calls(tree: Element) -> None:
    """Each note moves into the place of its first call, from where the engine floats it to the foot of the page."""
    notes = {f"#{e.get('id')}": e for e in tree.iter("aside") if e.get(EPUB_TYPE) == "footnote"}
    for call in [e for e in tree.iter("a") if e.get(EPUB_TYPE) == "noteref"]:
        call.set("class", "noteref")
        note = notes.pop(call.get("href", ""), None)
        if note is None:
            continue
        parent = note.getparent()
        assert parent is not None
        note.tail = None
        parent.remove(note)
        _without_backlink(note)
        _as_float(note)
        note.tail, call.tail = call.tail, None
        call.addnext(note)
    for call in [e for e in tree.iter("a") if e.get(EPUB_TYPE) == "noteref"]:
        _held_to_its_word(call)
    for note in [e for e in tree.iter("span") if e.get(EPUB_TYPE) == "footnote" and _outer(e) is None]:
        _parted(note)
    for head in list(tree.iter("thead")):
        _below_its_head(head)


def _below_its_head(head: Element) -> None:
    """Notes that the head of a table calls stand in its first row: the engine repeats a head and loses what floats in it."""
    notes = [e for e in head.iter("span") if e.get(EPUB_TYPE) == "footnote"]
    cell = next((e for part in head.itersiblings("tbody") for e in part.iter("td", "th")), None)
    if cell is None:
        return
    while len(cell) and cell[0].tag in ("p", "div") and not (cell.text or "").strip():
        cell = cell[0]
    for note in reversed(notes):
        removed(note)
        note.tail, cell.text = cell.text, None
        cell.insert(0, note)


def _parted(note: Element) -> None:
    """Notes that stand in a note go behind it, in the order of their calls: the engine loses floats within floats."""
    last = note
    for inner in [e for e in note.iter("span") if e.get(EPUB_TYPE) == "footnote" and e is not note]:
        removed(inner)
        inner.tail, last.tail = last.tail, None
        last.addnext(inner)
        last = inner


def _outer(note: Element) -> Element | None:
    return next((e for e in note.iterancestors("span") if e.get(EPUB_TYPE) == "footnote"), None)


def _as_float(note: Element) -> None:
    """A span of blocks. White space between them goes: the engine would set it as empty lines."""
    note.tag = "span"
    for block in list(note.iter(etree.Element)):
        holds_blocks = block is note or block.tag in ("ul", "ol", "blockquote", "dl", "table", "div")
        if holds_blocks and not (block.text or "").strip():
            block.text = None
        is_block = block.tag in ("p", "ul", "ol", "li", "blockquote", "dl", "dt", "dd", "table", "div", "pre")
        if is_block and not (block.tail or "").strip():
            block.tail = None
        if block.tag == "p":
            block.tag = "span"
            block.set("class", "note-paragraph")


#: The word before a call, but not the whole of an address; of East Asian text its last square and what closes behind it.
_SQUARE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffee"
_CLOSING = "\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"


@functools.cache
def _held() -> re.Pattern[str]:
    """Compiled where it is wanted: a set of so many characters takes its time."""
    return re.compile(rf"(?:[{_SQUARE}][{_CLOSING}]*|[^\s{_SQUARE}]{{1,24}})$")


def _held_to_its_word(call: Element) -> None:
    """The word before a call goes with it into a span that does not break: no line begins with a note's number."""
    parent, before = call.getparent(), call.getprevious()
    assert parent is not None
    text = (parent.text if before is None else before.tail) or ""
    match = _held().search(text)
    held = etree.Element("span", {"class": "nowrap"})
    if match is not None:
        held.text = match[0]
        rest = text[: match.start()]
        if before is None:
            parent.text = rest
        else:
            before.tail = rest
    note = call.getnext()
    follows = note is not None and note.get(EPUB_TYPE) == "footnote" and not call.tail
    last = note if follows and note is not None else call
    call.addprevious(held)
    if match is None and before is not None and not text and not re.search(r"\s", "".join(map(str, before.itertext()))):
        held.append(before)
    after = re.match(r"[^\w\s]+", last.tail or "")
    tail = last.tail or ""
    last.tail = after[0] if after else None
    held.tail = tail[after.end() :] if after else tail
    held.append(call)
    if last is not call:
        held.append(last)


def _without_backlink(note: Element) -> None:
    """The number stays, the link back goes: at the foot of a page the call is in sight."""
    for link in list(note.iter("a")):
        if link.get(EPUB_TYPE) == "backlink":
            link.tag = "span"
            link.attrib.clear()
            link.set("class", "note-number")


def spaces_collapsed(tree: Element) -> None:
    """A line of the source that ends within a note is a space: the layout engine collapses no space in notes, and would end the
    line there. Code that is a block keeps its lines."""
    for note in [e for e in tree.iter("span") if e.get("class") == "footnote"]:
        for element in note.iter(etree.Element):
            kept = next((True for e in (element, *element.iterancestors()) if e.tag == "pre"), False)
            if element.text and not kept:
                element.text = _SPACES.sub(" ", element.text)
            if element is not note and element.tail and (element.tag == "pre" or not kept):
                element.tail = _SPACES.sub(" ", element.tail)
