"""What a package says of its book: that it is accessible, and for whom; who certified it; what it is about."""

from __future__ import annotations

import dataclasses
import io

import pytest
from PIL import Image as Pillow

from publish.book import (
    XML_LANG,
    Book,
    Conformance,
    EpubSettings,
    Identifier,
    Image,
    Subject,
)  # fmt: skip
from publish.editions import accessibility
from publish.editions.epub_package import filed, urn
from tests.small_book import DC, EPUB, OPF, UUID, chapter, heading, package, packed, refined, small, small_book, theme


def test_the_package_says_who_and_what_and_when() -> None:
    opf = package(small())
    assert opf.get(XML_LANG) == "en"
    assert [e.text for e in opf.iter(f"{DC}identifier")] == [f"urn:uuid:{UUID.value}"]
    assert [e.text for e in opf.iter(f"{DC}title")] == ["The Small Book: Tests"]
    assert refined(opf, "title")["file-as"] == "Small Book: Tests, The"
    assert refined(opf, "creator-1") == {"role": "aut", "file-as": "Author, Ann", "display-seq": "1"}
    assert refined(opf, "creator-2")["role"] == "trl"
    scripts = [m for m in opf.iter(f"{OPF}meta") if m.get("property") == "alternate-script"]
    assert [(m.get("refines"), m.get(XML_LANG), m.text) for m in scripts] == [
        ("#title", "ja", "小さな本"), ("#creator-2", "ja", "テッド"),
    ]  # fmt: skip
    assert refined(opf, "series") == {"collection-type": "series", "group-position": "2"}
    modified = [m.text for m in opf.iter(f"{OPF}meta") if m.get("property") == "dcterms:modified"]
    assert modified == ["2026-11-23T23:02:03Z"]
    ids = [e.get("id") for e in opf.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("alt", "sufficient"), [("A dot", "textual"), ("", "textual,visual")])
def test_accessibility_is_what_the_book_has(alt: str, sufficient: str) -> None:
    book = small_book(chapters=(chapter("one", heading("One") + f'<p><img src="images/a.png" alt="{alt}"/></p>'),))
    said = accessibility.properties(book)
    assert ("schema:accessModeSufficient", sufficient) in said
    assert (("schema:accessibilityFeature", "alternativeText") in said) == bool(alt)
    assert ("schema:accessMode", "visual") in said


@pytest.mark.parametrize(
    ("scheme", "value", "expected"),
    [("ISBN-13", "978-3-16-148410-0", "urn:isbn:9783161484100"), ("uuid", UUID.value, f"urn:uuid:{UUID.value}"),
     ("DOI", "10.1000/182", "https://doi.org/10.1000/182")],
)  # fmt: skip
def test_identifiers_are_urns(scheme: str, value: str, expected: str) -> None:
    assert urn(Identifier(scheme, value)) == expected


def test_titles_are_filed_without_their_article() -> None:
    assert filed("The Car", "en-GB") == "Car, The"
    assert filed("Der Zug", "de") == "Zug, Der"
    assert filed("Theory", "en") == "Theory"


def said(book: Book) -> list[tuple[str, str]]:
    return accessibility.properties(book)


def test_a_decoration_needs_no_words_and_takes_none_away() -> None:
    body = heading("One") + '<p><img src="images/a.png" alt="" role="presentation"/></p>'
    found = said(small_book(chapters=(chapter("one", body),)))
    assert ("schema:accessModeSufficient", "textual") in found
    assert ("schema:accessMode", "visual") not in found


def test_pictures_that_move_may_flash() -> None:
    frames = [Pillow.new("L", (2, 2), colour) for colour in (0, 255)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    images = {"a.gif": Image("a.gif", out.getvalue(), "image/gif", 2, 2)}
    assert ("schema:accessibilityHazard", "unknownFlashingHazard") in said(small_book(images=images))
    assert ("schema:accessibilityHazard", "none") in said(small_book())


def certified(book: Book) -> Book:
    conformance = Conformance("Ann Auditor", date="2026-05-01", credential="CPACC", report="https://example.org/report")
    settings = EpubSettings(conformance=conformance)
    return dataclasses.replace(book, metadata=dataclasses.replace(book.metadata, epub=settings))


def test_conformance_is_claimed_only_where_somebody_certified_it() -> None:
    opf = package(packed(certified(small_book())))
    claims = {m.get("property"): m.text for m in opf.iter(f"{OPF}meta")}
    assert claims["dcterms:conformsTo"] == "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    assert claims["a11y:certifiedBy"] == "Ann Auditor"
    assert "dcterms:conformsTo" not in {m.get("property") for m in package(small()).iter(f"{OPF}meta")}


def test_a_claim_that_the_book_refutes_is_an_error_at_the_image() -> None:
    body = heading("One") + '<p data-line="7"><img src="images/a.png" alt=""/></p>'
    _, noticed = EPUB.render(certified(small_book(chapters=(chapter("one", body),))), theme())
    assert [(d.code, d.span.path, d.span.line) for d in noticed] == [("E005", "one.md", 7)]


def test_subjects_have_the_codes_of_their_schemes() -> None:
    book = small_book()
    subjects = (Subject("Film", "BISAC", "PER004030"), Subject("Essays"))
    opf = package(packed(dataclasses.replace(book, metadata=dataclasses.replace(book.metadata, subject=subjects))))
    assert [e.text for e in opf.iter(f"{DC}subject")] == ["Film", "Essays"]
    assert refined(opf, "subject-1") == {"authority": "BISAC", "term": "PER004030"}
