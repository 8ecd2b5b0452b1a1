"""Lines of justified prose, and of a few words in the middle, set by the press: chosen for each paragraph as a whole, handed to the
layout engine as they are.

WeasyPrint fills lines one by one. While `composing` is in force its loop of lines asks here first: a paragraph of plain text
is broken by `totalfit`, its lines are made of the engine's own boxes, so that text, tags, links and notes stay as they were;
all other lines are the engine's own. Body text begins on the baseline grid of the page.
"""

from __future__ import annotations

import contextlib
import copy
import math
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from publish.lazy import dataclass
from publish.paged.coded import coded
from publish.paged.copyfit import Spots, copy_of
from publish.paged.justified import justified
from publish.paged.kinds import Kinds
from publish.paged.lettering import letters_of
from publish.paged.lettering import shaped as shaped_line
from publish.paged.library import TextBox, baseline_of, block, inline, line_size
from publish.paged.ragged import split_text as _engine_text
from publish.paged.runs import runs_of
from publish.paged.shortcuts import leading_of, strut
from publish.paged.spreads import Wish
from publish.paged.titles import Composed, evenly, shaped
from publish.paged.totalfit import Copy, Fit, fitted, fitted_to

_engine_lines = block.iter_line_boxes

#: What of the room that a line leaves is at its left.
_SHARES = {"center": 0.5, "right": 1.0, "end": 1.0}
_RAGGED = frozenset({"start", "left"})


@dataclass
class Compositor:
    """Sets the paragraphs of one document.

    `known`: those set before, by number and width. `pieces`: text shaped before, by its element, with its size and baseline.
    """

    kinds: Kinds
    wishes: Mapping[int, Wish] = field(default_factory=dict)
    known: dict[tuple[int, float], tuple[Copy, Fit | None, Spots]] = field(default_factory=dict)
    pieces: dict[tuple[int, str, str], tuple[Any, float, float, float]] = field(default_factory=dict)
    composed: dict[int, Composed] = field(default_factory=dict)
    grid: float = 0.0
    _beside: dict[tuple[int, float], bool] = field(default_factory=dict)
    _seen: dict[int, tuple[Any, float, Composed | None]] = field(default_factory=dict)
    _cuts: dict[int, list[tuple[int, bool]]] = field(default_factory=dict)

    def wish(self, wishes: Mapping[int, Wish]) -> None:
        """Set some paragraphs otherwise from now on."""
        self.wishes = wishes
        self._seen.clear()
        self._cuts.clear()

    def paragraph(self, line: Any, containing: Any) -> Composed | None:
        """The paragraph of a line box as the press sets it; None where the engine should."""
        known = self._seen.get(id(line))
        if known is None or known[1] != containing.width:
            known = self._seen[id(line)] = line, containing.width, self._set(line, containing)
        return known[2]

    def _set(self, line: Any, containing: Any) -> Composed | None:
        style = line.style
        number, align = self.kinds.numbers.get(id(line.element), -1), style["text_align_all"]
        if style["direction"] != "ltr" or line.element is None:  # a margin box of a page is no element's
            return None
        inline.resolve_one_percentage(line, "text_indent", containing.width)
        result = None
        if number in self.kinds.code:
            result = coded(line, containing.width, self.kinds.code[number], self._beside)
        elif align == "center" or number in self.kinds.titles:
            result = shaped(line, containing.width, True)
        elif align == "justify" and style["text_align_last"] in ("auto", "start"):
            result = self._justified(line, containing.width, number)
        elif number in self.kinds.short:
            result = shaped(line, containing.width, False)
        elif align in _RAGGED and number not in self.kinds.left:
            result = evenly(line, containing.width)
        if result is not None:
            self._cut(result)
        return result

    def _justified(self, line: Any, width: float, number: int) -> Composed | None:
        runs = runs_of(line)
        if runs is None:
            return None
        key = (number, width)
        if key not in self.known or number < 0:
            taken, spots = copy_of(runs, width, line.text_indent, _least(line))
            self.known[key] = taken, fitted(taken), spots
        taken, fit, spots = self.known[key]
        wish = self.wishes.get(number)
        if wish is not None:
            fit = fitted_to(taken, wish.lines, wish.bare) or fit
        if fit is None:
            return None
        result = Composed(taken, fit, spots, runs)
        if number >= 0:
            self.composed[number] = result
        return result

    def _cut(self, paragraph: Composed) -> None:
        """Note for each text box where lines end in it: bytes of its text, and whether a hyphen is printed there."""
        cuts: dict[int, list[tuple[int, bool]]] = {id(run.box): [] for run in paragraph.runs}
        runs = iter(paragraph.runs)
        run = next(runs)
        for at in paragraph.fit.breaks[:-1]:
            place = paragraph.spots.starts[at]
            while place > run.start + len(run.box.text):
                run = next(runs)
            offset = len(run.box.text[: place - run.start].encode())
            cuts[id(run.box)].append((offset, paragraph.spots.printed[at]))
        self._cuts.update(cuts)

    def cuts_of(self, box: Any) -> list[tuple[int, bool]] | None:
        return self._cuts.get(id(box))

    def on_grid(self, context: Any, line: Any, y: float) -> float:
        """Where text or a heading of the body begins: on the next line of the grid of the page."""
        if self.kinds.numbers.get(id(line.element), -1) not in self.kinds.body or context.in_column:
            return y
        grid = self.grid = self.grid or leading_of(line.style)
        if abs(strut(line.style)[0] - grid) > 0.01:
            return y
        top = context.current_footnote_area.page.content_box_y()
        return float(top + math.ceil((y - top) / grid - 0.005) * grid)


def _least(line: Any) -> float:
    """A last line should be wider than the indent of the next paragraph, by at least a word."""
    return float(max(abs(line.text_indent), line.style["font_size"]) * 1.5)


@contextlib.contextmanager
def composing(compositor: Compositor) -> Iterator[None]:
    """While this is in force, the engine's lines are the compositor's where it has any."""

    def lines(
        context: Any, box: Any, y: float, bottom: float, skip: Any, containing: Any, *others: Any
    ) -> Iterator[Any]:
        if skip is None:
            y = compositor.on_grid(context, box, y)
        absolute, fixed, first_letter, first_line = others
        if not (first_letter or first_line or _beside(context.excluded_shapes, y)):
            paragraph = compositor.paragraph(box, containing)
            if paragraph is not None:
                given = context, box, y, bottom, skip, containing, absolute, fixed
                return _lines(compositor, paragraph.hang, *given)
        engine: Iterator[Any] = _engine_lines(context, box, y, bottom, skip, containing, *others)
        return engine

    def text(context: Any, box: Any, available: float, skip: int, is_line_start: bool = True) -> Any:
        cuts = compositor.cuts_of(box)
        if cuts is None:
            return _engine_text(context, box, available, skip, is_line_start=is_line_start)
        return _text(compositor, context, box, skip, cuts)

    block.iter_line_boxes, inline.split_text_box = lines, text
    try:
        yield
    finally:
        block.iter_line_boxes, inline.split_text_box = _engine_lines, _engine_text


def _beside(shapes: Any, y: float) -> bool:
    """Whether something that floats, such as an initial, stands beside what begins at a height."""
    return any(shape.position_y + shape.margin_height() > y for shape in shapes)


def _lines(
    compositor: Compositor,
    hang: float,
    context: Any,
    box: Any,
    y: float,
    bottom: float,
    skip: Any,
    containing: Any,
    absolute: Any,
    fixed: Any,
) -> Iterator[Any]:
    """The lines of a paragraph from `skip` on, each with the place where the next begins, as the engine's loop gives them."""
    inline.resolve_percentages(box, containing)
    if skip is None:
        inline.resolve_one_percentage(box, "text_indent", containing.width)
    else:
        box.text_indent = 0
    while True:
        skip = inline.skip_first_whitespace(box, skip)
        if skip == "continue":
            return
        box.position_x, box.position_y = containing.content_box_x() + (hang if skip else 0.0), y
        box.width = box.height = 0
        if len(box.children) == 1 and isinstance(box.children[0], TextBox):
            line, skip = _text_alone(compositor, context, box, skip, containing)
        else:
            start = box.position_x + box.text_indent
            line, skip, *_ = inline.split_inline_box(
                context, box, start, math.inf, bottom, skip, containing, absolute, fixed, [], [], [], None, None
            )
        _placed(line, y, containing.width, last=skip is None)
        yield line, skip
        if skip is None:
            return
        y = line.position_y + line.height
        box.text_indent = 0


def _text_alone(compositor: Compositor, context: Any, box: Any, skip: Any, containing: Any) -> tuple[Any, Any]:
    """A line of a paragraph that is one text and nothing else (weasyprint.layout.inline.split_inline_box): most are."""
    text = box.children[0]
    inline.resolve_percentages(text, containing)
    text.position_x, text.position_y = box.position_x + box.text_indent, box.position_y
    begun = (skip[0] and next(iter(skip[0]))) or 0 if skip else 0
    piece, resume, _ = _text(compositor, context, text, begun, compositor.cuts_of(text) or [])
    line = box.copy_with_children([] if piece is None else [piece])
    line.remove_decoration(start=skip is not None, end=resume is not None)
    line.width = piece.position_x + piece.margin_width() - line.content_box_x() if piece is not None else 0
    inline._adjust_line_height(line)
    return line, None if resume is None else {0: {resume: None}}


def _placed(line: Any, y: float, width: float, last: bool) -> None:
    """Widen a line to its measure, unless it is the last, or set it in the middle, and place it
    (weasyprint.layout.inline.get_next_linebox)."""
    room = width - line.width
    align = line.style["text_align_all"]
    if align in _SHARES:
        line.translate(room * _SHARES[align], 0)
    elif align == "justify" and (not last or room < 0):
        justified(line, room)
    below, above = inline.line_box_verticality(line)
    line.baseline = -above
    line.position_y = above
    line.height = below - above
    line.margin_top = line.margin_bottom = 0
    line.translate(0, y - above)
    line.position_y = y  # not what comes of adding and taking away


def _text(
    compositor: Compositor, context: Any, box: Any, skip: int, cuts: list[tuple[int, bool]]
) -> tuple[Any, int | None, bool]:
    """What of a text box stands in a line: up to its next cut, or all that is left (inline.split_text_box)."""
    content = box.text.encode()
    end, hyphened = next((cut for cut in cuts if cut[0] > skip), (-1, False))
    text = (content[skip:] if end < 0 else content[skip:end]).decode()
    if end >= 0:
        text = _ended(text, box.style) + (box.style["hyphenate_character"] if hyphened else "")
    elif box.style["white_space"] == "pre-wrap":
        text = text.rstrip("\n")
    resume = None if end < 0 else end
    if not text:
        return None, resume, False
    key = (compositor.kinds.numbers.get(id(box.element), -1), box.element_tag, text)
    if key[0] < 0 or key not in compositor.pieces:
        layout, line = shaped_line(text, box.style)
        compositor.pieces[key] = letters_of(layout, line), *line_size(line, box.style), baseline_of(layout)
    layout, width, height, baseline = compositor.pieces[key]
    piece = box.copy_with_text(layout.text)
    piece.width, piece.height, piece.pango_layout = width, height, copy.copy(layout)
    leading, _ = strut(box.style)
    piece.margin_top = piece.margin_bottom = (leading - height) / 2
    piece.baseline = baseline + piece.margin_top
    return piece, resume, False


def _ended(text: str, style: Any) -> str:
    """The text of a line that ends in a box: without the space there, but that of code is kept."""
    return text if style["white_space"] == "pre-wrap" else text.rstrip(" ")
