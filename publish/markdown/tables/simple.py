"""Pandoc's simple and multiline tables: columns that lines of dashes draw, without pipes.

They are read where nothing stands in the gaps between the columns, so that a scene break below a line of text stays one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publish.lazy import regex
from publish.markdown.blocks import outside
from publish.markdown.tables.drawn import drawing, words
from publish.markdown.tables.tokens import Cell, Table, pushed

_COLUMNS = regex(r" *-{2,}(?: +-{2,})+ *$")
_FULL = regex(r" *-{5,} *$")

#: Lines that a multiline table may have: further down nothing is looked for, so that a text of rules stays quick to read.
_LONGEST = 400

Lines = Sequence[str]


def _ranges(rule: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer("-+", rule)]


def _fits(rows: Lines, columns: list[tuple[int, int]]) -> bool:
    """Whether the gap before each column is empty in every row."""
    return all(row[at - 1 : at].strip() == "" for row in rows for at, _ in columns)


def _alignment(head: str, column: tuple[int, int]) -> str:
    """Pandoc's rule: how the words of the head, or of the first row, stand to the dashes below them."""
    start, end = column
    text = head[start:]
    left = bool(text[:1].strip())
    right = bool(head[end - 1 : end].strip()) and not head[end : end + 1].strip()
    return (
        "left" if left and not right else "right" if right and not left else "center" if not left and not right else ""
    )


def _row(lines: Lines, line: int, columns: list[tuple[int, int]], alignments: Sequence[str]) -> list[Cell]:
    bounds = [start for start, _ in columns[1:]] + [10**6]
    cells = []
    for at, (start, _) in enumerate(columns):
        pieces = [words(text[start if at else 0 : bounds[at]]).strip() for text in lines]
        cells.append(Cell("\n".join(pieces).strip("\n"), line, alignments[at]))
    return cells


def _grouped(rows: Lines, first: int) -> list[tuple[int, list[str]]]:
    """Lines between empty lines, with the number of the first of them."""
    groups: list[tuple[int, list[str]]] = []
    open_group = False
    for number, row in enumerate(rows, first):
        if row.strip():
            if not open_group:
                groups.append((number, []))
            groups[-1][1].append(row)
        open_group = bool(row.strip())
    return groups


def _simple(state: StateBlock, start: int, end: int) -> tuple[int, Table] | None:
    """A head, its dashes, a line for each row up to an empty line; without a head, dashes close it too."""
    near = drawing(state, start, min(end, start + 2))
    headed = len(near) == 2 and bool(_COLUMNS.match(near[1])) and not _COLUMNS.match(near[0])
    if not headed and not _COLUMNS.match(near[0]):
        return None
    rule = start + headed
    last = rule + 1
    while last < end and not state.isEmpty(last) and not outside(state, last):
        last += 1
    rows = drawing(state, rule, last)
    columns, body = _ranges(rows[0]), rows[1:]
    closed = bool(body) and bool(_COLUMNS.match(body[-1]) or _FULL.match(body[-1]))
    body = body[:-1] if closed else body
    sample = [*near[:1], *body] if headed else body
    if not body or (not headed and not closed) or not _fits(sample, columns):
        return None
    alignments = [_alignment(sample[0], column) for column in columns]
    head = [_row(near[:1], start, columns, alignments)] if headed else []
    lines = [_row([row], rule + 1 + n, columns, alignments) for n, row in enumerate(body)]
    return last, Table(head, [lines])


def _limit(state: StateBlock, start: int, end: int) -> int:
    end = min(end, start + _LONGEST)
    return next((n for n in range(start + 1, end) if outside(state, n)), end)


def _headless(state: StateBlock, start: int, end: int) -> tuple[int, Table] | None:
    """Rows of several lines between two lines of dashes, with empty lines between them."""
    near = drawing(state, start, start + 2) if start + 2 < end else [""]
    if not _COLUMNS.match(near[0]) or not near[1].strip():
        return None
    rows = drawing(state, start + 1, _limit(state, start, end))
    close = next((n for n, row in enumerate(rows) if _FULL.match(row) or _COLUMNS.match(row)), None)
    columns = _ranges(near[0])
    if not close or not _fits(rows[:close], columns):
        return None
    alignments = [_alignment(rows[0], column) for column in columns]
    lines = [_row(group, n, columns, alignments) for n, group in _grouped(rows[:close], start + 1)]
    return start + 2 + close, Table([], [lines])


def _multiline(state: StateBlock, start: int, end: int) -> tuple[int, Table] | None:
    """Between two full lines of dashes: a head and its dashes, then rows of several lines with empty lines between."""
    if not _FULL.match(drawing(state, start, start + 1)[0]) or start + 3 >= end or state.isEmpty(start + 1):
        return None
    rows = drawing(state, start + 1, _limit(state, start, end))
    rule = next((n for n, row in enumerate(rows) if _COLUMNS.match(row)), None)
    if rule is None or any(not row.strip() for row in rows[:rule]):
        return None
    close = next((n for n in range(rule + 1, len(rows)) if _FULL.match(rows[n])), None)
    if close is None or not _fits([r for r in rows[:close] if r is not rows[rule]], columns := _ranges(rows[rule])):
        return None
    body = rows[rule + 1 : close]
    sample = rows[0] if rule else next((row for row in body if row.strip()), "")
    alignments = [_alignment(sample, column) for column in columns]
    head = [_row(rows[:rule], start + 1, columns, alignments)] if rule else []
    lines = [_row(group, n, columns, alignments) for n, group in _grouped(body, start + 2 + rule)]
    return start + 2 + close, Table(head, [lines])


def _dashes(state: StateBlock, line: int) -> bool:
    """Whether a line begins with a dash: the first of every table does, or the one below its head."""
    return state.src.startswith("-", state.bMarks[line] + state.tShift[line])


def _simple_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent or state.is_code_block(start) or not any(_dashes(state, line) for line in (start, start + 1)):
        return False
    found = _multiline(state, start, end) or _simple(state, start, end) or _headless(state, start, end)
    if found is None:
        return False
    pushed(state, found[1], start, found[0])
    state.line = found[0]
    return True


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("table", "simple_table", _simple_table)
