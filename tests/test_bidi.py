"""The order of boxes in lines that hold both directions: what Chromium shows of the same markup, from left to right.

Arabic letters are written here as they are read; a box shows its own letters in the order of its direction.
"""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import pytest
from weasyprint.formatting_structure.boxes import LineBox, ParentBox, TextBox

from publish.editions.fonts import embedded
from publish.paged.bidi import visual
from publish.paged.engine import Engine
from publish.paged.library import Page
from publish.typefaces import Fonts

CSS = """@font-face { font-family: a; src: url("fonts/a.ttf") } html { font: 10pt/14pt a } body { margin: 0 }
p { margin: 0; text-indent: 20px } p.first { text-indent: 0 } @page { size: 400px 400px; margin: 40px } a { padding: 0 3px }"""


@cache
def engine() -> Engine:
    text = "".join(map(chr, (*range(0x20, 0x7F), *range(0x600, 0x700), 0x2069, 0x2066)))
    return Engine(CSS, {"fonts/a.ttf": embedded(Fonts()["Amiri-Regular.ttf"], 400, text)})


def sheet(body: str, direction: str) -> Page:
    return engine().pages(f'<html dir="{direction}"><body>{body}</body></html>'.encode(), {})[0]


def boxes(of: Any, kind: type) -> list[Any]:
    found = [of] if isinstance(of, kind) else []
    for child in of.children if isinstance(of, ParentBox) else ():
        found += boxes(child, kind)
    return found


def shown(body: str, direction: str) -> list[str]:
    texts = boxes(sheet(f'<p class="first">{body}</p>', direction)._page_box, TextBox)
    return [box.text.strip() for box in sorted(texts, key=lambda box: box.position_x) if box.text.strip()]


@pytest.mark.parametrize(
    ("direction", "body", "expected"),
    [
        ("rtl", "متن GitHub <b>Pull</b> Request پایان", ["پایان", "GitHub", "Pull", "Request", "متن"]),
        ("rtl", "یک <b>دو</b> سه", ["سه", "دو", "یک"]),
        ("rtl", "یک <a>Slate</a> دو", ["دو", "Slate", "یک"]),
        ("rtl", "کد <code dir='ltr'>a <b>b</b> c</code> است", ["است", "a", "b", "c", "کد"]),
        ("rtl", "عدد <b>12</b> 34 است", ["است", "34", "12", "عدد"]),
        ("ltr", "He said <b>سلام</b> <i>دوست</i> twice", ["He said", "دوست", "سلام", "twice"]),
        ("ltr", "He <span dir='rtl'>یک <b>two</b> سه</span>, x", ["He", "سه", "two", "یک", ", x"]),
        ("ltr", "one <b>two</b> three", ["one", "two", "three"]),
    ],
)
def test_boxes_stand_in_the_order_of_the_algorithm(direction: str, body: str, expected: list[str]) -> None:
    assert shown(body, direction) == expected


def test_words_keep_their_logical_order_in_the_tree() -> None:
    texts = boxes(sheet("<p>متن GitHub <b>Pull</b> Request پایان</p>", "rtl")._page_box, TextBox)
    assert "".join(box.text for box in texts) == "متن GitHub Pull Request پایان"


def test_the_indent_of_a_right_to_left_paragraph_is_at_its_right() -> None:
    words = "واژه " * 40
    first, second, *_ = boxes(sheet(f"<p>{words}</p>", "rtl")._page_box, LineBox)
    edges = [max(b.position_x + b.width for b in boxes(line, TextBox)) for line in (first, second)]
    assert edges == [pytest.approx(340, abs=1), pytest.approx(360, abs=1)]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_overlaps_and_nothing_leaves_the_measure(direction: str) -> None:
    body = "<p>" + "متن GitHub <b>Pull</b> Request (<a href='#x'>پیوند Slate</a>)، و <i>یک</i> دو. " * 6 + "</p>"
    for line in boxes(sheet(body, direction)._page_box, LineBox):
        row = sorted(boxes(line, TextBox), key=lambda box: box.position_x)
        assert all(a.position_x + a.width <= b.position_x + 0.5 for a, b in itertools.pairwise(row))
        assert row[0].position_x >= 38
        assert row[-1].position_x + row[-1].width <= 361


def test_a_link_is_clicked_where_its_words_are() -> None:
    made = sheet("<p>یک <a href='https://x.invalid/'>پیوند</a> دو</p>", "rtl")
    ((_, _, (x, _, width, _), _),) = made.links
    (word,) = [box for box in boxes(made._page_box, TextBox) if box.text == "پیوند"]
    assert x <= word.position_x <= word.position_x + word.width <= x + width


@pytest.mark.parametrize(
    ("levels", "order"),
    [([], []), ([0, 0], [0, 1]), ([1, 1], [1, 0]), ([1, 2, 2, 1], [3, 1, 2, 0]), ([0, 1, 2, 1, 0], [0, 3, 2, 1, 4])],
)
def test_rule_l2(levels: list[int], order: list[int]) -> None:
    assert visual(levels) == order


def test_a_head_of_both_directions_that_is_cut_to_its_room_is_painted() -> None:
    style = "white-space: nowrap; overflow: hidden; text-overflow: ellipsis"
    body = f'<p style="{style}">He said <b>سلام</b> دوست, and پایان</p>'
    sections = engine().layers(f'<html dir="rtl"><body>{body}</body></html>'.encode())
    assert len(sections[0].leaves[0].content) > 100
