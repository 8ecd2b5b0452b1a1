"""`[Further reading]`, `[Further reading][]` and `[there][further reading]`: links to a heading of the file by its words, as pandoc
has them. A link that the author defined goes before; words in brackets alone must be those of the heading to the letter."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from publish.lazy import regex

_KNOWN = "headings_by_words"
_ATTRIBUTES = regex(r"\s*\{([^{}]*)\}\s*$")
_ID = regex(r"#([^\s}]+)")


def install(md: MarkdownIt) -> None:
    md.core.ruler.after("block", "headings_known", _known)
    md.inline.ruler.after("span", "heading_link", _link)


def _known(state: StateCore) -> None:
    """The headings of the file, by their words as typed and without signs of emphasis; the first of equal ones counts."""
    known = state.env.setdefault(_KNOWN, {})
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type != "heading_open":
            continue
        given = _ATTRIBUTES.search(inline.content)
        typed = _words(inline.content[: given.start()] if given else inline.content)
        plain = re.sub(r"[*_`]", "", typed)
        own = _ID.search(given[1]) if given else None
        target = own[1] if own else re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        for name in (typed, plain):
            if target and name:
                known.setdefault(name, f"#{target}")
                known.setdefault(name.casefold(), f"#{target}")


def _words(text: str) -> str:
    return " ".join(text.split())


def _link(state: StateInline, silent: bool) -> bool:
    known = state.env.get(_KNOWN)
    if not known or state.src[state.pos] != "[" or state.linkLevel:
        return False
    start, end, maximum = state.pos + 1, parseLinkLabel(state, state.pos), state.posMax
    if end < 0:
        return False
    words, behind = state.src[start:end], state.src[end + 1 : end + 2]
    after, target = end + 1, None
    if behind == "[":
        last = state.src.find("]", end + 2, maximum)
        if last < 0:
            return False
        after, target = last + 1, known.get(_words(state.src[end + 2 : last] or words).casefold())
    elif not behind or behind not in "{(:":
        target = known.get(_words(words)) if words != words.casefold() else None
    if target is None:
        return False
    if not silent:
        state.pos, state.posMax = start, end
        state.push("link_open", "a", 1).attrs = {"href": target}
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
    state.pos, state.posMax = after, maximum
    return True
