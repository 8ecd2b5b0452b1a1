"""The words of a text, and what became of them: which are new, which are gone, and where."""

from __future__ import annotations

import functools
import re
import sys
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from publish.book import Edit
from publish.changes.sequences import Run, aligned

#: A number that the press gives, such as that of a note: it may change when nothing else does. A sign for each of its
#: characters, of which the first is another.
NUMBER, GOES_ON = "\ue000", "\ue001"
#: Begins and ends the name of what is no text, such as a picture; behind `APART` stands what tells it from others of its
#: name. It counts no character.
OBJECT, APART = "\ue002", "\ue003"
#: A change slides along words that it begins and ends with, so many of them, to begin behind a sentence.
_SLIDE = 40
_ENDS = frozenset(".!?…:;。！？")


class Token(NamedTuple):
    """A word, or a sign: its place in the text, in characters, and in those that count (`publish.book.changes`)."""

    key: str
    start: int
    end: int
    at: int
    length: int


@functools.cache
def _pattern() -> re.Pattern[str]:
    """Numbers of the press, objects, single signs of scripts without spaces, words, single signs of punctuation."""
    marks = (chr(code) for code in range(0x21, 0x3000) if unicodedata.category(chr(code))[0] in "PS")
    signs = re.escape("".join(marks)) + "\u3000-\u303f\uff01-\uff0f\uff1a-\uff20"
    alone = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3040-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    word = rf"[^\s{signs}{alone}{NUMBER}{OBJECT}]+"
    return re.compile(
        rf"{NUMBER}{GOES_ON}*|{OBJECT}[^{OBJECT}]*{OBJECT}?|[{alone}]|{word}(?:['’\u2010\u2011-]{word})*|\S"
    )


def tokens(text: str) -> list[Token]:
    """The words and signs of a text. Soft hyphens and white space make no difference to any of them."""
    found = []
    at = 0
    for match in _pattern().finditer(text):
        whole = match[0]
        key = whole.replace("\u00ad", "")
        length = 0 if whole[0] == OBJECT else len(key)
        if not key:
            continue
        key = NUMBER if key[0] == NUMBER else sys.intern(key)
        found.append(Token(key, match.start(), match.end(), at, length))
        at += length
    return found


def words_of(some: Sequence[Token]) -> int:
    """How many of them are words and no signs, and nothing but text."""
    return sum(
        1 for token in some if token.key[0].isalnum() or (token.key[0] != OBJECT and any(map(str.isalnum, token.key)))
    )


def shown(text: str) -> str:
    """A text as it is read: what is no text by its name in brackets, no numbers of the press, white space single."""
    named = re.sub(rf"{OBJECT}([^{OBJECT}{APART}]*)(?:{APART}[^{OBJECT}]*)?{OBJECT}?", r" [\1] ", text)
    return " ".join(re.sub(rf"[{NUMBER}{GOES_ON}\u00ad]", "", named).split())


def runs_of(old: Sequence[Token], new: Sequence[Token]) -> list[Run]:
    """What both have, but for words that stand alone between greater changes."""
    runs = aligned([token.key for token in old], [token.key for token in new])
    return _whole(_slid(runs, old, new), old, new)


def edits_of(
    runs: Sequence[Run], old_text: str, old: Sequence[Token], text: str, new: Sequence[Token], ends: Sequence[int]
) -> list[list[Edit]]:
    """The changes between runs for each of the blocks that `text` is made of; `ends` are the numbers of tokens behind each.

    What is removed between two of them stood in the first.
    """
    found: list[list[Edit]] = [[] for _ in ends]
    there = here = 0
    for run in (*runs, Run(len(old), len(new), 0)):
        gone, block = old[there : run.old], bisect_left(ends, here)
        if run.new > here and ends[block] == here:
            block += 1
        while gone or here < run.new:
            end = min(run.new, ends[block])
            begin = ends[block - 1] if block else 0
            at = _offset(new, here) - (_offset(new, begin) if begin < len(new) else 0)
            found[block].append(_edit(old_text, gone, text, new[here:end], at))
            gone, here, block = [], end, block + 1
        there, here = run.old + run.length, run.new + run.length
    return found


def _offset(some: Sequence[Token], number: int) -> int:
    """The characters before a token, or of the whole text."""
    if number < len(some):
        return some[number].at
    return some[-1].at + some[-1].length if some else 0


def _edit(old_text: str, old: Sequence[Token], text: str, new: Sequence[Token], at: int) -> Edit:
    added = text[new[0].start : new[-1].end] if new else ""
    removed = old_text[old[0].start : old[-1].end] if old else ""
    length = new[-1].at + new[-1].length - new[0].at if new else 0
    return Edit(at, length, added, removed)


def _whole(runs: Sequence[Run], old: Sequence[Token], new: Sequence[Token]) -> list[Run]:
    """Without runs that are no longer than the changes on either side: many small changes with chance words between them
    read as one."""
    kept: list[Run] = []
    for run in (*runs, Run(len(old), len(new), 0)):
        while kept:
            last = kept[-1]
            before = kept[-2] if len(kept) > 1 else Run(0, 0, 0)
            left = (
                _weight(old, before.old + before.length, last.old),
                _weight(new, before.new + before.length, last.new),
            )
            right = _weight(old, last.old + last.length, run.old), _weight(new, last.new + last.length, run.new)
            least = min(max(left), max(right))
            if any(token.key in _ENDS for token in new[last.new : last.new + last.length]):
                break  # the end of a sentence is never chance
            if not least or _weight(new, last.new, last.new + last.length) > least:
                break
            kept.pop()
        kept.append(run)
    return kept[:-1]


def _weight(some: Sequence[Token], start: int, end: int) -> int:
    """Characters, of which signs of punctuation have none."""
    if start >= end:
        return 0
    last = some[end - 1]
    signs = (
        sum(1 for token in some[start:end] if token.length == 1 and not token.key.isalnum()) if end - start < 9 else 0
    )
    return last.at + last.length - some[start].at - signs


def _slid(runs: Sequence[Run], old: Sequence[Token], new: Sequence[Token]) -> list[Run]:
    """A change on one side alone may begin some words earlier, where it ends with the same: best behind a sentence."""
    found = list(runs)
    for number in range(len(found) - 1):
        left, right = found[number], found[number + 1]
        only_new = left.old + left.length == right.old
        only_old = left.new + left.length == right.new
        if not (only_new or only_old):
            continue
        side, end, last = (
            (new, left.new + left.length, right.new) if only_new else (old, left.old + left.length, right.old)
        )
        by = _steps(side, end, last, left.length)
        if by:
            found[number] = left._replace(length=left.length - by)
            found[number + 1] = Run(right.old - by, right.new - by, right.length + by)
    return [run for run in found if run.length]


def _steps(side: Sequence[Token], start: int, end: int, most: int) -> int:
    """How far a change of the members from `start` to `end` moves to the left."""
    if start == 0 or side[start - 1].key in _ENDS:
        return 0
    for by in range(1, min(most, _SLIDE) + 1):
        if side[start - by].key != side[end - by].key:
            return 0
        if start == by or side[start - by - 1].key in _ENDS:
            return by
    return 0
