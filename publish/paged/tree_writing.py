"""The structure trees of sections as one of the whole book (ISO 32000-1, 14.7): elements, and the way back from content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import pydyf

from publish.paged.leaves import ANNOTATION, CONTENT, ELEMENT, Element, Section
from publish.paged.packing import unpacked_elements


class Placed(Protocol):
    """A page of the book: the section that its text belongs to (-1: none), and which leaf of that it is."""

    @property
    def section(self) -> int: ...

    @property
    def at(self) -> int: ...


def structure_written(document: Any, pdf: pydyf.PDF, sheets: Sequence[Placed], sections: Sequence[Section]) -> None:
    """The sections' trees, one after the other below the document element that WeasyPrint made."""
    tree = _Tree(document, pdf, sheets)
    for which in dict.fromkeys(sheet.section for sheet in sheets if sheet.section >= 0):
        tree.add(which, sections[which])
    tree.close()


class _Written(pydyf.Object):  # type: ignore[misc]  # pydyf is not typed
    """An object whose bytes are known: a tenth of the memory of a dictionary, and a long book has many."""

    data = b""


class _Tree:
    def __init__(self, document: Any, pdf: pydyf.PDF, sheets: Sequence[Placed]) -> None:
        self._pdf = pdf
        self._links = [page.links for page in document.pages]
        self._pages = pdf.page_references
        self._page_of = {(s.section, s.at): number for number, s in enumerate(sheets) if s.section >= 0}
        root = self._at(pdf.catalog["StructTreeRoot"])
        self._top = self._at(root["K"][0])
        self._nums = self._at(root["ParentTree"])["Nums"]
        self._content: list[dict[int, bytes]] = [{} for _ in sheets]
        self._annotations: list[tuple[bytes, Any]] = []

    def _at(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def add(self, which: int, section: Section) -> None:
        """The elements of a section; ids of its own are told from others' by its number."""
        table = unpacked_elements(section.structure)
        written = [_Written() for _ in table]
        for one in written:
            self._pdf.add_object(one)
        references = [one.reference for one in written]
        above = [self._top.reference] * len(table)
        for index, element in enumerate(table):
            for kind, number, _ in element.kids:
                if kind == ELEMENT:
                    above[number] = references[index]
        for index, element in enumerate(table):
            kids = b" ".join(filter(None, (self._kid(k, which, references[index], references) for k in element.kids)))
            page = self._pages[self._page_of[which, element.page]]
            start = b"<</Type /StructElem/S /%s/P %s/Pg %s/K [%s]" % (element.type.encode(), above[index], page, kids)
            written[index].data = start + _attributes(element, which) + b">>"
        self._top["K"].extend(references[index] for index in section.roots)

    def _kid(self, kid: tuple[int, int, int], which: int, parent: bytes, references: Sequence[bytes]) -> bytes:
        kind, first, second = kid
        if kind == ELEMENT:
            return references[first]
        page = self._page_of[which, first]
        if kind == CONTENT:
            self._content[page][second] = parent
            return b"%d" % second
        assert kind == ANNOTATION
        annotation = self._links[page][second][3].link_annotation
        if annotation is None:  # WeasyPrint drops a link that leads nowhere
            return b""
        self._annotations.append((parent, annotation))
        return b"<</Type /OBJR/Obj %s/Pg %s>>" % (annotation.reference, self._pages[page])

    def close(self) -> None:
        """The parent tree: for each page its elements by MCID, then for each annotation its link."""
        del self._nums[:]
        for number, found in enumerate(self._content):
            self._nums.extend([number, pydyf.Array([reference for _, reference in sorted(found.items())])])
        for number, (reference, annotation) in enumerate(self._annotations, start=len(self._content)):
            self._nums.extend([number, reference])
            annotation["StructParent"] = number


def _attributes(element: Element, which: int) -> bytes:
    if not (element.alternative or element.id or element.owner):
        return b""
    value = pydyf.Dictionary()
    if element.alternative:
        value["Alt"] = pydyf.String(element.alternative)
    if element.id:
        value["ID"] = pydyf.String(f"{which}-{element.id}")
    if element.owner:
        layout = {name: _attribute(one, which) for name, one in element.layout.items()}
        value["A"] = pydyf.Dictionary({"O": f"/{element.owner}", **layout})
    content = value.data[2:-2]
    assert isinstance(content, bytes)
    return content


def _attribute(value: Any, which: int) -> Any:
    """Numbers as they are; ids, of the heads of a table, as those of this section."""
    if not isinstance(value, tuple | list):
        return value
    return pydyf.Array([pydyf.String(f"{which}-{one}") if isinstance(one, str) else one for one in value])
