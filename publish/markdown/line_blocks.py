"""Lines that are kept: line blocks, `| line`, and the stanzas of `::: verse`, where every line end counts.

Both become paragraphs, a stanza each, whose lines end in hard breaks; white space at the start of a line is kept as
no-break spaces, of which `literary.verse` makes an indent. A line of a line block goes on in lines that begin with a space.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publish.lazy import regex

VERSE = frozenset({"verse", "poem", "poetry"})
_LINE = regex(r"\|(?:[ \t]|$)")
_CELLS = regex(r"\|.*\|[ \t]*$")
#: Lines that are no verse within verse: headings, fences, notes, quotations, rules, raw HTML and comments.
_OTHER = regex(
    r"#{1,6}\s|:{3,}|`{3,}|\[\^[^\]]+\]:|>|<!--|%%"
    r"|(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|</?[A-Za-z]|!\[|\|(?:\s|$)|\\(?:new|clear)?page"
)


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _kept(text: str, indent: int) -> str:
    """A line with its indent as no-break spaces, without the mark of a hard break at its end."""
    plain = re.sub(r"(?<!\\)\\$", "", text.rstrip()).strip()
    return "\u00a0" * indent + plain


def _stanza(state: StateBlock, start: int, end: int, lines: list[str]) -> None:
    opening = state.push("paragraph_open", "p", 1)
    opening.map = [start, end]
    inline = state.push("inline", "", 0)
    inline.content, inline.children, inline.map = "\\\n".join(lines), [], [start, end]
    state.push("paragraph_close", "p", -1)


def _line_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start) or not _LINE.match(_text(state, start)):
        return False
    last = start
    while last < end and not state.isEmpty(last) and state.sCount[last] >= state.blkIndent:
        text = _text(state, last)
        if not _LINE.match(text) and state.sCount[last] == state.blkIndent:
            break
        last += 1
    texts = [_text(state, line) for line in range(start, last)]
    if (len(texts) < 2 and _CELLS.match(texts[0])) or all(_CELLS.match(text) for text in texts):
        return False  # a table that lacks its row of dashes
    if silent:
        return True
    state.push("verse_open", "div", 1).attrs = {"class": "verse"}
    state.tokens[-1].map = [start, last]
    stanza: list[str] = []
    opened = start
    for line, text in enumerate(texts, start):
        if _LINE.match(text):
            words = text[2:] if len(text) > 1 else ""
            indent = len(words.expandtabs(4)) - len(words.expandtabs(4).lstrip())
            if words.strip():
                opened = opened if stanza else line
                stanza.append(_kept(words, indent))
            elif stanza:
                _stanza(state, opened, line, stanza)
                stanza = []
        elif stanza:
            stanza[-1] += "\n" + _kept(text, 0)
    if stanza:
        _stanza(state, opened, last, stanza)
    state.push("verse_close", "div", -1)
    state.line = last
    return True


def _verse_lines(state: StateBlock) -> tuple[int, int] | None:
    """The lines of the block of verse that is open here, if it is the innermost block."""
    if not state.level:
        return None
    opening = next((t for t in reversed(state.tokens) if t.nesting == 1 and t.level == state.level - 1), None)
    if opening is None or opening.type != "div_open" or not VERSE & set(str(opening.attrs.get("class", "")).split()):
        return None
    return (opening.map[0] + 1, opening.map[1]) if opening.map else None


def _verse(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    within = _verse_lines(state)
    if within is None or silent or _OTHER.match(_text(state, start)):
        return False
    last = start
    while last < end and not state.isEmpty(last) and not (last > start and _OTHER.match(_text(state, last))):
        last += 1
    least = min((state.sCount[i] for i in range(*within) if i < state.lineMax and not state.isEmpty(i)), default=0)
    lines = [_kept(_text(state, line), max(0, state.sCount[line] - least)) for line in range(start, last)]
    _stanza(state, start, last, lines)
    state.line = last
    return True


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("code", "verse", _verse)
    md.block.ruler.before("fence", "line_block", _line_block)
