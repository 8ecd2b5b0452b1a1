"""Grid tables, pandoc's and reStructuredText's: drawn with `+---+` and `|`, cells hold blocks and may span rows and columns.

A cell is traced from its upper left corner around its border. What cannot be traced is printed as it stands.
"""

from __future__ import annotations

import heapq
import textwrap
from bisect import bisect_left
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publish.diagnostics import Diagnostic
from publish.lazy import dataclass, regex
from publish.markdown.blocks import outside, text_at
from publish.markdown.scope import scope_of
from publish.markdown.tables.drawn import drawing, words
from publish.markdown.tables.tokens import Cell, Table, pushed

_BORDER = regex(r"\+(?:[-=:]{2,}\+)+$")
_HEAD = regex(r"\+(?:[:=]=*[:=]?\+)+$")
_ACROSS = frozenset("-=:+")
_DOWN = frozenset("|+")


@dataclass(frozen=True)
class _Box:
    top: int
    left: int
    bottom: int
    right: int


def _box(rows: Sequence[str], top: int, left: int) -> _Box | None:
    """The smallest box whose upper left corner is here; None where its border has a gap."""
    for right in range(left + 1, len(rows[top])):
        if rows[top][right] not in _ACROSS:
            return None
        if rows[top][right] != "+":
            continue
        for bottom in range(top + 1, len(rows)):
            if rows[bottom][left] not in _DOWN or rows[bottom][right] not in _DOWN:
                break
            below = rows[bottom][left : right + 1]
            if below[0] == below[-1] == "+" and set(below) <= _ACROSS:
                return _Box(top, left, bottom, right)
    return None


def traced(rows: Sequence[str]) -> list[_Box] | None:
    """The boxes of a drawing; None where they do not fill it."""
    boxes: list[_Box] = []
    corners, seen = [(0, 0)], {(0, 0)}
    while corners:
        top, left = heapq.heappop(corners)
        box = _box(rows, top, left)
        if box is None:
            return None
        boxes.append(box)
        for corner in ((box.top, box.right), (box.bottom, box.left)):
            if corner not in seen and corner[0] < len(rows) - 1 and corner[1] < len(rows[0]) - 1:
                starts = rows[corner[0]][corner[1] + 1] in _ACROSS and rows[corner[0] + 1][corner[1]] in _DOWN
                if starts:
                    seen.add(corner)
                    heapq.heappush(corners, corner)
    area = sum((b.bottom - b.top) * (b.right - b.left) for b in boxes)
    return boxes if area == (len(rows) - 1) * (len(rows[0]) - 1) else None


def _alignment(rule: str, box: _Box) -> str:
    piece = rule[box.left + 1 : box.right]
    names = {(True, True): "center", (False, True): "right", (True, False): "left"}
    return names.get((piece.startswith(":"), piece.endswith(":")), "")


def _table(rows: Sequence[str], line: int) -> Table | None:
    width = max(map(len, rows))
    even = [row.ljust(width) for row in rows]
    boxes = traced(even)
    if boxes is None:
        return None
    heads = [n for n, row in enumerate(rows) if "=" in row and _HEAD.match(row)]
    ruling = rows[heads[0]] if heads else rows[0]
    downs, acrosses = sorted({b.top for b in boxes}), sorted({b.left for b in boxes})
    lines: list[list[Cell]] = [[] for _ in downs]
    for box in sorted(boxes, key=lambda b: (b.top, b.left)):
        inner = [words(even[n][box.left + 1 : box.right]).rstrip() for n in range(box.top + 1, box.bottom)]
        text = textwrap.dedent("\n".join(inner)).rstrip()
        columns = bisect_left(acrosses, box.right) - bisect_left(acrosses, box.left)
        row = bisect_left(downs, box.top)
        spanned = bisect_left(downs, box.bottom) - row
        alignment = _alignment(ruling, box) if columns == 1 else ""
        cell = Cell(text, line + box.top + 1, alignment, columns, spanned)
        lines[row].append(cell)
    head = sum(top < heads[0] for top in downs) if heads else 0
    foot = sum(top < heads[1] for top in downs) if len(heads) > 1 else len(lines)
    return Table(lines[:head], [lines[head:foot], lines[foot:]])


def _grid_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start) or not _BORDER.match(text_at(state, start).rstrip()) or start + 2 >= end:
        return False
    last = start + 1
    while last < end and text_at(state, last)[:1] in ("|", "+") and not outside(state, last):
        last += 1
    while last - 1 > start and not _BORDER.match(text_at(state, last - 1).rstrip()):
        last -= 1
    if last - start < 3:
        return False
    if silent:
        return True
    indent = state.sCount[start] - state.blkIndent
    rows = [row[indent:] for row in drawing(state, start, last)]
    table = _table(rows, start)
    if table is None:
        scope = scope_of(state.env)
        message = "this table is drawn with gaps or corners that do not meet; it is printed as it stands"
        scope.add(Diagnostic("C013", message, scope.span(start + 1), "let every line of the drawing meet the next"))
        as_drawn(state, start, last, rows)
    else:
        pushed(state, table, start, last, blocks=True)
    state.line = last
    return True


def as_drawn(state: StateBlock, start: int, end: int, rows: Sequence[str]) -> None:
    """A drawing in the fixed-width letters that it was made in."""
    token = state.push("code_block", "code", 0)
    token.content, token.map = "\n".join(map(words, rows)) + "\n", [start, end]


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("table", "grid_table", _grid_table, {"alt": ["paragraph", "reference"]})
