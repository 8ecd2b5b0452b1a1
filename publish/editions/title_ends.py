"""Ends of titles that the engine fills, around leaders and numbers of pages.

What ends an entry of the contents stays whole and with its number, so that neither a character nor a leader stands alone on a
last line. So does the last phrase of a cover's title without spaces. Other titles are set by the press, which shapes all of
their lines (`publish.paged.titles`).
"""

from __future__ import annotations

from lxml import etree

from publish.book import Element
from publish.lazy import regex
from publish.paged.joints import held_in
from publish.paged.phrases import SQUARE, cost_of, leads

#: How many characters the last phrase has, the fewest and the most.
_FEWEST, _MOST = 3, 7
#: The last word of others, with the one before where it is short; longer ones may have to break.
_WORDS = regex(r"(?:\S{1,12}\s+)?\S{1,4}$|\S{4,20}$")
_KOREAN = regex("[\u1100-\u11ff\uac00-\ud7a3]")
#: Syllables that a line of a cover's title holds, and letters.
_LONGEST, _LONGEST_GROUP = 7, 14
#: Titles that nothing shapes.
_COVERS = frozenset({"cover-title", "cover-subtitle"})


def ends_kept(tree: Element, lang: str = "") -> None:
    """Put what ends a title into a span that is not divided; the words stay as they are. `lang`: of a cover, whose small words stay
    with what follows them, and titles with their names."""
    for element in tree.iter(etree.Element):
        names = element.get("class", "").split()
        if "entry" in names or not _COVERS.isdisjoint(names):
            title = next((one for one in element.iter("span") if one.get("class") == "title"), element)
            if not _COVERS.isdisjoint(names) and _KOREAN.search(title.text or ""):
                _whole(title, (title.text or "").split(" "))
            elif not _COVERS.isdisjoint(names) and not len(title) and not SQUARE.search(title.text or ""):
                _whole(title, _groups(title.text or "", lang))
            else:
                _kept(title, words="entry" in names)


def _groups(text: str, lang: str) -> list[str]:
    """The words of a text, those together behind the first of which no line should end."""
    held, groups, at = held_in(text, lang), [""], 0
    for word in text.split(" "):
        groups[-1] += word
        at += len(word) + 1
        if (leads(word, lang) or at - 1 in held) and len(groups[-1]) < _LONGEST_GROUP:
            groups[-1] += " "
        else:
            groups.append("")
    return [one.rstrip(" ") for one in groups if one]


def _whole(title: Element, words: list[str]) -> None:
    """Words stay whole on a cover, those of Korean too, which the engine divides behind any syllable; very long ones may break."""
    longest = _LONGEST if _KOREAN.search(title.text or "") else _LONGEST_GROUP
    title.text = None
    for number, word in enumerate(words):
        part = etree.SubElement(title, "span", {"class": "nowrap"} if len(word) <= longest else {})
        part.text, part.tail = word, " " if number < len(words) - 1 else None


def _kept(title: Element, words: bool) -> None:
    last = title[-1] if len(title) else None
    text = ((title.text if last is None else last.tail) or "").rstrip()
    at = _phrase(text) if SQUARE.search(text[-_FEWEST:]) else _word(text) if words else 0
    if not at:
        return
    end = etree.Element("span", {"class": "nowrap"})
    end.text = text[at:]
    if last is None:
        title.text = text[:at]
    else:
        last.tail = text[:at]
    title.append(end)


def _phrase(text: str) -> int:
    """Where the last phrase begins; 0 for a text that is no more than that."""
    places = range(max(1, len(text) - _MOST), len(text) - _FEWEST + 1)
    return min(places, key=lambda place: (cost_of(text[place - 1], text[place]), -place), default=0)


def _word(text: str) -> int:
    found = _WORDS.search(text)
    return found.start() if found and text[: found.start()][-1:].isspace() else 0
