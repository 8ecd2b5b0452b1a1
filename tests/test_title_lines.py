"""The lines of titles on covers end where the sense does, and their words are as large as their place."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from publish.book import Book, CoverSettings, Metadata, Person, PrintSettings
from publish.editions.em import em, outline
from publish.editions.front import cover_page
from publish.editions.title_ends import ends_kept
from publish.editions.title_lines import fewest, in_lines, pieces
from publish.theme import load_theme
from publish.words import words_for

THEME = load_theme({})[0]


def lines(text: str, lang: str, count: int) -> list[str]:
    found = in_lines(pieces(text, lang, lambda word: em(word, lang, THEME.fonts)), count)
    assert found is not None
    return list(found.texts)


def front(title: str, design: str, lang: str = "en", subtitle: str = "", names: str = "Ann Lee") -> list[str]:
    metadata = Metadata(
        title,
        subtitle=subtitle,
        lang=lang,
        author=(Person(names),),
        publisher="House",
        print=PrintSettings("6in", "9in"),
        cover=CoverSettings(design),
    )
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    page = cover_page(Book(metadata, words_for("en")[0], (), {}, (), (), (), (), {}, now), THEME)
    return [row.text or "" for row in page.iter("span") if row.get("class") == "cover-row"]


@pytest.mark.parametrize(("lang", "divided"), [
    ("en", "The Strange Case/of Dr. Jekyll/and Mr. Hyde"),
    ("en", "Power, Money and Belonging/in Sean Baker’s “Anora”"),
    ("en", "Pride/and Prejudice"),
    ("en", "Moby-Dick;/or, The Whale"),
    ("en", "The Making/of the English/Landscape:/A History"),
    ("en", "H. G. Wells/and the War/of the Worlds"),
    ("en", "The Curious Incident/of the Dog/in the Night-Time"),
    ("de", "Die Leiden/des jungen Werther"),
    ("fr", "À la recherche/du temps perdu"),
    ("es", "Cien años/de soledad"),
    ("sv", "Röda rummet/i Stockholm"),
    ("ru", "Война/и мир"),
    ("ja", "吾輩は/猫である"),
    ("ko", "어린 왕자와/별들의 이야기"),
    ("ar", "كليلة/ودمنة"),
])  # fmt: skip
def test_lines_end_where_the_sense_does(lang: str, divided: str) -> None:
    wanted = divided.split("/")
    square = lang in ("ja", "zh")
    assert lines(("" if square else " ").join(wanted), lang, len(wanted)) == wanted


@pytest.mark.parametrize("design", ["field", "frame", "letter", "band"])
def test_no_front_parts_a_title_from_its_name(design: str) -> None:
    found = front(
        "The Strange Case of Dr. Jekyll and Mr. Hyde",
        design,
        subtitle="Power, Money and Belonging in Sean Baker’s “Anora”",
    )
    assert not [row for row in found if row.endswith(("Dr.", "Mr.", " of", " and", " in"))]
    assert "in Sean Baker’s “Anora”" in found


@given(st.lists(st.text("abcdé,:-’", min_size=1, max_size=9), min_size=1, max_size=10), st.floats(5, 20))
def test_lines_have_all_words_and_none_is_too_wide(words: list[str], limit: float) -> None:
    text = " ".join(words)
    found = fewest(pieces(text, "en", lambda word: 0.5 * len(word)), limit)
    assert found is not None
    assert "".join(found.texts).replace(" ", "") == text.replace(" ", "")
    assert all(0.5 * len(one) <= limit + 1e-6 for one in found.texts)


def test_a_letter_is_drawn_in_its_own_box() -> None:
    drawn = outline("E", "en", THEME.fonts)
    assert drawn is not None
    left, top, width, height = drawn.box
    assert 0.4 < width / height < 1
    assert top < 0 < left < drawn.em
    assert outline("\U000e0001", "en", THEME.fonts) is None


def test_in_a_template_of_an_author_s_own_small_words_stay_with_what_follows() -> None:
    page = etree.fromstring(
        '<div><p class="cover-title title-huge">The Strange Case of Dr. Jekyll</p>'
        '<p class="cover-subtitle">In Sean Baker’s “Anora”</p></div>'
    )
    ends_kept(page, "en")
    kept = [one.text for one in page.iter("span") if one.get("class") == "nowrap"]
    assert kept == ["The Strange", "Case", "of Dr. Jekyll", "In Sean", "Baker’s", "“Anora”"]
    assert " ".join("".join(one.itertext()) for one in page) == "The Strange Case of Dr. Jekyll In Sean Baker’s “Anora”"
