"""Lines of East Asian text joined: where the author broke a line between two squares, no space is printed (CSS Text 3, 4.1.3).

Chinese and Japanese have no spaces between words; a break of the source would leave one after every sentence. Nor is there
one behind a full-width sign that closes, or before one that opens, whatever stands on the other side. Korean keeps its spaces.
"""

from __future__ import annotations

import unicodedata

from lxml import etree

from publish.book import Element
from publish.lazy import regex
from publish.resolve.draft import Draft

#: What is printed as it stands, and blocks, over whose ends nothing is joined.
_VERBATIM = frozenset({"pre", "code", "kbd", "samp", "script", "style"})
_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var".split()
)
_BREAK = regex(r"[ \t]*\n[ \t]*")
_EDGE = "\0"
#: The first bytes of squares in UTF-8, and of some others: most books have none.
MAY_BE_SQUARE = regex(rb"[\xe1-\xf4](?:(?<!\xe2)|(?<=\xe2)[\x8c-\xaf\xba-\xbf])")


def lines_joined(draft: Draft) -> None:
    for chapter in draft.chapters:
        if not MAY_BE_SQUARE.search(etree.tostring(chapter.tree, method="text", encoding="utf-8")):
            continue
        chunks: list[tuple[Element, str, str]] = []
        _collected(chapter.tree, False, chunks)
        text = "".join(chunk for _, _, chunk in chunks)
        if not any(_is_square(character) for character in set(text)):
            continue
        gone = {at for m in _BREAK.finditer(text) if _joins(text, m.start(), m.end()) for at in range(*m.span())}
        start = 0
        for element, slot, chunk in chunks:
            if slot and any(at in gone for at in range(start, start + len(chunk))):
                setattr(element, slot, "".join(c for at, c in enumerate(chunk, start) if at not in gone))
            start += len(chunk)


def _collected(tree: Element, verbatim: bool, chunks: list[tuple[Element, str, str]]) -> None:
    """All text in order, with its place; verbatim text and the ends of blocks have none."""
    todo: list[tuple[Element, bool, bool]] = [(tree, verbatim, False)]
    while todo:
        element, within, leaving = todo.pop()
        named = isinstance(element.tag, str)
        edge = named and element.tag not in _INLINE
        if leaving:
            if edge:
                chunks.append((element, "", _EDGE))
            if element.tail and element is not tree:
                outer = within and not (named and element.tag in _VERBATIM and not _in_verbatim(element))
                chunks.append((element, "" if outer else "tail", element.tail))
            continue
        within = within or (named and element.tag in _VERBATIM)
        if edge:
            chunks.append((element, "", _EDGE))
        if named and element.text:
            chunks.append((element, "" if within else "text", element.text))
        todo.append((element, within, True))
        todo += [(child, within, False) for child in reversed(element)]


def _in_verbatim(element: Element) -> bool:
    return any(around.tag in _VERBATIM for around in element.iterancestors())


def _joins(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after or _EDGE in (before, after):
        return False
    if _is_square(before) and _is_square(after):
        return True
    return _is_sign(before, "PePfPo") or _is_sign(after, "PsPi")


def _is_square(character: str) -> bool:
    wide = unicodedata.east_asian_width(character) in "WF"
    return wide and not unicodedata.name(character, "").startswith("HANGUL") and unicodedata.category(character) != "So"


def _is_sign(character: str, kinds: str) -> bool:
    return _is_square(character) and unicodedata.category(character) in kinds
