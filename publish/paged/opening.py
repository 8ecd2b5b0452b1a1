"""The pages that open a proof held against a revision: where something changed, with links, and a summary by chapter."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from html import escape

from publish.book import Changes, ChapterChange
from publish.diagnostics import counted
from publish.lazy import dataclass
from publish.words import direction_of


@dataclass(frozen=True)
class ChangedPage:
    """A page with something changed: its number in the book from 0, its folio, the title of its chapter."""

    number: int
    folio: str
    title: str


def anchor(number: int) -> str:
    """The id of a page, which links of the opening pages lead to."""
    return f"changed-page-{number}"


def opening(changes: Changes, pages: Sequence[ChangedPage], firsts: dict[str, int], lang: str, only: bool) -> bytes:
    """The document of the opening pages, in the language of the press. `firsts`: on which page each chapter begins, by its
    document; only of those that are in the proof. `only`: pages without changes are left out of it.
    """
    body = "".join((*_said(changes, pages, only), *_list(pages), *_summary(changes, firsts)))
    root = f'<html lang="en" dir="{direction_of(lang)}" class="recto-first">'
    section = f'<section class="changes" dir="ltr">{body}</section>'
    return f"{root}<head><title>Changes</title></head><body>{section}</body></html>".encode()


def title_of(changes: Changes) -> str:
    return f"Changes since {changes.since}"


def _said(changes: Changes, pages: Sequence[ChangedPage], only: bool) -> Iterator[str]:
    yield f'<h1 class="changes-title">{escape(title_of(changes))}</h1>'
    if not any(chapter.changed for chapter in changes.chapters):
        yield "<p>The text is as it was.</p>"
        return
    added, removed = (sum(getattr(one, name) for one in changes.chapters) for name in ("added", "removed"))
    words = f"{added:,} {'word' if added == 1 else 'words'} added, {removed:,} removed"
    rest = " Pages without changes are left out." if only else ""
    yield f"<p>{words}, on {counted(len(pages), 'page')}.{rest}</p>"
    yield (
        '<p class="changes-key">A bar in the margin: the line has changed. Tinted and underlined: the words are new. A caret '
        "or a wedge: what stood here is struck through in the margin.</p>"
    )


def _list(pages: Sequence[ChangedPage]) -> Iterator[str]:
    if not pages:
        return
    yield '<h2>Pages with changes</h2><table class="full"><thead><tr><th scope="col">Chapter</th>'
    yield '<th scope="col">Pages</th></tr></thead><tbody>'
    for title, group in itertools.groupby(pages, key=lambda page: page.title):
        links = ", ".join(f'<a href="#{anchor(page.number)}">{escape(page.folio)}</a>' for page in group)
        yield f"<tr><td>{escape(title)}</td><td>{links}</td></tr>"
    yield "</tbody></table>"


def _summary(changes: Changes, firsts: dict[str, int]) -> Iterator[str]:
    chapters = [chapter for chapter in changes.chapters if chapter.changed]
    if not chapters:
        return
    yield "<h2>By chapter</h2><table><thead><tr>"
    yield '<th scope="col">Chapter</th><th scope="col">State</th>'
    yield '<th scope="col">Words added</th><th scope="col">Words removed</th></tr></thead><tbody>'
    for chapter in chapters:
        title = escape(chapter.title)
        if (first := firsts.get(chapter.name)) is not None and chapter.name:
            title = f'<a href="#{anchor(first)}">{title}</a>'
        cells = (title, escape(_became(chapter)), f"{chapter.added:,}", f"{chapter.removed:,}")
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    yield "</tbody></table>"


def _became(chapter: ChapterChange) -> str:
    if chapter.state != "kept":
        return chapter.state
    words = "changed" if chapter.altered or chapter.gone else ""
    where = (
        (f"moved, it followed “{chapter.behind}”" if chapter.behind else "moved, it stood first")
        if chapter.moved
        else ""
    )
    return "; ".join(filter(None, (where, words)))
