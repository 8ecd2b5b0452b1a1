r"""Equations: those with a label or a `\tag` are numbered through the book, as figures and tables are."""

from __future__ import annotations

import dataclasses

from lxml import etree

from publish.book import MATHML, Chapter, Element, Target
from publish.resolve.draft import Draft, classes, elements, taken

_NUMBER = "equation-number"


def equations_numbered(draft: Draft) -> None:
    """The number goes behind a displayed formula, and into the cells that are kept for it in one of several lines."""
    count = 0
    for chapter in draft.chapters:
        for element in elements(chapter.tree):
            whole = "equation" in classes(element)
            if not whole and not (element.tag == f"{{{MATHML}}}mtext" and element.get("class") == _NUMBER):
                continue
            tag = taken(element, "data-tag")
            if not tag and not element.get("id"):
                continue
            count += 0 if tag else 1
            number = tag or draft.numeral(count)
            _labelled(draft, chapter, element, number)
            if whole:
                etree.SubElement(element, "span", {"class": _NUMBER}).text = f"({number})"
            else:
                element.text = f"({number})"


def _labelled(draft: Draft, chapter: Chapter, element: Element, number: str) -> None:
    id = element.get("id")
    if id is None:
        return
    label = draft.named("equation", number)
    target = draft.targets.get(id) or Target(id, "equation", chapter.name)
    draft.targets[id] = dataclasses.replace(target, kind="equation", label=label)
