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
_SETTINGS = frozenset({"quotes", "direction"})
#: Scripts, and languages commonly written in them, that run from right to left: a book has its direction
#: also where the press has no words for it.
_RTL_SCRIPTS = frozenset("adlm arab hebr mand mend nkoo rohg samr syrc thaa".split())
_RTL_LANGUAGES = frozenset("ar arc ckb dv fa he iw ks nqo pnb prs ps sd syr ug ur yi".split())


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


def words_for(lang: str) -> tuple[Mapping[str, str], bool]:
    """The words of a language by key; False where the press lacks the language and gives English."""
    table, known = _table(lang)
    return {key: str(value) for key, value in table.items() if key not in _SETTINGS}, known


def quotes_for(lang: str) -> tuple[str, str, str, str]:
    """Quotation marks: outer opening and closing, inner opening and closing."""
    outer_open, outer_close, inner_open, inner_close = _table(lang)[0]["quotes"]
    return outer_open, outer_close, inner_open, inner_close


def direction_of(lang: str) -> str:
    """`ltr` or `rtl`: by the script that the tag names, else by its language."""
    language, *subtags = lang.replace("_", "-").lower().split("-")
    script = next((s for s in subtags if len(s) == 4 and s.isalpha()), "")
    if script:
        return "rtl" if script in _RTL_SCRIPTS else "ltr"
    return "rtl" if language in _RTL_LANGUAGES else "ltr"
