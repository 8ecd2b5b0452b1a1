"""Letters and diaries, `::: letter` and `::: diary`: what stands at their head and their foot is named by its place.

`dateline` and `salutation` before the text, `closing`, `signature` and `postscript` after it, as the Standard Ebooks manual
parts a letter; the paragraphs stay where they are.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.book import Element
from publish.lazy import regex
from publish.markdown.shape import text_of

#: Characters of the longest line at the head or the foot of a letter.
_SHORT = 90
_POSTSCRIPT = regex(r"\W*(?:(?:P\.? ?)+S\b\.?|N\. ?B\.|Postscript\b|З\.?Ы\.?|П\.? ?С\.?)")
_SALUTES = regex(r"[,:!—–]$|,? ?[—–-]+$")
_GREETING = regex(
    r"(?i)\W*(?:my (?:dear|own|beloved|lord)|dear(?:est)?\b|sir\b|madam\b|gentlemen\b|to whom|(?:mon|ma|mes) ch|chère?s?\b"
    r"|liebe[rs]?\b|sehr geehrte|querid[oa]|estimad[oa]|car[oa]\b|gentile|beste\b|kära?\b|дорог|уважаем|милост)"
)
_FAREWELL = regex(
    r"(?i)\W*(?:(?:i am|i remain|believe me|ever|always|very|most|with|your|yours|sincerely|faithfully|truly|respectfully|love|"
    r"affectionately|cordially|regards|kind|best|cheers|adieu|farewell|mit |herzlich|hochachtungsvoll|dein|ihre?\b|cordialement|"
    r"bien à|amicalement|votre|con |un |cordiali|met vriendelijke|с уважением|твой|твоя|ваш))"
)
_DATE = regex(r"\d")


def letters_set(tree: Element) -> None:
    for block in [e for e in tree.iter("div", "blockquote", "section") if "letter" in e.get("class", "").split()]:
        _letter([e for e in block if e.tag == "p" and not e.get("class")])
    for block in [e for e in tree.iter("div", "blockquote", "section") if "diary" in e.get("class", "").split()]:
        _diary([e for e in block if e.tag == "p"])


def _short(paragraph: Element) -> bool:
    return max((len(line) for line in _lines(paragraph)), default=0) <= _SHORT and len(_lines(paragraph)) <= 6


def _lines(paragraph: Element) -> list[str]:
    """The lines of a paragraph: breaks and line ends divide it."""
    copied = etree.fromstring(etree.tostring(paragraph, with_tail=False))
    for line_break in list(copied.iter("br")):
        line_break.text = "\n"
    return [line.strip() for line in "".join(map(str, copied.itertext())).split("\n") if line.strip()]


def _letter(paragraphs: list[Element]) -> None:
    head = _head(paragraphs)
    for at, paragraph in enumerate(paragraphs[:head]):
        last = at == head - 1 and _greets(paragraph)
        paragraph.set("class", "salutation" if last else "dateline")
    foot = next((i for i, p in enumerate(paragraphs) if i >= head and _POSTSCRIPT.match(text_of(p))), len(paragraphs))
    for paragraph in paragraphs[foot:]:
        paragraph.set("class", "postscript")
    _signed(paragraphs[head:foot])


def greets(text: str) -> bool:
    """Whether words address somebody and end as a salutation does."""
    return bool(_GREETING.match(text) and _SALUTES.search(text))


def bids_farewell(text: str) -> bool:
    """Whether words begin as those before a signature do."""
    return bool(_FAREWELL.match(text))


def is_postscript(text: str) -> bool:
    return bool(_POSTSCRIPT.match(text))


def _greets(paragraph: Element) -> bool:
    text = text_of(paragraph)
    return bool(_GREETING.match(text) or (_SALUTES.search(text) and not _DATE.search(text)))


def _head(paragraphs: list[Element]) -> int:
    """How many paragraphs stand before the text: up to the salutation, else those with a date."""
    for at, paragraph in enumerate(paragraphs[:4]):
        if not _short(paragraph):
            return _dated(paragraphs[:at])
        if _greets(paragraph):
            return at + 1
    return _dated(paragraphs[:4])


def _dated(paragraphs: list[Element]) -> int:
    return next((i for i, p in enumerate(paragraphs) if not (_short(p) and _DATE.search(text_of(p)))), len(paragraphs))


def _signed(paragraphs: list[Element]) -> None:
    """The farewell and the name under it, or both in one paragraph, or the name alone."""
    if len(paragraphs) < 2 or not _short(paragraphs[-1]):
        return
    last, before = paragraphs[-1], paragraphs[-2]
    lines = _lines(last)
    if len(lines) > 1 and (_FAREWELL.match(lines[0]) or lines[0].endswith(",")):
        last.set("class", "closing")
    elif _short(before) and len(paragraphs) > 2 and (_FAREWELL.match(text_of(before)) or text_of(before).endswith(",")):
        before.set("class", "closing")
        last.set("class", "signature")
    elif _FAREWELL.match(text_of(last)) and text_of(last).endswith(","):
        last.set("class", "closing")
    elif not re.search(r"[?!]$|\w{3,}\.$", text_of(last)) and len(text_of(last)) <= 60:
        last.set("class", "signature")


def _diary(paragraphs: list[Element]) -> None:
    """A short line that has a day or a year in it, in emphasis or alone, begins an entry."""
    for paragraph in paragraphs:
        text = text_of(paragraph)
        emphatic = len(paragraph) == 1 and paragraph[0].tag in ("em", "strong", "i", "b") and not paragraph.text
        if (
            len(text) <= _SHORT
            and _DATE.search(text)
            and ((emphatic and not (paragraph[0].tail or "").strip()) or text[-1] not in ".?!")
        ):
            paragraph.set("class", "dateline")
