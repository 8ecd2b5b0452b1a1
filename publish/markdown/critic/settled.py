"""The marks of a text applied to its tokens: accepted or rejected, for a proof with their places kept."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publish.book import EditorsMark, Reading
from publish.diagnostics import Diagnostic, Span
from publish.markdown.critic.pairs import Found, Mark, Pairs
from publish.markdown.critic.places import begins, ends, unmarked
from publish.markdown.scope import Scope, scope_of

_HINT = "close it in the block that it opens in, and give each block marks of its own"
#: Blocks that go with their text where all of it was a deletion or a comment.
_HOLLOW = frozenset(
    {"paragraph_open", "heading_open", "list_item_open", "bullet_list_open", "ordered_list_open", "blockquote_open"}
)
#: So many signs of a line are looked for in it; the others of a line stand at its beginning.
_MOST = 200


def settled(state: StateCore, reading: Reading) -> None:
    if not state.env.pop("critic", None):
        return
    Settling(state, reading).done()


class Settling:
    """One chapter's text on its way: what was found in it, and what waits for the next text that is printed."""

    def __init__(self, state: StateCore, reading: Reading) -> None:
        self._state = state
        self._reading = reading
        self._scope = scope_of(state.env)
        self._finder = _Finder(state.src, self._scope)
        self._carried = ""

    def done(self) -> None:
        result: list[Token] = []
        hollow = False
        for token in self._state.tokens:
            if token.type == "inline":
                had = bool(token.children)
                self._text(token)
                if (
                    had
                    and _is_empty(token.children or [])
                    and result
                    and result[-1].type in ("paragraph_open", "heading_open")
                ):
                    hollow = True
                    continue
            closes = hollow and token.nesting < 0 and result and result[-1].type in _HOLLOW
            if closes and result[-1].type == token.type.replace("_close", "_open"):
                result.pop()
                continue
            hollow = False
            result.append(token)
        self._state.tokens = result
        for note in self._state.env.get("footnotes", {}).get("list", {}).values():
            if (tokens := note.get("tokens")) is not None:
                tokens[:] = self._children(tokens, 1)
        if self._carried and (last := next((t for t in reversed(result) if t.type == "inline"), None)) is not None:
            last.children = _joined([*(last.children or []), _text(self._carried)])

    def _text(self, inline: Token) -> None:
        children = inline.children or []
        line = inline.map[0] + 1 if inline.map else 1
        if any(child.type.startswith("critic") for child in children):
            inline.content = _without(inline.content, children, _pairs(children), self._reading)
        children = self._children(children, line)
        if self._carried and not _is_empty(children):
            children = _joined([_text(self._carried), *children])
            self._carried = ""
        inline.children = children

    def _children(self, children: list[Token], line: int) -> list[Token]:
        for child in children:
            if child.children:  # the words of an image
                child.children = self._children(child.children, line)
        if not any(child.type.startswith("critic") for child in children):
            return children
        found = _pairs(children)
        for at, why in sorted(found.broken.items()):
            self._broken(children[at], why, line)
        signs = self._signs(children, found, line) if self._reading is Reading.MARK else {}
        kept = list(_kept(children, found, self._reading, signs))
        if _is_empty(kept):
            self._carried += "".join(signs.values())
            return [token for token in kept if token.type == "comment"]
        return _trimmed(_joined(kept))

    def _broken(self, sign: Token, why: str, line: int) -> None:
        if why:
            message = f"the editor's mark “{sign.content}” {why}; no edition may be printed with it"
            self._scope.add(Diagnostic("C070", message, self._finder.place(sign, line), _HINT))

    def _signs(self, children: Sequence[Token], found: Found, line: int) -> dict[int, str]:
        """Signs for the places of marks, by the index of the token that they stand at; the marks are noted down."""
        signs: dict[int, str] = {}
        until: dict[str, int] = {}
        for mark in found.marks:
            if mark.first < max(until.get(mark.kind, -1), until.get("--", -1) if mark.kind != ">>" else -1):
                continue  # within another of its kind, or in words that go
            until[mark.kind] = mark.last
            number = len(self._scope.marks)
            self._scope.marks.append(_noted(mark, children, self._finder.place(children[mark.first], line)))
            begin = mark.first if mark.between < 0 else mark.between
            signs[begin] = signs.get(begin, "") + begins(number)
            if mark.kind in ("++", "~~", "=="):
                signs[mark.last] = ends(number) + signs.get(mark.last, "")
        return signs


class _Finder:
    """Where in the source signs stand, asked in their order."""

    def __init__(self, source: str, scope: Scope) -> None:
        self._lines = source.split("\n")
        self._scope = scope
        self._text, self._at, self._count = "", 0, 0
        self._next: dict[int, tuple[int, int]] = {}

    def place(self, sign: Token, line: int) -> Span:
        """`line` is that of the block, from 1."""
        text, at = sign.meta["src"], sign.meta["at"]
        if text is not self._text or at < self._at:
            self._text, self._at, self._count = text, 0, 0
        self._count += text.count("\n", self._at, at)
        self._at = at
        line = min(line + self._count, len(self._lines))
        after, asked = self._next.get(line, (0, 0))
        if asked >= _MOST:
            return self._scope.span(line)
        end = text.find("\n", at, at + 40)
        column = self._lines[line - 1].find(text[at : end if end >= 0 else at + 40], after)
        self._next[line] = (max(after, column + 1), asked + 1)
        return self._scope.span(line, max(column, 0) + 1)


def _pairs(children: list[Token]) -> Found:
    return Pairs().read(children)


def _noted(mark: Mark, children: Sequence[Token], span: Span) -> EditorsMark:
    if mark.kind == ">>":
        return EditorsMark("comment", " ".join(children[mark.first].content[3:-3].split()), "", span)
    words = children[mark.first + 1 : mark.last]
    if mark.kind == "~~":
        old, new = children[mark.first + 1 : mark.between], children[mark.between + 1 : mark.last]
        return EditorsMark("substitution", _said(new), _said(old), span)
    kind = {"++": "insertion", "--": "deletion", "==": "highlight"}[mark.kind]
    return (
        EditorsMark(kind, "", _said(words), span) if kind == "deletion" else EditorsMark(kind, _said(words), "", span)
    )


def _said(tokens: Iterable[Token]) -> str:
    """The words of tokens as they would be printed, on one line."""
    breaks = {"softbreak": " ", "hardbreak": " "}
    parts = (breaks.get(t.type) or ("" if t.type.startswith(("critic", "html")) else _said(t.children) if t.children else t.content)
             for t in tokens)  # fmt: skip
    return " ".join("".join(parts).split())


def _dropped(mark: Mark, reading: Reading) -> Iterator[tuple[int, int]]:
    """The tokens of a mark that go: from an index up to the one before another."""
    after, strips = mark.last + 1, reading is Reading.STRIP
    if mark.kind == ">>" or mark.kind == ("++" if strips else "--"):
        yield mark.first, after
    elif mark.kind == "~~":
        yield from (
            [(mark.first, mark.first + 1), (mark.between, after)]
            if strips
            else [(mark.first, mark.between + 1), (mark.last, after)]
        )
    else:
        yield from [(mark.first, mark.first + 1), (mark.last, after)]


def _depths(count: int, found: Found, reading: Reading) -> list[int]:
    """For each token how many marks take it away."""
    turns = [0] * (count + 1)
    for mark in found.marks:
        for first, after in _dropped(mark, reading):
            turns[first] += 1
            turns[after] -= 1
    return list(itertools.accumulate(turns[:-1]))


def _kept(children: Sequence[Token], found: Found, reading: Reading, signs: dict[int, str]) -> Iterator[Token]:
    """The tokens that stay, with signs between them; of two spaces around what goes, one."""
    gone, spaced, lines = False, True, 0
    for at, (token, depth) in enumerate(zip(children, _depths(len(children), found, reading), strict=True)):
        if at in signs:
            yield _text(signs[at])
        if depth:
            gone = gone or not token.type.startswith("critic_") or token.type == "critic_comment"
            lines += (token.type == "softbreak") + (token.type == "hardbreak") + token.content.count("\n")
            continue
        if token.type.startswith("critic_"):
            token = _text(token.content)
        if token.type == "text" and gone and spaced:
            token.content = token.content.lstrip(" ")
        if lines:
            yield Token("comment", "", 0, meta={"lines": lines})
            lines = 0
        yield token
        if token.content or token.type != "text":
            gone = False
            spaced = token.type in ("softbreak", "hardbreak") or (token.type == "text" and token.content[-1:].isspace())


def _without(content: str, children: Sequence[Token], found: Found, reading: Reading) -> str:
    """The text that the tokens were read from, as it would be without its marks."""
    ranges = []
    for mark in found.marks:
        for first, after in _dropped(mark, reading):
            begin, last = children[first], children[after - 1]
            if begin.meta.get("src") is content or begin.meta.get("src") == content:
                ranges.append((begin.meta["at"], last.meta["at"] + len(last.content)))
    parts, end = [], 0
    for start, stop in sorted(ranges):
        parts.append(content[end : max(start, end)])
        end = max(end, stop)
    return "".join([*parts, content[end:]])


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def _is_empty(children: Iterable[Token]) -> bool:
    return all(
        t.type in ("softbreak", "hardbreak", "comment") or (t.type == "text" and not unmarked(t.content).strip())
        for t in children
    )


def _joined(tokens: Iterable[Token]) -> list[Token]:
    """The tokens with texts that stand beside each other in one."""
    result: list[Token] = []
    for is_text, run in itertools.groupby(tokens, key=lambda token: token.type == "text"):
        same = list(run)
        result += [_text("".join(token.content for token in same))] if is_text else same
    return result


def _trimmed(tokens: list[Token]) -> list[Token]:
    """The tokens without spaces at the ends of lines, where Markdown has none: those of a mark's words come to stand there."""
    breaks = ("softbreak", "hardbreak")
    for at, token in enumerate(tokens):
        if token.type == "text" and (not at or tokens[at - 1].type in breaks):
            token.content = token.content.lstrip(" ")
        if token.type == "text" and (at + 1 == len(tokens) or tokens[at + 1].type in breaks):
            token.content = token.content.rstrip(" ")
    return tokens
