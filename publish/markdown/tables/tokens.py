"""Tables: what pipe, grid and simple tables have in common, their cells, and the tokens that they become."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from publish.lazy import dataclass


@dataclass(frozen=True)
class Cell:
    """A cell: its text, the line where that begins (from 0), `left`, `right`, `center` or nothing, and what it spans."""

    text: str
    line: int
    alignment: str = ""
    columns: int = 1
    rows: int = 1


Row = Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """Rows of the head, and of each part of the body; all of them make as many columns."""

    head: Sequence[Row]
    bodies: Sequence[Sequence[Row]]


def pushed(state: StateBlock, table: Table, start: int, end: int, blocks: bool = False) -> None:
    """The tokens of a table; `blocks`: cells hold blocks, not a line of text."""
    head = [row for row in table.head if any(cell.text.strip() for cell in row)]
    named = _has_named_rows(head, table.bodies)
    _opened(state, "table", start, end)
    for tag, rows in [("thead", head), *(("tbody", body) for body in table.bodies)]:
        if not rows:
            continue
        _opened(state, tag, rows[0][0].line, rows[-1][0].line + 1)
        for row in rows:
            line = min(cell.line for cell in row)
            _opened(state, "tr", line, line + 1)
            for at, cell in enumerate(row):
                # A heading without words is none to those who hear the table.
                scope = (
                    "col"
                    if tag == "thead" and cell.text.strip()
                    else "row"
                    if named and tag == "tbody" and not at
                    else ""
                )
                _cell(state, cell, scope, blocks)
            state.push("tr_close", "tr", -1)
        state.push(f"{tag}_close", tag, -1)
    state.push("table_close", "table", -1)


def _has_named_rows(head: Sequence[Row], bodies: Sequence[Sequence[Row]]) -> bool:
    """An empty corner says that the first column holds the names of the rows."""
    rows = [row for body in bodies for row in body if row]
    corner = len(head) == 1 and len(head[0]) > 1 and not head[0][0].text.strip()
    return corner and bool(rows) and all(row[0].text.strip() for row in rows)


def _opened(state: StateBlock, tag: str, start: int, end: int) -> Token:
    token = state.push(f"{tag}_open", tag, 1)
    token.map = [start, end]
    return token


def _cell(state: StateBlock, cell: Cell, scope: str, blocks: bool) -> None:
    tag = "th" if scope else "td"
    token = state.push(f"{tag}_open", tag, 1)
    values = {"scope": scope, "class": cell.alignment, "colspan": str(cell.columns), "rowspan": str(cell.rows)}
    token.attrs = {key: value for key, value in values.items() if value and value != "1"}
    if blocks:
        _blocks(state, cell)
    else:
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = cell.text.strip(), [cell.line, cell.line + 1], []
    state.push(f"{tag}_close", tag, -1)


def _blocks(state: StateBlock, cell: Cell) -> None:
    """The blocks of a cell; a cell of one paragraph holds its words without it."""
    tokens: list[Token] = []
    outer = state.env.pop("list_styles", {})
    state.md.block.parse(cell.text, state.md, state.env, tokens)
    inner = state.env.pop("list_styles", {})  # known by lines, which a cell counts from its own beginning
    state.env["list_styles"] = outer | {key + cell.line: style for key, style in inner.items() if isinstance(key, int)}
    alone = len(tokens) == 3 and tokens[0].type == "paragraph_open"
    for token in tokens:
        token.level += state.level
        if token.map:
            token.map = [token.map[0] + cell.line, token.map[1] + cell.line]
        token.hidden = token.hidden or (alone and token.type != "inline")
    state.tokens.extend(tokens)
