"""Links: every link inside the book becomes `#id`, cross-references get their words, what leads nowhere is reported."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

from publish.book import Chapter, Element, Target
from publish.book.trees import unwrapped
from publish.lazy import regex
from publish.markdown.html.values import address
from publish.resolve.draft import Draft, classes, elements, taken
from publish.resolve.places import Places, kind_of
from publish.words import quotes_for

_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_SCHEMES = frozenset({"http:", "https:", "mailto:", "tel:", "doi:"})
_MARKDOWN = (".md", ".markdown", ".mdown", ".qmd", ".rmd")
_NUMBER = regex(r"\(?(?:\d|[A-Z]\.\d)[\w.]*\)?$|(?<= )[IVXLC]+$|\d+")
#: How much a label must be like another for that to be meant: of those of no kind, and across kinds.
_LIKE, _NEARLY = 0.6, 0.8


def links_resolved(draft: Draft) -> None:
    places = Places(draft)
    for chapter in draft.chapters:
        for link in [e for e in elements(chapter.tree) if e.tag == "a" and "noteref" not in classes(e)]:
            if "backlink" not in classes(link):
                _resolved(draft, chapter, link, places)


def _resolved(draft: Draft, chapter: Chapter, link: Element, places: Places) -> None:
    href = link.get("href")
    if href is None:
        if link.get("id") is None:
            unwrapped(link)
        return
    if "xref" in classes(link):
        _reference(draft, chapter, link, href[1:], places)
        return
    if scheme := _SCHEME.match(href):
        _external(draft, chapter, link, scheme[0].lower())
        return
    parts = urlsplit(href.replace("[", "%5B").replace("]", "%5D"))
    if parts.path:
        _to_a_chapter(draft, chapter, link, parts.path, unquote(parts.fragment), places)
    else:
        _to_a_place(draft, chapter, link, unquote(parts.fragment), places)


def _external(draft: Draft, chapter: Chapter, link: Element, scheme: str) -> None:
    href = link.get("href", "")
    proper = address(re.sub(r"(?i)^doi:(?://)?", "https://doi.org/", href) if scheme == "doi:" else href)
    if proper is not None and scheme in _SCHEMES:
        link.set("href", proper)
        link.set("class", " ".join([*classes(link), "external"]))
        return
    message = f"the address {href[:80]} cannot stand in a book; its words are printed without a link"
    draft.report("R007", message, chapter, link, "use an address that begins with https:// or mailto:")
    unwrapped(link)


def _to_a_chapter(draft: Draft, chapter: Chapter, link: Element, path: str, label: str, places: Places) -> None:
    other, exact = places.chapter(chapter, link, path)
    if other is None:
        found = places.id(chapter, label) if label else None
        if found is not None and path.lower().endswith((".html", ".xhtml", ".htm")):
            _internal(draft, link, found.name)  # a page as another tool divides the book
        elif (
            named := None if label or "." in path or "/" in path else places.id(chapter, path)
        ) is not None and named.exact:
            _internal(draft, link, named.name)  # a label, as MyST names one
        else:
            _lost(draft, chapter, link, path, places)
        return
    if not exact:
        message = f"{path} is spelled otherwise than the chapter that it leads to"
        draft.report("R009", message, chapter, link, f"write {_relative(chapter, other)}")
    found = places.id(other, label) if label else None
    if label and found is None:
        message = f"no place in the book has the id “{label}”; the link leads to the chapter {other.source.path}"
        draft.report("R001", message, chapter, link, _near(draft, label, places))
    elif found is not None and not found.exact:
        _spelled_otherwise(draft, chapter, link, label, found.name)
    _internal(draft, link, found.name if found else other.id)


def _relative(chapter: Chapter, other: Chapter) -> str:
    return posixpath.relpath(other.source.path, posixpath.dirname(chapter.source.path) or ".")


def _to_a_place(draft: Draft, chapter: Chapter, link: Element, label: str, places: Places) -> None:
    if label in ("", "top") and link.get("href", "").startswith("#"):
        _internal(draft, link, chapter.id)
        return
    found = places.id(chapter, label) if label else None
    if found is not None:
        if not found.exact:
            _spelled_otherwise(draft, chapter, link, label, found.name)
        _internal(draft, link, found.name)
        return
    if label:
        message = f"no place in the book has the id “{label}”; the words are printed without a link"
        draft.report("R001", message, chapter, link, _near(draft, label, places))
    else:
        message = "this link has no address; its words are printed without a link"
        draft.report("R001", message, chapter, link, "give it one, or take the brackets away")
    unwrapped(link)


def _spelled_otherwise(draft: Draft, chapter: Chapter, link: Element, label: str, id: str) -> None:
    place = draft.targets[id].title or id
    message = f"no place has exactly the id “{label}”; the link leads to “{place}”, which is spelled nearly so"
    draft.report("R009", message, chapter, link, f"write #{id}, or give the place the id {{#{label}}}")


def _internal(draft: Draft, link: Element, id: str) -> None:
    if link.get("id") and not len(link) and not "".join(map(str, link.itertext())).strip():
        link.attrib.pop("href")  # an anchor that leads to itself, as GitBook writes into headings
        return
    link.set("href", f"#{id}")
    if {"biblioref", "glossref", "backref"} & {*classes(link)}:
        return
    if "".join(map(str, link.itertext())).strip() or len(link):
        taken(link, "data-form")
        link.set("class", " ".join([*classes(link), "internal"]))
    else:
        link.set("class", "xref")
        link.text = words_of(draft, draft.targets[id], taken(link, "data-form"))


def _reference(draft: Draft, chapter: Chapter, link: Element, label: str, places: Places) -> None:
    label = unquote(label)
    found = places.reference(chapter, label)
    if found is None:
        message = f"no place in the book has the label “{label}”; “@{label}” is printed"
        draft.report("R004", message, chapter, link, _near(draft, label, places))
        link.tag, link.text = "span", f"@{label}"
        link.attrib.clear()
        return
    if not found.exact:
        _spelled_otherwise(draft, chapter, link, label, found.name)
    form = link.get("data-form", "")
    link.set("href", f"#{found.name}")
    link.text = words_of(draft, draft.targets[found.name], form)


def words_of(draft: Draft, target: Target, form: str) -> str:
    """What a reference prints: "Figure 2", the number alone, the title, or what is nearest to a name of the place."""
    number = _NUMBER.search(target.label)
    if form == "number" and number:
        return number[0]
    if form == "title" and target.title:
        return target.title
    if target.label:
        return target.label
    if target.title:
        return _section_called(draft, target) if target.kind == "section" else target.title
    holder = next(c for c in draft.chapters if c.name == target.chapter)
    return holder.label or holder.title


def _section_called(draft: Draft, target: Target) -> str:
    """Section “Title”; the title in quotation marks where a language puts its word behind the number too."""
    opening, closing, *_ = quotes_for(draft.manuscript.metadata.lang)
    quoted = f"{opening}{target.title}{closing}"
    form = draft.words["section"]
    return form.format(n=quoted) if form.endswith("{n}") else quoted


def _near(draft: Draft, label: str, places: Places) -> str:
    """A hint: a label that a wrong one is like. Those of its kind come first; another must be nearly the same."""
    kind, name = kind_of(label)
    alike = places.by_kind.get(kind, {}) if kind else {}
    near = alike.get(draft.near(name, alike), "") or draft.near(label, places.everywhere, _NEARLY if kind else _LIKE)
    return f"did you mean #{near}?" if near else "give the place an id: {#" + (label or "id") + "}"


def _lost(draft: Draft, chapter: Chapter, link: Element, path: str, places: Places) -> None:
    if file := places.exists(chapter, link, path):
        if not _shows(link, path):
            message = f"{file} is a file of the manuscript, but no chapter; the words are printed without a link"
            draft.report("R003", message, chapter, link, "print what matters of it, or link to a copy on the web")
    elif path.lower().endswith(_MARKDOWN):
        full = places.paths(chapter, link, path)[0]
        near = draft.near_file(full, places.by_path)
        hint = f"did you mean {near}?" if near else "add the file to the chapters of the book, or link elsewhere"
        message = f"{path} is not a chapter of this book; the words are printed without a link"
        draft.report("R003", message, chapter, link, hint)
    else:
        message = f"{path} leads to nothing in the book; the words are printed without a link"
        draft.report("R001", message, chapter, link, "link to a chapter, an id or an https: address")
    unwrapped(link)


def _shows(link: Element, path: str) -> bool:
    """A picture that links to itself loses nothing with the link."""
    name = posixpath.basename(path)
    return any(posixpath.basename(image.get("src", "")) == name for image in link.iter("img"))
