"""Text on its way through the citation library: formatting and places are single signs of Unicode's private use.

The library joins, cuts and changes the case of strings; tags would come to harm in it, single signs do not. In the end the
signs become elements.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from publish.book import Element
from publish.book.trees import append_text
from publish.lazy import regex

NAMES_OPEN, NAMES_CLOSE = "\ue000", "\ue001"
CLOSE = "\ue002"
#: An opening sign, and the element that it opens.
ELEMENTS: dict[str, tuple[str, str]] = {
    "\ue010": ("i", ""), "\ue011": ("b", ""), "\ue012": ("sup", ""), "\ue013": ("sub", ""), "\ue014": ("span", "smallcaps"),
    "\ue015": ("u", ""),
}  # fmt: skip
ITALIC, BOLD, SUPERSCRIPT, SUBSCRIPT, SMALL_CAPS, UNDERLINE = ELEMENTS
#: The citation number `n` of a group: `chr(LINK + n)` opens its link, the others are its affixes.
LINK, PREFIX, SUFFIX = 0xE100, 0xE500, 0xE900
MAX_CITES = 0x400
_SIGNS = "\ue000-\uf8ff"
_ADDRESS = regex(rf"https?://[\w-]+\.[^\s<>{_SIGNS}]*[^\s<>.,;:){_SIGNS}]")

Filler = Callable[[Element, int], None]


def bare(text: str) -> str:
    """The text without any sign."""
    return re.sub(f"[{_SIGNS}]", "", text)


def names_in(text: str) -> tuple[int, int] | None:
    """Where the first names stand, their signs included."""
    start = text.find(NAMES_OPEN)
    depth = 0
    for at in range(max(0, start), len(text)):
        depth += {NAMES_OPEN: 1, NAMES_CLOSE: -1}.get(text[at], 0)
        if depth == 0 and start >= 0:
            return start, at + 1
    return None


def mended(text: str, closing_quotes: str) -> str:
    """Marks of sentences that meet are one; with `closing_quotes` full stops and commas stand before these."""
    text = re.sub(f"[{NAMES_OPEN}{NAMES_CLOSE}]", "", text)
    if closing_quotes:
        text = re.sub(rf"([{closing_quotes}]+)({CLOSE}*)([.,])", r"\3\1\2", text)
    quote = f"[{closing_quotes}]?" if closing_quotes else ""
    text = re.sub(rf"([?!])({quote}{CLOSE}*)\.", r"\1\2", text)
    text = re.sub(rf"([.,;:])({quote}{CLOSE}*)\1", r"\1\2", text)
    return re.sub(rf"([.])({CLOSE}*)\1", r"\1\2", re.sub(r" {2,}", " ", text)).strip()


def built(parent: Element, text: str, link: Callable[[int], Element | None], affix: Filler) -> None:
    """Put a text with signs into an element; `link` makes the link of a citation, `affix` fills in what stood around it."""
    stack = [parent]
    for piece in re.split(f"([{_SIGNS}])", text):
        code = ord(piece) if len(piece) == 1 else 0
        if piece in ELEMENTS:
            tag, name = ELEMENTS[piece]
            stack.append(etree.SubElement(stack[-1], tag, {"class": name} if name else {}))
        elif LINK <= code < LINK + MAX_CITES:
            made = link(code - LINK)
            stack.append(stack[-1] if made is None else made)
            if made is not None:
                stack[-2].append(made)
        elif PREFIX <= code < SUFFIX + MAX_CITES:
            affix(stack[-1], code)
        elif piece == CLOSE:
            if len(stack) > 1:
                stack.pop()
        elif piece:
            _text_added(stack[-1], piece, any(e.tag == "a" for e in stack))


def _text_added(parent: Element, text: str, in_link: bool) -> None:
    last = 0
    for match in () if in_link else _ADDRESS.finditer(text):
        append_text(parent, text[last : match.start()])
        etree.SubElement(parent, "a", {"class": "url", "href": match[0]}).text = match[0]
        last = match.end()
    append_text(parent, text[last:])
