"""Where the bibliography of a book stands: where its author put it, else at the end, in the back matter."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from publish.book import Chapter, Element, Matter, Source
from publish.resolve.citations.marked import built, mended
from publish.resolve.draft import Draft, classes, elements

_TITLES = frozenset(
    ["references", "bibliography", "works cited", "literature cited", "literature", "sources", "literatur", "literaturverzeichnis",
     "bibliographie", "références", "bibliografía", "referencias", "bibliografia", "riferimenti", "литература", "библиография",
     "список литературы", "参考文献", "referenties", "källor", "kilder"]
)  # fmt: skip
#: What stands behind the bibliography (Chicago Manual of Style).
_BEHIND = frozenset({"contributors", "credits", "index", "colophon"})


def listed(entries: Sequence[tuple[str, str]], cited: frozenset[str]) -> Element:
    """The entries as a plain list (`doc-biblioentry` is deprecated), each with a way back to its first citation."""
    result = etree.Element("ol", {"class": "references"})
    for key, text in entries:
        item = etree.SubElement(result, "li", {"id": f"ref-{key}"})
        paragraph = etree.SubElement(item, "p", {"class": "first"})
        built(paragraph, mended(text, ""), lambda _: None, lambda *_: None)
        if key in cited:
            back = etree.SubElement(
                paragraph, "a", {"class": "backref", "href": f"#cite-{key}", "role": "doc-backlink"}
            )
            back.text = "↑"
            _space_before(back)
    return result


def _space_before(element: Element) -> None:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + " "
    elif parent is not None:
        parent.text = (parent.text or "") + " "


def placed(draft: Draft, entries: Element) -> None:
    """Put the list into `::: {#refs}`, into a chapter that is called so and has nothing of the kind, or into one of its own."""
    for chapter in draft.chapters:
        place = next((e for e in elements(chapter.tree) if e.tag == "div" and e.get("id") == "refs"), None)
        if place is not None:
            place.append(entries)
            return
    for chapter in draft.chapters:
        if _waits(chapter, draft.words["bibliography"]):
            chapter.tree.append(entries)
            return
    section = _last_section(draft)
    if section is not None:
        section.addnext(entries)
        return
    draft.chapters.insert(_place_in_back(draft), _chapter(draft, entries))


def _called_so(title: str, own: str) -> bool:
    return title.strip().rstrip(".").casefold() in {*_TITLES, own.casefold()}


def _waits(chapter: Chapter, own: str) -> bool:
    """Whether a chapter is a bibliography without entries."""
    if chapter.source.generated or not (chapter.kind == "bibliography" or _called_so(chapter.title, own)):
        return False
    return (
        not any(e.tag in ("ul", "ol", "dl", "table") for e in chapter.tree)
        and sum(e.tag == "p" for e in chapter.tree) <= 1
    )


def _last_section(draft: Draft) -> Element | None:
    """pandoc's habit: the text ends with a heading "References" and nothing below it."""
    written = [c for c in draft.chapters if not c.source.generated and c.source.text]
    blocks = [b for b in written[-1].tree if b.get("data-note") is None] if written else []
    last = blocks[-1] if blocks else None
    if last is None or last.tag not in ("h1", "h2", "h3") or "chapter-title" in classes(last):
        return None
    return last if _called_so("".join(map(str, last.itertext())), draft.words["bibliography"]) else None


def _place_in_back(draft: Draft) -> int:
    chapters = draft.chapters
    return next((i for i, c in enumerate(chapters) if c.matter is Matter.BACK and c.kind in _BEHIND), len(chapters))


def _chapter(draft: Draft, entries: Element) -> Chapter:
    tree = etree.Element("section")
    title = draft.words["bibliography"]
    etree.SubElement(tree, "h1", {"class": "chapter-title"}).text = title
    tree.append(entries)
    return Chapter(Source("", "", Matter.BACK, "bibliography", title), tree, title)
