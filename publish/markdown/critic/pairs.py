"""Signs of CriticMarkup paired to marks: only what nests, among marks and with emphasis and links, is one."""

from __future__ import annotations

from dataclasses import field

from markdown_it.token import Token

from publish.lazy import dataclass
from publish.markdown.critic.signs import OPENINGS


@dataclass
class Mark:
    """A mark that is whole: the indices of its tokens; of a substitution, of the sign between too."""

    kind: str
    first: int
    last: int
    between: int = -1


@dataclass
class Found:
    """The marks of a text in the order of their beginnings, and the signs that make none: why, at the first of each."""

    marks: list[Mark] = field(default_factory=list)
    broken: dict[int, str] = field(default_factory=dict)


_UNCLOSED = "is not closed in its paragraph, and a mark does not go over the end of one"
_CROSSING = "is not closed within the same emphasis or link, or opens in another"
_NO_BETWEEN = "has no ~> between what was and what is to be"


class Pairs:
    """One way along the tokens of a text with a stack of what is open, its elements too: only what nests is a mark."""

    def __init__(self) -> None:
        self.found = Found()
        self._stack: list[tuple[str, int]] = []
        self._elements: list[int] = []  # depths in the stack
        self._open: dict[str, list[int]] = {kind: [] for kind in OPENINGS.values()}
        self._between: dict[int, int] = {}

    def read(self, children: list[Token]) -> Found:
        for at, token in enumerate(children):
            kind = str(token.meta.get("kind", ""))
            if token.type == "critic_comment":
                self.found.marks.append(Mark(">>", at, at))
            elif token.type == "critic_open" and kind == ">>":
                self.found.broken[at] = _UNCLOSED
            elif token.type == "critic_open":
                self._open[kind].append(len(self._stack))
                self._stack.append((kind, at))
            elif token.type == "critic_between":
                self._divided(at)
            elif token.type == "critic_close":
                self._closed(kind, at)
            elif token.nesting > 0:
                self._elements.append(len(self._stack))
                self._stack.append(("", at))
            elif token.nesting < 0 and self._elements:
                self._left(self._elements[-1] + 1, _CROSSING)
                self._stack.pop()
                self._elements.pop()
        self._left(0, _UNCLOSED)
        self.found.marks.sort(key=lambda mark: mark.first)
        return self.found

    def _divided(self, at: int) -> None:
        kind, first = self._stack[-1] if self._stack else ("", -1)
        if kind == "~~" and first not in self._between and first not in self.found.broken:
            self._between[first] = at
        else:
            self.found.broken[at] = ""

    def _closed(self, kind: str, at: int) -> None:
        if not self._open[kind]:
            self.found.broken[at] = ""
            return
        depth = self._open[kind][-1]
        if self._elements and self._elements[-1] > depth:
            self._open[kind].pop()
            self.found.broken |= {self._stack[depth][1]: _CROSSING, at: ""}
            return
        self._left(depth + 1, _UNCLOSED)
        _, first = self._stack.pop()
        self._open[kind].pop()
        if kind == "~~" and first not in self._between:
            self.found.broken |= {first: _NO_BETWEEN, at: ""}
        else:
            self.found.marks.append(Mark(kind, first, at, self._between.pop(first, -1)))

    def _left(self, depth: int, why: str) -> None:
        """What is open above a depth of the stack stays so."""
        while len(self._stack) > depth:
            kind, at = self._stack.pop()
            if not kind:
                self._elements.pop()
            elif at not in self.found.broken:
                self._open[kind].pop()
                self.found.broken[at] = why
            if at in self._between:
                self.found.broken[self._between.pop(at)] = ""
