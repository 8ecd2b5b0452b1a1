"""Plays: `::: drama` or `::: play`, and files whose paragraphs begin, again and again, with a name in bold capitals.

A speech is `p.speech`, its speaker `.speaker`, a stage direction `.stage`. In a block that its author calls a play, a speaker
may be bold, or capitals with a full stop or a colon, or the term of a definition list. Where the lines of a speech
all begin with capitals they are verse and stay lines.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from publish.book import Element
from publish.book.trees import line_of
from publish.diagnostics import Diagnostic, counted
from publish.lazy import regex
from publish.markdown.literary.lines import has_break, lines_of
from publish.markdown.literary.verse import append_lines, begins_high
from publish.markdown.scope import Scope
from publish.markdown.shape import text_of

_PLAYS = frozenset({"drama", "play", "dialogue", "screenplay"})
#: Characters of the longest name, and the names that must come again before a file is taken for a play.
_LONGEST, _AGAIN = 40, 2
_NAME = regex(r"([^\W\d_][^\n.:]{0,38}?)(?:[.:]\s+|:?\s*(?=\n))")
_BRACKETED = regex(r"\s*[\[(].*[\])]\.?\s*$", re.S)


def plays_set(tree: Element, scope: Scope) -> None:
    blocks = [e for e in tree.iter("div", "section", "blockquote") if _PLAYS & set(e.get("class", "").split())]
    for block in blocks:
        names = [n for n in block.get("class", "").split() if n not in _PLAYS]
        block.set("class", " ".join(["drama", *names]))
        for paragraph in list(block.iter("p")):
            _bold(paragraph) or _plain(paragraph) or _stage(paragraph)
        for terms in block.iter("dl"):
            _listed(terms)
    inside = {p for block in blocks for p in block.iter("p")}
    outside = [p for p in tree.iter("p") if p not in inside]
    spoken = [p for p in outside if _is_speech(p)]
    counts = Counter(_speaker(p) for p in spoken)
    if sum(1 for count in counts.values() if count > 1) >= _AGAIN:
        for paragraph in outside:
            if not paragraph.get("class") and not (_stands_alone(paragraph) and _bold(paragraph)):
                _stage(paragraph)
    kept = [p for p in tree.iter("p") if p.get("data-kept") is not None]
    for paragraph in kept:
        paragraph.attrib.pop("data-kept")
    if kept:
        many = counted(len(kept), "speech", "speeches")
        message = f"lines of speeches from here on look like verse whose ends are not marked; they are kept ({many})"
        hint = "end lines with a backslash; hard-breaks = true keeps all line ends"
        scope.add(Diagnostic("C050", message, scope.span(line_of(kept[0])), hint))


def _speaker(paragraph: Element) -> str:
    return text_of(paragraph[0]) if len(paragraph) else ""


def _leads(paragraph: Element) -> bool:
    """True where a paragraph begins with bold words."""
    return len(paragraph) > 0 and paragraph[0].tag in ("strong", "b") and not (paragraph.text or "").strip()


def _stands_alone(paragraph: Element) -> bool:
    """True where bold words stand on the first line of a paragraph alone."""
    if not _leads(paragraph):
        return False
    after = paragraph[0].tail or ""
    return after.lstrip(" ").startswith("\n") or (not after.strip() and len(paragraph) > 1 and paragraph[1].tag == "br")


def _is_speech(paragraph: Element) -> bool:
    name = _speaker(paragraph)
    return not paragraph.get("class") and _stands_alone(paragraph) and name == name.upper() and name != name.lower()


def _bold(paragraph: Element) -> bool:
    if not _leads(paragraph) or len(_speaker(paragraph)) > _LONGEST:
        return False
    name = paragraph[0]
    name.set("class", "speaker")
    paragraph.set("class", "speech")
    following = paragraph[1] if len(paragraph) > 1 else None
    after = name.tail or ""
    if following is not None and following.tag == "br" and not after.strip():
        name.tail = following.tail
        paragraph.remove(following)
        _spoken(paragraph, name, apart=True)
    else:
        _spoken(paragraph, name, apart=after.lstrip(" ").startswith("\n"))
    return True


def _plain(paragraph: Element) -> bool:
    """`ROMEO. Words` or `ROMEO:` and words: capitals with a full stop or a colon behind them."""
    match = _NAME.match(paragraph.text or "")
    if match is None or match[1] != match[1].upper() or match[1] == match[1].lower():
        return False
    name = etree.Element("b", {"class": "speaker"})
    name.text = (paragraph.text or "")[: match.end()].rstrip()
    rest = (paragraph.text or "")[match.end() :]
    apart = "\n" in match[0] or rest.startswith("\n")
    name.tail, paragraph.text = ("\n" if apart else " ") + rest.lstrip(), None
    paragraph.insert(0, name)
    paragraph.set("class", "speech")
    _spoken(paragraph, name, apart)
    return True


def _spoken(paragraph: Element, name: Element, apart: bool) -> None:
    """What the speaker says, line by line where it is verse; on a line of its own where the author gave it one."""
    words = etree.Element("p", {"data-line": str(line_of(paragraph) + apart)})
    words.text, name.tail = (name.tail or "").lstrip("\n "), None
    words.extend(list(paragraph)[1:])
    marked = has_break(words)
    lines = lines_of(words, at_line_ends=True)
    if len(lines) > 1 and (marked or all(begins_high(line.text) for line in lines)):
        if not marked:
            paragraph.set("data-kept", "1")
        etree.SubElement(paragraph, "br").tail = "\n"
        append_lines(paragraph, lines, [0] * len(lines))
        return
    if apart:
        etree.SubElement(paragraph, "br").tail = "\n" + (words.text or "")
    else:
        name.tail = " " + (words.text or "")
    paragraph.extend(list(words))


def _stage(paragraph: Element) -> bool:
    """A paragraph that is all in italics or in brackets says what is done, not what is said."""
    if paragraph.get("class"):
        return False
    whole = len(paragraph) == 1 and paragraph[0].tag in ("em", "i") and not (paragraph.text or "").strip()
    if not (whole and not (paragraph[0].tail or "").strip(" .\n")) and not _BRACKETED.match(text_of(paragraph)):
        return False
    paragraph.set("class", "stage")
    return True


def _listed(terms: Element) -> None:
    for element in terms:
        if element.tag in ("dt", "dd"):
            element.set("class", "speaker" if element.tag == "dt" else "speech")
