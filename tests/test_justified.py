"""Lines spread to their measure: letters are set apart where spaces would be wide, by one per cent at most."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from publish.paged.copyfit import width_of
from publish.paged.justified import MOST
from publish.paged.lettering import Letters, letters_of, shaped
from publish.paged.library import FROM_UNITS, LineBox
from publish.paged.measure import pages_measured
from publish.paged.rows import lines_of, texts_of
from publish.paged.totalfit import LOOSE, WIDEST
from tests.test_lettering import _engine

WORDS = "Extraordinary <i>circumstances</i> aside, representatives of all <b>municipalities</b> corresponded; none answered. "
EM = 10.0


def _composed(width: float) -> tuple[list[Any], dict[int, int]]:
    root = ET.fromstring(f'<html lang="en"><body><p style="width: {width}px">{WORDS * 4}</p></body></html>')
    pages, _, numbers = _engine().composed(root, {}, recto=True)
    return pages, dict(numbers)


def _set_apart(box: Any) -> set[float]:
    """By how much each glyph of a box has more room than its face gives it, in thousandths of an em."""
    own = letters_of(*shaped(box.text, box.style)).runs
    advances = [[advance for run in runs for advance in run.advances] for runs in (own, box.pango_layout.runs)]
    return {round((b - a) * FROM_UNITS / EM * 1000) for a, b in zip(*advances, strict=True)}


@pytest.mark.parametrize("width", range(140, 185, 3))
def test_letters_take_what_spaces_should_not(width: float) -> None:
    pages, _ = _composed(width)
    lines = [box for page in pages for box in page._page_box.descendants() if isinstance(box, LineBox)]
    for line, after in itertools.pairwise(lines):
        texts = list(texts_of(line))
        assert all(isinstance(box.pango_layout, Letters) for box in texts)
        (more,) = set.union(*(_set_apart(box) for box in texts))
        space = 1 + texts[0].justification_spacing / width_of(" ", line.style)
        if getattr(line, "left_short", False):
            own = sum(box.width for box in texts)
            gaps = sum(box.text.count(" ") for box in texts)
            assert (more, space) == (0, 1)
            assert width - own > gaps * (WIDEST - 1) * width_of(" ", line.style) > 0
            continue
        assert 0 <= more <= MOST
        assert more == MOST or space <= LOOSE + 0.01, (space, more)
        assert more == 0 or space > LOOSE - 0.6, (space, more)
        if any(" " in box.text for box in texts):
            assert sum(box.width for box in texts) - more * EM / 1000 == pytest.approx(width, abs=0.05)
        places = [(box.position_x, box.position_x + box.width) for box in texts]
        assert all(end == pytest.approx(begin, abs=0.01) for (_, end), (begin, _) in itertools.pairwise(places))
        assert after.position_y > line.position_y


def test_fewer_lines_are_loose() -> None:
    """Some lines of narrow columns are mended, and those that are not have the letters apart as far as may be."""
    apart = loose = 0
    for width in range(140, 185, 3):
        pages, numbers = _composed(width)
        for page in pages:
            lines = [box for box in page._page_box.descendants() if isinstance(box, LineBox)]
            apart += sum(_set_apart(next(texts_of(line))) != {0} for line in lines)
        loose += sum(LOOSE < line.spaces < WIDEST for page in pages_measured(pages, numbers) for line in page.lines)
    assert 0 < loose < apart


def test_one_line_ends_short_where_others_can_be_full() -> None:
    """Before an address that no line takes with what stands before it, one line is short; those around it have fair spaces."""
    words = "It is said of the place that <code>xxxxxxxxxxxxxxxxxxxxxx</code> is where they all are found by us. "
    root = ET.fromstring(
        f'<html lang="en"><body><p style="width: 160px; text-align: justify">{words * 2}</p></body></html>'
    )
    pages, _, numbers = _engine().composed(root, {}, recto=True)
    lines = [line for page in pages_measured(pages, numbers) for line in page.lines]
    short = [line for line in lines if line.spaces == WIDEST]
    assert len(lines) > 4
    assert 0 < len(short) <= 2
    assert all(line.width < 140 for line in short)
    assert all(line.spaces < WIDEST - 1 for line in lines if line not in short)


#: What may stand between a word and the space behind it: the place of a note or of an entry of the index, or the end of an element.
BEHIND = (
    '<span style="white-space: nowrap">word<a>q</a><span style="float: footnote">Note.</span></span>',
    'word<span id="entry"></span>',
    "<i>word<b></b></i>",
    "<i>word</i>",
)


@pytest.mark.parametrize("behind", BEHIND)
def test_no_line_begins_with_a_space_or_without_its_note(behind: str) -> None:
    """The space at which a line ends may stand in another box than the word before it, with empty boxes between."""
    text = " ".join(["Circumstances aside", behind] * 20)
    for width in range(140, 185, 9):
        style = f"width: {width}px; text-align: justify"
        root = ET.fromstring(f'<html lang="en"><body><p style="{style}">{text}</p></body></html>')
        pages, _, _ = _engine().composed(root, {}, recto=True)
        for line in (line for page in pages for line in lines_of(page._page_box.children[0])):
            words = [box.text for box in texts_of(line)]
            assert not words[0].startswith(" "), words
            calls = sum(bool(getattr(box, "footnote", None)) for box in line.descendants())
            assert calls == (words.count("q") if "footnote" in behind else 0), words


def test_titles_are_balanced_and_stand_in_the_middle() -> None:
    """Whatever its measure, the lines of a title are of nearly one width, and their middles below each other."""
    words = "The First Part, in Which <i>Everything</i> Is Shown at Length and Nothing Left Out"
    for width in range(150, 290, 17):
        root = ET.fromstring(
            f'<html lang="en"><body><div style="width: {width}px; text-align: center">{words}</div></body></html>'
        )
        pages, _, _ = _engine().composed(root, {}, recto=True)
        lines = list(lines_of(pages[0]._page_box.children[0]))
        extents = [(min(box.position_x for box in texts), max(box.position_x + box.width for box in texts))
                   for texts in (list(texts_of(line)) for line in lines)]  # fmt: skip
        assert len(lines) > 1
        assert {round((begin + end) / 2 - width / 2 - 10) for begin, end in extents} == {0}
        widths = [end - begin for begin, end in extents]
        assert min(widths) > 0.4 * max(widths)  # where the sense of the words has it so
        assert max(widths) <= width
