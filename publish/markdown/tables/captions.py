"""Captions of tables: a paragraph `Table: …` or `: …` before or after one, `[…]` right behind it, a `caption` attribute.

The label may be pandoc's, `{#tbl:id}`, or bookdown's, `(\\#tab:id)` at the beginning.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publish.lazy import regex
from publish.markdown.attributes import BLOCK, apply, parsed

_CAPTION = regex(r"(?:[Tt]able)?:[ \t]+(?=\S)")
_BRACKETS = regex(r"\[([^\[\]]+(?:\[[^\]]*\][^\[\]]*)*)\](?:[ \t]*\[([\w:.-]+)\])?[ \t]*$")
_BOOKDOWN = regex(r"\(\\?#([\w:-]+)\)[ \t]*")


def is_caption(line: str) -> bool:
    """Whether a line right below a table is its caption and no row of it."""
    return "|" not in line and bool(_CAPTION.match(line) or _BRACKETS.match(line))


def with_attributes(text: str) -> tuple[str, dict[str, str]]:
    """A caption and the attributes at its end or, with bookdown, the label at its beginning."""
    attributes: dict[str, str] = {}
    begin = text.rstrip().rfind("{")
    while begin >= 0 and not BLOCK.fullmatch(text.rstrip()[begin:]):
        begin = text.rfind("{", 0, begin)
    if begin >= 0 and (found := parsed(text.rstrip()[begin:])):
        attributes, text = found, text[:begin].rstrip()
    if label := _BOOKDOWN.match(text):
        attributes.setdefault("id", label[1])
        text = text[label.end() :]
    return text, attributes


def caption_tokens(tag: str, inline: Token) -> list[Token]:
    return [
        Token(f"{tag}_open", tag, 1, map=inline.map, block=True),
        inline,
        Token(f"{tag}_close", tag, -1, block=True),
    ]


def _paragraph(tokens: list[Token], at: int, line: int | None) -> tuple[str, dict[str, str]] | None:
    """The caption that the paragraph at an index is; brackets are one only on the line that adjoins the table."""
    if at < 0 or at + 2 >= len(tokens) or tokens[at].type != "paragraph_open":
        return None
    text, span = tokens[at + 1].content, tokens[at].map or [0, 0]
    if match := _CAPTION.match(text):
        return with_attributes(text[match.end() :])
    brackets = _BRACKETS.match(text) if line in (span[0], span[1]) else None
    if brackets is None:
        return None
    return brackets[1], {"id": brackets[2]} if brackets[2] else {}


def _captions(state: StateCore) -> None:
    """Move the caption, which stands after the table or before it, to the head of the table."""
    tokens, at = state.tokens, 0
    while at < len(tokens):
        table = tokens[at]
        if table.type != "table_open":
            at += 1
            continue
        close = next(
            i for i in range(at, len(tokens)) if tokens[i].type == "table_close" and tokens[i].level == table.level
        )
        begin, end = table.map or [0, 0]
        said = str(table.attrs.pop("caption", table.attrs.pop("tbl-cap", "")))
        if (found := _paragraph(tokens, close + 1, end)) is not None:
            inline = tokens[close + 2]
            del tokens[close + 1 : close + 4]
        elif (found := _paragraph(tokens, at - 3, begin)) is not None:
            inline = tokens[at - 2]
            del tokens[at - 3 : at]
            at -= 3
        elif said:
            found = with_attributes(said)
            inline = Token("inline", "", 0, map=[begin, begin + 1], children=[], level=table.level + 2)
        if found is not None:
            inline.content = found[0]
            apply(table, found[1])
            tokens[at + 1 : at + 1] = caption_tokens("caption", inline)
        at += 1


def install(md: MarkdownIt) -> None:
    md.core.ruler.after("attribute_lines", "captions", _captions)
