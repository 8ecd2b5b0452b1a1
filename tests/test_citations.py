"""Citations: BibTeX read, styles by name, notes and bibliography in the trees, what is missing or not possible reported."""

from __future__ import annotations

import datetime
import json
import sys
from typing import Any

import pytest

from publish.book import EPUB_TYPE, Book, Manuscript, Matter, Medium, Metadata, Source
from publish.markdown import parse
from publish.resolve import resolve
from tests.test_works import BIB

FOLDER: dict[str, bytes] = {
    "works.bib": BIB.encode(),
    "book.toml": b'title = "T"\nbibliography = "works.bib"\ncsl = "x"\n',
}


def resolved(
    text: str, csl: str = "", lang: str = "en", more: tuple[Source, ...] = (), **values: Any
) -> tuple[Book, list[str]]:
    files = FOLDER | values.pop("files", {})
    metadata = Metadata("T", lang=lang, **{"bibliography": ("works.bib",), "csl": csl, **values})
    sources = (
        Source("a.md", f"# First\n\n{text}\n", Matter.BODY, "chapter"),
        Source("b.md", "# Second\n\nEnd.\n", Matter.BODY, "chapter"),
        *more,
    )
    modified = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    manuscript = Manuscript(metadata, sources, files, modified)
    chapters, noticed = parse(manuscript)
    book, in_book = resolve(manuscript, chapters, Medium("epub"))
    return book, [f"{d.span.path}:{d.span.line}:{d.code} {d.message}" for d in (*noticed, *in_book)]


def words(element: Any) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def paragraph(book: Book) -> str:
    return words(next(book.chapters[0].tree.iter("p")))


def notes(book: Book) -> list[str]:
    return [words(e) for e in book.chapters[0].tree.iter("aside") if e.get(EPUB_TYPE) == "footnote"]


def references(book: Book) -> list[str]:
    lists = [e for c in book.chapters for e in c.tree.iter("ol") if e.get("class") == "references"]
    return [words(item).removesuffix(" ↑") for one in lists for item in one]


AUTHOR_DATE: list[tuple[str, str]] = [
    ("x [@doe2020].", "x (Doe 2020)."),
    ("x [@doe2020, p. 3].", "x (Doe 2020, 3)."),
    ("x [see @doe2020, pp. 3-5; also @smith1999].", "x (see Doe 2020, 3–5; also Smith and van der Berg 1999)."),
    ("Doe x [-@doe2020].", "Doe x (2020)."),
    ("@doe2020 says", "Doe (2020) says"),
    ("@doe2020 [p. 3] says", "Doe (2020, 3) says"),
    ("-@doe2020 says", "(2020) says"),
    ("x [@un2001].", "x (United Nations 2001)."),
    ("x [@doe2020, p. 3 *and passim*].", "x (Doe 2020, 3 and passim)."),
    ("x [@doe2020; @doe2020b].", "x (Doe 2020a, 2020b)."),
    ("x {cite}`doe2020` {cite:t}`smith1999`", "x (Doe 2020) Smith and van der Berg (1999)"),
    ("x {cite:p}`doe2020,un2001`", "x (Doe 2020; United Nations 2001)"),
    ("x \\citep[see][p. 3]{doe2020} \\citet{smith1999}", "x (see Doe 2020, 3) Smith and van der Berg (1999)"),
    ("x \\cite{doe2020} \\citeyear{doe2020}", "x (Doe 2020) (2020)"),
    ("me@doe2020.org `@doe2020` @nobody x", "me@doe2020.org @doe2020 @nobody x"),
    ("[@doe2020](b.md)", "@doe2020"),
]


@pytest.mark.parametrize(("text", "expected"), AUTHOR_DATE, ids=[c[0] for c in AUTHOR_DATE])
def test_author_date(text: str, expected: str) -> None:
    book, noticed = resolved(text)
    if "2020b" in text:
        expected = expected.replace(
            "2020a, 2020b", "2020b, 2020a"
        )  # letters go by the bibliography: Another, The Shape
    assert paragraph(book) == expected
    assert noticed == []


NOTES: list[tuple[str, str, list[str]]] = [
    ("A word [@doe2020].", "A word.1", ["1 Jane Doe, The Shape of Rings (Cambridge: Cambridge University Press, 2020)."]),
    ("A [@doe2020, p. 3], b.", "A,1 b.", ["1 Jane Doe, The Shape of Rings (Cambridge: Cambridge University Press, 2020), 3."]),
    ("A [see @doe2020, p. 3].", "A.1", ["1 See Jane Doe, The Shape of Rings (Cambridge: Cambridge University Press, 2020), 3."]),
    ("A [@doe2020]. B [@doe2020, p. 9].", "A.1 B.2",
     ["1 Jane Doe, The Shape of Rings (Cambridge: Cambridge University Press, 2020).", "2 Doe, 9."]),
    ("A [@doe2020]. B [@un2001]. C [@doe2020, p. 9].", "A.1 B.2 C.3",
     ["1 Jane Doe, The Shape of Rings (Cambridge: Cambridge University Press, 2020).", "2 United Nations, A Report (UN, 2001).",
      "3 Doe, The Shape of Rings, 9."]),
    ("@doe2020 says", "Doe1 says", ["1 Jane Doe, The Shape of Rings (Cambridge: Cambridge University Press, 2020)."]),
    ("A.^[As in @doe2020, as ever.] B [@smith1999].", "A.1 B.2",
     ["1 As in Doe, The Shape of Rings (Cambridge: Cambridge University Press, 2020), as ever.",
      "2 John Smith and Jan van der Berg, “On DNA – and Über Things,” Journal of Rings 3, no. 2 (March 1999): 33–45, "
      "https://doi.org/10.1000/182."]),
    ("A.^[Words [@doe2020, p. 3].]", "A.1",
     ["1 Words Jane Doe, The Shape of Rings (Cambridge: Cambridge University Press, 2020), 3."]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "at_foot"), NOTES, ids=[c[0] for c in NOTES])
def test_notes(text: str, expected: str, at_foot: list[str]) -> None:
    book, noticed = resolved(text, "chicago-notes-bibliography-17th-edition")
    assert paragraph(book) == expected
    assert notes(book) == at_foot
    assert noticed == []


def test_entries_and_citations_lead_to_each_other() -> None:
    book, _ = resolved("x [@doe2020].")
    link = next(e for e in book.chapters[0].tree.iter("a") if e.get("class") == "biblioref")
    assert (link.get(EPUB_TYPE), link.get("role"), link.get("href")) == ("biblioref", "doc-biblioref", "#ref-doe2020")
    chapter = book.chapters[-1]
    assert (chapter.title, chapter.kind, chapter.matter) == ("Bibliography", "bibliography", Matter.BACK)
    assert chapter.tree.get("role") == "doc-bibliography"
    entry = next(chapter.tree.iter("li"))
    assert entry.get("id") == "ref-doe2020"
    assert next(e.get("href") for e in entry.iter("a") if e.get("class") == "backref") == f"#{link.get('id')}"
    assert book.targets["ref-doe2020"].chapter == chapter.name


def test_the_bibliography_has_the_works_that_are_cited() -> None:
    book, _ = resolved("[@smith1999; @doe2020]")
    assert references(book) == [
        "Doe, Jane. 2020. The Shape of Rings. Cambridge University Press.",
        "Smith, John, and Jan van der Berg. 1999. “On DNA – and Über Things.” Journal of Rings 3 (2): 33–45. "
        "https://doi.org/10.1000/182.",
    ]


STYLES = """apa modern-language-association ieee nature nlm-citation-sequence harvard-cite-them-right chicago-author-date
chicago-notes-bibliography chicago-notes-bibliography-17th-edition chicago-shortened-notes-bibliography mhra-notes
new-harts-rules-notes cambridge-university-press-note oscola""".split()


@pytest.mark.parametrize("csl", STYLES)
def test_styles_by_name(csl: str) -> None:
    """Each known work is named in the text or in a note, and each entry has its title; nothing is left of the marks."""
    book, noticed = resolved("A [see @doe2020, p. 3; @smith1999]. B [@part].", csl)
    assert [n for n in noticed if "M037" not in n] == []
    said = paragraph(book) + " ".join(notes(book)) + " ".join(references(book))
    assert "@" not in said
    assert not [c for c in said if 0xE000 <= ord(c) < 0xF900]
    assert "Müller" in said or "Muller" in said
    assert "The Shape of Rings".casefold() in said.casefold()


PLACES: list[tuple[str, str, tuple[Source, ...], str]] = [
    ("a div", "[@doe2020]\n\n::: {#refs}\n:::", (), "a"),
    ("MyST's directive", "[@doe2020]\n\n```{bibliography}\n:style: plain\n```", (), "a"),
    ("a chapter of its name", "[@doe2020]", (Source("refs.md", "# References {-}\n", Matter.BODY, "chapter"),), "refs"),
    ("a chapter of the kind", "[@doe2020]", (Source("z.md", "# Quellen\n", Matter.BACK, "bibliography"),), "z"),
    ("nowhere", "[@doe2020]", (Source("c.md", "# Colophon\n\nx\n", Matter.BACK, "colophon"),), "bibliography"),
]


@pytest.mark.parametrize(("name", "text", "more", "expected"), PLACES, ids=[c[0] for c in PLACES])
def test_place_of_the_bibliography(name: str, text: str, more: tuple[Source, ...], expected: str) -> None:
    book, noticed = resolved(text, more=more)
    holders = [c.name for c in book.chapters if any(e.get("class") == "references" for e in c.tree.iter("ol"))]
    assert holders == [expected]
    assert noticed == []
    if name == "nowhere":
        assert [c.name for c in book.chapters][-2:] == ["bibliography", "c"]


BROKEN_BIB = b"@book{bad, title = {x\n}\n@book{good, author={G, H},\n year=2000}\n"
MISTAKES: list[tuple[str, str, dict[str, Any], str, str]] = [
    ("an unknown key", "x [@doe2002].", {}, "x [@doe2002].",
     "a.md:3:R008 no bibliography of the book has the work “doe2002”; @doe2002 is printed"),
    ("one of two", "x [@doe2020; see @none1, p. 3].", {}, "x (Doe 2020) [see @none1, 3].",
     "a.md:3:R008 no bibliography of the book has the work “none1”; @none1 is printed"),
    ("no bibliography", "x [@doe2020].", {"bibliography": ()}, "x [@doe2020].",
     "a.md:3:R008 “@doe2020” looks like a citation, and the book has no bibliography; it is printed as it stands"),
    ("a missing file", "x", {"bibliography": ("none.bib",)}, "x",
     "book.toml:2:M034 the bibliography none.bib does not exist in the manuscript folder"),
    ("an unknown style", "x [@doe2020].", {"csl": "no-such-style"}, "x (Doe 2020).",
     "book.toml:3:M036 the citation style no-such-style is neither a file of the manuscript nor the name of a known style; "
     "chicago-author-date is used"),
    ("an unknown language", "x [@doe2020].", {"lang": "eo"}, "x (Doe 2020).",
     "book.toml:3:M038 citations have no words for the language “eo”; theirs are in English"),
    ("nocite", "x", {"nocite": ("@none",)}, "x",
     "book.toml:1:R008 no bibliography of the book has the work “none”, which nocite names"),
    ("broken BibTeX", "x [@good].", {"files": {"works.bib": BROKEN_BIB}}, "x (G 2000).",
     "works.bib:3:M035 there is no comma behind the field title (in the entry that begins on line 1)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "values", "expected", "message"), MISTAKES, ids=[c[0] for c in MISTAKES])
def test_mistakes(name: str, text: str, values: dict[str, Any], expected: str, message: str) -> None:
    book, noticed = resolved(text, **values)
    assert paragraph(book) == expected
    assert [n for n in noticed if "M008" not in n] == [message]


def test_what_a_style_asks_for_and_the_library_lacks_is_said_once() -> None:
    style = (
        b'<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><citation et-al-subsequent-min="2" '
        b'collapse="citation-number"><layout delimiter=", " prefix="[" suffix="]"><text variable="citation-number"/>'
        b'<institution/></layout></citation><bibliography><layout><text variable="title"/></layout></bibliography></style>'
    )
    text = "[@doe2020; @smith1999; @un2001] and [@doe2020]"
    book, noticed = resolved(text, "own.csl", files={"own.csl": style})
    assert noticed == [
        "book.toml:3:M037 the style own.csl asks for what the citation library does not do: the element institution; ranges of "
        "numbers (collapse); fewer names where a work is cited again (et-al-subsequent-min)"
    ]
    assert paragraph(book) == "[1, 2, 3] and [1]"


def test_a_style_that_stops_the_library_gives_way_to_the_default() -> None:
    style = (
        b'<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><citation><layout>'
        b'<text macro="missing"/></layout></citation></style>'
    )
    book, noticed = resolved("x [@doe2020].", "own.csl", files={"own.csl": style})
    assert [n.split(" (")[0] for n in noticed] == ["book.toml:3:M036 the citation library fails on the style own.csl"]
    assert paragraph(book) == "x (Doe 2020)."


def test_other_languages_have_their_words() -> None:
    book, noticed = resolved("x [@smith1999]", lang="de")
    assert paragraph(book) == "x (Smith und van der Berg 1999)"
    assert [n for n in noticed if ":M038" in n] == []


def test_json_and_nocite() -> None:
    works = [{"id": "j", "type": "book", "title": "A <i>Mark</i> &amp; more", "issued": {"raw": "1999-05"},
              "author": [{"family": "Berg", "given": "J", "non-dropping-particle": "van der"}]}]  # fmt: skip
    files = {"w.json": json.dumps(works).encode()}
    book, noticed = resolved("x", bibliography=("w.json",), nocite=("@*",), files=files)
    assert references(book) == ["Berg, J van der. 1999. A Mark & More."]
    assert noticed == []


def test_same_bytes_twice() -> None:
    from lxml import etree

    text = "[@smith1999; @part] @doe2020 [@doe2020b]"
    one, other = (resolved(text)[0] for _ in range(2))
    assert [etree.tostring(c.tree) for c in one.chapters] == [etree.tostring(c.tree) for c in other.chapters]


def test_the_library_is_imported_only_where_a_book_cites() -> None:
    for name in [n for n in sys.modules if n.startswith("publish.resolve.citations.")]:
        del sys.modules[name]
    resolved("A word to me@home.org and @nobody.", bibliography=())
    assert "publish.resolve.citations.setting" not in sys.modules
