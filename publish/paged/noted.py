"""Notes of a proof on their pages: found by their places in the text, numbered in its order, set in the margin."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from html import escape

from publish.book import Document, MarginNote
from publish.lazy import dataclass
from publish.paged.leaves import Line
from publish.paged.margin import Width, broken, lines_each, shortened, stacked
from publish.paged.places import Place

#: Points, as `styles/proof.css` has them: the type of notes, its leading, the distance of two, the column of text.
SIZE, LEADING, GAP, COLUMN = 7.0, 8.75, 4.5, 126.0
#: From the top of a line of notes to its baseline, in points.
_RISE = 6.9
#: Longer than this no note is looked at for its margin: it fills a page.
_MOST = 5000
_POINT = 96 / 72
_NOWHERE = 1 << 60


@dataclass(frozen=True)
class Noted:
    """A note on its page: its number (0: none), the page of all (-1: of none), the number of its line there, that line's baseline
    in px."""

    note: MarginNote
    number: int
    page: int
    line: int
    baseline: float


@dataclass(frozen=True)
class Block:
    """A note set in the margin: its lines, its top in points from that of the page, whether there is more of it."""

    noted: Noted
    top: float
    lines: tuple[str, ...]
    cut: bool = False


@dataclass(frozen=True)
class Margin:
    """The margin of a page: its notes from top to foot, and how many more there is no room for."""

    blocks: tuple[Block, ...] = ()
    more: int = 0
    more_top: float = 0.0


class Lookup:
    """Where the places of texts are on pages: by document, block and offset."""

    def __init__(
        self, documents: Sequence[Document], places: Sequence[Place], numbered: Sequence[Sequence[tuple[int, Line]]]
    ) -> None:
        self._lines: dict[str, dict[int, list[tuple[int, int, int, float]]]] = {}
        for page, (place, on_page) in enumerate(zip(places, numbered, strict=True)):
            if place.document < 0:
                continue
            of = self._lines.setdefault(documents[place.document].name, {})
            for number, line in on_page:
                if not line.repeated:
                    row = (line.start.offset, page, number, line.baseline)
                    of.setdefault(line.start.block, []).append(row)
        for blocks in self._lines.values():
            for rows in blocks.values():
                rows.sort()
        self._order = {name: sorted(blocks) for name, blocks in self._lines.items()}

    def line(self, document: str, block: int, offset: int) -> tuple[int, int, float] | None:
        """The page, the number of the line on it and its baseline; of a block without lines those of the next, or the last.

        None for a document that has no lines.
        """
        order = self._order.get(document)
        if not order:
            return None
        found = order[min(bisect.bisect_left(order, block), len(order) - 1)]
        rows = self._lines[document][found]
        if found != block:
            offset = 0 if found > block else rows[-1][0]
        at = bisect.bisect_right(rows, offset, key=lambda row: row[0]) - 1
        _, page, number, baseline = rows[max(at, 0)]
        return page, number, baseline


def noted(notes: Sequence[MarginNote], lookup: Lookup) -> list[Noted]:
    """The notes that say something in the order of the pages, numbered; behind them those that stand nowhere."""
    rows = []
    for order, note in enumerate(notes):
        page, line, baseline = lookup.line(note.document, note.block, note.offset) or (-1, 0, 0.0)
        if note.text and (page >= 0 or note.numbered):
            rows.append((page if page >= 0 else _NOWHERE, line, note.block, note.offset, order, baseline, note))
    rows.sort(key=lambda row: row[:5])
    numbers = itertools.count(1)
    return [Noted(note, next(numbers) if note.numbered else 0, page if page < _NOWHERE else -1, line, baseline)
            for page, line, _, _, _, baseline, note in rows]  # fmt: skip


def margins(found: Sequence[Noted], pages: int, height: float, width: Width) -> list[Margin]:
    """The margin of each page, `height` points high."""
    by_page: dict[int, list[Noted]] = {}
    for one in found:
        by_page.setdefault(one.page, []).append(one)
    return [_margin(by_page.get(page, []), height, width) for page in range(pages)]


def listed(found: Sequence[Noted], margins: Sequence[Margin]) -> list[Noted]:
    """The notes that stand in the list: those with a number, and those that their margin does not show whole, or only the
    beginning and the end of."""
    shown = {id(block.noted) for margin in margins for block in margin.blocks if not block.cut}
    return [one for one in found if one.number or one.note.listed or id(one) not in shown]


def _margin(found: Sequence[Noted], height: float, width: Width) -> Margin:
    measure = COLUMN / SIZE
    most = int(height / LEADING)
    # Of very many only those are broken to lines that could have room for one each.
    room_for = int((height - LEADING) / (LEADING + GAP))
    kept = found[:room_for] if len(found) > room_for + 1 else found
    more = len(found) - len(kept)
    texts = [list(itertools.islice(broken(one.note.text[:_MOST], measure, width), most + 1)) or [""] for one in kept]
    room = height - (LEADING + GAP if more else 0.0)
    each = max(1, lines_each([len(text) for text in texts], room, LEADING, GAP))
    blocks = [shortened(text, each, measure, width) for text in texts]
    heights = [len(block) * LEADING for block in blocks]
    wanted = [max(0.0, one.baseline / _POINT - _RISE) for one in kept]
    tops = stacked(wanted, heights, GAP, 0.0, room)
    placed = tuple(map(Block, kept, tops, blocks, (len(text) > each for text in texts)))
    end = tops[-1] + heights[-1] + GAP if tops else 0.0
    return Margin(placed, more, end if more else 0.0)


def margin_markup(margin: Margin) -> Iterator[str]:
    """The notes of a page as elements of its sheet."""
    for block in margin.blocks:
        number = f"<b>{block.noted.number}</b>" if block.noted.number else ""
        text = "<br/>".join(map(escape, block.lines))
        top = f"{block.top:.2f}pt"
        yield f'<p class="note {escape(block.noted.note.kind)}" style="top: {top}">{number}<span>{text}</span></p>'
    for baseline, numbers in _calls(margin):
        yield f'<p class="call" style="top: {baseline:.2f}px"><span>{numbers}</span></p>'
    if margin.more:
        words = f"and {margin.more:,} more, in the list at the end"
        yield f'<p class="note more" style="top: {margin.more_top:.2f}pt"><span>{words}</span></p>'


def _calls(margin: Margin) -> Iterator[tuple[float, str]]:
    """The numbers that stand at a line of the text, with its baseline: all that are of it."""
    numbered = (block.noted for block in margin.blocks if block.noted.number)
    for baseline, group in itertools.groupby(numbered, key=lambda one: one.baseline):
        numbers = [one.number for one in group]
        yield baseline, str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
