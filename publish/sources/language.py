"""The language of a book that does not say it: what its chapters say, else a guess by script and by the commonest words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import resources

from publish.lazy import regex

#: Characters of each chapter that a guess looks at, and words that it needs.
_SAMPLE = 6_000
_ENOUGH = 40
_NOT_PROSE = regex(
    r"^(?:```|~~~).*?^(?:```|~~~)|`[^`\n]*`|<[^>\n]*>|\]\([^)\s]*\)|https?://\S+|\{[^}\n]*\}", re.S | re.M
)
_SCRIPTS = {
    "ja": "[\u3040-\u30ff]", "ko": "[\uac00-\ud7af\u1100-\u11ff]", "zh": "[\u4e00-\u9fff]", "el": "[\u0370-\u03ff]",
    "he": "[\u0590-\u05ff]", "arab": "[\u0600-\u06ff]", "cyrl": "[\u0400-\u04ff]", "hi": "[\u0900-\u097f]",
    "th": "[\u0e00-\u0e7f]", "latn": "[A-Za-z\u00c0-\u024f\u1e00-\u1eff]",
}  # fmt: skip
#: Letters that tell languages of one script apart, the first that occurs often enough.
_LETTERS = {
    "arab": (("ur", "[ٹڈڑںے]"), ("fa", "[پچژگکی]"), ("ar", "[كيىة]")),
    "cyrl": (("uk", "[іїєґ]"), ("bg", ""), ("ru", "[ыэё]")),
    "zh": (("zh-Hant", "[這個們來時說為國會學]"), ("zh-Hans", "[这个们来时说为国会学]")),
}


@cache
def _common_words() -> dict[str, frozenset[str]]:
    found = tomllib.loads(resources.files("publish").joinpath("sources/stopwords.toml").read_text(encoding="utf-8"))
    return {lang: frozenset(words.split()) for lang, words in found.items()}


def majority(said: Sequence[str]) -> str:
    """The language that most chapters name; of several, the one that comes first."""
    counted = Counter(lang for lang in said if lang)
    return max(counted, key=lambda lang: counted[lang]) if counted else ""


def guessed(texts: Sequence[str]) -> tuple[str, bool]:
    """A language tag, and whether there was enough text to tell; English where nothing is recognised."""
    text = "\n".join(_NOT_PROSE.sub(" ", one[:_SAMPLE]) for one in texts[:40])
    counts = {script: len(re.findall(letters, text)) for script, letters in _SCRIPTS.items()}
    if counts["ja"] * 12 > counts["zh"] + counts["ja"]:
        counts["ja"] += counts["zh"]
        counts["zh"] = 0
    # A sign of Chinese, Japanese or Korean says more than a letter.
    weights = {"ja": 3, "zh": 3, "ko": 2}
    script = max(counts, key=lambda s: counts[s] * weights.get(s, 1))
    if counts[script] == 0:
        return "en", False
    if script == "latn":
        return _by_words(text)
    if script == "cyrl":
        return _cyrillic(text), counts[script] > _ENOUGH
    if script in _LETTERS:
        found = {lang: len(re.findall(letters, text)) for lang, letters in _LETTERS[script]}
        return max(found, key=lambda lang: found[lang]), counts[script] > _ENOUGH
    return script, counts[script] > _ENOUGH


def _cyrillic(text: str) -> str:
    if len(re.findall("[іїєґ]", text)) > len(re.findall("[ыэё]", text)):
        return "uk"
    return "ru" if re.search("[ыэ]", text) else "bg"


def _by_words(text: str) -> tuple[str, bool]:
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    total = sum(words.values())
    scores = {lang: sum(words[word] for word in common) for lang, common in _common_words().items()}
    lang = max(scores, key=lambda one: (scores[one], one == "en"))
    # Of running prose a sixth and more are a language's commonest words, and several of them.
    several = sum(1 for word in _common_words()[lang] if words[word]) >= 4
    known = total >= _ENOUGH and scores[lang] * 12 > total and several
    return (lang, True) if known else ("en", total < _ENOUGH * 5)
