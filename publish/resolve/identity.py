"""Names of chapters and ids: each unique in the whole book, the author's labels kept as far as they can be."""

from __future__ import annotations

import re
from collections import Counter

from publish.book import EPUB_TYPE, SVG, Chapter, Element, Target
from publish.book.trees import HEADINGS
from publish.resolve.draft import Draft, elements, slug, taken, text_of, text_with_readings

#: Structural semantics of EPUB 3 (SSV) and the role that goes with them (EPUB Type to ARIA Role Authoring Guide);
#: kinds that are not here have neither.
ROLES: dict[str, str] = {
    **{kind: f"doc-{kind}" for kind in (
        "abstract", "acknowledgments", "afterword", "appendix", "bibliography", "chapter", "colophon", "conclusion", "credits",
        "dedication", "epigraph", "epilogue", "errata", "foreword", "glossary", "index", "introduction", "part", "preface",
        "prologue", "qna", "toc")},
    "halftitlepage": "", "titlepage": "", "copyright-page": "", "loi": "", "lot": "", "contributors": "", "imprint": "",
}  # fmt: skip


def names_given(draft: Draft) -> None:
    """A file name for each chapter, from the name of its source or its title."""
    used: set[str] = set()
    of_file = Counter(chapter.source.path for chapter in draft.chapters)
    counts: dict[str, int] = {}
    for at, chapter in enumerate(draft.chapters):
        stem = _stem(chapter.source.path)
        split = of_file[chapter.source.path] > 1
        base = slug(chapter.title if split or not stem else stem, chapter.kind)
        if chapter.source.generated:
            base = chapter.kind
        name, count = base, counts.get(base, 1)  # all numbers below that one are taken
        while name in used:
            count += 1
            name = f"{base}-{count}"
        counts[base] = count
        used.add(name)
        draft.change(at, name=name)
        _semantics(draft.chapters[at])


def _stem(path: str) -> str:
    """The name of a file without its ending; of a folder's front page, which has no name of its own, the folder's."""
    folder, _, name = path.rpartition("/")
    stem = name.rsplit(".", 1)[0]
    return folder.rsplit("/", 1)[-1] if folder and stem.lower() in ("readme", "index", "_index") else stem


def _semantics(chapter: Chapter) -> None:
    tree, kind = chapter.tree, chapter.kind
    tree.set("class", kind)
    role = ROLES.get(kind)
    if role is not None:
        tree.set(EPUB_TYPE, kind)
    if role:
        tree.set("role", role)


def ids_given(draft: Draft) -> None:
    """Ids for chapters, headings, figures and whatever else an author labelled; a chapter's id is its heading's."""
    used: dict[str, int] = {}
    for at, chapter in enumerate(draft.chapters):
        labels = draft.labels.setdefault(chapter.name, {})
        made: set[str] = set()
        heading = next((e for e in elements(chapter.tree) if "chapter-title" in e.get("class", "").split()), None)
        label = taken(heading, "id") if heading is not None else ""
        own = _unique(_clean(label) or chapter.name, used)
        chapter.tree.set("id", own)
        draft.change(at, id=own)
        draft.targets[own] = Target(own, chapter.kind, chapter.name, "", chapter.title)
        if label:
            labels[label] = own
        if heading is not None:
            labels.setdefault(slug(text_with_readings(heading)), own)
        for element in elements(chapter.tree)[1:]:
            if str(element.tag).startswith(f"{{{SVG}}}"):
                continue  # ids inside a drawing are its own
            label = element.get("id", "")
            if not label and element.tag in HEADINGS and element is not heading:
                label = slug(text_with_readings(element), "section")
                element.set("data-automatic", "1")
            if label:
                _labelled(draft, draft.chapters[at], element, label, labels, used, made)


def _labelled(
    draft: Draft,
    chapter: Chapter,
    element: Element,
    label: str,
    labels: dict[str, str],
    used: dict[str, int],
    made: set[str],
) -> None:
    """`made` are labels that the press made of headings, which take nothing from an author's."""
    automatic = taken(element, "data-automatic")
    if automatic:
        made.add(label)
    elif label in made:
        made.discard(label)
    elif label in labels:
        message = f"the id “{label}” is given twice in this chapter; links lead to the first"
        draft.report("R002", message, chapter, element, "give each place an id of its own")
    id = _unique(_clean(label) or "id", used)
    element.set("id", id)
    labels.setdefault(label, id)
    kind = {"figure": "figure", "table": "table"}.get(
        str(element.tag), "section" if element.tag in HEADINGS else "place"
    )
    title = text_of(element) if kind == "section" else _title_of_box(element)
    draft.targets[id] = Target(id, kind, chapter.name, "", title)


def _title_of_box(element: Element) -> str:
    """What a box is called by its own first line; words of the press are no name."""
    first = element[0] if len(element) and element.tag in ("aside", "div") else None
    return text_of(first) if first is not None and "aside-title" in first.get("class", "").split() else ""


def _clean(label: str) -> str:
    """A label as an id that XML, CSS and file names can all hold."""
    plain = re.sub(r"[^\w-]+", "-", label, flags=re.ASCII).strip("-")
    return f"id-{plain}" if plain[:1].isdigit() else plain


def _unique(id: str, used: dict[str, int]) -> str:
    """The id, or the first of `id-2`, `id-3` … that is free; `used` has for each name the last number that was tried."""
    name, count = id, used.get(id.lower(), 0)
    while count and name.lower() in used:
        count += 1
        name = f"{id}-{count}"
    used[id.lower()] = max(count, 1)
    used.setdefault(name.lower(), 1)
    return name
