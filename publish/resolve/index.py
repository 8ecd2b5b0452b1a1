"""The index, made of marks in the text: `[words]{.index entry="Heading!sub-heading" see="…" see-also="…"}`."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from publish.book import Chapter, Element, IndexEntry, Locator, Target
from publish.resolve.draft import Draft, classes, elements, taken, text_of


@dataclass
class _Heading:
    locators: list[Locator] = field(default_factory=list)
    children: dict[str, _Heading] = field(default_factory=dict)
    see: list[str] = field(default_factory=list)
    see_also: list[str] = field(default_factory=list)


def index_made(draft: Draft) -> None:
    root = _Heading()
    count = 0
    for chapter in draft.chapters:
        for mark in [e for e in elements(chapter.tree) if "index" in classes(e) and e is not chapter.tree]:
            count += 1
            _marked(draft, chapter, mark, f"ix-{count}", root)
    draft.index = _sorted(root)


def _marked(draft: Draft, chapter: Chapter, mark: Element, id: str, root: _Heading) -> None:
    heading = root
    for name in (taken(mark, "entry") or text_of(mark)).split("!"):
        heading = heading.children.setdefault(name.strip(), _Heading())
    see, also = taken(mark, "see"), taken(mark, "see-also")
    heading.see += [s.strip() for s in see.split(";") if s.strip() and s.strip() not in heading.see]
    heading.see_also += [s.strip() for s in also.split(";") if s.strip() and s.strip() not in heading.see_also]
    mark.set("class", "index-mark")
    if not see:
        mark.set("id", id)
        draft.targets[id] = Target(id, "index-mark", chapter.name)
        heading.locators.append(Locator(id, chapter.name, chapter.label or chapter.title))


def sort_key(heading: str) -> str:
    """Letter by letter, without marks of quotation, accents and case."""
    plain = unicodedata.normalize("NFKD", heading).casefold()
    return "".join(c for c in plain if c.isalnum() or c == " ").strip()


def _sorted(heading: _Heading) -> tuple[IndexEntry, ...]:
    return tuple(
        IndexEntry(name, tuple(h.locators), _sorted(h), tuple(h.see), tuple(h.see_also))
        for name, h in sorted(heading.children.items(), key=lambda entry: (sort_key(entry[0]), entry[0]))
    )
