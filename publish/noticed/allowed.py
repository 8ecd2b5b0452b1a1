"""What an author accepts: `<!-- colophon: allow C063 -->` in the text, `[check] allow` in `book.toml`.

A comment holds for the block that it stands in, or, alone on its lines, for the block that follows; a block ends
at a blank line, a fenced one where its fence closes. Errors keep promises of the press and cannot be allowed. What
suppresses nothing is a mistake as well (`M050`), but for codes that only laid-out or finished books have.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping, Sequence

from publish.book import Allowance, Source
from publish.diagnostics import CODES, Diagnostic, Severity, Span
from publish.lazy import regex
from publish.noticed.comments import MARK, Comment, Comments, comments_in
from publish.noticed.texts import Texts

#: Codes that reading alone does not find.
_LATER = regex(r"T0[0-4]\d|[EP]\d+|C024|C026")


class Allowed:
    """What one manuscript accepts; it remembers what was of use."""

    def __init__(self, allowances: Sequence[Allowance], sources: Iterable[Source], files: Mapping[str, bytes]) -> None:
        self.texts = Texts(files)
        self._used: set[Allowance] = set()
        self._mistaken: list[Diagnostic] = []
        self._allowances = [one for one in allowances if self._can_be(one.code, one.span)]
        self._comments: dict[str, Comments] = {}
        for source in sources:
            self._comments[source.path] = self._read(source.path) if MARK in source.text else Comments(())

    def _read(self, path: str) -> Comments:
        return Comments([c for c in comments_in(path, self.texts.lines(path)) if self._can_be(c.code, c.span)])

    def kept(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The diagnostics that are not accepted."""
        return tuple(d for d in diagnostics if d.severity is Severity.ERROR or not self._accepts(d))

    def mistakes(self) -> tuple[Diagnostic, ...]:
        """Suppressions that cannot be, and those that were of no use to any `kept` before."""
        idle: list[Allowance | Comment] = [one for one in self._allowances if one not in self._used]
        idle += [c for comments in self._comments.values() for c in comments.every if c not in comments.used]
        idle = [one for one in idle if not _LATER.match(one.code)]
        return (*self._mistaken, *(_idle(one) for one in idle))

    def _accepts(self, diagnostic: Diagnostic) -> bool:
        path, line = diagnostic.span.path, diagnostic.span.line
        if path not in self._comments:  # an included file
            self._comments[path] = self._read(path)
        found = [one for one in self._allowances if one.code == diagnostic.code and fnmatch.fnmatchcase(path, one.path)]
        self._used.update(found)
        return self._comments[path].accept(diagnostic.code, line) or bool(found)

    def _can_be(self, code: str, span: Span) -> bool:
        if code not in CODES:
            message, hint = (
                f"“{code}” is no code of a diagnostic",
                "write one, such as C063; publish explain lists them",
            )
        elif CODES[code].severity is Severity.ERROR:
            message, hint = f"{code} is an error and cannot be allowed", f"mend what it reports: publish explain {code}"
        else:
            return True
        self._mistaken.append(Diagnostic("M051", message, span, hint))
        return False


def _idle(one: Allowance | Comment) -> Diagnostic:
    where = "in this block" if isinstance(one, Comment) else "in the book" if one.path == "*" else f"in {one.path}"
    return Diagnostic("M050", f"{one.code} is allowed here, but nothing {where} is {one.code}", one.span, "take it out")
