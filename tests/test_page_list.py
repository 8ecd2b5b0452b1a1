"""The e-book's pages are those of the print edition: every marker held against the text of the finished PDF, page by page."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from publish.build import build
from tests import texts
from tests.conftest import classic, written
from tests.docket import Checks, Docket

INCH = 72
#: Letters of the longest word that may be divided at the turn of a page.
LONGEST = 25
XHTML, TYPE = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/ops}type"
TOML = """title = "Pages"
slug = "pages"
lang = "en"
date = "2026-01-01"
identifier = [{ scheme = "ISBN-13", value = "978-1-4028-9462-6", edition = "print" }]
front = ["half-title", "title-page", "imprint", "contents", "preface.md"]
back = ["index"]
"""
WORDS = "The quick brown fox jumps over the lazy dog while nobody looks, and then it sleeps. "


def labels(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    result = [document.get_page_label(number) for number in range(len(document))]
    document.close()
    return result


def parts(epub: Path) -> list[tuple[str, str, str]]:
    """Each marker of the book in order: its folio, the letters before it in its document and those behind it; without what
    only an e-book has."""
    found = []
    for root in texts.documents(epub).values():
        marks = [e for e in root.iter(f"{XHTML}span") if e.get(TYPE) == "pagebreak"]
        for mark in marks:
            mark.text = f"\ue000{mark.get('aria-label')}\ue001"
        if not marks:
            continue
        for element in list(root.iter(etree.Element)):
            names = (element.get("class") or "").split()
            if element.get(TYPE) in ("footnote", "noteref", "backlink") or "figcaption" in names:
                tail, element.tail = element.tail, None
                for child in list(element):
                    element.remove(child)
                element.text, element.tail = None, tail
        body = root.find(f"{XHTML}body")
        assert body is not None
        pieces = re.split("\ue000(.*?)\ue001", "".join(map(str, body.itertext())))
        before = texts.letters(pieces[0])
        for folio, text in zip(pieces[1::2], pieces[2::2], strict=True):
            behind = texts.letters(text)
            found.append((folio, before, behind))
            before = behind
    return found


def held_against(epub: Path, pdf: Path) -> int:
    """How many markers stand at the first words of their pages; an index goes on otherwise behind its words."""
    printed = dict(zip(labels(pdf), texts.pages(pdf, top=0.7 * INCH, bottom=0.72 * INCH), strict=True))
    count = 0
    for folio, _, behind in parts(epub):
        page = printed[folio]
        assert page, folio
        start = behind[:8]
        if not start:
            continue  # a figure begins the page
        divided = any(
            page.startswith(behind[cut : cut + 8]) for cut in range(2, LONGEST)
        )  # the marker is before the whole word
        assert divided or 0 <= page.find(start) < 12, (folio, start, page[:80])
        count += 1
    return count


def read(epub: Path, name: str) -> bytes:
    with zipfile.ZipFile(epub) as archive:
        return archive.read(name)


def nav(epub: Path) -> list[str]:
    roots = texts.documents(epub).values()
    lists = [n for root in roots for n in root.iter(f"{XHTML}nav") if n.get(TYPE) == "page-list"]
    return [a.text or "" for n in lists for a in n.iter(f"{XHTML}a")]


def everything(home: Path) -> Checks:
    paragraphs = "\n\n".join(
        f"Paragraph {number}{'[^a]' if number == 9 else ''}. {WORDS * 4}" for number in range(1, 40)
    )
    table = "| A | B |\n|---|---|\n" + "".join(f"| entry {n} | {WORDS} |\n" for n in range(40))
    verse = "::: verse\n" + "\n".join(f"A line of verse that is number {n}," for n in range(60)) + "\n:::\n"
    one = f"# One\n\n{paragraphs}\n\n[^a]: {WORDS * 90}\n"
    two = f"# Two\n\n{table}\n\n## Verse\n\n{verse}\n\n- " + "\n- ".join([WORDS] * 30) + "\n"
    marks = " ".join(f'[w]{{.index entry="entry {n:03}"}}' for n in range(120))
    folder = written(
        home / "m", book__toml=TOML, one__md=one, two__md=two + "\n" + marks + "\n",
        preface__md=f"# Preface\n\n{WORDS * 80}\n",
    )  # fmt: skip
    report = build(folder, ("epub", "print"), home / "out", workers=1)
    epub, pdf = (w.path for w in report.written)
    return {epub: ("epubcheck", "epub-sound"), pdf: ()}


@pytest.mark.judged(book=everything)
def test_a_book_with_everything(docket: Docket) -> None:
    epub, pdf = docket.made(everything)
    folios = [folio for folio, *_ in parts(epub)]
    assert held_against(epub, pdf) > 15
    assert nav(epub) == folios
    assert "i" not in folios  # the half title is a page of paper only
    assert {"iii", "vii", "1"} <= set(folios), folios
    assert len([f for f in folios if f.isdigit()]) > 10
    with_text = [f for f, t in zip(labels(pdf), texts.pages(pdf, 0.7 * INCH, 0.72 * INCH), strict=True) if t]
    assert folios == [f for f in with_text if f != "i"]
    package = etree.fromstring(read(epub, "EPUB/content.opf"))
    said = {(m.get("property"), m.text) for m in package.iter("{http://www.idpf.org/2007/opf}meta")}
    assert ("pageBreakSource", "urn:isbn:9781402894626") in said
    assert ("schema:accessibilityFeature", "pageNavigation") in said
    assert read(epub, "EPUB/toc.ncx").count(b"<pageTarget") == len(folios)
    assert docket.findings(everything) == []


def test_pages_are_left_out_where_the_author_wants_none(tmp_path: Path) -> None:
    folder = written(tmp_path / "m", book__toml=TOML + "[epub]\npage-list = false\n", one__md="# One\n\nText.\n")
    (epub,) = (w.path for w in build(folder, ("epub",), tmp_path / "out", workers=1).written)
    assert (parts(epub), nav(epub)) == ([], [])
    assert b"pageBreak" not in read(epub, "EPUB/content.opf")


def test_pages_hold_where_editions_show_other_things(tmp_path: Path) -> None:
    """What stands on paper only, or in e-books only, moves no marker: each block is known by its line."""
    only = "\n".join(f'::: {{only="{name}"}}\nIn {name} alone. {WORDS * 5}\n:::\n' for name in ("print", "epub") * 4)
    text = "\n\n".join(f"Paragraph {number}. {WORDS * 4}\n\n{only}" for number in range(12))
    folder = written(tmp_path / "m", book__toml=TOML, one__md=f"# One\n\n{text}\n")
    epub, pdf = (w.path for w in build(folder, ("epub", "print"), tmp_path / "out", workers=1).written)
    printed = dict(zip(labels(pdf), texts.pages(pdf, top=0.7 * INCH, bottom=0.72 * INCH), strict=True))
    assert len(parts(epub)) > 6
    for folio, _, behind in [part for part in parts(epub) if part[0].isdigit()]:
        shown = behind.replace(texts.letters(f"In epub alone. {WORDS * 5}"), "")
        assert behind.startswith("inepubalone") or shown[:10] in printed[folio], folio


@pytest.mark.slow
@pytest.mark.parametrize("name", ["alice", "romeo-and-juliet", "paradise-lost", "dracula"])
def test_every_page_of_a_whole_book(name: str, tmp_path: Path) -> None:
    report = build(classic(name, tmp_path / name), ("epub", "print"), tmp_path / "out", workers=2)
    epub, pdf = (w.path for w in report.written)
    count = held_against(epub, pdf)
    pages = [t for t in texts.pages(pdf, 0.7 * INCH, 0.72 * INCH) if t]
    assert count >= len(pages) - 2  # half title; contents that go on
