"""The cover: its measures, its bar code, its words and colours, held against the finished file and a decoder."""

from __future__ import annotations

import io
import re
import string
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from PIL import Image

from publish.asked import Asked
from publish.book import PrintSettings
from publish.build import Report, build, check
from publish.editions.em import em
from publish.editions.spine import _height, spine_of
from publish.editions.wrap import wrap_of
from publish.sources.book_toml.cover import DESIGNS
from publish.theme import load_theme
from publish.verify import checks_for
from tests.conftest import written

ISBN = 'identifier = [{ scheme = "ISBN-13", value = "978-3-16-148410-0", edition = "print" }]\n'
HEAD = 'title = "The Ring"\nlang = "en"\nslug = "ring"\nauthor = "Ann Author"\npublisher = "Small Press"\n'
HEAD += 'description = "A ring is found.\\n\\nAnd lost."\n' + ISBN

THEME = load_theme({})[0]


def book(folder: Path, toml: str = "", head: str = HEAD, pages: int = 1) -> Path:
    """A book of so many chapters, each of which is one page and a blank."""
    chapters = {f"c{n:03}__md": f"# Chapter\n\nOne word, {n}.\n" for n in range(pages)}
    return written(folder, book__toml=head + toml, **chapters)


def made(folder: Path, out: Path, printer: str = "", overlay: bool = False) -> tuple[Path, Report]:
    report = build(folder, ["cover"], out, workers=1, asked=Asked(printer, overlay))
    assert report.written, report.diagnostics
    return report.written[0].path, report


def picture(path: Path, ppi: int = 150) -> Image.Image:
    drawn: Image.Image = pypdfium2.PdfDocument(path)[0].render(scale=ppi / 72).to_pil().convert("RGB")
    return drawn


def text_of(path: Path) -> str:
    return str(pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range())


def box(page: pikepdf.Page, name: str) -> list[float]:
    return [round(float(side) / 72, 3) for side in page.obj[name]]


@pytest.mark.parametrize(
    ("printer", "paper", "color", "pages", "spine"),
    [
        ("kdp", "white", "black", 100, 0.2252), ("kdp", "cream", "black", 200, 0.5), ("kdp", "white", "premium", 300, 0.7041),
        ("kdp", "groundwood", "black", 100, 0.235), ("ingram", "cream", "black", 400, 1.0), ("", "white", "standard", 100, 0.2252),
    ],
)  # fmt: skip
def test_the_spine_is_as_wide_as_the_paper_asks(printer: str, paper: str, color: str, pages: int, spine: float) -> None:
    wrap = wrap_of(PrintSettings(printer=printer, paper=paper, color=color), pages, False)
    assert wrap.spine == pytest.approx(spine, abs=1e-4)
    assert wrap.sheet == pytest.approx((12 + spine + 0.25, 9.25), abs=1e-4)


@pytest.mark.parametrize(
    ("pages", "words", "bears"),
    [
        (79, ("A", "T", "P"), False), (80, ("A", "T", "P"), False), (90, ("A", "T", "P"), True), (90, ("著者", "題", ""), False),
        (600, ("著者", "題", ""), True), (400, ("A", "T" * 300, "P"), False), (2000, ("A", "T", "P"), True),
        (100, ("A", "Ö", "P"), False), (100, ("A", "Queen", "P"), False), (100, ("A, B", "T", ""), True),
        (100, ("A", "Ægir", ""), True), (100, ("Άγνωστος", "Ο ποταμός", ""), True), (107, ("É", "Ç", ""), True),
    ],
)  # fmt: skip
def test_when_the_spine_has_words(pages: int, words: tuple[str, str, str], bears: bool) -> None:
    """From 80 pages, in type that keeps 1/16 in clear at both folds, of 7 points or more, the least that is printed."""
    wrap = wrap_of(PrintSettings(), pages, False)
    spine = spine_of(wrap, words, measured)
    assert bool(spine.size) == bears
    assert not spine.size or (min(spine.sizes) >= 7 and spine.size <= 26)
    assert spine.size * 0.7 / 72 <= max(0, wrap.spine - 2 * wrap.spine_clear)
    assert spine.size == 0 or spine.size >= max(spine.sizes), "the title is first in rank"


def test_no_letter_is_higher_than_the_spine_takes_it_to_be() -> None:
    """Of the text face: capitals are set with their middle in that of the spine, small letters with what hangs from them."""
    font = TTFont(io.BytesIO(THEME.fonts["EBGaramond[wght].ttf"]))
    unit, middle, shapes, names = font["head"].unitsPerEm, font["OS/2"].sCapHeight / 2, font["glyf"], font.getBestCmap()
    greek, cyrillic = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"
    for letter in string.ascii_uppercase + string.digits + "&" + greek + cyrillic:
        shape = shapes[names[ord(letter)]]
        assert 2 * max(shape.yMax - middle, middle - shape.yMin) / unit <= _height(letter, True), letter
    for letter in string.ascii_lowercase:
        shape = shapes[names[ord(letter)]]
        assert (max(shape.yMax, 2 * middle) - min(shape.yMin, 0)) / unit <= _height(letter, False), letter


def test_a_spine_has_its_title_in_the_middle_or_clear_of_its_neighbours() -> None:
    wrap = wrap_of(PrintSettings(), 300, False)
    short, long = (
        spine_of(wrap, (name, "Emma", "House"), measured) for name in ("Ann", "A Very Long Name Indeed, " * 3)
    )
    title = measured("EMMA", "text") + 0.2 if short.capitals else measured("Emma", "text")
    assert short.begin + title * short.size / 144 == pytest.approx(4.5, abs=0.02)
    assert long.begin > short.begin
    assert not spine_of(wrap, ("Ann", "The Strange Case of Dr. Jekyll and Mr. Hyde" * 2, ""), measured).capitals


def measured(text: str, role: str) -> float:
    return em(text, "en", THEME.fonts, role)


def test_the_wrap_measured(tmp_path: Path) -> None:
    """Boxes, spine, inks and bar code of the finished file, beside the interior that it is for."""
    folder = book(tmp_path / "book", '[print]\nprinter = "kdp"\n[cover]\nprice = "USD 16.99"\n', pages=42)
    report = build(folder, ["print", "cover"], tmp_path / "out", workers=1)
    inside, path = (w.path for w in report.written)
    assert path.name == "ring-cover-kdp.pdf"
    pages = len(pikepdf.open(inside).pages)
    assert pages >= 80
    wrap = pikepdf.open(path)
    page = wrap.pages[0]
    width = 12 + pages * 0.002252 + 0.25
    assert box(page, "/MediaBox") == box(page, "/BleedBox") == pytest.approx([0, 0, width, 9.25], abs=2e-3)
    assert box(page, "/TrimBox") == pytest.approx([0.125, 0.125, width - 0.125, 9.125], abs=2e-3)

    content = page.obj.Contents.read_bytes()
    assert not re.search(rb"(?m) (?:rg|RG|sc|SC|scn)$", content)
    assert re.search(rb"(?m)^0 0 0 1 k$", content)  # the bars

    (read,) = zxingcpp.read_barcodes(picture(path, 300), ean_add_on_symbol=zxingcpp.EanAddOnSymbol.Require)
    assert read.text == "9783161484100" + "51699"
    fold, foot = 0.125 + 6, 9.125
    for corner in (read.position.top_left, read.position.bottom_right):
        assert fold - 0.25 - 2 <= corner.x / 300 <= fold - 0.25
        assert foot - 0.25 - 1.2 <= corner.y / 300 <= foot - 0.25
    assert not report.diagnostics
    lines = [line.replace(" ", "") for line in text_of(path).upper().splitlines()]  # letters are spaced out
    front, back, spine = (
        ["ANNAUTHOR", "THERING", "SMALLPRESS"],
        ["ANDLOST.", "SMALLPRESS"],
        "ANNAUTHORTHERINGSMALLPRESS",
    )
    assert lines[:3] == front
    assert [line for line in lines if line in back][1:] == back
    assert spine in lines


@pytest.mark.parametrize(
    "title",
    [
        "Incomprehensibilities of Donaudampfschifffahrt",
        pytest.param("The Ring", marks=pytest.mark.slow),
        pytest.param("On " + "the long way home " * 6, marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("design", [DESIGNS[0], *(pytest.param(d, marks=pytest.mark.slow) for d in DESIGNS[1:])])
def test_designs_hold_their_words(design: str, title: str, tmp_path: Path) -> None:
    """Every word lies on its side of the fold and an eighth of an inch clear of the cut; the ground goes to the edge."""
    toml = f'[cover]\ndesign = "{design}"\n'
    path, report = made(book(tmp_path / "book", toml, HEAD.replace("The Ring", title)), tmp_path / "out")
    assert not report.diagnostics
    page = pypdfium2.PdfDocument(path)[0]
    width, words = page.get_width(), page.get_textpage()
    for at in range(words.count_chars()):
        left, bottom, right, top = words.get_charbox(at)
        if not words.get_text_range(at, 1).strip():
            continue
        assert left >= 18
        assert right <= 9 + 432 - 9 or (left >= width - 432 and right <= width - 18)
        assert 18 <= bottom <= top <= 666 - 18
    drawn = picture(path)
    edge = {drawn.getpixel((x, y)) for x in (1, drawn.width - 2) for y in (1, drawn.height // 2, drawn.height - 2)}
    assert (255, 255, 255) not in edge


def test_one_front_for_all_editions(tmp_path: Path) -> None:
    """The design and the colours of book.toml are seen in the EPUB's picture, the PDF's first page and the wrap."""
    folder = book(tmp_path / "book", '[cover]\ndesign = "frame"\nground = "#204030"\n')
    report = build(folder, ["epub", "pdf", "cover"], tmp_path / "out", workers=1)
    epub, pdf, wrap = (w.path for w in report.written)
    cover = Image.open(io.BytesIO(zipfile.ZipFile(epub).read("EPUB/images/cover.jpg"))).convert("RGB")
    screen, paper = picture(pdf), picture(wrap)
    for drawn in (cover, screen):
        assert drawn.getpixel((8, 8)) == pytest.approx((0x20, 0x40, 0x30), abs=4)
    front = paper.crop((paper.width - 19 - screen.width, 19, paper.width - 19, 19 + screen.height))
    ink = [sum(drawn.convert("L").histogram()[150:]) for drawn in (screen, front)]
    assert ink[0] == pytest.approx(ink[1], rel=0.1)  # the same letters at the same size


def test_the_overlay_is_a_file_of_its_own(tmp_path: Path) -> None:
    folder = book(tmp_path / "book")
    plain, _ = made(folder, tmp_path / "out")
    without = plain.read_bytes()
    plain, report = made(folder, tmp_path / "out", overlay=True)
    over = report.written[1].path
    assert (plain.name, over.name) == ("ring-cover.pdf", "ring-cover-overlay.pdf")
    assert ["spine" in text_of(path) for path in (plain, over)] == [False, True]
    assert plain.read_bytes() == without, "the wrap for the printer is written too, as it is without"
    assert checks_for(over) == ("pdf-sound",)


def test_books_bound_at_the_right_have_their_back_at_the_right(tmp_path: Path) -> None:
    path, _ = made(book(tmp_path / "book", "", HEAD.replace('"en"', '"he"')), tmp_path / "out")
    drawn = picture(path, 300)
    (read,) = zxingcpp.read_barcodes(drawn)
    assert drawn.width / 2 + 0.25 * 300 < read.position.top_left.x < drawn.width / 2 + 2.3 * 300


def jpeg(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (40, 90, 140)).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("size", "codes"),
    [
        ((1838, 2775), []),
        pytest.param((919, 1388), ["P016"], marks=pytest.mark.slow),
        pytest.param((2400, 2775), ["P017"], marks=pytest.mark.slow),
        ((600, 600), ["P016", "P017"]),
    ],
)
def test_a_picture_of_the_author_s_own(size: tuple[int, int], codes: list[str], tmp_path: Path) -> None:
    """It fills the front, bleed included: 6.125 by 9.25 in at 300 to the inch."""
    folder = book(tmp_path / "book", "", 'cover-image = "p.jpg"\n' + HEAD)
    (folder / "p.jpg").write_bytes(jpeg(*size))
    path, report = made(folder, tmp_path / "out")
    assert [d.code for d in report.diagnostics] == codes
    drawn = picture(path)
    for x in (drawn.width - 900, drawn.width - 2):
        for y in (2, drawn.height - 3):
            red, _, blue = drawn.getpixel((x, y))
            assert blue > red + 40


@pytest.mark.parametrize(("design", "size", "codes"), [
    ("band", (3000, 3000), []), ("band", (3000, 200), ["P016"]), ("field", (100, 2000), []), ("field", (300, 300), ["P016"]),
])  # fmt: skip
def test_a_picture_within_a_design(design: str, size: tuple[int, int], codes: list[str], tmp_path: Path) -> None:
    """Cropped to its place, it is printed larger than its sides say; fitted into it, smaller."""
    folder = book(tmp_path / "book", f'[cover]\ndesign = "{design}"\nimage = "p.jpg"\n')
    (folder / "p.jpg").write_bytes(jpeg(*size))
    assert [d.code for d in made(folder, tmp_path / "out")[1].diagnostics] == codes


def test_a_spine_too_narrow_for_its_words(tmp_path: Path) -> None:
    folder = book(tmp_path / "book", "", HEAD.replace("The Ring", "The Ring " * 30), pages=42)
    assert [d.code for d in made(folder, tmp_path / "out")[1].diagnostics] == ["P014"]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("Ann", "Ring", "House"), ("Ann", "Ring", "House")),
        (("Ann Author", "T" * 60, "A House of a Very Long Name and Sons, Limited"), ("Ann Author", "T" * 60, "")),
        ((", ".join(["A. Long-Named Author"] * 6), "T" * 60, "House"), ("", "T" * 60, "House")),
        ((", ".join(["A. Long-Named Author"] * 6), "T" * 110, "House"), ("", "T" * 110, "")),
        (("Ann", "T" * 300, "House"), None),
    ],
)  # fmt: skip
def test_names_leave_a_spine_before_its_title(words: tuple[str, str, str], shown: tuple[str, str, str] | None) -> None:
    found = spine_of(wrap_of(PrintSettings(), 300, False), words, measured)
    assert found.words == (shown or words)
    assert bool(found.size) == (shown is not None)


def test_a_spine_without_its_authors_says_so(tmp_path: Path) -> None:
    names = ", ".join(f'"Extraordinarily Longnamed Author {n}"' for n in range(6))
    head = HEAD.replace('"Ann Author"', f"[{names}]")
    path, report = made(book(tmp_path / "book", "", head, pages=50), tmp_path / "out")
    (found,) = report.diagnostics
    assert found.code == "P014"
    assert found.message.endswith("bears them without author")
    lines = [line.replace(" ", "") for line in text_of(path).upper().splitlines()]
    assert "THERINGSMALLPRESS" in lines


def test_nothing_on_a_wrap_leads_anywhere(tmp_path: Path) -> None:
    """An address in the copy is words: printers refuse links."""
    head = HEAD.replace("And lost.", "More on <https://example.org/> and [here](https://example.org/).")
    path, _ = made(book(tmp_path / "book", "", head), tmp_path / "out")
    with pikepdf.open(path) as pdf:
        assert not pdf.pages[0].obj.get("/Annots")
    assert "example.org" in text_of(path)


def test_an_isbn_of_ten_digits_is_told_its_thirteen(tmp_path: Path) -> None:
    head = HEAD.replace("ISBN-13", "ISBN").replace("978-3-16-148410-0", "3-16-148410-X")
    report = build(book(tmp_path / "book", "", head), ["cover"], tmp_path / "out", workers=1)
    (found,) = report.diagnostics
    assert (found.code, found.hint) == ("P011", "write 978-3-16-148410-0, which is the same number")


@pytest.mark.parametrize(("words", "codes"), [(120, []), (230, []), (2000, ["P015"])])
def test_copy_is_made_to_fit_or_the_wrap_is_kept_back(words: int, codes: list[str], tmp_path: Path) -> None:
    folder = book(tmp_path / "book", f'[cover]\nback = "{"word " * words}"\n')
    report = build(folder, ["cover"], tmp_path / "out", workers=1)
    assert [d.code for d in report.diagnostics] == codes
    assert bool(report.written) == (not codes)
    if report.written:
        assert text_of(report.written[0].path).count("word") == words


def test_kdp_numbers_a_book_without_isbn(tmp_path: Path) -> None:
    head = HEAD.replace(ISBN, "")
    assert [d.code for d in check(book(tmp_path / "a", "", head), ["cover"]).diagnostics] == ["P010"]
    assert not check(book(tmp_path / "b", '[print]\nprinter = "kdp"\n', head), ["cover"]).diagnostics


def test_ingram_has_its_standard(tmp_path: Path) -> None:
    path, _ = made(book(tmp_path / "book", pages=2), tmp_path / "out", printer="ingram")
    pdf = pikepdf.open(path)
    assert str(pdf.docinfo["/GTS_PDFXVersion"]) == "PDF/X-1:2001"
    assert box(pdf.pages[0], "/TrimBox")[0] == 0.125


def test_the_same_bytes_in_any_folder(tmp_path: Path) -> None:
    content = {made(book(tmp_path / n / "book", pages=2), tmp_path / n / "out")[0].read_bytes() for n in ("a", "b")}
    assert len(content) == 1
