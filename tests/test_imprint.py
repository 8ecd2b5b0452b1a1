"""The copyright page says what is known of a book, each thing once, and nothing that only a machine reads."""

from __future__ import annotations

import pytest

from publish.book import Identifier, Matter, Metadata, Person
from publish.editions.pages import with_pages
from tests.small_book import UUID, chapter, small_book, theme

ANN, BOB = Person("Ann Author"), Person("Bob Writer")
ISBN = Identifier("ISBN-13", "9783161484100")


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        ({}, ["Tea"]),
        ({"author": (ANN,), "date": "1897"}, ["Tea", "Ann Author", "1897"]),
        ({"author": (ANN, BOB), "subtitle": "A Novel", "publisher": "House"}, ["Tea: A Novel", "Ann Author, Bob Writer", "House"]),
        ({"author": (ANN,), "rights": "© 2026 Ann Author"}, ["Tea", "© 2026 Ann Author"]),
        ({"author": (ANN, BOB), "rights": "© 2026 Bob Writer"}, ["Tea", "Ann Author, Bob Writer", "© 2026 Bob Writer"]),
        ({"author": (ANN,), "publisher": "Ann Author"}, ["Tea", "Ann Author"]),
        ({"identifier": (ISBN,)}, ["Tea", "ISBN 978-3-16-148410-0"]),
        ({"identifier": (Identifier("DOI", "10.1/x"),)}, ["Tea", "DOI 10.1/x"]),
        ({"identifier": (Identifier("UUID", UUID.value),)}, ["Tea"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("paged", [True, False])
def test_lines_of_the_copyright_page(known: dict[str, object], lines: list[str], paged: bool) -> None:
    metadata = Metadata("Tea", **{"identifier": (UUID,), **known})  # type: ignore[arg-type]
    page = chapter("imprint", "", "copyright-page", Matter.FRONT, generated=True)
    (made,) = with_pages(small_book(metadata=metadata, chapters=(page,)), theme(), "print", paged)
    assert ["".join(map(str, p.itertext())) for p in made.tree.iter("p")] == lines
