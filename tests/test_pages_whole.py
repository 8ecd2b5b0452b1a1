"""Notes wherever a note can stand, and words that no line can hold: each note once in both books, nothing off the page."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from publish.build import build
from tests.conftest import written
from tests.docket import Checks, Docket
from tests.wholeness import documents_of, of_document

LONG = "abcdefghij" * 61
NOTES = "title outer inner deeper heading figure head cell caption quote item term meaning inside link raw inline nested".split()
ONE = f"""# Notes[^title] everywhere

Text[^outer] with a note in a note, and the same again.[^outer] Inline.^[NOTEinline with ^[NOTEnested inside] it.]

## A heading[^heading] with one

![A figure[^figure].](x.png)

| A[^head] | B |
|---|---|
| cell[^cell] | x |

Table: The caption[^caption].

> Quote[^quote].

- item[^item]

Term[^term]
:   Meaning[^meaning]

[words of a link[^link]](http://example.org)

<table><tr><td markdown="1">in HTML[^raw]</td></tr></table>

[^title]: NOTEtitle.
[^outer]: NOTEouter[^inner] more.
[^inner]: NOTEinner[^deeper].
[^deeper]: NOTEdeeper.
[^heading]: NOTEheading.
[^figure]: NOTEfigure.
[^head]: NOTEhead.
[^cell]: NOTEcell.
[^caption]: NOTEcaption.
[^quote]: NOTEquote.
[^item]: NOTEitem.
[^term]: NOTEterm.
[^meaning]: NOTEmeaning with a list of terms.

    Recto
    :   NOTEinside a definition in a note
[^link]: NOTElink.
[^raw]: NOTEraw.

## {LONG[:120]}

{LONG} and `{LONG[:200]}` and https://example.org/{LONG[:200]}

- {LONG[:150]}

| {LONG[:100]} | b |
|---|---|
| `{LONG[:100]}` | c |
"""


def made(home: Path) -> Checks:
    folder = written(
        home / "in", **{"01__md": ONE, "02__md": "# Two\n\nThe same label.[^title]\n\n[^title]: NOTEother.\n"}
    )
    Image.new("L", (60, 40), 200).save(folder / "x.png")
    (folder / "book.toml").write_text('title = "Notes"\nslug = "notes"\n', encoding="utf-8")
    report = build(folder, ("epub", "pdf"), home / "out")
    assert {d.code for d in report.diagnostics} <= {"T026"}, (
        report.diagnostics
    )  # a ladder of hyphens is another question
    epub, pdf = (w.path for w in report.written)
    return {epub: ("epubcheck",), pdf: ("pdfua", "pdfa")}


@pytest.fixture
def out(docket: Docket) -> Path:
    return docket.out(made)


def test_every_note_is_in_both_books_once(out: Path) -> None:
    epub = [w for root in documents_of(out / "notes.epub") for w in of_document(root)]
    document = pypdfium2.PdfDocument(out / "notes.pdf")
    pages = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    for name in (*NOTES, "other"):
        assert epub.count(f"note{name}") == 1, name
        assert len(re.findall(rf"NOTE{name}(?![a-z])", pages)) == 1, name  # a call's number may follow


def test_nothing_runs_off_the_page(out: Path) -> None:
    document = pypdfium2.PdfDocument(out / "notes.pdf")
    letters = ""
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())]
        assert all(box[2] < page.get_width() - 36 for box in boxes), text.get_text_range()[:200]
        letters += re.sub(r"\s", "", text.get_text_range())
    document.close()
    assert letters.count("abcdefghi") > 61 + 20 + 20  # in the text, in code and in an address


@pytest.mark.judged(book=made)
def test_the_judges_find_nothing(docket: Docket) -> None:
    assert docket.findings(made) == []
