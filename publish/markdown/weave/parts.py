"""Which lines of a file an include asks for: ranges of lines, or what stands between two marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from publish.lazy import dataclass, regex

Numbered = list[tuple[int, str]]


@dataclass(frozen=True)
class Part:
    """Ranges of lines counted from 1 (an open end is None), a name that marks in the file give, texts around it."""

    ranges: tuple[tuple[int, int | None], ...] = ()
    name: str = ""
    after: str = ""
    before: str = ""
    unindent: bool = False


#: Marks that name a part of a file: mdBook, PyMdown's snippets, AsciiDoc and pandoc-include-code.
_START = regex(r"ANCHOR:\s*([\w-]+)|--8<--\s*\[start:\s*([\w-]+)\]|\btag::([\w-]+)\[\]|\bstart snippet ([\w-]+)")
_END = regex(r"ANCHOR_END:\s*([\w-]+)|--8<--\s*\[end:\s*([\w-]+)\]|\bend::([\w-]+)\[\]|\bend snippet ([\w-]+)")
#: GitBook's include-codeblock has Doxygen's: the same mark begins and ends a part.
_TURN = regex(r"(?://+|#|%|/\*|<!--)[*!/#]\s*\[\s*([A-Za-z][\w \t-]*?)\s*\]")


def of_colons(text: str) -> Part:
    """mdBook's `2`, `2:`, `:10`, `2:10` and `anchor`, as they stand behind the first colon."""
    match = re.fullmatch(r"(\d*)(:?)(\d*)", text.strip())
    if not match:
        return Part(name=text.strip())
    if not text.strip(":"):
        return Part()
    first = int(match[1] or 1)
    return Part(ranges=((first, int(match[3]) if match[3] else None if match[2] else first),))


def of_ranges(text: str) -> Part:
    """`3`, `3-5`, `3-`, `-5`, several of them divided by commas; MyST, GitBook."""
    ranges = []
    for piece in re.split(r"[,;\s]+", text.strip()):
        match = re.fullmatch(r"(\d*)(?:(-|\.\.)(\d*))?", piece)
        if match and piece:
            first = int(match[1] or 1)
            ranges.append((first, int(match[3]) if match[3] else None if match[2] else first))
    return Part(ranges=tuple(ranges))


def chosen(lines: Sequence[str], part: Part) -> Numbered | None:
    """The lines with their numbers, or None where the file has no such part."""
    numbered = list(enumerate(lines, 1))
    found: Numbered | None = numbered
    if part.name:
        found = _named(numbered, part.name)
    elif part.ranges:
        found = [one for first, last in part.ranges for one in numbered[max(0, first - 1) : last]] or None
    if found and (part.after or part.before):
        found = _between(found, part)
    return _unindented(found) if found and part.unindent else found


def _named(numbered: Numbered, name: str) -> Numbered | None:
    inside, known, result = False, False, []
    for number, text in numbered:
        start, end, turn = _START.search(text), _END.search(text), _TURN.search(text)
        if start and name in start.groups():
            inside = known = True
        elif end and name in end.groups():
            inside = False
        elif turn and turn[1] == name:
            inside, known = not inside, True
        elif inside and not (start or end or turn):
            result.append((number, text))
    return result if known else None


def _between(numbered: Numbered, part: Part) -> Numbered | None:
    start = next((i + 1 for i, (_, text) in enumerate(numbered) if part.after in text), None) if part.after else 0
    if start is None:
        return None
    rest = numbered[start:]
    if not part.before:
        return rest
    end = next((i for i, (_, text) in enumerate(rest) if part.before in text), None)
    return None if end is None else rest[:end]


def _unindented(numbered: Numbered) -> Numbered:
    indents = [len(text) - len(text.lstrip()) for _, text in numbered if text.strip()]
    least = min(indents, default=0)
    return [(number, text[least:]) for number, text in numbered]
