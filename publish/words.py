"""The words that the press adds to a book, in the language of the book."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

_ALIASES = {"no": "nb", "nn": "nb", "zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-tw": "zh-Hant",
            "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "iw": "he", "in": "id"}  # fmt: skip
#: Keys of a table that are no words.
_SETTINGS = frozenset({"quotes", "direction", "date", "months"})
#: English that puts the day before the month; the table of English has the month first.
_DAY_FIRST = frozenset("en-au en-gb en-ie en-in en-nz en-za".split())
#: Scripts, and languages commonly written in them, that run from right to left: a book has its direction
#: also where the press has no words for it.
_RTL_SCRIPTS = frozenset("adlm arab hebr mand mend nkoo rohg samr syrc thaa".split())
_RTL_LANGUAGES = frozenset("ar arc ckb dv fa he iw ks nqo pnb prs ps sd syr ug ur yi".split())
#: The zero of the digits that a language counts with, where they are its own; and lands that keep those of Europe (CLDR).
_ZEROS = {
    **dict.fromkeys("ar ckb sd".split(), "\u0660"), **dict.fromkeys("fa ps prs ks pnb".split(), "\u06f0"),
    **dict.fromkeys("as bn mni".split(), "\u09e6"), **dict.fromkeys("mr ne sa".split(), "\u0966"), "my": "\u1040", "dz": "\u0f20",
}  # fmt: skip
_OF_EUROPE = frozenset("ar-ae ar-dz ar-eh ar-ly ar-ma ar-tn".split())


@functools.cache
def _texts() -> dict[str, str]:
    """The text of each table by its tag: to read all forty languages takes as long as to read a short book."""
    text = resources.files("publish").joinpath("words.toml").read_text(encoding="utf-8")
    _, *parts = re.split(r"^\[([\w-]+)\]$", text, flags=re.M)
    return {tag.lower(): part for tag, part in zip(parts[::2], parts[1::2], strict=True)}


@functools.cache
def _table(lang: str) -> tuple[dict[str, Any], bool]:
    """The table of the longest tag that is known: `pt-BR`, then `pt`; English, and False, where there is none."""
    texts = _texts()
    tag = lang.replace("_", "-").lower()
    while tag:
        found = texts.get(_ALIASES.get(tag, tag).lower())
        if found is not None:
            return tomllib.loads(found), True
        tag = tag.rpartition("-")[0]
    return tomllib.loads(texts["en"]), False


#: Letters of an abbreviation at most, and what a Roman number is written with.
_ABBREVIATION, _ROMAN = 5, frozenset("IVXLCDM. ")


def words_for(lang: str) -> tuple[Mapping[str, str], bool]:
    """The words of a language by key; False where the press lacks the language and gives English."""
    table, known = _table(lang)
    return {key: str(value) for key, value in table.items() if key not in _SETTINGS}, known


def quotes_for(lang: str) -> tuple[str, str, str, str]:
    """Quotation marks: outer opening and closing, inner opening and closing."""
    outer_open, outer_close, inner_open, inner_close = _table(lang)[0]["quotes"]
    return outer_open, outer_close, inner_open, inner_close


def digits_of(lang: str) -> str:
    """The ten digits that a book of a language counts with, zero first."""
    tag = lang.replace("_", "-").lower()
    zero = "0" if tag in _OF_EUROPE else _ZEROS.get(tag.partition("-")[0], "0")
    return "".join(chr(ord(zero) + at) for at in range(10))


def numeral(number: int | str, lang: str) -> str:
    """A number in the digits of a language; a roman one stays."""
    return str(number).translate(str.maketrans("0123456789", digits_of(lang)))


def date_in_words(date: str, lang: str) -> str:
    """A date, `2026-11-24`, as a language writes it out (CLDR's long form); a year, or a year and a month, stay figures."""
    parts = date.split("-")
    if len(parts) != 3:
        return numeral(date, lang)
    year, month, day = map(int, parts)
    table, _ = _table(lang)
    form = "{day} {month} {year}" if lang.replace("_", "-").lower() in _DAY_FIRST else str(table["date"])
    name = str(table["months"]).split(" ")[month - 1].replace("_", "\u00a0")
    return numeral(form.format(day=day, month=name, number=month, year=year), lang)


def comma_of(lang: str) -> str:
    """A comma and the space behind it, in the script of a language."""
    language = lang.replace("_", "-").lower().partition("-")[0]
    return {"ja": "、", "zh": "，"}.get(language) or ("، " if language in _RTL_LANGUAGES - {"he", "iw", "yi"} else ", ")


def direction_of(lang: str) -> str:
    """`ltr` or `rtl`: by the script that the tag names, else by its language."""
    language, *subtags = lang.replace("_", "-").lower().split("-")
    script = next((s for s in subtags if len(s) == 4 and s.isalpha()), "")
    if script:
        return "rtl" if script in _RTL_SCRIPTS else "ltr"
    return "rtl" if language in _RTL_LANGUAGES else "ltr"


def in_capitals(text: str) -> bool:
    """Whether words are typed in capitals, as titles are in plain text: more than an abbreviation or a Roman number."""
    if not text.isupper() or set(text) <= _ROMAN:
        return False
    words = [word for word in text.split() if not set(word) <= _ROMAN]
    several = len(text.split()) > 1 and any(sum(map(str.isupper, word)) > 2 for word in words)
    return several or sum(map(str.isupper, text)) > _ABBREVIATION
