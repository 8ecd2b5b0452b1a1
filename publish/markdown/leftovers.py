"""Never silently wrong: what looks like markup in the finished text of a chapter is reported at its line.

The table below is asked of the words that will be printed, so it sees what any other rule left behind, whichever it was.
Code is not asked. What an author escaped, with a backslash or a reference, is meant and is not reported either:
the sign must stand in the source as it stands in the text.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from lxml import etree

from publish.book import Element
from publish.book.trees import line_of
from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.ahead import match_ahead, without_code
from publish.markdown.leftover_kinds import KINDS
from publish.markdown.scope import Scope

_BY_NAME = {kind.name: kind for kind in KINDS}


def _pattern(text: str) -> re.Pattern[str]:
    """The kinds that a text may hold, by their signs: to try all of them at every letter takes a microsecond for each."""
    return _compiled(tuple(kind.name for kind in KINDS if any(sign in text for sign in kind.signs.split())))


@functools.cache
def _compiled(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{_BY_NAME[name].pattern})" for name in names) or r"(?!)", re.M)


#: What holds none of these holds none of the above. It begins with a set of signs, for which `re` looks many times as fast as for
#: one word or another.
_MAY = regex(r"[{}\[\]$\\@#&|+*<>_:!?.](?:(?<![:!?.])|(?<=:)(?:::|[mfos])|(?<=!)!!|(?<=\?)\?\?|(?<=\.)\. )")
_SIGNS = regex(r"[{}\[\]$\\@#&|+*<]|^_|:::|!!!|\?\?\?|\.\. |[A-Z]>|^(?:import|export)\b|:[mfos]", re.M)
#: What opens a construct, where typography changed the rest of it; an ampersand alone says nothing.
_OPENING = regex(r"[^\w\s&–—…“”‘’]+|\w+")
#: How many mistakes of one line are compared with what is left over there.
_HEARD = 40
_NOT_TEXT = frozenset({"code", "pre", "kbd", "samp", "math", "svg", "{http://www.w3.org/1998/Math/MathML}math"})
_BLOCKS = frozenset(
    "section p div h1 h2 h3 h4 h5 h6 li ul ol dt dd dl td th tr table thead tbody caption figure figcaption blockquote aside "
    "pre details summary header footer hr".split()
)


def leftovers_reported(tree: Element, source: str, scope: Scope) -> None:
    if next(_places(etree.tostring(tree, method="text", encoding="unicode")), None) is None:
        return
    blocks = list(_blocks(tree))
    lines = source.split("\n")
    told = _told(scope)
    following = dict(pairwise([*sorted({line for line, _ in blocks}), len(lines) + 1]))
    for line, text in _with_signs(blocks):
        written = _without_code("\n".join(lines[line - 1 : max(following[line] - 1, line)]))
        at = seen = row = begins = 0  # `row`: the line of `seen` within the block; `begins`: where that begins
        for match in _pattern(text).finditer(text):
            if match.lastgroup == "critic" and scope.reads_critic and match[0].startswith("{"):
                continue  # that rule says itself what is not whole; what is left was escaped
            found = _place(written, match[0], at)
            if found < 0:
                continue
            row += written.count("\n", seen, found)
            begins = max(begins, written.rfind("\n", seen, found) + 1)
            at, seen = found + 1, found
            kind = _BY_NAME[match.lastgroup or ""]
            shown = match[0].strip().split("\n", 1)[0]
            shown = shown if len(shown) <= 40 else shown[:39] + "…"
            span = scope.span(line + row, found - begins + 1)
            if span in scope.meant or any(match[0].strip() in d.message for d in told.get((span.path, span.line), ())):
                continue
            message = f"“{shown}” looks like {kind.looks_like}{kind.so}"
            scope.add(Diagnostic(kind.code, message, span, kind.hint))


def _places(text: str) -> Iterator[int]:
    """Where a text may hold something: at a sign, or at `import` and `export`."""
    yield from (match.start() for match in _MAY.finditer(text))
    at = text.find("port")
    while at >= 0:
        if text[at - 2 : at] in ("im", "ex") and not text[at + 4 : at + 5].isalnum():
            yield at
        at = text.find("port", at + 1)


def _with_signs(blocks: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The blocks that may hold something: looked for in all at once, since few do."""
    ends = list(accumulate(len(text) + 1 for _, text in blocks))
    places = {bisect_right(ends, at) for at in _places("\n".join(text for _, text in blocks))}
    yield from (blocks[place] for place in sorted(places) if _SIGNS.search(blocks[place][1]))


def _told(scope: Scope) -> dict[tuple[str, int], list[Diagnostic]]:
    """What other rules have said, by the line that they said it of: nobody needs to hear it twice.

    Of a line that is all mistakes the first few dozen are looked at.
    """
    told: dict[tuple[str, int], list[Diagnostic]] = {}
    for diagnostic in scope.diagnostics:
        there = told.setdefault((diagnostic.span.path, diagnostic.span.line), [])
        if len(there) < _HEARD:
            there.append(diagnostic)
    return told


def _blocks(tree: Element) -> Iterator[tuple[int, str]]:
    """The text of each block with the line where the block begins, code left out."""
    parts = [tree.text] if tree.text else []
    first = line = line_of(tree)
    silent = 0
    for child in tree.iterchildren(etree.Element):
        if len(child) == 0 and child.tag in _BLOCKS and child.tag not in _NOT_TEXT:  # a paragraph of nothing but words
            if parts:
                yield line, "".join(parts)
            if child.text:
                yield line_of(child), child.text
            parts, line = [child.tail] if child.tail else [], first
            continue
        for event, element in etree.iterwalk(child, events=("start", "end")):
            block = element.tag in _BLOCKS
            if block and parts:
                yield line, "".join(parts)
                parts = []
            if event == "start":
                if block:
                    line = line_of(element)
                silent += element.tag in _NOT_TEXT
                words = element.text
            else:
                silent -= element.tag in _NOT_TEXT
                if block:
                    parent = element.getparent()
                    line = line_of(parent) if parent is not None else 1
                words = element.tail
            if words and not silent:
                parts.append(words)
    if parts:
        yield line, "".join(parts)


def _without_code(text: str) -> str:
    """The source with its code blotted out; what follows `}` is the words of a role."""

    def blotted(start: int, end: int) -> str:
        role = text[max(0, start - 1) : start] == "}"
        return text[start:end] if role else re.sub(r"[^\n]", " ", text[start:end])

    return without_code(text, blotted)


def _place(written: str, literal: str, at: int) -> int:
    """Where the source has the sign with no backslash before it; -1 where it was escaped."""
    sign = literal.strip()
    for piece in (sign, sign.replace("–", "--"), *(m[0] for m in [_OPENING.match(sign)] if m)):
        bare = re.compile(("" if piece[0] == "\\" else r"(?<!\\)") + re.escape(piece))
        found, _ = match_ahead(written, bare, at)
        if found >= 0:
            return found
    return -1
