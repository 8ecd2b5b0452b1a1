"""Words of the press within asides and lists: the title of a kind that its author left without one, what a box says."""

from __future__ import annotations

from lxml import etree

from publish.book import Element
from publish.resolve.draft import Draft, classes, elements

#: Kinds of asides, and the key of the word that heads them.
_WORDS = {"note": "notice", **{kind: kind for kind in (
    "tip", "important", "caution", "warning", "example", "exercise", "question", "discussion", "summary", "see-also")}}  # fmt: skip


def asides_titled(draft: Draft) -> None:
    """An aside of a kind has a title: its author's, else the word for its kind in the language of the book."""
    for chapter in draft.chapters:
        for aside in [e for e in elements(chapter.tree) if e.tag == "aside" and "aside" in classes(e)]:
            key = next((_WORDS[name] for name in classes(aside) if name in _WORDS), "")
            if key and "untitled" not in classes(aside) and not _titled(aside):
                word = draft.words[key]
                title = etree.Element("p", {"class": "aside-title"})
                title.text, title.tail, aside.text = word[:1].upper() + word[1:], aside.text, None
                aside.insert(0, title)
        for box in [e for e in elements(chapter.tree) if e.tag == "span" and "box" in classes(e)]:
            word = next((draft.words[name] for name in ("done", "to-do") if name in classes(box)), "")
            if word:
                box.set("role", "img")
                box.set("aria-label", word)


def _titled(aside: Element) -> bool:
    return len(aside) > 0 and "aside-title" in classes(aside[0])
