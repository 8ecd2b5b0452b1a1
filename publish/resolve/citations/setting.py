"""Citations set in the style of the book: in the text, or as notes, and their works as the bibliography."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from lxml import etree

from publish.book import EPUB_TYPE, Diagnostic, Element, Span
from publish.book.trees import HEADINGS, append_text
from publish.markdown.note_order import called_in, notes_of
from publish.resolve.citations import key_place
from publish.resolve.citations.engine import KNOWN, Cite, Engine, locale_of
from publish.resolve.citations.groups import Group, as_written, filled
from publish.resolve.citations.marked import PREFIX, SUFFIX, built
from publish.resolve.citations.placing import listed, placed
from publish.resolve.citations.styles import DEFAULT, Style, StyleError, style_of
from publish.resolve.draft import Draft, classes, text_of

Works = dict[str, dict[str, Any]]


def set_in_style(draft: Draft, groups: Sequence[Group], works: Works, wanted: Sequence[str]) -> None:
    place = key_place(draft, "csl")
    cited = [cite.key for group in groups for cite in group.cites if cite.key in works]
    keys = list(dict.fromkeys([*cited, *wanted]))
    engine = _engine(draft, groups, works, keys, place)
    if engine is None:
        for group in groups:
            as_written(group)
        return
    setter = _Setter(draft, engine, works, engine.style)
    for group in groups:
        setter.set(group)
    setter.finished()
    if engine.style.has_bibliography:
        placed(draft, listed(engine.entries(), frozenset(cited)))
    _lacks_reported(draft, engine, groups, place)


def _engine(draft: Draft, groups: Sequence[Group], works: Works, keys: Sequence[str], place: Span) -> Engine | None:
    """The library with the style of the book, or with the default one where that cannot be used; None where neither can."""
    lang = draft.manuscript.metadata.lang
    locale = locale_of(lang)
    if not locale:
        message = f"citations have no words for the language “{lang}”; theirs are in English"
        draft.diagnostics.append(Diagnostic("M038", message, place, "set lang to a language that CSL has"))
    style = _style(draft, place)
    for one in dict.fromkeys([style, _default(draft)]):
        try:
            _tried(Engine(one, locale, works, keys), groups, works)
            return Engine(one, locale, works, keys)
        except Exception as error:  # a style or a record may break the library anywhere; the book is still made
            message = f"the citation library fails on the style {one.name} ({type(error).__name__}: {error})"
            draft.diagnostics.append(Diagnostic("M036", message, place, "choose another style"))
    return None


def _tried(engine: Engine, groups: Sequence[Group], works: Works) -> None:
    """All that will be asked of the library, before a tree is changed."""
    for group in groups:
        known = [cite for cite in group.cites if cite.key in works]
        engine.cited(known)
        engine.author(known[0].key, works)
    if engine.style.has_bibliography:
        engine.entries()


def _default(draft: Draft) -> Style:
    metadata = dataclasses.replace(draft.manuscript.metadata, csl="")
    return style_of(dataclasses.replace(draft.manuscript, metadata=metadata), KNOWN)


def _style(draft: Draft, place: Span) -> Style:
    try:
        return style_of(draft.manuscript, KNOWN)
    except StyleError as error:
        message = f"the citation style {draft.manuscript.metadata.csl} {error}; {DEFAULT} is used"
        hint = "name a style such as apa or chicago-notes-bibliography, or a .csl file of the manuscript"
        draft.diagnostics.append(Diagnostic("M036", message, place, hint))
        return _default(draft)


class _Setter:
    """Puts groups into the trees; `first` knows which works have been cited, so that an entry leads back to the first place."""

    def __init__(self, draft: Draft, engine: Engine, works: Works, style: Style) -> None:
        self._draft = draft
        self._engine = engine
        self._works = works
        self._style = style
        self._cited: set[str] = set()
        self._notes = 0
        self._changed: list[tuple[int, Element]] = []

    def set(self, group: Group) -> None:
        element = group.element
        heading = next((e for e in element.iterancestors() if e.tag in HEADINGS), None)
        if heading is not None and {"chapter-title", "part-title"} & {*classes(heading)}:
            self._changed.append((self._draft.chapters.index(group.chapter), heading))
        result = etree.Element("span", {"class": "citation", "data-line": _line(element)})
        if group.in_text and not group.cites[0].without_author:
            author = self._engine.author(group.cites[0].key, self._works)
            built(result, author, lambda _: None, lambda *_: None)
            leaves_out = not self._style.is_numeric and not (self._style.is_note and group.note is None)
            group.cites[0] = dataclasses.replace(group.cites[0], without_author=leaves_out)
        if self._style.is_note and group.note is None:
            self._as_note(group, result)
        else:
            if len(result) or result.text:
                append_text(result, ", " if self._style.is_note else " ")
            self._words(group, result, in_note=group.note is not None and self._style.is_note)
        _replaced(element, result)

    def _words(self, group: Group, parent: Element, in_note: bool) -> None:
        """The group as the style prints it; a key that no bibliography has is printed as it was written."""
        known = [n for n, cite in enumerate(group.cites) if cite.key in self._works]
        text = self._engine.cited([group.cites[n] for n in known], in_note)

        def link(number: int) -> Element | None:
            return self._link(group.cites[known[number]])

        def affix(at: Element, code: int) -> None:
            number = known[(code - PREFIX) if code < SUFFIX else (code - SUFFIX)]
            if code < SUFFIX:
                opens = in_note is False and self._style.is_note and number == 0
                filled(at, group.prefixes[number], "", " ", capital=opens)
            else:
                filled(at, group.suffixes[number], " ", "")

        built(parent, text, link, affix)
        for number, cite in enumerate(group.cites):
            if number not in known:
                append_text(parent, " [")
                filled(parent, group.prefixes[number], "", " ")
                append_text(parent, f"{'-' if cite.without_author else ''}@{cite.key}")
                place = f", {cite.locator.identifier}" if cite.locator else ""
                append_text(parent, place)
                filled(parent, group.suffixes[number], " ", "")
                append_text(parent, "]")

    def _link(self, cite: Cite) -> Element | None:
        """A link to the entry, where the style has a bibliography; the first one is where the entry leads back to."""
        if not self._style.has_bibliography:
            return None
        link = etree.Element("a", {"class": "biblioref", "href": f"#ref-{cite.key}", "role": "doc-biblioref"})
        link.set(EPUB_TYPE, "biblioref")
        if cite.key not in self._cited:
            self._cited.add(cite.key)
            link.set("id", f"cite-{cite.key}")
        return link

    def _as_note(self, group: Group, result: Element) -> None:
        """A note of the press behind the word, and behind the marks of the sentence that follow it (spec C6)."""
        self._notes += 1
        label = f"citation {self._notes}"
        note = etree.Element("aside", {"class": "footnote", "data-note": label, "role": "doc-footnote"})
        note.set(EPUB_TYPE, "footnote")
        note.set("data-line", _line(group.element))
        self._words(group, etree.SubElement(note, "p", {"class": "first"}), in_note=False)
        group.chapter.tree.append(note)
        etree.SubElement(result, "a", {"class": "noteref", "data-note": label, "data-line": _line(group.element)})
        _behind_marks(group.element, keeps_space=group.in_text)

    def finished(self) -> None:
        """Notes stand in the order of their calls; a chapter whose title holds a citation is called by what is printed."""
        for chapter in self._draft.chapters if self._notes else ():
            _notes_in_order(chapter.tree)
        for at, heading in self._changed:
            self._draft.change(at, title=text_of(heading))


def _line(element: Element) -> str:
    return next((e.get("data-line", "1") for e in (element, *element.iterancestors()) if e.get("data-line")), "1")


def _replaced(element: Element, result: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    result.tail = element.tail
    parent.replace(element, result)


def _behind_marks(element: Element, keeps_space: bool) -> None:
    """Move the marks of the sentence before the element, and take the space away that stood before it."""
    before, parent = element.getprevious(), element.getparent()
    assert parent is not None
    text = (parent.text if before is None else before.tail) or ""
    if not keeps_space:
        text = text.rstrip()
        tail = element.tail or ""
        marks = tail[: len(tail) - len(tail.lstrip(".,;:!?”’»"))]
        text, element.tail = text + marks, tail[len(marks) :]
    if before is None:
        parent.text = text
    else:
        before.tail = text


def _notes_in_order(tree: Element) -> None:
    """Notes stand at the end of their chapter in the order of their calls."""
    notes = notes_of(tree)
    tree.extend([notes[label] for label in called_in(tree, notes)])


def _lacks_reported(draft: Draft, engine: Engine, groups: Sequence[Group], place: Span) -> None:
    """What the style asks for and this book would show, and nobody here does: once, at the key of the style."""
    style = engine.style
    lacks = list(style.lacks)
    if engine.ambiguous:
        keys = ", ".join(sorted(engine.ambiguous))
        lacks.append(f"names or letters that tell {keys} apart (disambiguate-…)")
    if engine.collapsed_numbers:
        lacks.append("ranges of numbers (collapse)")
    again = len({c.key for g in groups for c in g.cites}) < sum(len(g.cites) for g in groups)
    lacks += style.lacks_when_cited_again if again else ()
    if lacks:
        message = f"the style {style.name} asks for what the citation library does not do: {'; '.join(lacks)}"
        draft.diagnostics.append(Diagnostic("M037", message, place, "look at the citations, or choose another style"))
