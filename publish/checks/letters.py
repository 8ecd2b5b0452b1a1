"""Words with letters of two scripts that look alike: `M062`, such as a Cyrillic “а” in “pаy”."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from publish.checks.copy import Copy
from publish.diagnostics import Diagnostic
from publish.lazy import regex

_OTHER = regex("[\u0370-\u03ff\u0400-\u04ff]")
_WORD = regex(r"[^\W\d_]+")
_LATIN = regex("[A-Za-z]")
#: Letters of Greek and Cyrillic that look like Latin ones.
_ALIKE = frozenset("АВЕЅІЈКМНОРСТУХаеорсухіјѕԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ")


def letters_mixed(copy: Copy) -> Iterator[Diagnostic]:
    for paragraph in copy.prose:
        if paragraph.text.isascii() or not _OTHER.search(paragraph.text) or not _LATIN.search(paragraph.text):
            continue
        for match in _WORD.finditer(paragraph.text):
            word = match[0]
            others = [c for c in word if _OTHER.match(c)]
            if others and _LATIN.search(word) and all(c in _ALIKE for c in others):
                message = f"“{word}” has letters of two scripts that look alike: {_named(others[0])}"
                yield copy.found("M062", message, paragraph, *match.span(), "type the word anew")


def _named(letter: str) -> str:
    return f"“{letter}” is U+{ord(letter):04X} {unicodedata.name(letter)}"
