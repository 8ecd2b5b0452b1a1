"""The citation library at work; this file and `records` alone know it. Works and a style go in, texts with signs come out.

The library's own loop sorts the citations of a group as the bibliography is; here they keep the author's order, or the one
that the style asks for. Years with letters, collapsed groups and dashes for repeated authors, which it lacks, are made here.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from citeproc import LANGUAGE_NAMES, PRIMARY_DIALECTS, CitationStylesBibliography, CitationStylesStyle
from citeproc import Citation as LibraryCitation
from citeproc import CitationItem as LibraryItem
from citeproc.model import CitationStylesElement, Name_Part, TextCased
from citeproc.string import MixedString, String

from publish.lazy import dataclass
from publish.resolve.citations import marked
from publish.resolve.citations.locators import Locator
from publish.resolve.citations.records import record_of, text_with_signs
from publish.resolve.citations.styles import Style

#: The elements of CSL that the library has a class for.
KNOWN = frozenset(
    cls.__name__.replace("_", "-").lower()
    for cls in CitationStylesElement.__subclasses__()
) | {"style", "locale", "terms", "single", "multiple", "style-options", "else-if", "translator", "info"}  # fmt: skip


def _flat(text: Any) -> Iterator[String]:
    """The pieces of a text of the library, none empty, each of its own kind of string."""
    if isinstance(text, MixedString):
        for piece in list.__iter__(text):
            yield from _flat(piece)
    elif text not in (None, ""):
        yield text if isinstance(text, String) else String(text)


def _library_mended() -> None:
    """Slips of the library: a change of case fails on numbers and dates, a name on affixes of its parts, `near-note` on its
    own default."""
    CitationStylesElement._default_options["near-note-distance"] = 5
    case = TextCased.case

    def mended(self: Any, text: Any, language: Any = None) -> Any:
        pieces = list(_flat(text))
        if not pieces:
            return text
        return case(self, MixedString(pieces) if isinstance(text, MixedString) else pieces[0], language)

    part = Name_Part.format_part

    def in_one_piece(self: Any, given: Any, family: Any) -> Any:
        return tuple(None if name is None else String(str(name)) for name in part(self, given, family))

    TextCased.case = mended
    Name_Part.format_part = in_one_piece


_library_mended()


@dataclass(frozen=True)
class Cite:
    """One work in a group: its key, the place in it, whether the author is left out."""

    key: str
    locator: Locator | None = None
    without_author: bool = False
    has_suffix: bool = False


class _Formatter:
    """What the library calls to format: signs around the text."""

    @staticmethod
    def preformat(text: object) -> String:
        return String(text)

    Italic = staticmethod(lambda text: String(f"{marked.ITALIC}{text}{marked.CLOSE}"))
    Oblique = Italic
    Bold = staticmethod(lambda text: String(f"{marked.BOLD}{text}{marked.CLOSE}"))
    Light = staticmethod(lambda text: String(f"{text}"))
    Underline = staticmethod(lambda text: String(f"{marked.UNDERLINE}{text}{marked.CLOSE}"))
    Superscript = staticmethod(lambda text: String(f"{marked.SUPERSCRIPT}{text}{marked.CLOSE}"))
    Subscript = staticmethod(lambda text: String(f"{marked.SUBSCRIPT}{text}{marked.CLOSE}"))
    SmallCaps = staticmethod(lambda text: String(f"{marked.SMALL_CAPS}{text}{marked.CLOSE}"))


def locale_of(lang: str) -> str:
    """The library's locale for a language, or nothing."""
    language, *rest = lang.replace("_", "-").split("-")
    full = "-".join([language.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])
    return str(full if full in LANGUAGE_NAMES else PRIMARY_DIALECTS.get(language.lower(), ""))


class Engine:
    """A style with the works that a book cites, in the order of the bibliography once all are registered."""

    def __init__(self, style: Style, locale: str, works: Mapping[str, dict[str, Any]], keys: Sequence[str]) -> None:
        self.style = style
        self.ambiguous: set[str] = set()
        self.collapsed_numbers = False
        parsed = CitationStylesStyle(io.BytesIO(style.content), locale=locale or "en-US", validate=False)
        self._root = parsed.root
        self._names = {key: f"k{number}" for number, key in enumerate(keys)}
        source = {self._names[key]: record_of(self._names[key], works[key], (locale or "en")[:2]) for key in keys}
        self._library = CitationStylesBibliography(parsed, source, _Formatter)
        # lxml keeps what is set on an element only as long as somebody holds it.
        self._citation, self._layout = self._root.citation, self._root.citation.layout
        self._citation.cites = []
        self._library.register(self._group([Cite(key) for key in keys]))
        if style.has_bibliography:
            self._bibliography, self._entries = self._root.bibliography, self._root.bibliography.layout
            self._library.sort()
        self._quotes = self._closing_quotes()
        self._years_told_apart(works)
        self._printed: dict[str, str] = {}

    @property
    def keys(self) -> list[str]:
        """The works in the order of the bibliography."""
        written = {name: key for key, name in self._names.items()}
        return [written[name] for name in self._library.keys]

    def _group(self, cites: Sequence[Cite]) -> Any:
        items = [LibraryItem(self._names[c.key], **({"locator": c.locator} if c.locator else {})) for c in cites]
        group = LibraryCitation(items)
        group.bibliography = self._library
        return group

    def _closing_quotes(self) -> str:
        """The closing quotation marks that full stops and commas stand within, where the locale has it so."""
        if str(self._root.get_locale_option("punctuation-in-quote")).lower() != "true":
            return ""
        marks = {str(self._root.get_single_term(name=name)) for name in ("close-quote", "close-inner-quote")}
        return re.escape("".join(sorted(m for m in marks if len(m) == 1)))

    # Citations -----------------------------------------------------------------------------------

    def cited(self, cites: Sequence[Cite], in_note: bool = False) -> str:
        """A group as the style prints it; in a note of the author it ends without the full stop of a note."""
        group = self._group(cites)
        ordered = list(zip(group.cites, range(len(cites)), strict=True))
        if self._citation.sort is not None:
            placed = {id(item): number for item, number in ordered}
            ordered = [(item, placed[id(item)]) for item in self._citation.sort.sort(list(group.cites), self._layout)]
        texts: list[str] = []
        before = ""
        for item, number in ordered:
            self._layout.repressed = {}
            text = str(self._layout.render_children(item) or "")
            self._citation.cites.append(item)
            found = marked.names_in(text)
            names = marked.bare(text[slice(*found)]) if found else ""
            collapses = self.style.collapse.startswith("year") and bool(names) and names == before
            before = names
            if cites[number].without_author or collapses:
                text = _without_names(text)
            elif cites[number].locator is None and not self.style.is_numeric:
                self._told_apart(marked.bare(text), cites[number].key)
            whole = f"{chr(marked.PREFIX + number)}{chr(marked.LINK + number)}{text}{marked.CLOSE}"
            if cites[number].has_suffix:
                whole += chr(marked.SUFFIX + number)
            if collapses and texts:
                texts[-1] += f", {whole}"
            else:
                texts.append(whole)
        self._numbers_seen([item.number for item, _ in ordered])
        printed = str(self._layout.format(self._layout.wrap(self._layout.join([String(text) for text in texts]))))
        printed = marked.mended(printed, self._quotes)
        return re.sub(rf"\.({marked.CLOSE}*)$", r"\1", printed) if in_note else printed

    def _told_apart(self, text: str, key: str) -> None:
        """Two works that print the same in the text are ambiguous; the library does not add names to tell them apart."""
        if not self.style.is_note and self._printed.setdefault(text, key) != key:
            self.ambiguous |= {key, self._printed[text]}

    def _numbers_seen(self, numbers: list[int]) -> None:
        runs = any(c - a == 2 and b - a == 1 for a, b, c in zip(numbers, numbers[1:], numbers[2:], strict=False))
        self.collapsed_numbers |= runs and self.style.collapse == "citation-number"

    def author(self, key: str, works: Mapping[str, dict[str, Any]]) -> str:
        """What `@key` says in a sentence: the names as citations have them, or made from the work itself."""
        if not self.style.is_note and not self.style.is_numeric:
            self._layout.repressed = {}
            (item,) = self._group([Cite(key)]).cites
            text = str(self._layout.render_children(item) or "")
            if (found := marked.names_in(text)) and (printed := marked.mended(text[slice(*found)], self._quotes)):
                return printed.rstrip(" ,")
        people = works[key].get("author") or works[key].get("editor") or []
        names = [_family(person) for person in people if isinstance(person, dict)]
        if not names:
            return marked.mended(str(text_with_signs(str(works[key].get("title", key)))), "")
        if len(names) > 3:
            return f"{names[0]} {self._root.get_single_term(name='et-al')}"
        joined = f" {self._root.get_single_term(name='and')} ".join([", ".join(names[:-1]), names[-1]])
        return joined if len(names) > 1 else names[0]

    # The bibliography ----------------------------------------------------------------------------

    def entries(self) -> list[tuple[str, str]]:
        """Key and text of each entry, in order; repeated authors are the style's dash where it has one."""
        result = []
        before = ""
        for key, item in zip(self.keys, self._library.items, strict=True):
            self._entries.repressed = {}
            text = str(self._entries.format(self._entries.wrap(self._entries.render_children(item) or String(""))))
            found = marked.names_in(text)
            names = marked.bare(text[slice(*found)]) if found and not marked.bare(text[: found[0]]).strip() else ""
            if found and names and names == before and self.style.substitute:
                text = text[: found[0]] + self.style.substitute + text[found[1] :]
            before = names
            result.append((key, marked.mended(text, self._quotes)))
        return result

    def _years_told_apart(self, works: Mapping[str, dict[str, Any]]) -> None:
        """Letters behind the years of works that have author and year in common, in the order of the bibliography."""
        if not (self.style.adds_suffix and self.style.prints_suffix):
            return
        same: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for key in self.keys:
            people = works[key].get("author") or works[key].get("editor") or []
            issued = self._library.source[self._names[key]].get("issued")
            year = str(issued.get("year", "")) if issued is not None else ""
            same[(*(_family(p) for p in people if isinstance(p, dict)), year)].append(key)
        for key_of, keys in same.items():
            for number, key in enumerate(keys if len(keys) > 1 and len(key_of) > 1 else []):
                letter = chr(ord("a") + number % 26)
                self._library.source[self._names[key]]["year_suffix"] = String(letter)


def _without_names(text: str) -> str:
    found = marked.names_in(text)
    return re.sub(r"^[\s,]+", "", text[: found[0]] + text[found[1] :].lstrip(" ,")) if found else text


def _family(person: Mapping[str, Any]) -> str:
    particle, family = person.get("non-dropping-particle", ""), person.get("family", "")
    return " ".join(str(p) for p in (particle, family) if p) or str(person.get("literal", person.get("given", "")))
