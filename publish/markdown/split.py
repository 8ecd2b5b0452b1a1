"""A book in one file: its chapters begin at headings.

The level of chapters is the shallowest at which two headings or more have a text of their own. Shallower headings
that have none are parts. What stands before the first chapter, such as a title and the author's name, is a section of its own.
"""

from __future__ import annotations

import dataclasses
from itertools import pairwise

from lxml import etree

from publish.book import EPUB_TYPE, Chapter, Element, Matter
from publish.markdown.shape import ranks_mended, text_of


def rank(element: Element) -> int:
    """The rank that the author gave a heading, before it was mended; 0 for what is none."""
    return int(element.get("data-rank", "0"))


def _has_own_text(heading: Element) -> bool:
    following: Element | None = heading.getnext()
    while following is not None and following.tag == "hr":
        following = following.getnext()
    return following is not None and not rank(following) and following.get(EPUB_TYPE) != "footnote"


def _level(headings: list[Element]) -> int | None:
    for level in range(1, 7):
        if sum(1 for h in headings if rank(h) == level and _has_own_text(h)) >= 2:
            return level
    return None


def split(chapter: Chapter) -> list[Chapter]:
    """The chapters of one source; the source itself where its headings do not divide it."""
    blocks = list(chapter.tree)
    headings = [b for b in blocks if rank(b)]
    level = _level(headings)
    if level is None:
        return [chapter]
    notes = {n.get("data-note"): n for n in blocks if n.get(EPUB_TYPE) == "footnote"}
    starts = [i for i, b in enumerate(blocks) if 0 < rank(b) <= level]
    first = next(i for i in starts if rank(blocks[i]) == level and _has_own_text(blocks[i]))
    pieces = [blocks[: _opening_part(blocks, first)]]
    starts = [i for i in starts if i >= len(pieces[0])]
    pieces += [blocks[a:b] for a, b in pairwise([*starts, len(blocks)])]
    return [_piece(chapter, piece, level, i, notes) for i, piece in enumerate(pieces) if _has_content(piece)]


def _opening_part(blocks: list[Element], first: int) -> int:
    """Where the first part begins: at the heading before the first chapter, unless it is one of several in a row."""
    before = first - 1
    if before > 0 and rank(blocks[before]) and not rank(blocks[before - 1]):
        return before
    return first


def _has_content(piece: list[Element]) -> bool:
    return any(b.tag != "hr" and b.get(EPUB_TYPE) != "footnote" for b in piece)


def _piece(chapter: Chapter, piece: list[Element], level: int, at: int, notes: dict[str | None, Element]) -> Chapter:
    tree = etree.Element("section")
    tree.extend([b for b in piece if b.get(EPUB_TYPE) != "footnote"])
    for reference in list(tree.iter("a")):
        note = notes.pop(reference.get("data-note"), None) if reference.get("data-note") else None
        if note is not None:
            tree.append(note)
    opening = rank(piece[0])
    for heading in [e for e in tree.iter(etree.Element) if rank(e)]:
        heading.tag = f"h{rank(heading)}"
        heading.set("class", heading.get("class", "").removeprefix("chapter-title").strip())
    ranks_mended(tree)
    title = next((e for e in tree.iter(etree.Element) if rank(e)), None)
    kind = "section" if at == 0 else "part" if opening and opening < level else chapter.source.kind
    matter = Matter.FRONT if at == 0 and kind == "section" else chapter.source.matter
    source = dataclasses.replace(chapter.source, kind=kind, matter=matter, text="")
    return Chapter(source, tree, text_of(title) if title is not None else chapter.title)
