"""Where pages come: sides, blanks, folios; notes that stray; room on a cover."""

from __future__ import annotations

import pytest

from publish.book import Document, Matter
from publish.editions.front import cover_size
from publish.paged.assembly import strayed
from publish.paged.leaves import Leaf, Section
from publish.paged.places import placed, roman
from publish.paged.settling import sided


def _document(name: str, kind: str, matter: Matter, side: str = "recto") -> Document:
    return Document(name, name, kind, matter, f'<html><body class="{side} x"/></html>'.encode(), name)


def test_places_of_pages() -> None:
    """Blanks come where a document opens on the other side; folios count them."""
    documents = [
        _document("cover", "cover", Matter.FRONT),
        _document("half", "halftitlepage", Matter.FRONT),
        _document("imprint", "copyright-page", Matter.FRONT, "verso"),
        _document("preface", "preface", Matter.FRONT),
        _document("one", "chapter", Matter.BODY),
        _document("two", "chapter", Matter.BODY),
    ]
    places = placed(documents, [1, 1, 1, 1, 3, 2])
    assert [p.folio for p in places] == ["", "", "i", "ii", "iii", "iv", "1", "2", "3", "4", "5", "6"]
    assert [p.kind for p in places if p.document < 0] == ["blank", "blank", "blank"]
    assert all(p.recto == (n % 2 == 0) for n, p in enumerate(places))


def test_a_document_that_opens_where_it_comes() -> None:
    documents = [_document("a", "disclosure", Matter.FRONT), _document("b", "content-note", Matter.FRONT, "next")]
    assert [p.document for p in placed(documents, [1, 1])] == [0, 1]
    assert [p.document for p in placed(documents, [2, 1])] == [0, 0, 1, -1]
    assert sided(b'<html class="next-first">', recto=False) == b'<html class="verso-first">'


def test_a_note_that_strays_is_reported() -> None:
    content = b'<html><body><a class="noteref" id="r" href="#n">1</a><span class="footnote" id="n"/></body></html>'
    document = Document("one", "One", "chapter", Matter.BODY, content, "One", ((1, "one.md", 7),))
    (found,) = strayed([document], [_section("r", "", "n")])
    assert (found.code, str(found.span)) == ("T003", "one.md:7:1")
    assert strayed([document], [_section("r", "n")]) == []


def _section(*ids: str) -> Section:
    """A section with one place on each page, or none."""
    places = [{id: (0.0, 0.0, 0.0, 0.0)} if id else {} for id in ids]
    return Section(tuple(Leaf(1, 1, (0, 0, 0, 0), b"", places=place) for place in places))


@pytest.mark.parametrize(
    ("title", "size"),
    [("It", "huge"), ("The Long Table", "huge"), ("Donaudampfschifffahrtsgesellschaft", "least"), ("a " * 60, "small")],
)
def test_a_cover_has_room_for_any_title(title: str, size: str) -> None:
    assert cover_size(title) == size


@pytest.mark.parametrize(("number", "numeral"), [(1, "i"), (4, "iv"), (9, "ix"), (44, "xliv"), (1999, "mcmxcix")])
def test_roman(number: int, numeral: str) -> None:
    assert roman(number) == numeral
