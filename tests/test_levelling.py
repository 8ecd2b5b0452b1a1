"""Facing pages that end level because the space between their blocks is opened."""

from __future__ import annotations

import itertools
import math
import random
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from publish.paged.faults import spreads_to_level
from publish.paged.levelling import Joint, _shifts
from publish.paged.library import LineBox, boxes
from publish.paged.measure import pages_measured
from publish.paged.openings import CODE, Room, openings
from publish.paged.walking import bottom_of
from tests.conftest import written
from tests.test_spreads import SENTENCES, _chapter

LEADING = 14.5 / 0.75


def rooms(*limits: float | str) -> list[Room]:
    """Rooms by their limits; those written as words stand above text on the grid. Each may be closed by a quarter."""
    return [Room(float(limit), isinstance(limit, str), float(limit) / 4) for limit in limits]


#: Rooms of a page, how far its foot is to come down, and how far each room is opened.
CASES = {
    "nothing to do": (rooms(1.0, "1"), 0.0, [0, 0]),
    "a heading takes a line": (rooms("0", "1", "0"), 1.0, [0, 1, 0]),
    "a list at the foot takes what is no whole line": (rooms("0", 0.5), 0.5, [0, 0.5]),
    "before text on the grid there are whole lines": (rooms(0.5, 0.25, "0.5"), 1.0, [0.4, 0.2, 0.4]),
    "less than a line cannot stand before text on the grid": (rooms(0.5, 0.25, "0.5"), 0.5, None),
    "not more than there is": (rooms("1", 0.5), 2.0, None),
    "where most room is": (rooms("1", 1.0, "1"), 1.0, [0, 0.5, 0.5]),
    "no joints": ([], 1.0, None),
    "a hair, and no room": (rooms("1", 0.0), 0.02, [0, 0]),
    "a hair, and no joint": (rooms("1"), 0.03, [0]),
    "closed at the foot": (rooms("1", 1.0, 0.5), -0.3, [0, -0.2, -0.1]),
    "not closed by more than a quarter": (rooms("1", 1.0), -0.3, None),
    "nor before text on the grid": (rooms(1.0, "1"), -0.2, None),
    "a line too many, which is closed": (rooms("1", 0.8), 0.9, [1, -0.1]),
    "lines of code only where there is nothing else": (rooms(0.5, *[CODE] * 9), 0.5, [0.5, *[0] * 9]),
    "lines of code": (rooms(*[CODE] * 20), 0.4, [0.02] * 20),
}


@pytest.mark.parametrize("case", CASES)
def test_openings(case: str) -> None:
    given, lines, wanted = CASES[case]
    found = openings(given, lines)
    assert found == wanted if wanted is None else found == pytest.approx(wanted)


@pytest.mark.parametrize("seed", range(60))
def test_openings_keep_their_limits(seed: int) -> None:
    """Whatever the page: what is opened comes to what is asked for, is within its limits, and keeps text on the grid."""
    chance = random.Random(seed)
    given = [Room(chance.choice((0.0, 0.15, 0.5, 1.0)), chance.random() < 0.5) for _ in range(chance.randrange(12))]
    found = openings(given, lines := chance.choice((0.01, 0.25, 0.5, 1.0, 1.03, 1.5, 2.0)))
    if found is None:
        return
    assert sum(found) == pytest.approx(lines, abs=0.05)
    assert all(-1e-9 <= amount <= room.limit + 0.05 for room, amount in zip(given, found, strict=True))
    down = 0.0
    for room, amount in zip(given, found, strict=True):
        down += amount
        assert not room.gridded or math.remainder(down, 1) == pytest.approx(0, abs=1e-6)


def _entries(chance: random.Random) -> str:
    return "".join(f"<li>{chance.choice(SENTENCES)}</li>" for _ in range(chance.randrange(1, 7)))


_CODE_LINE = '<span class="code-line">one</span>'


def _body(chance: random.Random) -> str:
    """Paragraphs, lists, headings, a box with a ground of its own."""
    kinds = [
        lambda: f"<p>{' '.join(chance.choices(SENTENCES, k=chance.randrange(1, 6)))}</p>",
        lambda: f"<ul>{_entries(chance)}</ul>",
        lambda: f"<h2>A heading</h2><p>{' '.join(chance.choices(SENTENCES, k=3))}</p>",
        lambda: f'<pre style="background: #eee">{_CODE_LINE * chance.choice((2, 3, 9, 30, 90))}</pre>',
    ]
    return "".join(chance.choice(kinds)() for _ in range(70))


@pytest.mark.parametrize("seed", range(3))
def test_spreads_with_lists_end_level(tmp_path: Path, seed: int) -> None:
    """Pages as they are painted: facing ones level, text on the grid, grounds with their boxes, all above the foot."""
    toml = 'title = "T"\nlang = "en"\nbody = ["a.md"]\n'
    content, engine = _chapter(written(tmp_path / "in", book__toml=toml, a__md="# One\n\nWords.\n"))
    root = ET.fromstring(content.replace(b"</section>", _body(random.Random(seed)).encode() + b"</section>", 1))
    pages, faults, numbers = engine.composed(root, {}, recto=True)
    assert len(pages) > 5
    left = list(spreads_to_level(pages_measured(pages, numbers), recto=True))
    assert left == [fault.page for fault in faults if fault.kind == "uneven"]
    assert len(left) < len(pages) / 4
    for page in pages:
        sheet = page._page_box
        top, foot = sheet.content_box_y(), sheet.content_box_y() + sheet.height
        for box in sheet.children[0].descendants():
            assert box.position_y <= foot
            if isinstance(box, LineBox) and box.element_tag in ("p", "h2"):
                assert math.remainder(box.position_y - top, LEADING) == pytest.approx(0, abs=0.05)
            if getattr(box, "background", None) is not None and box.element_tag == "pre":
                area, last = box.background.layers[0].painting_area, box.children[-1]
                assert area[1] == pytest.approx(box.border_box_y())
                assert area[3] == pytest.approx(box.border_height())
                assert last.position_y + last.margin_height() == pytest.approx(box.content_box_y() + box.height)


def _annotated(chance: random.Random) -> str:
    """Lists and headings with notes here and there, whose pages are opened."""
    parts = []
    for number in range(60):
        note = f'<span class="footnote">{" ".join(chance.choices(SENTENCES, k=2))}</span>' if number % 5 == 0 else ""
        text = f"<ul>{_entries(chance)}</ul>" if number % 3 else "<h2>A heading</h2>"
        parts.append(f"{text}<p>{' '.join(chance.choices(SENTENCES, k=chance.randrange(1, 4)))}{note}</p>")
    return "".join(parts)


@pytest.mark.parametrize("seed", [2])
def test_notes_end_at_one_foot_clear_of_the_text(tmp_path: Path, seed: int) -> None:
    """Notes of facing pages end level, also where one was laid out shorter and then opened, and no text comes near them."""
    content, engine = _chapter(written(tmp_path / "in", book__toml='title = "T"\nbody = ["a.md"]\n', a__md="# One\n"))
    root = ET.fromstring(content.replace(b"</section>", _annotated(random.Random(seed)).encode() + b"</section>", 1))
    pages, *_ = engine.composed(root, {}, recto=True)
    ends: dict[int, float] = {}
    for number, page in enumerate(pages):
        sheet = page._page_box
        for area in (box for box in sheet.children if isinstance(box, boxes.FootnoteAreaBox) and box.children):
            ends[number] = area.position_y + area.margin_height()
            assert bottom_of(sheet.children[0]) <= area.position_y + 0.01
            assert ends[number] <= sheet.content_box_y() + sheet.height + 0.01
    facing = [at for at in ends if at % 2 and at + 1 in ends]
    assert facing
    assert [ends[at] for at in facing] == pytest.approx([ends[at + 1] for at in facing])


@pytest.mark.parametrize("seed", range(2))
def test_speeches_stand_close_and_end_level(tmp_path: Path, seed: int) -> None:
    """No line stands between speeches, and a seventh of one at the most where that makes facing pages level."""
    chance, speeches = random.Random(seed), []
    for number in range(1, 260):
        said = " ".join(chance.choices(SENTENCES, k=chance.randrange(1, 4)))
        name = '<strong class="speaker">ANNA</strong>'
        speeches.append(f'<p class="speech">{name}<br/>{said}</p>' if number % 9 else '<p class="stage">They fight</p>')
    content, engine = _chapter(written(tmp_path / "in", book__toml='title = "T"\nbody = ["a.md"]\n', a__md="# One\n"))
    root = ET.fromstring(content.replace(b"</section>", "".join(speeches).encode() + b"</section>", 1))
    pages, faults, _ = engine.composed(root, {}, recto=True)
    assert sum(fault.kind == "uneven" for fault in faults) < len(pages) / 6
    for page in pages:
        lines = [box for box in page._page_box.children[0].descendants() if isinstance(box, LineBox)]
        spoken = [line for line in lines if line.element_tag == "p"]
        steps = [after.position_y - before.position_y for before, after in itertools.pairwise(spoken)]
        assert not [step / LEADING for step in steps if not LEADING - 0.01 <= step <= LEADING * 1.16]


FREE, TEXT = Room(1.0), Room(1.0, gridded=True)


def joint(room: Room, gap: float, below_text: bool = False) -> Joint:
    return Joint((), room, gap, below_text)


@pytest.mark.parametrize(
    ("joints", "down"),
    [
        ([joint(FREE, 1.0, True), joint(TEXT, 1.6)], [0.3, -0.3]),
        ([joint(FREE, 0.5, True), joint(Room(0.15), 0.0), joint(TEXT, 1.0)], [0.25, -0.25]),
        ([joint(FREE, 1.0, True), joint(TEXT, 3.0)], [0.5, -0.5]),  # no farther than the grid puts it
        ([joint(FREE, 1.0, True), joint(TEXT, 0.8)], []),
        ([joint(FREE, 1.0, True), joint(FREE, 1.0), joint(Room(0.0, gridded=True), 1.5)], []),  # a heading and its text
        ([joint(Room(0.0), 0.5, True), joint(TEXT, 1.0)], []),  # words that stay with what they announce
        ([joint(FREE, 1.0), joint(TEXT, 1.6)], []),  # at the head of a page
        ([joint(FREE, 1.0, True), joint(FREE, 1.6)], []),  # at its foot
        ([joint(TEXT, 1.0, True), joint(TEXT, 1.6)], []),
    ],
)
def test_what_stands_between_text_stands_in_its_middle(joints: list[Joint], down: list[float]) -> None:
    assert [round(amount, 3) for _, amount in _shifts(joints, 1.0)] == down
