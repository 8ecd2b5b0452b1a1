"""Comments that accept diagnostics, in a file: what each says, and the lines that it holds for.

A text of nothing but such comments is read in one walk: what one of them looked for, the next one knows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import field

from publish.diagnostics import Span
from publish.lazy import dataclass, regex
from publish.markdown.ahead import without_code

MARK = "colophon:"
_COMMENT = regex(r"<!--\s*colophon:\s*allow\b([^<>]*?)-->")
_ALONE = regex(r"\s*(?:<!--(?:(?!-->).)*-->\s*)+$")
_FENCE = regex(r"[ \t>]*(`{3,}|~{3,})")


@dataclass(frozen=True)
class Comment:
    """A code that is accepted in some lines of a file, and where that is said."""

    code: str
    span: Span
    lines: range


@dataclass
class _Block:
    """Comments for one code whose lines end together, the first to begin first; `used` of them are known to be of use."""

    comments: list[Comment] = field(default_factory=list)
    used: int = 0


class Comments:
    """The comments of a file, found by code and line."""

    def __init__(self, every: Iterable[Comment]) -> None:
        self.every = tuple(every)
        self.used: set[Comment] = set()
        blocks: dict[str, dict[int, _Block]] = defaultdict(lambda: defaultdict(_Block))
        for one in sorted(self.every, key=lambda c: c.lines.start):
            blocks[one.code][one.lines.stop].comments.append(one)
        self._blocks = {code: sorted(found.items()) for code, found in blocks.items()}

    def accept(self, code: str, line: int) -> bool:
        """Whether a diagnostic of this line is accepted; the comments that do so are in `used` from then on."""
        blocks = self._blocks.get(code, ())
        accepted = False
        for _, block in blocks[bisect_right(blocks, line, key=lambda b: b[0]) :]:
            if block.comments[0].lines.start > line:
                break
            accepted = True
            while block.used < len(block.comments) and block.comments[block.used].lines.start <= line:
                self.used.add(block.comments[block.used])
                block.used += 1
        return accepted


def comments_in(path: str, lines: Sequence[str]) -> list[Comment]:
    found = []
    fence = ""
    held = _Held(lines)
    for number, line in enumerate(lines, 1):
        if match := _FENCE.match(line):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
        elif not fence and MARK in line:
            shown = without_code(line, lambda start, end: " " * (end - start))
            alone = bool(_ALONE.match(shown))
            for comment in _COMMENT.finditer(shown):
                span = Span(path, number, comment.start() + 1)
                where = held.of(number, alone)
                found += [Comment(code, span, where) for code in re.split(r"[\s,]+", comment[1].strip()) or [""]]
    return found


class _Held:
    """The lines that comments hold for, asked from the first line to the last."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._next = 0  # the line that the comments before it, alone on theirs, hold for
        self._block = range(0)  # the lines of a block that another comment stands in
        self._ends: dict[int, int] = {}

    def of(self, number: int, alone: bool) -> range:
        if alone:
            if number >= self._next:
                start = number
                while start < len(self._lines) and self._passed(self._lines[start]):
                    start += 1
                self._next = start + 1
            return range(number, self._end(self._next))
        if number not in self._block:
            start = number
            while start > 1 and self._lines[start - 2].strip():
                start -= 1
            self._block = range(start, self._end(start))
        return self._block

    def _passed(self, line: str) -> bool:
        return not line.strip() or _ALONE.match(line) is not None

    def _end(self, start: int) -> int:
        """The line behind the block that begins here; a fenced one ends where its fence closes."""
        if start not in self._ends:
            end, fence = start, ""
            while end <= len(self._lines) and (fence or self._lines[end - 1].strip()):
                if match := _FENCE.match(self._lines[end - 1]):
                    fence = "" if fence and match[1].startswith(fence) else fence or match[1]
                end += 1
            self._ends[start] = end
        return self._ends[start]
