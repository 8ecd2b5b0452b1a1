"""The press's own words: no language lacks one, and every tag finds its table."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from publish.words import date_in_words, digits_of, direction_of, quotes_for, words_for
from tests.conftest import ROOT

TABLES: dict[str, dict[str, Any]] = tomllib.loads((ROOT / "publish" / "words.toml").read_text(encoding="utf-8"))
LANGUAGES = (
    "en de fr es it pt pt-BR nl sv da nb fi pl cs sk hu ro ru uk bg el tr fa ar he ja zh-Hans zh-Hant ko id vi ca hi"
).split()
FORMATS = frozenset({"chapter", "part", "figure", "table", "equation", "listing", "page", "section"})
NOT_WORDS = frozenset({"quotes", "direction", "date", "months"})
#: The code asks for these by name.
ASKED_FOR = re.compile(r"""words\[["']([\w-]+)["']\](?! =)""")


def test_the_languages_promised_are_there() -> None:
    assert set(LANGUAGES) <= set(TABLES)


@pytest.mark.parametrize("lang", TABLES)
def test_a_language_has_every_word(lang: str) -> None:
    """English words in another language's book would come of a missing key: the look-up falls back without a word."""
    assert set(TABLES[lang]) == set(TABLES["en"])
    words = {key: value for key, value in TABLES[lang].items() if key not in NOT_WORDS}
    assert all(isinstance(value, str) and value and value == value.strip() for value in words.values())


@pytest.mark.parametrize("lang", TABLES)
def test_formats_hold_the_number_once_and_nothing_else_does(lang: str) -> None:
    for key, value in TABLES[lang].items():
        if key not in NOT_WORDS:
            assert re.findall(r"[{}]|\{n\}", value.replace("{n}", "")) == []
            assert value.count("{n}") == (1 if key in FORMATS else 0), key


@pytest.mark.parametrize("lang", TABLES)
def test_quotes_are_four_and_the_direction_is_one_of_two(lang: str) -> None:
    quotes = TABLES[lang]["quotes"]
    assert len(quotes) == 4
    assert all(isinstance(mark, str) and mark.strip("\u00a0\u202f") for mark in quotes)
    assert not any(" " in mark for mark in quotes), "a plain space in a quotation mark could break the line"
    assert TABLES[lang]["direction"] == direction_of(lang)


def test_keys_are_kebab_case() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", key) for key in TABLES["en"])


def test_every_word_that_the_press_asks_for_exists() -> None:
    files = [p for kind in ("*.py", "*.html") for p in (ROOT / "publish").rglob(kind)]
    asked = {key for path in files for key in ASKED_FOR.findall(path.read_text(encoding="utf-8"))}
    assert asked
    assert asked <= set(TABLES["en"]) - NOT_WORDS


@pytest.mark.parametrize(
    ("tag", "table"),
    [
        *((lang, lang) for lang in LANGUAGES),
        ("en-US", "en"), ("en_GB", "en"), ("EN", "en"), ("de-AT", "de"), ("de-CH-1996", "de"), ("fr-CA", "fr"),
        ("pt-PT", "pt"), ("pt-br", "pt-BR"), ("no", "nb"), ("nn", "nb"), ("nn-NO", "nb"), ("nb-NO", "nb"),
        ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh-SG", "zh-Hans"), ("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"), ("zh-Hant-TW", "zh-Hant"), ("zh-hans-cn", "zh-Hans"), ("iw", "he"), ("in", "id"),
        ("sr-Latn", None), ("tlh", None), ("x-private", None), ("", None), ("english", None),
    ],
)  # fmt: skip
def test_a_tag_finds_its_table(tag: str, table: str | None) -> None:
    words, known = words_for(tag)
    expected = TABLES[table or "en"]
    assert known is (table is not None)
    assert {key: words[key] for key in words if key not in NOT_WORDS} == {
        key: value for key, value in expected.items() if key not in NOT_WORDS
    }
    assert quotes_for(tag) == tuple(expected["quotes"])


def test_the_words_hold_words_only() -> None:
    assert all(isinstance(value, str) for value in words_for("fr")[0].values())


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("en", "ltr"), ("ar-EG", "rtl"), ("fa-AF", "rtl"), ("he-IL", "rtl"), ("iw", "rtl"), ("ja", "ltr"),
        ("ur", "rtl"), ("ur-PK", "rtl"), ("yi", "rtl"), ("ckb", "rtl"), ("dv", "rtl"), ("ps", "rtl"), ("tlh", "ltr"),
        ("ar-Latn", "ltr"), ("az-Arab", "rtl"), ("pa-Arab-PK", "rtl"), ("ur-Latn", "ltr"), ("zh-Hant", "ltr"),
    ],
)  # fmt: skip
def test_the_direction_is_the_scripts_also_where_words_are_lacking(tag: str, direction: str) -> None:
    assert direction_of(tag) == direction


def test_french_guillemets_keep_their_spaces_on_the_line() -> None:
    opening, closing, _, _ = quotes_for("fr")
    assert (opening[0], closing[-1]) == ("«", "»")
    assert opening[1:] in ("\u00a0", "\u202f")
    assert closing[:-1] in ("\u00a0", "\u202f")


def test_lists_count_in_the_digits_of_page_numbers() -> None:
    sheet = (ROOT / "styles" / "numbers.css").read_text(encoding="utf-8")
    first = {"arabic-indic": "\u0660", "persian": "\u06f0", "bengali": "\u09e6", "devanagari": "\u0966", "myanmar": "\u1040",
             "tibetan": "\u0f20", "decimal": "0"}  # fmt: skip
    rules = re.findall(r"^(ol:not.*) \{ list-style-type: ([\w-]+) \}$", sheet, flags=re.M)
    said = {lang: first[style] for selector, style in rules for lang in re.findall(r":lang\(([\w-]+)\)", selector)}
    assert said == {lang: digits_of(lang)[0] for lang in said}
    assert {lang for lang in LANGUAGES if digits_of(lang)[0] != "0"} <= set(said)


@pytest.mark.parametrize("lang", TABLES)
def test_a_date_has_its_day_its_month_and_its_year(lang: str) -> None:
    words = [date_in_words(f"2026-{month:02}-28", lang) for month in range(1, 13)]
    assert len(set(words)) == 12
    digits = str.maketrans(digits_of(lang), "0123456789")
    assert all("2026" in said.translate(digits) and "28" in said.translate(digits) for said in words)
    assert not any("_" in said or "{" in said for said in words)


@pytest.mark.parametrize(
    ("date", "lang", "words"),
    [
        ("2026-11-04", "en-US", "November 4, 2026"),
        ("2026-11-04", "en-GB", "4 November 2026"),
        ("2026-11-04", "de-AT", "4. November 2026"),
        ("2026-11-04", "ru", "4 ноября 2026\u202fг."),
        ("2026-11-04", "ja", "2026年11月4日"),
        ("2026-01-04", "vi", "4 tháng\u00a01, 2026"),
        ("2026-11-04", "fa", "۴ نوامبر ۲۰۲۶"),
        ("2026-11-04", "tlh", "November 4, 2026"),
        ("2026-11", "en", "2026-11"),
        ("2026", "hi", "2026"),
    ],
)
def test_a_date_as_a_language_writes_it(date: str, lang: str, words: str) -> None:
    assert date_in_words(date, lang) == words
