"""Sums and integrals in a drawn formula: of one size in a line, with limits beside them there, and with thin spaces."""

from __future__ import annotations

import functools

import pytest
from lxml import etree

from publish.editions.formulas import Drawing, _face, drawing
from publish.editions.large_operators import operators_set
from publish.markdown import inline_tree
from publish.typefaces import Fonts

_NS = "http://www.w3.org/1998/Math/MathML"
#: Written (`'` for `<mo stretchy="false">`), and set; `_` is a thin space.
CASES = {
    "a sum behind a fraction": ("<mfrac><mn>1</mn><mi>N</mi></mfrac><mo>∑</mo><mi>x</mi>",
                                "<mfrac><mn>1</mn><mi>N</mi></mfrac>_'∑</mo><mi>x</mi>"),
    "an integral before and behind letters": ("<mn>2</mn><mo>∫</mo><mi>f</mi>", "<mn>2</mn>_'∫</mo>_<mi>f</mi>"),
    "one behind a sign": ("<mo>=</mo><mo>∫</mo><mo>−</mo>", "<mo>=</mo>'∫</mo><mo>−</mo>"),
    "one between brackets": ("<mo>)</mo><mo>∫</mo><mo>(</mo>", "<mo>)</mo>_'∫</mo>_<mo>(</mo>"),
    "limits in a line": (
        "<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover>", "<msubsup>'∑</mo><mi>i</mi><mi>n</mi></msubsup>"),
    "limits that do not move": ('<munder><mo movablelimits="false">∑</mo><mi>i</mi></munder>',
                                '<munder><mo movablelimits="false" stretchy="false">∑</mo><mi>i</mi></munder>'),
    "limits in a display": ('<mstyle displaystyle="true"><munder><mo>∑</mo><mi>i</mi></munder></mstyle>',
                            '<mstyle displaystyle="true"><munder>\'∑</mo><mi>i</mi></munder></mstyle>'),
    "limits in a fraction of a display": (
        '<mstyle displaystyle="true"><mfrac><munder><mo>∑</mo><mi>i</mi></munder><mi>n</mi></mfrac></mstyle>',
        '<mstyle displaystyle="true"><mfrac><msub>\'∑</mo><mi>i</mi></msub><mi>n</mi></mfrac></mstyle>'),
    "a space that is there": ('<mi>a</mi><mspace width="1em"/><mo>∑</mo>', '<mi>a</mi><mspace width="1em"/>\'∑</mo>'),
    "an integral that shall grow": ('<mo stretchy="true">∫</mo>', '<mo stretchy="true">∫</mo>'),
    "no large operator": ("<munder><mi>lim</mi><mi>n</mi></munder><mo>+</mo>",) * 2,
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_operators(case: str) -> None:
    written, expected = CASES[case]
    math = etree.fromstring(f'<math xmlns="{_NS}">{written}</math>')
    operators_set(math)
    expected = expected.replace("_", '<mspace width="0.167em"/>').replace("'", '<mo stretchy="false">')
    wanted = etree.fromstring(f'<math xmlns="{_NS}">{expected}</math>')
    assert etree.tostring(math, method="c14n") == etree.tostring(wanted, method="c14n")


@functools.cache
def _drawn(latex: str) -> Drawing:
    fonts = Fonts()
    face = _face(fonts["EBGaramond[wght].ttf"], fonts["EBGaramond-Italic[wght].ttf"])
    (math,) = inline_tree(latex, "en").iter(f"{{{_NS}}}math")
    return drawing(math, face, "#000000")


def _height(latex: str) -> float:
    svg = etree.fromstring(_drawn(latex).content)
    return float(svg.get("height", "")) / 100  # an em is 100 units


def test_an_integral_in_a_line_does_not_grow_with_its_row() -> None:
    """The fraction beside it is what the line must hold anyway."""
    assert _height(r"$\int x\,dx = \frac{x^2}{2} + C$") <= _height(r"$\frac{x^2}{2}$") + 0.15
    assert _height(r"$$\int x\,dx$$") > 1.5 * _height(r"$\int x\,dx$")


def test_limits_that_are_asked_for_stay_above_and_below() -> None:
    assert _height(r"$\sum\limits_{i=1}^n i$") > _height(r"$\sum_{i=1}^n i$")
