"""Asides written as quotations: `> [!NOTE]` (GitHub; Obsidian with a title behind it) and `> **Note:** …`.

The second is read with the words for the kinds in the book's language or in English only, at the very beginning, with a
colon or in a line of its own: other quotations that begin in bold stay quotations.
"""

from __future__ import annotations

import functools
import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publish.lazy import regex
from publish.markdown.boxes.asides import box
from publish.markdown.scope import scope_of
from publish.words import words_for

_ALERT = regex(r"\[!([\w -]+?)(?:\|[^\]]*)?\][+-]?[ \t]*([^\n]*)(?:\n|$)")
#: A plug-in of HonKit: `> **[info] Title**`.
_CALLOUT = regex(r"\*\*\[([a-z]+)\][ \t]*([^*\n]*)\*\*[ \t]*(?:\n|$)")
_SAID = {"note": ("notice", "note"), "tip": ("tip",), "important": ("important",), "caution": ("caution",),
         "warning": ("warning",)}  # fmt: skip


@functools.cache
def _words(lang: str) -> dict[str, str]:
    """Words that open an aside, in small letters, and their kinds."""
    tables = [words_for("en")[0], words_for(lang)[0]]
    return {table[key].lower(): kind for table in tables for kind, keys in _SAID.items() for key in keys}


@functools.cache
def _said(lang: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_words(lang), key=len, reverse=True))
    strong = rf"(\*\*|__)({words})(?:[ \u00a0]?[:：][ \t]*\1|[:：]?\1(?:[ \u00a0]?[:：]|(?=[ \t]*(?:\n|$))))"
    return re.compile(rf"(?:{strong}|({words})[ \u00a0]?[:：](?=\s))[ \t]*\n?", re.I)


def _opening(text: str, lang: str) -> tuple[str, str, str] | None:
    """The class, the title and the remaining text of a quotation that is an aside."""
    if match := _ALERT.match(text):
        name, title = box(match[1].strip().replace(" ", "-"), match[2].strip())
        return name, title, text[match.end() :]
    if match := _CALLOUT.match(text):
        name, title = box(match[1], match[2].strip())
        return name, title, text[match.end() :]
    match = _said(lang).match(text)
    word = (match[2] or match[3]) if match else ""
    if match is None or word[:1] != word[:1].upper():
        return None
    return box(_words(lang)[word.lower()], "")[0], word, text[match.end() :]


def _titled(opening: Token, paragraph: Token, inline: Token, title: str, rest: str) -> list[Token]:
    """The tokens of a title and of the paragraph that follows in the same lines."""
    line = paragraph.map[0] if paragraph.map else 0
    tokens: list[Token] = []
    if title:
        words = Token("inline", "", 0, content=title, children=[], map=[line, line + 1], level=opening.level + 2)
        head = Token("paragraph_open", "p", 1, map=[line, line + 1], level=opening.level + 1, block=True)
        head.attrs = {"class": "aside-title"}
        tokens += [head, words, Token("paragraph_close", "p", -1, level=opening.level + 1, block=True)]
    if rest:
        passed = inline.content[: len(inline.content) - len(rest)].count("\n")
        for token in (paragraph, inline):
            token.map = [line + passed, token.map[1] if token.map else line + passed + 1]
        inline.content = rest
        tokens += [paragraph, inline, Token("paragraph_close", "p", -1, level=opening.level + 1, block=True)]
    return tokens


def _alerts(state: StateCore) -> None:
    tokens, lang = state.tokens, scope_of(state.env).lang
    at = 0
    while at + 3 < len(tokens):
        opening, paragraph, inline = tokens[at : at + 3]
        at += 1
        if opening.type != "blockquote_open" or paragraph.type != "paragraph_open":
            continue
        found = _opening(inline.content, lang)
        if found is None:
            continue
        closing = next(t for t in tokens[at:] if t.type == "blockquote_close" and t.level == opening.level)
        opening.type, closing.type, opening.tag, closing.tag = "div_open", "div_close", "div", "div"
        opening.attrSet("class", found[0])
        tokens[at : at + 3] = _titled(opening, paragraph, inline, found[1], found[2])


def install(md: MarkdownIt) -> None:
    md.core.ruler.after("block", "alerts", _alerts)
