"""YAML as plain text values with their places. This file alone of the room knows the library."""

from __future__ import annotations

from typing import Any

import yaml

from publish.sources.folder import ILLEGAL
from publish.sources.places import Path, Places

#: Values and levels that a settings file may have, with all that its aliases repeat.
MAX_VALUES = 50_000
MAX_LEVELS = 60


class UnreadError(ValueError):
    """A text that is no YAML, or none that the press reads; its line and column, from 1, and what to do."""

    def __init__(self, message: str, hint: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.hint, self.line, self.column = hint, line, column


def values(text: str, below: int, found: Places) -> Any:
    """The first document of a text that begins `below` lines down in its file; places are put into `found`."""
    try:
        node = next(yaml.compose_all(text, Loader=yaml.SafeLoader), None)
        return None if node is None else _Walk(found, below).value(node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if error.context_mark and "end of stream" in str(error.problem):  # what was opened there is never closed
            mark = error.context_mark
        problem = " ".join(str(error.problem or error.context or "it cannot be read").split())
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        hint = "mend it; quote values with a colon or a quotation mark"
        raise UnreadError(f"this is no YAML: {problem}", hint, *place) from error
    except (yaml.YAMLError, RecursionError, _TooLargeError, ValueError) as error:
        problem = str(error) if isinstance(error, _TooLargeError) else "it cannot be read"
        raise UnreadError(f"this is no YAML that the press reads: {problem}", "make it simpler") from error


class _TooLargeError(Exception):
    pass


class _Walk:
    """Nodes of YAML to values, all scalars as text; places are kept on the way."""

    def __init__(self, found: Places, below: int) -> None:
        self.found = found
        self.below = below
        self.count = 0

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.count += 1
        if self.count > MAX_VALUES or len(path) > MAX_LEVELS:
            raise _TooLargeError("it has too many values, or is nested too deeply")
        self.found.setdefault(path, (node.start_mark.line + 1 + self.below, node.start_mark.column + 1))
        if isinstance(node, yaml.MappingNode):
            return self._table(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(one, (*path, at)) for at, one in enumerate(node.value)]
        return None if node.tag == "tag:yaml.org,2002:null" else ILLEGAL.sub("", str(node.value))

    def _table(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        table: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key, one in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            place = (key.start_mark.line + 1 + self.below, key.start_mark.column + 1)
            if key.tag == "tag:yaml.org,2002:merge":
                found = self.value(one, path)
                for each in found if isinstance(found, list) else [found]:
                    merged = {**each, **merged} if isinstance(each, dict) else merged
            elif name:
                self.found.setdefault((*path, name), place)
                table[name] = self.value(one, (*path, name))
        return {**merged, **table}
