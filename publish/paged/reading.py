"""What stands on laid-out pages, read from their boxes: every line, and the place in the text where each page begins.

The text is that of the document that was laid out. What boxes add to it (hyphens, generated content, heads of tables that
are repeated) is told apart by going along with it, block by block.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from publish.lazy import dataclass
from publish.paged.floats import FLOATED
from publish.paged.leaves import Line, Lines, Start
from publish.paged.lettering import field_of, words_placed
from publish.paged.library import Page, boxes
from publish.paged.turned import within_turned

#: Scripts that put no space between words: a line may end behind most of their characters.
_SPACELESS = (("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u2e80", "\u9fff"),
              ("\uac00", "\ud7a3"), ("\uf900", "\ufaff"), ("\uff00", "\uffef"), ("\U00020000", "\U0003ffff"))  # fmt: skip
#: What joins the parts of a word beside letters and marks.
_JOINING = frozenset("'’-\u2010\u2011\u00ad\u2060\u200c\u200d·_")


def inked(text: str) -> str:
    """The characters of a text that count: no white space, no soft hyphens."""
    return "".join(text.replace("\u00ad", "").split())


@dataclass
class _Block:
    """A block's own text, and how many of its characters were seen on pages so far."""

    text: str = ""
    ink: str = ""
    seen: int = 0

    def begun(self) -> int:
        """`seen`, moved back to the beginning of the word that a break divided there."""
        at = _position(self.text, self.seen)
        begin = at
        while 0 < begin < len(self.text) and _of_a_word(self.text[begin - 1]) and _of_a_word(self.text[begin]):
            begin -= 1
        if begin < at:
            while begin and unicodedata.category(self.text[begin - 1]) in ("Ps", "Pi"):
                begin -= 1
        return self.seen - len(inked(self.text[begin:at]))

    def went_on(self, text: str, hyphen: str) -> bool:
        """Go past a printed text, and say whether it ends with a hyphen that the block has not."""
        ink = inked(text)
        expected = self.ink[self.seen : self.seen + len(ink)]
        divided = bool(hyphen) and ink.endswith(hyphen) and not expected.endswith(hyphen)
        self.seen += len(ink) - (len(hyphen) if divided else 0)
        return divided


def _position(text: str, ink: int) -> int:
    """Where the character stands that so many of those that count stand before."""
    for at, character in enumerate(text):
        if not inked(character):
            continue
        if not ink:
            return at
        ink -= 1
    return len(text)


def _of_a_word(character: str) -> bool:
    if any(first <= character <= last for first, last in _SPACELESS):
        return False
    return character in _JOINING or unicodedata.category(character)[0] in "LMN"


def _blocks(root: Any) -> dict[int, _Block]:
    parts: dict[int, list[str]] = {-1: []}

    def visit(element: Any, block: int) -> None:
        if element.get("data-added") is not None or not isinstance(element.tag, str):
            return
        block = int(element.get("data-block", block))
        parts.setdefault(block, []).append(element.text or "")
        for child in element:
            visit(child, block)
            divides = child.tag in ("br", "img") or child.get("data-block") is not None
            parts[block] += ["\n" if divides else "", child.tail or ""]

    visit(root, -1)
    texts = {block: "".join(of) for block, of in parts.items()}
    return {block: _Block(text, inked(text)) for block, text in texts.items()}


@dataclass(frozen=True)
class _Around:
    """What is known of a box from those around it."""

    block: int = -1
    row: Any = None
    added: bool = False
    note: bool = False
    repeated: bool = False
    floated: bool = False

    def within(self, box: Any) -> _Around:
        element = box.element
        if element is None:
            return dataclasses.replace(self, note=True) if isinstance(box, boxes.FootnoteAreaBox) else self
        block = int(element.get("data-block", self.block))
        added = self.added or element.get("data-added") is not None or "::" in box.element_tag
        row = box if self.row is None and isinstance(box, boxes.TableRowBox) else self.row
        note = self.note or element.get("class") == "endnote"
        floated = self.floated or element.get(FLOATED) is not None
        if (block, added, row, note, floated) == (self.block, self.added, self.row, self.note, self.floated):
            return self
        return dataclasses.replace(self, block=block, added=added, row=row, note=note, floated=floated)


@dataclass
class _Piece:
    """A box of a line that shows something: text, or a thing that has none."""

    box: Any
    around: _Around
    text: str = ""


class Reader:
    """Reads the pages of one document, which are given in their order; the places of words only where they are wanted."""

    def __init__(self, root: Any, worded: bool = False) -> None:
        self._blocks = _blocks(root)
        self._worded = worded
        self._heads: set[int] = set()
        self._passed = -1

    def read(self, page: Page) -> tuple[Start | None, bool, tuple[Line, ...]]:
        """Where the text of a page begins, whether something stands on it, and its lines. Those of a turned table, which run up the
        page, are none.

        Lines of notes and of heads repeated begin no page. A figure that has floated begins one that has nothing else, unless
        text that stands behind its place was on a page before.
        """
        starts: dict[bool, Start] = {}
        lines, shown, passed = [], False, self._passed
        for box, parent, around in self._rows(page._page_box, None, _Around()):
            shown = True
            if not (around.note or around.repeated):
                if around.floated not in starts:
                    starts[around.floated] = self._start(around)
                if not around.floated:
                    self._passed = max(self._passed, around.block)
            if isinstance(box, boxes.LineBox):
                line = self._line(box, parent, around)
                if not within_turned(box):
                    lines.append(line)
        start, moved = starts.get(False), starts.get(True)
        if start is None and moved is not None and moved.block >= passed:
            start = moved
        return start, shown, tuple(lines)

    def _start(self, around: _Around) -> Start:
        row = around.row.element.get("data-block") if around.row is not None else None
        return Start(around.block, self._blocks[around.block].begun()) if row is None else Start(int(row), 0)

    def _rows(self, box: Any, parent: Any, around: _Around) -> Iterator[tuple[Any, Any, _Around]]:
        """The lines below a box, and the images that stand alone, each with the block that it belongs to."""
        box = getattr(box, "_box", box)  # what is placed absolutely hangs in a placeholder
        if isinstance(box, boxes.MarginBox) or (box.element_tag or "").endswith("::marker"):
            return
        around = around.within(box)
        if isinstance(box, boxes.TableRowGroupBox) and box.is_header:
            around = dataclasses.replace(around, repeated=around.repeated or id(box.element) in self._heads)
            self._heads.add(id(box.element))
        if isinstance(box, boxes.LineBox):
            first = next(_pieces(box, around), None)
            if first is not None:
                yield box, parent, first.around
        elif isinstance(box, boxes.ReplacedBox):
            yield box, parent, around
        elif isinstance(box, boxes.ParentBox):
            for child in box.all_children():
                yield from self._rows(child, box, around)

    def _line(self, line: Any, parent: Any, around: _Around) -> Line:
        pieces = list(_pieces(line, around))
        first = self._blocks[around.block]
        start, divided = Start(around.block, first.seen), False
        words: list[tuple[int, int, int]] = []
        for piece in pieces:
            if not piece.around.added and not piece.around.repeated:
                if self._worded and piece.around.block == around.block:
                    words += _words(piece, first.seen)
                hyphen = piece.box.style["hyphenate_character"] if piece is pieces[-1] else ""
                divided = self._blocks[piece.around.block].went_on(piece.text, hyphen)
        boxes_of = [piece.box for piece in pieces]
        left = min(box.position_x for box in boxes_of)
        right = max(box.position_x + box.margin_width() for box in boxes_of)
        element = line.element
        return Line(
            text="".join(piece.text for piece in pieces),
            start=start,
            x=left,
            baseline=line.position_y + line.baseline,
            width=right - left,
            measure=parent.width,
            size=line.style["font_size"],
            stretch=max(getattr(box, "justification_spacing", 0.0) for box in boxes_of),
            divided=divided,
            last=getattr(line, "resume_at", None) is None,
            note=around.note,
            repeated=around.repeated,
            kind=element.tag if element is not None else "",
            role=element.get("class", "") if element is not None else "",
            words=tuple(words),
            fields=tuple(_fields(pieces)),
        )


def _fields(pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
    at = 0
    for piece in pieces:
        if number := field_of(piece.box):
            yield int(number), at
        at += len(piece.text)


def _words(piece: _Piece, seen: int) -> Iterator[tuple[int, int, int]]:
    """The words of a piece of which `seen` characters of its block stand before, each with its edges."""
    at = 0
    for start, end, left, right in words_placed(piece.box) if piece.text else ():
        seen += len(inked(piece.text[at:start]))
        at = start
        if inked(piece.text[start:end]):
            yield seen, round(left * 100), round(right * 100)


def _pieces(box: Any, around: _Around) -> Iterator[_Piece]:
    for child in box.all_children():
        child = getattr(child, "_box", child)
        if child.is_footnote() or (child.is_floated() and not _is_initial(child)):
            continue
        within = around.within(child)
        if isinstance(child, boxes.TextBox):
            if child.text.strip():
                yield _Piece(child, within, child.text)
            elif child.text:
                yield _Piece(child, dataclasses.replace(within, added=True), child.text)
        elif isinstance(child, boxes.ReplacedBox):
            yield _Piece(child, within)
        elif isinstance(child, boxes.ParentBox):
            yield from _pieces(child, within)


def _is_initial(box: Any) -> bool:
    """Whether what floats at the beginning of a line is its first letter."""
    return box.element is not None and box.element.get("class") == "initial"


def read(root: Any, pages: list[Page], worded: bool = False) -> tuple[list[tuple[Start | None, bool]], Lines]:
    """Where each page of a document begins, whether something stands on it, and its lines; `root` is the tree that was laid out."""
    reader = Reader(root, worded)
    found = [reader.read(page) for page in pages]
    return [(start, shown) for start, shown, _ in found], tuple(lines for _, _, lines in found)
