"""The EPUB and its sisters, from a small book made by hand: what is in the archive, and that it is the same each time."""

from __future__ import annotations

import dataclasses
import datetime
import io
import re
import zipfile

from lxml import etree

from publish.book import (
    EPUB_TYPE,
    XHTML,
    XML_LANG,
    Artifact,
    Entry,
    EpubSettings,
)  # fmt: skip
from publish.editions import EDITIONS, html, web, xhtml
from publish.editions.epub_nav import shallow
from tests.conftest import shop
from tests.small_book import EPUB, JPEG, OPF, package, packed, read, small, small_book, theme


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


def test_right_to_left_books_turn_their_pages_the_other_way() -> None:
    book = small_book()
    content = packed(dataclasses.replace(book, metadata=dataclasses.replace(book.metadata, lang="he")))
    spine = next(package(content).iter(f"{OPF}spine"))
    assert spine.get("page-progression-direction") == "rtl"
    assert etree.fromstring(read(content, "EPUB/one.xhtml")).get("dir") == "rtl"


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
