"""Citations as they stand in the trees: found, read, and put back as words of the author where no work is known."""

from __future__ import annotations

import copy
from dataclasses import field

from publish.book import EPUB_TYPE, Chapter, Element
from publish.book.trees import append_text, unwrapped
from publish.lazy import dataclass
from publish.markdown.note_order import in_reading_order, notes_of
from publish.resolve.citations.engine import Cite
from publish.resolve.citations.locators import located
from publish.resolve.draft import Draft, elements, taken, text_of

#: What stands around one citation of a group: text, and elements with the text behind them.
Affix = Element | None


@dataclass
class Group:
    """A group of citations in a chapter; `in_text` has its author in the sentence, and `@word` may be no citation."""

    chapter: Chapter
    element: Element
    in_text: bool
    may_be_text: bool = False
    cites: list[Cite] = field(default_factory=list)
    prefixes: list[Affix] = field(default_factory=list)
    suffixes: list[Affix] = field(default_factory=list)

    @property
    def note(self) -> Element | None:
        """The note that the group stands in, if it stands in one."""
        return next((e for e in self.element.iterancestors("aside") if e.get(EPUB_TYPE) == "footnote"), None)


def groups_of(draft: Draft) -> list[Group]:
    """Every group of the book in reading order: what stands in a note is read where the note is called."""
    found = []
    for chapter in draft.chapters:
        read = in_reading_order(chapter.tree, notes_of(chapter.tree))
        found += [_group(chapter, element) for element in read if element.get("data-cites")]
    return found


def _group(chapter: Chapter, element: Element) -> Group:
    group = Group(chapter, element, in_text=element.get("data-cites") != "group")
    group.may_be_text = element.get("data-cites") == "text"
    for cite in [e for e in element if e.get("data-cite") is not None]:
        affixes = {e.get("data-affix"): e for e in cite if e.get("data-affix")}
        suffix = affixes.get("suffix")
        locator, rest = located(suffix.text or "") if suffix is not None else (None, "")
        group.prefixes.append(_affix(affixes.get("prefix"), None))
        group.suffixes.append(_affix(suffix, rest))
        without_author = cite.get("data-form") == "year"
        group.cites.append(Cite(cite.get("data-cite", ""), locator, without_author, group.suffixes[-1] is not None))
    return group


def _affix(element: Element | None, text: str | None) -> Affix:
    """A copy of a prefix or suffix, a suffix without the place that was read from it."""
    if element is None:
        return None
    affix = copy.deepcopy(element)
    affix.tail = None
    if text is not None:
        affix.text = text
    return affix if len(affix) or (affix.text or "").strip() else None


def filled(parent: Element, affix: Affix, before: str, after: str, capital: bool = False) -> None:
    """The words and elements of an affix put into an element, with a space where they meet the citation."""
    if affix is None:
        return
    text = (affix.text or "").lstrip()
    text = text.rstrip() if after and not len(affix) else text
    if capital:
        text = text[:1].upper() + text[1:]
    append_text(parent, ("" if text and text[0] in ",.;:)”’" else before) + text)
    for child in affix:
        parent.append(copy.deepcopy(child))
    if after and not (text_of(affix)[-1:] in "(“‘" and text_of(affix)):
        last = "".join(map(str, parent.itertext()))[-1:]
        append_text(parent, "" if last.isspace() else after)


def as_written(group: Group) -> None:
    """Take the marks from a group; its text is what the author wrote."""
    for element in elements(group.element):
        if element.get("data-cite") is not None or element.get("data-affix"):
            unwrapped(element)
    for element in (group.element,):
        taken(element, "data-cites")
        unwrapped(element)
