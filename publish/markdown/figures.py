"""Figures: an image alone in its paragraph, linked or not, with the caption that its dialect gives it.

The words in brackets are the caption, as pandoc and Quarto have it, unless the book says that they are the text alternative
only and the title is the caption, or that nothing is (`captions` of `[markdown]`). A caption said as such (`caption`, `fig-cap`,
a paragraph "Figure 3: …" right behind the image) always is one; the words in brackets are then the alternative.
`figure_shapes` finds the figures that show in the tree only.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publish.diagnostics import Diagnostic
from publish.markdown.scope import scope_of
from publish.markdown.tables.captions import caption_tokens, with_attributes
from publish.words import words_for

#: How other dialects name what an image has.
_NAMES = {"fig-alt": "alt", "fig-cap": "caption", "fig.cap": "caption", "out-width": "width", "fig-align": "align"}
#: What they say of other media, or of a page on a screen.
_UNUSED = frozenset(
    "fig-pos fig-env fig-scap fig-link lightbox group format fullbleed bleed number type scale zoom".split()
)
_ALIGNED = frozenset({"left", "right", "center"})
#: Markua's sides of a page for a picture with text beside it.
_FLOATS = frozenset({"left", "right", "inside", "outside"})


@functools.cache
def _own_label(lang: str) -> re.Pattern[str]:
    """ "Figure 3:" at the beginning of a paragraph, in the language of the book or English."""
    words = [words_for(tag)[0]["figure"].replace("{n}", "").strip() for tag in (lang, "en")]
    named = "|".join(re.escape(word) for word in [*words, "Fig."])
    return re.compile(rf"(?:\*\*|__|\*|_)?((?:{named})[ \u00a0]?\d+(?:[.-]\d+)*)[ \t]?(?=[:.–—](?:\s|\*|_))", re.I)


def unit(children: Sequence[Token]) -> list[Token] | None:
    """The image, or the link around one, that is all there is in a text; None where there is more."""
    held = [
        c
        for c in children
        if not (c.type in ("softbreak", "hardbreak") or (c.type == "text" and not c.content.strip()))
    ]
    types = [c.type for c in held]
    return held if types in (["image"], ["link_open", "image", "link_close"]) else None


def _parsed(state: StateCore, text: str, inline: Token) -> Token:
    """A text that was an attribute, read as Markdown."""
    token = Token("inline", "", 0, content=text, children=[], map=inline.map, level=inline.level + 1, block=True)
    assert token.children is not None
    state.md.inline.parse(text, state.md, state.env, token.children)
    return token


def _caption(state: StateCore, image: Token, inline: Token, said: str, captions: str) -> Token | None:
    """The caption of an image as an inline token; what it does not take of the image stays there."""
    title = str(image.attrs.get("title", ""))
    if said:
        return _parsed(state, said, inline)
    if title and (captions == "title" or (captions == "alt" and not image.children)):
        image.attrs.pop("title")
        return _parsed(state, title, inline)
    if captions != "alt" or not image.children:
        return None
    words = Token("inline", "", 0, children=list(image.children), map=inline.map, level=inline.level + 1, block=True)
    words.content = image.content  # the rule of quotation marks looks there for some
    return words


def _settled(opening: Token, units: Sequence[Token]) -> dict[str, str]:
    """The attributes of the paragraph, the link and the image, under one name each; the image keeps its own."""
    image = next(t for t in units if t.type == "image")
    own = {key: str(value) for key, value in image.attrs.items() if key not in ("src", "title")}
    if not own.get("alt"):
        own.pop("alt", None)
    for key in own:
        image.attrs.pop(key)
    found: dict[str, str] = {}
    for source in (opening.attrs, own):
        for key, value in source.items():
            name = _NAMES.get(key, key)
            found[name] = f"{found['class']} {value}" if name == "class" and "class" in found else str(value)
    return {key: value for key, value in found.items() if key not in _UNUSED}


def _figure(state: StateCore, opening: Token, inline: Token, units: list[Token], captions: str) -> list[Token]:
    image = next(t for t in units if t.type == "image")
    attributes = _settled(opening, units)
    caption, labelled = with_attributes(attributes.pop("caption", ""))
    attributes = {**labelled, **attributes}
    names = ["figure", *attributes.pop("class", "").split()]
    beside = _beside(state, inline, attributes.pop("float", ""))
    if (aligned := attributes.pop("align", beside)) in _ALIGNED and aligned != "center":
        names.append(aligned)
    figure = Token("figure_open", "figure", 1, map=opening.map, level=opening.level, block=True)
    figure.attrs = {"class": " ".join(names)}
    for key in ("id", "lang", "dir", "only", "title"):
        if key in attributes:
            figure.attrSet(key, attributes.pop(key))
    image.attrs.update(attributes)
    if caption and attributes.get("alt") and image.content.strip() not in ("", caption, attributes["alt"]):
        _unused_words(state, image, inline)
    words = _caption(state, image, inline, caption, captions)
    holder = Token("inline", "", 0, children=units, map=inline.map, level=opening.level + 1, block=True)
    below = caption_tokens("figcaption", words) if words is not None else []
    if words is not None and (own := _own_label(scope_of(state.env).lang).match(words.content)):
        below[0].attrs = {"data-own-label": own[1]}  # a number of the author's
    tokens = [figure, holder, *below]
    return [*tokens, Token("figure_close", "figure", -1, level=opening.level, block=True)]


def _beside(state: StateCore, inline: Token, side: str) -> str:
    """Where a picture stands whose text was to run beside it: on its side, above the text; said once a file."""
    scope = scope_of(state.env)
    if side in _FLOATS and ("figure", "float") not in scope.unknown:
        scope.unknown.add(("figure", "float"))
        message = (
            f"text does not run beside pictures, here and further down: “float: {side}” sets this one above its text"
        )
        span = scope.span(inline.map[0] + 1 if inline.map else 1)
        scope.add(Diagnostic("C010", message, span, "write align in its place", "float"))
    return side


def _unused_words(state: StateCore, image: Token, inline: Token) -> None:
    scope = scope_of(state.env)
    message = (
        f"the words “{image.content[:60]}” are neither the caption nor the alternative of this image and were left out"
    )
    span = scope.span(inline.map[0] + 1 if inline.map else 1)
    scope.add(Diagnostic("C010", message, span, "take them away, or one of the attributes"))


def _labelled_caption(tokens: Sequence[Token], at: int, lang: str) -> str:
    """The label of the paragraph at an index where it is a caption such as "Figure 3: …"; else nothing."""
    if at + 2 >= len(tokens) or tokens[at].type != "paragraph_open":
        return ""
    match = _own_label(lang).match(tokens[at + 1].content)
    return match[1] if match else ""


def _divided(state: StateCore) -> None:
    """An image that has attributes of its own line and text right below it in its paragraph is set apart from the text."""
    tokens = state.tokens
    for at in reversed(range(len(tokens) - 1)):
        opening, children = tokens[at], tokens[at + 1].children or []
        marked = opening.type == "paragraph_open" and {"width", "height", "alt", "caption"} & set(opening.attrs)
        if not marked or [c.type for c in children[:2]] != ["image", "softbreak"] or unit(children) is not None:
            continue
        span = opening.map or [0, 1]
        rest = Token("inline", "", 0, children=children[2:], map=[span[0] + 1, span[1]], level=tokens[at + 1].level)
        rest.content, rest.block = tokens[at + 1].content.partition("\n")[2], True
        tokens[at + 1].children = children[:1]
        closing = Token("paragraph_close", "p", -1, level=opening.level, block=True)
        again = Token("paragraph_open", "p", 1, map=rest.map, level=opening.level, block=True)
        tokens[at + 2 : at + 2] = [closing, again, rest]


def _figures(state: StateCore, captions: str) -> None:
    _divided(state)
    result: list[Token] = []
    tokens, at, lang = state.tokens, 0, scope_of(state.env).lang
    while at < len(tokens):
        token = tokens[at]
        plain = token.type == "paragraph_open" and not token.hidden
        units = unit(tokens[at + 1].children or []) if plain else None
        if units is None:
            result.append(token)
            at += 1
            continue
        label = _labelled_caption(tokens, at + 3, lang)
        figure = _figure(state, token, tokens[at + 1], units, "none" if label else captions)
        if label:
            caption = caption_tokens("figcaption", tokens[at + 4])
            caption[0].attrs = {"data-own-label": label}
            figure[-1:] = (
                [*caption, figure[-1]]
                if figure[-2].type != "figcaption_close"
                else [figure[-1], *tokens[at + 3 : at + 6]]
            )
        result += figure
        at += 6 if label else 3
    state.tokens = result


def install(md: MarkdownIt, captions: str) -> None:
    md.core.ruler.after("inline", "figures", functools.partial(_figures, captions=captions))
