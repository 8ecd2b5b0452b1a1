"""The map of a proof from its lines to the manuscript, which the proof carries (`publish.proofmap`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from publish.book import Document, Rendition
from publish.paged.leaves import Line
from publish.paged.places import Place
from publish.paged.proofing import counted_lines
from publish.proofmap import MapLine, MapPage, ProofMap, packed

_POINTS = 0.75


def line_map(rendition: Rendition, places: Sequence[Place], lines: Sequence[Sequence[Line]]) -> bytes:
    """Every line of every page, as JSON. Paths are those below the folder of the manuscript."""
    origins = [_of_blocks(document) for document in rendition.documents]
    pages = []
    for place, on_page in zip(places, lines, strict=True):
        known = origins[place.document] if place.document >= 0 else {}
        rows = tuple(_row(number, line, known) for number, line in counted_lines(on_page))
        pages.append(MapPage(place.folio, place.kind, rows))
    metadata = rendition.metadata
    return packed(ProofMap(metadata.title, tuple(pages), metadata.review.reader, metadata.review.copy))


def _row(number: int, line: Line, known: Mapping[int, tuple[str, int]]) -> MapLine:
    baseline, size, x, width = (round(px * _POINTS, 2) for px in (line.baseline, line.size, line.x, line.width))
    path, source_line = known.get(line.start.block, ("", 0))
    return MapLine(number, baseline, size, x, width, line.text, line.divided, path, source_line)


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
