"""A finished PDF read back as software for readers reads it: text by the structure tree, links, destinations, folios.

Heads and folios are artifacts: what is read is the book alone, in its order of reading. Nothing here knows how the press
made the file. Points are those of a PDF, from the foot of the page; pages are counted from 0.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium


@dataclass(frozen=True)
class Run:
    """The text of one piece of marked content: its page, the types of the elements around it from the outermost, the way
    to it from the root as numbers of kids, and where the link around it leads (a name, or an address)."""

    text: str
    page: int
    path: tuple[str, ...]
    way: tuple[int, ...]
    leads: str = ""


@dataclass(frozen=True)
class Printed:
    """A book as it was printed: its runs in the order of reading, the page that each name leads to, of each page the label
    and the words of its artifacts (head, folio), and the pages whose text is turned, as that of a wide table is."""

    runs: tuple[Run, ...]
    destinations: Mapping[str, int]
    folios: tuple[str, ...]
    artifacts: tuple[str, ...]
    turned: frozenset[int] = frozenset()


def printed(path: Path) -> Printed:
    """Read a tagged PDF. AttributeError where it has no structure tree."""
    document = pypdfium2.PdfDocument(path)
    try:
        contents = [_contents(document[number]) for number in range(len(document))]
        turned = frozenset(number for number in range(len(document)) if _is_turned(document[number]))
        folios = tuple(document.get_page_label(number) for number in range(len(document)))
    finally:
        document.close()
    with pikepdf.open(path) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        tree = _Tree(pages, [marked for marked, _ in contents])
        runs = tuple(tree.runs(pdf.Root.StructTreeRoot, (), (), -1, ""))
        destinations = dict(_destinations(pdf, pages))
    return Printed(runs, destinations, folios, tuple(words for _, words in contents), turned)


def _contents(page: pypdfium2.PdfPage) -> tuple[dict[int, str], str]:
    """The text of a page by the number of its marked content, and what has none: layers are forms, which are artifacts."""
    text = page.get_textpage()
    marked: dict[int, str] = {}
    artifacts = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=4):
        words = _words(item.raw, text)
        number = pdfium.FPDFPageObj_GetMarkedContentID(item.raw)
        if item.level or number < 0:
            artifacts.append(words)
        else:
            marked[number] = marked.get(number, "") + words
    return marked, " ".join(artifacts)


def _is_turned(page: pypdfium2.PdfPage) -> bool:
    """Whether most of the text of a page runs upwards."""
    matrices = [item.get_matrix() for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=4)]
    return sum(1 for matrix in matrices if abs(matrix.b) > abs(matrix.a)) * 2 > len(matrices)


def _words(item: Any, text: pypdfium2.PdfTextPage) -> str:
    length = pdfium.FPDFTextObj_GetText(item, text.raw, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    pdfium.FPDFTextObj_GetText(item, text.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", errors="replace")


class _Tree:
    """The structure tree of a file; pages are known by the numbers of their objects."""

    def __init__(self, pages: Mapping[tuple[int, int], int], marked: Sequence[Mapping[int, str]]) -> None:
        self._pages = pages
        self._marked = marked

    def runs(self, above: Any, path: tuple[str, ...], way: tuple[int, ...], page: int, leads: str) -> Iterator[Run]:
        """The runs below an element, whose own page and link hold where a kid has none."""
        kids = list(_kids(above))
        leads = next(filter(None, (_leads(kid.Obj) for kid in kids if _is(kid, "/OBJR"))), leads)
        for number, kid in enumerate(kids):
            if isinstance(kid, int):
                yield Run(self._marked[page].get(kid, ""), page, path, (*way, number), leads)
            elif _is(kid, "/MCR"):
                own = self._pages[kid.Pg.objgen] if "/Pg" in kid else page
                yield Run(self._marked[own].get(int(kid.MCID), ""), own, path, (*way, number), leads)
            elif "/S" in kid:
                own = self._pages[kid.Pg.objgen] if "/Pg" in kid else page
                yield from self.runs(kid, (*path, str(kid.S)[1:]), (*way, number), own, leads)


def _kids(element: Any) -> Iterator[Any]:
    kids = element.get("/K", pikepdf.Array())
    yield from (kids if isinstance(kids, pikepdf.Array) else (kids,))


def _is(kid: Any, kind: str) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == kind


def _leads(annotation: Any) -> str:
    action = annotation.get("/A", {})
    return str(annotation.get("/Dest", action.get("/URI", action.get("/D", ""))))


def _destinations(pdf: pikepdf.Pdf, pages: Mapping[tuple[int, int], int]) -> Iterator[tuple[str, int]]:
    if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
        for name, target in pikepdf.NameTree(pdf.Root.Names.Dests).items():
            place = target.D if isinstance(target, pikepdf.Dictionary) else target
            yield str(name), pages[place[0].objgen]
