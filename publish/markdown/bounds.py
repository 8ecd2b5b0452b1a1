"""The published limits of a text: how deep blocks and emphasis nest, how long a paragraph is, how large a table (`M009`)."""

from __future__ import annotations

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publish.book import Element
from publish.book.trees import line_of
from publish.diagnostics import Diagnostic
from publish.markdown.scope import Scope, scope_of

#: What counts as a block around others. A list is one with its items.
_AROUND = frozenset("blockquote li div section article aside details figure dd td th main header footer nav".split())


def _paragraphs_measured(state: StateCore) -> None:
    """Before the words of a paragraph are looked at: one that is too long is reported and left as it is."""
    scope = scope_of(state.env)
    most = scope.limits.of("paragraph")
    for token in state.tokens:
        if token.type == "inline" and len(token.content) * 4 > most and len(token.content.encode()) > most:
            message = f"a paragraph of more than {scope.limits.paragraph} MB begins here"
            _reported(scope, message, token.map[0] + 1 if token.map else 1, "divide it with blank lines")
            token.content = token.content[:100]  # nothing is written; the rest of the book is still looked at


def _inlines_bounded(state: StateCore) -> None:
    """Emphasis and the like within each other: what is deeper than blocks may be is reported, and its marks go, not its words."""
    scope = scope_of(state.env)
    most = scope.limits.nesting
    for token in state.tokens:
        if token.children is None or len(token.children) <= 2 * most:
            continue
        kept: list[Token] = []
        depth = 0
        for child in token.children:
            depth += child.nesting == 1
            if not child.nesting or depth <= most:
                kept.append(child)
            depth -= child.nesting == -1
        if len(kept) < len(token.children):
            message = f"emphasis is nested more than {most} deep here"
            _reported(scope, message, token.map[0] + 1 if token.map else 1, "take away some of its marks")
            token.children = kept


def _reported(scope: Scope, message: str, line: int, hint: str) -> None:
    hint = f"{hint}, or raise the limit in [limits] of book.toml"
    scope.add(Diagnostic("M009", message, scope.span(line), hint))


def bounded(tree: Element, scope: Scope) -> None:
    """Report what is nested too deep, once, and every table that is too large; spans wider than a table may be go."""
    depth, deep = -1, False  # the root is no block
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag not in _AROUND:
            continue
        depth += 1 if event == "start" else -1
        if depth > scope.limits.nesting and not deep:
            deep = True
            message = f"blocks are nested more than {scope.limits.nesting} deep here"
            _reported(scope, message, line_of(element), "nest lists and quotations less deeply")
    for table in tree.iter("table"):
        _table(table, scope)


def _table(table: Element, scope: Scope) -> None:
    rows = columns = 0
    for row in table.iter("tr"):
        rows += 1
        columns = max(columns, sum(_span(cell, "colspan") for cell in row if cell.tag in ("td", "th")))
        rows = max(rows, *(_span(cell, "rowspan") for cell in row if cell.tag in ("td", "th"))) if len(row) else rows
    limits = scope.limits
    if rows > limits.table_rows:
        message = f"a table of more than {limits.table_rows:,} rows begins here"
        _reported(scope, message, line_of(table), "divide it")
    if columns > limits.table_columns:
        message = f"a table of more than {limits.table_columns} columns begins here"
        _reported(scope, message, line_of(table), "divide it")
    if rows > limits.table_rows or columns > limits.table_columns:
        for cell in table.iter("td", "th"):
            cell.attrib.pop("colspan", "")
            cell.attrib.pop("rowspan", "")


def _span(cell: Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return int(value[:6]) if value.isascii() and value.isdigit() else 1


def install(md: MarkdownIt) -> None:
    md.core.ruler.before("inline", "bounds", _paragraphs_measured)
    md.core.ruler.after("inline", "inline_bounds", _inlines_bounded)
