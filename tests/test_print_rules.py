"""The printer's rules held to finished files: one good file, and one copy of it for each rule, broken by hand."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from publish.asked import Asked
from publish.build import build
from publish.verify import verify
from tests.conftest import written

WORDS = "The table had been laid for nine, and nobody had asked who would sit at the end of it. "


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty pages for Ingram, with a table, whose lines are hairlines."""
    at = tmp_path_factory.mktemp("rules")
    chapters = {f"c{n}__md": f"# {n}\n\n{WORDS * 70}\n\n| a | b |\n|---|---|\n| c | d |\n" for n in range(10)}
    folder = written(at / "book", book__toml='title = "T"\nlang = "en"\nslug = "t"\n', **chapters)
    report = build(folder, ["print"], at / "out", asked=Asked("ingram"), workers=1)
    return report.written[0].path


def findings(path: Path) -> list[str]:
    found = verify({path: ("print-rules",)})[1]
    assert {d.code for d in found} <= {"P030"}
    return [d.message for d in found]


def test_what_the_press_makes_is_in_order(good: Path) -> None:
    assert findings(good) == []


def test_a_pattern_is_no_colour_but_what_it_paints(good: Path, tmp_path: Path) -> None:
    with pikepdf.open(good) as pdf:
        _patterned(b"0 0 0 0.5 k")(pdf)
        pdf.save(path := tmp_path / good.name, force_version="1.3")
    assert findings(path) == []


def test_the_pages_of_a_sample_are_not_counted(tmp_path: Path) -> None:
    """A sample is for readers: of a book of any length. All other rules hold, and a book that is so short is still refused."""
    folder = written(
        tmp_path / "book",
        book__toml='title = "T"\nlang = "en"\nslug = "t"\n',
        a__md=f"# A\n\n{WORDS * 9}\n",
        b__md="# B\n",
    )
    report = build(folder, ["print"], tmp_path / "out", only=["a"], asked=Asked("ingram"), workers=1)
    path = report.written[0].path
    assert path.name == "t-sample-print-ingram.pdf"
    assert findings(path) == []
    (judgement,), _ = verify({path: ("print-rules",)})
    assert any(line.endswith("any of a sample: met") for line in judgement.details)
    whole = path.rename(tmp_path / "t-print-ingram.pdf")
    assert [message.split(": ")[1][:12] for message in findings(whole)] == ["the book has"]
    with pikepdf.open(whole) as pdf:
        pdf.pages[-1].contents_add(b"0 0 0 1 k 99 99 90 90 re f")
        pdf.save(path)
    assert findings(path) == ["IngramSpark: the last page is not blank"]


def test_marks_for_cutting_are_nothing_on_a_page(tmp_path: Path) -> None:
    """A page that bears them alone is blank: at the end as many as the printer wants, within the book not."""
    folder = written(
        tmp_path / "book", book__toml='title = "T"\nlang = "en"\n[print]\nmarks = true\n', a__md="# A\n\nB.\n"
    )
    path = build(folder, ["print"], tmp_path / "out", asked=Asked("ingram"), workers=1).written[0].path
    (judgement,), _ = verify({path: ("print-rules",)})
    assert any("last page blank, blank: met" in line for line in judgement.details)
    assert any("blank pages in a row 1, " in line for line in judgement.details)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for page in pdf.pages[1:5]:
            page.obj.Contents, page.obj.Resources = pdf.pages[-1].obj.Contents, pdf.pages[-1].obj.Resources
        pdf.save(path)
    assert "IngramSpark: pages 2 to 6 are blank, and a run of 2 is allowed" in findings(path)


def test_each_rule_is_told_with_its_number(good: Path) -> None:
    """What is met is printed as well: a printer's question is answered from the table."""
    (judgement,), _ = verify({good: ("print-rules",)})
    said = dict(line.removeprefix("IngramSpark: ").split(" ", 1) for line in judgement.details)
    assert all(line.endswith(": met") for line in judgement.details)
    assert said["trim"] == "size 6.000 x 9.000 in, one that is printed: met"
    assert said["lines"] == "of 0.50 pt and more, at least 0.25: met"
    assert {"pages", "inside", "other", "bleed", "colours", "fonts", "text", "images", "ink", "standard"} <= said.keys()


def _drawing(content: str) -> Callable[[pikepdf.Pdf], None]:
    def draw(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[4]
        page.contents_add(content.encode())

    return draw


def _box(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.TrimBox = pikepdf.Array([0, 0, 400, 648])


def _media(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.MediaBox = pikepdf.Array([-20, -20, 452, 668])


def _last(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[len(pdf.pages) - 1]


def _short(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[2:-2]


def _blanks(pdf: pikepdf.Pdf) -> None:
    for number in (4, 5, 6):
        pdf.pages[number].obj.Contents = pdf.make_stream(b"")


def _label(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/GTS_PDFXConformance"]


def _intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def _link(pdf: pikepdf.Pdf) -> None:
    annotation = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9])
    )
    pdf.pages[5].obj.Annots = pikepdf.Array([pdf.make_indirect(annotation)])


def _see_through(pdf: pikepdf.Pdf) -> None:
    state = pikepdf.Dictionary(half=pikepdf.Dictionary(ca=0.5))
    pdf.pages[3].obj.Resources.ExtGState = state
    pdf.pages[3].contents_add(b"/half gs 0 0 9 9 re f")


def _image(pdf: pikepdf.Pdf) -> None:
    image = pdf.make_stream(b"\x00" * 100)
    image.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 10, "/Height": 10,
                  "/ColorSpace": pikepdf.Name.DeviceGray, "/BitsPerComponent": 8})  # fmt: skip
    name = pdf.pages[3].add_resource(image, pikepdf.Name.XObject)
    pdf.pages[3].contents_add(f"q 72 0 0 72 100 100 cm {name} Do Q".encode())


def _inked(inks: tuple[int, ...], points: int, kind: str = "") -> Callable[[pikepdf.Pdf], None]:
    """An image without ink, but for some points of 10,000: raw, as JPEG, or as one whose inks are inverted."""

    def draw(pdf: pikepdf.Pdf) -> None:
        picture = Image.frombytes("CMYK", (100, 100), bytes(inks) * points + bytes(4 * (10_000 - points)))
        out = io.BytesIO()
        picture.save(out, "JPEG" if kind else "TIFF", **({"quality": 100} if kind else {}))
        image = pdf.make_stream(out.getvalue() if kind else picture.tobytes())
        image.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 100, "/Height": 100,
                      "/ColorSpace": pikepdf.Name.DeviceCMYK, "/BitsPerComponent": 8})  # fmt: skip
        if kind:
            image.Filter = pikepdf.Name.DCTDecode
        if kind == "inverted":
            image.Decode = pikepdf.Array([1, 0] * 4)
        name = pdf.pages[3].add_resource(image, pikepdf.Name.XObject)
        pdf.pages[3].contents_add(f"q 20 0 0 20 100 100 cm {name} Do Q".encode())

    return draw


def _undecodable(pdf: pikepdf.Pdf) -> None:
    """An image in four inks that says it is JPEG and is none."""
    image = pdf.make_stream(b"no picture")
    image.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 100, "/Height": 100,
                  "/ColorSpace": pikepdf.Name.DeviceCMYK, "/BitsPerComponent": 8, "/Filter": pikepdf.Name.DCTDecode})  # fmt: skip
    name = pdf.pages[3].add_resource(image, pikepdf.Name.XObject)
    pdf.pages[3].contents_add(f"q 20 0 0 20 100 100 cm {name} Do Q".encode())


def _font(pdf: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    pdf.pages[3].add_resource(pdf.make_indirect(font), pikepdf.Name.Font)


def _patterned(colour: bytes) -> Callable[[pikepdf.Pdf], None]:
    """A page filled with a pattern of tiles in a colour."""

    def draw(pdf: pikepdf.Pdf) -> None:
        tile = pdf.make_stream(colour + b" 0 0 4 4 re f")
        tile.update({"/Type": pikepdf.Name.Pattern, "/PatternType": 1, "/PaintType": 1, "/TilingType": 1, "/XStep": 4,
                     "/YStep": 4, "/BBox": pikepdf.Array([0, 0, 4, 4]), "/Resources": pikepdf.Dictionary()})  # fmt: skip
        pdf.pages[4].obj.Resources.Pattern = pikepdf.Dictionary(tile=tile)
        pdf.pages[4].contents_add(b"/Pattern cs /tile scn 0 0 9 9 re f")

    return draw


def _shaded(pdf: pikepdf.Pdf) -> None:
    """A page filled with a gradient whose end has too much ink."""
    ends = {"C0": pikepdf.Array([0, 0, 0, 0]), "C1": pikepdf.Array([1, 1, 1, 0])}
    ramp = pikepdf.Dictionary(FunctionType=2, Domain=pikepdf.Array([0, 1]), N=1, **ends)
    shading = pikepdf.Dictionary(
        ShadingType=2, ColorSpace=pikepdf.Name.DeviceCMYK, Coords=pikepdf.Array([0, 0, 9, 9]), Function=ramp
    )
    pattern = pikepdf.Dictionary(Type=pikepdf.Name.Pattern, PatternType=2, Shading=shading)
    pdf.pages[4].obj.Resources.Pattern = pikepdf.Dictionary(ramp=pattern)
    pdf.pages[4].contents_add(b"/Pattern cs /ramp scn 0 0 9 9 re f")


BROKEN = {
    "rgb in a pattern": (_patterned(b"1 0 0 rg"), "page 5 has colours in rgb"),
    "ink in a pattern": (_patterned(b"1 1 1 1 k"), "page 5 has 400 % of ink on one place"),
    "ink of a gradient": (_shaded, "page 5 has 300 % of ink on one place"),
    "box": (_box, "pages have 2 sizes"),
    "media": (_media, "page 3 has room for marks around its bleed"),
    "last page": (_last, "is not blank"),
    "short": (_short, "and from 18 to 1200 are printed"),
    "blanks": (_blanks, "pages 5 to 7 are blank"),
    "rgb": (_drawing("1 0 0 rg 0 0 9 9 re f"), "page 5 has colours in rgb"),
    "spot": (_drawing("/DeviceN cs 0 0 9 9 re f"), "page 5 has colours in devicen"),
    "ink": (_drawing("1 1 1 1 k 0 0 9 9 re f"), "page 5 has 400 % of ink on one place"),
    "rule": (_drawing("0 0 0 1 K 0.1 w 0 0 m 9 9 l S"), "page 5 has a line of 0.10 pt"),
    "filled rule": (_drawing("0 0 0 1 k 9 9 90 0.2 re f"), "page 5 has a line of 0.20 pt"),
    "border": (_drawing("0 0 0 1 k 0 0 90 90 re 0.1 0.1 89.8 89.8 re f*"), "page 5 has a line of 0.10 pt"),
    "scaled rule": (_drawing("q .1 0 0 .1 0 0 cm 0 0 0 1 K 1 w 0 0 m 9 9 l S Q"), "page 5 has a line of 0.10 pt"),
    "label": (_label, "PDF/X-1:2001, and PDF/X-1a:2001 or PDF/X-3:2002 is wanted"),
    "intent": (_intent, "0 output intents"),
    "link": (_link, "annotations, such as links; the first is page 6"),
    "transparency": (_see_through, "page 4 has something transparent"),
    "image": (_image, "page 4 has an image of 10 ppi, and 300 is the least"),
    "ink of a picture": (_inked((255, 255, 255, 0), 400), "page 4 has 300 % of ink on one place"),
    "ink of a photograph": (_inked((255, 255, 255, 0), 2000, "inverted"), "page 4 has 300 % of ink on one place"),
    "ink of one that is not inverted": (_inked((0, 0, 0, 0), 0, "plain"), "page 4 has 400 % of ink on one place"),
    "a picture that cannot be read": (_undecodable, "page 4 has an image whose ink cannot be read"),
    "font": (_font, "the font Helvetica, which is not embedded"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_rule_is_seen_broken(good: Path, tmp_path: Path, name: str) -> None:
    breaking, expected = BROKEN[name]
    path = tmp_path / good.name
    with pikepdf.open(good) as pdf:
        breaking(pdf)
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    found = findings(path)
    assert any(expected in message for message in found), found


def test_single_points_of_a_picture_are_no_ink(good: Path, tmp_path: Path) -> None:
    """What compression adds at an edge."""
    path = tmp_path / good.name
    with pikepdf.open(good) as pdf:
        _inked((255, 255, 255, 255), 9)(pdf)
        pdf.save(path, force_version="1.3")
    assert findings(path) == []


def test_small_text_is_seen(good: Path, tmp_path: Path) -> None:
    path = tmp_path / good.name
    with pikepdf.open(good) as pdf:
        name = next(iter(pdf.pages[4].obj.Resources.Font.keys()))
        pdf.pages[4].contents_add(f"BT {name} 4 Tf (a) Tj ET".encode())
        pdf.save(path)
    assert any("text of 4.00 pt, and 6 is the least" in message for message in findings(path))


@pytest.mark.parametrize(
    ("page", "x", "y", "expected"),
    [
        (4, 20, 300, "page 5 has an inside margin of 0.2"),
        (3, 20, 300, "page 4 has a margin of 0.2"),
        (4, 300, 20, "page 5 has a margin of 0.2"),
        (3, 425, 300, "page 4 has an inside margin of "),
    ],
)
def test_words_in_a_margin_are_seen(good: Path, tmp_path: Path, page: int, x: int, y: int, expected: str) -> None:
    """Odd pages have their inside at the left."""
    path = tmp_path / good.name
    with pikepdf.open(good) as pdf:
        written = [(str(i.operator), i.operands) for i in pikepdf.parse_content_stream(pdf.pages[page])]
        name = next(operands[0] for operator, operands in written if operator == "Tf")
        words = next(o[0][0] if operator == "TJ" else o[0] for operator, o in written if operator in ("TJ", "Tj"))
        added = f"BT {name} 8 Tf 1 0 0 1 {x} {y} Tm <{bytes(words).hex()}> Tj ET".encode()
        pdf.pages[page].contents_add(added)
        pdf.save(path)
    assert any(expected in message for message in findings(path)), findings(path)


def test_the_other_printer_has_other_rules(good: Path, tmp_path: Path) -> None:
    """What Ingram takes has too few pages for KDP."""
    path = tmp_path / "t-print-kdp.pdf"
    with pikepdf.open(good) as pdf:
        del pdf.pages[20:]
        pdf.save(path)
    assert any("Kindle" in message and "and from 24 to 828 are printed" in message for message in findings(path))


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        ("0 0 0 .05 k 99 99 90 90 re f", ["page 5 has a tint of 5.0 %, and 10 is the least"]),
        ("0.02 0 .08 0 k 99 99 90 90 re f", ["page 5 has a tint of 8.0 %, and 10 is the least"]),
        ("0.95 G 9 w 99 99 90 90 re S", ["page 5 has a tint of 5.0 %, and 10 is the least"]),
        ("1 .98 .95 rg 99 99 90 90 re f", ["page 5 has a tint of 5.0 %, and 10 is the least"]),
        ("0 0 0 0 k 99 99 90 90 re f", []),
        ("0 0 .1 0 k 99 99 90 90 re f", []),
    ],
)
def test_tones_that_may_not_show_are_seen(good: Path, tmp_path: Path, drawn: str, expected: list[str]) -> None:
    """KDP names a least; IngramSpark does not."""
    for printer in ("kdp", "ingram"):
        with pikepdf.open(good) as pdf:
            _drawing(drawn)(pdf)
            pdf.save(path := tmp_path / f"t-print-{printer}.pdf", force_version="1.3")
        pale = [message.split(": ", 1)[1] for message in findings(path) if "tint" in message]
        assert pale == (expected if printer == "kdp" else [])
