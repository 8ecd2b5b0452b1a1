"""What a rule knows beside its text: the path of the source, and where to put what it noticed."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from publish.diagnostics import Diagnostic, Span


class Scope:
    """The place of a text in the manuscript; a parse has one, in markdown-it's environment."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.diagnostics: list[Diagnostic] = []

    def span(self, line: int, column: int = 1) -> Span:
        return Span(self.path, line, column)

    def add(self, diagnostic: Diagnostic) -> None:
        self.diagnostics.append(diagnostic)


def scope_of(env: MutableMapping[str, Any]) -> Scope:
    scope = env.setdefault("scope", Scope(""))
    assert isinstance(scope, Scope)
    return scope
