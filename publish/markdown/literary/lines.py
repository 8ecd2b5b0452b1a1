"""The lines of a paragraph: its inline content divided at hard breaks, and, where line ends count, at line ends."""

from __future__ import annotations

import copy

from lxml import etree

from publish.book import Element
from publish.book.trees import append_text, line_of
from publish.lazy import dataclass

#: Inline elements that may be divided over lines: emphasis around a stanza is emphasis around each of its lines.
_DIVISIBLE = frozenset({"em", "strong", "i", "b", "span", "u", "small", "q", "cite", "mark", "s", "del"})
_INDENT = "\u00a0\u2002\u2003\u3000 \t"


@dataclass
class Line:
    """One line: a `span` that holds its content, and the line of the source that it stands on."""

    span: Element
    source: int

    @property
    def text(self) -> str:
        return "".join(map(str, self.span.itertext())).replace("\n", " ").strip()


def has_break(element: Element) -> bool:
    return next(element.iter("br"), None) is not None


def lines_of(paragraph: Element, at_line_ends: bool) -> list[Line]:
    """The lines of a paragraph, as copies; the paragraph is not changed."""
    rows = _divided(paragraph, at_line_ends)
    result, number = [], line_of(paragraph)
    for row, ends in rows:
        row.tag = "span"
        row.attrib.clear()
        result.append(Line(row, number))
        number += ends
    return [line for line in result if line.text or line.span.find(".//*[@src]") is not None]


def _divided(element: Element, at_line_ends: bool) -> list[tuple[Element, int]]:
    """Shells of the element, one for each line, each with the number of line ends of the source up to the next."""
    rows: list[tuple[Element, int]] = [(_shell(element, first=True), 0)]

    def add(text: str | None) -> None:
        for at, piece in enumerate((text or "").split("\n") if at_line_ends else [text or ""]):
            if at:
                rows[-1] = (rows[-1][0], rows[-1][1] + 1)
                if "".join(map(str, rows[-1][0].itertext())).strip():
                    rows.append((_shell(element), 0))
            elif not at_line_ends:
                rows[-1] = (rows[-1][0], rows[-1][1] + piece.count("\n"))
            append_text(rows[-1][0], piece)

    add(element.text)
    for child in element:
        if child.tag == "br":
            tail = (child.tail or "").lstrip(" \t")
            rows[-1] = (rows[-1][0], rows[-1][1] + tail.startswith("\n"))
            rows.append((_shell(element), 0))
            add(tail.removeprefix("\n"))
            continue
        if child.tag in _DIVISIBLE and (
            has_break(child) or (at_line_ends and "\n" in "".join(map(str, child.itertext())))
        ):
            for at, (part, ends) in enumerate(_divided(child, at_line_ends)):
                if at:
                    rows.append((_shell(element), 0))
                rows[-1][0].append(part)
                rows[-1] = (rows[-1][0], rows[-1][1] + ends)
        else:
            whole = copy.deepcopy(child)
            whole.tail = None
            rows[-1][0].append(whole)
        add(child.tail)
    return rows


def _shell(element: Element, first: bool = False) -> Element:
    shell = etree.Element(str(element.tag), {str(k): str(v) for k, v in element.attrib.items()})
    if not first:
        shell.attrib.pop("id", "")
    return shell


def indent_taken(span: Element) -> int:
    """The white space that a line begins with, in spaces, taken off it."""
    if len(span) and not span.text and span[0].tag in _DIVISIBLE:
        return indent_taken(span[0])
    text = span.text or ""
    rest = text.lstrip(_INDENT)
    span.text = rest
    return sum(1 if c in "\u00a0 \u2002" else 2 for c in text[: len(text) - len(rest)])
