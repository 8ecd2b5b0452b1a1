"""Documents laid out until their page numbers stand: pages are known when all is laid out, and numbers are part of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence

from publish.book import Document
from publish.lazy import dataclass
from publish.paged.layout import Press
from publish.paged.leaves import Line, Section
from publish.paged.numbering import Numbered, apart, filled, folios_guessed, has_all, lines_filled, numbered, targets
from publish.paged.places import Place, placed, side_of

#: Bytes of a document for each page number in it, below which it is of nothing else: contents, a list, an index.
_DENSE = 300
#: Rounds after which page numbers that still move are printed as they stand.
MAX_ROUNDS = 6
#: Rounds in which a reference to its own page loses its number; after these, one that has it keeps it.
_FREE = 2


@dataclass(frozen=True)
class Bound:
    """A book whose pages stand: the press that laid them out, what it was given and made of it, whether numbers stand too.

    Fields of the sections are noughts; `numbered` fills them in.
    """

    press: Press
    sections: Sequence[Section]
    places: Sequence[Place]
    contents: Sequence[Numbered]
    still: bool

    def numbered(self) -> list[Section]:
        """The sections with their numbers, which takes its time."""
        return [filled(section, one.numbers) for section, one in zip(self.sections, self.contents, strict=True)]

    def lines(self, places: Sequence[Place], worded: Collection[int] = ()) -> list[tuple[Line, ...]]:
        """The lines of pages; `worded`: the documents of whose lines the places of words are wanted."""
        lines = self.press.page_lines([one.content for one in self.contents], places, worded)
        return [
            lines_filled(on_page, self.contents[place.document].numbers) if place.document >= 0 else on_page
            for place, on_page in zip(places, lines, strict=True)
        ]


def settled(press: Press, documents: Sequence[Document], guesses: Sequence[int] = ()) -> Bound:
    """Lay out every document, then again those in which a number has other digits than there is room for, until none has.

    `guesses`: how many pages each may have. Better ones mean that less is laid out again. Contents and their like wait until the
    pages are known that they name: hardly ever are all of their many numbers guessed right.
    """
    desk = _Desk(press, documents, guesses)
    folios: Mapping[str, str] = folios_guessed(documents, guesses)
    named, still = targets(documents), False
    waiting = {n for n, document in enumerate(documents) if _waits(document)}
    for left in reversed(range(MAX_ROUNDS)):
        if left < MAX_ROUNDS - _FREE:
            desk.keep(folios)
        waiting = desk.lay_out(folios, waiting if left else set())
        found, unfit = {**folios, **desk.folios()}, desk.unfit()
        if still := not (unfit or waiting) and all(found.get(id) == folios.get(id) for id in named):
            break
        desk.literal |= unfit
        folios = found
    if not still:
        desk.lay_out(folios, set())  # what has no room for its numbers would say noughts
        found = {**folios, **desk.folios()}
        still = not desk.unfit() and all(found.get(id) == folios.get(id) for id in named)
    return Bound(press, desk.sections, desk.places, desk.contents, still)


def _waits(document: Document) -> bool:
    """Whether a document says where others are and nothing else, or opens on whatever page comes behind one that does."""
    numbers = document.content.count(b"data-page-of=")
    return side_of(document) == "next" or numbers * _DENSE > len(document.content)


class _Desk:
    """What is laid out so far. `literal` are documents whose face has no figures of one width: their numbers are text."""

    def __init__(self, press: Press, documents: Sequence[Document], guesses: Sequence[int]) -> None:
        self._press, self._documents = press, documents
        self._guesses = guesses if len(guesses) == len(documents) else [0] * len(documents)
        self.contents = [Numbered(b"")] * len(documents)
        self.sections = [Section(())] * len(documents)
        self.places: list[Place] = []
        self.literal: set[int] = set()
        self._kept: frozenset[str] = frozenset()

    def keep(self, folios: Mapping[str, str]) -> None:
        """References to other pages have their number from now on, wherever they come to stand."""
        self._kept |= frozenset().union(*(apart(of.content, folios) for of in self._documents))

    def lay_out(self, folios: Mapping[str, str], waiting: set[int]) -> set[int]:
        """Lay out what is another document with these page numbers; which of those still wait that others come before.

        They have as many pages as was guessed until nothing else is laid out any more.
        """
        wanted = [
            numbered(of.content, folios, n not in self.literal, self._kept) for n, of in enumerate(self._documents)
        ]
        alone = [n for n, document in enumerate(self._documents) if side_of(document) != "next"]
        changed = [n for n in alone if wanted[n].content != self.contents[n].content]
        if waiting.issuperset(changed):
            waiting = set()
        changed = [n for n in changed if n not in waiting]
        titles = [self._documents[n].running_head for n in changed]
        made = self._press.sections([wanted[n].content for n in changed], titles)
        for n, section in zip(changed, made, strict=True):
            self.sections[n] = section
        for n in alone:
            if n not in waiting:
                self.contents[n] = wanted[n]
        if not waiting:
            self._follow(wanted)
        counts = [self._guesses[n] if n in waiting else len(of.leaves) for n, of in enumerate(self.sections)]
        self.places = placed(self._documents, counts)
        return waiting

    def _follow(self, wanted: Sequence[Numbered]) -> None:
        """Documents that open on whatever page comes, which is known when those before them are laid out."""
        for n, document in enumerate(self._documents):
            if side_of(document) == "next":
                counts = [len(section.leaves) for section in self.sections[:n]]
                before = placed(self._documents[:n], counts, padded=False)
                content = sided(wanted[n].content, len(before) % 2 == 0)
                if content != self.contents[n].content:
                    self.sections[n] = self._press.sections([content], [document.running_head])[0]
                self.contents[n] = dataclasses.replace(wanted[n], content=content)

    def folios(self) -> dict[str, str]:
        """The page of every place."""
        found: dict[str, str] = {}
        for place in self.places:
            if place.document >= 0 and self.sections[place.document].leaves:
                for id in self.sections[place.document].leaves[place.at].places:
                    found.setdefault(id, place.folio)
        return found

    def unfit(self) -> set[int]:
        """The documents whose numbers cannot be filled in."""
        pairs = enumerate(zip(self.sections, self.contents, strict=True))
        return {n for n, (section, one) in pairs if not has_all(section, len(one.numbers))}


def sided(content: bytes, recto: bool) -> bytes:
    """A document that opens on whatever page comes, told which side that is: its margins depend on it."""
    return content.replace(b'class="next-first"', b'class="recto-first"' if recto else b'class="verso-first"', 1)
