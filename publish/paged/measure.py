"""What stands on laid-out pages, line by line, as plain values: the faults that a typographer would look for.

Lines of the flow are those of paragraphs, entries of lists and the like, outside of tables, columns and notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from publish.paged.copyfit import width_of
from publish.paged.leaves import Fault
from publish.paged.library import LineBox, ParentBox, boxes
from publish.paged.rows import texts_of
from publish.paged.spreads import SHORT
from publish.paged.totalfit import LOOSE, MOST_HYPHENS

#: A last line that is no wider than this, in em, is lost under the indent of the next paragraph.
RUNT = 1.2
_PROSE = frozenset({"p", "li", "dd", "div", "blockquote"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Lengths that differ by less are the same.
_HAIR = 0.75


@dataclass(frozen=True)
class SetLine:
    """A line: its page, the number of its element, its place, how wide its spaces are (1: their own width), its notes.

    What does not flow (a picture, a row of a table) is a line of its own that is none of the flow.
    """

    page: int
    element: int
    tag: str
    top: float
    bottom: float
    width: float
    opens: bool
    closes: bool
    hyphen: bool
    spaces: float
    runt: bool
    flows: bool = True
    justified: bool = True
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class SetPage:
    """A page: its lines of the flow, how far down it is filled, whether notes stand at its foot or it is not prose alone.

    `strip`: all that stands on it, in order. `notes`: the heights of its notes by number; `above_notes`: what is above them.
    """

    lines: tuple[SetLine, ...]
    bottom: float
    noted: bool
    mixed: bool
    strip: tuple[SetLine, ...] = ()
    notes: Mapping[int, float] = field(default_factory=dict)
    above_notes: float = 0.0


def pages_measured(pages: Sequence[Any], numbers: Mapping[int, int]) -> list[SetPage]:
    """Measure the laid-out pages of one document; `numbers` are those of its elements by identity."""
    seen: set[int] = set()
    return [_page(at, page._page_box, numbers, seen) for at, page in enumerate(pages)]


def _page(at: int, page_box: Any, numbers: Mapping[int, int], seen: set[int]) -> SetPage:
    strip: list[SetLine] = []
    notes: dict[int, float] = {}
    bottom = above_notes = 0.0
    for child in page_box.children:
        if isinstance(child, boxes.FootnoteAreaBox):
            notes = {numbers.get(id(note.element), -1): note.margin_height() for note in child.children}
            above_notes = child.margin_height() - sum(notes.values()) if notes else 0.0
        elif not isinstance(child, boxes.MarginBox):
            for box, flows in _leaves(child, True):
                if flows and isinstance(box, LineBox):
                    number = numbers.get(id(box.element), -1)
                    strip.append(_line(at, box, number, number not in seen, numbers))
                    seen.add(number)
                else:
                    top, below = box.position_y, box.position_y + box.margin_height()
                    strip.append(SetLine(at, -1, "", top, below, 0.0, True, True, False, 1.0, False, flows=False))
                bottom = max(bottom, strip[-1].bottom)
    lines = tuple(line for line in strip if line.flows)
    first = next((n for n, line in enumerate(strip) if line.flows), 0) if at == 0 else 0  # what opens a chapter
    mixed = any(not line.flows for line in strip[first:])
    return SetPage(lines, bottom, bool(notes), mixed, tuple(strip), notes, above_notes)


def first_box(page_box: Any) -> Any:
    """The first line or other box of the text of a page; None on one that has none."""
    for child in page_box.children:
        if not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox):
            for box, _ in _leaves(child, True):
                return box
    return None


def _leaves(box: Any, flows: bool) -> Iterator[tuple[Any, bool]]:
    """Lines and boxes without lines, in the order of the page, and whether they belong to the flow."""
    if isinstance(box, LineBox):
        yield box, flows and box.element_tag in _PROSE | HEADINGS
        return
    if not isinstance(box, ParentBox):
        yield box, False
        return
    if isinstance(box, boxes.TableBox | boxes.FlexBox) or not box.is_in_normal_flow() or box.is_column:
        flows = False
    children = [child for child in box.children if not hasattr(child, "_box")]  # places of what stands elsewhere
    if not children and box.height:
        yield box, False
    for child in children:
        yield from _leaves(child, flows)


def _line(page: int, line: Any, number: int, opens: bool, numbers: Mapping[int, int]) -> SetLine:
    texts = list(texts_of(line))
    gaps = sum(box.text.count(" ") + box.text.count("\u00a0") for box in texts)
    own = sum(width_of(" ", box.style) * (box.text.count(" ") + box.text.count("\u00a0")) for box in texts)
    more = sum(box.justification_spacing * (box.text.count(" ") + box.text.count("\u00a0")) for box in texts)
    closes = getattr(line, "resume_at", None) is None
    last = texts[-1].text.rstrip() if texts else ""
    indent = line.style["font_size"] * RUNT
    return SetLine(
        page=page,
        element=number,
        tag=line.element_tag.partition("::")[0],
        top=line.position_y,
        bottom=line.position_y + line.height,
        width=line.width,
        opens=opens,
        closes=closes,
        hyphen=not closes and last.endswith(("‐", "-")),
        spaces=1 + more / own if gaps and own else 1.0,
        justified=line.style["text_align_all"] == "justify",
        notes=tuple(
            numbers.get(id(box.footnote.element), -1) for box in line.descendants() if getattr(box, "footnote", None)
        ),
        runt=closes and not opens and line.style["text_align_all"] == "justify" and line.width < indent,
    )


def faults_of(pages: Sequence[SetPage], recto: bool) -> tuple[Fault, ...]:
    """The faults of a document whose first page is a right-hand one where `recto`."""
    found = [*_in_paragraphs(pages), *_at_edges(pages, recto), *_of_spreads(pages, recto)]
    return tuple(sorted(found, key=lambda fault: (fault.page, fault.element, fault.kind)))


def _in_paragraphs(pages: Sequence[SetPage]) -> Iterator[Fault]:
    run: list[SetLine] = []
    for line in (line for page in pages for line in page.lines):
        if line.spaces > LOOSE:
            yield Fault("loose", line.page, line.element)
        if line.runt:
            yield Fault("runt", line.page, line.element)
        run = [*run, line] if line.hyphen and line.justified else []
        if len(run) == MOST_HYPHENS + 1:
            yield Fault("ladder", run[0].page, run[0].element)


def _at_edges(pages: Sequence[SetPage], recto: bool) -> Iterator[Fault]:
    for at, page in enumerate(pages):
        if not page.lines:
            continue
        first, last = page.lines[0], page.lines[-1]
        if at and first.closes and not first.opens:
            yield Fault("widow", at, first.element)
        if at == len(pages) - 1:
            if at and len(page.lines) < SHORT and not page.mixed:
                yield Fault("short", at, first.element)
            continue
        if last.opens and not last.closes:
            yield Fault("orphan", at, last.element)
        if last.hyphen and recto == (at % 2 == 0):
            yield Fault("turn", at, last.element)
        if last.tag in HEADINGS and not page.mixed and at:
            yield Fault("stranded", at, last.element)


def _of_spreads(pages: Sequence[SetPage], recto: bool) -> Iterator[Fault]:
    """A left-hand page beside a right-hand one, neither the last of the document, that end at different heights."""
    for at in range(1 if recto else 0, len(pages) - 2, 2):
        left, right = pages[at], pages[at + 1]
        if left.noted or right.noted or not left.lines or not right.lines:
            continue
        if abs(left.bottom - right.bottom) > _HAIR:
            yield Fault("uneven", at, left.lines[-1].element)
