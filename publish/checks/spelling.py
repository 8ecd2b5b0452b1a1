"""Words that no dictionary has: `C067`, with the extra `spelling`, which this file alone knows.

Said of words in small letters that the book uses once or twice and that are one slip away from a word that the dictionary
has: what a book says often is its own. Names, code, words with apostrophes and hyphens, and other languages' words (as far
as they are marked) are not spelled.
"""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from publish.checks.copy import Copy, Paragraph
from publish.diagnostics import Diagnostic, Span
from publish.lazy import regex

EXTRA = "spelling"
#: Languages that the library has dictionaries for.
LANGUAGES = frozenset("ar de en es eu fa fr it lv nl pt ru".split())
_WORD = regex(r"(?<![\w.’'@/\\-])[^\W\d_]{4,}(?![\w’'@/-]|\.\w)")
_OFTEN = 3
#: A paragraph of which more words than this part are unknown is in another language.
_FOREIGN = 0.25
_KEYS = ("check.spelling",)
_OWN_LIST = "words.txt"
#: British spellings, as the American dictionary has them.
_BRITISH = (
    (r"our(?=$|s$|ed$|ing|able|ite|ful|ist|er|ly)", "or"), (r"is(?=e$|es$|ed$|er|ing$|ation|able)", "iz"),
    (r"ys(?=e[sd]?$|ing$)", "yz"), (r"grey", "gray"), (r"tre(?=$|s$|d$)", "ter"), (r"ll(?=ed$|ing$|er)", "l"),
    (r"ogue(?=$|s$)", "og"), (r"ence(?=$|s$)", "ense"), (r"ae", "e"), (r"oe", "e"), (r"l(?=ment|ful)", "ll"),
    (r"gement", "gment"), (r"wards$", "ward"), (r"eable$", "able"), (r"([bcdfgkmnprst])re(?=$|s$|d$)", r"\1er"),
    (r"mme(?=$|s$)", "m"), (r"plough", "plow"), (r"oul(?=d)", "ol"), (r"(?<=[lmn])t$", "ed"),
    (r"æ", "e"), (r"œ", "e"), (r"tyre", "tire"), (r"(?<=e)llous$", "lous"),
)  # fmt: skip


def installed() -> bool:
    return importlib.util.find_spec("spellchecker") is not None


def words_misspelled(copy: Copy) -> Iterator[Diagnostic]:
    if not installed():
        return
    own = _own_words(copy)
    for lang in LANGUAGES & {paragraph.language for paragraph in copy.prose}:
        dictionary = _dictionary(lang)
        counts: Counter[str] = Counter()
        first: dict[str, tuple[Paragraph, int, int]] = {}
        for paragraph in (p for p in copy.prose if p.language == lang):
            found: dict[str, tuple[int, int]] = {}
            said: Counter[str] = Counter()
            for match in _WORD.finditer(paragraph.text):
                found.setdefault(match[0], match.span())
                said[match[0]] += 1
            unknown = [word for word in found if word.lower() not in dictionary and word not in own]
            if len(unknown) > _FOREIGN * len(found) and len(found) > 3:
                continue  # it is in another language
            for word in unknown:
                counts[word] += said[word]
                first.setdefault(word, (paragraph, *found[word]))
        for word, count in counts.items():
            if count < _OFTEN and word.islower() and not (lang == "en" and _is_british(word, dictionary)):
                near = dictionary.correction(word)
                if near and near != word:
                    message, hint = (
                        f"the dictionary does not have “{word}”",
                        f"did you mean {near}? If not, add it to {_OWN_LIST}",
                    )
                    yield copy.found("C067", message, *first[word], hint)


def unspelled(copy: Copy) -> Iterator[Diagnostic]:
    """`M052` where spelling is asked for and cannot be checked."""
    lang = copy.manuscript.metadata.lang.split("-")[0].lower()
    place = Span(copy.manuscript.config_path)
    if not installed():
        message = "spelling is asked for, and the press's extra for it is not installed"
        yield Diagnostic("M052", message, place, f"install it: pip install 'colophon[{EXTRA}]'", keys=_KEYS)
    elif lang not in LANGUAGES:
        message = f"spelling is asked for, and there is no dictionary for the language “{lang}”"
        yield Diagnostic(
            "M052", message, place, f"there are dictionaries for {', '.join(sorted(LANGUAGES))}", keys=_KEYS
        )


def _dictionary(lang: str) -> Any:
    from spellchecker import SpellChecker

    return SpellChecker(language=lang, distance=1)


def _own_words(copy: Copy) -> frozenset[str]:
    files: Mapping[str, bytes] = copy.manuscript.files
    try:
        listed = files[_OWN_LIST].decode("utf-8-sig", "replace")
    except (KeyError, OSError):
        listed = ""
    words = (line.strip() for line in listed.splitlines() if not line.startswith("#"))
    return frozenset(
        word for given in (*copy.manuscript.metadata.check.words, *words) for word in (given, given.lower())
    )


def _is_british(word: str, dictionary: Any) -> bool:
    spelled = (re.sub(british, american, word) for british, american in _BRITISH)
    return any(american != word and american in dictionary for american in spelled)
