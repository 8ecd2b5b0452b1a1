"""Comments are dropped, and nothing but them: `<!-- … -->`, `[//]: # (…)`, `%% … %%`, `{% comment %}`, `{# … #}`.

A comment of HTML may hold blank lines, `--` and Markdown; the words before and behind it on its lines are read as if it
were not there. One that is never closed is no comment: it is printed and reported, where HTML would take the rest
of the book. A comment that asks for a page break is one (`breaks`).
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_inline import StateInline

from publish.lazy import regex
from publish.markdown.ahead import ahead, end_ahead, without_code
from publish.markdown.breaks import PAGE_BREAK_COMMENT, page_break

#: What opens a comment and what closes it.
_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (regex(r"<!--(?!-?>)"), regex(r"-->")),
    (regex(r"<!---?>"), regex(r"")),
    (regex(r"\{%-?\s*comment\b[^%]*%\}"), regex(r"\{%-?\s*endcomment\s*-?%\}")),
    (regex(r"\{#\s"), regex(r"\s#\}")),
    (regex(r"\{/\*"), regex(r"\*/\}")),
    (regex(r"%%(?=[\s\w])(?!\s*$)(?=[^\n]*%%)"), regex(r"%%")),
)
#: The same, where a comment stands on lines of its own.
_BLOCKS = (*_KINDS, (regex(r"%%[ \t]*$", re.M), regex(r"%%[ \t]*$", re.M)))
#: One line: Markua's comment, and a reference definition that defines nothing.
_LINE = regex(r"%%(?=[ \t]+\S)|\[(?://|comment|_|\^_\^)\]:[ \t]*(?:#|<>)(?=\s|$)", re.I)
_OPENING = "<{%["


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _end(text: str, at: int, limit: int, kinds: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]) -> int | None:
    """Where the comment ends that opens at `at`, or None where there is none."""
    for opening, closing in kinds:
        if match := opening.match(text, at, limit):
            end = end_ahead(text, closing, match.end(), limit)
            return end if end >= 0 else None
    return None


def _last_line(state: StateBlock, start: int, end: int, at: int) -> int:
    """The line that holds the position before `at`, or the line after the container where it lies outside."""
    return next((line for line in range(start, end) if state.eMarks[line] >= at), end)


def _definition_end(state: StateBlock, start: int, end: int) -> int:
    """The line after a definition that defines nothing, whose words in brackets or quotes may go on over lines."""
    words = _LINE.sub("", _text(state, start)).strip()
    closing = {"(": ")", '"': '"', "'": "'"}.get(words[:1], "")
    line = start
    while closing and not _text(state, line).rstrip().endswith(closing) and line + 1 < end:
        if state.isEmpty(line + 1):
            return start + 1
        line += 1
    # Words in brackets that nothing closes hold no other line.
    return line + 1 if _text(state, line).rstrip().endswith(closing) else start + 1


def _comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at, stop = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if at >= stop or state.src[at] not in _OPENING or state.is_code_block(start):
        return False
    after = _end(state.src, at, state.eMarks[end - 1], _BLOCKS)
    if after is None and _LINE.match(state.src, at, stop):
        if not silent:
            state.line = _definition_end(state, start, end)
        return True
    if after is None:
        return False
    last = _last_line(state, start, end, after)
    if silent:  # within a paragraph only what the paragraph cannot hold ends it
        return any(state.isEmpty(line) for line in range(start, last))
    if PAGE_BREAK_COMMENT.match(state.src, at, after):
        page_break(state, start, last + 1)
    rest = state.src[after : state.eMarks[last]]
    if not rest.strip():
        state.line = last + 1
        return True
    # Words follow on the line: the rules that come after this one, or the next round, read it from there.
    state.tShift[last] = after - state.bMarks[last] + len(rest) - len(rest.lstrip())
    state.sCount[last] = state.blkIndent
    state.line = last
    return last > start


def _comment_inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in _OPENING:
        return False
    if state.src.startswith("%%", state.pos) and state.pos and not state.src[state.pos - 1].isspace():
        return False
    after = _end(state.src, state.pos, state.posMax, _KINDS)
    if after is None:
        return False
    if not silent and (lines := state.src.count("\n", state.pos, after)):
        state.push("comment", "", 0).meta = {"lines": lines}
    state.pos = after
    return True


def _opens_unclosed(text: str) -> bool:
    plain = without_code(text, lambda *_: "")
    return plain.rfind("<!--") > plain.rfind("-->")


def _paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A paragraph goes on over blank lines to the end of a comment that it opens."""
    paragraph(state, start, end, silent)
    if state.tokens[-2].content[:1] != (text := _text(state, start))[:1] and text[:1].isspace():
        # Markdown-it trims white space of every kind, with which authors of some scripts begin a paragraph.
        state.tokens[-2].content = state.getLines(start, state.line, state.blkIndent, False).strip(" \t\r\n")
    if "<!--" not in state.src[state.bMarks[start] : state.eMarks[state.line - 1]]:
        return True
    inline = state.tokens[-2]
    while _opens_unclosed(inline.content):
        close = ahead(state.src, "-->", state.eMarks[state.line - 1])
        last = _last_line(state, state.line, state.lineMax, close + 3) if close >= 0 else state.lineMax
        if last >= state.lineMax:
            break
        del state.tokens[-3:]
        _held(state, start, last)
        inline = state.tokens[-2]
    return True


def _held(state: StateBlock, start: int, last: int) -> None:
    """The paragraph from `start` through the lines up to `last`, and those that follow it without a blank line."""
    while last + 1 < state.lineMax and not state.isEmpty(last + 1):
        last += 1
    state.line = last + 1
    content = state.getLines(start, state.line, state.blkIndent, False).strip(" \t\r\n")
    opening, inline = state.push("paragraph_open", "p", 1), state.push("inline", "", 0)
    opening.map = inline.map = [start, state.line]
    inline.content, inline.children = content, []
    state.push("paragraph_close", "p", -1)


_CELL_BREAK = regex(r"\+\+\+(?:[ \t].*)?$")


def _percent(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """MyST: a line that begins with a percent sign, and `+++`, which divides the cells of a notebook."""
    text = "" if state.is_code_block(start) else _text(state, start)
    if not text.startswith("%") and _CELL_BREAK.match(text) is None:
        return False
    if not silent:
        state.line = start + 1
    return True


def install_percent(md: MarkdownIt) -> None:
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("comment", "percent_comment", _percent, ends)


def install(md: MarkdownIt) -> None:
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "comment", _comment_block, ends)
    md.block.ruler.at("paragraph", _paragraph)
    md.inline.ruler.before("escape", "comment", _comment_inline)
    md.add_render_rule("comment", lambda *_: "")
