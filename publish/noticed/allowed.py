"""What an author accepts: `<!-- colophon: allow C063 -->` in the text, `[check] allow` in `book.toml`.

A comment holds for the block that it stands in, or, alone on its lines, for the block that follows; a block ends
at a blank line, a fenced one where its fence closes. Errors keep promises of the press and cannot be allowed. What
suppresses nothing is a mistake as well (`M050`), but for codes that only laid-out or finished books have.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from publish.book import Allowance, Source
from publish.diagnostics import CODES, Diagnostic, Severity, Span
from publish.noticed.texts import Texts

_MARK = "colophon:"
_COMMENT = re.compile(r"<!--\s*colophon:\s*allow\b([^>]*?)-->")
_ALONE = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)+$")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
#: Codes that reading alone does not find.
_LATER = re.compile(r"T0[0-4]\d|[EP]\d+|C024|C026")


@dataclass(frozen=True)
class _Comment:
    """Codes that are accepted in some lines of a file, and where that is said."""

    code: str
    span: Span
    lines: range


class Allowed:
    """What one manuscript accepts; it remembers what was of use."""

    def __init__(self, allowances: Sequence[Allowance], sources: Iterable[Source], files: Mapping[str, bytes]) -> None:
        self.texts = Texts(files)
        self._used: set[Allowance | _Comment] = set()
        self._mistaken: list[Diagnostic] = []
        self._allowances = [one for one in allowances if self._can_be(one.code, one.span)]
        self._comments: dict[str, list[_Comment]] = {}
        for source in sources:
            self._comments[source.path] = self._read(source.path) if _MARK in source.text else []

    def _read(self, path: str) -> list[_Comment]:
        return [c for c in _comments(path, self.texts.lines(path)) if self._can_be(c.code, c.span)]

    def kept(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The diagnostics that are not accepted."""
        return tuple(d for d in diagnostics if d.severity is Severity.ERROR or not self._accepts(d))

    def mistakes(self) -> tuple[Diagnostic, ...]:
        """Suppressions that cannot be, and those that were of no use to any `kept` before."""
        every: list[Allowance | _Comment] = [
            *self._allowances,
            *(c for comments in self._comments.values() for c in comments),
        ]
        idle = [one for one in every if one not in self._used and not _LATER.match(one.code)]
        return (*self._mistaken, *(_idle(one) for one in idle))

    def _accepts(self, diagnostic: Diagnostic) -> bool:
        path, line = diagnostic.span.path, diagnostic.span.line
        if path not in self._comments:  # an included file
            self._comments[path] = self._read(path)
        found: list[Allowance | _Comment] = [
            one for one in self._allowances if one.code == diagnostic.code and fnmatch.fnmatchcase(path, one.path)
        ]
        found += [c for c in self._comments[path] if c.code == diagnostic.code and line in c.lines]
        self._used.update(found)
        return bool(found)

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


def _idle(one: Allowance | _Comment) -> Diagnostic:
    where = "in this block" if isinstance(one, _Comment) else "in the book" if one.path == "*" else f"in {one.path}"
    return Diagnostic("M050", f"{one.code} is allowed here, but nothing {where} is {one.code}", one.span, "take it out")


def _comments(path: str, lines: Sequence[str]) -> list[_Comment]:
    found = []
    fence = ""
    for number, line in enumerate(lines, 1):
        if match := _FENCE.match(line):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
        elif not fence and _MARK in line:
            shown = _CODE_SPAN.sub(lambda m: " " * len(m[0]), line)
            for comment in _COMMENT.finditer(shown):
                held = _held(lines, number, alone=bool(_ALONE.match(shown)))
                span = Span(path, number, comment.start() + 1)
                found += [_Comment(code, span, held) for code in re.split(r"[\s,]+", comment[1].strip()) or [""]]
    return found


def _held(lines: Sequence[str], number: int, alone: bool) -> range:
    """The lines that a comment on a line holds for."""
    start = number
    if alone:
        while start < len(lines) and (not lines[start].strip() or _ALONE.match(lines[start])):
            start += 1
        start += 1
    else:
        while start > 1 and lines[start - 2].strip():
            start -= 1
    end, fence = start, ""
    while end <= len(lines) and (fence or lines[end - 1].strip()):
        if match := _FENCE.match(lines[end - 1]):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
        end += 1
    return range(min(start, number), end)
