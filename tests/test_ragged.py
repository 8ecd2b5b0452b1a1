"""Lines that the engine fills by itself: as full as they can be, whatever stands in them."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET

import pytest

from publish.editions.fonts import embedded
from publish.paged.engine import Engine
from publish.paged.library import LineBox, TextBox
from publish.typefaces import Fonts

WORDS = (
    "Of a lens or a format: recording a wide picture squeezed sideways on the film, to be widened again for the screen."
)
#: Text before and behind an element, whose space may be the last of its line.
CASES = {
    "a link": f"{WORDS} See <a>Chapter 2, page 7</a>.",
    "emphasis": f"{WORDS} See <em>The Apartment</em>, 1960.",
    "several": "A picture <em>much</em> broader <em>than</em> high, <b>with</b> room <i>for</i> several people <b>at</b> once.",
    "plain text": WORDS,
    "elements in elements": "<em>Poor hygiene — <b>Correlation</b>; nodes <b>investigated</b></em> — <i><b>Eavesdropping</b></i>",
}


def _engine() -> Engine:
    letters = "".join(map(chr, [*range(0x20, 0x7F), 0x2010]))
    files = {"fonts/f.ttf": embedded(Fonts()["EBGaramond[wght].ttf"], 400, letters)}
    styles = "@font-face { font-family: F; src: url(fonts/f.ttf) } html { font: 10px/14px F; hyphens: manual }"
    return Engine(styles + "@page { size: 400px 9000px; margin: 10px } body, dl, dd { margin: 0 }", files)


def _widths(box: object) -> float:
    return sum(one.width for one in box.descendants() if isinstance(one, TextBox))  # type: ignore[attr-defined]


@pytest.mark.parametrize("case", CASES)
def test_no_line_ends_before_a_word_that_it_has_room_for(case: str) -> None:
    engine = _engine()
    widths = [80 + 2.75 * step for step in range(45)]
    entries = "".join(f'<dd style="width: {width}px">{CASES[case]}</dd>' for width in widths)
    root = ET.fromstring(f'<html lang="en"><head><title>T</title></head><body><dl>{entries}</dl></body></html>')
    (page,) = engine.composed(root, {}, recto=True)[0]
    lines: dict[float, list[str]] = {}
    for line in (box for box in page._page_box.descendants() if isinstance(box, LineBox)):
        text = "".join(box.text for box in line.descendants() if isinstance(box, TextBox))
        assert _widths(line) <= line.width + 0.01
        lines.setdefault(id(line.element), []).append(text)
    assert len(lines) == len(widths)
    words = {word.strip("‐-") for word in "".join(ET.fromstring(f"<p>{CASES[case]}</p>").itertext()).split()}
    for width, of in zip(widths, lines.values(), strict=True):
        for line in of[:-1]:
            assert line.split()[-1].strip("‐-") in words, (width, line)
        assert "".join(of).replace(" ", "") == "".join(ET.fromstring(f"<p>{CASES[case]}</p>").itertext()).replace(
            " ", ""
        )
        for before, after in itertools.pairwise(of):
            assert len(before) + 1 + len(after.split()[0]) > width / 7, (width, of)


@pytest.mark.parametrize(
    "raised", ["日本の本", "<b>日本</b>の<i>book</i>です", "<sup>2</sup> and <small>little</small> 本"]
)
@pytest.mark.parametrize("align", ["justify", "start", "center"])
def test_lines_are_as_high_as_their_leading(raised: str, align: str) -> None:
    """Whatever faces stand in them, and signs that are raised a little; what is larger than its line still has room."""
    letters = "".join(map(chr, range(0x20, 0x7F)))
    files = {
        "fonts/f.ttf": embedded(Fonts()["EBGaramond[wght].ttf"], 400, letters),
        "fonts/g.ttf": embedded(Fonts()["NotoSerifJP-Regular.otf"], 400, "日本のです"),
    }
    faces = "".join(f"@font-face {{ font-family: {name.upper()}; src: url(fonts/{name}.ttf) }}" for name in "fg")
    styles = (
        f"{faces} html {{ font: 10px/17px F, G }} @page {{ size: 300px 900px; margin: 10px }} body, p {{ margin: 0 }}"
    )
    text = f"words and {raised} or other words " * 8
    large = '<p><span style="font-size: 40px; line-height: 40px">Large</span> words</p>'
    root = ET.fromstring(
        f'<html lang="en"><body><p style="text-align: {align}">{text}</p><p>End.</p>{large}<p>End.</p></body></html>'
    )
    (page,) = Engine(styles, files).composed(root, {}, recto=True)[0]
    lines = sorted(
        (box for box in page._page_box.descendants() if isinstance(box, LineBox)), key=lambda line: line.position_y
    )
    steps = [round(after.position_y - before.position_y, 2) for before, after in itertools.pairwise(lines)]
    assert len(steps) > 5
    assert set(steps[:-1]) == {17.0}
    assert steps[-1] > 30
