"""Lines chosen for paragraphs as wholes, what is measured on pages, and the figures of a book."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner
from lxml import etree

from publish.book import Document, Matter
from publish.cli import main
from publish.paged.evening import strip
from publish.paged.faults import faults_of
from publish.paged.leaves import Fault, Leaf, Section
from publish.paged.measure import SetLine, SetPage
from publish.paged.numbering import numbered
from publish.paged.phrases import phrased
from publish.paged.places import Place
from publish.paged.spreads import Plan, Planner
from publish.paged.totalfit import HYPHENED, MOST_HYPHENS, UNSTUBBED, Copy, fitted, fitted_to
from publish.paged.typography import KINDS, noticed

SPACE = 4.0


def copy(words: list[float], width: float, indent: float = 0.0, hyphened: bool = False) -> Copy:
    """A paragraph of words of some widths; each may be divided in its middle where `hyphened`."""
    ends, starts, spaces_end, spaces_start, hyphens, marks = [0.0], [0.0], [0.0], [0.0], [0.0], [False]
    x = space = 0.0
    for number, word in enumerate(words):
        if hyphened and word > 20:
            ends.append(x + word / 2)
            starts.append(x + word / 2)
            spaces_end.append(space)
            spaces_start.append(space)
            hyphens.append(4.0)
            marks.append(True)
        x += word
        ends.append(x)
        spaces_end.append(space)
        if number < len(words) - 1:
            x, space = x + SPACE, space + SPACE
        starts.append(x)
        spaces_start.append(space)
        hyphens.append(0.0)
        marks.append(False)
    return Copy(ends, starts, spaces_end, spaces_start, hyphens, marks, width, indent, 18.0)


def some_words(seed: int, count: int = 120) -> list[float]:
    chance = random.Random(seed)
    return [chance.choice((5.0, 8.0, 10.0, 12.0, 15.0, 17.0, 21.0, 24.0, 31.0)) for _ in range(count)]


@pytest.mark.parametrize("seed", range(20))
def test_lines_fit_their_measure(seed: int) -> None:
    """Every line but the last can be stretched or shrunk to the measure; breaks go forward and end at the end."""
    given = copy(some_words(seed), 330, 12, hyphened=True)
    fit = fitted(given)
    assert fit is not None
    assert list(fit.breaks) == sorted(set(fit.breaks))
    assert fit.breaks[-1] == len(given.ends) - 1
    assert all(-1 <= ratio <= HYPHENED for ratio in fit.ratios)
    assert all(fit.marks[at : at + MOST_HYPHENS + 1] != (True,) * (MOST_HYPHENS + 1) for at in range(fit.lines))


@pytest.mark.parametrize("seed", range(10))
def test_a_paragraph_may_be_a_line_longer_or_shorter(seed: int) -> None:
    """Where a paragraph is asked for another count of lines it has that count, within the same limits, or is left."""
    given = copy(some_words(seed, 300), 330, 12, hyphened=True)
    fit = fitted(given)
    assert fit is not None
    for lines in (fit.lines - 1, fit.lines, fit.lines + 1):
        other = fitted_to(given, lines)
        assert other is None or (other.lines == lines and all(-1 <= r <= HYPHENED for r in other.ratios))
    same = fitted_to(given, fit.lines)
    assert same is not None
    marked = frozenset(at + 1 for at, mark in enumerate(same.marks) if mark)
    bare = fitted_to(given, fit.lines, marked)
    assert bare is None or not any(bare.marks[at - 1] for at in marked)


def test_what_cannot_be_divided_is_left_to_the_engine() -> None:
    assert fitted(copy([10.0, 300.0, 10.0], 250)) is None


def test_no_last_line_is_shorter_than_an_indent() -> None:
    """Of two ways that are nearly as good, the one without a runt is taken."""
    words = [22.0] * 10 + [6.0]
    fit = fitted(copy(words, 250))
    assert fit is not None
    given = copy(words, 250)
    if fit.lines > 1:
        assert given.ends[-1] - given.starts[fit.breaks[-2]] >= given.runt


@pytest.mark.parametrize("seed", range(40))
def test_words_in_the_middle_are_of_nearly_one_width(seed: int) -> None:
    """No more lines than the measure needs, none too wide or ended by a hyphen; prose is left alone."""
    words = some_words(seed, 3 + seed % 20)
    given = copy(words, 120, hyphened=seed % 2 == 0)
    fit = phrased(given, [0.0] * len(given.ends), 12, spare=0)
    if fit is None:
        assert given.ends[-1] <= 120 or given.ends[-1] > 4 * 120
        return
    assert fit.lines == len(_filled_by_hand(words, 120)) > 1
    assert not any(given.hyphens[at] for at in fit.breaks)
    begins = [given.starts[at] for at in (0, *fit.breaks[:-1])]
    widths = [given.ends[at] - begin for at, begin in zip(fit.breaks, begins, strict=True)]
    assert max(widths) <= 120
    assert fit.lines != 2 or max(widths) - min(widths) <= 2 * max(words) + SPACE


def _filled_by_hand(words: list[float], measure: float) -> list[float]:
    lines = [0.0]
    for word in words:
        lines[-1] = lines[-1] + SPACE + word if lines[-1] else word
        if lines[-1] > measure:
            lines[-1:] = [lines[-1] - word - SPACE, word]
    return lines


def test_the_last_word_is_divided_only_where_lines_would_not_be_fair() -> None:
    """No paragraph ends in a line of nothing but the end of a word, unless its lines would be runts or too loose without."""
    stubs = 0
    for seed in range(400):
        words = [*some_words(seed, 14), 48.0]
        given = copy(words, 150, hyphened=True)
        fit = fitted(given)
        assert fit is not None
        at = fit.breaks[-2] if fit.lines > 1 else 0
        if not given.hyphens[at] or given.spaces_start[at] < given.spaces_end[-1]:
            continue
        stubs += 1
        whole = fitted(
            dataclasses.replace(
                given,
                **{
                    name: [*values[: len(values) - 2], values[-1]]
                    for name in ("ends", "starts", "spaces_end", "spaces_start", "hyphens", "marks")
                    if (values := getattr(given, name))
                },
            )
        )
        assert whole is None or max(whole.ratios[:-1], default=0) > UNSTUBBED or whole.cost > 1e6, seed
    assert stubs


LINE = SetLine(0, 1, "p", 0, 14, 300, opens=False, closes=False, hyphen=False, spaces=1.0, runt=False)


def page(at: int, *lines: SetLine, bottom: float = 500.0, **more: Any) -> SetPage:
    own = tuple(dataclasses.replace(line, page=at) for line in lines)
    return SetPage(own, bottom, **{"mixed": False, "leading": 14.0, "strip": own, **more})


def line(**changes: object) -> SetLine:
    return dataclasses.replace(LINE, **changes)  # type: ignore[arg-type]  # names of fields, given by the cases below


SIX = (line(),) * 6
CASES = {
    "nothing": ([page(0, *SIX), page(1, *SIX)], []),
    "a widow": ([page(0, *SIX), page(1, line(closes=True), line(element=2, opens=True), *SIX)], [("widow", 1)]),
    "a paragraph of one line is no widow": ([page(0, *SIX), page(1, line(opens=True, closes=True), *SIX)], []),
    "an orphan": ([page(0, *SIX, line(opens=True)), page(1, *SIX)], [("orphan", 0)]),
    "a heading at the foot": (
        [page(0, *SIX), page(1, *SIX, line(tag="h2", opens=True, closes=True)), page(2, *SIX)],
        [("stranded", 1)],
    ),
    "a paragraph that is a head, at the foot": (
        [page(0, *SIX), page(1, *SIX, line(leads=True, opens=True, closes=True)), page(2, *SIX)],
        [("stranded", 1)],
    ),
    "a hyphen at the turn": ([page(0, *SIX, line(hyphen=True)), page(1, *SIX)], [("turn", 0)]),
    "a hyphen within a spread": ([page(0, *SIX), page(1, *SIX, line(hyphen=True)), page(2, *SIX)], []),
    "three hyphens": ([page(0, *(line(hyphen=True),) * 3, *SIX)], [("ladder", 0)]),
    "two hyphens": ([page(0, *(line(hyphen=True),) * 2, *SIX)], []),
    "a loose line": ([page(0, line(spaces=1.6), *SIX)], [("loose", 0)]),
    "a short last page": ([page(0, *SIX), page(1, line(), line())], [("short", 1)]),
    "a short page before a page break": (
        [page(0, *SIX), page(1, line(), line()), page(2, *SIX, anew=True)],
        [("short", 1)],
    ),
    "a page that is all there is between two page breaks": (
        [page(0, *SIX), page(1, line(), anew=True), page(2, *SIX, anew=True)],
        [],
    ),
    "a last page that a page break begins": ([page(0, *SIX), page(1, line(), anew=True)], []),
    "an uneven spread": (
        [page(0, *SIX), page(1, *SIX), page(2, *SIX, bottom=480.0), page(3, *SIX)],
        [("uneven", 1)],
    ),
    "one line of code at the end": (
        [page(0, *SIX), page(1, line(tag="pre", flows=False), strip=(line(tag="pre", flows=False),), mixed=True)],
        [("short", 1)],
    ),
    "a picture at the end": (
        [page(0, *SIX), page(1, mixed=True, strip=(line(tag="", flows=False, bottom=200.0),))],
        [],
    ),
    "a page that ends where the author would have it": (
        [page(0, *SIX), page(1, *SIX, bottom=480.0), page(2, *SIX, anew=True), page(3, *SIX)],
        [],
    ),
    "the last page may end where it will": ([page(0, *SIX), page(1, *SIX), page(2, *SIX, bottom=480.0)], []),
}


@pytest.mark.parametrize("name", CASES)
def test_faults(name: str) -> None:
    pages, wanted = CASES[name]
    assert [(fault.kind, fault.page) for fault in faults_of(pages, recto=True)] == wanted


def test_faults_name_their_element() -> None:
    assert faults_of([page(0, line(element=7, spaces=2.0), *SIX)], recto=True) == (Fault("loose", 0, 7),)


CODES = {"stranded": "T020", "widow": "T021", "orphan": "T022", "short": "T023", "uneven": "T024", "turn": "T025",
         "ladder": "T026", "runt": "T027", "loose": "T028"}  # fmt: skip


@pytest.mark.parametrize("kind", CODES)
def test_faults_are_named_at_their_line(kind: str) -> None:
    """A fault of the fourth element on the second page of a chapter, at the page as printed."""
    document = Document(
        "one", "One", "chapter", Matter.BODY, b"", origins=((1, "one.md", 1), (3, "part.md", 9), (4, "one.md", 4))
    )
    places = [Place(0, 0, "1", True, "chapter"), Place(0, 1, "2", False, "chapter")]
    (found,) = noticed([document], [Section((), faults=(Fault(kind, 1, 3),))], places, KINDS)
    assert (found.code, str(found.span)) == (CODES[kind], "part.md:9:1")
    assert found.message.startswith("page 2: ")
    assert noticed([document], [Section((), faults=(Fault(kind, 1, 3),))], places, ()) == []


@pytest.mark.parametrize(("at", "words"), [(0, "the page before a page break"), (1, "the chapter ends")])
def test_a_short_page_is_said_to_stand_where_it_does(at: int, words: str) -> None:
    document = Document("one", "One", "chapter", Matter.BODY, b"")
    places = [Place(0, 0, "1", True, "chapter"), Place(0, 1, "2", False, "chapter")]
    leaves = (cast(Leaf, None),) * 2
    (found,) = noticed([document], [Section(leaves, faults=(Fault("short", at, 0),))], places, KINDS)
    assert found.code == "T023"
    assert words in found.message


PROSE = (
    "It was understood by everybody who had been in the house that summer, and by some who had not, that the long table"
    " would stay where it was; nobody had asked, and nobody, as far as anyone remembered, had ever offered an answer. "
)


def test_check_prints_the_figures(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('title = "Lines"\nlang = "en"\nbody = ["one.md"]\n', encoding="utf-8")
    (tmp_path / "one.md").write_text("# One\n\n" + f"{PROSE * 3}\n\n" * 12, encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path), "--typography"])
    assert "per 100 pages" in result.output
    assert "widows" in result.output
    assert "hyphens at page turns" in result.output
    assert result.exit_code == 0


def test_lines_without_height_are_no_paragraph_to_divide() -> None:
    """Nothing can be counted by a height of none: such lines, as an empty box of the author's makes them, are one block."""
    flat = dataclasses.replace(LINE, bottom=LINE.top)
    page = SetPage(lines=(flat, flat), bottom=14, mixed=False, strip=(flat, flat))
    (block,) = strip([page], 0.0, 14.0, frozenset())
    assert (block.divides, block.lines) == (False, 1)
    assert Planner([block, block], 30, True, lambda number, more, kept: None).plan() == Plan()


def test_a_page_left_out_moves_no_line() -> None:
    """Faults are told to their lines by the numbers of elements: a reference to its own page keeps its elements."""
    reference = (
        '<a href="#t">Figure 1</a><span data-added=""> (page <span data-page-of="t" data-reference="r"/>)</span>'
    )
    content = f'<html lang="en"><body><p id="t">See {reference} here.</p><p>More.</p></body></html>'.encode()
    same, other = (numbered(content, {"t": "4", "r": here}).content for here in "45")
    assert "".join(etree.fromstring(same).itertext()) == "See Figure 1 here.More."
    assert "".join(etree.fromstring(other).itertext()) == "See Figure 1 (page 4) here.More."
    assert [e.tag for e in etree.fromstring(same).iter()] == [e.tag for e in etree.fromstring(content).iter()]
