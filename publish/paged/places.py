"""Every page of a book in order: which document it belongs to, its folio, its side, and the blanks between."""

from __future__ import annotations

import re
from collections.abc import Sequence

from publish.book import Document, Matter
from publish.lazy import dataclass


@dataclass(frozen=True)
class Place:
    """A page of the book: its document, how far into it, its folio as printed, and whether it is a right-hand page."""

    document: int
    at: int
    folio: str
    recto: bool
    kind: str


def side_of(document: Document) -> str:
    """`recto`, `verso`, or `next` for a document that opens on whatever page comes; `pdf.render` says so on its body."""
    match = re.search(rb'<body class="(recto|verso|next)\b', document.content)
    return match[1].decode() if match else "recto"


def roman(number: int) -> str:
    result = ""
    for value, sign in ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
                        (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):  # fmt: skip
        result += sign * (number // value)
        number %= value
    return result


def arabic(number: str) -> int:
    """The number of a roman one."""
    values = [dict(zip("ivxlcdm", (1, 5, 10, 50, 100, 500, 1000), strict=True))[sign] for sign in number]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def placed(documents: Sequence[Document], counts: Sequence[int], padded: bool = True) -> list[Place]:
    """Every page in order: blanks where the next document opens on the other side, roman folios, then arabic from 1.

    `padded` adds the blank that makes the count of pages even.
    """
    places: list[Place] = []
    start, body = 0, False
    for index, (document, count) in enumerate(zip(documents, counts, strict=True)):
        if document.kind == "cover":
            places += [Place(index, at, "", at % 2 == 0, "cover") for at in range(count)]
            places += [Place(-1, 0, "", False, "blank")] * (count % 2)
            start = len(places)
            continue
        recto = (len(places) % 2) == 0
        if side_of(document) != "next" and recto != (side_of(document) == "recto"):
            places.append(Place(-1, 0, _folio(len(places) - start, body), recto, "blank"))
        if document.matter is not Matter.FRONT and not body:
            body, start = True, len(places)
        for at in range(count):
            recto = (len(places) % 2) == 0
            places.append(Place(index, at, _folio(len(places) - start, body), recto, document.kind))
    if padded and len(places) % 2:
        places.append(Place(-1, 0, _folio(len(places) - start, body), False, "blank"))
    return places


def ended(places: Sequence[Place], multiple: int, blank_end: bool) -> list[Place]:
    """The pages with blanks behind them until their count is a multiple; `blank_end`: a printer wants the last one blank."""
    result = list(places)
    body = bool(places) and places[-1].folio.isdigit()
    first = next((at for at, place in enumerate(places) if place.folio == "1"), 0) if body else 0

    def blank() -> Place:
        recto = len(result) % 2 == 0
        return Place(-1, 0, _folio(len(result) - first, body), recto, "blank")

    while len(result) % multiple:
        result.append(blank())
    while blank_end and result and (result[-1].kind != "blank" or len(result) % multiple):
        result.append(blank())
    return result


def _folio(number: int, body: bool) -> str:
    return str(number + 1) if body else roman(number + 1)
