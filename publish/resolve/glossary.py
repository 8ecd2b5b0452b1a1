"""Terms: marked words of the text lead to their entries in the glossary, and each entry leads back to the first of them."""

from __future__ import annotations

import re

from lxml import etree

from publish.book import EPUB_TYPE, Chapter, Element
from publish.book.trees import unwrapped
from publish.resolve.draft import Draft, classes, elements, taken, text_of


def terms_linked(draft: Draft) -> None:
    marks = [(c, e) for c in draft.chapters for e in elements(c.tree) if "gloss" in classes(e) and e is not c.tree]
    entries = _entries(draft)
    used: set[str] = set()
    for chapter, mark in marks:
        words = text_of(mark)
        term = taken(mark, "term").strip() or words
        entry = entries.get(_key(term))
        if entry is None:
            _unknown(draft, chapter, mark, term, entries)
            continue
        label = entry.get("id", "")
        mark.tag = "a"
        mark.set("class", " ".join([*(c for c in classes(mark) if c != "gloss"), "glossref"]))
        mark.set("href", f"#{label}")
        mark.set(EPUB_TYPE, "glossref")
        mark.set("role", "doc-glossref")
        if label not in used and not mark.get("id"):
            used.add(label)
            mark.set("id", f"use-{label}")
            _back(entry, f"#use-{label}")


def _key(term: str) -> str:
    return " ".join(term.split()).casefold()


def _entries(draft: Draft) -> dict[str, Element]:
    """The terms of the glossary by what they say, each with a label; the first of equal ones counts."""
    entries: dict[str, Element] = {}
    for chapter in draft.chapters:
        whole = chapter.kind == "glossary" or _key(chapter.title) == _key(draft.words["glossary"])
        for term in chapter.tree.iter("dt"):
            inside = any("glossary" in classes(e) for e in term.iterancestors("div", "dl", "section"))
            if (whole or inside) and text_of(term):
                if not term.get("id"):
                    term.set("id", "term-" + "-".join(re.findall(r"\w+", _key(text_of(term)))))
                term.set(EPUB_TYPE, "glossterm")
                for meaning in _meanings(term):
                    meaning.set(EPUB_TYPE, "glossdef")
                entries.setdefault(_key(text_of(term)), term)
    return entries


def _meanings(term: Element) -> list[Element]:
    """The definitions of a term: those that follow it, and other terms that share them."""
    found: list[Element] = []
    for sibling in term.itersiblings(etree.Element):
        if sibling.tag == "dd":
            found.append(sibling)
        elif found:
            break
    return found


def _back(term: Element, address: str) -> None:
    meanings = _meanings(term)
    home = meanings[-1] if meanings else term
    last = home[-1] if len(home) and home[-1].tag == "p" and not (home[-1].tail or "").strip() else home
    back = etree.SubElement(last, "a", {"class": "backref", "href": address, "role": "doc-backlink"})
    back.text = "↑"
    before = back.getprevious()
    if before is None:
        last.text = (last.text or "").rstrip() + " "
    else:
        before.tail = (before.tail or "").rstrip() + " "


def _unknown(draft: Draft, chapter: Chapter, mark: Element, term: str, entries: dict[str, Element]) -> None:
    near = draft.near(_key(term), entries)
    hint = f'did you mean {{.gloss term="{near}"}}?' if near else "write an entry for it, or take the mark away"
    message = (
        f"the glossary has no entry “{term}”"
        if entries
        else f"“{term}” is a glossary term, and the book has no glossary"
    )
    draft.report("R010", message, chapter, mark, hint)
    mark.set("class", " ".join(c for c in classes(mark) if c != "gloss"))
    if not mark.get("class") and not mark.get("lang") and not mark.get("id"):
        unwrapped(mark)
