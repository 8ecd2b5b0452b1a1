"""Attributes, `{#id .class key=value}`: at the end of a heading, and right after an image, a link or code.

Values may stand without quotes as pandoc has them (`width=70%`); `{-}` is pandoc's unnumbered heading.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs.parse import ParseError, parse

_AT_END = re.compile(r"[ \t]*(\{[^{}\n]*\})[ \t]*$")


def parsed(text: str) -> dict[str, str] | None:
    """The attributes of `{…}`, or None where it is not an attribute block."""
    text = re.sub(r"(?<=[{\s])-(?=[\s}])", ".unnumbered", text)
    text = re.sub(r"""(?<=[\s{])([\w:-]+)=([^\s"'{}]+)""", r'\1="\2"', text)
    try:
        end, attributes = parse(text)
    except ParseError:
        return None
    return dict(attributes) if end == len(text) - 1 and attributes else None


def taken_from_end(inline: Token) -> dict[str, str]:
    """Remove an attribute block from the end of an inline token and return what it says."""
    children = inline.children or []
    if not children or children[-1].type != "text":
        return {}
    match = _AT_END.search(children[-1].content)
    attributes = parsed(match[1]) if match else None
    if match is None or attributes is None:
        return {}
    children[-1].content = children[-1].content[: match.start()]
    return attributes


def apply(token: Token, attributes: dict[str, str]) -> None:
    for key, value in attributes.items():
        if key == "class":
            token.attrJoin("class", value)
        else:
            token.attrSet(key, value)


def _opening(tokens: list[Token]) -> Token | None:
    """The token that the last one closes, or the last one itself; None where it takes no attributes."""
    if not tokens or tokens[-1].type not in ("image", "code_inline", "link_close"):
        return None
    if tokens[-1].type != "link_close":
        return tokens[-1]
    return next((t for t in reversed(tokens) if t.type == "link_open" and t.level == tokens[-1].level), None)


def _inline_attributes(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{" or state.pending:
        return False
    end = state.src.find("}", state.pos)
    token = _opening(state.tokens)
    attributes = parsed(state.src[state.pos : end + 1]) if end > 0 and token is not None else None
    if attributes is None or token is None:
        return False
    if not silent:
        apply(token, attributes)
    state.pos = end + 1
    return True


def _heading_attributes(state: StateCore) -> None:
    for token, following in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type == "heading_open":
            apply(token, taken_from_end(following))


def install(md: MarkdownIt) -> None:
    md.inline.ruler.push("attributes", _inline_attributes)
    md.core.ruler.after("text_join", "heading_attributes", _heading_attributes)
