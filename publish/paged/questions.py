"""The pages that close a proof: every numbered note of its margin, with its page and line and where it stands in the manuscript."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from publish.paged.noted import Noted
from publish.paged.opening import anchor
from publish.words import direction_of

QUESTIONS_TITLE = "Open questions"
#: No person reads more; what else there is is counted.
_MOST = 5_000


def questions(notes: Sequence[Noted], folios: Sequence[str], lang: str) -> bytes:
    """The document of the closing pages, in the language of the press; `folios` are those of the pages of the book."""
    body = "".join((f"<h1>{QUESTIONS_TITLE}</h1>", *_table(notes[:_MOST], folios), _rest(len(notes) - _MOST)))
    root = f'<html lang="en" dir="{direction_of(lang)}" class="recto-first">'
    section = f'<section class="questions" dir="ltr">{body}</section>'
    return f"{root}<head><title>{QUESTIONS_TITLE}</title></head><body>{section}</body></html>".encode()


def _table(notes: Sequence[Noted], folios: Sequence[str]) -> Iterator[str]:
    yield "<table><thead><tr>"
    for head in ("No.", "Page", "Line", "What is asked", "In the manuscript"):
        yield f'<th scope="col">{head}</th>'
    yield "</tr></thead><tbody>"
    for one in notes:
        page, line = "–", "–"
        if one.page >= 0:
            page = f'<a href="#{anchor(one.page)}">{escape(folios[one.page]) or "–"}</a>'
            line = str(one.line)
        number = str(one.number) if one.number else "–"
        source = escape(str(one.note.source)).replace("/", "/<wbr/>") if one.note.source else "–"
        said = f"Removed: {one.note.whole}" if one.note.kind == "deletion" else one.note.whole
        cells = (number, page, line, escape(said), source)
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    yield "</tbody></table>"


def _rest(count: int) -> str:
    return f"<p>And {count:,} more, which are not listed.</p>" if count > 0 else ""
