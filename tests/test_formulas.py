"""Formulas through the press: numbers and references, MathML in the e-book, drawings on the baseline of the page."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import page as page_validation
import pypdfium2
import pytest
from lxml import etree
from PIL.Image import Image

from publish.book import MATHML, Artifact, Book
from publish.diagnostics import Diagnostic
from publish.editions import epub, pdf
from publish.editions.css import measure
from publish.markdown import parse
from publish.markdown.formulas.latex import formula
from publish.markdown.formulas.mathml import linear
from publish.resolve import resolve
from publish.sources import read
from publish.theme import Theme, load_theme
from tests.conftest import shop, written

MATH = f"{{{MATHML}}}math"
BOOK = 'title = "T"\nlang = "en"\ndate = "2026-11-24"\nfront = []\nbody = ["one.md", "two.md"]\n'
ONE = r"""# On $E = mc^2$

*x* $x$ *x*

See @eq:a, @eq:line, @eq:b and [this](#eq:a).

$$ a = b $$ {#eq:a}

\begin{align}
c &= d \label{eq:line} \\
  &= e \tag{X}
\end{align}

$$ f $$

A note.[^1]

| $t$ |
|-----|
| $u$ |

[^1]: With $n$.
"""
TWO = r"""# Two

$$ g \label{eq:b} $$

$$ a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 + a_9 + b_1 + b_2 + b_3 + b_4 + b_5 + b_6 + b_7 + b_8
+ b_9 + c_1 + c_2 + c_3 + c_4 + c_5 + c_6 $$
"""


def book_of(folder: Path, **files: str) -> tuple[Book, Theme, tuple[Diagnostic, ...]]:
    manuscript, noticed = read(written(folder, **files))
    assert manuscript is not None
    chapters, in_text = parse(manuscript)
    book, in_book = resolve(manuscript, chapters, pdf.EDITION.medium)
    return book, load_theme(manuscript.files)[0], (*noticed, *in_text, *in_book)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Theme, bytes, tuple[Diagnostic, ...]]:
    folder = tmp_path_factory.mktemp("formulas")
    book, theme, noticed = book_of(folder, book__toml=BOOK, one__md=ONE, two__md=TWO)
    assert noticed == ()
    artifact, in_pack = pdf.pack(pdf.render(book, theme)[0], shop())
    assert isinstance(artifact.content, bytes)
    return book, theme, artifact.content, in_pack


Made = tuple[Book, Theme, bytes, tuple[Diagnostic, ...]]


def test_equations_are_numbered_through_the_book(made: Made) -> None:
    book = made[0]
    labels = {id: t.label for id, t in book.targets.items() if t.kind == "equation"}
    assert labels == {"eq-a": "Equation 1", "eq-line": "Equation 2", "eq-b": "Equation 3"}
    trees = [c.tree for c in book.chapters]
    numbers = [e.text for tree in trees for e in tree.iter() if e.get("class") == "equation-number"]
    assert numbers == ["(1)", "(2)", "(X)", "(3)"]
    references = [a.text for tree in trees for a in tree.iter("a") if a.get("class") == "xref"]
    assert references == ["Equation 1", "Equation 2", "Equation 3"]


def test_titles_with_formulas_are_text_where_they_must_be(made: Made) -> None:
    assert made[0].contents[0].title == "On E = mc²"
    document = pypdfium2.PdfDocument(made[2])
    outline = [entry.get_title() for entry in document.get_toc()]
    document.close()
    assert any("E = mc²" in title for title in outline), outline


def test_the_pdf_conforms_and_each_drawing_has_its_latex(made: Made) -> None:
    report = page_validation.validate_pdf_bytes(made[2], profile="ua1")
    assert report.is_compliant, report


def test_only_the_wide_formula_is_reported_at_its_line(made: Made) -> None:
    assert [(d.code, d.span.path, d.span.line) for d in made[3]] == [("C024", "two.md", 5)]


def test_the_same_bytes_twice(made: Made) -> None:
    assert pdf.pack(pdf.render(made[0], made[1])[0], shop())[0].content == made[2]


def test_a_letter_of_a_formula_is_the_letter_of_the_line(made: Made) -> None:
    """The x drawn between two that are set: same baseline, same height, within a tenth of a point."""
    document = pypdfium2.PdfDocument(made[2])
    scale = 20
    number = next(n for n in range(len(document)) if "See Equation 1" in document[n].get_textpage().get_text_range())
    sheet = document[number]
    text = sheet.get_textpage()
    line = next(
        text.get_rect(i) for i in range(text.count_rects()) if text.get_text_bounded(*text.get_rect(i)).startswith("x")
    )
    picture = sheet.render(scale=scale).to_pil().convert("L")
    top = round((sheet.get_height() - line[3] - 4) * scale)
    area = picture.crop((round((line[0] - 1) * scale), top, round((line[0] + 40) * scale), top + 14 * scale))
    document.close()
    boxes = _inked(area.point(lambda v: 255 if v < 128 else 0))
    assert len(boxes) == 3
    for edge in (0, 1):
        assert max(b[edge] for b in boxes) - min(b[edge] for b in boxes) <= scale / 10


def _inked(area: Image) -> list[tuple[int, int]]:
    """Top and bottom of each piece of ink, from left to right."""
    columns = [area.crop((x, 0, x + 1, area.height)).getbbox() for x in range(area.width)]
    pieces: list[list[tuple[int, int]]] = []
    before = None
    for column in columns:
        if column is not None:
            if before is None:
                pieces.append([])
            pieces[-1].append((column[1], column[3]))
        before = column
    return [(min(t for t, _ in p), max(b for _, b in p)) for p in pieces]


def test_the_e_book_carries_mathml(made: Made) -> None:
    artifact: Artifact = epub.EDITION.pack(epub.EDITION.render(made[0], made[1])[0], shop())[0]
    assert isinstance(artifact.content, bytes)
    with zipfile.ZipFile(io.BytesIO(artifact.content)) as archive:
        opf = archive.read("EPUB/content.opf").decode()
        one = etree.fromstring(archive.read("EPUB/one.xhtml"))
    assert opf.count('properties="mathml"') == 2
    assert '<meta property="schema:accessibilityFeature">MathML</meta>' in opf
    formulas = list(one.iter(MATH))
    assert [m.get("alttext") for m in formulas][:3] == ["E = mc^2", "x", "a = b"]
    assert {m.get("display") for m in formulas} == {"inline", "block"}


@pytest.mark.parametrize(
    ("latex", "text"),
    [(r"E = mc^2", "E = mc²"), (r"\frac{a+b}{2}", "(a+b)/2"), (r"x_i^{n+k}", "x_i^(n+k)"), (r"\sqrt{2}", "√2"),
     (r"\sin x", "sin x"), (r"\mathbf{v}", "v"), (r"\hat{x}", "x"), (r"a'", "a′")],
)  # fmt: skip
def test_a_formula_as_a_line_of_text(latex: str, text: str) -> None:
    made = formula(latex, block=False).tree
    assert made is not None
    assert linear(made) == text


@pytest.mark.parametrize(
    ("latex", "problem"),
    [(r"\foo{x}", "does not know \\foo"), ("{a", "not closed"), (r"\frac{a}", "is missing"), ("", "empty"),
     (r"\begin{tikzpicture}\end{tikzpicture}", "tikzpicture"), (r"\href{http://a}{b}", r"\href"), ("a$b", "dollar")],
)  # fmt: skip
def test_what_cannot_be_set_says_why(latex: str, problem: str) -> None:
    assert problem in formula(latex, block=False).problem


def test_the_measure_is_that_of_the_tokens() -> None:
    tokens = "--trim-width: 6in; --margin-inside: 1in; --margin-outside: 36pt; --text-size: 10pt"
    assert measure(tokens) == pytest.approx(32.4)
    assert measure("") == 0


def test_a_wide_equation_leaves_room_for_its_number(tmp_path: Path) -> None:
    """Neither stands in the margin, however wide the formula and wherever it is."""
    wide = [" + ".join(f"a_{{{n}}}b_{{{n}}}" for n in range(terms)) for terms in (3, 8, 9, 10, 12, 30)]
    text = (
        "".join(f"$$\n{latex}\n$$ {{#eq:e{at}}}\n\n" for at, latex in enumerate(wide))
        + f"> $$\n> {wide[4]}\n> $$ {{#eq:q}}\n"
    )
    settings = 'title = "T"\nlang = "en"\nbody = ["one.md"]\n[print]\ntrim = "5x8"\n'
    book, theme, _ = book_of(tmp_path, book__toml=settings, one__md=f"# One\n\n{'Words of a text. ' * 40}\n\n{text}")
    artifact, _ = pdf.pack(pdf.render(book, theme)[0], shop())
    assert isinstance(artifact.content, bytes)
    numbered = 0
    for page in pypdfium2.PdfDocument(artifact.content):
        words = page.get_textpage()
        places = [(words.get_text_range(n, 1), words.get_charbox(n)) for n in range(words.count_chars())]
        rights = [right for sign, (_, _, right, _) in places if sign.strip()]
        numbered += sum(sign == ")" for sign, _ in places)
        assert all(right < page.get_width() - 0.55 * 72 for right in rights)
    assert numbered == 7
