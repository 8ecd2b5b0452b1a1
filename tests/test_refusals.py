"""What a printer would refuse, found while the book is built: each at its page and its line of Markdown."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from publish.build import build
from publish.paged.refusals import operators_refused
from tests.conftest import written

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100">{}</svg>'
HALF = SVG.format('<rect width="50" height="50" fill="#777" opacity="0.5"/>')
PALE = SVG.format('<rect width="50" height="50" fill="#f4f4f4"/>')
TINY = SVG.format('<text x="10" y="50" font-size="3">a</text>')
PLAIN = SVG.format('<rect width="50" height="50" fill="#777"/>')
#: The styles of a book, its fourth line of Markdown, the codes that are named there.
CASES = {
    "in order": ("", "Nothing is wrong here.", set()),
    "small": (".x { font-size: 5pt }", "[small]{.x}", {"P032"}),
    "thin": (".x { border: 0.1pt solid black }", "[thin]{.x}", {"P033"}),
    "no line": (".x { border: 0.1pt none black }", "[thin]{.x}", set()),
    "clear": (".x { opacity: 0.5 }", "[clear]{.x}", {"P020"}),
    "clear letters": (".x { color: rgb(0 0 0 / 0.5) }", "[clear]{.x}", {"P020"}),
    "clear ground": (".x { background: rgb(0 0 0 / 0.2) }", "[clear]{.x}", {"P020"}),
    "nearly black": (".x { color: #1a0010 }", "[mixed]{.x}", {"P034"}),
    "grey": (".x { color: #222222 }", "[grey]{.x}", set()),
    "pale ground": (".x { background: #f0f0f0 }", "[pale]{.x}", {"P038"}),
    "pale letters": (".x { color: #fffbe6 }", "[pale]{.x}", {"P038"}),
    "strong enough": (".x { background: #e5e5e5; color: #ffffcc }", "[tone]{.x}", set()),
    "white": (".x { background: #ffffff }", "[white]{.x}", set()),
    "a pale drawing": ("", "![pale](pale.svg)", {"P038"}),
    "a clear drawing": ("", "![half](half.svg)", {"P020"}),
    "small text in a drawing": ("", "![tiny](tiny.svg)", {"P032"}),
    "a picture to the edge": ("", "![plain](plain.svg){.bleed}", {"P035"}),
    "a drawing": ("", "![plain](plain.svg)", set()),
}


@pytest.mark.parametrize("name", CASES)
def test_each_is_named_at_its_page_and_line(tmp_path: Path, name: str) -> None:
    css, line, codes = CASES[name]
    toml = 'title = "T"\nlang = "en"\nslug = "t"\nbody = ["one.md"]\n[print]\ncolor = "premium"\n'
    text = f"# One\n\nA paragraph of prose.\n\n{line}\n\nAnd another one.\n"
    styles = (Path("styles") / "print.css").read_text() + css
    drawings = {"half.svg": HALF, "pale.svg": PALE, "tiny.svg": TINY, "plain.svg": PLAIN}
    folder = written(tmp_path / "book", book__toml=toml, one__md=text)
    (folder / "styles").mkdir(exist_ok=True)
    (folder / "styles" / "print.css").write_text(styles)
    for file, content in drawings.items():
        (folder / file).write_text(content)
    found = [
        d
        for d in build(folder, ["print"], tmp_path / "out", workers=1).diagnostics
        if d.code in ("P020", "P032", "P033", "P034", "P035", "P038")
    ]
    assert {d.code for d in found} == codes
    assert all((d.span.path, d.span.line) == ("one.md", 5) and d.message.startswith("page ") for d in found)


def test_ruby_is_said_once_with_its_pages(tmp_path: Path) -> None:
    """Readings are half as large as their words, 4.6 pt in the body: a matter for the printer, and of the whole book.
    Calls of notes, and readings in headings, are large enough."""
    toml = 'title = "T"\nlang = "ja"\nslug = "t"\nbody = ["one.md"]\n[print]\ntrim = "a6"\nprinter = "kdp"\n'
    words = "<ruby>吾輩<rt>わがはい</rt></ruby>は<ruby>猫<rt>ねこ</rt></ruby>である。"
    text = f"# <ruby>章<rt>しょう</rt></ruby>\n\n名前[^1]はまだ無い。\n\n{words * 90}\n\n[^1]: 注。\n"
    folder = written(tmp_path / "book", book__toml=toml, one__md=text)
    report = build(folder, ["print"], tmp_path / "out", workers=1)
    (found,) = [d for d in report.diagnostics if d.code == "P032"]
    assert (found.span.line, found.message) == (
        5, "page 1: ruby of 4.60 pt, and 7 is the least that is printed; so it is on 2 other pages")  # fmt: skip


OPERATORS = {
    "large": (b"/f 12 Tf\n(a) Tj", []),
    "small": (b"/f 8 Tf\n(a) Tj", [("small", 6.0)]),
    "made small": (b"q\n.5 0 0 .5 0 0 cm\n/f 12 Tf\n(a) Tj\nQ", [("small", 4.5)]),
    "large again": (b"q\n.5 0 0 .5 0 0 cm\nQ\n/f 12 Tf\n(a) Tj", []),
    "set small": (b"/f 1 Tf\n8 0 0 8 0 0 Tm\n[(a)] TJ", [("small", 6.0)]),
    "not shown": (b"/f 8 Tf", []),
    "clear": (b"/a0.5 gs", [("clear", 0.5)]),
    "pale": (b"0.95 0.95 0.95 rg", [("pale", pytest.approx(5)), ("wash", pytest.approx(5))]),
    "pale yellow": (b"1 1 .9 RG", [("pale", pytest.approx(0.722)), ("wash", pytest.approx(10))]),
    "nothing": (b"/a0.0 gs\n/a1.0 gs", []),
}


@pytest.mark.parametrize("name", OPERATORS)
def test_operators_are_read_as_they_are_drawn(name: str) -> None:
    content, expected = OPERATORS[name]
    assert list(operators_refused(content)) == expected


@pytest.mark.parametrize("bleed", ["true", "false"])
def test_a_picture_fills_its_page_and_what_is_cut_off(tmp_path: Path, bleed: str) -> None:
    """Alone on its page, without head and folio, to the edge of the bleed on the sides that are cut; the text goes on around it."""
    toml = f'title = "T"\nlang = "en"\nslug = "t"\nbody = ["one.md"]\n[print]\nbleed = {bleed}\n'
    words = "The table had been laid for nine. "
    text = f"# One\n\n{words * 90}\n\n![](grey.png){{.bleed}}\n\n{words * 90}\n"
    folder = written(tmp_path / "book", book__toml=toml, one__md=text)
    Image.new("RGB", (1900, 2850), "#808080").save(folder / "grey.png")
    report = build(folder, ["print"], tmp_path / "out", workers=1)
    pages = list(pypdfium2.PdfDocument(report.written[0].path))
    (full,) = [page for page in pages if any(o.type == 3 for o in page.get_objects())]
    picture = full.render(scale=1).to_pil().convert("L")
    corners = [(1, 1), (picture.width - 2, 1), (1, picture.height - 2), (picture.width - 2, picture.height - 2)]
    assert all(abs(picture.getpixel(corner) - 128) < 3 for corner in corners)
    assert not full.get_textpage().get_text_range().strip()
    assert sum(page.get_textpage().get_text_range().count("nine") for page in pages) == 180
    assert ("P035" in {d.code for d in report.diagnostics}) == (bleed == "false")
