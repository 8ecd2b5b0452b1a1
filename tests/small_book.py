"""A small book made by hand, as resolved: two chapters that refer to each other, a note, a drawing, an index mark."""

from __future__ import annotations

import dataclasses
import datetime
import io
import zipfile
from functools import cache

from lxml import etree

from publish.book import (
    EPUB_TYPE,
    SVG,
    Book,
    Chapter,
    Element,
    Entry,
    Identifier,
    Image,
    Matter,
    Metadata,
    Person,
    Series,
    Source,
    Target,
)  # fmt: skip
from publish.editions import EDITIONS
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
