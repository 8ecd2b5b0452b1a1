"""The typography of a finished layout: what is left to mend, at its page and its line of Markdown, and the figures of a book."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from publish.book import Diagnostic, Document, Span
from publish.lazy import dataclass
from publish.paged.leaves import Fault, Section
from publish.paged.places import Place

#: Kinds of faults in the order of their weight: the code, what is said of one, what may be done.
KINDS: Mapping[str, tuple[str, str, str]] = {
    "stranded": ("T020", "a heading stands at the foot", "write a sentence more or less before it"),
    "widow": ("T021", "the last line of a paragraph stands alone at the head", "a word more or less before it helps"),
    "orphan": ("T022", "the first line of a paragraph stands alone at the foot", "a word more or less before it helps"),
    "short": ("T023", "the chapter ends on a page with fewer than five lines", "a sentence more or less helps"),
    "thin": (
        "T023",
        "the list ends on a page with fewer than five lines",
        "an entry more or less helps, or another trim size",
    ),
    "cut": (
        "T023",
        "the page before a page break has fewer than five lines",
        "a sentence more or less before it helps, or no page break",
    ),
    "uneven": ("T024", "it and the facing page end at different heights", "a line more or less on either page helps"),
    "turn": ("T025", "a word is divided over the turn of the page", "a word more or less in the paragraph helps"),
    "ladder": ("T026", "more than two lines in a row end in hyphens", "a word more or less in the paragraph helps"),
    "runt": ("T027", "the last line of a paragraph is shorter than an indent", "a word more or less helps"),
    "endnote": (
        "P031",
        "a note is too long for the foot of a page and stands at the end of its chapter",
        "make it shorter, or tell it in the text",
    ),
    "loose": ("T028", "a line is set with wide spaces", "a shorter word near the end of the line helps"),
}
#: What a build names; the others are counted by `publish check --typography` and seldom worth a change of the text.
NAMED = frozenset(KINDS) - {"runt", "loose"}

#: Documents that are lists and not prose: nothing is said of them but of their end.
_LISTS = frozenset({"cover", "toc", "loi", "lot", "index"})
#: The entries of `book.toml` that the press makes lists of.
_ENTRIES = {
    "toc": ("front.contents", "front"),
    "loi": ("front.list-of-figures", "back.list-of-figures"),
    "lot": ("front.list-of-tables", "back.list-of-tables"),
    "index": ("back.index", "back"),
}
#: The kinds of faults that lists have, and what they are called there.
_OF_LISTS = {"short": "thin"}


@dataclass(frozen=True)
class Figures:
    """How many faults of each kind the pages of a book have."""

    pages: int
    faults: Mapping[str, int]

    def per_hundred(self, kind: str) -> float:
        return 100 * self.faults.get(kind, 0) / max(1, self.pages)


def noticed(
    documents: Sequence[Document], sections: Sequence[Section], places: Iterable[Place], kinds: Iterable[str]
) -> list[Diagnostic]:
    """A diagnostic for each fault of some kinds, with the page as printed."""
    folios = {(place.document, place.at): place.folio for place in places}
    wanted = frozenset(kinds)
    result = []
    for number, (document, section) in enumerate(zip(documents, sections, strict=True)):
        for fault in section.faults:
            kind = _called(fault, document, section)
            if kind in wanted:
                code, message, hint = KINDS[kind]
                page = folios.get((number, fault.page), "")
                span, keys = place_of(document, fault.element), _ENTRIES.get(document.kind, ())
                result.append(Diagnostic(code, f"page {page}: {message}", span, hint, keys=keys))
    return result


def _called(fault: Fault, document: Document, section: Section) -> str | None:
    """What a fault is called among `KINDS`; None where nothing is said of it."""
    if document.kind in _LISTS:
        return _OF_LISTS.get(fault.kind)
    return "cut" if fault.kind == "short" and fault.page < len(section.leaves) - 1 else fault.kind


def place_of(document: Document, element: int) -> Span:
    """The line of an element by its number, or of the last before it that has one."""
    at = bisect.bisect_right(document.origins, element, key=lambda origin: origin[0]) - 1
    return Span(*document.origins[at][1:]) if at >= 0 else Span("book.toml")


def figures(documents: Sequence[Document], sections: Sequence[Section]) -> Figures:
    prose = [section for document, section in zip(documents, sections, strict=True) if document.kind not in _LISTS]
    counts = Counter(fault.kind for section in prose for fault in section.faults)
    return Figures(sum(len(section.leaves) for section in prose), dict(counts))
