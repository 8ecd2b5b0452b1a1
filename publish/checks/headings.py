"""Headings: ranks that are skipped (`C060`), headings with nothing below them (`C061`)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.book import Chapter, Element
from publish.book.trees import HEADINGS, line_of, path_of
from publish.checks.copy import Copy
from publish.diagnostics import Diagnostic, Span
from publish.markdown.shape import text_of

_HOLDERS = frozenset({"section", "div", "header", "hgroup"})


def headings_skipped(copy: Copy) -> Iterator[Diagnostic]:
    """A rank in the source that is two or more below the one before it; the press closes the gap in the book."""
    for chapter in copy.chapters:
        before = 0
        for heading in _headings(chapter):
            rank = int(heading.get("data-rank", "0"))
            if before and rank > before + 1:
                message = f"a heading of rank {rank} follows one of rank {before}"
                yield _at(chapter, heading, "C060", message, f"write {'#' * (before + 1)}, which is how it is set")
            before = rank or before


def headings_empty(copy: Copy) -> Iterator[Diagnostic]:
    """A heading that another of its rank, or the end of the chapter, follows at once."""
    for chapter in copy.chapters:
        headings = _headings(chapter)
        if all(_follows_at_once(*pair) for pair in zip(headings, [*headings[1:], None], strict=False)):
            continue  # a page of headings alone is a title page
        for heading, after in zip(headings, [*headings[1:], None], strict=False):
            if heading.get("class", "").startswith("chapter-title") or not _follows_at_once(heading, after):
                continue
            if after is None or int(after.get("data-rank", "0")) <= int(heading.get("data-rank", "0")):
                message = f"nothing stands below the heading “{text_of(heading)[:60]}”"
                yield _at(chapter, heading, "C061", message, "write what belongs there, or delete it")


def _headings(chapter: Chapter) -> list[Element]:
    if not chapter.source.path:
        return []
    return [e for e in chapter.tree.iter(etree.Element) if e.tag in HEADINGS and e.get("data-rank")]


def _follows_at_once(heading: Element, after: Element | None) -> bool:
    """Whether nothing but containers opens or closes between a heading and the next, or the chapter's end."""
    at: Element | None = heading
    while at is not None:
        if (at.tail or "").strip():
            return False
        following = at.getnext()
        if following is None:
            at = at.getparent()
            if at is None:
                return after is None
            if at.tag not in _HOLDERS:
                return False
            continue
        while following.tag in _HOLDERS and not (following.text or "").strip() and len(following):
            following = following[0]
        return following is after or (after is None and following.get("role") == "doc-footnote")
    return after is None


def _at(chapter: Chapter, heading: Element, code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code, message, Span(path_of(heading, chapter.source.path), line_of(heading)), hint)
