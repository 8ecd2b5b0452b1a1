"""Which face sets which character, by language and script; what no face has is reported at its place."""

from __future__ import annotations

from functools import cache

import pytest
from lxml import etree

from publish.book import Book, Chapter, Document, Image, Matter, Metadata, Rendition, Source
from publish.editions import epub, pdf
from publish.editions.css import faces, stacked
from publish.editions.drawn_words import drawn_words
from publish.editions.fonts import boxes, characters, embedded
from publish.editions.front import cover_size
from publish.editions.limits import limits
from publish.editions.setting import Setting, set_in_type
from publish.paged.engine import Engine
from publish.theme import load_theme
from publish.typefaces import Fonts, families, script_of
from publish.words import words_for
from tests.conftest import shop
from tests.small_book import UUID, small_book, theme

FONTS = Fonts()


@cache
def text(body: str, lang: str = "en", path: str = "a.md") -> tuple[Book, tuple[Chapter, ...]]:
    tree = etree.fromstring(f"<section>{body}</section>")
    chapter = Chapter(Source(path, "x", Matter.BODY, "chapter"), tree, "", "one", "one")
    words, _ = words_for(lang)
    book = small_book(metadata=Metadata("T", lang=lang, identifier=(UUID,)), words=words, chapters=(chapter,))
    return book, book.chapters


def setting(body: str, lang: str = "en", roles: tuple[str, ...] = ("text",)) -> Setting:
    book, chapters = text(body, lang)
    return set_in_type(book, chapters, FONTS, roles)[0]


def setter(of: Setting, character: str) -> set[str]:
    return {face.family for face in of.faces if character in face.characters}


@pytest.mark.parametrize(
    ("tag", "script"),
    [("en", "Latn"), ("fa", "Arab"), ("ur-PK", "Arab"), ("he", "Hebr"), ("ja-JP", "Jpan"), ("zh", "Hans"), ("zh_TW", "Hant"),
     ("zh-Hant-CN", "Hant"), ("ko", "Kore"), ("th", "Thai"), ("hi", "Deva"), ("sr-Cyrl", "Latn"),
     ("az-Arab", "Arab"), ("", "Latn")],
)  # fmt: skip
def test_script_of_a_language(tag: str, script: str) -> None:
    assert script_of(tag).code == script


@pytest.mark.parametrize(
    ("lang", "character", "family"),
    [("en", "a", "EB Garamond"), ("en", "ж", "EB Garamond"), ("en", "λ", "EB Garamond"), ("en", "س", "Amiri"),
     ("en", "ש", "Noto Serif Hebrew"), ("en", "ก", "Noto Serif Thai"), ("en", "क", "Noto Serif Devanagari"),
     ("en", "か", "Noto Serif JP"), ("en", "漢", "Noto Serif JP"), ("en", "한", "Noto Serif KR"), ("en", "ა", "Noto Sans Georgian"),
     ("en", "✓", "Source Sans 3"), ("en", "█", "Source Code Pro"),
     ("en", "🎉", "Noto Emoji"), ("en", "—", "EB Garamond"), ("en", "“", "EB Garamond"),
     ("ja", "漢", "Noto Serif JP"), ("ja", "a", "EB Garamond"), ("ja", "1", "EB Garamond"), ("ja", "—", "Noto Serif JP"),
     ("ja", "…", "Noto Serif JP"), ("ja", "ж", "EB Garamond"), ("ja", "ｶ", "Noto Serif JP"), ("zh", "漢", "Noto Serif SC"),
     ("zh-TW", "漢", "Noto Serif TC"), ("ko", "漢", "Noto Serif KR"), ("fa", "«", "Amiri"), ("fa", "۱", "Amiri"),
     ("fa", "a", "EB Garamond"), ("fa", "—", "Amiri"), ("he", "—", "Noto Serif Hebrew"), ("he", "b", "EB Garamond")],
)  # fmt: skip
def test_each_character_has_one_family(lang: str, character: str, family: str) -> None:
    assert setter(setting(f"<p>{character}</p>", lang), character) == {family}


def test_a_phrase_is_set_by_its_own_language() -> None:
    made = setting('<p>漢字 <span lang="zh-Hans">汉漢</span></p>', "ja")
    assert setter(made, "汉") == {"Noto Serif SC"}
    assert setter(made, "字") == {"Noto Serif JP"}
    css = stacked("", made.stacks, "ja")
    assert css.splitlines()[1].startswith('[lang="zh-Hans"] { font-family: "EB Garamond", "Noto Serif SC"')


@pytest.mark.parametrize(
    ("declared", "stack"),
    [('"EB Garamond", Georgia, serif', '"EB Garamond", Amiri, Georgia, serif'),
     ("Mine, serif", 'Mine, "EB Garamond", Amiri, serif')],
)  # fmt: skip
def test_tokens_name_the_families_in_use(declared: str, stack: str) -> None:
    made = setting("<p>a س</p>")
    assert f"--text-face: {stack} " in stacked(f":root {{ --text-face: {declared} }}", made.stacks, "en").replace(
        ";", " ;"
    )


def test_an_upright_family_stands_for_its_own_italics() -> None:
    assert faces(setting("<p>س</p>").faces, "f").count('"Amiri"; font-style: italic') == 2


def test_a_missing_glyph_is_reported_once_a_file_with_its_first_line() -> None:
    book, chapters = text(
        '<h1 data-line="1">A</h1><p data-line="3">\U000112b0 and</p><p data-line="5">\U000112b0 \U000112b1</p>'
    )
    made, noticed = set_in_type(book, chapters, FONTS, ("text",))
    assert made.lacking == "\U000112b0\U000112b1"
    assert [(str(d.span), d.code, d.message.partition(", ")[2]) for d in noticed] == [
        ("a.md:3:1", "A006", "2 times in this file"),
        ("a.md:5:1", "A006", "once in this file"),
    ]
    assert "(U+112B0 KHUDAWADI LETTER A)" in noticed[0].message
    for edition in (pdf, epub):
        assert {d.code for d in edition.EDITION.render(book, theme())[1]} == {"A006"}


DRAWN = '<svg xmlns="http://www.w3.org/2000/svg"><title>no µ</title><text>a \u65e5<tspan>\u05dd \U000112b0</tspan></text></svg>'


def test_the_words_of_a_drawing_are_set_as_text_is() -> None:
    """On pages; an image of an e-book cannot name the fonts beside it."""
    images = {
        "a.svg": Image("a.svg", DRAWN.encode(), "image/svg+xml", 9, 9),
        "b.png": Image("b.png", b"<text", "image/png", 9, 9),
    }
    assert drawn_words(images) == {"images/a.svg": "a \u65e5\u05dd \U000112b0"}
    book, chapters = text('<p data-line="3">x</p><p data-line="5"><img src="images/a.svg" alt=""/></p>')
    made, noticed = set_in_type(book, chapters, FONTS, ("text",), drawings=drawn_words(images))
    assert [(str(d.span), d.code) for d in noticed] == [("a.md:5:1", "A006")]
    assert made.lacking == "\U000112b0"
    assert setter(made, "\u65e5")
    assert setter(made, "\u05dd")
    assert not setter(set_in_type(book, chapters, FONTS, ("text",))[0], "\u65e5")


@pytest.mark.parametrize("unseen", ["\u200c", "\u200d", "\u00ad", "\ufe0f", "\u3000", "\u2003", "\n", "\u200f"])
def test_what_has_no_glyph_of_its_own_is_not_missed(unseen: str) -> None:
    book, chapters = text(f"<p>a{unseen}b</p>")
    assert set_in_type(book, chapters, FONTS, ("text",))[1] == ()


@pytest.mark.parametrize(("character", "helps"), [("س", True), ("漢", True), ("☃", True), ("\U000112b0", False)])
def test_the_extra_is_named_where_it_helps(character: str, helps: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the faces of the project's own dependencies only."""
    base = {"fontpkg-eb-garamond", "fontpkg-source-sans-3", "fontpkg-source-code-pro"}
    few = {cut.file: FONTS[cut.file] for f in families() if f.package in base for cut in f.cuts}
    monkeypatch.setattr("publish.editions.lacking.installed", base.__contains__)
    book, chapters = text(f"<p>{character}</p>")
    (found,) = set_in_type(book, chapters, few, ("text",))[1]
    assert found.code == "A006"
    assert ("extra “scripts”" in found.hint) == helps


def test_the_fonts_of_the_machine_are_shut_out() -> None:
    """A character that no face of the sheet has is not borrowed from the system: the engine has no glyph for it."""
    font = embedded(FONTS["SourceCodePro[wght].ttf"], 400, "ab ")
    css = '@font-face { font-family: x; src: url("fonts/x.ttf") } p { font-family: x, serif }'
    engine = Engine(css, {"fonts/x.ttf": font})
    section, _ = engine.section("<html><body><p>abж</p></body></html>".encode(), {}, "ru")
    assert [message for message in section.said if "U+0436" in message]


def test_boxes_for_glyphs_that_are_missing() -> None:
    assert characters(boxes("ab")) == {"a", "b", " ", "\u00a0"}
    assert boxes("ab") == boxes("ab")
    book, _ = text("<p>\U000112b0</p>")
    rendition, _ = pdf.render(book, load_theme({})[0])
    assert rendition.faces[-1].source == ""
    documents = (Document("a", "T", "chapter", Matter.BODY, rendition.documents[-1].content, "T"),)
    _, noticed = pdf.pack(Rendition(**{**vars(rendition), "documents": documents}), shop())
    assert noticed == ()


def test_roles_without_faces_borrow_those_of_the_text() -> None:
    """An e-book brings no face for code; what a reading system's own lacks it finds behind it."""
    stacks = setting("<p>a 漢</p>", "ja").stacks
    css = stacked(":root { --code-face: Menlo, monospace }", stacks, "ja")
    assert '--code-face: Menlo, monospace, "Noto Serif JP"' in css


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("<p>کت<b>اب</b></p>", 1),
        ("<p>کار<b>ها</b></p>", 0),
        ("<p><b>کت</b>اب</p>", 1),
        ("<p>یک <b>کتاب</b> دو</p>", 0),
        ("<p>a<b>b</b>c</p>", 0),
    ],
)
def test_letters_that_do_not_join(body: str, count: int) -> None:
    assert [d.code for d in limits(text(body, "fa")[1], {})] == ["T004"] * count


def test_vertical_writing_is_said_to_be_set_horizontally() -> None:
    (found,) = limits((), {"print.css": "p { margin: 0 }\nbody { writing-mode: vertical-rl }"})
    assert (found.code, str(found.span)) == ("T005", "styles/print.css:2:1")


@pytest.mark.parametrize(
    ("title", "size"),
    [("東京物語", "huge"), ("吾輩は猫である", "huge"),
     ("人間失格・斜陽・津軽の旅", "large"), ("迷わないための入門書" * 2, "middle"),
     ("راهنما", "huge")],
)  # fmt: skip
def test_east_asian_titles_on_the_cover(title: str, size: str) -> None:
    assert cover_size(title) == size
