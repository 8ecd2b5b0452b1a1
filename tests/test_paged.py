"""The laid-out book: what stands on which page, where folios are, every note once, PDF/UA-1, the same bytes twice.

One small book with every construct of the dialect is made once for the module; tests look at its pages.
"""

from __future__ import annotations

import io
import re
from collections import Counter

import page as page_validation
import pikepdf
import pypdfium2
import pytest
from lxml import etree
from PIL import Image

from publish.editions import pdf
from publish.markdown import parse
from publish.paged.front import Front, front_jpeg
from publish.paged.typography import KINDS
from publish.resolve import resolve
from publish.sources import read
from publish.theme import load_theme
from tests.conftest import shop
from tests.long_table import NOTES, Made, flat, write

pytestmark = pytest.mark.xdist_group("long table")

POINTS_PER_INCH = 72


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    manuscript, noticed = read(write(tmp_path_factory.mktemp("book")))
    assert manuscript is not None
    assert noticed == ()
    chapters, noticed = parse(manuscript)
    book, in_book = resolve(manuscript, chapters, pdf.EDITION.medium)
    theme, _ = load_theme(manuscript.files)
    rendition, in_edition = pdf.render(book, theme)
    artifact, in_pack = pdf.pack(rendition, shop())
    assert isinstance(artifact.content, bytes)
    document = pypdfium2.PdfDocument(artifact.content)
    pages = tuple(document[n].get_textpage().get_text_range() for n in range(len(document)))
    labels = tuple(document.get_page_label(n) for n in range(len(document)))
    document.close()
    found = (*noticed, *in_book, *in_edition, *in_pack)
    return Made(book, theme, rendition, artifact.content, found, pages, labels)


def test_silence(made: Made) -> None:
    assert [d for d in made.noticed if d.code not in {code for code, *_ in KINDS.values()}] == []


def test_pdf_ua(made: Made) -> None:
    report = page_validation.validate_pdf_bytes(made.content, profile="ua1")
    assert report.is_compliant, report


def test_the_same_bytes_twice(made: Made) -> None:
    again, _ = pdf.pack(pdf.render(made.book, made.theme)[0], shop())
    assert again.content == made.content


def test_order_and_sides(made: Made) -> None:
    """Cover, blank, then the book from a recto; the imprint is on the back of the title page; page count even."""
    assert len(made.pages) % 2 == 0
    assert "The Long Table" in flat(made.pages[0])
    assert made.pages[1].strip() == ""
    assert flat(made.pages[2]) == "The Long Table"
    assert "A Book of Everything" in made.pages[4]
    assert "978-3-16-148410-0" in made.pages[5]
    for opening in (
        "About this edition",
        "Before the Meal",
        "First Things",
        "The Guests",
        "Going Home",
        "After the Meal",
    ):
        assert made.page_with(opening) % 2 == 0, opening


def test_short_front_pages_in_a_row(made: Made) -> None:
    """No blank between disclosure and content note, dedication and epigraph, contents and lists."""
    for first, second in (
        ("About this edition", "Content note"),
        ("For the one at", "One day there"),
        ("Figures", "Tables"),
    ):
        assert made.page_with(second) == made.page_with(first) + 1, second


def test_labels(made: Made) -> None:
    """The cover has a name, the front matter roman numerals from i, the body arabic ones from 1 on a recto."""
    first = made.page_with("First Things")
    assert made.labels[2:6] == ("i", "ii", "iii", "iv")
    assert made.labels[first] == "1"
    assert made.labels[-1] == str(len(made.pages) - first)
    assert made.labels[0] == made.book.words["cover"]


def _words_at(made: Made, number: int) -> list[tuple[str, float, float]]:
    """The pieces of text of a page with the left edge and the distance of their middle from the top, in points."""
    document = pypdfium2.PdfDocument(made.content)
    sheet = document[number]
    height, text = sheet.get_height(), sheet.get_textpage()
    found = []
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        found.append((text.get_text_bounded(left, bottom, right, top).strip(), left, height - (top + bottom) / 2))
    document.close()
    return found


def test_running_heads_and_folios(made: Made) -> None:
    """Verso: the book, its folio at the outer (left) edge; recto: the chapter, its folio at the right edge."""
    opener = made.page_with("Going Home")
    verso, recto = opener + 1, opener + 2
    assert opener % 2 == 0
    head = {text.lower(): (x, y) for text, x, y in _words_at(made, verso) if y < 0.85 * POINTS_PER_INCH}
    assert set(head) == {"the long table", made.labels[verso]}
    assert head[made.labels[verso]][0] == pytest.approx(0.85 * POINTS_PER_INCH, abs=1.5)
    head = {text: (x, y) for text, x, y in _words_at(made, recto) if y < 0.85 * POINTS_PER_INCH}
    assert set(head) == {"Going Home", made.labels[recto]}
    assert head[made.labels[recto]][0] > 5 * POINTS_PER_INCH


def test_bare_pages_and_openers(made: Made) -> None:
    """Display pages carry nothing; openers no head, but a folio at the foot."""
    for number in (2, 4, 5, made.page_with("For the one at the end"), made.page_with("First Things")):
        assert made.labels[number] not in {text for text, _, _ in _words_at(made, number)}, number
    opener = made.page_with("Going Home")
    assert not [text for text, _, y in _words_at(made, opener) if y < 1.5 * POINTS_PER_INCH]
    assert [text for text, _, y in _words_at(made, opener) if y > 8.2 * POINTS_PER_INCH] == [made.labels[opener]]


def test_blank_pages_are_blank(made: Made) -> None:
    part = made.page_with("First Things")
    assert made.pages[part + 1].strip() == ""


def test_every_note_once_on_the_page_of_its_call(made: Made) -> None:
    whole = Counter(re.findall(r"NOTE-([A-Z]+)", "".join(made.pages).replace("\ufffe", "")))
    assert whole == Counter(dict.fromkeys(NOTES, 1))
    calls = {"FIRST": "came early.", "LATE": "Seen from", "HEADING": "Where they sat"}
    for note, call in calls.items():
        at = made.page_with(f"NOTE-{note}")
        assert any(call in flat(text) for text in made.pages[at - 1 : at + 2]), note


def test_a_note_reference_does_not_open_a_line(made: Made) -> None:
    document = next(d for d in made.rendition.documents if d.name.startswith("one"))
    root = etree.fromstring(document.content)
    for call in root.iterfind(".//a[@class='noteref']"):
        holder = call.getparent()
        assert holder is not None
        assert holder.get("class") == "nowrap"
        assert holder.text or len(holder) > 1


def test_page_numbers_in_references_are_true(made: Made) -> None:
    figure = made.labels[made.page_with("A square table", made.body)]
    at = made.page_with("We return to them")
    text = flat(made.pages[at] + made.pages[at + 1])
    assert f"Figure 1, page {figure}" in text
    assert "00" not in {word for text in made.pages[8:16] for word in text.split()}


def test_contents_lead_to_pages(made: Made) -> None:
    contents = flat(made.pages[next(n for n, text in enumerate(made.pages) if text.startswith("Contents"))])
    for title in ("The Guests", "Going Home", "After the Meal"):
        number = made.labels[made.page_with(title, made.body)]
        assert re.search(rf"{title}[ .]+{number}\b", contents), (title, number)


def test_outline_links_and_catalog(made: Made) -> None:
    with pikepdf.open(io.BytesIO(made.content)) as opened:
        with opened.open_outline() as outline:
            part = next(entry for entry in outline.root if "First Things" in entry.title)
            assert any("The Guests" in chapter.title for chapter in part.children)
            guests = next(chapter for chapter in part.children if "The Guests" in chapter.title)
            assert any("Where they sat" in section.title for section in guests.children)
        assert opened.Root.PageMode == "/UseOutlines"
        assert opened.Root.PageLayout == "/TwoPageRight"
        assert str(opened.Root.Lang) == "en"
        names = {
            str(annotation.Dest)
            for sheet in opened.pages
            for annotation in sheet.get("/Annots", [])
            if "/Dest" in annotation
        }
        known = {str(name) for name in pikepdf.NameTree(opened.Root.Names.Dests)}
        assert names
        assert names <= known


def test_trim_size(made: Made) -> None:
    with pikepdf.open(io.BytesIO(made.content)) as opened:
        assert {tuple(float(x) for x in sheet.mediabox) for sheet in opened.pages} == {(0, 0, 432, 648)}


def test_cover_as_a_picture(made: Made) -> None:
    html, css = (
        made.rendition.documents[0].content,
        "\n".join(made.theme.styles[n] for n in ("tokens.css", "cover.css")),
    )
    picture = front_jpeg(Front(html, css, {}, 160, 256))
    assert picture == front_jpeg(Front(html, css, {}, 160, 256))
    opened = Image.open(io.BytesIO(picture))
    assert (opened.format, opened.size) == ("JPEG", (160, 256))
    red, green, blue = opened.convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    assert red > max(green, blue) + 40, "the field of colour"
