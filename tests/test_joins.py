"""Lines of the source joined where East Asian text has no space."""

from __future__ import annotations

import unicodedata

import pytest
from lxml import etree

from publish.book import Chapter, Manuscript, Matter, Medium, Metadata, Source
from publish.resolve.draft import Draft
from publish.resolve.joins import MAY_BE_SQUARE, _is_square, lines_joined
from publish.words import words_for


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>です。\nその</p>", "<p>です。その</p>"),
        ("<p>変数\n宣言</p>", "<p>変数宣言</p>"),
        ("<p>です。\n<code>let</code>を</p>", "<p>です。<code>let</code>を</p>"),
        ("<p>変数\n<code>let</code>\n「あ」</p>", "<p>変数\n<code>let</code>「あ」</p>"),
        ("<p>変<b>数</b>\n<i>宣</i>言</p>", "<p>変<b>数</b><i>宣</i>言</p>"),
        ("<p>one\ntwo 変数\nthree</p>", "<p>one\ntwo 変数\nthree</p>"),
        ("<p>한국어\n한국어</p>", "<p>한국어\n한국어</p>"),
        ("<pre><code>変数\n宣言</code></pre>\n<p>あ</p>", "<pre><code>変数\n宣言</code></pre>\n<p>あ</p>"),
        ("<p>あ</p>\n<p>い</p>", "<p>あ</p>\n<p>い</p>"),
        ("<p>あ<code>い\nう</code>\nえ</p>", "<p>あ<code>い\nう</code>え</p>"),
        ("<p>あ 　い</p>", "<p>あ 　い</p>"),
        ("<p>🎉\n🎉</p>", "<p>🎉\n🎉</p>"),
    ],
)
def test_lines(body: str, expected: str) -> None:
    tree = etree.fromstring(f"<section>{body}</section>")
    chapter = Chapter(Source("a.md", "x", Matter.BODY, "chapter"), tree, "")
    draft = Draft(Manuscript(Metadata("T"), (), {}, None), Medium("epub"), words_for("ja")[0], [chapter])  # type: ignore[arg-type]
    lines_joined(draft)
    assert etree.tostring(tree, encoding="unicode") == f"<section>{expected}</section>"


def test_what_may_be_a_square_is_told_by_its_first_bytes() -> None:
    for number in range(0x110000):
        character = chr(number)
        if unicodedata.category(character) not in ("Cn", "Cs") and _is_square(
            character
        ):  # of what is no character Python knows nothing
            assert MAY_BE_SQUARE.search(character.encode()), hex(number)
    assert not MAY_BE_SQUARE.search("“Curly” ‘quotes’ – and — dashes… é".encode())
