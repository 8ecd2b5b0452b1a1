"""Bare addresses in the text, `https://example.org` and `www.example.org`, become links.

Words that are an address, in these and in `<https://example.org>`, are tokens of their own: typography must not touch them.
"""

from __future__ import annotations

import functools
import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from publish.lazy import regex

#: Up to a space, a bracket of another kind, a quotation mark or a character of East Asian writing.
_CHARACTERS = r"[^\s<>\"“”„«»‘’`|\\\u3000-\u30ff\u3400-\u9fff\uff00-\uffef\uac00-\ud7af]"
_SCHEME = regex(r"(?<![A-Za-z0-9_.+-])(https?)$", re.I)
#: Where a tag or a variable of a template begins, no address goes on.
_TEMPLATE = regex(r"\{[%{]")
_LAST = regex(r"(?:[?!.,:;*_~'…]|&[A-Za-z0-9]+;)+$")


@functools.cache
def _rest() -> re.Pattern[str]:
    """What follows a scheme. Compiled where it is wanted: a set of so many characters takes its time."""
    return re.compile(rf"://[\w\[]{_CHARACTERS}*")


@functools.cache
def _bare_host() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9_./@:-])www\.[\w-]+\.{_CHARACTERS}+", re.I)


def trimmed(address: str) -> str:
    """Without the marks of the sentence around it, and without a closing bracket that none of its own opens."""
    while True:
        shorter = _LAST.sub("", address)
        for opening, closing in ("()", "[]", "{}"):
            while shorter.endswith(closing) and shorter.count(closing) > shorter.count(opening):
                shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter


def _opening(href: str) -> Token:
    return Token("link_open", "a", 1, attrs={"href": href}, markup="linkify", info="auto")


def _closing() -> Token:
    return Token("link_close", "a", -1, markup="linkify", info="auto")


def _bare(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != ":" or state.linkLevel > 0:
        return False
    if not state.src.startswith("://", state.pos):
        return False
    scheme, rest = _SCHEME.search(state.pending[-8:]), _rest().match(state.src, state.pos)
    if scheme is None or rest is None:
        return False
    address = trimmed(scheme[1] + _TEMPLATE.split(rest[0])[0])
    href = state.md.normalizeLink(address)
    if len(address) <= len(scheme[1]) + 3 or not state.md.validateLink(href):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        opening = state.push("link_open", "a", 1)
        opening.attrs, opening.markup, opening.info = {"href": href}, "linkify", "auto"
        state.push("text", "", 0).content = address
        closing = state.push("link_close", "a", -1)
        closing.markup, closing.info = "linkify", "auto"
    state.pos += len(address) - len(scheme[1])
    return True


def _www(state: StateCore) -> None:
    """Addresses without a scheme: no single character tells them, so they are looked for in the finished text."""
    for block in state.tokens:
        if not block.children or "www." not in block.content.lower():
            continue
        result: list[Token] = []
        inside = 0
        for token in block.children:
            inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            result += [token] if inside or token.type != "text" else _divided(token, state)
        block.children = result


def _divided(token: Token, state: StateCore) -> list[Token]:
    result, last = [], 0
    for match in _bare_host().finditer(token.content):
        address = trimmed(match[0])
        before = Token("text", "", 0, content=token.content[last : match.start()], level=token.level)
        words = Token("text", "", 0, content=address, level=token.level + 1)
        result += [before, _opening(state.md.normalizeLink(f"https://{address}")), words, _closing()]
        last = match.start() + len(address)
    return [*result, Token("text", "", 0, content=token.content[last:], level=token.level)] if last else [token]


def _addresses(state: StateCore) -> None:
    for block in state.tokens:
        inside = False
        for token in block.children or []:
            if token.type in ("link_open", "link_close"):
                inside = token.type == "link_open" and token.info == "auto"
                if inside:
                    token.attrs["class"] = "url"
            elif inside and token.type == "text":
                token.type = "address"


def install(md: MarkdownIt) -> None:
    md.inline.ruler.push("bare_url", _bare)
    md.core.ruler.after("inline", "www", _www)
    md.core.ruler.after("www", "addresses", _addresses)
    md.add_render_rule("address", lambda self, tokens, idx, options, env: escape(tokens[idx].content, quote=False))
