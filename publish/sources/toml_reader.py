"""A TOML file being read: values typed, unknown keys refused with the nearest name, mistakes collected by place."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

import msgspec

from publish.diagnostics import Diagnostic, Span
from publish.sources.folder import ILLEGAL
from publish.sources.places import Path, Places, places

_T = TypeVar("_T")
_KINDS = {str: "a string", int: "a whole number", bool: "true or false", list[str]: "a list of strings"}


class Reader:
    """The tables of one file; what is wrong with it is collected, not raised."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.noticed: list[Diagnostic] = []
        self._places: Places = {}

    def table(self) -> dict[str, Any] | None:
        """The whole file, or None where it is no TOML."""
        try:
            table = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            match = re.search(r"line (\d+), column (\d+)", str(error))
            last = Span(self.name, self.text.rstrip().count("\n") + 1)
            span = Span(self.name, int(match[1]), int(match[2])) if match else last
            message = f"this is no TOML: {str(error).split(' (at')[0].lower()}"
            self.report("M001", message, span, "see toml.io for its rules")
            return None
        except (RecursionError, ValueError):
            message = "this is no TOML that the press can read: it is nested too deeply, or has a number too long"
            self.report("M001", message, Span(self.name), "make the value shorter")
            return None
        self._places = places(self.text)
        return {key: self._clean(value, (key,)) for key, value in table.items()}

    def place(self, *path: str | int) -> Span:
        """Where a key or an item of a list stands, else where the nearest table or list around it does."""
        for end in range(len(path), 0, -1):
            if path[:end] in self._places:
                return Span(self.name, *self._places[path[:end]])
        return Span(self.name)

    def report(self, code: str, message: str, span: Span, hint: str) -> None:
        self.noticed.append(Diagnostic(code, message, span, hint))

    def known(self, table: Mapping[str, Any], keys: Collection[str], *path: str | int) -> None:
        for key in table:
            if key not in keys:
                where = f"[{'.'.join(str(p) for p in path if isinstance(p, str))}]" if path else self.name
                hint = nearest(key, keys) or "the keys are " + (", ".join(sorted(keys)) or "none yet")
                self.report("M002", f"{where} has no key “{key}”", self.place(*path, key), hint)

    def value(self, table: Mapping[str, Any], key: str, kind: type[_T], default: _T, *path: str | int) -> _T:
        """A value of a table of a kind; the default where it is absent or of another kind."""
        if key not in table:
            return default
        try:
            return msgspec.convert(table[key], kind)
        except msgspec.ValidationError:
            wanted = _KINDS.get(kind, "a table")
            message = f"{key} is {wanted}, not {_named(table[key])}"
            self.report("M003", message, self.place(*path, key), f"write {key} as {wanted}")
            return default

    def _clean(self, value: Any, path: Path) -> Any:
        """The value without the characters that no XML, and so no book, can hold: TOML can escape them."""
        if isinstance(value, dict):
            return {key: self._clean(one, (*path, key)) for key, one in value.items()}
        if isinstance(value, list):
            return [self._clean(one, (*path, number)) for number, one in enumerate(value)]
        if isinstance(value, str) and (bad := ILLEGAL.search(value)):
            message = f"the control character U+{ord(bad[0]):04X} was left out"
            self.report("M010", message, self.place(*path), "remove it")
            return ILLEGAL.sub("", value)
        return value


def nearest(word: str, known: Collection[str]) -> str:
    """A hint that offers the nearest known name, or nothing where none is near."""
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else ""


def _named(value: Any) -> str:
    kinds = {bool: "true or false", int: "a whole number", float: "a number", str: "a string", list: "a list"}
    return "a table" if isinstance(value, dict) else kinds.get(type(value), "a date or time")
