"""Characters that nobody sees: those that turn the order of a line around (`M060`), and those that only take up room in
words (`M061`). Both can hide from a reader what a text or a listing says (CVE-2021-42574, "Trojan source").

Looked for in the source, code included. Joiners belong to the words of some scripts and to emoji; marks of direction
belong beside letters that run from right to left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from publish.checks.copy import Copy
from publish.diagnostics import Diagnostic, Span
from publish.lazy import regex

_TURNS = "\u202a-\u202e\u2066-\u2069"
_MARKS = "\u200e\u200f\u061c"
_HIDDEN = "\u200b\u2060-\u2064\ufeff\u180e\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u206a-\u206f\U000e0000-\U000e007f"
_JOINERS = "\u200c\u200d"
_ANY = regex(f"[{_TURNS}{_MARKS}{_HIDDEN}{_JOINERS}]")
_LATIN = regex(r"[A-Za-z\u00c0-\u024f]")
_FROM_RIGHT = regex("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
#: A flag of emoji is spelled in tags.
_FLAG = regex("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
#: Scripts that are not spaced may break a line at a zero-width space.
_BREAKS = frozenset("th lo km my bo ja zh".split())


def characters_invisible(copy: Copy) -> Iterator[Diagnostic]:
    lang = copy.manuscript.metadata.lang.split("-")[0]
    for source in copy.manuscript.sources:
        if source.text.isascii() or not _ANY.search(source.text):
            continue
        for number, line in enumerate(source.text.split("\n"), 1):
            for match in _ANY.finditer(line):
                if not _belongs(line, match.start(), lang):
                    yield _said(match[0], Span(source.path, number, match.start() + 1))


def _belongs(line: str, at: int, lang: str) -> bool:
    sign, before, after = line[at], line[at - 1 : at], line[at + 1 : at + 2]
    if sign in _JOINERS:
        # Between two Latin letters, or at the edge of a word, a joiner joins nothing.
        return not (_LATIN.match(before) and _LATIN.match(after))
    if sign in _MARKS:
        return bool(_FROM_RIGHT.search(line))
    if sign == "\u200b":
        return lang in _BREAKS or not (before.isalnum() and after.isalnum())
    return any(flag.start() <= at < flag.end() for flag in _FLAG.finditer(line))


def _said(sign: str, span: Span) -> Diagnostic:
    name = f"U+{ord(sign):04X} {unicodedata.name(sign, 'a character without a name')}"
    if re.match(f"[{_TURNS}]", sign):
        message = f"{name} turns the order of the letters around without being seen"
        return Diagnostic("M060", message, span, "delete it; mark words that run the other way with [words]{lang=he}")
    return Diagnostic("M061", f"{name} is not seen and parts or hides what is", span, "delete it")
