"""The map of a proof from its lines to the manuscript, which the proof carries (`publish.proofmap`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from publish.book import Document, Rendition
from publish.located import Located, Turns
from publish.paged.leaves import Line
from publish.paged.places import Place
from publish.paged.proofing import counted_lines
from publish.proofmap import TEXTS, MapLine, MapPage, ProofMap, packed

_POINTS = 0.75


def line_map(rendition: Rendition, places: Sequence[Place], lines: Sequence[Sequence[Line]]) -> bytes:
    """Every line of every page, as JSON. Paths are those below the folder of the manuscript."""
    sources = _Sources(rendition)
    pages = []
    for place, on_page in zip(places, lines, strict=True):
        rows = tuple(_row(number, line, sources.of(place.document, line)) for number, line in counted_lines(on_page))
        pages.append(MapPage(place.folio, place.kind, rows))
    metadata = rendition.metadata
    return packed(ProofMap(metadata.title, tuple(pages), metadata.review.reader, metadata.review.copy))


def _row(number: int, line: Line, source: tuple[str, Turns]) -> MapLine:
    baseline, size, x, width = (round(px * _POINTS, 2) for px in (line.baseline, line.size, line.x, line.width))
    path, turns = source
    first = turns[0][1] if turns else 0
    return MapLine(number, baseline, size, x, width, line.text, line.divided, path, first, turns[1:])


class _Sources:
    """Where lines come from: the line that begins their block, and where its text is known, the very line.

    A block's printed lines are looked for one behind the other, each behind what was found of the last.
    """

    def __init__(self, rendition: Rendition) -> None:
        self._origins = [_of_blocks(document) for document in rendition.documents]
        self._files = rendition.files
        self._texts: dict[str, Located | None] = {}
        self._reached: dict[tuple[int, int], int] = {}

    def of(self, document: int, line: Line) -> tuple[str, Turns]:
        known = self._origins[document] if document >= 0 else {}
        if (origin := known.get(line.start.block)) is None:
            return "", ()
        path, first = origin
        text = self._text(path)
        if text is None:
            return path, ((0, first),)
        block = document, line.start.block
        found = text.found(line.text, self._reached.get(block) or text.start_of(first))
        if found is None:
            return path, ((0, first),)
        turns, self._reached[block] = found
        return path, turns

    def _text(self, path: str) -> Located | None:
        if path not in self._texts:
            content = self._files.get(TEXTS + path)
            self._texts[path] = None if content is None else Located(content.decode())
        return self._texts[path]


def _of_blocks(document: Document) -> dict[int, tuple[str, int]]:
    """The origin of each block by its number: its own, else that of the nearest element around it."""
    own = {number: (path, line) for number, path, line in document.origins}
    root = etree.fromstring(document.content)
    numbers = {element: number for number, element in enumerate(root.iter(etree.Element))}
    found: dict[int, tuple[str, int]] = {}
    for element in numbers:
        if (block := element.get("data-block")) is None:
            continue
        for around in _with_those_around(element):
            if (origin := own.get(numbers[around])) is not None:
                found[int(block)] = origin
                break
    return found


def _with_those_around(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors()
