"""The first words of a chapter on pages: small capitals, or an initial that is three lines high, where the book wants it.

Only words of scripts that have capitals are set so, and none that the author has set in some way. The text stays as it is.
"""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

from publish.book import Element, Typography
from publish.lazy import regex

#: Letters that the words in small capitals have at most.
_WORDS = 26
#: Letters of a paragraph that stands beside an initial of three lines with one line more, on a narrow page too.
_LEAST = 260
#: An initial with the signs before it, the rest of its word, words behind it on the line; a clause ends them.
_INITIAL = regex(r"\s*([«“‘„‚\"'¡¿]*)(\w)")
_REST = regex(r"[\w’'\u00ad]*")
#: Letters whose tails go below the line; so do marks that hang from a letter, by their combining classes.
_TAILED, _BELOW = frozenset("QJ"), frozenset({202, 220})
#: What may stand between the title and the prose.
_BETWEEN = frozenset({"epigraph", "byline", "dateline", "salutation"})
_WORD = regex(r"[ \u00a0]+[\w’'\u00ad]+")


def opening_set(tree: Element, typography: Typography) -> None:
    """Set the first words of a chapter's first paragraph as `openings` says, where it begins with a capital."""
    if typography.openings == "plain":
        return
    paragraph = _first_paragraph(tree)
    found = _INITIAL.match(paragraph.text or "") if paragraph is not None else None
    if paragraph is None or found is None or not found[2].isupper():
        return
    paragraph.set("class", paragraph.get("class") or "first")
    if typography.openings == "initial" and len("".join(map(str, paragraph.itertext()))) >= _LEAST:
        _initial(paragraph, found)
    else:
        _small(paragraph, found)


def _first_paragraph(tree: Element) -> Element | None:
    """The paragraph behind the title, epigraphs, by-lines and the head of a letter at most between them."""
    title = next((one for one in tree.iter(etree.Element) if "chapter-title" in _names(one)), None)
    while title is not None and title.getnext() is None and title.getparent() is not None:
        title = title.getparent()
    after = list(tree)[:1] if title is None else list(title.itersiblings(etree.Element))
    first = next((one for one in after if not _BETWEEN & set(_names(one))), None)
    return first if first is not None and first.tag == "p" else None


def _names(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def _initial(paragraph: Element, found: re.Match[str]) -> None:
    text = paragraph.text or ""
    after = _end_of_word(text, found.end())
    initial = etree.Element("span", {"class": "initial"})
    if found[1]:
        etree.SubElement(initial, "span", {"class": "sign"}).text = found[1]
    letter = etree.SubElement(initial, "span", {"class": "tailed"} if _has_tail(found[2]) else {})
    letter.text = found[2]
    paragraph.text = None
    paragraph.insert(0, initial)
    initial.tail = text[found.end() :]
    if after > found.end():
        small = etree.Element("span", {"class": "opening"})
        small.text, small.tail, initial.tail = text[found.end() : after], text[after:], None
        initial.addnext(small)


def _has_tail(letter: str) -> bool:
    """Whether a capital goes so far below its line that the line below must keep clear of it."""
    parts = unicodedata.normalize("NFD", letter)
    return parts[0] in _TAILED or any(unicodedata.combining(mark) in _BELOW for mark in parts[1:])


def _small(paragraph: Element, found: re.Match[str]) -> None:
    """The first words in small capitals: as many as a phrase has, and no line of them."""
    text = paragraph.text or ""
    end = _end_of_word(text, found.end())
    while (word := _WORD.match(text, end)) is not None and word.end() <= _WORDS:
        end = word.end()
    small = etree.Element("span", {"class": "opening"})
    small.text, small.tail = text[:end], text[end:]
    paragraph.text = None
    paragraph.insert(0, small)


def _end_of_word(text: str, at: int) -> int:
    rest = _REST.match(text, at)
    return rest.end() if rest else at
