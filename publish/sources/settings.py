"""Settings files of other tools: YAML, JSON and TOML as plain text values with their places. Nothing is guessed of types.

Every scalar is text, so that a title `No` or `1984` stays what the author wrote; no tag of YAML makes an object, and what
aliases repeat is counted against a limit. A file that cannot be read is a diagnostic at its line.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from publish.diagnostics import Diagnostic, Span
from publish.sources.folder import ILLEGAL
from publish.sources.places import Places, places

_TRUE = frozenset({"true", "yes", "on", "y", "1"})
_FALSE = frozenset({"false", "no", "off", "n", "0"})


class Settings:
    """The values of one file by path; `value` is None where the file is empty or cannot be read."""

    def __init__(self, name: str, value: Any = None, found: Places | None = None) -> None:
        self.name = name
        self.value = value
        self.places = found or {}
        self.noticed: list[Diagnostic] = []

    def at(self, *path: str | int) -> Any:
        value = self.value
        for step in path:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
                value = value[step]
            else:
                return None
        return value

    def text(self, *path: str | int) -> str:
        value = self.at(*path)
        return " ".join(value.split()) if isinstance(value, str) else ""

    def texts(self, *path: str | int) -> tuple[str, ...]:
        """A text or a list of texts."""
        value = self.at(*path)
        found = value if isinstance(value, list) else [value]
        return tuple(" ".join(one.split()) for one in found if isinstance(one, str) and one.strip())

    def table(self, *path: str | int) -> dict[str, Any]:
        value = self.at(*path)
        return value if isinstance(value, dict) else {}

    def items(self, *path: str | int) -> list[Any]:
        value = self.at(*path)
        return value if isinstance(value, list) else []

    def flag(self, default: bool, *path: str | int) -> bool:
        word = self.text(*path).lower()
        return True if word in _TRUE else False if word in _FALSE else default

    def place(self, *path: str | int) -> Span:
        """Where a value stands, else the nearest value around it that has a place."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.places:
                return Span(self.name, *self.places[path[:end]])
        return Span(self.name)

    def report(self, code: str, message: str, span: Span, hint: str) -> None:
        self.noticed.append(Diagnostic(code, message, span, hint))


def from_yaml(text: str, name: str, code: str = "M012", below: int = 0) -> Settings:
    """The first document of a YAML text that begins `below` lines down in its file."""
    # Its library is slow to import: only where there is YAML.
    from publish.sources.yaml_nodes import UnreadError, values

    settings = Settings(name)
    try:
        settings.value = values(text, below, settings.places)
    except UnreadError as error:
        span = Span(name, error.line + below, error.column)
        settings.report(code, str(error), span, error.hint)
    return settings


def from_json(text: str, name: str, code: str = "M012") -> Settings:
    settings = Settings(name)
    try:
        settings.value = _texts(json.loads(text))
    except json.JSONDecodeError as error:
        span = Span(name, error.lineno, error.colno)
        settings.report(
            code, f"this is no JSON: {error.msg.lower()}", span, "mend it; JSON has no comments or last commas"
        )
    except (RecursionError, ValueError):
        settings.report(code, "this is no JSON that the press reads", Span(name), "make it simpler")
    for match in re.finditer(r'"((?:[^"\\\n]|\\.)+)"\s*:', text):
        line = text.count("\n", 0, match.start()) + 1
        settings.places.setdefault((match[1],), (line, match.start() - text.rfind("\n", 0, match.start())))
    return settings


def from_toml(text: str, name: str, code: str = "M012", below: int = 0) -> Settings:
    settings = Settings(name)
    try:
        settings.value = _texts(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+), column (\d+)", str(error))
        span = Span(name, int(match[1]) + below, int(match[2])) if match else Span(name, text.count("\n") + 1 + below)
        settings.report(
            code, f"this is no TOML: {str(error).split(' (at')[0].lower()}", span, "see toml.io for its rules"
        )
        return settings
    except (RecursionError, ValueError):
        settings.report(code, "this is no TOML that the press reads", Span(name, 1 + below), "make it simpler")
        return settings
    settings.places = {path: (line + below, column) for path, (line, column) in places(text).items()}
    return settings


def _texts(value: Any) -> Any:
    """The same tables and lists with every scalar as text."""
    if isinstance(value, dict):
        return {str(key): _texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_texts(one) for one in value]
    if value is None or isinstance(value, str):
        return value if value is None else ILLEGAL.sub("", value)
    return str(value).lower() if isinstance(value, bool) else str(value)
