"""The book while it is being resolved: passes read it and change it one after another; nobody keeps it."""

from __future__ import annotations

import dataclasses
import difflib
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import field

from lxml import etree

from publish.book import Chapter, Element, Entry, Image, IndexEntry, Manuscript, Medium, Target
from publish.book.trees import line_of, path_of
from publish.diagnostics import Diagnostic, Span
from publish.lazy import dataclass
from publish.markdown.shape import text_of as text_of
from publish.markdown.shape import text_with_readings as text_with_readings
from publish.resolve.nearness import may_be_name, near_file
from publish.words import numeral

#: Names that are compared for hints in one book: a second of time.
_COMPARISONS = 100_000


@dataclass
class Draft:
    """`labels` maps each chapter's name to its author's labels and the ids that they became; `slugs` likewise what
    other tools call its headings."""

    manuscript: Manuscript
    medium: Medium
    words: Mapping[str, str]
    chapters: list[Chapter]
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    slugs: dict[str, dict[str, str]] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    images: dict[str, Image] = field(default_factory=dict)
    #: Files of pictures by their names without case, looked up where an image is not found as it is written.
    pictures: dict[str, str] = field(default_factory=dict)
    contents: tuple[Entry, ...] = ()
    figures: tuple[Entry, ...] = ()
    tables: tuple[Entry, ...] = ()
    index: tuple[IndexEntry, ...] = ()
    diagnostics: list[Diagnostic] = field(default_factory=list)
    compared: int = 0

    def report(self, code: str, message: str, chapter: Chapter, element: Element, hint: str = "") -> None:
        path = path_of(element, chapter.source.path or self.manuscript.config_path)
        span = Span(path, line_of(element))
        self.diagnostics.append(Diagnostic(code, message, span, hint, _sign(element)))

    def near(self, name: str, known: Collection[str], cutoff: float = 0.6) -> str:
        """The known name that a wrong one is like, or none; in a book that is all mistakes no more are looked for."""
        self.compared += len(known)
        if self.compared > _COMPARISONS:
            return ""
        like = difflib.get_close_matches(name, known, n=3, cutoff=cutoff)
        return next((one for one in like if may_be_name(name, one)), "")

    def near_file(self, path: str, files: Collection[str]) -> str:
        """The file that a wrong path may mean, or none, within the same bounds."""
        self.compared += len(files)
        return near_file(path, files) if self.compared <= _COMPARISONS else ""

    def numeral(self, number: int) -> str:
        """A number in the digits of the book's language."""
        return numeral(number, self.manuscript.metadata.lang)

    def named(self, key: str, number: int | str) -> str:
        """The word for a thing with its number, in the language of the book: "Figure 2"."""
        return self.words[key].format(n=numeral(number, self.manuscript.metadata.lang))

    def change(self, at: int, **values: str) -> None:
        self.chapters[at] = dataclasses.replace(self.chapters[at], **values)  # type: ignore[arg-type]  # all are str


def _sign(element: Element) -> str:
    """What of an element stands in the source as it is in the tree: an address, the label of a reference."""
    if element.tag == "img":
        return element.get("src", "")
    if element.tag == "a":
        href = element.get("href", "")
        return f"@{href[1:]}" if "xref" in classes(element) else href
    return ""


def taken(element: Element, name: str) -> str:
    """The value of an attribute that has served its purpose; nothing where there was none."""
    value = element.get(name, "")
    element.attrib.pop(name, "")
    return value


def classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def elements(tree: Element) -> list[Element]:
    """The elements of a tree as a list, so that a pass may change the tree on its way."""
    return list(tree.iter(etree.Element))


def slug(text: str, fallback: str = "") -> str:
    """Lower-case ASCII letters, digits and hyphens; `fallback` where nothing of the text remains."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or fallback
