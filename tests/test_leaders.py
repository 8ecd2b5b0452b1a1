"""The points of a leader are one text, and stand where the engine would put each."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from publish.editions.fonts import embedded
from publish.paged import leaders
from publish.paged.engine import Engine
from publish.paged.lettering import words_placed
from publish.paged.rows import lines_of, texts_of
from publish.typefaces import Fonts

STYLES = """@font-face { font-family: F; src: url(fonts/f.ttf) } html { font: 10px/14px F }
@page { size: 200px 400px; margin: 10px } body, p { margin: 0 } .page::before { content: leader(LEADER) }"""
TEXT = """<html lang="en" dir="DIR"><head><title>T</title></head><body><p>A few words <span class="page">17</span></p>
<p>More of them <i>than</i> that <span class="page">9</span></p><p>None</p></body></html>"""
#: A leader, which way the text runs, and how many boxes each has.
CASES = {
    "points": ("' .  '", "ltr", "one"),
    "a word without spaces": ("dotted", "ltr", "one"),
    "from the right": ("' .  '", "rtl", "one"),
    "letters that are kerned where they meet": ("'AV'", "ltr", "many"),
}


def _boxes(leader: str, direction: str) -> list[list[Any]]:
    """The boxes of each leader, from left to right."""
    letters = "".join(map(chr, range(0x20, 0x7F)))
    files = {"fonts/f.ttf": embedded(Fonts()["EBGaramond[wght].ttf"], 400, letters)}
    engine = Engine(STYLES.replace("LEADER", leader), files)
    pages = engine._laid_out(ET.fromstring(TEXT.replace("DIR", direction)), {})
    lines = [line for page in pages for line in lines_of(page._page_box)]
    found = [[box for box in texts_of(line) if "::before" in box.element_tag] for line in lines]
    return [sorted(boxes, key=lambda box: box.position_x) for boxes in found if boxes]


def _marks(boxes: list[Any]) -> tuple[float, ...]:
    """Where each point stands, or the first of those that nothing divides."""
    found = sorted(left for box in boxes for _, _, left, _ in words_placed(box))
    return tuple(found if " " in boxes[0].text else found[:1])


@pytest.mark.parametrize("case", CASES)
def test_points_stand_where_the_engine_puts_them(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    leader, direction, boxes = CASES[case]
    ours = _boxes(leader, direction)
    monkeypatch.setattr(leaders.inline, "handle_leader", leaders.filled)
    theirs = _boxes(leader, direction)
    assert len(ours) == len(theirs) == 2
    for some, others in zip(ours, theirs, strict=True):
        assert len(others) > 3
        assert len(some) == (1 if boxes == "one" else len(others))
        assert "".join(box.text for box in some) == "".join(box.text for box in others)
        assert _marks(some) == pytest.approx(_marks(others), abs=0.1)
        assert some[-1].position_x + some[-1].width == pytest.approx(others[-1].position_x + others[-1].width, abs=0.1)
