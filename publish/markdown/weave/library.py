"""The files that one chapter includes: found, limited, cut to the part that is asked for; what is wrong is reported."""

from __future__ import annotations

import posixpath
import re

from publish.book import Manuscript, Source
from publish.diagnostics import Diagnostic, Span
from publish.markdown.scope import Scope
from publish.markdown.weave.lines import Line
from publish.markdown.weave.parts import Numbered, Part, chosen
from publish.markdown.weave.reading import MAX_CHARACTERS, MAX_DEPTH, UnreadableError, found, without_front_matter
from publish.markdown.weave.wanted import Wanted

#: Endings of files whose head of YAML is not text.
_TEXT = (".md", ".markdown", ".mdown", ".qmd", ".rmd", ".mkd")


class Library:
    """`_characters` is what includes have brought into the chapter so far."""

    def __init__(self, manuscript: Manuscript, source: Source, scope: Scope) -> None:
        self._files = manuscript.files
        self._chapters = {s.path for s in manuscript.sources}
        self._home = posixpath.dirname(source.path)
        self._scope = scope
        self._characters = 0

    def report(self, code: str, message: str, line: Line, hint: str) -> None:
        self._scope.add(Diagnostic(code, message, Span(line.path, line.number), hint))

    def is_chapter(self, path: str) -> bool:
        return posixpath.normpath(posixpath.join(self._home, path)) in self._chapters

    def has(self, path: str, stack: tuple[str, ...]) -> bool:
        try:
            found(self._files, path, self._bases(stack))
        except UnreadableError:
            return False
        return True

    def lines(self, wanted: Wanted, line: Line, stack: tuple[str, ...]) -> tuple[str, Numbered] | None:
        """The path of a file and the lines asked for, with their numbers and without empty ones at the end.

        None where there is nothing to include. `stack` are the files that include each other, the innermost last.
        """
        try:
            path, text = found(self._files, wanted.path, self._bases(stack))
        except UnreadableError as error:
            message = f"the included file {wanted.path} {error}; its name is printed in its place"
            self.report("M030", message, line, "check its name, or add the file")
            return None
        if not wanted.code and (path in stack or len(stack) > MAX_DEPTH):
            message = f"{path} includes itself" if path in stack else f"includes are nested more than {MAX_DEPTH} deep"
            self.report("M031", f"{message}; its name is printed in its place", line, "take the include out")
            return None
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            message = f"includes bring more than {MAX_CHARACTERS // 1_000_000} million characters into this chapter"
            self.report("M009", message, line, "divide the chapter")
            return None
        first = 1
        if not wanted.code and wanted.part == Part() and posixpath.splitext(path)[1].lower() in _TEXT:
            text, first = without_front_matter(text)
        return path, _without_blank_end(self._cut(path, text.split("\n"), first, wanted, line))

    def _cut(self, path: str, lines: list[str], first: int, wanted: Wanted, line: Line) -> Numbered:
        numbered = chosen(lines, wanted.part)
        if numbered is None:
            message = f"{path} has no such part as this include asks for; the whole file is printed"
            self.report("M032", message, line, "check the lines, or the marks in that file")
            numbered = list(enumerate(lines, 1))
        return [(number + first - 1, text) for number, text in numbered]

    def _bases(self, stack: tuple[str, ...]) -> list[str]:
        """Where a file may be named from: the file that includes it, the chapter, the top, Leanpub's folders."""
        here = posixpath.dirname(stack[-1]) if stack else self._home
        tops = [self._home, "", *([self._home.split("/")[0]] if self._home else [])]
        return [here, *tops, *(posixpath.join(base, "resources") for base in tops)]


def placeholder(wanted: Wanted) -> str:
    """What a reader sees in the place of a file that cannot be included: its title and name, in brackets."""
    words = wanted.path if wanted.caption in ("", wanted.path) else f"{wanted.caption}: {wanted.path}"
    escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", f"[{words}]")
    return f"[{escaped}]{{.missing-include}}"


def _without_blank_end(numbered: Numbered) -> Numbered:
    while numbered and not numbered[-1][1].strip():
        numbered.pop()
    return numbered
