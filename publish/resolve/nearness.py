"""Which file an author may have meant by a path that leads to none, and which name by one that nothing has: one that is near,
or none at all."""

from __future__ import annotations

import difflib
import posixpath
import re
import unicodedata
from collections.abc import Collection

from publish.lazy import regex

#: Of so many letters of a file, and of another name, one may be wrong.
_LETTERS, _OF_NAMES = 4, 3
#: Names that are longer are compared by their words alone: to count mistakes takes the product of both lengths.
_LONGEST = 200
_WORDS = regex(r"[^\W_]+")


def file_key(path: str) -> str:
    """A path as file systems that know no case and no composed letters see it."""
    return unicodedata.normalize("NFC", path).casefold()


def near_file(wanted: str, files: Collection[str]) -> str:
    """The file that a wrong path is like: the same name in another folder, or with another ending, or one that few letters
    part from it; their numbers are the same, for what differs in its number is another of a row. Empty where none is."""
    name = posixpath.basename(file_key(wanted))
    stem = posixpath.splitext(name)[0]
    named = {path: posixpath.basename(file_key(path)) for path in files}
    stems = {path: posixpath.splitext(one)[0] for path, one in named.items()}
    like = difflib.get_close_matches(stem, dict.fromkeys(stems.values()), n=3, cutoff=0.6)
    nearest = min((one for one in like if _may_be(stem, one)), key=lambda one: mistakes(stem, one), default="")
    for found in (
        [path for path, one in named.items() if one == name],
        [path for path, one in stems.items() if one == stem],
        [path for path, one in stems.items() if one == nearest],
    ):
        if found and stem:
            return max(found, key=lambda path: difflib.SequenceMatcher(None, file_key(wanted), file_key(path)).ratio())
    return ""


def _may_be(one: str, other: str) -> bool:
    longest = max(len(one), len(other))
    if longest > _LONGEST or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return mistakes(one, other) <= longest // _LETTERS


def may_be_name(wanted: str, known: str) -> bool:
    """Whether a label, a key or a term may be meant by another that is like it: few letters part them, or one has all words
    of the other."""
    words, others = set(_WORDS.findall(wanted.casefold())), set(_WORDS.findall(known.casefold()))
    if words and others and (words <= others or others <= words):
        return True
    longest = max(len(wanted), len(known))
    return longest <= _LONGEST and mistakes(wanted.casefold(), known.casefold()) <= longest // _OF_NAMES


def mistakes(one: str, other: str) -> int:
    """The least number of letters put in, left out, changed, or changed with the next that make one word of the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], last[j - 2] + 1)
    return row[-1]
