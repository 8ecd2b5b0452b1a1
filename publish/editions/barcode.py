"""The bar code of a book: EAN-13 of its ISBN with the price beside it (EAN-5), as a drawing in modules.

GS1 General Specifications 5.2: quiet zones of 11 modules before the symbol, 7 to 12 between it and the add-on, 5 behind. The
encoding of the ISBN is `bookbarcode`'s; the add-on, which that leaves out, is 40 modules more by the same tables.
"""

from __future__ import annotations

import re

from bookbarcode import encode_ean13
from bookbarcode.ean13 import G_CODES, GUARD_MODULES, L_CODES
from lxml import etree

from publish.book import SVG, Element, Identifier, Metadata
from publish.editions.isbn import isbn_digits, isbn_shown
from publish.lazy import dataclass

#: Currencies by the first digit of the add-on (Book Industry Study Group; Bookland EAN), and the code for no price.
_CURRENCIES = {"GBP": "0", "AUD": "3", "NZD": "4", "USD": "5", "CAD": "6"}
NO_PRICE = "90000"
#: Which digits of an EAN-5 are of set G, by its check sum modulo 10.
_PARITY = ("GGLLL", "GLGLL", "GLLGL", "GLLLG", "LGGLL", "LLGGL", "LLLGG", "LGLGL", "LGLLG", "LLGLG")

_NAMESPACE = {"svg": SVG}
#: Modules: before, the symbol, between, behind the add-on.
BEFORE, BETWEEN, BEHIND = 11, 9, 5
_SYMBOL, _ADD_ON = 95, 47
#: Heights in modules: the line above, the bars, how far guards go below them, the digits.
_TITLE, _BARS, _GUARD, _DIGITS = 11.0, 66.0, 5.0, 9.0
WIDTH = BEFORE + _SYMBOL + BETWEEN + _ADD_ON + BEHIND
HEIGHT = _TITLE + _BARS + _DIGITS + 2


@dataclass(frozen=True)
class Code:
    """What the bars say: thirteen digits, five of the price, and the ISBN as it is printed above them."""

    isbn: str
    price: str
    shown: str


def isbn_of(metadata: Metadata) -> Identifier | None:
    """The ISBN of the printed book: its own, else one that is of no edition."""
    isbns = [i for i in metadata.identifier if isbn_digits(i)]
    for editions in (("print", "cover"), ("",)):
        for identifier in isbns:
            if identifier.edition in editions:
                return identifier
    return None


def code_of(identifier: Identifier, price: str) -> Code:
    """ValueError for what is no ISBN-13, or has a wrong check digit."""
    digits = isbn_digits(identifier)
    encode_ean13(digits)
    return Code(digits, price_code(price), f"ISBN {isbn_shown(identifier)}")


def price_code(price: str) -> str:
    """Five digits for `USD 16.99`, or five digits as they are; `NO_PRICE` for none. ValueError for what has no code."""
    if not price:
        return NO_PRICE
    if re.fullmatch(r"\d{5}", price):
        return price
    match = re.fullmatch(r"([A-Za-z]{3})\s*(\d{1,3})(?:[.,](\d\d))?", price)
    if match is None or match[1].upper() not in _CURRENCIES:
        raise ValueError(price)
    pence = int(match[2]) * 100 + int(match[3] or 0)
    return f"{_CURRENCIES[match[1].upper()]}{min(pence, 9999):04}"


def add_on(digits: str) -> str:
    """The 47 modules of an EAN-5, `1` for a bar."""
    sum_of = 3 * sum(map(int, digits[::2])) + 9 * sum(map(int, digits[1::2]))
    parts = [(L_CODES if set_of == "L" else G_CODES)[int(d)]
             for d, set_of in zip(digits, _PARITY[sum_of % 10], strict=True)]  # fmt: skip
    return "1011" + "01".join(parts)


def drawing(code: Code, words: str) -> Element:
    """The bar code as SVG, a unit to the module; `words` are its alternative."""
    svg = etree.Element(f"{{{SVG}}}svg", {"viewBox": f"0 0 {WIDTH} {HEIGHT:g}", "class": "bars"}, nsmap=_NAMESPACE)
    etree.SubElement(svg, f"{{{SVG}}}title").text = words
    left, over = BEFORE, BEFORE + _SYMBOL + BETWEEN
    _text(svg, code.shown, left + _SYMBOL / 2, _TITLE - 3.5, 8.5)
    for at, width in _runs(encode_ean13(code.isbn)):
        guard = all(module in GUARD_MODULES for module in range(at, at + width))
        _bar(svg, left + at, _TITLE, width, _BARS + (_GUARD if guard else 0))
    for at, width in _runs(add_on(code.price)):
        _bar(svg, over + at, _TITLE + _DIGITS, width, _BARS + _GUARD - _DIGITS)
    below = _TITLE + _BARS + _DIGITS - 0.6
    _text(svg, code.isbn[0], left - 5, below, 9.4)
    for number, digit in enumerate(code.isbn[1:7]):
        _text(svg, digit, left + 6.5 + 7 * number, below, 9.4)
    for number, digit in enumerate(code.isbn[7:]):
        _text(svg, digit, left + 53.5 + 7 * number, below, 9.4)
    for number, digit in enumerate(code.price):
        _text(svg, digit, over + 7.5 + 9 * number, _TITLE + _DIGITS - 2.2, 9.4)
    return svg


def _runs(modules: str) -> list[tuple[int, int]]:
    return [(match.start(), len(match[0])) for match in re.finditer("1+", modules)]


def _bar(svg: Element, x: float, y: float, width: float, height: float) -> None:
    box = {"x": x, "y": y, "width": width, "height": height}
    etree.SubElement(svg, f"{{{SVG}}}rect", {**{k: f"{v:g}" for k, v in box.items()}, "fill": "#000000"})


def _text(svg: Element, text: str, x: float, baseline: float, size: float) -> None:
    place = {"x": f"{x:g}", "y": f"{baseline:g}", "font-size": f"{size:g}", "text-anchor": "middle", "fill": "#000000"}
    etree.SubElement(svg, f"{{{SVG}}}text", place).text = text
