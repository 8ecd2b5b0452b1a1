"""Numbers: parts, chapters, figures and tables count through the book, and headings take their rank in the whole."""

from __future__ import annotations

import dataclasses
import re
from urllib.parse import unquote

from lxml import etree

from publish.book import Chapter, Element, Entry, Matter, Target
from publish.book.trees import HEADINGS, removed
from publish.lazy import regex
from publish.markdown.html.model import is_phrasing
from publish.resolve.draft import Draft, classes, elements, taken, text_of
from publish.resolve.places import Places
from publish.resolve.typed_numbers import parted, typed_numbers

#: A title that brings its own number: "CHAPTER 1", "3. The Ring", "IV", "Book II.".
_OWN_NUMBER = regex(r"^\s*(?:[^\W\d]+\s+)?(?:\d+|[ivxlcdm]+)(?:\s*[.:)–—-].*)?$|^\s*\d+[.:)]\s")


def chapters_numbered(draft: Draft) -> None:
    """ "Part 1", "Chapter 1": chapters of the body are numbered unless their title brings a number or asks for none; what was
    typed before a title is the number then."""
    body = [c for c in draft.chapters if c.matter is Matter.BODY and c.source.depth == 0]
    numbering = draft.manuscript.metadata.typography.number_chapters
    own = _own_number(draft)
    wanted = {kind: numbering and not any(own.match(c.title) for c in body if c.kind == kind)
              for kind in ("part", "chapter")}  # fmt: skip
    titled = [(chapter, _title_of(chapter)) for chapter in body]
    typed = {id: said for kind in wanted for id, said in typed_numbers(titled, draft.words, kind).items()}
    counts = {"part": 0, "chapter": 0}
    part = ""
    for at, chapter in enumerate(draft.chapters):
        heading = _title_of(chapter)
        if chapter.kind == "part" and chapter.source.depth == 0:
            part = chapter.id
        elif chapter.matter is Matter.BODY:
            part = part if chapter.source.in_part else ""
            draft.change(at, part=part)
            _ranks_lowered(chapter.tree, bool(part) + chapter.source.depth)
        if heading is not None and chapter.kind == "part":
            heading.set("class", heading.get("class", "").replace("chapter-title", "part-title"))
        label = ""
        if wanted.get(chapter.kind) and heading is not None and _counts(chapter, heading):
            given = chapter.source.number
            counts[chapter.kind] = counts[chapter.kind] + 1 if given is None else given
            label = draft.named(chapter.kind, counts[chapter.kind])
            draft.change(at, label=label)
        elif heading is not None and (label := typed.get(chapter.id, "")):
            parted(heading, label)
            draft.change(at, label=label, title=text_of(heading))
        title = draft.chapters[at].title
        draft.targets[chapter.id] = dataclasses.replace(draft.targets[chapter.id], label=label, title=title)
        if heading is not None:
            _label_set(heading, label)


def _own_number(draft: Draft) -> re.Pattern[str]:
    """What a title that brings its own number looks like; "Chapter One: …" and "第一部: …" in the words of the language."""
    words = (draft.words[kind] for kind in ("chapter", "part"))
    said = "|".join(re.escape(word).replace(r"\{n\}", r"\w+") for word in words)
    return re.compile(rf"{_OWN_NUMBER.pattern}|^\s*(?:{said})\s*(?:[.:：–—-]|$)", re.I)


def _counts(chapter: Chapter, heading: Element) -> bool:
    """Whether a chapter takes a number: those of the body that are nested in none and do not ask for none."""
    source = chapter.source
    return (
        chapter.matter is Matter.BODY and source.depth == 0 and source.numbered and "unnumbered" not in classes(heading)
    )


def _title_of(chapter: Chapter) -> Element | None:
    return next((e for e in elements(chapter.tree) if "chapter-title" in classes(e)), None)


def _ranks_lowered(tree: Element, ranks: int) -> None:
    """Headings take their rank in the whole: those of a chapter stand below its part and the chapters that hold it."""
    for element in elements(tree):
        if element.tag in HEADINGS:
            rank = int(str(element.tag)[1]) + ranks
            element.tag = f"h{min(6, rank)}"
            if rank > 6:  # HTML has six: `print.css` tells those below apart
                element.set("class", f"{element.get('class', '')} rank-{rank}".strip())


def _label_set(heading: Element, label: str) -> None:
    """`<span class="label">Chapter 1</span> <span class="title">…</span>` within a heading or a caption.

    A caption may hold blocks, which a span may not.
    """
    kind = "title" if heading.tag in HEADINGS else "caption"
    if len(heading) and heading[0].tag == "p" and not (heading.text or "").strip():
        heading = heading[0]  # a caption of paragraphs: its number stands in the first
    lines_only = all(is_phrasing(str(e.tag)) for e in heading)
    title = etree.Element("span" if lines_only else "div", {"class": kind})
    title.text, heading.text = heading.text, None
    title.extend(list(heading))
    heading.append(title)
    if label:
        number = etree.Element("span", {"class": "label"})
        number.text, number.tail = label, " "
        heading.insert(0, number)


def figures_numbered(draft: Draft) -> None:
    """Figures and tables with a caption, and those that a cross-reference names, are counted; the lists come of it."""
    figures: list[Entry] = []
    tables: list[Entry] = []
    referred = _referred(draft)
    for chapter in draft.chapters:
        parts = 0
        for element in elements(chapter.tree):
            if element.tag not in ("figure", "table") or "listing" in classes(element):
                continue
            caption = element.find("figcaption" if element.tag == "figure" else "caption")
            if "subfigure" in classes(element):
                parts += 1
                _part_named(draft, element, figures, parts)
                continue
            parts = 0
            if (caption is None or not text_of(caption)) and element.get("id") in referred:
                caption = _caption_added(element)
            elif caption is None or not text_of(caption):
                continue
            entries = figures if element.tag == "figure" else tables
            own = taken(caption, "data-own-label")
            counted = sum(1 for entry in entries if entry.label)
            label = "" if own else draft.named(str(element.tag), counted + 1)
            id = element.get("id") or f"{chapter.name}-{element.tag}-{len(entries) + 1}"
            element.set("id", id)
            lead = caption[0] if len(caption) and caption[0].tag == "p" else caption
            title = text_of(lead)
            kind = str(element.tag)
            draft.targets[id] = dataclasses.replace(
                draft.targets.get(id) or Target(id, kind, chapter.name), label=label or own, title=title
            )
            entries.append(Entry(id, title, label, kind, chapter.name))
            _label_set(caption, label)
    draft.figures, draft.tables = tuple(figures), tuple(tables)


def _referred(draft: Draft) -> set[str]:
    """The ids that cross-references name."""
    places = Places(draft)
    marks = [(c, e) for c in draft.chapters for e in c.tree.iter("a") if "xref" in classes(e)]
    found = [places.reference(chapter, unquote(mark.get("href", "#")[1:])) for chapter, mark in marks]
    return {place.name for place in found if place is not None}


def _caption_added(element: Element) -> Element:
    """An empty caption, for the number alone: what the text calls Figure 3 must say that it is."""
    for empty in element.findall("figcaption") + element.findall("caption"):
        removed(empty)
    caption = etree.Element("figcaption" if element.tag == "figure" else "caption")
    element.insert(len(element) if element.tag == "figure" else 0, caption)
    return caption


def _part_named(draft: Draft, element: Element, figures: list[Entry], part: int) -> None:
    """One of several images in a figure is called by the figure's number and a letter."""
    id = element.get("id")
    if id and figures:
        label = f"{figures[-1].label}{chr(96 + min(part, 26))}"
        draft.targets[id] = dataclasses.replace(draft.targets[id], label=label)
