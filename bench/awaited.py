"""What the pages of a book have to say: its text in pieces, in order, with the places of its ids, page numbers and notes.

Read from the documents that the pages are made of, before anything is laid out: no page number is known here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from publish.editions import EDITIONS
from publish.studio import opened, rendered

#: What may stand between letters of the text of a page, or not: white space, hyphens.
_BETWEEN = re.compile(r"[\s\u0002\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\ufffe\u2010\u2011-]+")
_INLINE = frozenset(
    "a abbr b bdi bdo cite code dfn em i kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr ins del".split()
)
_XHTML = "{http://www.w3.org/1999/xhtml}"
#: What is drawn and not set: its text is none of the page, or stands there in another form.
_DRAWN = ("{http://www.w3.org/1998/Math/MathML}math", "{http://www.w3.org/2000/svg}svg")


@dataclass(frozen=True)
class Number:
    """A page number that is to stand between two letters: that of `target`. `reference`: the id of the link before it, on
    whose page none of `before` and `after`, nor the number, is wanted. `after`: what closes it."""

    target: str
    reference: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Drawn:
    """Something that has no text of its own, in the midst of text."""


@dataclass(frozen=True)
class Maybe:
    """Letters that a style may leave out, such as the number of a chapter in the contents."""

    letters: str


#: What a piece is made of.
Part = str | Number | Drawn | Maybe


@dataclass
class Piece:
    """The text of one block. `ids`: what begins in it, each with the number of the parts that stand before it."""

    parts: list[Part] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def letters(self) -> str:
        return "".join(part for part in self.parts if isinstance(part, str))


@dataclass(frozen=True)
class Note:
    """A note of the foot, or of the end: its id, that of its call, its pieces."""

    id: str
    call: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Awaited:
    """A document of the book: its name, the pieces of its text in order, its notes in the order of their calls."""

    name: str
    lang: str
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


def letters(text: str) -> str:
    """A text as it is compared: no white space, no hyphens, no case, no ligatures."""
    return unicodedata.normalize("NFKC", _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).casefold())


def awaited(manuscript: Path) -> tuple[Awaited, ...]:
    """The documents of the screen's PDF. ValueError where the manuscript makes none."""
    studio, noticed = opened(manuscript)
    if studio is None:
        raise ValueError(noticed)
    book, _ = studio.book_for(EDITIONS["pdf"])
    rendition, noticed = rendered(EDITIONS["pdf"], book, studio.theme)
    if rendition is None:
        raise ValueError(noticed)
    return tuple(_Reader(d.name, book.metadata.lang).read(d.content) for d in rendition.documents)


class _Reader:
    def __init__(self, name: str, lang: str) -> None:
        self._name, self._lang = name, lang
        self._pieces: list[Piece] = [Piece()]
        self._notes: list[Note] = []
        self._waiting: list[str] = []

    def read(self, content: bytes) -> Awaited:
        body = etree.fromstring(content).find("body")
        assert body is not None
        self._element(body)
        last = self._pieces[-1] if self._pieces[-1].parts or len(self._pieces) == 1 else self._pieces[-2]
        last.ids.update(dict.fromkeys(self._waiting, len(last.parts)))
        return Awaited(self._name, self._lang, tuple(p for p in self._pieces if p.parts or p.ids), tuple(self._notes))

    def _element(self, element: etree._Element) -> None:
        if not isinstance(element.tag, str):
            return
        kind = element.get("class", "").split()
        if element.tag == "span" and ("footnote" in kind or "endnote" in kind):
            self._note(element)
            return
        block = element.tag not in _INLINE
        if block:
            self._cut()
        if id := element.get("id"):
            self._waiting.append(id)
        if element.tag in _DRAWN:
            self._add(Drawn())
        elif "backref" in kind or ("label" in kind and element.getparent().getparent().get("data-entry") is not None):
            self._add(Maybe(letters("".join(map(str, element.itertext())))))
        elif "page-reference" in kind:
            self._reference(element)
        elif "data-page-of" in element.attrib:
            self._add(Number(element.get("data-page-of", "")))
        else:
            self._text(element.text)
            if "note-number" in kind:
                self._add(Maybe("."))
            for child in element:
                self._element(child)
                self._text(child.tail)
        if block:
            self._end()
            self._cut()

    def _note(self, element: etree._Element) -> None:
        inner = _Reader(self._name, self._lang)
        copy = etree.fromstring(etree.tostring(element, with_tail=False))
        copy.tag = "div"
        for part in copy.iter("span"):
            if part.get("class") == "note-paragraph":
                part.tag = "p"
        inner._element(copy)
        call = next((a for a in element.getroottree().iter("a") if a.get("href") == f"#{element.get('id')}"), None)
        pieces = tuple(piece for piece in inner._pieces if piece.parts)
        self._notes.append(Note(element.get("id", ""), "" if call is None else call.get("id", ""), pieces))

    def _reference(self, element: etree._Element) -> None:
        page = element.find(".//span[@data-page-of]")
        assert page is not None
        before, after = letters(element.text or ""), letters(page.tail or "")
        self._add(Number(page.get("data-page-of", ""), page.get("data-reference", ""), before, after))

    def _text(self, text: str | None) -> None:
        if text and (plain := letters(text)):
            self._add(plain)

    def _add(self, part: Part) -> None:
        piece = self._pieces[-1]
        for id in self._waiting:
            piece.ids[id] = len(piece.parts)
        self._waiting.clear()
        piece.parts.append(part)

    def _end(self) -> None:
        """What waits within a block behind its last letter stands where that letter does."""
        if (piece := self._pieces[-1]).parts:
            piece.ids.update(dict.fromkeys(self._waiting, len(piece.parts)))
            self._waiting.clear()

    def _cut(self) -> None:
        if self._pieces[-1].parts:
            self._pieces.append(Piece())
