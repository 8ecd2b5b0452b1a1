"""`:tada:` is the character that GitHub and others show for it; fonts that lack it are reported where they are used."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from publish.lazy import regex

_CODE = regex(r":([a-z0-9][a-z0-9_-]+|[+-]1):(?![\w:])")
#: Names that stand between colons for other reasons: fields of reStructuredText and their like.
_FIELDS = frozenset("date email id key link name label link memo page book end back top new".split())


def _emoji(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != ":" or (
        state.pos and (state.src[state.pos - 1].isalnum() or state.src[state.pos - 1] in ":_`")
    ):
        return False
    match = _CODE.match(state.src, state.pos, state.posMax)
    if match is None or match[1] in _FIELDS:
        return False
    from rich.emoji import Emoji, NoEmoji  # its table is large, and few books have one

    try:
        character = str(Emoji(match[1]))
    except NoEmoji:
        return False
    if not silent:
        state.pending += character
    state.pos = match.end()
    return True


def install(md: MarkdownIt) -> None:
    md.inline.ruler.push("emoji", _emoji)
