"""The index, made of marks in the text: `[words]{.index entry="Heading!sub-heading" see="…" see-also="…"}`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import field

from publish.book import Chapter, Element, IndexEntry, Locator, Target
from publish.book.trees import unwrapped
from publish.lazy import dataclass
from publish.markdown import typeset
from publish.resolve.draft import Draft, classes, elements, taken, text_of


@dataclass
class _Heading:
    locators: list[Locator] = field(default_factory=list)
    children: dict[str, _Heading] = field(default_factory=dict)
    see: list[str] = field(default_factory=list)
    see_also: list[str] = field(default_factory=list)
    sort: str = ""


def index_made(draft: Draft) -> None:
    root = _Heading()
    led: list[tuple[Chapter, Element, str]] = []
    count = 0
    for chapter in draft.chapters:
        for mark in [e for e in elements(chapter.tree) if "index" in classes(e) and e is not chapter.tree]:
            count += 1
            led += [(chapter, mark, name) for name in _marked(draft, chapter, mark, f"ix-{count}", root)]
    draft.index = _sorted(root)
    _unled_reported(draft, led)
    _missing_reported(draft)


def _marked(draft: Draft, chapter: Chapter, mark: Element, id: str, root: _Heading) -> list[str]:
    """Put a mark's entry below `root`; the entries that it leads to."""
    heading = root
    names = _texts(draft, taken(mark, "entry") or _words_of(mark), "!")
    if not all(names):
        message = (
            "this index mark has no entry; it is left out"
            if not any(names)
            else "an index entry has a level without words"
        )
        draft.report("R011", message, chapter, mark, 'name it: []{.index entry="Rings!gold"}')
    names = [name for name in names if name]
    if not names:
        unwrapped(mark)
        return []
    sorts = [sort.strip() for sort in taken(mark, "data-sort").split("!")]
    for level, name in enumerate(names):
        heading = heading.children.setdefault(name, _Heading())
        heading.sort = heading.sort or (sorts[level] if len(sorts) == len(names) else "")
    see, also = (_texts(draft, taken(mark, name), ";") for name in ("see", "see-also"))
    heading.see += [name for name in see if name and name not in heading.see]
    heading.see_also += [name for name in also if name and name not in heading.see_also]
    mark.set("class", "index-mark")
    if not any(see):
        mark.set("id", id)
        draft.targets[id] = Target(id, "index-mark", chapter.name)
        heading.locators.append(Locator(id, chapter.name, chapter.label or chapter.title))
    return [name for name in (*see, *also) if name]


def _words_of(mark: Element) -> str:
    """What the mark stands around; emphasis that is all of it stays."""
    text = text_of(mark)
    whole = len(mark) == 1 and mark[0].tag == "em" and text == text_of(mark[0])
    return f"*{text}*" if whole else text


def _texts(draft: Draft, text: str, sign: str) -> list[str]:
    """What signs divide, each part as it is printed: the same words spelled with straight and with curly quotes are one entry."""
    metadata = draft.manuscript.metadata
    return [typeset(part.strip(), metadata.lang, metadata.typography.smart) for part in text.split(sign)]


def _unled_reported(draft: Draft, led: Sequence[tuple[Chapter, Element, str]]) -> None:
    """“See Rings” where the index has no Rings. Words in italics are of no one entry: *specific rings*."""
    known = {key for entry in draft.index for key in _keys(entry, "")}
    for chapter, mark, name in led:
        if _called(name) not in known and not (name.startswith("*") and name.endswith("*")):
            message = f"this mark leads to “{name}”, and the index has no such entry"
            hint = 'name one as it is marked, such as see="Rings" or see="Rings!gold"; words for no one entry stand in *italics*'
            draft.report("R011", message, chapter, mark, hint)


def _keys(entry: IndexEntry, above: str) -> Iterator[str]:
    """What an entry may be called: its own name, and those above it before it."""
    path = f"{above}!{entry.heading}"
    yield from {_called(entry.heading), _called(path)}
    for child in entry.children:
        yield from _keys(child, path)


def _called(name: str) -> str:
    return " ".join(sort_key(name.replace("!", " ")).split())


def _missing_reported(draft: Draft) -> None:
    """Marks without an index print nothing: that is said once, at the first of them."""
    if not draft.index or any(c.source.generated and c.kind == "index" for c in draft.chapters):
        return
    for chapter in draft.chapters:
        mark = next((e for e in elements(chapter.tree) if "index-mark" in classes(e)), None)
        if mark is not None:
            message = "the book has marks for an index, and no index; they print nothing"
            draft.report("R012", message, chapter, mark, 'list it in book.toml: back = ["index"]')
            return


def sort_key(heading: str) -> str:
    """Letter by letter, without marks of quotation, accents and case."""
    plain = unicodedata.normalize("NFKD", heading).casefold()
    return "".join(c for c in plain if c.isalnum() or c == " ").strip()


def _sorted(heading: _Heading) -> tuple[IndexEntry, ...]:
    return tuple(
        IndexEntry(name, tuple(h.locators), _sorted(h), tuple(h.see), tuple(h.see_also), h.sort)
        for name, h in sorted(heading.children.items(), key=lambda e: (sort_key(e[1].sort or e[0]), e[0]))
    )
