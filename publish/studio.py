"""A manuscript opened: read, parsed, its styles and what its author accepts at hand, ready to be resolved for any edition."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from publish.asked import Asked
from publish.book import Book, Chapter, Earlier, Manuscript, MarginNote, Reading, Rendition, Span
from publish.checks import Copy, checked
from publish.checks.unfinished import marks_of_unfinished_work
from publish.diagnostics import Diagnostic, has_errors, in_order
from publish.early import Text, text_of
from publish.editions import EDITIONS, review
from publish.editions.edition import Edition
from publish.editions.epub_profile import OMITTED
from publish.editions.interior import page_map
from publish.editions.page_breaks import with_page_breaks
from publish.editions.remarks import Finder, left_for_later, marks_placed, mistakes
from publish.editions.sheet import margins
from publish.lazy import dataclass
from publish.markdown import Shelf, marked, may_be_marked, parse, read_as
from publish.noticed import Allowed, placed
from publish.resolve import resolve
from publish.resolve.sample import sampled
from publish.sources import keys_of, read
from publish.sources.earlier import taken_out
from publish.theme import TemplateError, Theme, load_theme
from publish.workshop import Workshop

if TYPE_CHECKING:
    from publish.paged.pagemap import PageMap

#: How long a book is thought to be before it is laid out: the inside margin hangs on it by a little.
_SOME_PAGES = 200
#: What is said of how many pages a book has: a sample is not printed.
_OF_THE_WHOLE = frozenset({"P036"})
#: Marks of an editor, which a proof has in its margin.
_MARKS = frozenset({"C015", "C070"})


@dataclass
class Studio:
    """A manuscript ready to be resolved: a book is resolved once for all editions that show the same of it."""

    manuscript: Manuscript
    chapters: tuple[Chapter, ...]
    theme: Theme
    allowed: Allowed
    only: tuple[str, ...] = ()
    books: dict[object, tuple[Book, tuple[Diagnostic, ...]]] = field(default_factory=dict)
    sample: str = ""
    left_out: frozenset[str] = frozenset()
    pages: PageMap | None = None
    earlier: Earlier | Diagnostic | None = None
    undecided: tuple[Diagnostic, ...] = ()
    accepted: tuple[tuple[Chapter, ...], tuple[Diagnostic, ...]] | None = None
    with_check: bool = False

    def text_for(self, edition: Edition) -> tuple[tuple[Chapter, ...], tuple[Diagnostic, ...]]:
        """The chapters as an edition has them: a proof with the marks of an editor accepted; others with them as mistakes,
        unless the book says what to make of them."""
        if edition.name != review.EDITION.name:
            return self.chapters, self.undecided
        if not may_be_marked(self.manuscript):
            return self.chapters, ()
        if self.accepted is None:
            self.accepted = parse(read_as(self.manuscript, Reading.ACCEPT))
        return self.accepted

    def book_for(self, edition: Edition) -> tuple[Book, tuple[Diagnostic, ...]]:
        medium = edition.medium
        chapters, in_text = self.text_for(edition)
        differs = any(e.get("only") is not None for c in chapters for e in c.tree.iter() if isinstance(e.tag, str))
        key = (medium.affiliate_links, medium.name if differs else "", chapters is self.chapters)
        if key not in self.books:
            book, noticed = resolve(self.manuscript, chapters, medium)
            self.books[key] = self._cut(book, self.told(noticed)) if self.only else (book, self.told(noticed))
        book, noticed = self.books[key]
        return book, (*noticed, *self.concerning(self.told(in_text)))

    def _cut(self, book: Book, noticed: tuple[Diagnostic, ...]) -> tuple[Book, tuple[Diagnostic, ...]]:
        cut = sampled(book, self.only)
        whole = sum(1 for c in book.chapters if not c.source.generated)
        self.sample = f"a sample: {cut.chosen} of {whole} chapters"
        if cut.links:
            self.sample += f"; {cut.links} link{'s' if cut.links > 1 else ''} to the others printed as words"
        self.left_out = cut.left_out
        return cut.book, self.concerning(noticed)

    def copy(self, edition: Edition) -> Copy:
        """The book as a copy-editor reads it."""
        page = margins(self.manuscript.metadata.print, self.theme.styles["tokens.css"], _SOME_PAGES)
        measure = page.width - page.inside - page.outside
        return Copy(self.manuscript, self.text_for(edition)[0], self.allowed.texts, self.book_for(edition)[0], measure)

    def paged(self, book: Book, edition: Edition, shop: Workshop) -> Book:
        """The book with the pages of its print edition marked, where the edition and the author want them."""
        if edition.medium.family != "epub" or not book.metadata.epub.page_list:
            return book
        printed = EDITIONS["print"]
        interior, _ = self.book_for(printed)
        rendition, noticed = rendered(printed, interior, self.theme)
        if rendition is None or has_errors(noticed):
            return book
        self.pages = self.pages or page_map(rendition, shop)
        return with_page_breaks(book, interior, self.pages, OMITTED)

    def held_against(self, book: Book, edition: Edition) -> tuple[Book, tuple[Diagnostic, ...]]:
        """The book with the text of the revision that a proof is held against, where one is asked for."""
        if edition.name != review.EDITION.name or self.earlier is None:
            return book, ()
        if isinstance(self.earlier, Diagnostic):
            return book, (self.earlier,)
        return dataclasses.replace(book, earlier=dataclasses.replace(self.earlier, whole=not self.only)), ()

    def remarked(self, book: Book, edition: Edition, noticed: Iterable[Diagnostic]) -> Book:
        """The book with what its proof says in the margin: marks of an editor, work left for later; mistakes, where asked for."""
        if edition.name != review.EDITION.name:
            return book
        notes: list[MarginNote] = []
        chapters, marks = marked(self.manuscript) if may_be_marked(self.manuscript) else ((), ())
        if marks:
            other, _ = resolve(self.manuscript, chapters, edition.medium)
            notes += marks_placed(sampled(other, self.only).book if self.only else other, book, marks)
        finder = Finder(book).reading(self.allowed.texts)
        copy = self.copy(edition)
        found = (
            (*self.told(checked(copy, copy.manuscript.metadata.check.spelling)), *noticed) if self.with_check else ()
        )
        later = self.told(marks_of_unfinished_work(copy))
        notes += left_for_later(self.concerning(later), finder, self.allowed.texts)
        notes += mistakes((one for one in in_order(self.concerning(found)) if one not in later), finder)
        return dataclasses.replace(book, notes=tuple(notes))

    def cleared(self) -> None:
        """Let the trees go: nothing will be rendered any more, and a long book's layout needs their room."""
        self.chapters, self.accepted, self.pages = (), None, None
        self.books.clear()

    def told(self, noticed: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """What was noticed, where it stands, but for what the author accepts."""
        return self.allowed.kept(placed(noticed, self.allowed.texts, lambda: keys_of(self.manuscript)))

    def concerning(self, noticed: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """What was noticed, but for what stands in the chapters that a sample leaves out, and what a printer says of the whole."""
        of_the_whole = _OF_THE_WHOLE if self.only else ()
        return tuple(d for d in noticed if d.span.path not in self.left_out and d.code not in of_the_whole)


def made_for(manuscript: Manuscript, asked: Asked) -> Manuscript:
    """The manuscript with what is asked for in the place of what it says."""
    metadata = manuscript.metadata
    if asked.printer:
        metadata = dataclasses.replace(metadata, print=dataclasses.replace(metadata.print, printer=asked.printer))
    if asked.overlay:
        metadata = dataclasses.replace(metadata, cover=dataclasses.replace(metadata.cover, overlay=True))
    review = metadata.review
    review = dataclasses.replace(review, reader=asked.reader or review.reader, copy=asked.copy or review.copy)
    return dataclasses.replace(manuscript, metadata=dataclasses.replace(metadata, review=review))


def opened(folder: Path, untrusted: bool = False) -> tuple[Studio | None, tuple[Diagnostic, ...]]:
    text = text_of(folder, untrusted, workers=1)
    return equipped(text, untrusted) if isinstance(text, Text) else (None, text)


def studio_of(
    manuscript: Manuscript, noticed: tuple[Diagnostic, ...], untrusted: bool = False, shelf: Shelf | None = None
) -> tuple[Studio, tuple[Diagnostic, ...]]:
    chapters, noticed_in_text = parse(manuscript, shelf)
    return equipped(Text(manuscript, chapters, noticed, noticed_in_text), untrusted)


def equipped(text: Text, untrusted: bool = False) -> tuple[Studio, tuple[Diagnostic, ...]]:
    manuscript = text.manuscript
    theme, noticed_in_theme = load_theme(manuscript.files, untrusted)
    allowed = Allowed(manuscript.metadata.check.allow, manuscript.sources, manuscript.files)
    studio = Studio(manuscript, text.chapters, theme, allowed)
    studio.undecided = tuple(one for one in text.noticed_in_text if one.code in _MARKS)
    said = (one for one in text.noticed_in_text if one.code not in _MARKS)
    return studio, studio.told((*text.noticed, *said, *noticed_in_theme))


def earlier_text(path: Path, asked: Asked, untrusted: bool = False) -> Earlier | Diagnostic:
    """The text of the book at a revision, as its proof would have it; or why it cannot be had."""
    with taken_out(path, asked.since) as found:
        if isinstance(found, Diagnostic):
            return found
        folder, revision = found
        manuscript, noticed = read(folder, untrusted)
        if manuscript is not None:
            studio, _ = studio_of(revision.of(manuscript), noticed, untrusted)
            book, _ = studio.book_for(review.EDITION)
            try:
                return Earlier(revision.said, review.text_of(book, studio.theme), changed_only=asked.changed_only)
            except TemplateError as error:
                noticed = (error.diagnostic,)
    why = next((one.message for one in noticed if has_errors([one])), "it has no text")
    hint = "name a revision at which the book could be built"
    return Diagnostic("M085", f"the book of {revision.said} cannot be read: {why}", Span("book.toml"), hint)


def rendered(edition: Edition, book: Book, theme: Theme) -> tuple[Rendition | None, tuple[Diagnostic, ...]]:
    """The rendition of an edition; None where a template of the book does not work."""
    try:
        return edition.render(book, theme)
    except TemplateError as error:
        return None, (error.diagnostic,)


def noticed_in(studio: Studio, names: Sequence[str]) -> tuple[Diagnostic, ...]:
    """What is noticed on the way to each edition, up to its layout."""
    return tuple(one for way in ways_of(studio, names) for one in way.told(studio, way.walked()))


@dataclass(frozen=True)
class Way:
    """The way to an edition, up to its layout: a book resolved, what was noticed on it so far, and what is to be rendered."""

    edition: Edition
    book: Book
    theme: Theme
    noticed: tuple[Diagnostic, ...]

    def walked(self) -> tuple[Diagnostic, ...]:
        """What rendering notices, wherever it is done."""
        return rendered(self.edition, self.book, self.theme)[1]

    def told(self, studio: Studio, noticed: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
        return (*self.noticed, *studio.told(noticed))


def ways_of(studio: Studio, names: Sequence[str]) -> tuple[Way, ...]:
    editions = [EDITIONS[name] for name in names]
    return tuple(
        Way(edition, book, studio.theme, in_book)
        for edition in editions
        for book, in_book in [studio.book_for(edition)]
    )
