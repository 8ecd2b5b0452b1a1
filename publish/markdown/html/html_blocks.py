"""Blocks of HTML beyond CommonMark's rule: Markdown inside them where they ask for it, drawings with empty lines, what never ends.

`<div markdown="1">` … `</div>` is PHP Markdown Extra's and kramdown's way to say that what stands inside is Markdown.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.html_block import html_block

from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.html import foreign
from publish.markdown.html.model import LINES, UNDIVIDED, is_phrasing
from publish.markdown.html.raw import KNOWN
from publish.markdown.scope import scope_of

_ASKS = regex(
    r"""<([A-Za-z][\w-]*)(?=[\s])(?:"[^"]*"|'[^']*'|[^<>"'])*?\smarkdown(?:\s*=\s*(["']?)(1|block|span|true|)\2)?(?=[\s/>])"""
    r"""(?:"[^"]*"|'[^']*'|[^<>"'])*>"""
)
_MARKDOWN = regex(r"""\smarkdown(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?(?=[\s/>])""")
_TAG = regex(r"<([A-Za-z][\w-]*)")
_NAME = regex(r"</?([A-Za-z][\w.-]*)")
#: What opens a block that only its own end closes, however far away.
_UNTIL = (("<![CDATA[", "]]>"), ("<?", "?>"))
_WHOLE = regex(r"<(script|pre|style|textarea)(?=[\s>])", re.I)
#: How deep in such elements a rule is; there, as in kramdown, elements of the line begin no block of HTML.
_DEPTH = "markdown in html"


def _asks(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    begin, limit = state.bMarks[start] + state.tShift[start], state.eMarks[end - 1]
    opening = _ASKS.match(state.src, begin, limit)
    if opening is None:
        return False
    if silent:
        return True
    closing = _closing(state.src, opening, limit)
    if closing is None:
        scope = scope_of(state.env)
        message = f"<{opening[1]}> is opened here and never closed"
        scope.add(Diagnostic("C038", message, scope.span(start + 1), f"close it with </{opening[1]}>"))
        return False
    last = next(line for line in range(start, end) if closing.start() <= state.eMarks[line])
    first = next(line for line in range(start, end) if opening.end() <= state.eMarks[line])
    _html(state, _MARKDOWN.sub("", opening[0]), start)
    tag = opening[1].lower()
    if tag in LINES or tag in UNDIVIDED or is_phrasing(tag) or opening[3] == "span":
        token = state.push("inline", "", 0)
        lines = state.src[opening.end() : closing.start()].strip().splitlines()
        token.content, token.children, token.map = "\n".join(line.strip() for line in lines), [], [first, last + 1]
    else:
        state.env[_DEPTH] = state.env.get(_DEPTH, 0) + 1
        _between(state, first, last, opening.end(), closing.start())
        state.env[_DEPTH] -= 1
    _html(state, closing[0], last)
    if state.src[closing.end() : state.eMarks[last]].strip():
        _between(state, last, last, closing.end(), state.eMarks[last])
    state.line = last + 1
    return True


def _closing(text: str, opening: re.Match[str], limit: int) -> re.Match[str] | None:
    depth = 1
    for tag in re.compile(rf"<(/?){opening[1]}(?=[\s/>])[^<>]*>", re.I).finditer(text, opening.end(), limit):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag
    return None


def _html(state: StateBlock, content: str, line: int) -> None:
    token = state.push("html_block", "", 0)
    token.content, token.map = content, [line, line + 1]


def _between(state: StateBlock, first: int, last: int, begin: int, end: int) -> None:
    """Read the blocks between two places of the text; the lines in which they stand are cut there for the time."""
    saved = (
        state.bMarks[first],
        state.tShift[first],
        state.sCount[first],
        state.eMarks[last],
        state.blkIndent,
        state.lineMax,
    )
    parent = state.parentType
    ends = [*state.eMarks[first:last], end]
    whole = [state.sCount[n] for n in range(first + 1, last + 1) if state.bMarks[n] + state.tShift[n] < ends[n - first]]
    state.blkIndent = min(whole, default=0)
    text = state.src[begin : state.eMarks[first]]
    state.bMarks[first], state.tShift[first] = begin, len(text) - len(text.lstrip(" \t"))
    state.sCount[first] = state.blkIndent
    state.eMarks[last] = max(end, state.bMarks[last])
    state.tShift[last] = min(state.tShift[last], state.eMarks[last] - state.bMarks[last])
    state.parentType, state.lineMax = "container", last + 1
    state.md.block.tokenize(state, first, last + 1)
    state.parentType, state.blkIndent, state.lineMax = parent, saved[4], saved[5]
    state.eMarks[last] = saved[3]
    state.bMarks[first], state.tShift[first], state.sCount[first] = saved[:3]


def _never_ends(text: str, limit: int, begin: int) -> str:
    """What opens a block at `begin` that nothing closes, or nothing."""
    for opening, closing in _UNTIL:
        if text.startswith(opening, begin):
            return opening if text.find(closing, begin, limit) < 0 else ""
    whole = _WHOLE.match(text, begin)
    if whole and not re.compile(rf"</{whole[1]}\s*>", re.I).search(text, begin, limit):
        return whole[0]
    return ""


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """CommonMark's rule without comments (`comments`), and without what would take all to the end of the file."""
    begin, limit = state.bMarks[start] + state.tShift[start], state.eMarks[end - 1]
    if not state.src.startswith("<", begin) or state.src.startswith("<!--", begin):
        return False
    named = _NAME.match(state.src, begin)
    if named and named[1].lower() not in KNOWN:
        return False  # words that look like a tag, around which Markdown is Markdown
    tag = _TAG.match(state.src, begin)
    if tag and state.env.get(_DEPTH) and is_phrasing(tag[1].lower()):
        return False
    if (opened := _never_ends(state.src, limit, begin)) and not state.is_code_block(start):
        if not silent and not _WHOLE.match(opened):  # the parser of the whole chapter says so of these
            scope = scope_of(state.env)
            message = f"“{opened}” is opened here and never closed; what follows is read as text"
            scope.add(Diagnostic("C038", message, scope.span(start + 1), "close it, or delete it"))
        return False
    found = html_block(state, start, end, silent)
    if found and not silent:
        _drawing_completed(state, start, end)
        _comment_completed(state, start, end)
        _lines_read(state)
    return found


def _lines_read(state: StateBlock) -> None:
    """Elements that ask for Markdown amid a block of HTML, such as `<td markdown="1">`: their words are read as a line."""
    token = state.tokens.pop()
    text, first = token.content, token.map[0] if token.map else 0
    at = 0
    while (opening := _ASKS.search(text, at)) is not None:
        closing = _closing(text, opening, len(text))
        if closing is None:
            break
        _html(state, text[at : opening.start()] + _MARKDOWN.sub("", opening[0]), first + text.count("\n", 0, at))
        line = first + text.count("\n", 0, opening.end())
        words = text[opening.end() : closing.start()]
        inline = state.push("inline", "", 0)
        inline.content, inline.children = "\n".join(piece.strip() for piece in words.strip().splitlines()), []
        inline.map = [line, line + words.count("\n") + 1]
        at = closing.start()
    rest = state.push("html_block", "", 0)
    rest.content, rest.map = text[at:], [first + text.count("\n", 0, at), token.map[1] if token.map else 1]


def _comment_completed(state: StateBlock, start: int, end: int) -> None:
    """A comment in a block of HTML goes on over empty lines too; one that never ends is printed, and reported."""
    token = state.tokens[-1]
    while token.content.rfind("<!--") > token.content.rfind("-->"):
        close = state.src.find("-->", state.eMarks[state.line - 1], state.eMarks[end - 1])
        if close < 0:
            return
        state.line = next(line for line in range(state.line, end) if close + 3 <= state.eMarks[line]) + 1
        token.content, token.map = state.getLines(start, state.line, state.blkIndent, True), [start, state.line]


def _drawing_completed(state: StateBlock, start: int, end: int) -> None:
    """A drawing goes on over empty lines, at which a block of HTML ends."""
    token = state.tokens[-1]
    for opening in re.finditer(r"<(?:svg|math)\b", token.content, re.I):
        if foreign.end_of(token.content, opening.start()) is not None:
            continue
        lines = state.getLines(start, end, state.blkIndent, True)
        close = foreign.end_of(lines, opening.start())
        if close is not None:
            state.line = start + lines.count("\n", 0, close) + 1
            token.content, token.map = state.getLines(start, state.line, state.blkIndent, True), [start, state.line]
        return


def install(md: MarkdownIt) -> None:
    alternatives: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    md.block.ruler.at("html_block", _html_block, alternatives)
    md.block.ruler.before("html_block", "markdown_in_html", _asks, alternatives)
