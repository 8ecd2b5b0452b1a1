"""The EPUB and its sisters, from a small book made by hand: what is in the archive, and that it is the same each time."""

from __future__ import annotations

import dataclasses
import datetime
import io
import re
import zipfile
from functools import cache

import pytest
from lxml import etree
from PIL import Image as Pillow

from publish.book import (
    EPUB_TYPE,
    SVG,
    XHTML,
    XML_LANG,
    Artifact,
    Book,
    Chapter,
    Conformance,
    Element,
    Entry,
    EpubSettings,
    Identifier,
    Image,
    Matter,
    Metadata,
    Person,
    Series,
    Source,
    Subject,
    Target,
)  # fmt: skip
from publish.editions import EDITIONS, accessibility, html, web, xhtml
from publish.editions.epub_nav import shallow
from publish.editions.epub_package import filed, urn
from publish.resolve.identity import ROLES
from publish.theme import Theme, load_theme
from publish.words import words_for
from tests.conftest import shop

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
JPEG = b"\xff\xd8\xff a picture of the author's own"
EPUB = EDITIONS["epub"]
UUID = Identifier("uuid", "985b2907-cc94-57e7-81ce-a5ec4dfbff3a")


def chapter(
    name: str, body: str, kind: str = "chapter", matter: Matter = Matter.BODY, generated: bool = False
) -> Chapter:
    tree = etree.fromstring(
        f'<section xmlns:epub="http://www.idpf.org/2007/ops" id="{name}" class="{kind}">{body}</section>'
    )
    tree.set(EPUB_TYPE, kind)
    if ROLES.get(kind):
        tree.set("role", ROLES[kind])
    source = Source("" if generated else f"{name}.md", "", matter, kind, generated=generated)
    return Chapter(source, tree, name.capitalize(), name, name)


def heading(title: str) -> str:
    return f'<h1 class="chapter-title"><span class="title">{title}</span></h1>'


def small_book(**changes: object) -> Book:
    """Two chapters that refer to each other, a note, a drawing, an index mark; a cover of the author's own."""
    one = chapter("one", heading("One") + '<p class="first" data-line="3">See <a class="xref" href="#two">Two</a> and '
                  '<a class="internal" href="#one">here</a>,<span class="index-mark" id="ix-1"/> <em lang="fr">non</em>.'
                  '<a class="noteref" id="nr" epub:type="noteref" role="doc-noteref" href="#n">1</a></p>'
                  '<aside id="n" class="footnote" epub:type="footnote" role="doc-footnote"><p><a class="backlink" '
                  'epub:type="backlink" role="doc-backlink" href="#nr">1</a> A note.</p></aside>')  # fmt: skip
    two = chapter("two", heading("Two") + f'<p><strong>Bold</strong></p><svg xmlns="{SVG}" viewBox="0 0 1 1" role="img" '
                  'aria-label="A dot"><circle cx="1" cy="1" r="1"/></svg>'
                  '<table><caption>T</caption><tr><td>1</td></tr></table>')  # fmt: skip
    contents = chapter("toc", "", "toc", Matter.FRONT, generated=True)
    metadata = Metadata("The Small Book", subtitle="Tests", slug="small", author=(Person("Ann Author", file_as="Author, Ann"),
                        Person("Ted Translator", "trl", scripts=(("ja", "テッド"),))),
                        scripts=(("ja", "小さな本"),), series=Series("Smalls", "2"), identifier=(UUID,))  # fmt: skip
    words, _ = words_for("en")
    book = Book(
        metadata=metadata,
        words=words,
        chapters=(contents, one, two),
        targets={
            id: Target(id, "chapter", at) for id, at in {"one": "one", "n": "one", "nr": "one", "two": "two"}.items()
        },
        contents=(
            Entry("one", "One", chapter="one", kind="chapter"),
            Entry("two", "Two", chapter="two", kind="chapter"),
        ),
        figures=(),
        tables=(),
        index=(),
        images={"cover.jpg": Image("cover.jpg", JPEG, "image/jpeg", 1400, 2240)},
        modified=datetime.datetime(2026, 11, 24, 1, 2, 3, tzinfo=datetime.timezone(datetime.timedelta(hours=2))),
    )
    return dataclasses.replace(book, **changes)  # type: ignore[arg-type]


@cache
def theme() -> Theme:
    return load_theme({})[0]


def packed(book: Book) -> bytes:
    artifact, noticed = EPUB.pack(EPUB.render(book, theme())[0], shop())
    assert not noticed
    assert isinstance(artifact.content, bytes)
    return artifact.content


@cache
def small() -> bytes:
    return packed(small_book())


def read(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def package(content: bytes) -> Element:
    return etree.fromstring(read(content, "EPUB/content.opf"))


def refined(opf: Element, id: str) -> dict[str, str]:
    return {m.get("property", ""): m.text or "" for m in opf.iter(f"{OPF}meta") if m.get("refines") == f"#{id}"}


def test_the_archive_begins_with_a_stored_mimetype_and_has_one_date() -> None:
    with zipfile.ZipFile(io.BytesIO(small())) as archive:
        entries = archive.infolist()
    first = entries[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert small()[38:58] == b"application/epub+zip"
    assert {e.date_time for e in entries} == {(2026, 11, 23, 23, 2, 2)}  # UTC; ZIP counts seconds by twos
    assert {e.create_system for e in entries} == {3}
    rest = [e.filename for e in entries[1:]]
    assert rest[:2] == ["META-INF/container.xml", "EPUB/content.opf"]
    assert rest[2:] == sorted(rest[2:])


def test_the_same_book_gives_the_same_bytes() -> None:
    assert packed(small_book()) == small()


def test_a_date_before_zip_is_the_first_that_zip_has() -> None:
    content = packed(small_book(modified=datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {e.date_time[:3] for e in archive.infolist()} == {(1980, 1, 1)}
    assert b"1970-01-01T00:00:00Z" in read(content, "EPUB/content.opf")


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


def test_the_manifest_is_computed_from_what_is_there() -> None:
    opf = package(small())
    items = {i.get("href"): i.get("properties", "") for i in opf.iter(f"{OPF}item")}
    assert items["toc.xhtml"] == "nav"
    assert items["two.xhtml"] == "svg"
    assert items["one.xhtml"] == ""
    assert items["images/cover.jpg"] == "cover-image"
    with zipfile.ZipFile(io.BytesIO(small())) as archive:
        there = {n.removeprefix("EPUB/") for n in archive.namelist() if n.startswith("EPUB/")} - {"content.opf"}
    assert there == set(items)
    spine = [i.get("idref") for i in opf.iter(f"{OPF}itemref")]
    assert spine == ["item-cover-xhtml", "item-toc-xhtml", "item-one-xhtml", "item-two-xhtml"]


def test_readers_older_than_landmarks_find_cover_contents_and_text() -> None:
    guide = [(r.get("type"), r.get("href"), r.get("title")) for r in package(small()).iter(f"{OPF}reference")]
    assert guide == [
        ("cover", "cover.xhtml", "Cover"), ("toc", "toc.xhtml", "Contents"), ("text", "one.xhtml", "Start of the text"),
    ]  # fmt: skip


def test_the_author_s_own_cover_is_not_touched() -> None:
    assert read(small(), "EPUB/images/cover.jpg") == JPEG


def test_chapters_are_xhtml_that_links_across_files_and_carries_nothing_of_the_press() -> None:
    content = read(small(), "EPUB/one.xhtml")
    root = etree.fromstring(content)
    assert content.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE html>")
    assert (root.get("lang"), root.get(XML_LANG)) == ("en", "en")
    assert [a.get("href") for a in root.iter(f"{{{XHTML}}}a")] == ["two.xhtml#two", "#one", "#n", "#nr"]
    assert b"data-line" not in content
    assert b'<span class="index-mark" id="ix-1"></span>' in content
    french = next(root.iter(f"{{{XHTML}}}em"))
    assert (french.get("lang"), french.get(XML_LANG)) == ("fr", "fr")
    assert b"viewBox" in read(small(), "EPUB/two.xhtml")


def test_a_book_without_a_contents_page_is_given_one() -> None:
    book = small_book()
    rendition, _ = EPUB.render(dataclasses.replace(book, chapters=book.chapters[1:], contents=()), theme())
    assert [d.name for d in rendition.documents] == ["cover.xhtml", "contents.xhtml", "one.xhtml", "two.xhtml"]
    nav = etree.fromstring(rendition.documents[1].content)
    lists = list(nav.iter(f"{{{XHTML}}}ol"))
    assert len(lists) == 2
    assert all(len(items) for items in lists)


def test_names_that_the_press_uses_itself_stay_free_for_chapters() -> None:
    book = small_book()
    named = dataclasses.replace(book.chapters[1], name="cover"), dataclasses.replace(book.chapters[2], name="index")
    book = dataclasses.replace(book, chapters=(book.chapters[0], *named))
    epub_names = [d.name for d in EPUB.render(book, theme())[0].documents]
    web_names = [d.name for d in web.render(book, theme())[0].documents]
    assert len(set(epub_names)) == 4
    assert sorted(web_names) == ["book-index.html", "cover.html", "index.html"]


def test_fonts_are_those_that_the_book_needs() -> None:
    rendition, _ = EPUB.render(small_book(), theme())
    plain = small_book(chapters=small_book().chapters[:2], contents=())
    assert b"EBGaramond-700" in rendition.files["styles/book.css"]
    assert b"EBGaramond-700" not in EPUB.render(plain, theme())[0].files["styles/book.css"]


def test_the_stylesheet_leaves_the_reader_in_charge() -> None:
    css = theme().styles["epub.css"]
    written = EPUB.render(small_book(), theme())[0].files["styles/book.css"].decode()
    assert "var(" not in written
    assert not re.search(r"\d(pt|rem|mm|in)\b", written)
    body = re.search(r"\nbody \{([^}]*)\}", css)
    assert body is not None
    assert not re.search(r"font-size|line-height|color|background|text-align", body[1])
    assert len(re.findall("break-(?:after|before|inside)", css)) % 2 == 0
    for rule in re.findall(r"\{[^}]*break-(?:after|before|inside)[^}]*\}", css):
        assert "page-break-" in rule


@pytest.mark.parametrize(("alt", "sufficient"), [("A dot", "textual"), ("", "textual,visual")])
def test_accessibility_is_what_the_book_has(alt: str, sufficient: str) -> None:
    book = small_book(chapters=(chapter("one", heading("One") + f'<p><img src="images/a.png" alt="{alt}"/></p>'),))
    said = accessibility.properties(book)
    assert ("schema:accessModeSufficient", sufficient) in said
    assert (("schema:accessibilityFeature", "alternativeText") in said) == bool(alt)
    assert ("schema:accessMode", "visual") in said


def test_right_to_left_books_turn_their_pages_the_other_way() -> None:
    book = small_book()
    content = packed(dataclasses.replace(book, metadata=dataclasses.replace(book.metadata, lang="he")))
    spine = next(package(content).iter(f"{OPF}spine"))
    assert spine.get("page-progression-direction") == "rtl"
    assert etree.fromstring(read(content, "EPUB/one.xhtml")).get("dir") == "rtl"


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


def test_a_rendered_book_is_as_it_was() -> None:
    book = small_book()
    before = [etree.tostring(c.tree) for c in book.chapters]
    for edition in EDITIONS.values():
        edition.render(book, theme())
    assert [etree.tostring(c.tree) for c in book.chapters] == before


def folder(artifact: Artifact) -> dict[str, bytes]:
    assert not isinstance(artifact.content, bytes)
    return dict(artifact.content)


def test_every_link_of_the_site_leads_somewhere() -> None:
    files = folder(web.pack(web.render(small_book(), theme())[0], shop())[0])
    pages = {name: etree.HTML(content.decode()) for name, content in files.items() if name.endswith(".html")}
    assert set(pages) == {"index.html", "one.html", "two.html"}
    for name, page in pages.items():
        for address in [str(value) for e in page.iter() for key, value in e.items() if key in ("href", "src")]:
            file, _, id = address.partition("#")
            assert (file or name) in files, address
            if id:
                assert any(e.get("id") == id for e in pages[file or name].iter()), address
        assert next(page.iter("script"), None) is None
    assert b"epub:type" not in files["one.html"]
    assert files["fonts/EBGaramond-400.woff2"][:4] == b"wOF2"


def test_the_html_edition_is_one_well_formed_file_a_chapter() -> None:
    files = folder(html.pack(html.render(small_book(), theme())[0], shop())[0])
    for name in ("one.xhtml", "two.xhtml"):
        assert etree.fromstring(files[name]).tag == f"{{{XHTML}}}html"


def test_links_inside_a_chapter_stay_inside() -> None:
    book = small_book()
    tree = xhtml.linked(book.chapters[1].tree, book.targets, "one", lambda name: f"{name}.x")
    assert [a.get("href") for a in tree.iter("a")] == ["two.x#two", "#one", "#n", "#nr"]


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


def test_a_book_may_bring_no_faces() -> None:
    book = small_book()
    bare = dataclasses.replace(book, metadata=dataclasses.replace(book.metadata, epub=EpubSettings(fonts=False)))
    content = packed(bare)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [n for n in archive.namelist() if "/fonts/" in n]
    css = read(content, "EPUB/styles/book.css").decode()
    assert "@font-face" not in css
    assert set(re.findall(r"font-family: ([^;}]+?) *[;}]", css)) == {"inherit", "monospace"}


def test_contents_are_three_levels_deep_and_name_every_document() -> None:
    section = Entry("s", "S", chapter="two", kind="section")
    deep = Entry(
        "d", "D", chapter="d", kind="chapter", children=(Entry("e", "E", chapter="e", kind="chapter"), section)
    )
    one = Entry("c", "C", chapter="c", kind="chapter", children=(section, deep))
    tree = (
        Entry(
            "a",
            "A",
            chapter="a",
            kind="part",
            children=(Entry("b", "B", chapter="b", kind="chapter", children=(one,)),),
        ),
    )

    def said(entries: tuple[Entry, ...]) -> list[object]:
        return [[e.id, *said(e.children)] for e in entries]

    assert said(shallow(tree, 3)) == [["a", ["b", ["c"], ["d"], ["e"]]]]
    assert said(shallow(tree, 5)) == said(tree)


def test_lists_of_figures_stand_in_both_navigations() -> None:
    figures = (Entry("f", "A dot", "Figure 1", "figure", "one"),)
    content = packed(small_book(figures=figures))
    nav = etree.fromstring(read(content, "EPUB/toc.xhtml"))
    assert [n.get(EPUB_TYPE) for n in nav.iter(f"{{{XHTML}}}nav")] == ["toc", "landmarks", "loi"]
    assert b'<navList id="loi" class="loi">' in read(content, "EPUB/toc.ncx")


def test_no_two_documents_have_one_title() -> None:
    book = small_book()
    twins = [dataclasses.replace(c, title="Alike") for c in book.chapters[1:]]
    documents = EPUB.render(dataclasses.replace(book, chapters=(book.chapters[0], *twins)), theme())[0].documents
    titles = [d.title for d in documents]
    assert len(set(titles)) == len(titles)
