"""The first words of chapters: in small capitals, or behind an initial whose foot and head are level with lines beside it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from publish.book import Typography
from publish.build import build
from publish.editions.openings import opening_set
from tests.conftest import written

LONG = " and nobody had asked who would sit at the end of it" * 6
TITLE = '<h1 class="chapter-title"><span class="title">One</span></h1>'


@pytest.mark.parametrize(
    ("openings", "text", "wanted"),
    [
        ("plain", f"It was{LONG}", f"It was{LONG}"),
        ("small-caps", "It was a dark and stormy night.", '<span class="opening">It was a dark and stormy</span> night.'),
        ("small-caps", "It was, she said, a night.", '<span class="opening">It was</span>, she said, a night.'),
        ("small-caps", "“Who?” she said.", '<span class="opening">“Who</span>?” she said.'),
        ("small-caps", "A <em>dark</em> night.", '<span class="opening">A</span> <em>dark</em> night.'),
        ("small-caps", "1851 was a year.", "1851 was a year."),
        ("small-caps", "iron was dear.", "iron was dear."),
        ("small-caps", "“<em>Who</em>?” she said.", "“<em>Who</em>?” she said."),
        ("small-caps", "昔々、あるところに。", "昔々、あるところに。"),
        ("initial", f"It was{LONG}",
         f'<span class="initial"><span>I</span></span><span class="opening">t</span> was{LONG}'),
        ("initial", f"A night{LONG}", f'<span class="initial"><span>A</span></span> night{LONG}'),
        ("initial", f"“Who{LONG}",
         f'<span class="initial"><span class="sign">“</span><span>W</span></span><span class="opening">ho</span>{LONG}'),
        ("initial", f"Quite{LONG}",
         f'<span class="initial"><span class="tailed">Q</span></span><span class="opening">uite</span>{LONG}'),
        ("initial", f"Ça va{LONG}",
         f'<span class="initial"><span class="tailed">Ç</span></span><span class="opening">a</span> va{LONG}'),
        ("initial", f"Été{LONG}",
         f'<span class="initial"><span>É</span></span><span class="opening">té</span>{LONG}'),
        ("initial", "It was a dark and stormy night.", '<span class="opening">It was a dark and stormy</span> night.'),
    ],
)  # fmt: skip
def test_first_words(openings: str, text: str, wanted: str) -> None:
    tree = etree.fromstring(f"<section>{TITLE}<p>{text}</p><p>{text}</p></section>")
    opening_set(tree, Typography(openings=openings))
    first, second = (
        "".join([p.text or "", *(etree.tostring(e, encoding="unicode") for e in p)]) for p in tree.iter("p")
    )
    assert first == wanted
    assert second == text


@pytest.mark.parametrize(
    ("before", "is_set"),
    [
        ("", True),
        ('<div class="epigraph"><p>E.</p></div>', True),
        ('<p class="epigraph">E.</p>', True),
        ("<ul><li>A list.</li></ul>", False),
        ("<h2>A section</h2>", False),
        ("<blockquote><p>Quoted.</p></blockquote>", False),
    ],
)
def test_only_what_opens_a_chapter(before: str, is_set: bool) -> None:
    tree = etree.fromstring(f"<section>{TITLE}{before}<p id='x'>It was a night.</p></section>")
    opening_set(tree, Typography(openings="small-caps"))
    assert (tree.find("p[@id='x']/span") is not None) is is_set
    assert len(list(tree.iter("span"))) == 1 + is_set


def test_an_initial_is_level_with_its_lines(tmp_path: Path) -> None:
    text = "# One\n\nHardly anybody" + LONG + ".\n\n" + "The house" + LONG * 3 + ".\n"
    toml = 'title = "T"\nlang = "en"\nslug = "t"\nbody = ["one.md"]\n[typography]\nopenings = "initial"\n'
    report = build(written(tmp_path / "book", book__toml=toml, one__md=text), ["pdf"], tmp_path / "out", workers=1)
    assert not report.diagnostics
    page = list(pypdfium2.PdfDocument(report.written[0].path))[-2].get_textpage()
    letters = [(page.get_text_range(n, 1), page.get_charbox(n)) for n in range(page.count_chars())]
    start = next(n for n, (letter, (_, bottom, _, top)) in enumerate(letters) if letter == "H" and top - bottom > 30)
    _, bottom, right, top = letters[start][1]
    small = [
        (letter, left, foot)
        for letter, (left, foot, end, head) in letters[start + 1 :]
        if left < end and head - foot < 12
    ]
    feet = sorted({round(foot) for letter, _, foot in small if letter == "h"}, reverse=True)
    lefts = [min(left for _, left, foot in small if abs(foot - line) < 4) for line in feet[:4]]
    assert min(lefts[:3]) > right - 3 > lefts[3]
    assert bottom == pytest.approx(feet[2], abs=0.7), "it stands on the third line"
    assert top == pytest.approx(feet[0] + 0.65 * 11, abs=1), "its head is level with capitals of the first"
