"""What kind of text each element of a document holds, before it is laid out: by that its lines are set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from publish.lazy import dataclass
from publish.paged.walking import HEADINGS, HEADS

#: What begins on the grid, where its leading is that of the page: text, and the headings above it, each line of which then follows.
_GRIDDED = frozenset({"p", "h2", "h3", "h4", "h5", "h6"})
#: Heads that are paragraphs stand between lines of the grid, but for those at the margin.
_BETWEEN, _AT_THE_MARGIN = "head", "side"
#: What body text may stand in.
_OPEN = frozenset({"html", "body", "section", "div", "blockquote"})
#: What is looked at rather than read: captions, and mottos by their classes.
_CAPTIONS, _MOTTOS = frozenset({"caption", "figcaption"}), frozenset({"epigraph", "pull-quote"})
#: Lines that are their author's, whose turnovers end where they do; and cells, which the engine sets in many widths to find theirs.
_VERSE = frozenset({"line", "lines", "stanza", "speech", "stage"})
_CELLS = frozenset({"td", "th"})
_CODE = "code-line"


@dataclass(frozen=True)
class Kinds:
    """The `numbers` of a document's elements, by identity, in the order of the tree, and which of them are what.

    `body`: paragraphs and headings that stand on the grid, in nothing but sections, divisions and quotations; `titles`: headings;
    `short`: what is in captions and mottos; `left`: what the engine sets itself where it is ragged; `code`: lines of code, each
    with the element that holds those of its listing.
    """

    numbers: Mapping[int, int]
    body: frozenset[int]
    titles: frozenset[int]
    short: frozenset[int]
    left: frozenset[int]
    code: Mapping[int, Any] = field(default_factory=dict)


def kinds_of(root: Any) -> Kinds:
    """The kinds of a tree."""
    numbers: dict[int, int] = {}
    code: dict[int, Any] = {}
    body, titles, short, left = (set[int]() for _ in range(4))
    pending = [(root, root, True, False, False)]
    while pending:
        element, parent, open_, looked_at, own = pending.pop()
        number = numbers[id(element)] = len(numbers)
        classes = (element.get("class") or "").split()
        if open_ and element.tag in _GRIDDED and (_BETWEEN not in classes or _AT_THE_MARGIN in classes):
            body.add(number)
        if not HEADS.isdisjoint(classes) or element.tag in HEADINGS:
            titles.add(number)
        looked_at = looked_at or element.tag in _CAPTIONS or not _MOTTOS.isdisjoint(classes)
        if looked_at:
            short.add(number)
        if _CODE in classes:
            code[number] = parent
        own = own or element.tag in _CELLS or not _VERSE.isdisjoint(classes)
        if own:
            left.add(number)
        open_ = open_ and element.tag in _OPEN
        pending += [(child, element, open_, looked_at, own) for child in reversed(element)]
    return Kinds(numbers, frozenset(body), frozenset(titles), frozenset(short), frozenset(left), code)
