"""The contents: parts with their chapters, chapters with their sections, to the depth that the book asks for."""

from __future__ import annotations

import dataclasses

from publish.book import Chapter, Entry
from publish.resolve.draft import HEADINGS, Draft, classes, elements, text_of

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
    depth = draft.manuscript.metadata.toc_depth
    entries: list[Entry] = []
    for chapter in draft.chapters:
        if chapter.kind in _NOT_LISTED:
            continue
        if chapter.part:
            part = entries[-1]
            child = _entry(chapter, depth - 1)
            entries[-1] = dataclasses.replace(part, children=(*part.children, child))
        else:
            entries.append(_entry(chapter, depth))
    draft.contents = tuple(entries)


def _entry(chapter: Chapter, depth: int) -> Entry:
    kind = "page" if chapter.kind == "section" else chapter.kind
    return Entry(chapter.id, chapter.title, chapter.label, kind, chapter.name, _sections(chapter, depth - 1))


def _sections(chapter: Chapter, depth: int) -> tuple[Entry, ...]:
    """Sections as nested entries; `depth` ranks of them below the chapter's title."""
    headings = [e for e in elements(chapter.tree) if e.tag in HEADINGS and e.get("id")]
    if depth < 1 or not headings or chapter.kind == "part":
        return ()
    top = min(int(str(e.tag)[1]) for e in headings)
    stack: list[tuple[int, list[Entry], Entry | None]] = [(top - 1, [], None)]
    for heading in headings:
        rank = int(str(heading.tag)[1])
        if rank - top >= depth or "unlisted" in classes(heading):
            continue
        _closed(stack, rank)
        stack.append((rank, [], Entry(heading.get("id", ""), text_of(heading), "", "section", chapter.name)))
    _closed(stack, top)
    return tuple(stack[0][1])


def _closed(stack: list[tuple[int, list[Entry], Entry | None]], rank: int) -> None:
    while len(stack) > 1 and stack[-1][0] >= rank:
        _, children, entry = stack.pop()
        if entry is not None:
            stack[-1][1].append(dataclasses.replace(entry, children=tuple(children)))
