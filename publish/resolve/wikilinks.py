"""Links by name, `[[The Ring]]`: to the chapter whose title, file or heading is called so; others are printed as typed."""

from __future__ import annotations

from publish.book import Chapter, Element
from publish.resolve.draft import Draft, classes, elements, slug, taken


def wikilinks_found(draft: Draft) -> None:
    names: dict[str, str] = {}
    for chapter in draft.chapters:
        path = chapter.source.path.rsplit(".", 1)[0]
        for name in (chapter.title, path, path.rsplit("/", 1)[-1]):
            names.setdefault(_key(name), chapter.id)
    for chapter in draft.chapters:
        for link in [e for e in elements(chapter.tree) if "wikilink" in classes(e)]:
            _found(draft, chapter, link, names)


def _key(name: str) -> str:
    plain = name.strip().removesuffix(".md")
    return slug(plain) or plain.casefold()


def _found(draft: Draft, chapter: Chapter, link: Element, names: dict[str, str]) -> None:
    page, _, heading = taken(link, "href").partition("#")
    typed = taken(link, "data-typed")
    id = names.get(_key(page)) if page else chapter.id
    if heading and id:
        holder = next((c.name for c in draft.chapters if c.id == id), "")
        id = draft.labels.get(holder, {}).get(slug(heading), id)
    link.set("class", " ".join(n for n in classes(link) if n != "wikilink"))
    if not link.get("class"):
        taken(link, "class")
    if id is None:
        draft.report("C053", f"no chapter is called “{page}”; {typed} is printed as it stands", chapter, link,
                     "use the title of a chapter or the name of its file")  # fmt: skip
        link.tag, link.text = "span", typed
        return
    link.set("href", f"#{id}")
