"""The proof: the pages of the print edition, line by line, on a wider sheet with numbered lines and room for notes."""

from __future__ import annotations

import dataclasses

from publish.book import Artifact, Book, ChapterText, Diagnostic, Medium, Profile, Proof, Rendition
from publish.changes import compared
from publish.editions.changed import change_notes
from publish.editions.edition import Edition
from publish.editions.interior import documents_of, interior, made
from publish.editions.texts import texts_of
from publish.proofmap import TEXTS
from publish.theme import Theme
from publish.workshop import Workshop

#: A proof speaks to those who make the book, in the language of the press.
NOT_FOR_SALE = "Proof, not for sale"


def proof_of(book: Book) -> Proof:
    """What the foot of a proof says: the title, the day and the revision of its text, and whose copy it is."""
    metadata, review = book.metadata, book.metadata.review
    revision = f"revision {book.revision}" if book.revision else "no revision"
    copy = f"copy {review.copy}" if review.copy else ""
    reader = f"for {review.reader}" if review.reader else ""
    first = " · ".join((metadata.title, book.modified.strftime("%Y-%m-%d"), revision))
    return Proof((first, " · ".join(filter(None, (NOT_FOR_SALE, copy, reader)))), "PROOF")


def render(book: Book, theme: Theme) -> tuple[Rendition, tuple[Diagnostic, ...]]:
    proof = proof_of(book)
    proof = dataclasses.replace(proof, notes=book.notes)
    proof_words: tuple[str, ...] = (*proof.lines, proof.across, *(note.whole for note in book.notes))
    if book.earlier is not None:
        changes = compared(book.earlier.texts, text_of(book, theme), book.earlier.said, book.earlier.whole)
        notes = (*proof.notes, *change_notes(changes))
        proof = dataclasses.replace(proof, changes=changes, notes=notes, changed_only=book.earlier.changed_only)
        proof_words = (*proof_words, changes.since, *(chapter.title for chapter in changes.chapters))
    # What a proof says is set in the faces of the book, like the press's other words.
    said = " ".join((*proof_words, *(note.text for note in proof.notes)))
    told = dataclasses.replace(book, words={**book.words, "proof": said})
    rendition, noticed = interior(told, theme, "review", Profile(proof=proof))
    texts = {
        TEXTS + chapter.source.path: chapter.source.text.encode() for chapter in book.chapters if chapter.source.text
    }
    return dataclasses.replace(rendition, files={**rendition.files, **texts}), noticed


def text_of(book: Book, theme: Theme) -> tuple[ChapterText, ...]:
    """The text of a book as its proof has it, to be compared with that of another revision."""
    images = {f"images/{name}": image.content for name, image in book.images.items()}
    return texts_of(documents_of(book, theme, "review")[1], images)


def pack(rendition: Rendition, workshop: Workshop) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    content, noticed = made(rendition, workshop)
    return Artifact(EDITION.file(rendition.metadata), content), noticed


EDITION = Edition(
    "review", "-review.pdf", Medium("print"), render, pack, checks=("pdfua", "pdfa3", "pdf-sound"), paged=True
)
