"""Lists on pages: entries evenly apart, no word alone; and what a screen folds, open."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from publish.editions.entries import details_unfolded, lists_kept
from publish.paged.rows import lines_of, texts_of
from tests.narrow import engine

WORDS = "More than a word or two."
LONG = "More than a line. " * 5
NOTE = f'<a class="noteref">1</a><span class="footnote">{LONG}</span>'
CASES = {
    "short ones": ("<ul><li>a</li><li>b</li><li>c</li></ul>", ["", "first-entry", "", "last-entry"]),
    "two": ("<ol><li>a</li><li>b</li></ol>", ["", "first-entry", ""]),
    "one": ("<ul><li>a</li></ul>", ["", ""]),
    "long ones": (f"<ul><li>{LONG}</li><li>b</li><li>{LONG}</li></ul>", ["", "", "", ""]),
    "one long": (f"<ul><li>a</li><li>b</li><li>{LONG}</li></ul>", ["", "first-entry", "", ""]),
    "two that are more than words": (f"<ul><li>{WORDS}</li><li>b</li></ul>", ["", "", ""]),
    "lines": (f"<ul><li>{WORDS}</li><li>{LONG}</li><li>{WORDS}</li></ul>", ["", "first-entry", "", "last-entry"]),
    "a note counts nothing": (f"<ul><li>a{NOTE}</li><li>b</li><li>c</li></ul>", ["", "first-entry", "", "last-entry"]),
    "squares are wide": (f"<ul><li>{'語' * 40}</li><li>b</li><li>{'語' * 20}</li></ul>", ["", "", "", "last-entry"]),
    "a picture": ('<ul><li><img src="a.png"/></li><li>b</li><li>c</li></ul>', ["", "", "", "last-entry"]),
    "paragraphs": ("<ul><li><p>a</p></li><li><p>b</p></li></ul>", ["", "first-entry", ""]),
    "two paragraphs": ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", ["", "", ""]),
    "code in one": ("<ul><li>a<pre>b</pre>c</li><li>d</li></ul>", ["apart", "", ""]),
    "a list in one": ("<ul><li>a<ul><li>x</li></ul></li><li>d</li></ul>", [""] * 5),
    "with a class": ('<ul class="x"><li>a<pre>b</pre></li><li class="task">d</li></ul>', ["x apart", "", "task"]),
}


@pytest.mark.parametrize("case", CASES)
def test_what_lists_are_told(case: str) -> None:
    written, classes = CASES[case]
    tree = etree.fromstring(f"<section>{written}</section>")
    lists_kept(tree, 1.0)
    assert [e.get("class", "") for e in tree.iter("ul", "ol", "li")] == classes


def _pages(content: str) -> list[list[tuple[str, float]]]:
    """The lines of each page, with their places in points."""
    tree = etree.fromstring(f"<section>{content}</section>")
    lists_kept(tree, 1.0)
    details_unfolded(tree)
    html = f'<html lang="en"><body class="recto">{etree.tostring(tree, encoding="unicode")}</body></html>'
    pages: list[Any] = engine().pages(html.encode(), {})
    return [
        [
            ("".join(box.text for box in texts_of(line)), line.position_y * 0.75)
            for line in lines_of(page._page_box.children[0])
        ]
        for page in pages
    ]


def test_in_a_narrower_line_fewer_entries_are_one_line() -> None:
    tree = etree.fromstring(f"<section><ul><li>{'x' * 50}</li><li>b</li><li>c</li></ul></section>")
    lists_kept(tree, 0.7)
    assert [entry.get("class") for entry in tree.iter("li")] == [None, None, "last-entry"]


@pytest.mark.parametrize("above", range(24, 32))
def test_no_line_of_a_list_stands_alone(above: int) -> None:
    """However many lines stand above, the list has its words and two entries, or two entries at least, on each page."""
    lines = "".join(f"<p>Line {n}.</p>" for n in range(above))
    pages = _pages(f"{lines}<p>Such as these:</p><ul>{'<li>an entry of a few words</li>' * 5}</ul><p>End.</p>")
    counts = [sum("entry" in text for text, _ in page) for page in pages]
    led = [any("Such" in text for text, _ in page) for page in pages]
    assert (sum(counts), 1 in counts, counts[led.index(True)] > 0) == (5, False, True)


@pytest.mark.parametrize("above", range(26, 32))
def test_no_short_entry_stands_alone(above: int) -> None:
    lines = "".join(f"<p>Line {n}.</p>" for n in range(above))
    for page in _pages(f"{lines}<ol><li>alpha</li><li>beta</li><li>gamma</li></ol><p>End.</p>"):
        here = [name for name in ("alpha", "beta", "gamma") if any(name in text for text, _ in page)]
        assert here in ([], ["alpha", "beta", "gamma"])


def test_entries_with_code_are_evenly_apart() -> None:
    """An entry that ends with words is as far from the next as one that ends with code, to a line."""
    (page,) = _pages("<ol><li>one<pre>x</pre></li><li>two<pre>x</pre>words</li><li>three</li><li>four</li></ol>")
    places = {text.strip(): y for text, y in page}
    assert places["three"] - places["words"] == pytest.approx(29, abs=0.5)
    assert places["four"] - places["three"] == pytest.approx(29, abs=0.5)


def test_details_have_a_title() -> None:
    tree = etree.fromstring(
        '<section><details open="open"><summary>So</summary><p>a</p></details>'
        '<details class="x"><summary><h3>T</h3></summary><p>b</p></details></section>'
    )
    details_unfolded(tree)
    assert [(e.tag, e.get("class")) for e in tree.iter("div", "p", "details", "summary")] == [
        ("div", "details"), ("p", "details-title"), ("p", None), ("div", "x details"), ("div", "details-title"), ("p", None),
    ]  # fmt: skip
    assert not list(tree.iter("details", "summary"))
