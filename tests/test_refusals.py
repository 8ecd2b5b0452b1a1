"""What a printer would refuse, found while the book is built: each at its page and its line of Markdown."""

from __future__ import annotations

import base64
import io
import random
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from publish.asked import Asked
from publish.build import build
from publish.paged.drawn import traits
from publish.printers import Printer, printer
from publish.verify.print_content import Painted, painted
from tests.conftest import ROOT, written

SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SVG = f'<svg {SPACES} viewBox="0 0 300 200" width="300" height="200">{{}}</svg>'
LINES = '<path d="M0 0L100 100" stroke="#000" stroke-width=".1"/>'
TEXT = '<text x="10" y="50" font-size="20">a</text>'
BOX = '<rect width="99" height="99" {}/>'


def _photograph(width: int, height: int) -> bytes:
    out, chance = io.BytesIO(), random.Random(1)
    Image.frombytes("RGB", (width, height), chance.randbytes(width * height * 3)).save(out, "PNG")
    return out.getvalue()


COARSE = base64.b64encode(_photograph(30, 20)).decode()
TABLE = "| a | b |\n|---|---|\n| c | d |"
#: The styles of a case, its Markdown or its drawing, the codes that are named there.
CASES: dict[str, tuple[str, str, set[str]]] = {
    "in order": ("", "Nothing is wrong here.", set()),
    "small": (".x { font-size: 5pt }", "[small]{.x}", {"P032"}),
    "small first": (".x p::first-letter { font-size: 4pt }", "::: {.x}\nThe first letter.\n:::", {"P032"}),
    "small before": (".x::before { content: 'Small'; font-size: 4pt }", "[before]{.x}", {"P032"}),
    "made small": (".x { display: inline-block; transform: scale(.3) }", "[small]{.x}", {"P032"}),
    "thin": (".x { border: 0.1pt solid black }", "[thin]{.x}", {"P033"}),
    "thin on one side": (".x { border-bottom: 0.2pt solid black }", "[thin]{.x}", {"P033"}),
    "thin and dashed on one side": (".x { border-bottom: 0.2pt dashed black }", "[thin]{.x}", {"P033"}),
    "made thin": (".x { display: inline-block; transform: scale(.1); border: 2pt solid; font-size: 90pt }", "[x]{.x}", {"P033"}),
    "thin in its parts": (".x { border: 1pt groove black }", "[thin]{.x}", {"P033"}),
    "thin outline": (".x { outline: 0.1pt solid black }", "[thin]{.x}", {"P033"}),
    "thin between columns": (".x { columns: 2; column-rule: 0.1pt solid }", "::: {.x}\n" + "One two. " * 30 + "\n:::", {"P033"}),
    "thin dashes are made thicker": (".x { border: 0.2pt dashed black }", "[thin]{.x}", set()),
    "thin lines of tables too": ("table, td, th { border: 0.1pt solid; border-collapse: collapse }", TABLE, set()),
    "a thin ground": ("hr { border: 0; height: 0.1pt; background: #000 }", "One.\n\n* * *\n\nTwo.", {"P033"}),
    "no line": (".x { border: 0.1pt none black }", "[thin]{.x}", set()),
    "clear": (".x { opacity: 0.5 }", "[clear]{.x}", {"P020"}),
    "clear letters": (".x { color: rgb(0 0 0 / 0.5) }", "[clear]{.x}", {"P020"}),
    "clear ground": (".x { background: rgb(0 0 0 / 0.2) }", "[clear]{.x}", {"P020"}),
    "clear line": (".x { border: 2pt solid rgb(0 0 0 / 0.5) }", "[clear]{.x}", {"P020"}),
    "clear below": (".x { text-decoration: underline rgb(0 0 0 / 0.5) }", "[clear]{.x}", {"P020"}),
    "not seen": (".x { opacity: 0; font-size: 5pt; background: #f0f0f0 }", "One [unseen]{.x}.", set()),
    "nearly black": (".x { color: #1a0010 }", "[mixed]{.x}", {"P034"}),
    "grey": (".x { color: #222222 }", "[grey]{.x}", set()),
    "pale ground": (".x { background: #f0f0f0 }", "[pale]{.x}", {"P038"}),
    "pale letters": (".x { color: #f4f4f4 }", "[pale]{.x}", {"P038"}),
    "pale line": (".x { border: 2pt solid #f4f4f4 }", "[pale]{.x}", {"P038"}),
    "pale below": (".x { text-decoration: underline #f4f4f4 }", "[pale]{.x}", {"P038"}),
    "pale lines of a table": ("td, th { border: 1pt solid #f4f4f4; border-collapse: collapse }", TABLE, {"P038"}),
    "strong enough": (".x { background: #e5e5e5; color: #ffffcc }", "[tone]{.x}", set()),
    "white": (".x { background: #ffffff }", "[white]{.x}", set()),
    "colours of other spaces": (
        ".x { color: oklch(0.5 0.2 30); background: lab(90% 9 9); border: 2pt solid device-cmyk(1 1 1 1); padding: 2pt }"
        ".x { outline: 2pt solid color(display-p3 1 0 0) }", "[ink]{.x}", set()),
    "pale ink": (".x { background: device-cmyk(0 0 0 0.05) }", "[pale]{.x}", {"P038"}),
    "formulas": ("", "One $\\frac{a}{b^{\\frac{c}{d^{\\frac{e}{f}}}}}$ in.[^1]\n\n[^1]: And $\\sqrt{x^{\\frac{a}{b}}}$.", set()),
    "a wide formula": ("", "$$" + "+".join(["\\frac{a}{b}"] * 40) + "$$", set()),
    "a drawing": ("", BOX.format('fill="#777"'), set()),
    "a pale drawing": ("", BOX.format('fill="#f4f4f4"'), {"P038"}),
    "its stroke": ("", BOX.format('fill="none" stroke="#f4f4f4" stroke-width="9"'), {"P038"}),
    "of another space": ("", BOX.format('fill="oklch(0.5 0.2 30)"'), set()),
    "a clear drawing": ("", BOX.format('opacity="0.5"'), {"P020"}),
    "a clear group": ("", f'<g opacity="0.5">{TEXT}</g>', {"P020"}),
    "a mask": ("", '<mask id="m"><rect width="50" height="50" fill="#fff"/></mask>' + BOX.format('mask="url(#m)"'), {"P020"}),
    "a clear gradient": ("", '<linearGradient id="l"><stop offset="0" stop-opacity="0"/><stop offset="1"/></linearGradient>'
                         + BOX.format('fill="url(#l)"'), {"P020"}),
    "nothing seen": ("", f'<g opacity="0">{BOX.format("")}<text y="50" font-size="3">a</text></g>{TEXT}', set()),
    "nothing filled": ("", BOX.format('fill="#f4f4f4" fill-opacity="0"') + '<text y="9" font-size="3" fill="none">a</text>', set()),
    "lines of a drawing are made thicker": ("", LINES, set()),
    "of a part of it too": ("", f'<g transform="scale(.2)" opacity=".99">{LINES}</g>', {"P020"}),
    "and in a pattern": ("", '<pattern id="q" width="40" height="40" patternUnits="userSpaceOnUse" patternTransform="scale(.5)">'
                         + LINES + "</pattern>" + BOX.format('fill="url(#q)"'), set()),
    "a thin bar in a drawing": ("", '<rect width="99" height=".2"/>', {"P033"}),
    "several inks in a drawing": ("", '<text y="50" font-size="20" fill="#1a0010">a</text>', {"P034"}),
    "text from its middle": ("", '<text x="99" y="50" font-size="4" text-anchor="middle">a</text>', {"P032"}),
    "a clear gradient behind words": (".x { background: linear-gradient(#000, transparent) }", "[clear]{.x}", {"P020"}),
    "small text in a drawing": ("", '<text x="10" y="50" font-size="3">a</text>', {"P032"}),
    "by styles": ("", "<style>text { font-size: 4px }</style><text x='10' y='50'>a</text>", {"P032"}),
    "by a part": ("", '<text y="50" font-size="20">a<tspan font-size="4">b</tspan></text>', {"P032"}),
    "by scale": ("", f'<g transform="scale(.2)">{TEXT}</g>', {"P032"}),
    "by a nested drawing": ("", f'<svg width="60" height="40" viewBox="0 0 300 200">{TEXT}</svg>', {"P032"}),
    "by use": ("", f'<defs><g id="g">{TEXT}</g></defs><use href="#g" transform="scale(.2)"/>', {"P032"}),
    "in a pattern": ("", '<pattern id="q" width="40" height="40" patternUnits="userSpaceOnUse"><text font-size="4" y="20">a</text>'
                     "</pattern>" + BOX.format('fill="url(#q)"'), {"P032"}),
    "a coarse image in a drawing": ("", f'<image width="300" height="200" xlink:href="data:image/png;base64,{COARSE}"/>', {"P022"}),
    "a coarse image": ("", "![](p.png){width=2in}", {"P022"}),
    "fine enough": ("", "![](p.png){width=1in}", set()),
    "made larger": (".x { display: inline-block; transform: scale(3) }", "[![](p.png){width=0.5in}]{.x}", {"P022"}),
    "fitted": (".x img { object-fit: contain; width: 3in; height: 0.9in }", "[![](p.png)]{.x}", set()),
    "cut": (".x img { object-fit: cover; width: 0.6in; height: 2in }", "[![](p.png)]{.x}", {"P022"}),
    "in a note": ("", "One.[^1]\n\n[^1]: ![](p.png){width=1.1in}", {"P022"}),
    "in a cell": ("", "| a | b |\n|---|---|\n| ![](p.png){width=2in} | c |", {"P022"}),
}  # fmt: skip


def _seen(page: Painted, rules: Printer) -> set[str]:
    """The codes of what the judge of a finished file would find on a page."""
    found = {
        "P020": page.transparent,
        "P022": min([*page.resolutions, 999]) < rules.picture_ppi - 0.5,
        "P032": min([*page.sizes, 99]) < rules.text_size - 0.05,
        "P033": min([*page.rules, 99]) < rules.rule - 0.01,
        "P038": min([*page.tints, 99]) < rules.tint - 0.5,
        "colours": page.colours - set(rules.colours),
    }
    return {code for code, fault in found.items() if fault}


@pytest.mark.parametrize(
    ("key", "color"), [("kdp", "premium"), pytest.param("ingram", "black", marks=pytest.mark.slow)]
)
def test_what_is_found_in_the_finished_file_is_named_at_its_line(tmp_path: Path, key: str, color: str) -> None:
    """Of each case as much as there is in the file, and no more; what only a look at the text shows is nearly black."""
    names = {f"Case{number}": name for number, name in enumerate(CASES)}
    body = ", ".join(f'"{file}.md"' for file in names)
    toml = f'title = "T"\nlang = "en"\nslug = "t"\nbody = [{body}]\n[print]\ncolor = "{color}"\n'
    folder = written(tmp_path / "book", book__toml=toml)
    (folder / "p.png").write_bytes(_photograph(300, 300))
    styles = (ROOT / "styles" / "print.css").read_text()
    for file, name in names.items():
        css, text, _ = CASES[name]
        if text.startswith("<"):
            (folder / f"{file}.svg").write_text(SVG.format(text))
            text = f"![]({file}.svg)"
        (folder / f"{file}.md").write_text(f"# {file}Z\n\nProse.\n\n::: {{.{file}}}\n\n{text}\n\n:::\n")
        styles += f"\n.{file} {{ {css} }}"
    (folder / "styles").mkdir()
    (folder / "styles" / "print.css").write_text(styles)
    report = build(folder, ["print"], tmp_path / "out", workers=1, asked=Asked(key))
    named: dict[str, set[str]] = {name: set() for name in CASES}
    for one in report.diagnostics:
        if one.code.startswith("P") and one.code != "P036":
            assert one.message.startswith("page "), one
            assert one.span.line >= 7 or one.code == "P035", one
            named[names[one.span.path.removesuffix(".md")]].add(one.code)
    rules, path = printer(key), report.written[0].path
    with pikepdf.open(path) as pdf:
        pages = [painted(page) for page in pdf.pages]
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
    for file, name in names.items():
        (at,) = (number for number, text in enumerate(texts) if f"{file}Z" in text.replace(" ", "") and "Prose" in text)
        assert named[name] - {"P034"} == _seen(pages[at], rules), name
        if key == "kdp":
            assert named[name] == CASES[name][2], name


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


def test_what_a_stylesheet_puts_into_the_margin_is_said_once_with_its_pages(tmp_path: Path) -> None:
    toml = 'title = "T"\nlang = "en"\nslug = "t"\nbody = ["one.md"]\n[print]\nprinter = "kdp"\n'
    folder = written(tmp_path / "book", book__toml=toml, one__md="# One\n\n" + "Words of prose. " * 600 + "\n")
    (folder / "styles").mkdir()
    styles = (ROOT / "styles" / "print.css").read_text()
    own = (
        "@page { @bottom-center { content: 'Draft, and not for sale'; font-size: 4pt; border-top: 0.1pt solid #000 } }"
    )
    (folder / "styles" / "print.css").write_text(styles + own)
    report = build(folder, ["print"], tmp_path / "out", workers=1, asked=Asked())
    found = [
        (d.code, str(d.span), d.message.partition(": ")[2].partition(";"))
        for d in report.diagnostics
        if d.code[:3] == "P03"
    ]
    others = [more for *_, (_, _, more) in found if more]
    assert [(code, place, said) for code, place, (said, _, _) in found if code != "P036"] == [
        ("P032", "styles/print.css:1:1", "in the margin, text of 4.00 pt, and 7 is the least that is printed"),
        ("P033", "styles/print.css:1:1", "in the margin, a line of 0.10 pt, and 0.75 is the least that is printed"),
    ]
    assert len(others) == 2
    assert all(other.startswith(" so it is on ") and other.endswith(" other pages") for other in others)


OPERATORS = {
    "large": (b"/f 12 Tf\n(a) Tj", [("small", 9.0)]),
    "small": (b"/f 8 Tf\n(a) Tj", [("small", 6.0)]),
    "made small": (b"q\n.5 0 0 .5 0 0 cm\n/f 12 Tf\n(a) Tj\nQ", [("small", 4.5)]),
    "large again": (b"q\n.5 0 0 .5 0 0 cm\nQ\n/f 12 Tf\n(a) Tj", [("small", 9.0)]),
    "set small": (b"/f 1 Tf\n8 0 0 8 0 0 Tm\n[(a)] TJ", [("small", 6.0)]),
    "not shown": (b"/f 8 Tf", []),
    "clear": (b"/a0.5 gs", [("clear", 0.5)]),
    "pale": (b"0.95 0.95 0.95 rg\n0 0 9 9 re\n9 9 9 9 re\nf", [("pale", pytest.approx(5)), ("wash", pytest.approx(5))]),
    "pale yellow": (b"1 1 .9 RG\n0 0 m\nS", [("pale", pytest.approx(0.722)), ("wash", pytest.approx(10))]),
    "pale and not used": (b"0.95 0.95 0.95 rg\n0 0 9 9 re\nn", []),
    "not painted": (b"/a0 gs\n/f 8 Tf\n(a) Tj\n3 Tr\n/a1 gs\n(a) Tj", []),
    "a bar": (b"0 0 9 .4 re\nf", [("thin", pytest.approx(0.3))]),
    "a bar that is not seen": (b"/a0 gs\n0 0 9 .4 re\nf", []),
    "nothing": (b"/a0.0 gs\n/a1.0 gs", []),
}


@pytest.mark.parametrize("name", OPERATORS)
def test_operators_are_read_as_they_are_drawn(name: str) -> None:
    content, expected = OPERATORS[name]
    named = {"ExtGState": {}, "Pattern": {}, "XObject": {}}
    assert [(one.kind, one.number) for one in traits([content], named, {})] == expected


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
