"""The contents: parts with their chapters, chapters with their sections, to the depth that the book asks for."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from publish.book import Chapter, Entry
from publish.book.trees import HEADINGS
from publish.resolve.draft import Draft, classes, elements, text_of

#: Pages that nobody looks up.
_NOT_LISTED = frozenset({"halftitlepage", "titlepage", "copyright-page", "toc", "dedication", "epigraph"})
_GENERATED = {"disclosure": "disclosure", "content-note": "content-note", "loi": "list-of-figures",
              "lot": "list-of-tables", "index": "index"}  # fmt: skip


def generated_titled(draft: Draft) -> None:
    """Pages that the press makes are called by the words of the book's language."""
    words = {"halftitlepage": "half-title", "titlepage": "title-page", "copyright-page": "copyright", "toc": "contents"}
    for at, chapter in enumerate(draft.chapters):
        if chapter.source.generated:
            draft.change(at, title=draft.words[{**words, **_GENERATED}[chapter.kind]])
            title = draft.chapters[at].title
            draft.targets[chapter.id] = dataclasses.replace(draft.targets[chapter.id], title=title)


def contents_made(draft: Draft) -> None:
    """Parts, the chapters in them and the chapters nested in those are all listed; sections to the depth of `toc-depth`.

    In a book of parts a chapter outside of them has sections listed where the chapters in parts have."""
    parts = any(chapter.part for chapter in draft.chapters)
    depth = draft.manuscript.metadata.toc_depth - parts
    rows: list[tuple[int, Entry]] = []
    for chapter in draft.chapters:
        if chapter.kind in _NOT_LISTED:
            continue
        level = bool(chapter.part) + chapter.source.depth
        kind = "page" if chapter.kind == "section" else chapter.kind
        rows.append((level, Entry(chapter.id, chapter.title, chapter.label, kind, chapter.name)))
        rows += _sections(chapter, level + 1, depth - chapter.source.depth - 1)
    draft.contents = nested(rows)


def _sections(chapter: Chapter, level: int, depth: int) -> list[tuple[int, Entry]]:
    """The sections of a chapter with their levels; `depth` ranks of them below the chapter's title."""
    headings = [e for e in elements(chapter.tree) if e.tag in HEADINGS and e.get("id")]
    if depth < 1 or not headings or chapter.kind == "part":
        return []
    top = min(int(str(e.tag)[1]) for e in headings)
    return [
        (level + int(str(e.tag)[1]) - top, Entry(e.get("id", ""), text_of(e), "", "section", chapter.name))
        for e in headings
        if int(str(e.tag)[1]) - top < depth and "unlisted" not in classes(e)
    ]


def nested(rows: Sequence[tuple[int, Entry]]) -> tuple[Entry, ...]:
    """Entries with their levels as a tree: each is a child of the last one above it that has a lower level."""
    open_rows: list[tuple[int, Entry, list[Entry]]] = []
    result: list[Entry] = []
    for level, entry in [*rows, (-1, None)]:
        while open_rows and open_rows[-1][0] >= level:
            _, closed, children = open_rows.pop()
            (open_rows[-1][2] if open_rows else result).append(dataclasses.replace(closed, children=tuple(children)))
        if entry is not None:
            open_rows.append((level, entry, []))
    return tuple(result)
