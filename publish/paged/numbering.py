"""Page numbers in a text: put in as literal text before it is laid out, or filled in where the layout left room for them.

Not `target-counter`: where it makes WeasyPrint lay pages out again, notes are lost and printed twice.

Where the figures of a face are all of one width, which of them stand in a number moves nothing. Such a number is a field: it is
laid out as noughts, and a chapter whose references lead to pages that moved is not laid out again, unless a number has
a digit more.
"""

from __future__ import annotations

import dataclasses
import re
import zlib
from collections.abc import Collection, Mapping, Sequence
from html import unescape
from itertools import accumulate

from lxml import etree

from publish.book import Document
from publish.lazy import dataclass
from publish.paged.fields import written
from publish.paged.index_pages import entries_numbered
from publish.paged.leaves import FIELD, Leaf, Line, Section
from publish.paged.places import placed
from publish.words import numeral

#: Where no field may be: a heading is a bookmark too, and an index says ranges.
_LITERAL = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TARGET = re.compile(rb'data-(?:page-of|reference)="([^"]+)"')
_REFERENCE = re.compile(rb'data-page-of="([^"]+)" data-reference="([^"]+)"')
_ID = re.compile(rb'\bid="([^"]+)"')


@dataclass(frozen=True)
class Numbered:
    """A document as it is laid out, and the numbers that belong into its fields, with as many digits as there are noughts."""

    content: bytes
    numbers: tuple[str, ...] = ()


def numbered(
    content: bytes, folios: Mapping[str, str], fields: bool = False, kept: Collection[str] = frozenset()
) -> Numbered:
    """The document with its page numbers, as `fields` where they can be; none stands behind a reference to its own page.

    But for those `kept`: references that come to another page without their number, and with it back.
    """
    if b"data-page-of" not in content:
        return Numbered(content)
    root = etree.fromstring(content)
    numbers: list[str] = []
    for element in list(root.iter("span")):
        if (target := element.get("data-page-of")) is None:
            continue
        here = folios.get(reference := element.get("data-reference", ""))
        if here is not None and here == folios.get(target) and reference not in kept:
            _left_out(element.getparent())
            continue
        element.text = numeral(folios.get(target, "00"), root.get("lang", "en"))
        if fields and element.text.isascii() and element.text.isdigit() and not _literal(element):
            element.set(FIELD, str(len(numbers)))
            numbers.append(element.text)
            element.text = "0" * len(element.text)
    entries_numbered(root, folios)
    return Numbered(etree.tostring(root, encoding="utf-8"), tuple(numbers))


def _literal(element: etree._Element) -> bool:
    return any(one.tag in _LITERAL or one.get("class") == "locator" for one in element.iterancestors())


def _left_out(note: etree._Element | None) -> None:
    """Take a reference's page out. Its elements stay, empty: by the numbers of elements faults are told to their lines."""
    for element in () if note is None else note.iter():
        element.text = None
        if element is not note:
            element.tail = None


def apart(content: bytes, folios: Mapping[str, str]) -> frozenset[str]:
    """The references of a document whose places are on other pages."""
    pairs = ((unescape(target.decode()), unescape(one.decode())) for target, one in _REFERENCE.findall(content))
    return frozenset(reference for target, reference in pairs if folios.get(reference) != folios.get(target))


def targets(documents: Sequence[Document]) -> frozenset[str]:
    """The places whose pages decide what the documents say."""
    found = {match[1] for document in documents for match in _TARGET.finditer(document.content)}
    return frozenset(unescape(one.decode()) for one in found)


def folios_guessed(documents: Sequence[Document], guesses: Sequence[int]) -> dict[str, str]:
    """The page of every place that a number may name, before anything is laid out: `guesses` are the pages of the documents.

    How many digits a number has is seldom guessed wrong, and more than that fields do not ask.
    """
    wanted = {match[1] for document in documents for match in _TARGET.finditer(document.content)}
    if not wanted or len(guesses) != len(documents):
        return {}
    first = [*accumulate(guesses, initial=0)]
    pages = [place for place in placed(documents, guesses) if place.document >= 0]
    found: dict[str, str] = {}
    for number, document in enumerate(documents):
        for match in _ID.finditer(document.content):
            if match[1] in wanted and guesses[number]:
                at = guesses[number] * match.start() // len(document.content)
                found.setdefault(match[1].decode(), pages[first[number] + at].folio)
    return found


def has_all(section: Section, count: int) -> bool:
    """Whether all fields of a document, so many, were laid out as fields can be."""
    return len({field.number for leaf in section.leaves for field in leaf.fields}) == count


def filled(section: Section, numbers: Sequence[str]) -> Section:
    """The section with its numbers."""
    if not any(leaf.fields for leaf in section.leaves):
        return section
    return dataclasses.replace(section, leaves=tuple(_filled(leaf, numbers) for leaf in section.leaves))


def _filled(leaf: Leaf, numbers: Sequence[str]) -> Leaf:
    if not leaf.fields:
        return leaf
    content = written(zlib.decompress(leaf.content), leaf.fields, leaf.rows, numbers)
    return dataclasses.replace(leaf, content=zlib.compress(content, 6))


def with_folio(leaf: Leaf, number: str) -> Leaf:
    """The sheet of a page with its number, of as many digits as there are noughts; one without a place for it stays as it is."""
    folio = leaf.folio
    if folio is None:
        return leaf
    content = zlib.decompress(leaf.content)
    room = folio.advances[0] * len(number) - sum(folio.advances[int(digit)] for digit in number)
    x = folio.matrix[4] + folio.share * room
    matrix = b" ".join(_number(one) for one in (*folio.matrix[:4], x, folio.matrix[5]))
    shown = "".join(folio.figures[int(digit)] for digit in number).encode()
    operators = [matrix + b" Tm", *filter(None, [folio.between]), b"[<" + shown + b">] TJ"]
    content = content[: folio.begin] + b"\n".join(operators) + content[folio.end :]
    return dataclasses.replace(leaf, content=zlib.compress(content, 6), folio=None)


def _number(value: float) -> bytes:
    """A number of a content stream (ISO 32000-1, 7.3.3)."""
    return f"{value:f}".rstrip("0").rstrip(".").encode()


def lines_filled(lines: Sequence[Line], numbers: Sequence[str]) -> tuple[Line, ...]:
    """The lines of a page with its numbers."""
    return tuple(_line_filled(line, numbers) if line.fields else line for line in lines)


def _line_filled(line: Line, numbers: Sequence[str]) -> Line:
    text = line.text
    for number, at in line.fields:
        text = text[:at] + numbers[number] + text[at + len(numbers[number]) :]
    return dataclasses.replace(line, text=text)
