"""The shape of a chapter: passes over its tree that put title, headings, notes and openings where a book has them."""

from __future__ import annotations

import re

from lxml import etree

from publish.book import EPUB_TYPE, MATHML, Element, Source
from publish.book.trees import line_of, rank, removed
from publish.diagnostics import Diagnostic
from publish.markdown.formulas.mathml import linear
from publish.markdown.note_order import called_in
from publish.markdown.scope import Scope

MATH = f"{{{MATHML}}}math"
_READINGS = frozenset({"rt", "rp"})


def text_of(element: Element) -> str:
    """The text of an element as one line, without the text of note references and the readings of ruby, which titles have not;
    images speak through their alternative."""
    return _text(element, _READINGS)


def text_with_readings(element: Element) -> str:
    """The same with the readings, in the brackets that they have where ruby is not shown: what other tools name a heading by."""
    return _text(element, frozenset())


def _text(element: Element, left_out: frozenset[str]) -> str:
    parts = [element.text or ""]
    if element.tag == "img":
        parts.append(element.get("alt", ""))
    for child in element:
        if child.tag == MATH:
            parts += [linear(child), child.tail or ""]
            continue
        if child.get("class") != "noteref" and child.tag not in left_out:
            parts.append(_text(child, left_out))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def places_given(tree: Element, scope: Scope) -> None:
    """Lines of the text that was parsed become lines of the files that it was woven from; the last to use the former."""
    if not scope.origins:
        return
    for element in tree.iter(etree.Element):
        line = element.get("data-line", "")
        if line.isdigit():
            path, number = scope.origin(int(line))
            element.set("data-line", str(number))
            if path != scope.path:
                element.set("data-file", path)


def titled(tree: Element, source: Source) -> Element:
    """A chapter that a list or its front matter names gets the name as its title where the text has none of rank 1.

    A heading that opens the text and says the same, or more or less of it, is the title already.
    """
    headings = [e for e in tree.iter(etree.Element) if rank(e)]
    if source.lang:
        tree.set("lang", source.lang)
    if not source.title or source.generated or any(rank(h) == 1 for h in headings):
        return tree
    if headings and _says(text_of(headings[0]), source.title):
        return tree
    heading = etree.Element("h1", {"class": "chapter-title", "data-line": "1"})
    heading.text, heading.tail = source.title, tree.text
    tree.text = None
    tree.insert(0, heading)
    return tree


def _says(heading: str, title: str) -> bool:
    one, other = (re.sub(r"[\W_]+", " ", text).strip().lower() for text in (heading, title))
    return bool(one and other) and (f" {one} " in f" {other} " or f" {other} " in f" {one} ")


def ranks_mended(tree: Element) -> None:
    """The first heading is the chapter's title, rank 1, the only one; below it no rank is skipped."""
    headings = [e for e in tree.iter(etree.Element) if rank(e)]
    if not headings:
        return
    for heading in headings:
        heading.set("data-rank", str(rank(heading)))
    headings[0].tag = "h1"
    names = [name for name in headings[0].get("class", "").split() if name != "chapter-title"]
    headings[0].set("class", " ".join(["chapter-title", *names]))
    open_: list[int] = []  # the ranks, as written, of the sections that a heading stands in
    for heading in headings[1:]:
        while open_ and open_[-1] >= rank(heading):
            open_.pop()
        open_.append(rank(heading))
        heading.tag = f"h{min(len(open_) + 1, 5)}"


def breaks_mended(tree: Element) -> None:
    """A scene break stands between texts: at an edge or beside a heading it divides nothing."""
    for rule in list(tree.iter("hr")):
        before, after = rule.getprevious(), rule.getnext()
        if before is None or after is None or rank(before) or rank(after) or after.tag == "hr":
            removed(rule)


def openings_marked(tree: Element) -> None:
    """A paragraph that follows a heading or a break is flush: it gets the class `first`."""
    for paragraph in tree.iter("p"):
        before, parent = paragraph.getprevious(), paragraph.getparent()
        opens = before is None and parent is not None and parent.tag in ("section", "div")
        if opens or (before is not None and (rank(before) or before.tag in ("hr", "hgroup", "header"))):
            paragraph.set("class", f"{paragraph.get('class', '')} first".strip())


def notes_gathered(tree: Element, scope: Scope) -> None:
    """Notes go to the end of the chapter in the order of their references; what does not match is reported."""
    notes: dict[str, Element] = {}
    for note in [e for e in tree.iter("aside") if e.get("data-note") is not None]:
        label = note.get("data-note", "")
        if label in notes:
            message = f"the note “{label}” is defined twice; the second is kept as a paragraph"
            scope.add(
                Diagnostic("C006", message, scope.span(line_of(note)), "give each note of a chapter its own label")
            )
            note.attrib.pop("data-note")
            note.set("class", "aside")
            continue
        notes[label] = note
    called = set(called_in(tree, notes))
    asides = _unreferred(tree, notes, called, scope)
    for reference in [e for e in tree.iter("a") if e.get("data-note") is not None]:
        if reference.get("data-note", "") not in notes:
            _unresolved(reference, reference.get("data-note", ""), scope)
    for note in [*asides, *(notes[label] for label in called_in(tree, notes))]:
        removed(note)
        tree.append(note)
    for note in notes.values():
        note.set(EPUB_TYPE, "footnote")
        note.set("role", "doc-footnote")


def _unreferred(tree: Element, notes: dict[str, Element], called: set[str], scope: Scope) -> list[Element]:
    """Notes that no way from the text leads to are taken out of `notes`, as few as leave none: what they call is called."""
    named = {e.get("data-note") for e in tree.iter("a")}
    asides = []
    for label in sorted(notes, key=named.__contains__):  # of notes that call each other the first
        if label not in called:
            note = notes.pop(label)
            called.update(called_in(note, notes))
            message = f"nothing refers to the note “{label}”; it is kept as an aside at the end of the chapter"
            scope.add(
                Diagnostic("C004", message, scope.span(line_of(note)), f"refer to it with [^{label}] or delete it")
            )
            note.attrib.pop("data-note")
            note.set("class", "aside")
            asides.append(note)
    return asides


def _unresolved(reference: Element, label: str, scope: Scope) -> None:
    message = f"there is no note “{label}” in this chapter; the reference is printed as it stands"
    hint = f"add a line “[^{label}]: …” to this file"
    scope.add(Diagnostic("C003", message, scope.span(line_of(reference)), hint, f"[^{label}]"))
    reference.tag = "span"
    reference.attrib.clear()
    reference.text = f"[^{label}]"
