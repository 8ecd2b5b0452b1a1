"""A sample of a book: the chapters that were asked for, with the numbers that they have in the whole, and the front pages.

Links to what is left out become words; the sample has a name and an identifier of its own.
"""

from __future__ import annotations

import copy
import dataclasses
import difflib
import posixpath
import re
import uuid
from collections.abc import Collection, Iterable, Sequence

from publish.book import Book, Chapter, Element, Entry, Identifier, Matter, Metadata
from publish.book.trees import unwrapped
from publish.lazy import dataclass
from publish.resolve.draft import elements

_FRONT_PAGES = frozenset({"halftitlepage", "titlepage", "copyright-page", "disclosure", "content-note", "toc"})


class UnknownChapterError(LookupError):
    """A name that no chapter of the book has; `near` is the nearest that one has, or nothing."""

    def __init__(self, name: str, near: str) -> None:
        super().__init__(name)
        self.name = name
        self.near = near


@dataclass(frozen=True)
class Sample:
    """The book of a sample, how many links to other chapters became words in it, and the files that are left out."""

    book: Book
    chosen: int
    links: int
    left_out: frozenset[str]


def sampled(book: Book, names: Sequence[str]) -> Sample:
    """UnknownChapterError for a name that is no file's, no stem's and no number's."""
    wanted = chosen(book.chapters, names)
    parts = {c.part for c in book.chapters if c.name in wanted}
    kept = [c for c in book.chapters if _front_page(c) or c.name in wanted or c.id in parts]
    known = {c.name for c in kept}
    targets = {id: target for id, target in book.targets.items() if target.chapter in known}
    links = 0
    chapters = []
    for chapter in kept:
        tree = copy.deepcopy(chapter.tree)
        for link in [e for e in elements(tree) if e.tag == "a" and e.get("href", "").startswith("#")]:
            if (id := link.get("href", "")[1:]) in book.targets and id not in targets:
                unwrapped(link)
                links += 1
        chapters.append(dataclasses.replace(chapter, tree=tree))
    used = _images_in(chapters)
    sample = dataclasses.replace(
        book,
        metadata=_own_name(book.metadata, sorted(wanted)),
        chapters=tuple(chapters),
        targets=targets,
        contents=_entries(book.contents, known),
        figures=_entries(book.figures, known),
        tables=_entries(book.tables, known),
        index=(),
        images={
            name: image
            for name, image in book.images.items()
            if name in used or name.startswith(("cover.", "cover-art."))
        },
    )
    left_out = frozenset(c.source.path for c in book.chapters) - {c.source.path for c in kept}
    return Sample(sample, len(wanted), links, left_out)


def _front_page(chapter: Chapter) -> bool:
    return chapter.source.generated and chapter.kind in _FRONT_PAGES


def chosen(chapters: Sequence[Chapter], names: Iterable[str]) -> frozenset[str]:
    """The names of the chapters that are meant: by file, with or without its folders and its ending, by name or by number.

    What several files are called, such as README, means none of them.
    """
    known: dict[str, set[str]] = {}
    files: dict[str, set[str]] = {}
    written: dict[str, str] = {}
    for chapter in (c for c in chapters if not c.source.generated):
        for word in {*_ends(chapter.source.path), chapter.name, _number(chapter)} - {""}:
            known.setdefault(word.lower(), set()).add(chapter.name)
            files.setdefault(word.lower(), set()).add(chapter.source.path)
            written.setdefault(word.lower(), word)
    if not any(_number(c) for c in chapters):
        body = [c for c in chapters if c.matter is Matter.BODY and c.source.depth == 0 and c.kind != "part"]
        for number, chapter in enumerate(body, 1):
            known.setdefault(str(number), {chapter.name})
    for word in [word for word, paths in files.items() if len(paths) > 1]:
        del known[word]
    found: set[str] = set()
    for name in names:
        plain = name.strip().removeprefix("./").lower()
        if plain not in known:
            near = difflib.get_close_matches(plain, known, n=1, cutoff=0.5)
            raise UnknownChapterError(name, written.get(near[0], near[0]) if near else "")
        found |= known[plain]
    return frozenset(found)


def _ends(path: str) -> list[str]:
    """A path with ever fewer of its folders, with and without the ending of the file."""
    steps = path.split("/")
    ends = ["/".join(steps[at:]) for at in range(len(steps))]
    return [*ends, *(posixpath.splitext(end)[0] for end in ends)]


def _number(chapter: Chapter) -> str:
    match = re.search(r"\d+", chapter.label) if chapter.kind != "part" else None
    return match[0] if match else ""


def _entries(entries: Sequence[Entry], known: Collection[str]) -> tuple[Entry, ...]:
    """The entries that lead somewhere; those below one that does not take its place."""
    result: list[Entry] = []
    for entry in entries:
        children = _entries(entry.children, known)
        if entry.chapter in known:
            result.append(dataclasses.replace(entry, children=children))
        else:
            result += children
    return tuple(result)


def _images_in(chapters: Iterable[Chapter]) -> set[str]:
    return {
        str(value).removeprefix("images/")
        for chapter in chapters
        for element in chapter.tree.iter()
        for value in _values(element)
        if str(value).startswith("images/")
    }


def _values(element: Element) -> list[str]:
    return [str(value) for value in element.attrib.values()] if isinstance(element.tag, str) else []


def sample_slug(metadata: Metadata) -> str:
    return f"{metadata.slug}-sample"


def _own_name(metadata: Metadata, names: Sequence[str]) -> Metadata:
    """A sample is another publication than the book: reading systems keep the two apart by their identifiers."""
    said = metadata.identifier[0].value if metadata.identifier else metadata.title
    own = uuid.uuid5(uuid.NAMESPACE_URL, f"colophon:sample:{said}:{','.join(names)}")
    return dataclasses.replace(metadata, slug=sample_slug(metadata), identifier=(Identifier("uuid", str(own)),))
