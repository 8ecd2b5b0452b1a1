"""Tables in raw HTML, made fit for an HTML parser: it throws words of a table that stand in no cell out before the table, and
forgets rows and cells that stand in no table. Here such words get a cell, such cells a table, and nothing changes its place.
"""

from __future__ import annotations

import re

from publish.diagnostics import Diagnostic
from publish.lazy import dataclass, regex
from publish.markdown.scope import Scope

_PART = regex(
    r"<(/?)(table|caption|colgroup|col|thead|tbody|tfoot|tr|td|th)(?=[\s/>])(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>", re.I
)
_END_TAG = regex(r"</[^<>]*>")
_LINE = regex(r'data-line="(\d+)"')
#: Where one is after a part begins, and after it ends.
_INSIDE = {"caption": "cell", "td": "cell", "th": "cell", "tr": "row", "thead": "table", "tbody": "table", "tfoot": "table",
           "colgroup": "table", "col": "table"}  # fmt: skip
_AFTER = {**dict.fromkeys(_INSIDE, "table"), "td": "row", "th": "row"}
_CELL = {"table": "<tr><td>", "row": "<td>"}


@dataclass
class _Table:
    """An open table: where in it one is, and whether it ends with the parts that stand in it."""

    where: str
    brief: bool


def in_place(markup: str, scope: Scope) -> str:
    """The markup with a cell around words that stand between cells, and a table around parts without one."""
    if not _PART.search(markup):
        return markup
    closed = _closed_tables(markup)
    result: list[str] = []
    tables: list[_Table] = []
    last = 0
    for part in _PART.finditer(markup):
        _words(markup[last : part.start()], result, tables)
        last = part.end()
        name = part[2].lower()
        if part[1]:
            if name == "table" and tables:
                tables.pop()
            elif tables:
                tables[-1].where = _AFTER[name]
        elif name == "table":
            _words("x", result, tables, written=False)
            brief = part.start() not in closed
            if brief:
                line = _LINE.search(part[0])
                span = scope.span(int(line[1]) if line else 1)
                scope.add(Diagnostic("C038", "<table> is opened here and never closed", span, "close it with </table>"))
            tables.append(_Table("table", brief))
        else:
            if not tables:
                tables.append(_Table("table", True))
                result.append(f"<table{_line_of(part[0])}>")
            tables[-1].where = _INSIDE[name]
        result.append(part[0])
    _words(markup[last:], result, tables)
    return "".join(result)


def _line_of(tag: str) -> str:
    line = _LINE.search(tag)
    return f" {line[0]}" if line else ""


def _closed_tables(markup: str) -> set[int]:
    """Where tables begin that end."""
    begun: list[int] = []
    closed: set[int] = set()
    for part in _PART.finditer(markup):
        if part[2].lower() == "table":
            if not part[1]:
                begun.append(part.start())
            elif begun:
                closed.add(begun.pop())
    return closed


def _words(between: str, result: list[str], tables: list[_Table], written: bool = True) -> None:
    """What stands between two parts: a cell is opened for it, or the table that should have ended is closed."""
    if tables and tables[-1].where != "cell" and _END_TAG.sub("", between).strip():
        if tables[-1].brief:
            tables.pop()
            result.append("</table>")
        else:
            result.append(_CELL[tables[-1].where])
            tables[-1].where = "cell"
    if written:
        result.append(between)
