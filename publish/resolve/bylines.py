"""Short lines between the title of a chapter and its prose: whose journal it is, where and when it was written.

They belong to the title: they stand below it in the middle, apart from the prose, whose first words open the chapter. What may as
well be a sentence is prose: by-lines are heads (`heads.py`), bold, or in capitals; or they are in italics or small capitals, in
brackets, or of words that begin with capitals as names do, and have no full stop. The first says what the chapter is, and is set in
small capitals however its author marked it. Several before a heading, a subtitle and a version, stand apart at the margin, as what
follows does.
"""

from __future__ import annotations

from lxml import etree

from publish.book import Element
from publish.book.trees import HEADINGS
from publish.resolve.short_lines import Line, line_of_form

#: Characters of the longest by-line that is no head, a line of a small page; how many may stand below each other; characters of
#: the shortest prose.
_LONGEST, _MOST, _PROSE = 52, 3, 60
#: Words that begin with capitals and are a title, though a full stop ends them.
_NAMED = 3
#: What ends a sentence, or goes on.
_ENDS = ".!?:;,…—–-"
#: What stands between by-lines and prose in a letter.
_PARTS = frozenset({"dateline", "salutation"})


def bylines_told(tree: Element) -> None:
    """A class on the by-lines of a chapter, where a paragraph of prose, or a letter, follows them."""
    title = next((one for one in tree.iter(etree.Element) if "chapter-title" in one.get("class", "").split()), None)
    while title is not None and title.getnext() is None and title.getparent() is not None:
        title = title.getparent()
    found: list[Line] = []
    for one in () if title is None else title.itersiblings(etree.Element):
        if one.tag in HEADINGS and len(found) > 1 and all(told.emphatic for told in found):
            for told in found:
                told.element.set("class", "byline side")
        names = one.get("class", "first").split()
        if one.tag != "p" or (names != ["first"] and names[0] != "head" and not _PARTS & {*names}):
            return
        line = line_of_form(one)
        if len(found) == _MOST or line is None or _PARTS & {*names} or not _is_byline(line):
            if found and (line is None or len(line.text) >= _PROSE or _PARTS & {*names} or _stands_out(found[0])):
                _told(found, one)
            return
        found.append(line)


def _told(lines: list[Line], prose: Element) -> None:
    for at, line in enumerate(lines):
        first = at == 0 and line.emphatic and line.cased and not line.bracketed
        line.element.set("class", "byline capitals" if first or line.capitals else "byline")
    if prose.get("class") is None:
        prose.set("class", "first")


def _is_byline(line: Line) -> bool:
    is_head = line.element.get("class", "").startswith("head")
    if line.text.endswith((":", "\uff1a")) or (line.spoken and not is_head):  # a colon announces what follows
        return False
    if is_head:
        return True
    if len(line.text) > _LONGEST or line.element.find(".//a") is not None:
        return False
    if _stands_out(line):
        return True
    if line.ends_in(_ENDS) and not (line.slanted and (line.bracketed or line.names >= _NAMED)):
        return False
    return line.slanted or line.bracketed or (line.is_title and line.text[0].isalnum())


def _stands_out(line: Line) -> bool:
    return line.bold or line.capitals
