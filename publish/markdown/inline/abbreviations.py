"""`*[HTML]: HyperText Markup Language` explains a word: each of its places becomes `abbr` with the words as its title.

Pages show no titles: the first `abbr` of a chapter has the class `first`, behind which print sets them in
brackets, unless the chapter says the words itself.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.blocks import text_at
from publish.markdown.scope import scope_of

_DEFINITION = regex(r"\*\[([^\]\[]+)\]:[ \t]+(\S.*?)[ \t]*$")


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    match = _DEFINITION.match(text_at(state, start)) if not state.is_code_block(start) else None
    if match is None:
        return False
    if not silent:
        state.env.setdefault("abbreviations", {}).setdefault(match[1], (match[2], start + 1))
        state.line = start + 1
    return True


def _abbreviations(state: StateCore) -> None:
    known: dict[str, tuple[str, int]] = state.env.get("abbreviations", {})
    if not known:
        return
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)")
    said = " ".join(t.content for t in state.tokens if t.type == "inline").casefold()
    seen: set[str] = set()
    for block in state.tokens:
        if block.type == "inline":
            children = block.children or []
            block.children = [
                p for c in children for p in (_divided(c, pattern, known, seen, said) if c.type == "text" else [c])
            ]
    for name in [name for name in known if name not in seen]:
        words, line = known[name]
        scope = scope_of(state.env)
        message = f"the abbreviation “{name}” ({words}) is explained, but does not occur"
        scope.add(Diagnostic("C056", message, scope.span(line), "check how it is spelled, or delete the line"))


def _divided(
    text: Token, pattern: re.Pattern[str], known: dict[str, tuple[str, int]], seen: set[str], said: str
) -> list[Token]:
    parts: list[Token] = []
    last = 0
    for match in pattern.finditer(text.content):
        words = known[match[0]][0]
        parts.append(Token("text", "", 0, content=text.content[last : match.start()], level=text.level))
        opening = Token("abbr_open", "abbr", 1, attrs={"title": words}, level=text.level)
        if match[0] not in seen and words.casefold() not in said:
            opening.attrSet("class", "first")
        seen.add(match[0])
        parts += [opening, Token("text", "", 0, content=match[0], level=text.level + 1)]
        parts.append(Token("abbr_close", "abbr", -1, level=text.level))
        last = match.end()
    return [*parts, Token("text", "", 0, content=text.content[last:], level=text.level)] if parts else [text]


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("list", "abbreviation", _definition, {"alt": ["paragraph", "reference"]})
    md.core.ruler.after("text_join", "abbreviations", _abbreviations)
