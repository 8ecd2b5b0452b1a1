"""The laid-out book: what stands on which page, where folios are, every note once, PDF/UA-1, the same bytes twice.

One small book with every construct of the dialect is made once for the module; tests look at its pages.
"""

from __future__ import annotations

import dataclasses
import io
import re
from collections import Counter
from pathlib import Path

import page as page_validation
import pikepdf
import pypdfium2
import pytest
from lxml import etree
from PIL import Image

from publish.book import Book, Document, Matter, Rendition
from publish.diagnostics import Diagnostic
from publish.editions import pdf
from publish.editions.front import cover_size
from publish.markdown import parse
from publish.paged.assembly import sided, strayed
from publish.paged.front import Front, front_jpeg
from publish.paged.leaves import Leaf, Section
from publish.paged.places import placed, roman
from publish.paged.typography import KINDS
from publish.resolve import resolve
from publish.sources import read
from publish.theme import Theme, load_theme
from tests.conftest import shop

POINTS_PER_INCH = 72
LOREM = (
    "The table had been laid for nine, and nobody had asked who would sit at the end of it, where the light from the"
    " window fell in the afternoon and the draught came under the door; it was understood, as most things were. "
)

BOOK_TOML = """
title = "The Long Table"
subtitle = "A Book of Everything"
author = [{ name = "Ada Winter" }, { name = "Tom Reed" }]
contributor = [{ name = "Ida Moss", role = "ill" }]
lang = "en"
publisher = "Fixture Press"
date = "2026-11-24"
rights = "Copyright © 2026 Ada Winter"
identifier = [{ scheme = "ISBN-13", value = "978-3-16-148410-0" }]
front = ["half-title", "title-page", "imprint", "disclosure", "content-note", "dedication.md", "epigraph.md",
  "contents", "list-of-figures", "list-of-tables", "preface.md"]
body = [{ part = "First Things", chapters = ["one.md", "two.md"] }, { part = "Last Things", chapters = ["three.md"] }]
back = ["afterword.md", "index"]

[disclosure]
publisher = "Published by *Fixture Press*."
ai = "Nobody wrote this."

[content-note]
text = "Contains a *table*."
"""

ONE = f"""# The Guests {{#ch:guests}}

::: epigraph
Come in, come in.

— *The host*
:::

[The guests]{{.smallcaps}} came early.[^first] {LOREM * 3} We return to them (@fig:plan, @tbl:seats, @ch:cake).

{LOREM * 2}Deep.[^long] And so on, with *emphasis*.[^third]

***

After the break, a [seat]{{.index entry="seat!at the end"}} stood free. {LOREM}

## Where they sat[^heading]

{LOREM * 4}

| Seat | Guest | Cost |
|:-----|:------|-----:|
| One | Ada[^cell] | 1,250.00 |
| Two | Tom | 12.50 |

Table: Who sat where. {{#tbl:seats}}

![A square table.](plan.png){{#fig:plan}}

### Further down

{LOREM * 2}

[^first]: NOTE-FIRST, a short one.
[^long]: NOTE-LONG begins with a paragraph. {LOREM}

    A second paragraph of it.

    - a list in a note
    - of two lines
[^third]: NOTE-THIRD.
[^heading]: NOTE-HEADING in a heading.
[^cell]: NOTE-CELL in a cell.
"""

TWO = f"""# The Cake, Which Was Announced for Five and Was Brought In at a Quarter Past Nine {{#ch:cake}}

{LOREM * 2}

> A block quotation. {LOREM}

::: pull-quote
The cake was late.
:::

::: aside
**On cakes.** {LOREM}
:::

::: verse
The cake was late,\\
the guests were not.

They came at eight\\
and ate the lot.
:::

1. First
2. Second
   - inner one
   - inner two

Term
:   What it means. {LOREM}

```python
def cake(late: bool) -> str:
    return "crumbs" if late else "cake"
```

{LOREM * 14}Later.[^late] {LOREM * 6}

Seen from [the beginning](#ch:guests), `late` is [a place](https://example.org/cakes). {LOREM}

[^late]: NOTE-LATE.
"""

SOURCES = {
    "book.toml": BOOK_TOML,
    "dedication.md": "For the one at the end of the table\n",
    "epigraph.md": "::: epigraph\nOne day there will be cake.\n\n— Proverb\n:::\n",
    "preface.md": f"# Before the Meal\n\n{LOREM * 3}\n",
    "one.md": ONE,
    "two.md": TWO,
    "three.md": f"# Going Home\n\n{LOREM * 30}\n\n{LOREM * 3}\n",
    "afterword.md": f"# After the Meal\n\nA [seat]{{.index}} again. {LOREM}\n",
}
NOTES = ("FIRST", "LONG", "THIRD", "HEADING", "CELL", "LATE")


def write(folder: Path) -> Path:
    for name, text in SOURCES.items():
        (folder / name).write_text(text, encoding="utf-8")
    Image.new("L", (600, 400), 200).save(folder / "plan.png")
    return folder


@dataclasses.dataclass(frozen=True)
class Made:
    """The book as resolved, its rendition, and the PDF page by page: text, folio labels."""

    book: Book
    theme: Theme
    rendition: Rendition
    content: bytes
    noticed: tuple[Diagnostic, ...]
    pages: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def body(self) -> int:
        """The page on which the body begins: arabic 1."""
        return self.labels.index("1")

    def page_with(self, text: str, start: int = 0) -> int:
        """The first page that has a text, the contents page left out."""
        pages = ((n, flat(page)) for n, page in enumerate(self.pages))
        return next(n for n, page in pages if text in page and n >= start and not page.startswith("Contents"))


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


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\ufffe", "").replace("\u00ad", "")).strip()


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
    assert head[made.labels[verso]][0] == pytest.approx(0.7 * POINTS_PER_INCH, abs=1.5)
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


def _document(name: str, kind: str, matter: Matter, side: str = "recto") -> Document:
    return Document(name, name, kind, matter, f'<html><body class="{side} x"/></html>'.encode(), name)


def test_places_of_pages() -> None:
    """Blanks come where a document opens on the other side; folios count them."""
    documents = [
        _document("cover", "cover", Matter.FRONT),
        _document("half", "halftitlepage", Matter.FRONT),
        _document("imprint", "copyright-page", Matter.FRONT, "verso"),
        _document("preface", "preface", Matter.FRONT),
        _document("one", "chapter", Matter.BODY),
        _document("two", "chapter", Matter.BODY),
    ]
    places = placed(documents, [1, 1, 1, 1, 3, 2])
    assert [p.folio for p in places] == ["", "", "i", "ii", "iii", "iv", "1", "2", "3", "4", "5", "6"]
    assert [p.kind for p in places if p.document < 0] == ["blank", "blank", "blank"]
    assert all(p.recto == (n % 2 == 0) for n, p in enumerate(places))


def test_a_document_that_opens_where_it_comes() -> None:
    documents = [_document("a", "disclosure", Matter.FRONT), _document("b", "content-note", Matter.FRONT, "next")]
    assert [p.document for p in placed(documents, [1, 1])] == [0, 1]
    assert [p.document for p in placed(documents, [2, 1])] == [0, 0, 1, -1]
    assert sided(b'<html class="next-first">', recto=False) == b'<html class="verso-first">'


def test_a_note_that_strays_is_reported() -> None:
    content = b'<html><body><a class="noteref" id="r" href="#n">1</a><span class="footnote" id="n"/></body></html>'
    document = Document("one", "One", "chapter", Matter.BODY, content, "One", ((1, "one.md", 7),))
    (found,) = strayed([document], [_section("r", "", "n")])
    assert (found.code, str(found.span)) == ("T003", "one.md:7:1")
    assert strayed([document], [_section("r", "n")]) == []


def _section(*ids: str) -> Section:
    """A section with one place on each page, or none."""
    places = [{id: (0.0, 0.0, 0.0, 0.0)} if id else {} for id in ids]
    return Section(tuple(Leaf(1, 1, (0, 0, 0, 0), b"", places=place) for place in places))


@pytest.mark.parametrize(
    ("title", "size"),
    [("It", "huge"), ("The Long Table", "huge"), ("Donaudampfschifffahrtsgesellschaft", "least"), ("a " * 60, "small")],
)
def test_a_cover_has_room_for_any_title(title: str, size: str) -> None:
    assert cover_size(title) == size


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


@pytest.mark.parametrize(("number", "numeral"), [(1, "i"), (4, "iv"), (9, "ix"), (44, "xliv"), (1999, "mcmxcix")])
def test_roman(number: int, numeral: str) -> None:
    assert roman(number) == numeral
