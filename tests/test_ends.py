"""Last pages of contents, indexes and what stands before and behind the chapters: none has fewer than five lines."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from publish.book import Document, Matter
from publish.paged.ends import _means_for
from publish.paged.leaves import Fault, Section
from publish.paged.places import Place
from publish.paged.rows import lines_of, texts_of
from publish.paged.spreads import SHORT
from publish.paged.typography import KINDS, noticed
from tests.narrow import engine


def document(kind: str, matter: str, inner: str) -> str:
    body = f'<body class="recto {kind}-page matter-{matter}">{inner}</body>'
    return f'<html lang="en" class="recto-first">{body}</html>'


HEADING = '<h1 class="chapter-title"><span class="title">Title</span></h1>'


def contents(entries: int) -> str:
    page = '<span class="page" data-page-of="x">167</span>'
    listed = (f'<li><p class="entry"><a><span class="title">e{n}</span></a> {page}</p></li>' for n in range(entries))
    return document("toc", "front", f'<div class="contents-block">{HEADING}<ol>{"".join(listed)}</ol></div>')


def figures(entries: int) -> str:
    listed = (f'<li class="entry-figure"><p class="entry"><a>e{n}</a></p></li>' for n in range(entries))
    return document("loi", "front", f'<div class="contents-block">{HEADING}<ol>{"".join(listed)}</ol></div>')


def index(entries: int) -> str:
    groups = (
        f'<ul class="index-group">{"".join(f"<li><p>e{n}</p></li>" for n in range(first, min(first + 8, entries)))}</ul>'
        for first in range(0, entries, 8)
    )
    return document("index", "back", f'<div class="index-block">{HEADING}{"".join(groups)}</div>')


def references(entries: int) -> str:
    listed = (f'<li><p class="first">e{n}</p></li>' for n in range(entries))
    return document(
        "bibliography", "back", f'<section>{HEADING}<ul class="references">{"".join(listed)}</ul></section>'
    )


def glossary(entries: int) -> str:
    listed = (f"<dt>e{n}</dt><dd>What it is.</dd>" for n in range(entries))
    return document("glossary", "back", f"<section>{HEADING}<dl>{''.join(listed)}</dl></section>")


def words_on(page: Any) -> list[str]:
    lines = sorted(lines_of(page._page_box), key=lambda line: (line.position_x // 150, line.position_y))
    return ["".join(text.text for text in texts_of(line)).split(" ")[0] for line in lines]


#: Documents whose last page would have some lines, by how many entries they have.
CASES = [
    *((contents, entries) for entries in (26, 27, 28, 29, 58, 60)),
    *((figures, entries) for entries in (26, 29)),
    *((index, entries) for entries in (58, 60, 64, 134, 138)),
    *((references, entries) for entries in (21, 22, 24)),
    *((glossary, entries) for entries in (11, 12)),
]


@pytest.mark.parametrize(("made", "entries"), CASES)
def test_no_last_page_has_few_lines(made: Any, entries: int) -> None:
    root = ET.fromstring(made(entries))
    pages, faults, _ = engine().composed(root, {}, recto=True)
    words = [words_on(page) for page in pages]
    assert [word for page in words for word in page if word[:1] == "e"] == [f"e{n}" for n in range(entries)]
    assert not [fault for fault in faults if fault.kind == "short"]
    assert len(pages) == 1 or len([word for word in words[-1] if word]) >= SHORT
    usual = engine().pages(made(entries).encode(), {})
    assert len(pages) <= len(usual)


def test_these_ends_would_be_short() -> None:
    """The cases are worth their time: as they are laid out without means, some end on a page of one to four lines."""
    ends = [words_on(engine().pages(made(entries).encode(), {})[-1]) for made, entries in CASES]
    assert {len(end) for end in ends} >= {2, 3, 4}


@pytest.mark.parametrize(
    ("kind", "message"), [("toc", "the list ends"), ("index", "the list ends"), ("chapter", "the chapter ends")]
)
def test_what_is_left_is_said_of_lists_too(kind: str, message: str) -> None:
    of = Document("one", "One", kind, Matter.BACK, b"")
    faults = (Fault("short", 1, -1), Fault("uneven", 0, -1))
    places = [Place(0, 0, "1", True, kind), Place(0, 1, "2", False, kind)]
    found = noticed([of], [Section((), faults=faults)], places, KINDS)
    assert [one.code for one in found] == (["T023", "T024"] if kind == "chapter" else ["T023"])
    assert f"page 2: {message} on a page with fewer than five lines" in found[0].message


def test_chapters_keep_their_space() -> None:
    """The space of chapters never gives: all of them open alike."""
    listed = "".join(f"<li>e{n}</li>" for n in range(25))
    html = document("chapter", "body", f"<section>{HEADING}<ul>{listed}</ul></section>")
    assert _means_for(ET.fromstring(html)) == ()
