"""A word that stands twice in a row: `C063`. What a language doubles on purpose is in `languages.toml`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from publish.checks.copy import Copy, Paragraph
from publish.checks.languages import Language, language
from publish.diagnostics import Diagnostic

_OPENS, _CLOSES = "(“‘«„\"'", ".,;:!?…”’»)\"'"


def words_repeated(copy: Copy) -> Iterator[Diagnostic]:
    for paragraph in copy.prose:
        known = language(paragraph.language)
        if known is None:
            continue
        words: list[str] = []  # as they are written: wanted where there is a candidate, which few paragraphs have
        low = [word.lstrip(_OPENS) for word in paragraph.text.lower().split()]
        # Few words begin with the one before them: all others are passed over without a step of Python.
        for at in itertools.compress(itertools.count(), map(str.startswith, low[1:], low)):
            one, other = low[at : at + 2]
            if other[len(one) :].strip(_CLOSES):
                continue
            words = words or paragraph.text.split()
            if _is_slip(known, words, low, at):
                first, second = words[at].lstrip(_OPENS), words[at + 1].rstrip(_CLOSES)
                yield _said(copy, paragraph, first, second)


def _is_slip(known: Language, words: list[str], low: list[str], at: int) -> bool:
    word = low[at]
    if words[at][0] in "'’":  # a letter is left out, as in ’ad for had
        return False
    if not word.isalpha() or word in known.twice or (len(word) == 1 and word not in known.short):
        return False
    if words[at + 1].lstrip(_OPENS)[0].isupper():  # a name, such as New New York, or a term and what it means
        return False
    # Three in a row are said on purpose.
    return all(one.strip(_CLOSES) != word for one in [*low[max(0, at - 1) : at], *low[at + 2 : at + 3]])


def _said(copy: Copy, paragraph: Paragraph, one: str, other: str) -> Diagnostic:
    match = re.search(rf"(?<!\w){re.escape(one)}\s+{re.escape(other)}(?!\w)", paragraph.text)
    start, end = match.span() if match else (0, 0)
    return copy.found("C063", f"“{one} {other}”: the word stands twice", paragraph, start, end, "delete one of the two")
