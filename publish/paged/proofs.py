"""A proof put together: the pages of the book on wider sheets with what stands over and beside them, and pages before them."""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from publish.book import Changes, Document, Proof, Rendition
from publish.lazy import dataclass
from publish.paged.layout import Press, Setting
from publish.paged.leaves import Line, Section
from publish.paged.library import Attachment
from publish.paged.linemap import line_map
from publish.paged.margin import label_width
from publish.paged.marks import Marks, marked, remarked
from publish.paged.noted import Lookup, Margin, Noted, listed, margins, noted
from publish.paged.opening import ChangedPage, anchor, opening, title_of
from publish.paged.partial import left_alone
from publish.paged.places import Place
from publish.paged.proofing import counted_lines, on_wide_sheet, proof_layer
from publish.paged.questions import QUESTIONS_TITLE, questions
from publish.paged.writing import Sheet
from publish.proofmap import MAP
from publish.words import direction_of

if TYPE_CHECKING:
    from publish.paged.settling import Bound

_EMPTY = zlib.compress(b"")
#: The kind of the pages before the book's own; they have no folio.
CHANGES = "changes"
#: The kind of those behind them.
QUESTIONS = "questions"
_SAID = frozenset({"deletion", "moved"})


@dataclass(frozen=True)
class Proofed:
    """A proof ready to be written: its sheets, the sections that they are of, its pages, and the map of its lines."""

    sheets: list[Sheet]
    sections: list[Section]
    places: list[Place]
    attached: Attachment


@dataclass(frozen=True)
class _Page:
    """A page of a proof: where it stands, its sheet, its lines, and what is in its margin and over it: changes, remarks."""

    place: Place
    sheet: Sheet
    lines: Sequence[Line] = ()
    margin: Margin = dataclasses.field(default_factory=Margin)
    marks: Marks = dataclasses.field(default_factory=Marks)
    remarks: Marks = dataclasses.field(default_factory=Marks)

    @property
    def changed(self) -> bool:
        return bool(self.marks) or any(block.noted.note.kind in _SAID for block in self.margin.blocks)


def proofed(
    book: Bound,
    rendition: Rendition,
    places: Sequence[Place],
    sheets: Sequence[Sheet],
    sections: Sequence[Section],
    setting: Setting,
    proof: Proof,
) -> Proofed:
    """The pages of a book as its proof has them."""
    everything = list(sections)
    pages, notes = _pages(book, rendition, places, sheets, setting, proof)
    after = _listed(book.press, rendition, pages, listed(notes, [page.margin for page in pages]), everything)
    if proof.changes is not None:
        before = _opened(book.press, rendition, pages, proof, proof.changes, everything)
        pages = [*before, *(page for page in pages if page.changed or not proof.changed_only)]
    pages += after
    layers, over = proof_layer(
        book.press,
        rendition,
        [page.place for page in pages],
        [page.lines for page in pages],
        [page.margin for page in pages],
        [(page.marks, page.remarks) for page in pages],
        proof,
    )
    ltr = direction_of(rendition.metadata.lang) == "ltr"
    wide = []
    for page, (which, over_it) in zip(pages, over, strict=True):
        leaf = on_wide_sheet(page.sheet.leaf, proof, page.place.recto == ltr)
        added = (len(everything) + which, over_it)
        wide.append(dataclasses.replace(page.sheet, leaf=leaf, layers=(*page.sheet.layers, added)))
    if proof.changed_only:
        wide, everything = left_alone(wide, everything)
    moment = rendition.modified
    content = line_map(rendition, [page.place for page in pages], [page.lines for page in pages])
    attached = Attachment(string=content, name=MAP, description="Lines of the pages, and their source",
                          created=moment, modified=moment, relationship="Data")  # fmt: skip
    return Proofed(wide, [*everything, *layers], [page.place for page in pages], attached)


def _pages(
    book: Bound,
    rendition: Rendition,
    places: Sequence[Place],
    sheets: Sequence[Sheet],
    setting: Setting,
    proof: Proof,
) -> tuple[list[_Page], list[Noted]]:
    """The pages of the book with their notes and marks, and all notes."""
    chapters = proof.changes.chapters if proof.changes is not None else ()
    altered = {chapter.name for chapter in chapters if chapter.altered or chapter.gone}
    altered |= {note.document for note in proof.notes}
    worded = [number for number, document in enumerate(rendition.documents) if document.name in altered]
    lines = book.lines(places, worded)
    marks = marked(rendition.documents, places, lines, chapters)
    remarks = remarked(rendition.documents, places, lines, proof.notes)
    found = noted(proof.notes, Lookup(rendition.documents, places, [counted_lines(on_page) for on_page in lines]))
    width = label_width(setting.styles, rendition.faces, setting.files)
    in_margin = margins(found, len(places), sheets[0].leaf.height * 0.75, width)
    return [_Page(*of) for of in zip(places, sheets, lines, in_margin, marks, remarks, strict=True)], found


def _opened(
    press: Press, rendition: Rendition, pages: list[_Page], proof: Proof, changes: Changes, sections: list[Section]
) -> list[_Page]:
    """The pages before the book's own, whose section joins the others; pages that they name can be linked to then.

    Their count is even, so that the pages of the book keep their sides, where all of them follow.
    """
    changed = [
        ChangedPage(number, page.place.folio, _title(rendition.documents, page.place))
        for number, page in enumerate(pages)
        if page.changed
    ]
    firsts: dict[str, int] = {}
    for number, page in enumerate(pages):
        if page.place.document >= 0 and (page.changed or not proof.changed_only):
            firsts.setdefault(rendition.documents[page.place.document].name, number)
    content = opening(changes, changed, firsts, rendition.metadata.lang, proof.changed_only)
    for number in {*firsts.values(), *(page.number for page in changed)}:
        pages[number] = _with_anchor(pages[number], number)
    section = press.sections([content], [title_of(changes)])[0]
    sections.append(section)
    before = [
        _Page(Place(-1, at, "", at % 2 == 0, CHANGES), Sheet(leaf, len(sections) - 1, at))
        for at, leaf in enumerate(section.leaves)
    ]
    if len(before) % 2 and not proof.changed_only:
        blank = dataclasses.replace(section.leaves[0], content=_EMPTY, hotspots=(), places={}, bookmarks=())
        before.append(_Page(Place(-1, len(before), "", False, CHANGES), Sheet(blank)))
    return before


def _listed(
    press: Press, rendition: Rendition, pages: list[_Page], notes: Sequence[Noted], sections: list[Section]
) -> list[_Page]:
    """The pages behind the book's own with the notes that its margin leads to; their section joins the others."""
    if not notes:
        return []
    folios = [page.place.folio for page in pages]
    content = questions(notes, folios, rendition.metadata.lang)
    for number in {one.page for one in notes if one.page >= 0}:
        pages[number] = _with_anchor(pages[number], number)
    section = press.sections([content], [QUESTIONS_TITLE])[0]
    sections.append(section)
    first = len(pages)
    return [
        _Page(Place(-1, at, "", (first + at) % 2 == 0, QUESTIONS), Sheet(leaf, len(sections) - 1, at))
        for at, leaf in enumerate(section.leaves)
    ]


def _title(documents: Sequence[Document], place: Place) -> str:
    document = documents[place.document]
    return document.running_head or document.title


def _with_anchor(page: _Page, number: int) -> _Page:
    leaf = page.sheet.leaf
    places = {**leaf.places, anchor(number): (0.0, 0.0, leaf.width, leaf.height)}
    return dataclasses.replace(
        page, sheet=dataclasses.replace(page.sheet, leaf=dataclasses.replace(leaf, places=places))
    )
