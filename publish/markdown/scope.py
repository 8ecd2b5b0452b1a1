"""What a rule knows beside its text: the path of the source, and where to put what it noticed."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from publish.book import EditorsMark
from publish.diagnostics import Diagnostic, Span
from publish.limits import Limits
from publish.markdown.formulas.macros import Macros


class Scope:
    """The place and the language of a text in the manuscript; a parse has one, in markdown-it's environment.

    `origins` says for each line of the text the file and the line that it came from, where includes or variables have
    changed the text; it is empty where the text is the file's own. `macros` are those of LaTeX, which hold to the end of
    the book. `cites` is True where the book has a bibliography, so that `@word` may be a citation.
    """

    def __init__(
        self,
        path: str,
        macros: Macros | None = None,
        cites: bool = False,
        lang: str = "en",
        limits: Limits | None = None,
    ) -> None:
        self.path = path
        self.lang = lang
        self.limits = limits or Limits()
        self.macros: Macros = {} if macros is None else macros
        self.diagnostics: list[Diagnostic] = []
        self.origins: tuple[tuple[str, int], ...] = ()
        self.cites = cites
        #: Whether the marks of an editor are read, accepted or not.
        self.reads_critic = False
        #: Whether the class `hidden` hides what has it, as in mdBook.
        self.hides_by_class = False
        #: The marks of an editor, where their places are kept: the number of each is its index.
        self.marks: list[EditorsMark] = []
        #: Drawings and formulas taken out of the text, with their lines, until its tree is made.
        self.foreign: list[tuple[str, int]] = []
        #: Where a star calls for a note or stands before one: no half of emphasis.
        self.meant: set[Span] = set()
        #: Attributes that a book may not have, with their elements, which were reported in this file.
        self.unknown: set[tuple[str, str]] = set()

    def origin(self, line: int) -> tuple[str, int]:
        """The file and the line in it that a line of the text came from."""
        return self.origins[min(line, len(self.origins)) - 1] if self.origins else (self.path, line)

    def span(self, line: int, column: int = 1) -> Span:
        return Span(*self.origin(line), column)

    def add(self, diagnostic: Diagnostic) -> None:
        self.diagnostics.append(diagnostic)


def scope_of(env: MutableMapping[str, Any]) -> Scope:
    scope = env.setdefault("scope", Scope(""))
    assert isinstance(scope, Scope)
    return scope
