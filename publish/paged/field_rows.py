"""Lines with numbers that are filled in later, as they were painted: what of them moves when figures have widths of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publish.paged.fields import Row, Stretch
from publish.paged.lettering import Letters
from publish.paged.library import InlineBox, TextBox
from publish.paged.line_painting import Noughts, Paper
from publish.paged.rows import inlines_of, lines_of, texts_of

_PLACE = re.compile(rb"1 0 0 -1 (-?[\d.]+) -?[\d.]+ Tm")
_HEX = re.compile(rb"<([0-9a-f]*)>")


def rows_of(page: Any, paper: Paper, operators: Sequence[bytes], begins: Sequence[int]) -> Iterator[Row]:
    """The rows of a painted page, in which fields are; `begins`: where in the content each operator of the paper begins."""
    fields = {one.box: one for one in paper.fields if one.figures_of_text}
    for line in lines_of(page) if fields else ():
        texts = list(texts_of(line))
        if any(id(box) in fields for box in texts) and _moves(line, texts):
            stretches = [one for box in texts for one in _stretches(box, fields, paper, operators, begins)]
            if all(stretches):
                justified = any(box.justification_spacing for box in texts)
                yield Row(justified, tuple(one for one in stretches if one))


def _moves(line: Any, texts: Sequence[Any]) -> bool:
    """Whether a line is of text alone, from left to right, and begins at its left. Behind leaders figures are of one width."""
    rtl = line.style["direction"] == "rtl"
    begins = any(box.justification_spacing for box in texts) or line.style["text_align_all"] in (
        "start",
        "left",
        "justify",
    )
    return begins and not rtl and _of_text(line) and not any(box.is_leader or box.style["direction"] == "rtl"
                                                              for box in inlines_of(line))  # fmt: skip


def _of_text(box: Any) -> bool:
    """Whether all that stands in a line is text, without lines below it, whose glyphs are known."""
    for child in box.children:
        if isinstance(child, InlineBox):
            if not _of_text(child):
                return False
        elif isinstance(child, TextBox):
            letters = child.pango_layout
            if child.style["text_decoration_line"] != "none" or not isinstance(letters, Letters) or not letters.runs:
                return False
        elif child.is_in_normal_flow():
            return False
    return True


def _stretches(
    box: Any, fields: Mapping[int, Noughts], paper: Paper, operators: Sequence[bytes], begins: Sequence[int]
) -> Iterator[Stretch | None]:
    """The stretches of a text; None for what was painted otherwise than is known here."""
    gaps, count = [], 0
    for run in box.pango_layout.runs:
        gaps += [count + gap for gap in run.gaps]
        count += len(run.glyphs)
    if not box.text.strip():
        yield Stretch((0, 0), (0, 0), tuple(gaps), 1.0)
        return
    begin, shown = paper.texts.get(id(box), (0, ()))
    place = _PLACE.fullmatch(operators[begin])
    if place is None:
        yield None
        return
    x = begins[begin] + place.start(1), begins[begin] + place.end(1)
    first = 0
    for number, scale in shown:
        glyphs = sum(len(match[1]) // 4 for match in _HEX.finditer(operators[number]))
        operand = begins[number] + 1, begins[number] + len(operators[number]) - len("] TJ")
        inside = tuple(gap - first for gap in gaps if first <= gap < first + glyphs)
        if (field := fields.get(id(box))) is None:
            yield Stretch(x, operand, inside, scale)
        else:
            yield Stretch(
                x, operand, (), scale, field.number, field.figures_of_text, field.widths, field.apart, field.room
            )
        first += glyphs
        x = 0, 0
