"""The styles that elements share are those that the engine finds for each of them."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from publish.paged.cascade import engine_styled
from publish.paged.engine import _Fetcher, _Tree
from publish.paged.library import CSS, INITIAL_VALUES, FontConfiguration, styling

_TEXT = """<html lang="en"><head><title>T</title></head><body><section class="a" id="one"><h1>A</h1>
<p>a <b>b</b> <i style="color: red">c</i> <i style="color: red">d</i> <i>e</i><span class="note">n</span></p>
<p>a <b>b</b><span class="note">n</span></p></section>
<section id="two" class="b"><h1>A</h1><p>a <b>b</b></p><p class="x">a <b>b</b> <i>c</i></p>
<table><tr><th>1</th><td>2</td></tr><tr><td>1</td><td>2</td></tr></table><ol><li>a</li><li class="x">b</li><li>c</li></ol></section>
</body></html>"""
#: What a stylesheet does that may tell elements of one name apart.
CASES = {
    "nothing": "",
    "a class": "p { margin: 1em } .x { margin: 0; font-size: 2em } .x b { color: red }",
    "inheritance": "section { color: red; --size: 3pt } .b { color: green; --size: 4pt } b { font-size: var(--size) }",
    "one rule for both": "b, b::before { content: 'x'; color: red } i::after { content: attr(style) }",
    "what is important": "b { color: red !important } .x b { color: green } i { color: blue !important }",
    "layers": "@layer one, two; @layer two { b { color: red } } @layer one { b { color: green } } @layer one { i { color: red } }",
    "places": "li:nth-child(2) { color: red } li::marker { color: green } p:first-of-type::first-letter { color: red }",
    "notes": ".note { float: footnote } .note::footnote-call { color: red } section.b .note::footnote-marker { content: 'x' }",
    "a collapsed table": "table { border-collapse: collapse } td { padding: 3px; margin: 2px } tr { margin: 1px }",
    "lengths of the parent": "section { font-size: 10px } .b { font-size: 20px } p { margin: 1.5em } b { margin: 1em }",
}


def _styles(css: str) -> dict[tuple[int, str | None], dict[str, Any]]:
    """The values of all properties, by the number of the element and the pseudo-element."""
    tree = _Tree(ET.fromstring(_TEXT), _Fetcher({}))
    fonts = FontConfiguration()
    style_for = styling.get_all_computed_styles(tree, [CSS(string=css, font_config=fonts)], font_config=fonts)
    numbers = {element: number for number, element in enumerate(tree.etree_element.iter())}
    kinds = {pseudo for _, pseudo in style_for.get_computed_styles()}
    found = {}
    for element, pseudo in itertools.product(numbers, kinds):
        style = style_for(element, pseudo)
        if style is not None:
            found[numbers[element], pseudo] = {name: style[name] for name in INITIAL_VALUES}
    return found


@pytest.mark.parametrize("case", CASES)
def test_styles_are_those_of_the_engine(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = _styles(CASES[case])
    monkeypatch.setattr(styling.StyleFor, "__init__", engine_styled)
    assert shared == _styles(CASES[case])


def test_what_stands_beside_elements_alike_has_one_style() -> None:
    tree = _Tree(ET.fromstring(_TEXT), _Fetcher({}))
    fonts = FontConfiguration()
    style_for = styling.get_all_computed_styles(tree, [], font_config=fonts)
    first, second, _ = tree.etree_element.iter("li")
    assert style_for(first, "marker") is style_for(second, "marker")
