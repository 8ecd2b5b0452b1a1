"""Pages planned as spreads, and a laid-out chapter whose spreads are even."""

from __future__ import annotations

import itertools
import math
import random
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from publish.editions.interior import _setting
from publish.paged.composing import Compositor, composing
from publish.paged.engine import Engine
from publish.paged.evening import _groups, depths_css, strip
from publish.paged.faults import faults_of
from publish.paged.filling import Block, Spot, Strip
from publish.paged.kinds import kinds_of
from publish.paged.library import LineBox
from publish.paged.measure import pages_measured
from publish.paged.openings import Room
from publish.paged.spreads import SHORT, Plan, Planner, Wish
from publish.paged.totalfit import Fit
from tests.conftest import shop, written

DEPTH = 20


def block(element: int, lines: int, **more: bool | float | Room) -> Block:
    return Block(element, lines, divides=True, gridded=True, **more)  # type: ignore[arg-type]  # names of fields


def rigid(_: int, __: int, ___: frozenset[int]) -> Fit | None:
    """Paragraphs that have the lines that they have."""
    return None


def loose(usual: dict[int, int]) -> object:
    """Paragraphs that may be a line longer or shorter."""

    def fit(element: int, lines: int, _: frozenset[int]) -> Fit | None:
        fair = abs(lines - usual[element]) <= 1
        return Fit(tuple(range(1, lines + 1)), (False,) * lines, (0.2,) * lines, 0.0) if fair else None

    return fit


def test_nothing_is_done_where_nothing_is_to_mend() -> None:
    blocks = [block(n, 5) for n in range(40)]
    assert not Planner(blocks, DEPTH, True, rigid).plan()


def test_a_spread_becomes_level_by_its_depth() -> None:
    """Twenty lines, then a paragraph of three that cannot be divided at the foot of the left page."""
    blocks = [block(0, 20), block(1, 18), block(2, 3), *(block(n, 5) for n in range(3, 20))]
    plan = Planner(blocks, DEPTH, True, rigid).plan()
    assert plan.depths
    assert plan.depths.get(1) == plan.depths.get(2)


def test_a_last_page_of_few_lines_is_avoided() -> None:
    blocks = [block(n, 5) for n in range(4 * 3)] + [block(12, 2)]
    plan = Planner(blocks, DEPTH, True, rigid).plan()
    assert plan.depths


@pytest.mark.parametrize(("recto", "last", "depth"), [(True, 4, -3), (True, 5, None), (False, 4, None)])
def test_an_opening_that_faces_another_chapter_ends_early(recto: bool, last: int, depth: int | None) -> None:
    """So that the page behind it has five lines: a heading and so many entries with space between, whose height does not count.

    Beside a page of its own it would have to end level with that.
    """
    entries = [block(n, 1, gap=0.5) for n in range(9, 8 + last)]
    blocks = [block(0, 9), Block(1, 1, height=4.0), Block(2, 1, height=5.0), Block(8, 1, gap=2.0, holds=True), *entries]
    plan = Planner(blocks, DEPTH, recto, rigid).plan()
    assert plan.depths.get(0) == (depth if recto else plan.depths.get(1))


#: How many lines stand before a page break, of pages of twenty, and how many behind it.
BEFORE = [(42, 30), (63, 9), (83, 5), (104, 90)]


@pytest.mark.parametrize("recto", [True, False])
@pytest.mark.parametrize(("before", "behind"), BEFORE)
def test_a_page_before_a_page_break_has_five_lines_or_is_not(recto: bool, before: int, behind: int) -> None:
    """A page break is an end as that of the chapter is: its spread need not be level, and the plan is one for both."""
    blocks = [block(0, before), block(1, behind, anew=True), block(2, 20, anew=True)]
    plan = Planner(blocks, DEPTH, recto, rigid).plan()
    filling, spot, page, lines = Strip(blocks), Spot(0), 0, dict[int, float]()
    while not spot.block:
        filled = filling.filled(spot, DEPTH + plan.depths.get(page, 0), {}, page == 0)
        lines[page], spot, page = filled.bottom, filled.next, page + 1
    assert 0 < before % DEPTH < 5
    assert list(lines.values())[-1] >= 5
    assert sum(lines.values()) == before


@pytest.mark.parametrize("recto", [True, False])
def test_a_page_that_is_all_between_page_breaks_is_left(recto: bool) -> None:
    blocks = [block(0, 20), block(1, 2, anew=True), block(2, 3, anew=True), block(3, 1, anew=True)]
    assert not Planner(blocks, DEPTH, recto, rigid).plan()


@pytest.mark.parametrize("hyphened", [True, False])
def test_a_word_is_not_divided_over_a_turn(hyphened: bool) -> None:
    """The paragraph over the turn is asked for another end of that line."""

    def fit(element: int, lines: int, bare: frozenset[int]) -> Fit | None:
        marks = tuple(hyphened and element == 1 and at not in bare for at in range(1, lines + 1))
        return Fit(tuple(range(1, lines + 1)), marks, (0.2,) * lines, 0.0) if lines == 10 else None

    plan = Planner([block(0, 15), block(1, 10), block(2, 12)], DEPTH, True, fit).plan()
    assert plan == (Plan({1: Wish(10, frozenset({5}))}) if hyphened else Plan())


@pytest.mark.parametrize("seed", range(5))
def test_plans_end(seed: int) -> None:
    """Any strip has a plan, and its pages are at most a line deeper; what ends earlier is opened, or faces what does, too."""
    chance = random.Random(seed)
    usual = {n: chance.randrange(1, 30) for n in range(60)}
    blocks = [block(n, lines, gap=chance.choice((0.0, 0.0, 1.5))) for n, lines in usual.items()]
    plan = Planner(blocks, DEPTH, True, loose(usual)).plan()  # type: ignore[arg-type]  # a function of that shape
    assert set(plan.depths.values()) <= {1, *range(-6, 0)}
    assert all(abs(wish.lines - usual[element]) <= 1 for element, wish in plan.wishes.items())


def test_depths_as_css() -> None:
    assert depths_css(Plan(depths={3: 1, 4: -1})).count("@page :nth(") == 2


@pytest.mark.parametrize(
    ("page", "lines", "side"), [(0, 1, "top"), (0, -1, "bottom"), (3, 1, "bottom"), (3, -1, "bottom")]
)
def test_an_opening_is_no_deeper_than_its_folio(page: int, lines: int, side: str) -> None:
    """A page that opens a chapter has its folio below: one that holds a line more begins higher."""
    assert f"margin-{side}: calc(var(--margin-{side}) - {lines} * var(--leading))" in depths_css(
        Plan(depths={page: lines})
    )


SENTENCES = (
    "It was understood by everybody who had been in the house that summer.",
    "Nobody had asked.",
    "The long table would stay where it was, under the window, until somebody came with a better reason for moving it.",
    "“And who,” said the older of the two sisters, who had not spoken until then, “is to sit at the end of it?”",
    "They considered the possibility with extraordinary thoroughness, and without arriving anywhere in particular.",
)


def test_spreads_of_a_chapter_are_even(tmp_path: Path) -> None:
    """A chapter whose natural breaks leave its spreads uneven: level, no widow, no hyphen at a turn."""
    chance = random.Random(7)
    words = "\n\n".join(" ".join(chance.choices(SENTENCES, k=chance.randrange(1, 9))) for _ in range(70))
    folder = written(
        tmp_path / "in", book__toml='title = "T"\nlang = "en"\nbody = ["a.md"]\n', a__md=f"# One\n\n{words}\n"
    )
    content, engine = _chapter(folder)
    section, _ = engine.section(content, {}, "en")
    assert len(section.leaves) > 5
    assert {fault.kind for fault in section.faults} <= {"loose", "runt"}


def _small(home: Path) -> Path:
    return written(home / "in", book__toml='title = "T"\nlang = "en"\nbody = ["a.md"]\n', a__md="# One\n\nWords.\n")


def _chapter(folder: Path) -> tuple[bytes, Engine]:
    from publish.editions import EDITIONS
    from publish.studio import opened

    studio, _ = opened(folder)
    assert studio is not None
    rendition, _ = EDITIONS["pdf"].render(studio.book_for(EDITIONS["pdf"])[0], studio.theme)
    setting = _setting(rendition, shop())
    styles = f"{setting.styles}\n{rendition.profile.sheet(100)}"
    content = next(d.content for d in rendition.documents if d.kind == "chapter")
    ET.fromstring(content)
    return content, Engine(styles, setting.files)


def test_a_blank_line_that_begins_a_page_is_shown(tmp_path: Path) -> None:
    """A scene break of a blank line gets its ornament at the head of a page, and nowhere else."""
    content, engine = _chapter(_small(tmp_path))
    filled = 'style="height: 280px; margin: 0"'
    body = f'<p>One.</p><hr class="blank"/><p>Two.</p><div {filled}>Three.</div><hr class="blank"/><p>Four.</p>'
    root = ET.fromstring(content.replace(b"<p", body.encode() + b"<p", 1))
    pages, *_ = engine.composed(root, {}, recto=True)
    breaks = [e.get("class") for e in root.iter("hr")]
    assert len(pages) == 2
    assert breaks == ["blank", "blank edge"]


def test_the_space_above_what_begins_a_page_is_known(tmp_path: Path) -> None:
    """The engine leaves it out; a plan that would have the heading stand on the page before must know what it takes."""
    content, engine = _chapter(_small(tmp_path))
    filled = '<div style="height: 270px; margin: 0 0 5px">.</div>'
    body = f"<h2>Two</h2><p>Below.</p>{filled}<h2>Two</h2><p>Below.</p><h2>Two</h2><p>.</p>"
    root = ET.fromstring(content.replace(b"</section>", body.encode() + b"</section>", 1))
    compositor = Compositor(kinds_of(root))
    with composing(compositor):
        pages = engine._laid_out(root, {})
    measured = pages_measured(pages, compositor.kinds.numbers)
    top = pages[0]._page_box.content_box_y()
    gaps = [block.gap for block in strip(measured, top, compositor.grid, compositor.kinds.body) if block.holds][-3:]
    assert len(pages) == 2
    assert measured[1].strip[0].tag == "h2"
    assert gaps[1] == pytest.approx(gaps[2], abs=0.05)
    assert gaps[1] > 1


@pytest.mark.parametrize("markup", ['<h2 class="new-page">Two</h2>', '<p class="new-page">Two.</p>', "<p>Two.</p>"])
def test_a_page_that_the_author_begins_has_its_first_line_at_its_head(tmp_path: Path, markup: str) -> None:
    """The space above a heading is for text to stand in."""
    content, engine = _chapter(_small(tmp_path))
    before = "" if "new-page" in markup else '<div style="height: 9in"></div>'
    root = ET.fromstring(content.replace(b"</section>", f"{before}{markup}</section>".encode(), 1))
    *_, page = engine.composed(root, {}, recto=True)[0]
    line = next(box for box in page._page_box.descendants() if isinstance(box, LineBox))
    assert line.position_y == pytest.approx(page._page_box.content_box_y(), abs=0.01)


def test_no_page_before_a_page_break_has_few_lines(tmp_path: Path) -> None:
    """Whatever stands before it: some of these would end on a page of one to four lines."""
    content, engine = _chapter(_small(tmp_path))
    short = 0
    for count in range(93, 97):
        body = f'{"<p>Words.</p>" * count}<h2 class="new-page">Two</h2><p>Below.</p>'
        root = ET.fromstring(content.replace(b"</section>", f"{body}</section>".encode(), 1))
        compositor = Compositor(kinds_of(root))
        with composing(compositor):
            usual = faults_of(pages_measured(engine._laid_out(root, {}), compositor.kinds.numbers), recto=True)
        short += [fault.kind for fault in usual] == ["short"]
        pages, faults, _ = engine.composed(root, {}, recto=True)
        assert not faults
        ended = pages_measured(pages, compositor.kinds.numbers)[-2]
        assert len(ended.lines) >= SHORT
    assert short >= 2


@pytest.mark.parametrize("height", [10, 33.3, 71])
def test_a_heading_stands_as_near_its_text_as_all_others(tmp_path: Path, height: float) -> None:
    """Whatever is off the grid before it: the space that this leaves stands above the heading."""
    content, engine = _chapter(_small(tmp_path))
    body = f'<div style="height: {height}px; margin: 0"></div><h2>Two</h2><p>Below.</p><h2>Three</h2><p>Below.</p>'
    root = ET.fromstring(content.replace(b"</section>", body.encode() + b"</section>", 1))
    (page,), _, _ = engine.composed(root, {}, recto=True)
    lines = [box for box in page._page_box.descendants() if isinstance(box, LineBox)][-4:]
    assert [line.element_tag for line in lines] == ["h2", "p", "h2", "p"]
    leading = 14.5 / 0.75
    top = page._page_box.content_box_y()
    for heading, text in (lines[:2], lines[2:]):
        assert text.position_y - heading.position_y == pytest.approx(2 * leading, abs=0.01)
        assert math.remainder(text.position_y - top, leading) == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize(
    "text",
    [
        "吾輩は猫である。",
        "吾輩は**猫**である。*Cat* too.",
        "<ruby>吾輩<rt>わがはい</rt></ruby>は[猫](https://a.example)である。",
    ],
)
def test_east_asian_text_stands_on_the_grid(tmp_path: Path, text: str) -> None:
    """No line is higher than its leading for being of another face than its style names first."""
    paragraphs = "\n\n".join(text * (9 + n) for n in range(12))
    folder = written(
        tmp_path / "in", book__toml='title = "T"\nlang = "ja"\nbody = ["a.md"]\n', a__md=f"# 一\n\n{paragraphs}\n"
    )
    content, engine = _chapter(folder)
    pages, *_ = engine.composed(ET.fromstring(content), {}, recto=True)
    leading = 16 / 0.75
    for page in pages:
        lines = [box for box in page._page_box.descendants() if isinstance(box, LineBox) and box.element_tag == "p"]
        lines = [line for line in lines if line.style["font_size"] == pytest.approx(9.2 / 0.75)]
        assert len(lines) > 5
        gaps = [below.position_y - above.position_y for above, below in itertools.pairwise(lines)]
        assert gaps == pytest.approx([leading] * len(gaps), abs=0.01)


def _mixed(chance: random.Random) -> str:
    """Paragraphs, lists, headings, code, a thing that is kept whole."""
    line = '<span class="code-line">one</span>'
    long = f'<span class="code-line long">{"goes on " * 12}</span>'
    row = "<tr><td>One</td><td>Two</td></tr>"
    kinds = [
        lambda: f"<p>{' '.join(chance.choices(SENTENCES, k=chance.randrange(1, 6)))}</p>",
        lambda: f"<p>Words.</p><ul>{''.join(f'<li>{chance.choice(SENTENCES)}</li>' for _ in range(5))}</ul>",
        lambda: f"<h2>A heading</h2><p>{' '.join(chance.choices(SENTENCES, k=3))}</p>",
        lambda: f"<pre>{line * chance.choice((2, 3, 9, 30))}</pre>",
        lambda: f"<pre>{''.join(chance.choice((line, long)) for _ in range(chance.randrange(1, 12)))}</pre>",
        lambda: f"<table><thead>{row}</thead><tbody>{row * chance.randrange(1, 7)}</tbody></table>",
        lambda: f'<div style="break-inside: avoid; margin: 5px 0">{"<p>.</p>" * chance.randrange(2, 9)}</div>',
    ]
    return "".join(chance.choice(kinds)() for _ in range(60))


@pytest.mark.parametrize("seed", range(3))
def test_pages_are_planned_as_the_engine_fills_them(tmp_path: Path, seed: int) -> None:
    """Where a page begins as it does in the layout, the next one does too, and it is filled as far down."""
    content, engine = _chapter(_small(tmp_path))
    root = ET.fromstring(content.replace(b"</section>", f"{_mixed(random.Random(seed))}</section>".encode(), 1))
    compositor = Compositor(kinds_of(root))
    with composing(compositor):
        pages = engine._laid_out(root, {})
    measured, sheet = pages_measured(pages, compositor.kinds.numbers), pages[0]._page_box
    grid, top = compositor.grid, sheet.content_box_y()
    blocks = strip(measured, top, grid, compositor.kinds.body)
    starts: dict[int, Spot] = {}
    for at, lines in enumerate(_groups(measured)):
        for number, line in enumerate(lines):
            within = number if blocks[at].lines > 1 else 0
            starts.setdefault(line.page, Spot(at, within, blocks[at].lines if within else 0))
    filling, depth = Strip(blocks), round(sheet.height / grid)
    assert len(pages) > 8
    missed = []
    for page in range(len(pages) - 1):
        filled = filling.filled(starts[page], depth, {}, page == 0)
        bottom = (measured[page].bottom - top) / grid
        if filled.next != starts[page + 1] or filled.bottom != pytest.approx(bottom, abs=0.06):
            missed.append((page, filled, starts[page + 1], bottom))
    assert len(missed) <= len(pages) / 10, missed


@pytest.mark.parametrize("room", [0.0, 1.0])
def test_a_page_ends_early_where_its_spaces_can_be_opened(room: float) -> None:
    """The right page is five lines short of what is kept whole: two lines of the left one come over, and both are opened.

    Without room between blocks the opening of the chapter gives of its lines.
    """
    more = Room(room, gridded=True)
    left, right = [block(n, 2, room=more) for n in range(1, 11)], [block(n, 5, room=more) for n in range(11, 14)]
    after = [Block(20, 1, height=9.0), *(block(n, 4, room=more) for n in range(30, 40))]
    plan = Planner([block(0, 20), *left, *right, *after], DEPTH, True, rigid).plan()
    assert (plan.depths == {1: -1}) is bool(room)
    assert bool(room) is (0 not in plan.depths)


@pytest.mark.parametrize("lines", [7, 30, 90])
def test_code_over_a_turn_fills_the_page(tmp_path: Path, lines: int) -> None:
    """No line more would have gone onto the page, and the box ends behind its last one there."""
    content, engine = _chapter(_small(tmp_path))
    code = '<span class="code-line">one</span>' * lines
    body = f'<div style="height: 320px; margin: 0"></div><pre>{code}</pre></section>'
    pages, *_ = engine.composed(ET.fromstring(content.replace(b"</section>", body.encode(), 1)), {}, recto=True)
    parts = [[box for box in page._page_box.descendants() if box.element_tag == "pre"] for page in pages]
    turned = [(page._page_box, part[-1]) for page, part in zip(pages, parts, strict=True) if part][:-1]
    assert turned or lines == 7
    for sheet, part in turned:
        end = part.border_box_y() + part.border_height()
        room = sheet.content_box_y() + sheet.height - end
        assert -0.5 <= room < 3 * 11 / 0.75
        assert part.content_box_y() + part.height == pytest.approx(
            part.children[-1].position_y + part.children[-1].height
        )


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_a_strip_is_the_same_whatever_page_its_blocks_stand_on(tmp_path: Path, lines: int) -> None:
    """The space above text and headings is that before they go on to the grid, at a turn of the page and within one."""
    content, engine = _chapter(_small(tmp_path))
    body = _mixed(random.Random(lines)).replace("<table>", '<table style="break-inside: avoid">')
    root = ET.fromstring(content.replace(b"</section>", f"{body}</section>".encode(), 1))
    strips = []
    for depths in ({}, dict.fromkeys(range(2, 40), -lines)):
        compositor = Compositor(kinds_of(root))
        with composing(compositor):
            pages = engine._laid_out(root, {}, depths_css(Plan(depths=depths)))
        measured, top = pages_measured(pages, compositor.kinds.numbers), pages[0]._page_box.content_box_y()
        strips.append(strip(measured, top, compositor.grid, compositor.kinds.body))
    assert len(strips[0]) == len(strips[1]) > 50
    for one, other in zip(*strips, strict=True):
        if one.gridded:
            assert other.gap == pytest.approx(one.gap, abs=0.03), (one, other)
        assert (other.lines, other.kept, other.holds) == (one.lines, one.kept, one.holds)
