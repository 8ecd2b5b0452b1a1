"""Straight quotation marks and apostrophes to typographic ones: each by its place first, by pairs second.

A mark with a space before and a letter behind it opens, one with a sign before and a space behind it closes, whether or not
its other half is there: a speech of several paragraphs opens each of them and closes the last. Where places leave a choice,
as between a quotation and an elision, `reading` takes the one that agrees best with all marks of the paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from publish.lazy import regex
from publish.markdown.quotes.places import OBJECT
from publish.markdown.quotes.reading import Role, roles

_APOSTROPHE = "\u2019"
_MARK = regex("['\"]")
#: Between letters or figures it is an apostrophe; scripts without spaces between words may have a quotation there.
_WITHIN_A_WORD = regex(
    r"'(?<=[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]')(?=[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"
)
#: Scripts from here on set words without spaces between them.
_SPACELESS = "\u0e00"
#: What nearly every mark is: at the head of a word, or at the end of one or of its signs.
_OPENS = regex(r'"(?:(?<=[\s(\[\u2014\u2013]")|(?<=\A"))(?=[^\W\d_])')
_CLOSES = regex(r'"(?<=[.,!?\u2026\u2014]"|[^\W\d_]")(?=[\s,.;:!?)\]\u2026\u2014]|\Z)')
#: What takes no room between two words.
_NOTHING = frozenset({"comment", "footnote_ref", "index_mark", "target"})
_TAG = regex(r"<[^<>]*>\Z")


def curled(tokens: Sequence[Token], quotes: Sequence[str]) -> None:
    """Set the marks of one paragraph; `quotes` opens and closes double ones, then single ones."""
    marked = False
    for index, token in enumerate(tokens):
        if token.type != "text":
            continue
        if "'" in token.content:
            token.content = _WITHIN_A_WORD.sub(_APOSTROPHE, token.content)
            if token.content[0] == "'" and index and _apostrophe(tokens[index - 1], token.content):
                token.content = _APOSTROPHE + token.content[1:]
            marked = marked or "'" in token.content
        marked = marked or '"' in token.content
    if not marked:
        return
    text, places = _flat(tokens)
    found = _plain(text) or roles(text)
    printed = {'"': ('"', quotes[0], quotes[1], '"'), "'": ("'", quotes[2], quotes[3], _APOSTROPHE)}  # by role
    for token, start in places:
        pieces: list[str] = []
        content, last = token.content, 0
        for match in _MARK.finditer(content):
            at = match.start()
            pieces += content[last:at], printed[match[0]][found[start + at]]
            last = at + 1
        if pieces:
            token.content = "".join([*pieces, content[last:]])


def _apostrophe(before: Token, text: str) -> bool:
    """Whether a mark right behind a token is an apostrophe: what is marked up ends there, a word goes on."""
    if not text[1:2].isalpha() or text[1] >= _SPACELESS or before.type in ("text", "softbreak", "hardbreak"):
        return False
    return before.content[:2] == "</" if before.type == "html_inline" else before.nesting < 0 or bool(before.content)


def _flat(tokens: Sequence[Token]) -> tuple[str, list[tuple[Token, int]]]:
    """The text of a paragraph as its reader sees it, and where in it each token with text begins."""
    parts: list[str] = []
    places: list[tuple[Token, int]] = []
    length = 0
    for token in tokens:
        if token.type == "text":
            places.append((token, length))
            part = token.content
        elif token.type in ("softbreak", "hardbreak"):
            part = "\n"
        elif token.type == "html_inline" and _TAG.match(token.content):
            part = "\n" if token.content[:3].lower() == "<br" else ""
        else:
            part = "" if token.nesting or token.type in _NOTHING else OBJECT
        parts.append(part)
        length += len(part)
    return "".join(parts), places


def _plain(text: str) -> dict[int, Role]:
    """The roles of all marks, where their places leave no choice for any of them; else nothing."""
    if "'" in text:
        return {}
    found = {match.start(): Role.OPENS for match in _OPENS.finditer(text)}
    found.update((match.start(), Role.CLOSES) for match in _CLOSES.finditer(text))
    return found if len(found) == text.count('"') else {}
