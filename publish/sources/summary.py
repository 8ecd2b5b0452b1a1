"""`SUMMARY.md` of mdBook, HonKit and GitBook: links before, in and after lists, headings as parts."""

from __future__ import annotations

import re

from publish.book import Diagnostic, Span
from publish.lazy import dataclass, regex
from publish.sources.facts import plain_text
from publish.sources.finding import Files
from publish.sources.front_matter import head_taken
from publish.sources.tree import Node

_ITEM = regex(r"([ \t]*)(?:[-*+]|\d+[.)])(?:[ \t]+(.*)|$)")
_HEADING = regex(r" {0,3}(#{1,6})[ \t]+(.+?)[ \t#]*(?:\{[^}]*\})?[ \t]*$")
_LINK = regex(r"\[((?:\\.|\[[^\]]*\]|[^\[\]\\])*)\]\(((?:[^()]|\([^()]*\))*)\)")
_TARGET = regex(r"""<([^>]*)>|(.*?)(?:\s+(?:"[^"]*"|'[^']*'))?\s*$""", re.S)
_COMMENT = regex(r"<!--.*?-->", re.S)


@dataclass(frozen=True)
class Summary:
    """The entries before the lists, those in them (parts hold theirs), and those after the last list."""

    before: tuple[Node, ...]
    nodes: tuple[Node, ...]
    after: tuple[Node, ...]
    noticed: tuple[Diagnostic, ...]


@dataclass
class _Open:
    """An entry that is being read; `indent` is the column of its mark, -1 for a part."""

    indent: int
    title: str
    path: str
    span: Span
    children: list[Node]

    def node(self) -> Node:
        return Node(self.title, self.path, self.span, tuple(self.children))


def summary_of(text: str, name: str, base: str, files: Files) -> Summary:
    reader = _Reader(name, base, files)
    text, _, _ = head_taken(text, name)
    text = _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), text)
    for number, line in enumerate(text.split("\n"), 1):
        reader.line(line.expandtabs(4), number)
    reader.close(-2)
    return Summary(tuple(reader.before), tuple(reader.nodes), tuple(reader.after), tuple(reader.noticed))


class _Reader:
    def __init__(self, name: str, base: str, files: Files) -> None:
        self.name, self.base, self.files = name, base, files
        self.before: list[Node] = []
        self.nodes: list[Node] = []
        self.after: list[Node] = []
        self.noticed: list[Diagnostic] = []
        self._stack: list[_Open] = []
        self._seen = False

    def line(self, line: str, number: int) -> None:
        if heading := _HEADING.match(line):
            title = plain_text(_LINK.sub(r"\1", heading[2]))
            # The first heading is the title of the list, unless it is a part's rank.
            if self._seen or self.before or len(heading[1]) > 1:
                self.close(-2)
                self._stack.append(_Open(-1, title, "", Span(self.name, number), []))
            self._seen = True
        elif item := _ITEM.match(line):
            self._seen = True
            indent = len(item[1])
            self.close(indent)
            title, path, known = self._entry(item[2] or "", number)
            if known:
                self._stack.append(_Open(indent, title, path, Span(self.name, number, indent + 1), []))
        elif link := _LINK.match(line.strip()):
            title, path, known = self._entry(link[0], number)
            if not known:
                return
            if self.nodes or self._stack:
                self.close(-2)
                self.after.append(Node(title, path, Span(self.name, number)))
            else:
                self.before.append(Node(title, path, Span(self.name, number)))

    def close(self, indent: int) -> None:
        """End the entries that a new one at this column does not belong to, and parts where it is -2."""
        while self._stack and (self._stack[-1].indent >= indent if indent >= 0 else True):
            node = self._stack.pop().node()
            if node.path or node.children or node.title:
                (self._stack[-1].children if self._stack else self.nodes).append(node)

    def _entry(self, text: str, number: int) -> tuple[str, str, bool]:
        """The title, the file and whether it can stand in a book: addresses and places in a file are no chapters."""
        link = _LINK.search(text)
        if link is None:
            return plain_text(text), "", bool(text.strip())
        title = plain_text(link[1])
        match = _TARGET.match(link[2].strip())
        target = (match[1] or match[2] or "").strip() if match else ""
        if not target:
            return title, "", True
        if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.I):
            message = f"the entry “{title}” is an address, not a chapter; it is left out"
            hint = "link to it in the text, or keep a copy in the folder"
            self.noticed.append(Diagnostic("M021", message, Span(self.name, number), hint))
            return title, "", False
        path = self.files.find(self.base, target)
        if "#" in target and (target.startswith("#") or any(path == o.path for o in self._stack)):
            return title, "", False  # a section of the chapter above, which the press lists by itself
        return title, path, True
