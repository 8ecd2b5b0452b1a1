"""`[[page]]`, `[[page|words]]`, `[[page#heading]]` and `![[image.png]]`: links by name, for `resolve` to find."""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from publish.lazy import regex

_LINK = regex(r"(!?)\[\[(?![\^@])([^\[\]|\n]+)(?:\\?\|([^\[\]\n]+))?\]\](?![(\[{])")
_IMAGE = regex(r"\.(?:png|jpe?g|gif|svg|webp|avif)$", re.I)


def _wikilink(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "![":
        return False
    match = _LINK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    image = bool(match[1]) and _IMAGE.search(match[2].strip()) is not None
    if match[1] and not image:  # another page put in here, which no book does: `leftovers` says so
        if not silent:
            state.push("literal", "span", 0).content = match[0]
        state.pos = match.end()
        return True
    if not silent and image:
        token = state.push("image", "img", 0)
        words = match[3] or ""
        token.attrs = {"src": match[2].strip().replace(" ", "%20"), "alt": "" if words.isdigit() else words}
        token.children = []
    elif not silent:
        state.push("wikilink", "a", 0).meta = {
            "page": match[2].strip(),
            "words": (match[3] or match[2]).strip(),
            "as": match[0],
        }
    state.pos = match.end()
    return True


def _rule(_: object, tokens: list[Token], idx: int, *__: object) -> str:
    page, words, typed = (escape(tokens[idx].meta[key]) for key in ("page", "words", "as"))
    return f'<a class="wikilink" href="{page}" data-typed="{typed}" data-line="{tokens[idx].meta.get("line", 1)}">{words}</a>'


def install(md: MarkdownIt) -> None:
    md.inline.ruler.before("link", "wikilink", _wikilink)
    md.add_render_rule("wikilink", _rule)
