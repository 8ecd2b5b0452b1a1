"""Notes and page references together: WeasyPrint loses and repeats notes where `target-counter` makes it lay out again.

Random documents full of both, laid out the press's way, with literal numbers until they stand still: every note once, every
number the page of its place. No stylesheet of the house may use the counters that bring the fault back.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

import pypdfium2
import pytest
from weasyprint.pdf.metadata import DocumentMetadata

from publish.book import Document, Matter
from publish.paged.layout import Press, Setting
from publish.paged.settling import settled
from publish.paged.writing import Sheet, written
from tests.conftest import ROOT, shop

WORDS = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor".split()
STYLES = (
    "@page { size: 90mm 120mm; margin: 10mm } p { margin: 0; font-size: 10pt; text-align: justify }"
    ".footnote { float: footnote; font-size: 8pt } .footnote::footnote-call, .footnote::footnote-marker { content: none }"
)


def words(dice: random.Random, least: int, most: int) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(dice.randrange(least, most)))


def made(seed: int) -> tuple[Document, int]:
    """A document of sixty paragraphs, half of them with a note, a third with a reference; and the count of its notes."""
    dice, paragraphs, notes = random.Random(seed), [], 0
    for number in range(60):
        text = words(dice, 20, 70)
        if dice.random() < 0.5:
            notes += 1
            text += f'<span class="footnote">NOTE{notes:03d}X {words(dice, 5, 40)}</span>'
        if dice.random() < 0.3:
            text += f' SEE<span class="page" data-page-of="t{dice.randrange(60)}"></span>E'
        paragraphs.append(f'<p id="t{number}">AT{number:03d}P {text}.</p>')
    body = "".join(paragraphs)
    content = f'<html lang="en"><head><title>T</title></head><body class="recto">{body}</body></html>'
    return Document("d", "T", "chapter", Matter.BODY, content.encode()), notes


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 6))])
def test_every_note_once_and_every_number_true(seed: int) -> None:
    document, notes = made(seed)
    book = settled(Press(Setting(STYLES, {}, {}, "en"), shop()), [document])
    sections, places = book.numbered(), book.places
    sheets = [Sheet(leaf, 0, at) for at, leaf in enumerate(sections[0].leaves)]
    pdf = pypdfium2.PdfDocument(written(sheets, sections, DocumentMetadata(), lambda pdf: None))
    pages = [re.sub(r"\s|\u0002", "", page.get_textpage().get_text_range()) for page in pdf]
    text = "".join(pages)
    assert book.still
    assert [text.count(f"NOTE{number:03d}X") for number in range(1, notes + 1)] == [1] * notes
    begins = {f"t{n}": str(next(i for i, page in enumerate(pages, 1) if f"AT{n:03d}P" in page)) for n in range(60)}
    assert begins == {id: place.folio for place in reversed(places) if place.document == 0
                      for id in sections[0].leaves[place.at].places if id in begins}  # fmt: skip
    referred = re.findall(r'data-page-of="(t\d+)"', document.content.decode())
    assert re.findall(r"SEE(\d+)E", text) == [begins[id] for id in referred]
    pdf.close()


@pytest.mark.parametrize("sheet", sorted((ROOT / "styles").glob("*.css")), ids=lambda p: p.name)
def test_no_stylesheet_counts_pages_of_targets(sheet: Path) -> None:
    assert "target-counter" not in sheet.read_text(encoding="utf-8")
