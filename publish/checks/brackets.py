"""Brackets without their other half: `C064`. One may close in a later paragraph of the same chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.checks.copy import Copy, Paragraph
from publish.diagnostics import Diagnostic
from publish.lazy import regex

_PAIRS = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】", "《": "》"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
#: Intervals of numbers close as they please.
_INTERVAL = regex(r"[\[\](]\s*-?[\w.∞+-]+\s*[,;]\s*[+-]?[\w.∞]+\s*[\[\])]")
#: What stands before a closing bracket that needs no other half: the mark of an item, or a smiley's eyes.
_ITEM = regex(r"(?:(?:^|[\s,;:(])(?:\d{1,3}|[A-Za-z]|[ivxlc]{1,5})|(?:^|\s)[:;]-?|^\W*\w{1,3})$")
_EYES = regex(r"(?:^|\s)[:;]-?$")
_BRACKET = regex("[" + re.escape("".join([*_PAIRS, *_CLOSING])) + "]")


def brackets_unbalanced(copy: Copy) -> Iterator[Diagnostic]:
    for chapter in copy.paragraphs:
        open_before: dict[str, list[tuple[Paragraph, int]]] = {}
        for paragraph in chapter:
            if not _BRACKET.search(paragraph.text):
                continue
            lone, closing = _unmatched(paragraph.text)
            for at in closing:
                if held := open_before.get(_CLOSING[paragraph.text[at]]):
                    held.pop()
                else:
                    yield _said(copy, paragraph, at, "closes and was not opened")
            for at in lone:
                open_before.setdefault(paragraph.text[at], []).append((paragraph, at))
        for paragraph, at in (one for held in open_before.values() for one in held):
            yield _said(copy, paragraph, at, "opens and is never closed")


def _unmatched(text: str) -> tuple[list[int], list[int]]:
    """The places of opening and of closing brackets that find no other half in the text."""
    plain = _INTERVAL.sub(lambda m: " " * len(m[0]), text)
    opened: dict[str, list[int]] = {sign: [] for sign in _PAIRS}
    closing: list[int] = []
    for match in _BRACKET.finditer(plain):
        at, sign = match.start(), match[0]
        if sign in _PAIRS:
            opened[sign] += [] if _EYES.search(plain, max(0, at - 3), at) else [at]
        elif opened[_CLOSING[sign]]:
            opened[_CLOSING[sign]].pop()
        elif not _ITEM.search(plain[max(0, at - 7) : at]):
            closing.append(at)
    return [at for places in opened.values() for at in places], closing


def _said(copy: Copy, paragraph: Paragraph, at: int, what: str) -> Diagnostic:
    message = f"the bracket “{paragraph.text[at]}” {what}"
    return copy.found("C064", message, paragraph, at, at + 1, "write its other half, or delete it")
