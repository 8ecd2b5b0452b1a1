"""Notes: numbered through each chapter, linked both ways."""

from __future__ import annotations

from lxml import etree

from publish.book import EPUB_TYPE, Chapter, Element, Target
from publish.markdown.note_order import in_reading_order, notes_of
from publish.resolve.draft import Draft, taken


def notes_numbered(draft: Draft) -> None:
    for chapter in draft.chapters:
        numbers: dict[str, int] = {}
        notes = notes_of(chapter.tree)
        for reference in [e for e in in_reading_order(chapter.tree, notes) if e.tag == "a" and e.get("data-note")]:
            label = taken(reference, "data-note")
            again = label in numbers
            number = numbers.setdefault(label, len(numbers) + 1)
            _reference(draft, chapter, reference, number, again)
        for label, note in notes.items():
            _note(draft, chapter, note, numbers[label])


def _reference(draft: Draft, chapter: Chapter, reference: Element, number: int, again: bool) -> None:
    """A second reference to the same note has no id: the note leads back to the first."""
    if not again:
        id = f"{chapter.name}-nr{number}"
        reference.set("id", id)
        draft.targets[id] = Target(id, "noteref", chapter.name)
    reference.set("href", f"#{chapter.name}-n{number}")
    reference.set(EPUB_TYPE, "noteref")
    reference.set("role", "doc-noteref")
    reference.text = draft.numeral(number)


def _note(draft: Draft, chapter: Chapter, note: Element, number: int) -> None:
    taken(note, "data-note")
    id = f"{chapter.name}-n{number}"
    note.set("id", id)
    draft.targets[id] = Target(id, "note", chapter.name, draft.numeral(number))
    if not len(note) or note[0].tag != "p":
        note.insert(0, etree.Element("p"))
    first = note[0]
    back = etree.Element("a", {"class": "backlink", "href": f"#{chapter.name}-nr{number}", "role": "doc-backlink"})
    back.set(EPUB_TYPE, "backlink")
    back.text, back.tail = draft.numeral(number), " " + (first.text or "").lstrip()
    first.text = None
    first.insert(0, back)
