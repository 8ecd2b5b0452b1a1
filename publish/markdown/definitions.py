"""Definition lists, pandoc's and PHP Markdown Extra's, as the plugin reads them, with what it lacks.

Several terms may stand before a definition, a line each; and `: …` above a table is its caption.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from publish.lazy import regex
from publish.markdown.blocks import text_at
from publish.markdown.tables.pipe import begins_table

_MARK = regex(r"[:~][ \t]+\S")
_MOST_TERMS = 4


def _captions_a_table(state: StateBlock, start: int, end: int) -> bool:
    """Whether the lines after an empty line are one paragraph `: …` with a table behind it."""
    line = start + 2
    if line >= end or not state.isEmpty(start + 1) or not text_at(state, line).startswith(": "):
        return False
    while line < end and not state.isEmpty(line):
        line += 1
    return line + 2 < end and begins_table(state, line + 1, end)


def _divides_scenes(state: StateBlock, start: int, end: int) -> bool:
    """Whether the next line that is not empty is `~ ~ ~`, which defines nothing."""
    line = start + 1
    while line < end and state.isEmpty(line):
        line += 1
    return line < end and not text_at(state, line).strip("~ \t")


def _terms(state: StateBlock, start: int, end: int) -> int:
    """How many lines of terms stand before a line of their definition, which begins with a colon."""
    for line in range(start, min(end, start + _MOST_TERMS + 1)):
        if state.isEmpty(line) or state.is_code_block(line):
            break
        if _MARK.match(text_at(state, line)):
            return line - start
    return 1


def _term(text: str, line: int, level: int) -> list[Token]:
    opening = Token("dt_open", "dt", 1, map=[line, line + 1], level=level, block=True)
    words = Token("inline", "", 0, content=text.strip(), children=[], map=[line, line + 1], level=level + 1, block=True)
    return [opening, words, Token("dt_close", "dt", -1, level=level, block=True)]


def install(md: MarkdownIt) -> None:
    md.use(deflist_plugin)
    rule = next(r.fn for r in md.block.ruler.__rules__ if r.name == "deflist")

    def definitions(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if _divides_scenes(state, start, end):
            return False
        if silent:
            return rule(state, start, end, True)
        if _captions_a_table(state, start, end):
            return False
        terms = max(1, _terms(state, start, end))
        at = len(state.tokens)
        if not rule(state, start + terms - 1, end, False):
            return False
        state.tokens[at].map = [start, state.line]
        for line in reversed(range(start, start + terms - 1)):
            state.tokens[at + 1 : at + 1] = _term(text_at(state, line), line, state.level + 1)
        return True

    md.block.ruler.at("deflist", definitions, {"alt": ["paragraph", "reference", "blockquote"]})
