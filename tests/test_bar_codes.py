"""Bar codes of books: quiet zones, prices, which number the bars say, and how it is printed."""

from __future__ import annotations

import re

import pytest

from publish.book import Identifier, Metadata
from publish.editions import barcode
from publish.editions.barcode import code_of, isbn_of, price_code
from publish.editions.isbn import isbn_shown


def test_quiet_zones() -> None:
    """11 modules before, 7 to 12 between, 5 behind; in its box a module is 80 % of 0.33 mm or more (GS1, 5.2)."""
    assert barcode.BEFORE >= 11
    assert 7 <= barcode.BETWEEN <= 12
    assert barcode.BEHIND >= 5
    assert min(2.0 * 0.98 * 25.4 / barcode.WIDTH, 1.2 * 0.956 * 25.4 / barcode.HEIGHT) >= 0.8 * 0.33


@pytest.mark.parametrize(
    ("price", "digits"),
    [
        ("USD 16.99", "51699"), ("gbp 9,50", "00950"), ("CAD 20", "62000"), ("USD 150", "59999"), ("51299", "51299"),
        ("", "90000"),
    ],
)  # fmt: skip
def test_prices(price: str, digits: str) -> None:
    assert price_code(price) == digits


@pytest.mark.parametrize("price", ["EUR 12", "12.99", "USD", "USD 1.2345"])
def test_prices_without_a_code(price: str) -> None:
    with pytest.raises(ValueError, match=re.escape(price)):
        price_code(price)


@pytest.mark.parametrize(
    ("identifiers", "shown"),
    [
        ([("ISBN-13", "978-3-16-148410-0", "print"), ("ISBN-13", "9780306406157", "epub")], "ISBN 978-3-16-148410-0"),
        ([("ISBN", "9780306406157", ""), ("ISBN", "9783161484100", "epub")], "ISBN 978-0-306-40615-7"),
        ([("", "urn:isbn:9780306406157", "")], "ISBN 978-0-306-40615-7"),
        ([("uuid", "985b2907-cc94-57e7-81ce-a5ec4dfbff3a", ""), ("ISBN", "9783161484100", "epub")], ""),
    ],
)
def test_which_number_the_bars_say(identifiers: list[tuple[str, str, str]], shown: str) -> None:
    found = isbn_of(Metadata("T", identifier=tuple(Identifier(*one) for one in identifiers)))
    assert (code_of(found, "").shown if found else "") == shown


@pytest.mark.parametrize(
    ("scheme", "value", "shown"),
    [
        ("ISBN-13", "9783161484100", "978-3-16-148410-0"),
        ("ISBN-13", "9791090636071", "979-10-90636-07-1"),
        ("ISBN-13", "9798602405453", "979-8-6024-0545-3"),
        ("", "urn:isbn:9784041026229", "978-4-04-102622-9"),
        ("ISBN-13", "978 1 4028 9462 6", "978-1-4028-9462-6"),  # in five parts: as its author parts it
        ("ISBN-13", "978-14028-94626", "978-1-4028-9462-6"),
        ("ISBN", "0306406152", "0-306-40615-2"),
        ("ISBN-10", "080442957X", "0-8044-2957-X"),
        ("ISBN-13", "9780306406158", "9780306406158"),  # no ISBN: its check digit is wrong
        ("ISBN-13", "9789999999991", "9789999999991"),  # of a range that nobody has
    ],
)
def test_an_isbn_is_printed_with_its_hyphens(scheme: str, value: str, shown: str) -> None:
    assert isbn_shown(Identifier(scheme, value, "")) == shown
