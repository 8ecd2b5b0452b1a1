"""Where the keys and values of a TOML text stand, which TOML's parser does not tell.

The text is known to be TOML: this walk follows its grammar, but takes every value as it stands.
"""

from __future__ import annotations

import re
import tomllib

from publish.lazy import regex

#: Names of keys and numbers of list items on the way to a value.
Path = tuple[str | int, ...]
Places = dict[Path, tuple[int, int]]

_GAP = regex(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BLANK = regex(r"[ \t]*")
_NAME = regex(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_STRING = regex(
    r""""{3}(?:[^"\\]|\\.|"(?!""))*"{3,5}|'{3}(?:[^']|'(?!''))*'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'""", re.S
)
_SCALAR = regex(r"[^,\]}\n#]*")


def places(text: str) -> Places:
    """Line and column, from 1, of each key and of each item of a list."""
    walk = _Walk(text)
    walk.document()
    starts = [0, *(i + 1 for i, sign in enumerate(text) if sign == "\n")]
    result: Places = {}
    line = 0
    for at, path in sorted((at, path) for path, at in walk.found.items()):
        while line + 1 < len(starts) and starts[line + 1] <= at:
            line += 1
        result[path] = (line + 1, at - starts[line] + 1)
    return result


class _Walk:
    """A position that moves through the text once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, int] = {}
        self.lists: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        self._over(_GAP)
        while self.at < len(self.text):
            table = self._header() if self.text[self.at] == "[" else self._pair(table)
            self._over(_GAP)

    def _over(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at + 1
        return match[0] if match else ""

    def _names(self) -> list[tuple[str, int]]:
        """The parts of a dotted key, each with its place."""
        names = []
        while True:
            self._over(_BLANK)
            start = self.at
            raw = self._over(_NAME)
            names.append((next(iter(tomllib.loads(f"{raw} = 0"))) if raw[:1] in ("'", '"') else raw, start))
            self._over(_BLANK)
            if self.text[self.at : self.at + 1] != ".":
                return names
            self.at += 1

    def _header(self) -> Path:
        """`[a.b]` or `[[a.b]]`: the path of the table that begins here."""
        double = self.text.startswith("[[", self.at)
        self.at += 2 if double else 1
        names = self._names()
        self.at += 2 if double else 1
        path: Path = ()
        for number, (name, start) in enumerate(names, 1):
            path = (*path, name)
            self.found.setdefault(path, start)
            if double and number == len(names):
                self.lists[path] = self.lists.get(path, 0) + 1
            if path in self.lists:
                path = (*path, self.lists[path] - 1)
                self.found.setdefault(path, start)
        return path

    def _pair(self, table: Path) -> Path:
        path = table
        for name, start in self._names():
            path = (*path, name)
            self.found.setdefault(path, start)
        self.at += 1
        self._over(_BLANK)
        self._value(path)
        return table

    def _value(self, path: Path) -> None:
        sign = self.text[self.at : self.at + 1]
        if sign in ("[", "{"):
            self.at += 1
            self._many(path, "]" if sign == "[" else "}")
        else:
            self._over(_STRING if sign in ("'", '"') else _SCALAR)

    def _many(self, path: Path, end: str) -> None:
        """The items of a list or the pairs of an inline table, to its end."""
        number = 0
        self._over(_GAP)
        while self.at < len(self.text) and self.text[self.at] != end:
            before = self.at
            if end == "]":
                self.found[(*path, number)] = self.at
                self._value((*path, number))
            else:
                self._pair(path)
            number += 1
            self._over(_GAP)
            if self.text[self.at : self.at + 1] == "," or self.at == before:
                self.at += 1
                self._over(_GAP)
        self.at += 1
