"""Which face sets which character: by the languages of a text and the scripts of its characters.

Every character has one family in each role, and a face is cut with the characters of its family only, so that the same
glyph is printed whatever order of fallback an engine or a reading system has. What no family has is `A006`.
"""

from __future__ import annotations

import functools
import string
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType

from lxml import etree

from publish.book import MATHML, Book, Chapter, Diagnostic, Element, Face
from publish.book.trees import HEADINGS
from publish.editions.apart import set_apart
from publish.editions.fonts import BOXES, characters
from publish.editions.lacking import Lacking
from publish.lazy import dataclass
from publish.typefaces import Script, families, family, script_of
from publish.words import digits_of

#: What stylesheets may add to a page: figures, points of leaders, marks of lists and of scene breaks, brackets of examples.
_SIGNS = f" ()\u00a0\u2010-0123456789.,’“”‘–—…*•·{string.ascii_letters}"
#: Between two words stands the space of their own face, and a break is the hyphen's.
_SPACES = " \u00a0\u00ad\u2010"
_BOLD = frozenset({"strong", "b", "th", "dt"})
#: Formulas have a face of their own: outlines on pages, the reading system's in an e-book.
_FORMULA = f"{{{MATHML}}}"
#: Characters that have no glyph of their own: what joins, what divides, what chooses a form of the letter before.
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Cs"})
_SELECTORS = frozenset(
    map(chr, (0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)


@dataclass(frozen=True)
class Setting:
    """The faces of an edition, for each language of the book the families of its roles, and what no family has."""

    faces: tuple[Face, ...]
    stacks: Mapping[str, Mapping[str, Sequence[str]]]
    lacking: str = ""

    @property
    def boxed(self) -> tuple[Face, ...]:
        """The faces, and one with a box for each character that no family has."""
        boxes = Face(BOXES, "normal", 400, "boxes.ttf", "", self.lacking)
        return (*self.faces, boxes) if self.lacking else self.faces

    @property
    def sources(self) -> frozenset[str]:
        return frozenset(face.source for face in self.faces)

    @property
    def licences(self) -> frozenset[str]:
        return frozenset(f"{family(face.family).package}-LICENSE.txt" for face in self.faces)


@dataclass
class _Copy:
    """What is to be set: the characters of each language, those of them that are bold, and whether em dashes follow each other."""

    all: dict[str, set[str]] = field(default_factory=dict)
    bold: dict[str, set[str]] = field(default_factory=dict)
    dashed: bool = False

    def add(self, lang: str, letters: Iterable[str], bold: bool = False) -> None:
        for of in (self.all, self.bold) if bold else (self.all,):
            of.setdefault(lang, set()).update(letters)

    def printed(self) -> _Copy:
        """The same with what may be printed for it."""
        every, bold = ({lang: _printed(letters) for lang, letters in of.items()} for of in (self.all, self.bold))
        return _Copy(every, bold, self.dashed)


def _printed(letters: set[str]) -> set[str]:
    """The characters that some may be printed with: capitals, and spaces around some signs, may be set for their own."""
    return letters.union("".join(letters).upper(), set_apart(" ".join(sorted(letters))))


def set_in_type(
    book: Book,
    chapters: Sequence[Chapter],
    fonts: Mapping[str, bytes],
    roles: Sequence[str],
    bold: bool = False,
    drawings: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Setting, tuple[Diagnostic, ...]]:
    """The faces for the text of a book in the roles that an edition brings faces for.

    `bold`: bold faces are cut with what is bold in the text, and are left out where nothing is; else with all of it. `drawings`:
    words of images that are set with the faces of the book, by the images' addresses.
    """
    lang = book.metadata.lang
    copy = _Copy()
    own = script_of(lang)
    signs = "".join(c for c in _SIGNS + own.signs + digits_of(lang) if any(True for _ in _having(fonts, c, own.text)))
    for words in (*book.words.values(), *_spoken(book), signs):
        copy.add(lang, words)
    known: set[str] = set()
    lacking = Lacking()
    for chapter in chapters:
        texts: dict[tuple[str, bool], list[str]] = {}
        for language, heavy, text, _ in _runs(chapter.tree, lang, drawings):
            texts.setdefault((language, heavy), []).append(text)
        letters: set[str] = set()
        for (language, heavy), parts in texts.items():
            found = set().union(*parts, " " * (len(parts) > 1))
            copy.add(language, found, heavy)
            copy.dashed = copy.dashed or ("—" in found and any("——" in part for part in parts))
            letters |= found
        known |= {c for c in letters - known if _has(fonts, c)}
        if not letters <= known:
            for _, _, text, element in _runs(chapter.tree, lang, drawings):
                lacking.add((c for c in text if c not in known), chapter, element)
    copy = copy.printed()
    faces = _faces(copy, fonts, roles, bold)
    used = {face.family for face in faces}
    stacks = {other: {role: [name for name in stack(script_of(other), role) if name in used]
                      for role in roles} for other in sorted({lang, *copy.all})}  # fmt: skip
    said = {
        c for words in book.words.values() for c in words if not _has(fonts, c)
    }  # a remark in a proof may say anything
    return Setting(faces, stacks, "".join(sorted({*lacking.characters, *said}))), lacking.diagnostics()


def _spoken(book: Book) -> Iterator[str]:
    """What the cover says."""
    metadata = book.metadata
    yield from (metadata.title, metadata.subtitle, metadata.publisher, "ISBN 0123456789-")
    yield from (metadata.description, metadata.cover.back)
    yield from (person.name for person in (*metadata.author, *metadata.contributor))


def _runs(tree: Element, lang: str, drawings: Mapping[str, str]) -> Iterator[tuple[str, bool, str, Element]]:
    """Text by language and weight, with the element that it stands in."""
    known: dict[Element | None, tuple[str, bool]] = {tree.getparent(): (lang, False)}
    for element in tree.iter(etree.Element):
        outer, heavy = known[element.getparent()]
        own = element.get("lang") or outer
        bold = heavy or element.tag in _BOLD or (element.tag in HEADINGS and script_of(own).code != "Latn")
        known[element] = own, bold
        if element.text and not element.tag.startswith(_FORMULA):
            yield own, bold, element.text, element
        if element.tag == "img" and (words := drawings.get(element.get("src", ""))):
            yield own, bold, words, element
        if element.tail and element is not tree:
            yield outer, heavy, element.tail, element


def _unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN or character in _SELECTORS


def _has(fonts: Mapping[str, bytes], character: str) -> bool:
    return character.isascii() or _unseen(character) or any(True for _ in _having(fonts, character, _stack_of_all()))


def _having(fonts: Mapping[str, bytes], character: str, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        source = family(name).cuts[0].file
        if source in fonts and character in characters(fonts[source]):
            yield name


@functools.cache
def _stack_of_all() -> tuple[str, ...]:
    return tuple(f.name for f in families())


@functools.cache
def stack(script: Script, role: str) -> tuple[str, ...]:
    """The families of a script in a role, then all others."""
    first = {"text": script.text, "label": script.label, "code": script.code_face}[role]
    return tuple(dict.fromkeys((*first, *_stack_of_all())))


@functools.cache
def is_latin(character: str) -> bool:
    return (character.isascii() and character.isalnum()) or unicodedata.name(character, "").startswith("LATIN ")


@functools.cache
def is_wide_sign(character: str) -> bool:
    """Signs that Latin and East Asian printing share, and that the latter sets a full square wide (UAX 11, ambiguous)."""
    kind = unicodedata.category(character)
    return unicodedata.east_asian_width(character) == "A" and kind[0] in "PS"


def _order(script: Script, role: str, character: str) -> tuple[str, ...]:
    """The families to ask for a character, first to last."""
    usual = stack(script, role)
    latin = stack(script_of("en"), role)
    if is_latin(character):
        return latin
    if script.wide and is_wide_sign(character):
        return tuple(name for name in usual if name != latin[0])
    return usual


def _faces(copy: _Copy, fonts: Mapping[str, bytes], roles: Sequence[str], bold: bool) -> tuple[Face, ...]:
    given: dict[str, set[str]] = {}
    heavy: dict[str, set[str]] = {}
    for role in roles:
        _shared(copy.all, fonts, role, given)
        if bold:
            _shared(copy.bold, fonts, role, heavy)
    heavy = heavy if bold else given
    faces = []
    for name in (f.name for f in families() if given.get(f.name)):
        for cut in family(name).cuts:
            text = (heavy if cut.weight > 400 else given).get(name)
            if text and cut.file in fonts:
                stem, _, kind = cut.file.replace("[wght]", "").rpartition(".")
                file = f"{stem}-{cut.weight}.{kind}"
                letters = "".join(sorted({*text, *_SPACES}))
                upright, joined = family(name).upright, copy.dashed and "—" in text
                faces.append(Face(name, cut.style, cut.weight, file, cut.file, letters, upright, joined))
    return tuple(faces)


def _shared(text: Mapping[str, set[str]], fonts: Mapping[str, bytes], role: str, out: dict[str, set[str]]) -> None:
    """Give each character to its family."""
    for language, letters in text.items():
        script = script_of(language)
        for character in letters:
            if unicodedata.category(character) == "Cc":
                continue  # line ends: no font is read in search of one
            if name := _family(character, script, role, fonts):
                out.setdefault(name, set()).add(character)


def family_of(character: str, lang: str, role: str, fonts: Mapping[str, bytes]) -> str:
    """The family that sets a character in a role, in text of a language; empty where none has it."""
    return _family(character, script_of(lang), role, fonts)


def _family(character: str, script: Script, role: str, fonts: Mapping[str, bytes]) -> str:
    return next(_having(fonts, character, _order(script, role, character)), "")
