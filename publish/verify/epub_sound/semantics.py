"""What places of the text say they are: notes and their references."""

from __future__ import annotations

from collections.abc import Iterator

from publish.book import EPUB_TYPE, Element
from publish.verify.container import Container, H, numbers
from publish.verify.findings import Said


def notes(book: Container) -> Iterator[Said]:
    """A reference leads to a note, behind it where that is in its own file, and the note leads back to it (spec C6)."""
    ids = {path: {e.get("id"): e for e in root.iter("{*}*") if e.get("id")} for path, root in book.documents.items()}
    for path, root in book.documents.items():
        number = numbers(root)
        for reference in [e for e in number if "noteref" in e.get(EPUB_TYPE, "").split()]:
            file, id = book.resolved(path, reference.get("href", ""))
            note = ids.get(file, {}).get(id)
            if note is None or not _is_note(note) or (file == path and number[note] < number[reference]):
                yield "a reference leads to no note behind it", path, number[reference]
                continue
            backs = [book.resolved(file, a.get("href", "")) for a in note.iter(f"{H}a")]
            targets = [ids.get(at, {}).get(place) for at, place in backs if at == path]
            if not any(
                t is not None and any("noteref" in e.get(EPUB_TYPE, "") for e in t.iter("{*}*")) for t in targets
            ):
                yield "a note does not lead back to its reference", file, numbers(book.documents[file])[note]
            elif not any("doc-backlink" in a.get("role", "") for a in note.iter(f"{H}a")):
                yield "the way back of a note has no role doc-backlink", file, numbers(book.documents[file])[note]


def _is_note(element: Element) -> bool:
    kinds = {*element.get(EPUB_TYPE, "").split(), element.get("role", "")}
    return element.tag == f"{H}li" or bool(
        kinds & {"footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"}
    )
