"""The first words of chapters: in small capitals, or behind an initial whose foot and head are level with lines beside it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from publish.book import Typography
from publish.build import build
from publish.editions.openings import opening_set
from publish.resolve.bylines import bylines_told
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
        ('<p class="byline">London, 3 May</p>', True),
        ('<p class="byline">A Letter</p><p class="dateline">3 May</p><p class="salutation">Dear Ann,</p>', True),
    ],
)
def test_only_what_opens_a_chapter(before: str, is_set: bool) -> None:
    tree = etree.fromstring(f"<section>{TITLE}{before}<p id='x'>It was a night.</p></section>")
    opening_set(tree, Typography(openings="small-caps"))
    assert (tree.find("p[@id='x']/span") is not None) is is_set
    assert len(list(tree.iter("span"))) == 1 + is_set


PROSE = "It was a night on which nobody had asked who would sit at the end of the table."


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["<strong>JONATHAN HARKER’S JOURNAL</strong>"], ["byline capitals"]),
        (["JONATHAN HARKER’S JOURNAL—continued"], ["byline capitals"]),
        (["<em>DR. SEWARD’S DIARY—continued.</em>"], ["byline capitals"]),
        (["<b>Letter from Miss Mina Murray.</b>"], ["byline capitals"]),
        (["<strong>A JOURNAL</strong>", "<em>(Kept in shorthand.)</em>"], ["byline capitals", "byline"]),
        (["<em>by a friend</em>", "London, 3 May 1893"], ["byline capitals", "byline"]),
        (["<em><strong>Part of a letter</strong></em>."], ["byline capitals"]),
        (['<span class="smallcaps">To the reader</span>'], ["byline capitals"]),
        (["<em>(Kept in shorthand.)</em>"], ["byline"]),
        (["<b>航海日誌</b>"], ["byline"]),
        ([], []),
        (["He ran."], [None]),
        (["<em>Lucy Westenra’s Diary.</em>"], ["byline capitals"]),
        (["<em>Run.</em>"], [None]),
        (["<em>Damn Harry.</em>"], [None]),
        (["<em>Nobody had thought of Mary.</em>"], [None]),
        (["“Run”"], [None]),
        (["<b>“Run!”</b>"], [None]),
        (["<b>What you need:</b>"], [None]),
        (["It was dark"], [None]),
        (["<em>Nobody</em> knew"], [None]),
        (["<strong>A bold line that is so long that it is as good as any sentence of prose</strong>"], [None]),
        (["<strong>ONE LINE</strong>", "<strong>TWO LINES</strong>", "<strong>THREE LINES</strong>", "He ran."],
         ["byline capitals"] * 3 + ["first"]),
    ],
)  # fmt: skip
def test_lines_between_title_and_prose(lines: list[str], told: list[str | None]) -> None:
    first, *others = [*lines, PROSE]
    paragraphs = f'<p class="first">{first}</p>' + "".join(f"<p>{text}</p>" for text in others)
    tree = etree.fromstring(f"<section>{TITLE}{paragraphs}</section>")
    bylines_told(tree)
    found = [p.get("class") for p in tree.iter("p")]
    if told and told[0] is None:
        assert found == ["first", *[None] * len(others)]
    else:
        assert found[: len(told)] == told
        assert found.index("first") == sum(one != "first" for one in told)


@pytest.mark.parametrize("behind", ["<ul><li>One.</li></ul>", "<h2>A section</h2>", "", '<p class="stage">Enter.</p>'])
def test_a_short_line_before_anything_but_prose_is_none_of_these(behind: str) -> None:
    tree = etree.fromstring(f'<section>{TITLE}<p class="first"><b>MAKE READY</b></p>{behind}</section>')
    bylines_told(tree)
    assert next(tree.iter("p")).get("class") == "first"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["<em>Caring for others’ assets</em>", "<em><strong>Version: 1.0.0</strong></em>"], "byline side"),
        (["<em>Caring for others’ assets</em>", "Version: 1.0.0"], None),
        (["<em>Nobody came.</em>", "<em><strong>Version: 1.0.0</strong></em>"], None),
    ],
)
def test_several_short_lines_before_a_heading_stand_apart(lines: list[str], told: str | None) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    tree = etree.fromstring(f"<section>{TITLE}{paragraphs}<h2>A section</h2><p>{PROSE}</p></section>")
    bylines_told(tree)
    assert [p.get("class") for p in tree.iter("p")] == [*[told] * len(lines), None]


def _letters(tmp_path: Path, text: str) -> list[tuple[str, tuple[float, ...]]]:
    """The letters of the first page of a chapter of a book with initials, each with its box in points."""
    toml = 'title = "T"\nlang = "en"\nslug = "t"\nbody = ["one.md"]\n[typography]\nopenings = "initial"\n'
    report = build(written(tmp_path / "book", book__toml=toml, one__md=text), ["pdf"], tmp_path / "out", workers=1)
    assert not report.diagnostics
    page = list(pypdfium2.PdfDocument(report.written[0].path))[-2].get_textpage()
    return [(page.get_text_range(n, 1), page.get_charbox(n)) for n in range(page.count_chars())]


@pytest.mark.parametrize("word", ["Just", "Quite", "Then"])
def test_an_initial_begins_at_the_margin_and_touches_nothing(tmp_path: Path, word: str) -> None:
    letters = _letters(tmp_path, f"# One\n\n{word}{LONG}.\n\nThe house{LONG * 2}.\n")
    (left, foot, right, head) = next(box for letter, box in letters if letter == word[0] and box[3] - box[1] > 26)
    text = [box for letter, box in letters if letter.islower() and head + 2 > box[3]]
    feet = sorted({round(box[1]) for letter, box in letters if letter == "h" and box in text}, reverse=True)
    begins = [min(box[0] for box in text if abs(box[1] - line) < 4) for line in feet]
    margin = min(begins)
    assert left == pytest.approx(margin, abs=0.8)
    beside = begins[: 4 if word[0] in "JQ" else 3]
    assert all(begin > margin + 9 for begin in beside)
    assert begins[len(beside)] == pytest.approx(margin, abs=1)
    assert all(
        begin > right + 1 for begin, line in zip(beside, feet, strict=False) if line < foot + 6 or word[0] != "Q"
    )


def test_an_initial_is_level_with_its_lines(tmp_path: Path) -> None:
    letters = _letters(tmp_path, "# One\n\nHardly anybody" + LONG + ".\n\n" + "The house" + LONG * 3 + ".\n")
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
    assert top == pytest.approx(feet[0] + 0.65 * 11.5, abs=1), "its head is level with capitals of the first"
