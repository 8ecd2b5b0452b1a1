"""Short lines between the title of a chapter and its prose, on pages: whose journal it is, where and when it was written.

They belong to the title: they stand below it in the middle, apart from the prose, whose first words open the chapter. What may as
well be a sentence is prose: by-lines are bold, or in capitals; or they are in italics or small capitals, in brackets, or of
words that begin with capitals as names do, and have no full stop.
"""

from __future__ import annotations

from lxml import etree

from publish.book import Element
from publish.lazy import regex
from publish.words import in_capitals

#: Characters of the longest by-line, a line of a small page; how many may stand below each other; characters of the shortest prose.
_LONGEST, _MOST, _PROSE = 52, 3, 60
#: Words that begin with capitals and are a title, though a full stop ends them.
_NAMED = 3
_BOLD, _SLANTED = frozenset({"strong", "b"}), frozenset({"em", "i"})
#: What ends a sentence, or goes on; what opens speech.
_ENDS = regex(r"[.!?:;,…—–-][”’\"'»)\]]*$")
_SPEECH = regex(r"[“”„«»‹›\"'‘’—–-]")
_BRACKETED = regex(r"[(\[].*[)\]]$")
_WORD = regex(r"[^\W\d_]{4,}")
_CONTINUED = regex(r"[\s(\[—–-]*\bcontinued\b[.)\]]*$", 2)  # re.IGNORECASE


def bylines_told(tree: Element) -> None:
    """A class on the by-lines of a chapter, where a paragraph of prose follows them."""
    title = next((one for one in tree.iter(etree.Element) if "chapter-title" in one.get("class", "").split()), None)
    while title is not None and title.getnext() is None and title.getparent() is not None:
        title = title.getparent()
    found: list[Element] = []
    for one in () if title is None else title.itersiblings(etree.Element):
        if one.tag != "p" or one.get("class", "first") != "first":
            return
        if len(found) == _MOST or not _is_byline(one):
            if found and (len(_text(one)) >= _PROSE or _stands_out(found[0])):
                _told(found, one)
            return
        found.append(one)


def _told(lines: list[Element], prose: Element) -> None:
    for line in lines:
        line.set("class", "byline capitals" if in_capitals(_CONTINUED.sub("", _text(line))) else "byline")
    prose.set("class", "first")


def _text(element: Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _is_byline(paragraph: Element) -> bool:
    text = _text(paragraph)
    if not 0 < len(text) <= _LONGEST or any(one.tag in ("br", "img", "code", "a") for one in paragraph.iter()):
        return False
    if _SPEECH.match(text) or text.endswith((":", "\uff1a")):  # a colon announces what follows
        return False
    if _stands_out(paragraph):
        return True
    emphasis, bracketed = _emphasis(paragraph), bool(_BRACKETED.match(text))
    words = _CONTINUED.sub("", text)
    if _ENDS.search(text) and not (emphasis and (bracketed or _is_name(words, _NAMED))):
        return False
    return bool(emphasis) or bracketed or _is_name(words)


def _stands_out(paragraph: Element) -> bool:
    """Whether it is bold, or in capitals."""
    return bool(_emphasis(paragraph) & _BOLD) or in_capitals(_CONTINUED.sub("", _text(paragraph)))


def _emphasis(paragraph: Element) -> frozenset[str]:
    """The element that all words of a paragraph stand in, and those in it that hold as much."""
    found: set[str] = set()
    element = paragraph
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip(" ."):
        element = element[0]
        found.add("em" if "smallcaps" in element.get("class", "") else str(element.tag))
    return frozenset(found) & (_BOLD | _SLANTED)


def _is_name(text: str, least: int = 1) -> bool:
    """Whether the words that matter begin with capitals, as in "London, 3 May 1893", and are so many."""
    words = _WORD.findall(text)
    return len(words) >= least and all(word[0].isupper() for word in words) and text[:1].isalnum()
