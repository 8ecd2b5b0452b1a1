"""Figures, an image alone in a paragraph, and captions of tables, a paragraph `Table: …` beside one."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publish.markdown.attributes import apply, taken_from_end

_CAPTION = re.compile(r"(?:Table)?:[ \t]+")


def _alone(inline: Token) -> Token | None:
    children = [c for c in inline.children or [] if not (c.type == "text" and not c.content.strip())]
    return children[0] if len(children) == 1 and children[0].type == "image" else None


def _figure(opening: Token, image: Token, inline: Token) -> list[Token]:
    figure = Token("figure_open", "figure", 1, map=opening.map, level=opening.level, attrs={"class": "figure"})
    for key in ("id",):
        if key in image.attrs:
            figure.attrSet(key, str(image.attrs.pop(key)))
    for name in str(image.attrs.pop("class", "")).split():
        figure.attrJoin("class", name)
    holder = Token("inline", "", 0, children=[image], map=inline.map, level=opening.level + 1)
    tokens = [figure, holder]
    if image.children:
        caption = Token("inline", "", 0, children=list(image.children), map=inline.map, level=opening.level + 2)
        tokens += [Token("figcaption_open", "figcaption", 1), caption, Token("figcaption_close", "figcaption", -1)]
    return [*tokens, Token("figure_close", "figure", -1, level=opening.level)]


def _figures(state: StateCore) -> None:
    result: list[Token] = []
    tokens, at = state.tokens, 0
    while at < len(tokens):
        token = tokens[at]
        image = _alone(tokens[at + 1]) if token.type == "paragraph_open" and not token.hidden else None
        if image is not None:
            result += _figure(token, image, tokens[at + 1])
            at += 3
        else:
            result.append(token)
            at += 1
    state.tokens = result


def _is_caption(tokens: list[Token], at: int) -> bool:
    if at < 0 or at + 2 >= len(tokens) or tokens[at].type != "paragraph_open":
        return False
    children = tokens[at + 1].children or []
    return bool(children and children[0].type == "text" and _CAPTION.match(children[0].content))


def _captioned(table: Token, inline: Token) -> list[Token]:
    apply(table, taken_from_end(inline))
    first = (inline.children or [])[0]
    first.content = _CAPTION.sub("", first.content, count=1)
    return [Token("caption_open", "caption", 1, map=inline.map), inline, Token("caption_close", "caption", -1)]


def _table_captions(state: StateCore) -> None:
    """Move the caption, which stands after the table or before it, to the head of the table."""
    tokens = state.tokens
    at = 0
    while at < len(tokens):
        if tokens[at].type != "table_open":
            at += 1
            continue
        close = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
        if _is_caption(tokens, close + 1):
            inline = tokens[close + 2]
            del tokens[close + 1 : close + 4]
            tokens[at + 1 : at + 1] = _captioned(tokens[at], inline)
        elif _is_caption(tokens, at - 3):
            inline = tokens[at - 2]
            table = tokens[at]
            del tokens[at - 3 : at]
            at -= 3
            tokens[at + 1 : at + 1] = _captioned(table, inline)
        at += 1


def install(md: MarkdownIt) -> None:
    md.core.ruler.push("figures", _figures)
    md.core.ruler.push("table_captions", _table_captions)
