"""Titles without spaces between their words: where their lines end, and where they never do."""

from __future__ import annotations

import itertools
import random
import xml.etree.ElementTree as ET

import pytest
from lxml import etree

from publish.editions.fonts import embedded
from publish.editions.title_ends import ends_kept
from publish.paged.engine import Engine
from publish.paged.library import LineBox, TextBox
from publish.paged.phrases import cost_behind, cost_of
from publish.paged.rows import texts_of
from publish.typefaces import Fonts

KANA = "".join(map(chr, range(0x3041, 0x30FF)))
TITLES = [
    "文章の間違いに気づいたら",
    "関数と宣言、スコープと巻き上げ、そしてクロージャについての説明",
    "非同期処理:Promise/Async Functionの使い方を学ぶ",
    "ループと反復処理によるデータのコレクションとスポンサー",
    "JavaScript Primerのスポンサーになるとできること",
    "第二部におけるウェブアプリケーションの開発と設計の基本",
    "人工智能的历史与未来的发展方向",
    "データベース",
]  # fmt: skip


def _engine() -> Engine:
    latin = "".join(map(chr, [*range(0x20, 0x7F), 0x2010]))
    square = "".join(sorted({c for title in TITLES for c in title if ord(c) > 0x2000} | set(KANA)))
    files = {
        "fonts/f.ttf": embedded(Fonts()["EBGaramond[wght].ttf"], 400, latin),
        "fonts/g.ttf": embedded(Fonts()["NotoSerifJP-Regular.otf"], 400, square),
    }
    faces = "".join(f"@font-face {{ font-family: {name.upper()}; src: url(fonts/{name}.ttf) }}" for name in "fg")
    styles = "@page { size: 600px 9000px; margin: 10px } * { margin: 0; font-size: 10px } .label { margin-right: 5px }"
    return Engine(f"{faces} html {{ font: 10px/17px F, G }} {styles}", files)


def _lines(markup: str, lang: str = "ja") -> list[list[str]]:
    """The lines of each of the elements below the section of a document."""
    root = ET.fromstring(f'<html lang="{lang}"><body><section>{markup}</section></body></html>')
    (page,) = _engine().composed(root, {}, recto=True)[0]
    found: dict[int, list[str]] = {}
    for box in page._page_box.descendants():
        if isinstance(box, LineBox):
            found.setdefault(id(box.element), []).append("".join(text.text for text in texts_of(box)))
    return list(found.values())


@pytest.mark.parametrize("style", ["", "text-align: center"])
def test_titles_end_where_phrases_do(style: str) -> None:
    chance = random.Random(1)
    cases = [(title, chance.uniform(70, 260)) for title in TITLES for _ in range(12)]
    markup = "".join(f'<h2 style="width: {width}px; {style}">{title}</h2>' for title, width in cases)
    for (title, width), lines in zip(cases, _lines(markup), strict=True):
        assert "".join(lines).replace(" ", "") == title.replace(" ", "")
        assert all(len(line.strip()) >= 3 for line in lines), (width, lines)
        assert not any(line[0] in "、。ーぁぃぅぇぉっゃゅょ！？」" for line in lines)
        if width > 150:  # where there is another place
            ends = [(a[-1], b[0]) for a, b in itertools.pairwise(lines)]
            assert all(" ".join(end) in title or cost_of(*end) < 60 for end in ends), (width, lines)


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (110, ["文章の間違いに", "気づいたら"]),
        (125, ["文章の間違いに気づいたら"]),
    ],
)
def test_no_character_is_left_alone(width: int, lines: list[str]) -> None:
    assert _lines(f'<h1 style="width: {width}px">文章の間違いに気づいたら</h1>') == [lines]


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (130, ["Introduction:", "The Power of Randomness"]),
        (120, ["Cold Storage", "Self-Custody Scenario"]),
        (150, ["Assess Consequences", "& Likelihoods of Them"]),
        (105, ["The Strange Case", "of Dr. Jekyll"]),
        (140, ["Power, Money and Belonging", "in Sean Baker’s “Anora”"]),
    ],
)
def test_latin_titles_end_where_phrases_do(width: int, lines: list[str]) -> None:
    found = _lines(f'<h1 style="width: {width}px">{" ".join(lines).replace("&", "&amp;")}</h1>', "en")
    assert [[line.strip() for line in title] for title in found] == [lines]


def test_what_is_cut_is_not_lost_where_a_line_has_several_elements() -> None:
    (lines,) = _lines('<h2 style="width: 105px">関数と<em>宣言、スコープ</em>と<b>巻き</b>上げ</h2>')
    assert "".join(lines) == "関数と宣言、スコープと巻き上げ"
    assert lines[0][-1] == "、" or cost_of(lines[0][-1], lines[1][0]) < 10


@pytest.mark.parametrize(
    ("before", "after", "better_than"),
    [("の", "本", "日本"), ("、", "本", "のほ"), ("は", "あ", "ここ"), ("た", "ら", "スポ"), ("的", "发", "发展")],
)
def test_places_beside_each_other(before: str, after: str, better_than: str) -> None:
    assert cost_of(before, after) < cost_of(*better_than)


LATIN = "The states of the country by inhabitants and area and also by the product of their whole economy in it"


@pytest.mark.parametrize("markup", ["<table><caption>{}</caption><tr><td>{}</td></tr></table>",
                                    '<div class="epigraph"><p>{}</p></div>',
                                    "<figure><figcaption>{}</figcaption></figure>",
                                    "<ul style='padding: 0'><li>{}</li></ul>", "<dl><dd><p>{}</p></dd></dl>",
                                    '<aside class="aside"><p>{}</p></aside>', '<p class="endnote">{}</p>',
                                    '<span style="display: block">{}</span>'])  # fmt: skip
def test_what_is_ragged_ends_in_no_stub(markup: str) -> None:
    """Captions, mottos, notes and lists: their last line is no word alone, whatever their width."""
    for width in range(150, 420, 9):
        root = ET.fromstring(
            f'<html lang="en"><body><section><div style="width: {width}px; text-align: start">'
            f"{markup.replace('{}', LATIN, 1).replace('{}', 'word ' * 90)}</div></section></body></html>"
        )
        (page,) = _engine().composed(root, {}, recto=True)[0]
        lines = [box for box in page._page_box.descendants() if isinstance(box, LineBox)]
        lines = [
            box for box in lines if "word" not in (text := "".join(t.text for t in texts_of(box))) and text.strip()
        ]
        assert " ".join("".join(t.text for t in texts_of(box)).strip() for box in lines).removeprefix("Figure") == LATIN
        widths = [sum(t.width for t in box.descendants() if isinstance(t, TextBox)) for box in lines]
        assert max(widths) <= width + 0.01
        last = "".join(text.text for text in texts_of(lines[-1])).split()
        assert len(lines) == 1 or len(last) > 2 or widths[-1] > 0.25 * width, (width, last)


@pytest.mark.parametrize(
    ("title", "end"),
    [
        ("データのコレクションとスポンサー", "スポンサー"),
        ("文章の間違いに気づいたら", "気づいたら"),
        ("開発と設計の基本についての章", "ついての章"),
        ("第一章", None),
        ("A title in English", "English"),
        ("A title and its end", "its end"),
        ("Title", None),
        ("A Donaudampfschifffahrtsgesellschaft", None),
        ("A title in <em>English</em>", None),
        ("本についての title", "title"),
        ("<em>本</em>の文章の間違いに気づいたら", "気づいたら"),
    ],
)
def test_the_last_phrase_of_an_entry_stays_whole(title: str, end: str | None) -> None:
    entry = f'<p class="entry"><a href="#a"><span class="title">{title}</span></a> <span class="page">3</span></p>'
    tree = etree.fromstring(f"<section>{entry}</section>")
    text = "".join(tree.itertext())
    ends_kept(tree)
    assert "".join(tree.itertext()) == text
    assert tree.findtext(".//span[@class='nowrap']") == end


@pytest.mark.parametrize(("before", "after", "lang", "other"), [
    ("The Strange Case", "of Dr. Jekyll", "en", ("The Strange", "Case of Dr. Jekyll")),
    ("The Strange Case", "of Dr. Jekyll", "en", ("The Strange Case of", "Dr. Jekyll")),
    ("Die Leiden", "des jungen Werther", "de", ("Die Leiden des", "jungen Werther")),
    ("War:", "A History", "en", ("War: A", "History")),
    ("of the Dog", "in the Night-Time", "en", ("of the Dog in the", "Night-Time")),
])  # fmt: skip
def test_a_title_ends_its_lines_before_small_words(before: str, after: str, lang: str, other: tuple[str, str]) -> None:
    assert cost_behind(before, after, lang) < cost_behind(*other, lang)
