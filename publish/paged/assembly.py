"""Chapters laid out one by one, put in order, their page numbers settled, their furniture added, one PDF written."""

from __future__ import annotations

import dataclasses
import itertools
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lxml import etree

from publish.book import Diagnostic, Document, Rendition, Span
from publish.paged.finish import finisher
from publish.paged.furniture import furniture
from publish.paged.layout import NoSheetsError, Press, Setting
from publish.paged.leaves import Leaf, Line, Section
from publish.paged.pagemap import PageMap, page_map
from publish.paged.places import Place, ended
from publish.paged.resolution import too_coarse
from publish.paged.said import reported
from publish.paged.settling import MAX_ROUNDS, Bound, settled
from publish.paged.typography import KINDS, NAMED, Figures, figures, place_of
from publish.paged.typography import noticed as remaining
from publish.paged.unprintable import refused
from publish.progress import ASSEMBLE, LAY_OUT, PACK, Begun
from publish.words import direction_of
from publish.workshop import Workshop

if TYPE_CHECKING:
    from publish.paged.library import DocumentMetadata
    from publish.paged.writing import Sheet

#: Pages from which on a book is long: memory counts then, more than the start of workers for another edition.
_LONG = 1_000
_EMPTY = zlib.compress(b"")


def bound(rendition: Rendition, setting: Setting, workshop: Workshop) -> Bound:
    """All pages on a sheet whose inside margin is what their count asks for.

    Margins move lines, lines move the count. Where two sheets call for each other, the one with the wider margin stands.
    """
    profile = rendition.profile
    order = [rules for _, rules in profile.sheets]
    tried: list[str] = []
    rules = profile.sheet(sum(profile.guesses))
    workshop.say(Begun(LAY_OUT))
    while True:
        tried.append(rules)
        worded = profile.proof is not None and profile.proof.marks_words
        press = Press(dataclasses.replace(setting, styles=f"{setting.styles}\n{rules}"), workshop, worded)
        result = settled(press, rendition.documents, profile.guesses)
        wanted = profile.sheet(bound_together(result.places))
        if wanted == rules or (wanted in tried and order.index(wanted) < order.index(rules)):
            return result
        rules = wanted


def bound_together(places: Sequence[Place]) -> int:
    """How many pages the interior has, on a screen too, where a cover and its empty back stand before it."""
    return sum(1 for _ in itertools.dropwhile(lambda place: place.kind in ("cover", "blank"), places))


def strayed(documents: Sequence[Document], sections: Sequence[Section]) -> list[Diagnostic]:
    """`T003` for every note that is not at the foot of the page of its call or of the next, or is nowhere."""
    found = []
    for document, section in zip(documents, sections, strict=True):
        if b'class="noteref"' not in document.content:
            continue
        root = etree.fromstring(document.content)
        page_of = {id: number for number, page in reversed(list(enumerate(section.leaves))) for id in page.places}
        notes = {note.get("id", "") for note in root.iter("span") if note.get("class") == "footnote"}
        elements = list(root.iter())
        ended = {elements[fault.element].get("id", "") for fault in section.faults if fault.kind == "endnote"}
        for number, call in enumerate(elements):
            note = call.get("href", "#")[1:]
            if call.tag != "a" or call.get("class") != "noteref" or note not in notes:
                continue
            notes.discard(note)
            distance = page_of.get(note, -1) - page_of.get(call.get("id", ""), 0)
            if distance not in (0, 1) and not (note in ended and distance > 0):
                message = f"note {''.join(map(str, call.itertext()))} of “{document.running_head}” is not on the page of its call"
                span = place_of(document, number)
                found.append(Diagnostic("T003", message, span, "make the note shorter, or divide it"))
    return found


def mapped(rendition: Rendition, setting: Setting, workshop: Workshop) -> PageMap:
    """The pages of a rendition, and where in its documents each begins."""
    book = bound(rendition, setting, workshop)
    workshop.say(Begun(PACK))
    return page_map(book.places, rendition.documents, book.sections)


def counted(rendition: Rendition, setting: Setting, workshop: Workshop) -> int:
    """The count of pages of a rendition, those at the end included that a printer wants blank."""
    book, profile = bound(rendition, setting, workshop), rendition.profile
    return len(ended(book.places, profile.multiple, profile.blank_end))


def lined(rendition: Rendition, setting: Setting, workshop: Workshop) -> tuple[tuple[Line, ...], ...]:
    """The lines of every page of a rendition."""
    book = bound(rendition, setting, workshop)
    lines = tuple(book.lines(book.places))
    workshop.say(Begun(PACK))
    return lines


def made_pdf(rendition: Rendition, setting: Setting, workshop: Workshop) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """The documents of a rendition as one PDF, written as its profile says: the same bytes for the same rendition."""
    profile = rendition.profile
    book = bound(rendition, setting, workshop)
    sections = book.numbered()
    places = ended(book.places, profile.multiple, profile.blank_end)
    most = rendition.metadata.limits.pages
    if len(places) > most:
        message = f"the book has {len(places):,} pages, more than {most:,}"
        hint = "divide it into volumes, or raise the limit in [limits] of book.toml"
        return b"", (Diagnostic("M009", message, Span("book.toml"), hint, keys=("limits.pages",)),)
    try:
        layers, over = furniture(book.press, rendition, [_bare(place, sections) for place in places])
    except NoSheetsError:
        message = "the rules for sheets are missing: each head and folio would stand on a page of its own"
        hint = "begin with a copy of the house's print.css, which this file takes the place of"
        return b"", (Diagnostic("M072", message, Span("styles/print.css"), hint),)
    if len(places) > _LONG:
        workshop.pool.close()  # nobody lays out any more, and what workers hold is as much as the book itself
    workshop.say(Begun(ASSEMBLE))
    from publish.paged.writing import written  # slow to import: workers that lay out do not wait for it

    everything = [*sections, *layers]
    sheets = [
        _sheet(place, everything, len(sections) + which, leaf, profile.navigation)
        for place, (which, leaf) in zip(places, over, strict=True)
    ]
    direction = direction_of(rendition.metadata.lang)
    finish = finisher(places, rendition.words, direction, profile.navigation)
    options: dict[str, object] = {"pdf_variant": "pdf/a-2a"} if profile.navigation else {}
    if profile.proof is not None:
        from publish.paged.proofs import proofed

        proof = proofed(book, rendition, places, sheets, everything, setting, profile.proof)
        sheets, everything = proof.sheets, proof.sections
        finish = finisher(proof.places, rendition.words, direction)
        # The part of PDF/A that lets a file carry others of any kind (ISO 19005-3, 6.8).
        options = {"pdf_variant": "pdf/a-3a", "attachments": [proof.attached]}
    content = written(sheets, everything, information(rendition), finish, **options)
    noticed = strayed(rendition.documents, sections)
    noticed += (unprintable := refused(rendition.documents, sections, places, profile))
    if profile.inks != "screen":
        from publish.paged.prepress import prepared  # slow to import, and a screen wants none of it

        content, in_press = prepared(content, profile, direction)
        located = {one.code for one in unprintable}  # what has a page and a line is not told of the whole book again
        noticed += [one for one in in_press if one.code not in located]
    noticed += remaining(rendition.documents, sections, places, NAMED)
    noticed += too_coarse(rendition.documents, sections, places, profile)
    place_of_all = Span("book.toml")
    if not book.still:
        message = f"page numbers in references still moved after {MAX_ROUNDS} layouts; some may be one off"
        noticed.append(
            Diagnostic(
                "T001",
                message,
                place_of_all,
                "reword a line near one, or set page-references = false in [typography]",
                keys=("typography.page-references",),
            )
        )
    noticed += reported((message for section in sections for message in section.said), setting.styles)
    return content, tuple(noticed)


def judged(rendition: Rendition, setting: Setting, workshop: Workshop) -> tuple[Figures, tuple[Diagnostic, ...]]:
    """The typography of a rendition: its figures, and every fault."""
    book = bound(rendition, setting, workshop)
    return figures(rendition.documents, book.sections), tuple(
        remaining(rendition.documents, book.sections, book.places, KINDS)
    )


def _bare(place: Place, sections: Sequence[Section]) -> Place:
    """The place of a page that a picture fills is of a kind of its own: it has no head and no folio."""
    if place.document < 0 or not sections[place.document].leaves[place.at].full:
        return place
    return dataclasses.replace(place, kind="full")


def _sheet(place: Place, sections: Sequence[Section], which: int, layer: Leaf, navigation: bool) -> Sheet:
    """A page of the book: its leaf, and its head and folio over it; a blank has nothing under them."""
    from publish.paged.writing import Sheet

    if place.document < 0:
        return Sheet(dataclasses.replace(layer, content=_EMPTY), layers=((which, layer),))
    leaf = sections[place.document].leaves[place.at]
    if not navigation:
        leaf = dataclasses.replace(leaf, hotspots=(), places={}, bookmarks=())
    return Sheet(leaf, place.document, place.at, ((which, layer),))


def information(rendition: Rendition) -> DocumentMetadata:
    from publish.paged.library import DocumentMetadata

    stamp = rendition.modified.strftime("%Y-%m-%dT%H:%M:%SZ")
    metadata = rendition.metadata
    return DocumentMetadata(
        title=f"{metadata.title}: {metadata.subtitle}" if metadata.subtitle else metadata.title,
        authors=[person.name for person in metadata.author],
        description=metadata.description or None,
        keywords=[subject.text for subject in metadata.subject],
        generator="Colophon",
        created=stamp,
        modified=stamp,
        lang=metadata.lang,
    )
