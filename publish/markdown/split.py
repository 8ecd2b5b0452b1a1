"""Chapters that begin at headings: of a book in one file, and of a file with several headings of the first rank.

The level of chapters is the shallowest at which two headings or more have a text of their own. Shallower headings
that have none are parts. What stands before the first chapter, such as a title and the author's name, is a section of its own,
but for headings that say of themselves to be title, author and year, where the book's metadata hold what they say: the title
page has them.

Where there are several files, each heading of the first rank opens a chapter, as in pandoc, Quarto, bookdown and Leanpub, which
read the files of a book as one text. It is left alone where the list or the head of a file gives it a title: what
it holds are then sections. mdBook, HonKit, MkDocs and Jupyter Book list pages, and a page is one chapter (`Dialect.chapters`).
"""

from __future__ import annotations

import copy
import dataclasses
import re
from itertools import pairwise

from lxml import etree

from publish.book import EPUB_TYPE, Chapter, Element, Matter, Metadata, Source
from publish.lazy import regex
from publish.markdown.note_order import called_in, notes_of
from publish.markdown.shape import ranks_mended, text_of

#: What a heading says of the book, as `publish.sources` reads it; one without such a word is text.
_SAID = regex(r"(?i)\s*(title|author|by|year|date):\s*(\S.*)")
_PART = regex(r"\(PART\*?\)\s*")


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


def split(chapter: Chapter, metadata: Metadata) -> list[Chapter]:
    """The chapters of one source; the source itself where its headings do not divide it."""
    blocks = list(chapter.tree)
    headings = [b for b in blocks if rank(b)]
    level = _level(headings)
    if level is None:
        return [chapter]
    notes = notes_of(chapter.tree)
    starts = [i for i, b in enumerate(blocks) if 0 < rank(b) <= level]
    first = next(i for i in starts if rank(blocks[i]) == level and _has_own_text(blocks[i]))
    pieces = [blocks[: _opening_part(blocks, first)]]
    starts = [i for i in starts if i >= len(pieces[0])]
    pieces += [blocks[a:b] for a, b in pairwise([*starts, len(blocks)])]
    return [_piece(chapter, piece, level, i, notes) for i, piece in enumerate(pieces) if _has_content(piece, metadata)]


def divided(chapter: Chapter) -> list[Chapter]:
    """The chapters of one file of several: one for each heading of the first rank; what stands before the first stays with it."""
    source, blocks = chapter.source, list(chapter.tree)
    tops = [at for at, block in enumerate(blocks) if rank(block) == 1]
    if len(tops) < 2 or source.title or source.depth or source.kind == "part" or not source.text:
        return [chapter]
    notes = notes_of(chapter.tree)
    kind = "chapter" if source.matter is Matter.BODY else source.kind if source.kind == "appendix" else "section"
    others = dataclasses.replace(source, kind=kind, number=None, text="")
    pieces = [blocks[a:b] for a, b in pairwise([0, *tops[1:], len(blocks)])]
    return [_made(chapter, piece, _part(piece[0], others) if at else source, notes) for at, piece in enumerate(pieces)]


def _part(heading: Element, source: Source) -> Source:
    """bookdown's `# (PART) Basics` opens a part within a file."""
    mark = _PART.match(heading.text or "")
    if mark is None:
        return source
    heading.text = (heading.text or "")[mark.end() :]
    return dataclasses.replace(source, kind="part", numbered="*" not in mark[0])


def _opening_part(blocks: list[Element], first: int) -> int:
    """Where the first part begins: at the heading before the first chapter, unless it is one of several in a row."""
    before = first - 1
    if before > 0 and rank(blocks[before]) and not rank(blocks[before - 1]):
        return before
    return first


def _has_content(piece: list[Element], metadata: Metadata) -> bool:
    return any(b.tag != "hr" and b.get(EPUB_TYPE) != "footnote" for b in piece) and not _is_head(piece, metadata)


def _is_head(piece: list[Element], metadata: Metadata) -> bool:
    """Whether all that stands there are headings such as "Title: Dracula", of which the metadata hold every word."""
    blocks = [block for block in piece if block.tag != "hr"]
    said = [_SAID.fullmatch(text_of(block)) if rank(block) else None for block in blocks]
    return said[0] is not None and said[0][1].casefold() == "title" and all(m and _is_known(m, metadata) for m in said)


def _is_known(said: re.Match[str], metadata: Metadata) -> bool:
    known = {
        "title": [metadata.title],
        "author": [", ".join(p.name for p in metadata.author), *(p.name for p in metadata.author)],
        "year": [metadata.date],
    }
    kind = {"by": "author", "date": "year"}.get(said[1].casefold(), said[1].casefold())
    return _letters(said[2]) in map(_letters, known[kind])


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _piece(chapter: Chapter, piece: list[Element], level: int, at: int, notes: dict[str, Element]) -> Chapter:
    opening = rank(piece[0])
    kind = "section" if at == 0 else "part" if opening and opening < level else chapter.source.kind
    matter = Matter.FRONT if at == 0 and kind == "section" else chapter.source.matter
    return _made(chapter, piece, dataclasses.replace(chapter.source, kind=kind, matter=matter, text=""), notes)


def _made(chapter: Chapter, piece: list[Element], source: Source, notes: dict[str, Element]) -> Chapter:
    """A chapter of some blocks of another, with the notes that they call."""
    tree = etree.Element("section")
    tree.extend([b for b in piece if b.get(EPUB_TYPE) != "footnote"])
    for note in (notes[label] for label in called_in(tree, notes)):  # a note that two chapters call stands in both
        tree.append(note if note.getparent() is None or note.getparent() is chapter.tree else copy.deepcopy(note))
    for heading in [e for e in tree.iter(etree.Element) if rank(e)]:
        heading.tag = f"h{rank(heading)}"
        if names := heading.get("class", "").removeprefix("chapter-title").strip():
            heading.set("class", names)
        else:
            heading.attrib.pop("class", "")
    ranks_mended(tree)
    title = next((e for e in tree.iter(etree.Element) if rank(e)), None)
    words = text_of(title) if title is not None else _first_words(tree) if source.kind == "section" else chapter.title
    return Chapter(source, tree, words)


def _first_words(tree: Element) -> str:
    """What contents call a page without a heading, such as a dedication."""
    first, *more = " ".join(text_of(tree).split())[:60].rsplit(" ", 1)
    return f"{first} …" if more and len(text_of(tree)) > 60 else " ".join([first, *more])
