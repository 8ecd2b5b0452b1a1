"""Places within a work: `p. 3`, `pp. 33-35`, `ch. 2`, `§ 7`, or a bare number, which is a page."""

from __future__ import annotations

import re

from publish.lazy import dataclass, regex

#: CSL's label and the ways to write it, in the languages that books of this press are written in most.
_SPELLINGS = {
    "page": "pp|p|pages|page|pgs|pg|S|Seiten|Seite|s|стр|с|pág|págs|页|頁",
    "chapter": "chapters|chapter|chaps|chap|chs|ch|Kapitel|Kap|chapitre|гл",
    "section": "sections|section|secs|sec|§§|§|Abschnitt",
    "volume": "volumes|volume|vols|vol|Bände|Band|Bd|т",
    "paragraph": "paragraphs|paragraph|paras|para|¶¶|¶|Absatz",
    "line": "lines|line|ll|Zeile|Z",
    "verse": "verses|verse|vv|v",
    "note": "notes|note|nn|n|Anm|Fußnote",
    "figure": "figures|figure|figs|fig|Abb|Abbildung",
    "folio": "folios|folio|fols|fol|ff|f",
    "column": "columns|column|cols|col|Sp",
    "book": "books|book|bks|bk|Buch",
    "part": "parts|part|pts|pt|Teil",
    "issue": "issues|issue|nos|no|Nr|№",
    "opus": "opera|opus|opp|op",
    "sub verbo": "s\\.vv|s\\.v|sub verbis|sub verbo",
}
_LABEL = "|".join(f"(?P<{label.replace(' ', '_')}>{spellings})" for label, spellings in _SPELLINGS.items())
_NUMBER = r"(?:\d+[\w:.]*\w|\d+|[ivxlcdm]+\b|[IVXLCDM]+\b)"
_LOCATOR = regex(
    rf"\s*,?\s*(?:(?:{_LABEL})\.?\s*)?(?P<number>\{{[^{{}}]*\}}|{_NUMBER}(?:\s*(?:--?|–|,|&)\s*{_NUMBER})*)(?![\w'’])"
)
#: A word that is no number, such as "mix" or "did", must not be taken for a Roman one without a label.
_ROMAN = regex(r"[ivxlcdmIVXLCDM]+")


@dataclass(frozen=True)
class Locator:
    """A place within a work; the names are those that the citation library asks for."""

    label: str
    identifier: str


def located(text: str) -> tuple[Locator | None, str]:
    """The place that a text begins with, and the rest of the text."""
    match = _LOCATOR.match(text)
    if match is None:
        return None, text
    label = next((name for name in _SPELLINGS if match.group(name.replace(" ", "_"))), "")
    number = match["number"].strip("{}")
    if not label and _ROMAN.fullmatch(number):
        return None, text
    return Locator(label or "page", re.sub(r"\s*(?:--?|–)\s*", "-", number)), text[match.end() :]
