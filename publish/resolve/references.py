"""Links: every link inside the book becomes `#id`, cross-references get their words, what leads nowhere is reported."""

from __future__ import annotations

import difflib
import posixpath
from urllib.parse import unquote, urlsplit

from publish.book import Chapter, Element
from publish.resolve.draft import Draft, classes, elements, unwrapped

_SCHEMES = frozenset({"http", "https", "mailto", "tel", "doi"})
_MARKDOWN = (".md", ".markdown", ".mdown")


def links_resolved(draft: Draft) -> None:
    by_path: dict[str, Chapter] = {}
    everywhere: dict[str, str] = {}
    for chapter in draft.chapters:
        by_path.setdefault(chapter.source.path, chapter)
        for label, id in draft.labels[chapter.name].items():
            everywhere.setdefault(label, id)
    for chapter in draft.chapters:
        for link in [e for e in elements(chapter.tree) if e.tag == "a" and "noteref" not in classes(e)]:
            if "backlink" not in classes(link):
                _resolved(draft, chapter, link, by_path, everywhere)


def _resolved(
    draft: Draft, chapter: Chapter, link: Element, by_path: dict[str, Chapter], everywhere: dict[str, str]
) -> None:
    href = link.get("href")
    if href is None:
        if link.get("id") is None:
            unwrapped(link)
        return
    parts = urlsplit(href) if "[" not in href else urlsplit("")
    if parts.scheme or href.startswith("//"):
        _external(draft, chapter, link, parts.scheme.lower())
        return
    label = unquote(parts.fragment)
    if parts.path:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(chapter.source.path), unquote(parts.path)))
        other = by_path.get(path) or by_path.get(unquote(parts.path).lstrip("/"))
        if other is None:
            _lost(draft, chapter, link, href, by_path, path)
            return
        id = draft.labels[other.name].get(label, "" if label else other.id)
        id = id or everywhere.get(label, "")
    else:
        id = draft.labels[chapter.name].get(label) or everywhere.get(label, "")
    if not id:
        _unknown(draft, chapter, link, label, everywhere)
    else:
        _internal(draft, link, id)


def _external(draft: Draft, chapter: Chapter, link: Element, scheme: str) -> None:
    href = link.get("href", "")
    if scheme in _SCHEMES and not any(c.isspace() for c in href):
        link.set("class", " ".join([*classes(link), "external"]))
        return
    message = f"the address {href[:80]} cannot stand in a book; its words are printed without a link"
    draft.report("R007", message, chapter, link, "use an address that begins with https: or mailto:")
    unwrapped(link)


def _internal(draft: Draft, link: Element, id: str) -> None:
    link.set("href", f"#{id}")
    target = draft.targets[id]
    if "xref" in classes(link) or not ("".join(map(str, link.itertext())).strip() or len(link)):
        link.set("class", "xref")
        link.text = target.label or target.title or id
    else:
        link.set("class", " ".join([*classes(link), "internal"]))


def _unknown(draft: Draft, chapter: Chapter, link: Element, label: str, everywhere: dict[str, str]) -> None:
    near = difflib.get_close_matches(label, everywhere, n=1)
    hint = f"did you mean #{near[0]}?" if near else "give the place an id: {#" + (label or "id") + "}"
    if "xref" in classes(link):
        draft.report("R004", f"no place in the book has the label “{label}”", chapter, link, hint)
        link.tag, link.text = "span", f"@{label}"
        link.attrib.clear()
    else:
        message = f"no place in the book has the id “{label}”; the words are printed without a link"
        draft.report("R001", message, chapter, link, hint)
        unwrapped(link)


def _lost(draft: Draft, chapter: Chapter, link: Element, href: str, by_path: dict[str, Chapter], path: str) -> None:
    if path.lower().endswith(_MARKDOWN):
        near = difflib.get_close_matches(path, by_path, n=1)
        hint = f"did you mean {near[0]}?" if near else "add the file to book.toml, or link elsewhere"
        message = f"{href} is not a chapter of this book; the words are printed without a link"
        draft.report("R003", message, chapter, link, hint)
    else:
        message = f"{href} leads to nothing in the book; the words are printed without a link"
        draft.report("R001", message, chapter, link, "link to a chapter, an id or an https: address")
    unwrapped(link)
