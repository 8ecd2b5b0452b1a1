"""Heads that are paragraphs, as novels of letters have them: "**MINA MURRAY'S JOURNAL**", "*Telegram, Seward to Van Helsing.*"

A short paragraph that is all bold is a head where text follows, unless it is a sentence. One that is all in italics may as well
be a thought: it is a head where what follows shows it (a dateline, a salutation, an entry that begins with its day, another head),
where it is in capitals, says what is a head elsewhere in the book, or is made of names. A formula behind a colon is displayed.
What stands between a head and its text is told with it, and so are datelines, salutations, and the name below a letter.
No word is changed; what is told is a class.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from publish.book import Element, Matter
from publish.book.trees import HEADINGS
from publish.lazy import dataclass
from publish.markdown.literary.letters import is_postscript
from publish.resolve.bylines import bylines_told
from publish.resolve.correspondence import Letter
from publish.resolve.draft import Draft, classes
from publish.resolve.short_lines import Line, begins_with_a_date, line_of_form

#: Heads that stand below each other at most; more are a text in bold.
_MOST = 4
#: Names that a line in italics is made of which has nothing else to show that it is a head.
_NAMES = 3
#: What ends a sentence, or goes on; what ends a question, or announces something.
_SENTENCE, _ANNOUNCING = "!;,…—–-！；，", "?:？："
_STOPS = ".。।"
_COLONS = (":", "：")

#: Classes that a paragraph has from where it stands.
_PLAIN = frozenset({"first", "new-page"})
#: What is set in small capitals where it was typed in capitals.
_TITLES = frozenset({"head", "the-end"})


@dataclass(frozen=True)
class Block:
    """What stands in a chapter: a short line, a text, or what is neither (`line` and `text` say nothing)."""

    element: Element
    line: Line | None = None
    text: bool = False
    dated: bool = False
    formula: bool = False

    @property
    def takes_no_head(self) -> bool:
        """Whether what stands before it is no head of it."""
        return self.element.tag in HEADINGS or self.element.tag == "hr"

    @property
    def adds(self) -> bool:
        """Whether it is a postscript, before which a letter ends."""
        first = self.element[0].text if len(self.element) else ""
        return self.text and is_postscript(f"{self.element.text or ''}{first or ''}")


def heads_told(draft: Draft) -> None:
    """Classes on heads and what belongs to them: `side` where the book has headings within chapters, which begin at the margin."""
    chapters = [chapter for chapter in draft.chapters if not chapter.source.generated]
    texts = [[_block(one) for one in chapter.tree.iterchildren(etree.Element)] for chapter in chapters]
    side = any(block.element.tag in HEADINGS and _is_section(block.element) for text in texts for block in text)
    shown = [_shown(text, side) for text in texts]
    known = frozenset(key for text, found in zip(texts, shown, strict=True) for key in _named(text, found))
    for chapter, text, found in zip(chapters, texts, shown, strict=True):
        for block, kind in zip(text, _kinds(text, found, known, side), strict=True):
            if kind:
                _told(block, kind, side)
        if chapter.matter is Matter.BODY and chapter.kind == "chapter":
            bylines_told(chapter.tree)


def _block(element: Element) -> Block:
    if element.tag != "p" or not _PLAIN.issuperset(classes(element)):
        return Block(element)
    line = line_of_form(element)
    if line is not None and line.emphatic and line.relates and _is_announced(element):
        return Block(element, None, True, formula=True)
    return Block(element, line, True, begins_with_a_date(element))


def _is_announced(element: Element) -> bool:
    before = element.getprevious()
    return before is not None and before.tag == "p" and "".join(map(str, before.itertext())).rstrip().endswith(_COLONS)


def _is_section(heading: Element) -> bool:
    return not {"chapter-title", "part-title"} & set(classes(heading))


def _told(block: Block, kind: str, side: bool) -> None:
    """The class of a block. In the middle what is bold, or typed in capitals, is set in small capitals, if its script has some."""
    own = classes(block.element)
    names = [*(own if kind == "announces" else [name for name in own if name != "first"]), kind]
    line = block.line
    if kind == "head" and side:
        names.append("side")
    elif line is not None and line.cased and ((kind == "head" and line.bold) or (kind in _TITLES and line.capitals)):
        names.append("capitals")
    block.element.set("class", " ".join(names))
    following = block.element.getnext()
    if kind in ("head", "dateline") and following is not None and following.get("class") is None:
        following.set("class", "first")


# What is a head -----------------------------------------------------------------------------------


def _kinds(text: Sequence[Block], shown: Sequence[Shown], known: frozenset[str], side: bool) -> list[str]:
    """What each block is: `head`, a part of a letter, or nothing."""
    letter = Letter(side)
    kinds: list[str] = []
    for at, block in enumerate(text):
        before = kinds[-1] if kinds else ""
        after = text[at + 1] if at + 1 < len(text) else None
        kind = "formula-line" if block.formula else ""
        ends = after is None or not after.text or after.adds or shown[at + 1].is_head
        if (line := block.line) is not None and (line.emphatic or before or letter.begun or ends):
            kind = letter.part(line, before, after.line if after else None, ends, last=after is None)
            if not kind and _is_head(line, after, before, shown[at].leads, side, known):
                kind = "head"
            elif not kind and _is_bold_head(line, after, side=True):
                kind = "announces"
        letter.passed(kind, block.line, block.text)
        kinds.append(kind)
    return _without_runs(kinds)


def _without_runs(kinds: list[str]) -> list[str]:
    """Without heads of which more than a few stand below each other."""
    at = 0
    while at < len(kinds):
        end = next((n for n in range(at, len(kinds)) if kinds[n] != "head"), len(kinds))
        if end - at > _MOST:
            kinds[at:end] = [""] * (end - at)
        at = max(end, at) + 1
    return kinds


@dataclass(frozen=True)
class Shown:
    """What the neighbours behind a block show: that a line in italics before them is a head (`leads`), that it is one itself."""

    leads: bool = False
    is_head: bool = False


def _shown(text: Sequence[Block], side: bool) -> list[Shown]:
    result = [Shown()] * (len(text) + 1)
    for at in range(len(text) - 1, -1, -1):
        line, after, behind = text[at].line, text[at + 1] if at + 1 < len(text) else None, result[at + 1]
        if line is None or not (line.emphatic or line.bracketed):  # nothing is asked of it
            continue
        leads = after is not None and _begins(after, behind)
        is_head = (
            _is_bold_head(line, after, side)
            or _is_in_capitals(line, after)
            or (
                line.slanted
                and not _is_sentence(line)
                and not _is_stopped(line, side)
                and (behind.is_head if line.dated else leads)
            )
        )
        result[at] = Shown(leads, is_head)
    return result


def _begins(block: Block, shown: Shown) -> bool:
    """Whether a text begins with a block, below a head: with a day, a dateline, a salutation, or another head."""
    line = block.line
    if block.dated or line is None:
        return block.dated
    return (line.slanted and line.dated) or line.greets or shown.is_head or (line.bracketed and shown.leads)


def _is_sentence(line: Line) -> bool:
    return line.ends_in(_SENTENCE + _ANNOUNCING)


def _is_stopped(line: Line, side: bool) -> bool:
    """Whether a line is a sentence by its full stop: in a book that has headings, heads have none."""
    return side and line.ends_in(_STOPS)


def _is_in_capitals(line: Line, after: Block | None) -> bool:
    """Whether a line in italics is a head by its capitals."""
    return after is not None and not after.takes_no_head and line.slanted and line.capitals and not _is_sentence(line)


def _is_bold_head(line: Line, after: Block | None, side: bool) -> bool:
    if not line.bold or line.spoken or after is None or after.takes_no_head or line.ends_in(_SENTENCE):
        return False
    if line.ends_in(_ANNOUNCING):
        return side
    return not line.ends_in(_STOPS) or line.names > 0


def _named(text: Sequence[Block], shown: Sequence[Shown]) -> Iterator[str]:
    """What heads of a text name that are so beyond doubt."""
    for at, block in enumerate(text):
        line, after = block.line, text[at + 1] if at + 1 < len(text) else None
        if line is None or not shown[at].is_head or line.spoken or line.dated or " " not in line.key:
            continue
        if line.bold or line.capitals or line.names >= _NAMES or (after is not None and after.dated):
            yield line.key


def _is_head(line: Line, after: Block | None, before: str, leads: bool, side: bool, known: frozenset[str]) -> bool:
    if after is None or after.takes_no_head:
        return False
    if _is_bold_head(line, after, side) or _is_in_capitals(line, after):
        return True
    if before == "head" and (line.bracketed or (not _is_sentence(line) and _goes_on(line))):
        return True
    if not line.slanted or _is_sentence(line) or _is_stopped(line, side):
        return False
    if line.spoken:  # the name of a newspaper, and its day
        return leads and line.numbered and line.text[-1] not in "”’\"'»"
    named = not side and after.text and line.names >= (1 if line.numbered else _NAMES)
    return leads or line.key in known or named


def _goes_on(line: Line) -> bool:
    """Whether a line below a head belongs to it."""
    return line.capitals or (line.slanted and (line.names > 0 or not line.cased))
