"""The printer's interior: the pages of the screen's PDF, in boxes, inks and counts that a printer asks for.

What is right is measured in the finished files, which are read with pikepdf and pdfium.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from publish.asked import Asked
from publish.book import Document, Matter, PrintSettings, Profile
from publish.build import build
from publish.editions.estimate import pages_of
from publish.editions.sheet import margins, sheet_rules
from publish.paged.assembly import bound_together
from publish.paged.inks import tint
from publish.paged.places import Place, ended, placed
from publish.printers import PRINTERS, printer
from publish.theme import load_theme
from publish.verify import verify
from tests.conftest import written

WORDS = "The table had been laid for nine, and nobody had asked who would sit at the end of it. "
TOKENS = load_theme({})[0].styles["tokens.css"]


def png() -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGBA", (60, 40), (200, 30, 30, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 20, 40))
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("print") / "book"
    one = f"# One\n\n{WORDS * 60}\n\n![A red field.](red.png)\n\nSee [the next](two.md).[^n]\n\n[^n]: A note.\n"
    toml = 'title = "T"\nlang = "en"\nslug = "t"\nfront = ["title-page", "contents"]\nbody = ["one.md", "two.md"]\n'
    written(at, book__toml=toml + '[print]\ntrim = "5x8"\n', one__md=one, two__md=f"# Two\n\n{WORDS * 60}\n")
    (at / "red.png").write_bytes(png())
    return at


def made(folder: Path, out: Path, name: str = "print", by: str = "", **settings: str) -> pikepdf.Pdf:
    toml = (folder / "book.toml").read_text()
    try:
        extra = "".join(f"{key} = {value}\n" for key, value in settings.items())
        (folder / "book.toml").write_text(toml + extra)
        report = build(folder, [name], out, asked=Asked(by), workers=1)
    finally:
        (folder / "book.toml").write_text(toml)
    assert report.written, report.diagnostics
    return pikepdf.open(report.written[0].path)


def boxes(page: pikepdf.Page) -> tuple[list[float], ...]:
    return tuple([float(one) for one in page.obj[name]] for name in ("/MediaBox", "/TrimBox", "/BleedBox"))


def operators(pdf: pikepdf.Pdf) -> set[str]:
    """Operators of colour in every content stream of a file, pages and forms."""
    found = set()
    for value in pdf.objects:
        if isinstance(value, pikepdf.Dictionary) and value.get("/Type") == "/Page":
            found |= {str(i.operator) for i in pikepdf.parse_content_stream(pikepdf.Page(value))}
        elif isinstance(value, pikepdf.Stream) and value.get("/Subtype") == "/Form":
            found |= {str(i.operator) for i in pikepdf.parse_content_stream(value)}
    return found & {"rg", "RG", "g", "G", "k", "K", "sc", "SC", "scn", "SCN", "cs", "CS"}


def test_pages_are_those_of_the_screen(folder: Path, tmp_path: Path) -> None:
    """The same lines on the same pages at the same places, with no link, outline, tag or cover."""
    screen, paper = (pypdfium2.PdfDocument(made(folder, tmp_path, name).filename) for name in ("pdf", "print"))
    assert len(paper) == len(screen) - 2
    for at in range(len(paper)):
        texts = [pdf[at + off].get_textpage() for pdf, off in ((screen, 2), (paper, 0))]
        assert texts[0].get_text_range() == texts[1].get_text_range()
        rects = [[text.get_rect(n) for n in range(text.count_rects())] for text in texts]
        assert rects[0] == rects[1]
    pdf = pikepdf.open(tmp_path / "t-print.pdf")
    assert not {"/Outlines", "/StructTreeRoot", "/Names"} & set(pdf.Root.keys())
    assert not any("/Annots" in page for page in pdf.pages)


def test_text_is_black_ink_alone_and_images_are_grey(folder: Path, tmp_path: Path) -> None:
    pdf = made(folder, tmp_path)
    assert operators(pdf) <= {"k", "K"}
    images = [value for value in pdf.objects if isinstance(value, pikepdf.Stream) and value.get("/Subtype") == "/Image"]
    assert [str(image.ColorSpace) for image in images] == ["/DeviceGray"]
    assert "/SMask" not in images[0]
    picture = pikepdf.PdfImage(images[0]).as_pil_image()
    assert picture.getpixel((2, 2)) == 255, "what was transparent is white"
    assert 40 < picture.getpixel((40, 20)) < 110


def test_colours_of_a_book_in_colour_are_four_inks(folder: Path, tmp_path: Path) -> None:
    pdf = made(folder, tmp_path, color='"standard"')
    image = next(v for v in pdf.objects if isinstance(v, pikepdf.Stream) and v.get("/Subtype") == "/Image")
    assert image.ColorSpace == "/DeviceCMYK"
    assert operators(pdf) <= {"k", "K"}


@pytest.mark.parametrize(
    ("red", "green", "blue", "inks", "expected"),
    [
        (0, 0, 0, "black", (0, 0, 0, 1)),
        (0.0667, 0.0667, 0.0667, "black", (0, 0, 0, 1)),  # the ink of the house is black, not 93 % of it
        (0.0667, 0.0667, 0.0667, "cmyk", (0, 0, 0, 1)),
        (1, 1, 1, "cmyk", (0, 0, 0, 0)),
        (0.5, 0.5, 0.5, "black", (0, 0, 0, 0.5)),
        (1, 0, 0, "cmyk", (0, 0.918, 0.969, 0)),  # by the profile of coated paper
        (1, 0, 0, "black", (0, 0, 0, 1 - 0.2126)),
    ],
)
def test_tints(red: float, green: float, blue: float, inks: str, expected: tuple[float, ...]) -> None:
    assert tint(red, green, blue, Profile(inks=inks)) == pytest.approx(expected, abs=0.005)


def test_no_colour_has_more_ink_than_the_limit() -> None:
    steps = [n / 8 for n in range(9)]
    sums = [sum(tint(r, g, b, Profile(inks="cmyk", ink_limit=240))) for r in steps for g in steps for b in steps]
    assert max(sums) <= 2.4 + 1e-9


def test_bleed_is_on_three_sides(folder: Path, tmp_path: Path) -> None:
    """KDP: the page with bleed is 0.125 in wider and 0.25 in higher, and nothing is cut at the spine (spec F3, G7)."""
    pdf = made(folder, tmp_path, by="kdp", bleed="true", marks="true")
    media, trim, bled = boxes(pdf.pages[0])
    assert (media, trim, bled) == ([0, -9, 369, 585], [0, 0, 360, 576], [0, -9, 369, 585]), "KDP takes no marks"
    assert boxes(pdf.pages[1])[0] == [-9, -9, 360, 585]


def test_marks_stand_outside_the_bleed(folder: Path, tmp_path: Path) -> None:
    pdf = made(folder, tmp_path, bleed="true", marks="true")
    media, trim, bled = boxes(pdf.pages[0])
    assert media == [-21, -21, 381, 597]
    moves = [i for i in pikepdf.parse_content_stream(pdf.pages[0]) if str(i.operator) == "m"][-8:]
    for x, y in ([float(one) for one in move.operands] for move in moves):
        assert not (bled[0] < x < bled[2] and bled[1] < y < bled[3])
        assert x in (trim[0], trim[2]) or y in (trim[1], trim[3])


@pytest.mark.parametrize(
    ("by", "signature", "multiple", "blank"), [("", 4, 4, False), ("kdp", 2, 2, False), ("ingram", 4, 4, True)]
)
def test_count_and_end(folder: Path, tmp_path: Path, by: str, signature: int, multiple: int, blank: bool) -> None:
    pdf = made(folder, tmp_path, by=by, signature=str(signature))
    assert len(pdf.pages) % multiple == 0
    last = pypdfium2.PdfDocument(pdf.filename)[len(pdf.pages) - 1]
    assert not blank or not last.get_textpage().get_text_range().strip()


def test_blank_end_is_the_last_of_a_multiple() -> None:
    page = Place(0, 0, "1", True, "chapter")
    for count in range(1, 9):
        places = ended([page] * count, 4, blank_end=True)
        assert len(places) % 4 == 0
        assert places[-1].kind == "blank"
        assert len(places) - count <= 4


def test_ingram_is_pdf_x(folder: Path, tmp_path: Path) -> None:
    """PDF/X-1a:2001: version, label, intent by name, no transparency, the same bytes twice."""
    pdf = made(folder, tmp_path / "a", by="ingram")
    assert pdf.pdf_version == "1.3"
    assert str(pdf.docinfo["/GTS_PDFXVersion"]) == "PDF/X-1:2001"
    assert str(pdf.docinfo["/GTS_PDFXConformance"]) == "PDF/X-1a:2001"
    assert str(pdf.docinfo["/Trapped"]) == "/False"
    assert str(pdf.Root.OutputIntents[0].OutputConditionIdentifier) == "CGATS TR 001"
    states = [v.ExtGState for v in pdf.objects if isinstance(v, pikepdf.Dictionary) and "/ExtGState" in v]
    assert not any({"/ca", "/CA", "/SMask", "/BM"} & set(state.keys()) for one in states for state in one.values())
    again = made(folder, tmp_path / "b", by="ingram")
    assert Path(pdf.filename).read_bytes() == Path(again.filename).read_bytes()
    assert Path(pdf.filename).name == "t-print-ingram.pdf"


def test_the_gutter_grows_with_the_count() -> None:
    """The inside margin is never less than the printer's least and a quarter inch; the line gives way, not the outside."""
    for by in ("", *PRINTERS):
        for trim in (("5in", "8in"), ("6in", "9in"), ("148mm", "210mm"), ("8.5in", "11in")):
            pages = [margins(PrintSettings(*trim, printer=by), TOKENS, count) for count in (30, 160, 310, 510, 710)]
            for count, page in zip((30, 160, 310, 510, 710), pages, strict=True):
                assert page.inside >= printer(by).gutter(count) + 0.25
                assert page.outside == pages[0].outside > printer(by).margin
                # Heads and folios stand in the upper and the lower margin, 27 pt of them.
                assert min(page.top, page.bottom) >= printer(by).margin + 0.375
                lines = (page.height - page.top - page.bottom) * 72 / 14.5
                assert lines == pytest.approx(round(lines), abs=1e-6)
    assert "--margin-inside: 1in" in sheet_rules(margins(PrintSettings(), TOKENS, 510))


def test_the_block_moves_down_before_it_loses_a_line() -> None:
    """Ingram wants half an inch above heads and below folios: at 6 by 9 the 36 lines of the design have room for that."""
    own, theirs = (margins(PrintSettings("6in", "9in", printer=by), TOKENS, 310) for by in ("", "ingram"))
    assert (own.top, own.bottom) == pytest.approx((0.85, 0.9))
    assert (theirs.top, theirs.bottom) == pytest.approx((0.875, 0.875))


def test_lines_are_as_thick_as_the_printer_wants() -> None:
    """Ingram prints a quarter of a point, KDP three quarters: borders are filled areas, which nothing thickens later."""
    fine = {key: sheet_rules(margins(PrintSettings(printer=key), TOKENS, 310)) for key in ("ingram", "kdp")}
    assert "--line-fine: 0.25pt; --line-thin: 0.5pt; --line-firm: 0.75pt" in fine["ingram"]
    assert "--line-fine: 0.75pt; --line-thin: 0.75pt; --line-firm: 0.75pt" in fine["kdp"]


def test_the_gutter_is_laid_out_again_until_it_agrees(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guess that is far off costs a layout and changes nothing else."""
    right = Path(made(folder, tmp_path / "a").filename).read_bytes()
    monkeypatch.setattr(
        "publish.editions.interior.pages_of", lambda documents, settings, tokens: (800,) * len(documents)
    )
    assert Path(made(folder, tmp_path / "b").filename).read_bytes() == right


@pytest.mark.parametrize("pages", [1, 2, 149, 150, 299, 300])
def test_the_screen_has_the_gutter_of_paper(pages: int) -> None:
    """A cover and its empty back are no pages of the interior, in which all is counted alike."""
    cover = Document("c", "C", "cover", Matter.FRONT, b"<body class='recto'>", "")
    half = Document("h", "H", "halftitlepage", Matter.FRONT, b'<body class="recto x">', "")
    body = Document("b", "B", "chapter", Matter.BODY, b'<body class="recto x">', "")
    paper = placed([half, body], [1, pages])
    screen = placed([cover, half, body], [1, 1, pages])
    assert bound_together(screen) == bound_together(paper) == len(paper)


def test_every_rule_of_a_printer_has_its_source_and_its_day() -> None:
    for key in ("", *PRINTERS):
        rules = printer(key)
        assert rules.source
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", rules.read)
        assert list(rules.gutters) == sorted(rules.gutters)


def test_what_is_transparent_is_reported(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" opacity="0.5"/></svg>'
    at = written(tmp_path / "book", one__md="# One\n\n![A veil.](veil.svg)\n", veil__svg=svg)
    report = build(at, ["print"], tmp_path / "out", workers=1)
    assert [d.code for d in report.diagnostics if d.code.startswith("P")] == ["P020"]


def test_the_estimate_of_pages_is_near() -> None:
    """Prose of five hundred pages on the usual sheet: within a twentieth of what is laid out (70 letters a line, 36 lines)."""
    paragraph = b"<p>" + b"The table had been laid for nine. " * 19 + b"</p>"
    chapter = Document("one", "One", "chapter", Matter.BODY, b"<h1>One</h1>" + paragraph * 60, "")
    assert sum(pages_of([chapter] * 30, PrintSettings(), TOKENS)) == pytest.approx(540, rel=0.06)


def test_a_coarse_image_is_named_at_its_line(folder: Path, tmp_path: Path) -> None:
    """The red field has 60 pixels, which are shown an inch and a quarter wide or more; the screen's PDF takes it as it is."""
    report = build(folder, ["print"], tmp_path, workers=1)
    coarse = [d for d in report.diagnostics if d.code == "P022"]
    assert [(d.span.path, d.span.line) for d in coarse] == [("one.md", 5)]
    assert re.match(r"page \d: line art of \d+ ppi, and 600 are wanted", coarse[0].message)
    assert not [d for d in build(folder, ["pdf"], tmp_path, workers=1).diagnostics if d.code == "P022"]


def _drawn_line(mode: str, colours: int = 2) -> Image.Image:
    """A picture of 1200 x 900 pixels: a white field with a stripe for each other colour."""
    picture = Image.new("RGB", (1200, 900), "white")
    for number in range(colours - 1):
        picture.paste((0, 0, 9 * number), (40 * number, 0, 40 * number + 9, 900))
    return picture.convert(mode)


@pytest.mark.parametrize(
    ("mode", "colours", "key", "wanted"),
    [
        ("1", 2, "ingram", 600),
        ("RGBA", 2, "", 600),
        ("RGB", 17, "ingram", 0),
        ("1", 2, "kdp", 0),
        pytest.param("L", 2, "ingram", 600, marks=pytest.mark.slow),
        pytest.param("RGB", 16, "ingram", 600, marks=pytest.mark.slow),
        pytest.param("RGB", 1, "ingram", 0, marks=pytest.mark.slow),
    ],
)
def test_line_art_has_more_pixels(tmp_path: Path, mode: str, colours: int, key: str, wanted: int) -> None:
    """At 400 ppi; what is of black and white alone has one bit a pixel in the file, and its rule is held there too."""
    folder = written(tmp_path / "book", book__toml='title = "T"\nlang = "en"\nslug = "t"\n', a__md="")
    _drawn_line(mode, colours).save(folder / "line.png")
    (folder / "a.md").write_text("# A\n\nWords.\n\n![A line.](line.png){width=3in}\n", encoding="utf-8")
    report = build(folder, ["print"], tmp_path / "out", workers=1, asked=Asked(key))
    coarse = [d for d in report.diagnostics if d.code == "P022"]
    assert [(d.span.line, d.message) for d in coarse] == (
        [(5, f"page 1: line art of 400 ppi, and {wanted} are wanted")] if wanted else []
    )
    path = report.written[0].path
    with pikepdf.open(path) as pdf:
        images = [image for page in pdf.pages for image in page.get_images().values()]
    if colours == 2:
        assert [image.BitsPerComponent for image in images] == [1]
        (judgement,), _ = verify({path: ("print-rules",)})
        said = next(line for line in judgement.details if " line art " in line)
        assert said.endswith(
            "line art of 400 ppi and more, at least 300: met" if key == "kdp" else "at least 600: NOT MET"
        )


def test_line_art_looks_as_it_did(tmp_path: Path) -> None:
    """One bit a pixel changes no pixel."""
    folder = written(
        tmp_path / "book", book__toml='title = "T"\nlang = "en"\nslug = "t"\n', a__md="# A\n\n![A line.](line.png)\n"
    )
    _drawn_line("1").save(folder / "line.png")
    path = build(folder, ["print"], tmp_path / "out", workers=1).written[0].path
    with pikepdf.open(path) as pdf:
        (image,) = (image for page in pdf.pages for image in page.get_images().values())
        picture = pikepdf.PdfImage(image).as_pil_image().convert("L")
    assert picture.tobytes() == _drawn_line("L").tobytes()


def test_a_long_head_is_one_line(tmp_path: Path) -> None:
    """Running heads that are too long for the measure are cut at a word: a second line would stand in the margin."""
    title = "The Long and Remarkable History of Everything that was Ever Printed upon Paper"
    toml = f'title = "{title}"\nlang = "en"\nslug = "t"\nbody = ["one.md"]\n[print]\ntrim = "5x8"\n'
    text = f"# Chapter Two: Many MMMM Cold Storage MMM Self-Custody Scenarii\n\n{'The table had been laid for nine. ' * 300}"
    folder = written(tmp_path / "book", book__toml=toml, one__md=text)
    document = pypdfium2.PdfDocument(build(folder, ["pdf"], tmp_path / "out", workers=1).written[0].path)
    for page in list(document)[-3:-1]:
        words, (width, height) = page.get_textpage(), page.get_size()
        head = words.get_text_bounded(0, height - 0.72 * 72, width, height).split("\r\n")
        assert len([line for line in head if line.strip("0123456789 ")]) == 1


@pytest.mark.parametrize(
    ("key", "size", "pages", "paper", "said"),
    [
        ("kdp", (6, 9), 100, "white", []),
        ("kdp", (6, 9), 8, "white", ["the book has 8 pages, and from 24 to 828 are printed"]),
        ("kdp", (6, 9), 800, "cream", ["6.00 x 9.00 in is printed up to 776 pages on cream paper, and the book has 800"]),
        ("kdp", (8.27, 11.69), 80, "standard-color",
         ["8.27 x 11.69 in is not printed on standard color paper"]),
        ("kdp", (6, 9), 60, "standard-color",
         ["the book has 60 pages, and from 72 to 828 are printed on standard color paper"]),
        ("kdp", (6, 9), 72, "standard-color", []),
        ("kdp", (5, 7.5), 100, "white", []),
        ("kdp", (4.13, 5.83), 100, "white",
         ["4.13 x 5.83 in is no trim size of this printer: a page is 4 to 8.5 in wide and 6 to 11.69 in high"]),
        ("ingram", (4.25, 6.87), 100, "white", []),
        ("ingram", (11, 8.5), 100, "white", []),
        ("ingram", (3.9, 6), 100, "cream",
         ["3.90 x 6.00 in is no trim size of this printer: a page is 4 to 8.5 in wide and 6 to 11.69 in high"]),
        ("ingram", (6, 9), 1300, "white", ["the book has 1300 pages, and from 18 to 1200 are printed"]),
    ],
)  # fmt: skip
def test_what_a_printer_does_not_print(
    key: str, size: tuple[float, float], pages: int, paper: str, said: list[str]
) -> None:
    rules = printer(key)
    assert [*rules.refuses_count(pages, paper), *rules.refuses_size(*size, pages, paper)] == said


def test_signs_set_high_and_low_are_as_large_as_is_printed(tmp_path: Path) -> None:
    """Calls of notes and exponents where the text is small: in tables, quotations and notes."""
    text = f"# A\n\n{WORDS}[^a]\n\n| a[^b] | x^2^ |\n|---|---|\n| c | H~2~O |\n\n> Quoted.[^c]\n\n"
    notes = "[^a]: One x^7^.\n\n[^b]: Two.\n\n[^c]: Three.\n"
    folder = written(tmp_path / "book", book__toml='title = "T"\nlang = "en"\nslug = "t"\n', a__md=text + notes)
    report = build(folder, ["print"], tmp_path / "out", workers=1, asked=Asked("kdp"))
    assert {d.code for d in report.diagnostics} == {"P036"}


def test_a_book_that_is_not_printed_is_said_so(tmp_path: Path) -> None:
    toml = 'title = "T"\nlang = "en"\nslug = "t"\nbody = ["a.md"]\n[print]\ntrim = "a6"\n'
    folder = written(tmp_path / "book", book__toml=toml, a__md="# A\n\nWords.\n")
    report = build(folder, ["print"], tmp_path / "out", workers=1, asked=Asked("kdp"))
    assert [f"{d.span} {d.code}" for d in report.diagnostics] == ["book.toml:5:2 P036", "book.toml:6:1 P036"]
    assert build(folder, ["print"], tmp_path / "out", only=["a"], workers=1, asked=Asked("kdp")).diagnostics == (), (
        "a sample"
    )
    assert build(folder, ["print"], tmp_path / "out", workers=1).diagnostics == ()
