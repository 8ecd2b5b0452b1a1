"""BibTeX and BibLaTeX files read to entries: their syntax only. A broken entry is reported with its line, the rest is read.

What is outside entries is a comment, as BibTeX has it. `@string` names, months and `#` are settled here, `crossref` and
`xdata` too: an entry has the fields of the one it names where it has none of its own.
"""

from __future__ import annotations

import re
from dataclasses import field

from publish.lazy import dataclass, regex

_MONTHS = {
    name: str(number) for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
_ENTRY = regex(r"@\s*(\w+)\s*([{(])")
_NAME = regex(r"""[^\s"#%'(),={}]+""")
#: What a child takes from its parent under another name: the title of a book is the book title of its chapter.
_INHERITED = {"title": "booktitle", "subtitle": "booksubtitle"}
_OWN = frozenset({"crossref", "xdata", "ids", "entryset", "label", "shorttitle", "sortkey", "options", "keywords"})


@dataclass
class Entry:
    """An entry: its kind and the names of its fields in small letters, its fields as they are written."""

    kind: str
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)


class _BrokenError(Exception):
    """What is wrong at a place of the text."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


def entries_of(text: str) -> tuple[list[Entry], list[tuple[int, str]]]:
    """The entries of a file, in its order, and what is wrong with it: a line and a sentence."""
    entries: list[Entry] = []
    problems: list[tuple[int, str]] = []
    strings = dict(_MONTHS)
    at = 0
    while match := _ENTRY.search(text, at):
        line = text.count("\n", 0, match.start()) + 1
        kind = match[1].lower()
        try:
            if kind in ("comment", "preamble"):
                at = _balanced(text, match.end() - 1)
                continue
            if kind == "string":
                fields, at = _fields(text, match.end(), strings)
                strings.update(fields)
                continue
            entry, at = _entry(text, match, strings, line)
            entries.append(entry)
        except _BrokenError as broken:
            place = text.count("\n", 0, broken.at) + 1
            problems.append((place, f"{broken} (in the entry that begins on line {line})"))
            following = re.compile(r"^[ \t]*@", re.M).search(text, match.end())
            at = following.start() if following else len(text)
    _inherit(entries, problems)
    return entries, problems


def _entry(text: str, match: re.Match[str], strings: dict[str, str], line: int) -> tuple[Entry, int]:
    at = _space(text, match.end())
    key = re.compile(r"""[^\s,"{}%#=]+""").match(text, at)
    if key is None:
        raise _BrokenError("an entry has no key", at)
    at = _space(text, key.end())
    if text[at : at + 1] in ("}", ")"):
        return Entry(match[1].lower(), key[0], line), at + 1
    if text[at : at + 1] != ",":
        raise _BrokenError(f"there is no comma behind the key {key[0]}", at)
    fields, at = _fields(text, at + 1, strings)
    return Entry(match[1].lower(), key[0], line, fields), at


def _fields(text: str, at: int, strings: dict[str, str]) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while True:
        at = _space(text, at)
        if text[at : at + 1] in ("}", ")"):
            return fields, at + 1
        name = _NAME.match(text, at)
        if name is None:
            raise _BrokenError("a field has no name, or the entry is not closed", at)
        at = _space(text, name.end())
        if text[at : at + 1] != "=":
            raise _BrokenError(f"there is no “=” behind the field {name[0]}", at)
        value, at = _value(text, at + 1, strings)
        fields.setdefault(name[0].lower(), value)
        at = _space(text, at)
        if text[at : at + 1] == ",":
            at += 1
        elif text[at : at + 1] not in ("}", ")"):
            raise _BrokenError(f"there is no comma behind the field {name[0]}", at)


def _value(text: str, at: int, strings: dict[str, str]) -> tuple[str, int]:
    """A value of several pieces that are joined by `#`."""
    pieces = []
    while True:
        at = _space(text, at)
        first = text[at : at + 1]
        if first == "{":
            end = _balanced(text, at)
            pieces.append(text[at + 1 : end - 1])
        elif first == '"':
            end = _quoted(text, at)
            pieces.append(text[at + 1 : end - 1])
        elif match := _NAME.match(text, at):
            end = match.end()
            pieces.append(strings.get(match[0].lower(), match[0]))
        else:
            raise _BrokenError("a field has no value", at)
        at = _space(text, end)
        if text[at : at + 1] != "#":
            return "".join(pieces), end
        at += 1


def _space(text: str, at: int) -> int:
    match = re.compile(r"(?:\s|%[^\n]*\n)*").match(text, at)
    return match.end() if match else at


def _balanced(text: str, at: int) -> int:
    """Behind the brace or bracket that closes the one at `at`."""
    opening = text[at]
    closing = {"{": "}", "(": ")"}[opening]
    depth, here = 0, at
    while here < len(text):
        character = text[here]
        if character == "\\":
            here += 1
        elif character == opening:
            depth += 1
        elif character == closing:
            depth -= 1
            if depth == 0:
                return here + 1
        here += 1
    raise _BrokenError("a brace is not closed", at)


def _quoted(text: str, at: int) -> int:
    depth, here = 0, at + 1
    while here < len(text):
        character = text[here]
        if character == "\\":
            here += 1
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif character == '"' and depth == 0:
            return here + 1
        here += 1
    raise _BrokenError("a quotation mark is not closed", at)


def _inherit(entries: list[Entry], problems: list[tuple[int, str]]) -> None:
    by_key = {entry.key.lower(): entry for entry in reversed(entries)}
    for entry in entries:
        parents = [entry.fields.get("crossref", ""), *re.split(r"\s*,\s*", entry.fields.get("xdata", ""))]
        for name in (p.strip() for p in parents if p.strip()):
            parent = by_key.get(name.lower())
            if parent is None or parent is entry:
                problems.append((entry.line, f"the entry {entry.key} refers to {name}, which the file does not have"))
                continue
            as_part = name == entry.fields.get("crossref", "").strip() and entry.kind != parent.kind
            for key, value in parent.fields.items():
                own = _INHERITED.get(key, key) if as_part else key
                if key not in _OWN:
                    entry.fields.setdefault(own, value)
