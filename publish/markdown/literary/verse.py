"""Verse: a stanza is a paragraph, a line a `span` in it, with a break between (spec C11); CSS hangs what turns over.

What an author calls verse is verse. Else a paragraph is verse by its hard breaks, if every line of it ends in one, if it has
four lines or more, or two in a block quote or beside a stanza, none longer than verse is, and few with the signs of
an address (digits, `@`, a label and a colon). Other paragraphs that are all hard breaks are `lines`, set flush.

Line ends that are not marked are white space in Markdown. They are kept, and a diagnostic says so, only where prose
cannot look like that: four lines or more that all begin with a capital, do not all end as sentences do, and do not
fill the measure, as lines broken by a program would.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from lxml import etree

from publish.book import Element
from publish.diagnostics import Diagnostic, counted
from publish.lazy import regex
from publish.markdown.line_blocks import VERSE
from publish.markdown.literary.lines import Line, has_break, indent_taken, lines_of
from publish.markdown.scope import Scope

#: Characters of the longest line of verse, and of the longest line that a diagnostic lets pass for one.
_LONGEST, _LONGEST_UNMARKED = 90, 64
#: Spaces of an indent that make one step of it, and the steps that a page has room for.
_STEP, _STEPS = 2, 12
_HOLDERS = frozenset({"section", "div", "blockquote", "article", "aside", "figure", "footer", "li", "dd"})
_PLACES = regex(r"\d|@|://|www\.|^[^\s:]+(?: [^\s:]+)?:\s")
_CAPITAL = regex(r"[\s*_\"'“”‘’„«»‹›(\[—–-]*(?:[^\W\d_])")
_SENTENCE = regex(r"[.!?…][\"'”’»“)\]]*$")


def verse_set(tree: Element, source: str, scope: Scope) -> None:
    texts = source.split("\n")
    for block in [e for e in tree.iter("div", "blockquote", "section") if e.get("class") and VERSE & set(_classes(e))]:
        _named(block, ["verse", *(n for n in _classes(block) if n not in VERSE)])
        for paragraph in [p for p in block.iter("p") if not _classes(p)]:
            _set(paragraph, lines_of(paragraph, at_line_ends=True), texts)
    for paragraph in [p for p in tree.iter("p") if p.get("class") and VERSE & set(_classes(p))]:
        _named(paragraph, [n for n in _classes(paragraph) if n not in VERSE])
        _set(paragraph, lines_of(paragraph, at_line_ends=True), texts)
    paragraphs = [p for p in tree.iter("p") if len(p) or "\n" in (p.text or "")]  # the others are one line
    unmarked = [found for p in paragraphs if _may_be(p) and (found := _kind_of(p, texts)) is not None]
    unmarked += _neighbours_set(paragraphs, texts)
    if unmarked:
        many = counted(len(unmarked), "stanza")
        message = f"lines from here on look like verse whose ends are not marked; they are kept ({many})"
        hint = (
            "end lines with a backslash, or stand ::: verse above and ::: below; hard-breaks = true keeps all line ends"
        )
        scope.add(Diagnostic("C050", message, scope.span(min(unmarked)), hint))
    _stanzas_joined(tree)


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _named(element: Element, names: list[str]) -> None:
    element.attrib.pop("class", "")
    if names:
        element.set("class", " ".join(names))


def _may_be(paragraph: Element) -> bool:
    parent = paragraph.getparent()
    if (
        parent is None
        or parent.tag not in _HOLDERS
        or (paragraph.get("class") and {"stanza", "speech", "lines", "attribution"} & set(_classes(paragraph)))
    ):
        return False
    if len(paragraph) == 0:
        return "\n" in (paragraph.text or "").strip()
    return has_break(paragraph) or "\n" in "".join(map(str, paragraph.itertext())).strip()


def _kind_of(paragraph: Element, texts: Sequence[str]) -> int | None:
    """Make a paragraph what its lines say that it is; the line of its source where its line ends were not marked."""
    if has_break(paragraph):
        lines = lines_of(paragraph, at_line_ends=False)
        if len(lines) < 2 or any("\n" in "".join(map(str, line.span.itertext())).strip() for line in lines):
            return None
        kind = _by_breaks(paragraph, lines)
        if kind == "verse":
            _set(paragraph, lines, texts)
        elif kind:
            _named(paragraph, [*_classes(paragraph), kind])
        return None
    lines = lines_of(paragraph, at_line_ends=True)
    if paragraph.getparent() is not None and unmarked_verse([line.text for line in lines]):
        _set(paragraph, lines, texts)
        return lines[0].source
    return None


def _by_breaks(paragraph: Element, lines: Sequence[Line]) -> str:
    texts = [line.text for line in lines]
    parent = paragraph.getparent()
    if max(map(len, texts)) > _LONGEST or parent is None:
        return ""
    if set(_classes(paragraph)) or {"letter", "diary"} & set(_classes(parent)) or parent.tag in ("li", "dd", "footer"):
        return "lines"
    places = sum(1 for text in texts if _PLACES.search(text))
    enough = 2 if parent.tag == "blockquote" or _beside_stanza(paragraph) else 4
    long_enough = sum(map(len, texts)) >= 16 * len(texts)
    return "verse" if len(texts) >= enough and places * 4 <= len(texts) and long_enough else "lines"


def _beside_stanza(paragraph: Element) -> bool:
    before, after = paragraph.getprevious(), paragraph.getnext()
    if before is not None and "stanza" in _classes(before):
        return True
    return after is not None and after.tag == "p" and len(list(after.iter("br"))) >= 3


def unmarked_verse(texts: Sequence[str], fewest: int = 4) -> bool:
    """True where lines are verse beyond doubt, though nothing but their ends says so."""
    if len(texts) < fewest or max(map(len, texts)) > _LONGEST_UNMARKED or not all(map(begins_high, texts)):
        return False
    width = max(map(len, texts))
    room = sum(1 for a, b in pairwise(texts) if len(a) + 1 + len(b.split(" ", 1)[0]) <= width)
    ends = sum(1 for text in texts[:-1] if _SENTENCE.search(text))
    return room * 4 >= len(texts) - 1 and ends * 5 < 3 * (len(texts) - 1)


def _neighbours_set(every: Sequence[Element], texts: Sequence[str]) -> list[int]:
    """Two lines or three beside a stanza whose ends were not marked are a stanza, where they begin as it does."""
    found: list[int] = []
    paragraphs = [p for p in every if _may_be(p) and not has_break(p)]
    for paragraph in [*paragraphs, *reversed(paragraphs)]:
        beside = [
            e for e in (paragraph.getprevious(), paragraph.getnext()) if e is not None and "stanza" in _classes(e)
        ]
        if not beside or "stanza" in _classes(paragraph):
            continue
        lines = lines_of(paragraph, at_line_ends=True)
        if len(lines) > 1 and all(len(i.text) <= _LONGEST_UNMARKED and begins_high(i.text) for i in lines):
            _set(paragraph, lines, texts)
            found.append(lines[0].source)
    return found


def begins_high(text: str) -> bool:
    match = _CAPITAL.match(text)
    return match is not None and match[0][-1].isupper()


def _set(paragraph: Element, lines: Sequence[Line], texts: Sequence[str]) -> None:
    """The paragraph as a stanza of these lines."""
    least = min((_indent_in(texts, line) for line in lines), default=0)
    tail, line = paragraph.tail, paragraph.get("data-line")
    id, names = paragraph.get("id"), _classes(paragraph)
    paragraph.clear()
    paragraph.tail = tail
    _named(paragraph, ["stanza", *(n for n in names if n != "stanza")])
    for key, value in (("data-line", line), ("id", id)):
        if value:
            paragraph.set(key, value)
    append_lines(paragraph, lines, [_indent_in(texts, line) - least for line in lines])


def append_lines(paragraph: Element, lines: Sequence[Line], indents: Sequence[int]) -> None:
    for at, (line, indent) in enumerate(zip(lines, indents, strict=True)):
        span = line.span
        steps = min(_STEPS, -(-(indent_taken(span) or indent) // _STEP))
        span.set("class", f"line i{steps}" if steps > 0 else "line")
        span.set("data-line", str(line.source))
        _trimmed(span)
        if at:
            etree.SubElement(paragraph, "br").tail = "\n"
        paragraph.append(span)


def _trimmed(span: Element) -> None:
    if len(span):
        span[-1].tail = (span[-1].tail or "").rstrip(" \n") or None
        span.text = (span.text or "").lstrip(" \n")
    else:
        span.text = (span.text or "").strip(" \n")


def _indent_in(texts: Sequence[str], line: Line) -> int:
    """The indent that the line has in the source, which Markdown takes off."""
    text = texts[line.source - 1] if 0 < line.source <= len(texts) else ""
    plain = re.sub(r"^(?:[ ]{0,3}>[ ]?)+", "", text).expandtabs(4)
    words = plain.lstrip()
    begins = re.sub(r"\W", "", line.text)[:6]
    return len(plain) - len(words) if begins and re.sub(r"\W", "", words).startswith(begins) else 0


def _stanzas_joined(tree: Element) -> None:
    """Stanzas that follow each other are one piece of verse: a block of it, or the block quote that holds nothing else."""
    for stanza in [p for p in tree.iter("p") if "stanza" in _classes(p)]:
        parent = stanza.getparent()
        if parent is None or "verse" in _classes(parent):
            continue
        others = [e for e in parent if not {"attribution", "stanza"} & set(_classes(e))]
        if parent.tag == "blockquote" and not others:
            _named(parent, [*_classes(parent), "verse"])
            continue
        verse = etree.Element("div", {"class": "verse", "data-line": stanza.get("data-line", "1")})
        stanza.addprevious(verse)
        following: Element | None = stanza
        while following is not None and "stanza" in _classes(following):
            after = following.getnext()
            verse.append(following)
            following = after
        verse[-1].tail, verse.tail = "\n", verse[-1].tail
