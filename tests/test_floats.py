"""Numbered figures and tables that a page has no room for: the text goes past them, so that the page is filled."""

from __future__ import annotations

import pytest

from publish.paged.engine import Engine
from publish.paged.library import LineBox
from publish.paged.rows import texts_of

#: Pages of six lines of ten letters.
STYLES = """
:root { --margin-top: 10px; --margin-bottom: 10px; --leading: 20px }
@page { size: 120px 140px; margin: 10px }
html { font: 16px/20px monospace; hyphens: manual } body, p, h2, ul { margin: 0; padding: 0; orphans: 2; widows: 2 }
h2 { break-after: avoid; font-size: 16px } figure { margin: 0; break-inside: avoid } figcaption { height: 60px }
aside, table { break-inside: avoid }
table { border-spacing: 0 } caption { break-after: avoid } caption, td { padding: 0 } ul { list-style: none }
.footnote { float: footnote } .footnote::footnote-call, .footnote::footnote-marker { content: none }
"""
FIGURE = '<figure data-block="50"><figcaption><span class="label">F.</span></figcaption></figure>'
TALL = FIGURE.replace("<figcaption>", '<figcaption style="height: 80px">')
TABLE = '<table data-block="50"><caption><span class="label">F.</span></caption><tr><td>x<br/>y</td></tr></table>'


def lines(name: str, count: int, block: int = 1) -> str:
    return f'<p data-block="{block}">' + "<br/>".join(f"{name}{n}" for n in range(count)) + "</p>"


CASES: dict[str, tuple[str, list[str]]] = {
    "what fits stays": (lines("a", 3) + FIGURE + lines("b", 4, 2), ["a0 a1 a2 F.", "b0 b1 b2 b3"]),
    "the text goes past a figure": (lines("a", 4) + FIGURE + lines("b", 4, 2), ["a0 a1 a2 a3 b0 b1", "b2 b3 F."]),
    "and past a table": (lines("a", 4) + TABLE + lines("b", 4, 2), ["a0 a1 a2 a3 b0 b1", "b2 b3 F. x y"]),
    "and past a pull-quote": (
        lines("a", 4) + '<aside class="pull-quote" data-block="50">x<br/>y<br/>z</aside>' + lines("b", 4, 2),
        ["a0 a1 a2 a3 b0 b1", "b2 b3 x y z"],
    ),
    "past several paragraphs, as far as the next heading": (
        lines("a", 4) + FIGURE + lines("b", 1, 2) + lines("c", 1, 3) + "<h2>H</h2>" + lines("d", 2, 4),
        ["a0 a1 a2 a3 b0 c0", "F. H d0 d1"],
    ),
    "no heading is gone past": (
        lines("a", 4) + FIGURE + "<h2>H</h2>" + lines("b", 7, 2),
        ["a0 a1 a2 a3", "F. H b0 b1", "b2 b3 b4 b5 b6"],
    ),
    "one line of room is none": (lines("a", 5) + FIGURE + lines("b", 3, 2), ["a0 a1 a2 a3 a4", "F. b0 b1 b2"]),
    "no list is gone past": (
        lines("a", 4) + FIGURE + '<ul data-block="2"><li>b0</li><li>b1</li><li>b2</li></ul>',
        ["a0 a1 a2 a3", "F. b0 b1 b2"],
    ),
    "behind a colon it stays": (lines("a", 3) + "<p>see:</p>" + FIGURE + lines("b", 4, 2), ["a0 a1 a2 see:", "F. b0 b1", "b2 b3"]),
    "without a number it stays": (
        lines("a", 4) + FIGURE.replace("label", "x") + lines("b", 4, 2),
        ["a0 a1 a2 a3", "F. b0 b1", "b2 b3"],
    ),
    "with a note it stays": (
        lines("a", 4) + FIGURE.replace("F.", 'F.<span class="footnote">n</span>') + lines("b", 2, 2),
        ["a0 a1 a2 a3", "F. n", "b0 b1"],
    ),
    "no note goes on for lines below it": (
        lines("a", 2).replace("a0", 'a0<span class="footnote">n</span>') + lines("b", 4, 2),
        ["a0 a1 n", "b0 b1 b2 b3"],
    ),
    "nor for a heading and what follows it": (
        lines("a", 1).replace("a0", 'a0<span class="footnote">n</span>') + "<h2>H</h2>" + lines("b", 4, 2),
        ["a0 n", "H b0 b1 b2 b3"],
    ),
    "nor for text that a figure lets past": (
        lines("a", 2).replace("a0", 'a0<span class="footnote">n</span>') + FIGURE + lines("b", 4, 2),
        ["a0 a1 n", "F. b0 b1", "b2 b3"],
    ),
    "two float behind each other": (
        lines("a", 4) + FIGURE + lines("b", 2, 2) + FIGURE.replace("F.", "G.") + lines("c", 5, 3),
        ["a0 a1 a2 a3 b0 b1", "F. G.", "c0 c1 c2 c3 c4"],
    ),
    "at the end of the chapter it stands alone": (lines("a", 4) + FIGURE, ["a0 a1 a2 a3", "F."]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_floats(case: str) -> None:
    body, pages = CASES[case]
    section, found = Engine(STYLES, {}).section(
        f"<html><body><section>{body}</section></body></html>".encode(), {}, "en"
    )
    assert [" ".join(line.text.strip() for line in of) for of in found] == pages
    assert len(section.leaves) == len(pages)


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        (lines("b", 4, 2) + lines("c", 2, 3), ["a0 a1 a2 H b0 b1", "b2 b3 F.", "c0 c1"]),
        (lines("b", 2, 2) + lines("c", 4, 3), ["a0 a1 a2 H b0 b1", "F. c0 c1", "c2 c3"]),
        (lines("b", 3, 2) + lines("c", 2, 3), ["a0 a1 a2", "F.", "H b0 b1 b2 c0 c1"]),
        ("<h2>I</h2>" + lines("b", 2, 2), ["a0 a1 a2", "F.", "H I b0 b1"]),
    ],
)
def test_a_heading_is_gone_past_with_lines_of_its_text(body: str, pages: list[str]) -> None:
    """Three lines, a figure of four, a heading and what is below it: all of two lines at least, or it stays where it is."""
    html = f"<html><body><section>{lines('a', 3)}{TALL}<h2>H</h2>{body}</section></body></html>"
    laid_out = Engine(STYLES, {}).pages(html.encode(), {})
    texts = [[box.text for line in page._page_box.descendants() if isinstance(line, LineBox) for box in texts_of(line)]
             for page in laid_out]  # fmt: skip
    assert [" ".join(of) for of in texts] == pages


def test_a_page_begins_with_the_text_that_goes_on() -> None:
    """The map of the pages, which other editions take their marks from, goes forward: a figure that floated begins no page."""
    body = lines("a", 4) + FIGURE + lines("b", 2, 60) + lines("c", 2, 61)
    section, found = Engine(STYLES, {}).section(
        f"<html><body><section>{body}</section></body></html>".encode(), {}, "en"
    )
    assert [" ".join(line.text.strip() for line in of) for of in found] == ["a0 a1 a2 a3 b0 b1", "F. c0 c1"]
    assert [leaf.start.block for leaf in section.leaves if leaf.start] == [1, 61]
