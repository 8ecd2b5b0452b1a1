"""A book as the rendition of an EPUB: documents, navigation, styles, faces and cover, as a profile wants them."""

from __future__ import annotations

import copy
import dataclasses
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import partial

from lxml import etree

from publish.book import (
    EPUB_TYPE,
    Book,
    Chapter,
    Diagnostic,
    Document,
    Element,
    Entry,
    Matter,
    Medium,
    Rendition,
    Source,
    Span,
)
from publish.book.trees import line_of, path_of
from publish.editions import accessibility, epub_nav, xhtml
from publish.editions.css import faces, of_script, physical, stacked, written_out
from publish.editions.edition import Edition
from publish.editions.epub_pack import pack
from publish.editions.epub_package import page_source, title_of, urn
from publish.editions.epub_profile import OMITTED, EpubProfile
from publish.editions.epub_semantics import semantics_given
from publish.editions.front_drawn import cover_file, cover_sources
from publish.editions.page_breaks import pages_marked
from publish.editions.pages import with_pages
from publish.editions.setting import set_in_type
from publish.editions.widths import widths_told
from publish.theme import Theme
from publish.words import direction_of

#: The families of an e-book that brings none: the reader's, and any with letters of one width for code.
_NO_FACES = ":root { --text-face: inherit; --label-face: inherit; --code-face: monospace }\n"

#: Levels of contents that readers show (spec B2: Kobo), unless the author asks for more.
_LEVELS = 3


def epub_edition(profile: EpubProfile) -> Edition:
    medium = Medium(profile.name, family="epub")
    return Edition(
        profile.name, profile.suffix, medium, partial(render, profile=profile), partial(pack, suffix=profile.suffix),
        profile.checks,
    )  # fmt: skip


def render(book: Book, theme: Theme, profile: EpubProfile) -> tuple[Rendition, tuple[Diagnostic, ...]]:
    filled = with_pages(book, theme, profile.name, paged=False)
    chapters = _with_contents(book, [c for c in filled if c.kind not in OMITTED])
    contents = epub_nav.shallow(book.contents, max(_LEVELS, book.metadata.toc_depth)) or _fewest(book)
    book = dataclasses.replace(book, contents=contents)
    documents = _documents(book, chapters, profile)
    setting, noticed = set_in_type(book, chapters, theme.fonts, ("text",), bold=True)
    lang, tokens = book.metadata.lang, theme.styles["tokens.css"]
    looks = f"{theme.styles['numbers.css']}\n{theme.styles['epub.css']}\n{of_script(theme.styles, lang)}\n"
    looks = physical(looks, direction_of(lang))
    files = {f"images/{name}": image.content for name, image in book.images.items()}
    shown = setting.faces if book.metadata.epub.fonts else ()
    if book.metadata.epub.fonts:
        stacks = stacked(tokens, setting.stacks, lang)
        styles = faces(shown, "../fonts") + written_out(looks + stacks, tokens + stacks)
        files |= {f"fonts/{name}": theme.fonts[name] for name in setting.licences}
    else:
        styles = written_out(looks, tokens + _NO_FACES)
        noticed = ()
    files["styles/book.css"] = styles.encode()
    identifier = urn(book.metadata.identifier_for(profile.name))
    files["toc.ncx"] = epub_nav.ncx(book, title_of(book.metadata), identifier, _href)
    sets = {face.file: face for face in shown}
    if cover_file(files) not in files:
        sources, drawn = cover_sources(book, theme)
        files |= sources
        sets |= {face.file: face for face in drawn}
    files |= {f"fonts-src/{face.source}": theme.fonts[face.source] for face in sets.values()}
    said = accessibility.properties(book)
    said += [("pageBreakSource", page_source(book.metadata))] if book.pages else []
    files["package/accessibility"] = "\n".join(f"{p}\t{v}" for p, v in said).encode()
    rendition = Rendition(profile.name, book.metadata, book.words, tuple(documents), files, book.contents, book.modified,
                          tuple(sets.values()))  # fmt: skip
    return rendition, (*noticed, *_refused(chapters, profile), *accessibility.unfounded(book))


def _free(name: str, taken: Collection[str]) -> str:
    """A file name that no chapter has."""
    while name in taken:
        name += "-0"
    return name


def _with_contents(book: Book, chapters: list[Chapter]) -> list[Chapter]:
    """An EPUB has a contents page always (spec B1): where the author has none, it follows the title page."""
    if any(c.kind == "toc" for c in chapters):
        return chapters
    title, name = book.words["contents"], _free("contents", {c.name for c in chapters})
    made = Chapter(Source("", "", Matter.FRONT, "toc", title, generated=True), etree.Element("section"), title, name)
    opening = [c.kind in ("titlepage", "copyright-page") for c in chapters]
    at = opening.index(False) if False in opening else len(opening)
    return [*chapters[:at], dataclasses.replace(made, id=_free(name, book.targets)), *chapters[at:]]


def _fewest(book: Book) -> tuple[Entry, ...]:
    """Contents for a book without one titled chapter: the first of its body, under the title of the book."""
    first = next((c for c in book.chapters if c.matter is Matter.BODY), book.chapters[0])
    return (Entry(first.id, first.title or book.metadata.title, kind="page", chapter=first.name),)


def _href(entry: Entry) -> str:
    inside = entry.kind in ("section", "figure", "table")
    return f"{entry.chapter}.xhtml#{entry.id}" if inside else f"{entry.chapter}.xhtml"


def _documents(book: Book, chapters: Sequence[Chapter], profile: EpubProfile) -> list[Document]:
    """The cover first, where the profile wants its page; then a document a chapter."""
    cover = _free("cover", {c.name for c in chapters}) if profile.cover_page else ""
    titles = dict(zip([c.name for c in chapters], _titles(book, chapters), strict=True))
    documents = [_cover_document(book, cover, profile)] if cover else []
    for chapter in chapters:
        if chapter.kind == "toc":
            landmarks = epub_nav.landmarks(book, chapters, f"{cover}.xhtml" if cover else "")
            title = chapter.title or book.words["contents"]
            tree = epub_nav.nav_tree(book, chapter.id, title, _href, landmarks)
            pages_marked(tree, book, chapter.name)
        else:
            tree = xhtml.linked(chapter.tree, book.targets, chapter.name, lambda name: f"{name}.xhtml")
            semantics_given(tree)
            widths_told(tree)
            if chapter.source.generated:
                pages_marked(tree, book, chapter.name)
        path = chapter.source.path
        documents.append(
            _made(book, chapter.name, titles[chapter.name], chapter.kind, chapter.matter, tree, profile, path)
        )
    return documents


def _titles(book: Book, chapters: Sequence[Chapter]) -> list[str]:
    """A title for each document that no other has (spec C2): a chapter called as another is told apart by its part."""
    titles = [": ".join(word for word in (c.label, c.title) if word) for c in chapters]
    counts = Counter(titles)
    for at, chapter in enumerate(chapters):
        part = book.targets.get(chapter.part)
        if counts[titles[at]] > 1 and part is not None:
            titles[at] = f"{titles[at]} ({part.label or part.title})"
    seen: Counter[str] = Counter()
    for at, title in enumerate(titles):
        seen[title] += 1
        titles[at] = f"{title} ({seen[title]})" if title and seen[title] > 1 else title
    return titles


def _cover_document(book: Book, name: str, profile: EpubProfile) -> Document:
    section = etree.Element("section", {EPUB_TYPE: "cover", "class": "cover"})
    alt = f"{book.words['cover']}: {title_of(book.metadata)}"
    source = cover_file({f"images/{name}" for name in book.images})
    etree.SubElement(section, "img", {"src": source, "alt": alt, EPUB_TYPE: "cover", "role": "doc-cover"})
    return _made(book, name, book.words["cover"], "cover", Matter.FRONT, section, profile)


def _made(
    book: Book, name: str, title: str, kind: str, matter: Matter, tree: Element, profile: EpubProfile, path: str = ""
) -> Document:
    lang = book.metadata.lang
    tree = _unlinked(copy.deepcopy(tree), profile)
    for change in profile.changes:
        tree = change(tree)
    styles = ["styles/book.css"]
    content = xhtml.document(title or book.metadata.title, lang, direction_of(lang), tree, styles)
    return Document(f"{name}.xhtml", title, kind, matter, content, origins=xhtml.origins(tree, path, len(styles)))


def _refused(chapters: Sequence[Chapter], profile: EpubProfile) -> Iterator[Diagnostic]:
    """Links that the store of the profile takes out of books; `_unlinked` keeps their words."""
    for chapter in chapters:
        for link, reason in _links_refused(chapter.tree, profile):
            span = Span(path_of(link, chapter.source.path), line_of(link))
            message = f"the link {link.get('href')} {reason}; its words are printed without it"
            yield Diagnostic("E004", message, span, "name a page of your own, or the publisher's")


def _links_refused(tree: Element, profile: EpubProfile) -> list[tuple[Element, str]]:
    links = [(link, link.get("href", "")) for link in tree.iter("a")] if profile.refused else []
    return [(a, why) for a, href in links for pattern, why in profile.refused.items() if re.search(pattern, href)]


def _unlinked(tree: Element, profile: EpubProfile) -> Element:
    for link, _ in _links_refused(tree, profile):
        link.tag = "span"
        del link.attrib["href"]
    return tree
