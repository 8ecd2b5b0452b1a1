"""A tree of entries, as tables of contents are, to the list of a book: parts, chapters, and chapters nested in them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from publish.book import Diagnostic, Matter, Span
from publish.lazy import dataclass
from publish.sources.layout import kind_of, matter_of
from publish.sources.outline import Listed


@dataclass(frozen=True)
class Node:
    """An entry: a title, a file or none, and what is nested below it."""

    title: str
    path: str
    span: Span
    children: tuple[Node, ...] = ()


def listed_of(nodes: Sequence[Node]) -> tuple[list[Listed], list[Diagnostic]]:
    """Entries in order. One without a file is a part where it stands at the top, a page with its title below; an
    entry with neither file nor entries below it is a draft, and left out."""
    listed: list[Listed] = []
    noticed: list[Diagnostic] = []
    behind = False
    for node in nodes:
        if not node.path and node.children:
            listed.append(Listed("", Matter.BODY, "part", node.title, node.span))
            for child in node.children:
                _add(child, 0, True, listed, noticed)
            behind = True
        else:
            _add(node, 0, not behind, listed, noticed)
    return with_matters(listed), noticed


def _add(node: Node, depth: int, in_part: bool, listed: list[Listed], noticed: list[Diagnostic]) -> None:
    if node.path or node.children:
        kind = kind_of(node.path, Matter.BODY) if node.path else "section"
        listed.append(Listed(node.path, Matter.BODY, kind, node.title, node.span, depth, in_part))
    else:
        message = f"the entry “{node.title}” has no file yet; it is left out"
        noticed.append(
            Diagnostic("M016", message, node.span, "write the chapter and link to it, or take the entry out")
        )
    for child in node.children:
        _add(child, depth + 1, in_part, listed, noticed)


def with_matters(listed: Sequence[Listed]) -> list[Listed]:
    """What stands first and is called preface is front matter, what stands last and is called glossary back matter."""
    result = list(listed)
    for at, entry in enumerate(result):
        nests = at + 1 < len(result) and result[at + 1].depth > entry.depth
        if not entry.path or nests or matter_of(entry.path) is not Matter.FRONT:
            break
        result[at] = dataclasses.replace(entry, matter=Matter.FRONT, kind=kind_of(entry.path, Matter.FRONT))
    last = len(result)
    for at in range(len(result) - 1, -1, -1):
        entry = result[at]
        if entry.depth:
            continue
        if not entry.path or matter_of(entry.path) is not Matter.BACK:
            break
        last = at
    if all(entry.matter is Matter.FRONT for entry in result[:last]):
        return list(listed)  # a book has a body
    for at in range(last, len(result)):
        kind = kind_of(result[at].path, Matter.BACK)
        result[at] = dataclasses.replace(result[at], matter=Matter.BACK, kind=kind, in_part=True)
    return result
