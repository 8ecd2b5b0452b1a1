"""Pipe tables as they are written: without outer pipes, with pipes in code, with rows too short or too long, without a head.

GitHub drops the cells that a row has more than the head; here the table becomes wider and that is reported. A pipe in code
or in a formula divides cells where that gives the number of cells of the head, as GitHub has it, else it is part of the code, as
pandoc has it. A line of dashes within the body begins another part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.ahead import code_spans
from publish.markdown.blocks import outside, text_at
from publish.markdown.scope import scope_of
from publish.markdown.tables.captions import is_caption
from publish.markdown.tables.tokens import Cell, Table, pushed

_RULE = regex(r"[ \t]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?$")
_DIVIDER = regex(r"[ \t]*(?:\|[ \t]*)?:?(?:-{3,}|={3,}):?[ \t]*(?:[|+][ \t]*:?(?:-{3,}|={3,}):?[ \t]*)*(?:\|[ \t]*)?$")
#: What a row is made of, beside code: formulas, escaped signs, bars, and the rest.
_PIECE = regex(r"(?P<code>\$(?![\s$])(?:\\.|[^$\\])*(?<!\s)\$(?!\d))|\\\||\\.|\||`+|[^`$\\|]+|.", re.S)
#: Cells that a table may have beside those that were written, so that a short text makes no huge table.
_MOST_ADDED = 0x10000


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a row, and whether each is code or a formula."""
    spans, at = dict(code_spans(text)), 0
    while at < len(text):
        end = spans.get(at)
        if end is not None:
            yield text[at:end], True
        else:
            match = _PIECE.match(text, at)
            assert match is not None
            end = match.end()
            yield match[0], match["code"] is not None
        at = end


def split(line: str, code_is_whole: bool) -> list[str]:
    """The cells of a row; escaped pipes are pipes of the text."""
    if "|" not in line:
        return [line.strip()]
    cells, current = [], ""
    for piece, is_code in _pieces(line.strip()):
        if is_code and not code_is_whole:
            parts = re.split(r"(?<!\\)\|", piece)
            cells += [current + parts[0], *parts[1:-1]] if len(parts) > 1 else []
            current = (parts[-1] if len(parts) > 1 else current + piece).replace("\\|", "|")
        elif piece == "|":
            cells.append(current)
            current = ""
        else:
            current += "|" if piece == "\\|" else piece.replace("\\|", "|") if is_code else piece
    cells.append(current)
    if not cells[0].strip() and line.lstrip().startswith("|"):
        cells = cells[1:]
    if cells and not cells[-1].strip() and line.rstrip().endswith("|"):
        cells = cells[:-1]
    return [cell.strip() for cell in cells]


def cells_of(line: str, wanted: int) -> list[str]:
    cells = split(line, code_is_whole=False)
    return split(line, code_is_whole=True) if len(cells) > wanted and ("`" in line or "$" in line) else cells


def _alignments(line: str) -> list[str] | None:
    """What a line of dashes says of each column; None where it is no such line."""
    if not _RULE.match(line) or not re.search(r"[|:]", line):
        return None
    dashes = [part.strip() for part in re.split(r"[|+]", line.strip().strip("|"))]
    names = {(True, True): "center", (False, True): "right", (True, False): "left", (False, False): ""}
    return [names[part.startswith(":"), part.endswith(":")] for part in dashes]


def _is_row(line: str) -> bool:
    return len(line) > 2 and line.startswith("|") and line.rstrip().endswith("|") and "|" in line[1:-1]


def _shape(state: StateBlock, start: int, end: int) -> tuple[int, list[str]] | None:
    """How many lines stand before the body, and the alignment of each column; None where no table begins."""
    first, second = text_at(state, start), text_at(state, start + 1)
    below = _alignments(second)
    if below is not None and "|" in first and _alignments(first) is None:
        wanted = len(below)
        columns = len(cells_of(first, wanted))
        if columns == wanted or "|" in second.strip().strip("|"):
            return 2, [*below, *[""] * (columns - wanted)]
        return None
    above = _alignments(first)
    if above is not None and _is_row(first) and "|" in second:
        return 1, above
    columns = len(split(first, code_is_whole=True))
    if _is_row(first) and _is_row(second) and columns > 1 and columns == len(split(second, code_is_whole=True)):
        return 0, [""] * columns
    return None


def begins_table(state: StateBlock, start: int, end: int) -> bool:
    return start + 2 <= end and _shape(state, start, end) is not None


def _last(state: StateBlock, first: int, end: int) -> int:
    """The line after the rows of the body."""
    rules = state.md.block.ruler.getRules("blockquote")
    for line in range(first, end):
        if state.isEmpty(line) or outside(state, line) or state.is_code_block(line) or is_caption(text_at(state, line)):
            return line
        if any(rule(state, line, end, True) for rule in rules):
            return line
    return end


def _pipe_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if start + 2 > end or state.is_code_block(start) or state.is_code_block(start + 1) or outside(state, start + 1):
        return False
    shape = _shape(state, start, end)
    if shape is None or (silent and shape[0] == 0):
        return False
    if silent:
        return True
    before, alignments = shape
    parent, state.parentType = state.parentType, "table"
    last = _last(state, start + before, end)
    lines = range(start + before, last)
    rows = [
        (n, [] if _DIVIDER.match(text_at(state, n)) else cells_of(text_at(state, n), len(alignments))) for n in lines
    ]
    _widened(state, rows, alignments)
    head = cells_of(text_at(state, start), len(alignments)) if before == 2 else []
    head += [""] * (len(alignments) - len(head) if head else 0)
    bodies: list[list[list[Cell]]] = [[]]
    for line, cells in rows:
        if cells:
            bodies[-1].append(_row(cells, alignments, line))
        else:
            bodies.append([])
    pushed(state, Table([_row(head, alignments, start)] if head else [], bodies), start, last)
    state.parentType, state.line = parent, last
    return True


def _widened(state: StateBlock, rows: list[tuple[int, list[str]]], alignments: list[str]) -> None:
    """Columns for cells that the head does not have, which is reported; a row that is too short is filled up."""
    scope, known = scope_of(state.env), len(alignments)
    for line, cells in rows:
        if any(cells[known:]):
            message = f"this row has {len(cells)} cells and the head of its table {known}; the table was made wider"
            hint = "write \\| for a pipe within a cell, or give the head as many cells"
            scope.add(Diagnostic("C009", message, scope.span(line + 1), hint))
    widest = max([known, *(len(cells) for _, cells in rows)])
    alignments += [""] * (widest - known)
    if sum(widest - len(cells) for _, cells in rows) <= _MOST_ADDED:
        for _, cells in rows:
            cells += [""] * (widest - len(cells) if cells else 0)


def _row(cells: list[str], alignments: list[str], line: int) -> list[Cell]:
    return [Cell(text, line, alignment) for text, alignment in zip(cells, alignments, strict=False)]


def install(md: MarkdownIt) -> None:
    md.block.ruler.at("table", _pipe_table, {"alt": ["paragraph", "reference"]})
