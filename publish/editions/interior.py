"""The interior of a book with pages: one layout for the screen and for the printer, who differ by a profile."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lxml import etree

from publish.book import (
    EPUB_TYPE,
    LINE_ART,
    MATHML,
    SVG,
    Book,
    Chapter,
    Diagnostic,
    Document,
    Element,
    Matter,
    Profile,
    Rendition,
)
from publish.book.trees import line_of, path_of
from publish.editions.abbreviations import explained
from publish.editions.announced import announcements_kept, lone_lines_kept, sentences_joined
from publish.editions.apart import set_apart
from publish.editions.blocks import blocks_numbered
from publish.editions.boxes import boxes_kept
from publish.editions.capitals import capitals_told
from publish.editions.css import faces, measure, of_script, stacked
from publish.editions.drawn_words import drawn_words
from publish.editions.entries import details_unfolded, lists_kept
from publish.editions.estimate import pages_of
from publish.editions.fonts import cut_faces
from publish.editions.front import cover_styles
from publish.editions.indents import indents_bounded
from publish.editions.limits import limits
from publish.editions.listing_turns import listings_held
from publish.editions.note_floats import notes_at_their_calls, spaces_collapsed
from publish.editions.openings import opening_set
from publish.editions.ordered import lists_counted
from publish.editions.page_references import page_references_set
from publish.editions.pages import with_pages
from publish.editions.repertoires import steady
from publish.editions.ruby import ruby_set
from publish.editions.running_heads import book_head, chapter_head
from publish.editions.setting import set_in_type
from publish.editions.sheet import margins, measured, sheet_rules, too_small
from publish.editions.title_ends import ends_kept
from publish.editions.turned import crowded, tables_set
from publish.paged.endnotes import set_at_the_end
from publish.paged.said import from_file
from publish.printers import printer
from publish.theme import Theme
from publish.words import direction_of
from publish.workshop import Workshop

if TYPE_CHECKING:
    from publish.paged.layout import Setting
    from publish.paged.leaves import Line
    from publish.paged.pagemap import PageMap
    from publish.paged.typography import Figures

_STYLES = ("tokens.css", "numbers.css", "print.css", "disclosure.css", "proof.css")
#: The roles of faces that pages bring.
_ROLES = ("text", "label", "code")
#: The faces that lend formulas their letters, upright and italic.
FORMULA_FACES = ("EBGaramond[wght].ttf", "EBGaramond-Italic[wght].ttf")
#: Pages that follow each other without a blank between them (Chicago Manual of Style).
_IN_A_ROW = frozenset({("disclosure", "content-note"), ("dedication", "epigraph"), ("toc", "loi"), ("toc", "lot"),
                       ("loi", "lot")})  # fmt: skip


def interior(
    book: Book, theme: Theme, edition: str, profile: Profile, before: Sequence[Document] = ()
) -> tuple[Rendition, tuple[Diagnostic, ...]]:
    """The book made ready for an edition with pages; `before` are documents that stand before its own, such as a cover."""
    chapters, documents = documents_of(book, theme, edition)
    documents = [*before, *documents]
    setting, noticed = set_in_type(book, chapters, theme.fonts, _ROLES, drawings=drawn_words(book.images))
    setting = steady(setting, theme.fonts, _ROLES)
    tokens, *others = (from_file(f"styles/{name}", theme.styles[name]) for name in _STYLES)
    stacks = stacked(tokens, setting.stacks, book.metadata.lang)
    script = of_script(theme.styles, book.metadata.lang, paper=True)
    looks = [*others, cover_styles(book, theme), script]
    styles = "\n".join([faces(setting.boxed, "fonts"), tokens, stacks, *looks])
    files = {f"images/{name}": image.content for name, image in book.images.items()}
    files |= {f"fonts-src/{name}": theme.fonts[name] for name in setting.sources}
    if any(_has_formulas(document) for document in documents):
        files |= {f"fonts-src/{name}": theme.fonts[name] for name in FORMULA_FACES}
    files |= {"styles.css": styles.encode()}
    profile = _on_its_sheet(profile, book, styles, documents)
    rendition = Rendition(edition, book.metadata, book.words, tuple(documents), files, book.contents, book.modified,
                          setting.boxed, profile)  # fmt: skip
    small = too_small(book.metadata.print, styles, sum(profile.guesses))
    return rendition, (*noticed, *limits(chapters, theme.styles), *small, *crowded(chapters, book.metadata.print))


def documents_of(book: Book, theme: Theme, edition: str) -> tuple[tuple[Chapter, ...], list[Document]]:
    """The chapters of a book with those that the press makes, and each as a document."""
    chapters = tuple(explained(chapter) for chapter in with_pages(book, theme, edition, paged=True))
    documents = []
    last = ""
    for chapter in chapters:
        documents.append(_of_chapter(book, chapter, last))
        last = chapter.kind
    return chapters, documents


def _on_its_sheet(profile: Profile, book: Book, styles: str, documents: Sequence[Document]) -> Profile:
    """The profile with the rules of the page for every count of pages that asks for another inside margin."""
    settings = book.metadata.print
    steps = [0, *(pages for pages, _ in printer(settings.printer).gutters)]
    sheets: list[tuple[int, str]] = []
    for pages in steps:
        rules = sheet_rules(margins(settings, styles, max(pages, steps[1])))
        if not sheets or rules != sheets[-1][1]:
            sheets.append((pages, rules))
    covers = sum(document.kind == "cover" for document in documents)
    guesses = (*[0] * covers, *pages_of(documents[covers:], settings, styles))
    return dataclasses.replace(profile, sheets=tuple(sheets), guesses=guesses)


def made(rendition: Rendition, workshop: Workshop) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """The pages of a rendition as a PDF."""
    from publish.paged.assembly import made_pdf  # WeasyPrint is slow to import: only where pages are laid out

    rendition, undrawn = _with_formulas(rendition)
    content, noticed = made_pdf(rendition, _setting(rendition, workshop), workshop)
    return content, (*undrawn, *noticed)


def typography(rendition: Rendition, workshop: Workshop) -> tuple[Figures, tuple[Diagnostic, ...]]:
    """The faults of the finished pages, counted and named, without a PDF."""
    from publish.paged.assembly import judged

    rendition, _ = _with_formulas(rendition)
    return judged(rendition, _setting(rendition, workshop), workshop)


def page_map(rendition: Rendition, workshop: Workshop) -> PageMap:
    """The pages of the interior and where in the text each begins, for other editions of the same book."""
    from publish.paged.pagemap import map_packed, map_unpacked

    def make() -> bytes:
        from publish.paged.assembly import mapped

        drawn, _ = _with_formulas(rendition)
        return map_packed(mapped(drawn, _setting(drawn, workshop), workshop))

    return map_unpacked(workshop.memory.remembered(make, "page map", rendition)[0])


def page_count(rendition: Rendition, workshop: Workshop) -> int:
    """How many pages the printer is given, blanks at the end included: what the spine of the wrap is measured by."""

    def make() -> bytes:
        from publish.paged.assembly import counted

        drawn, _ = _with_formulas(rendition)
        return str(counted(drawn, _setting(drawn, workshop), workshop)).encode()

    return int(workshop.memory.remembered(make, "page count", rendition)[0])


def page_lines(rendition: Rendition, workshop: Workshop) -> tuple[tuple[Line, ...], ...]:
    """The lines of every page of the interior, in the order of `page_map`."""
    from publish.paged.assembly import lined

    drawn, _ = _with_formulas(rendition)
    return lined(drawn, _setting(drawn, workshop), workshop)


def _setting(rendition: Rendition, workshop: Workshop) -> Setting:
    from publish.paged.layout import Setting

    images = {name: content for name, content in rendition.files.items() if name.startswith(("images/", "formulas/"))}
    faces_cut = cut_faces(rendition.faces, rendition.files, workshop)
    return Setting(rendition.files["styles.css"].decode(), faces_cut, images, rendition.metadata.lang)


def _has_formulas(document: Document) -> bool:
    return b"<math" in document.content


def _with_formulas(rendition: Rendition) -> tuple[Rendition, tuple[Diagnostic, ...]]:
    """The rendition with drawings for its formulas. It is done here, where work is remembered, for it takes its time."""
    if not any(_has_formulas(document) for document in rendition.documents):
        return rendition, ()
    from publish.editions.formulas import with_drawings  # its tables are slow to load: only where there is math

    styles = rendition.files["styles.css"].decode() + rendition.profile.sheet(sum(rendition.profile.guesses))
    upright, italic = (rendition.files[f"fonts-src/{name}"] for name in FORMULA_FACES)
    documents, drawings, noticed = with_drawings(rendition.documents, upright, italic, styles, measure(styles))
    return dataclasses.replace(rendition, documents=documents, files={**rendition.files, **drawings}), noticed


def _of_chapter(book: Book, chapter: Chapter, before: str) -> Document:
    tree = copy.deepcopy(chapter.tree)
    blocks_numbered(tree)
    notes_at_their_calls(tree)
    spaces_collapsed(tree)
    if book.metadata.typography.notes == "end":
        set_at_the_end(tree, [note for note in tree.iter("span") if note.get("class") == "footnote"])
    if chapter.matter is Matter.BODY and chapter.kind == "chapter":
        opening_set(tree, book.metadata.typography)
    capitals_told(tree)
    ends_kept(tree)
    page_references_set(book, chapter, tree)
    lists_counted(tree)
    lists_kept(tree, measured(book.metadata.print))
    details_unfolded(tree)
    indents_bounded(tree, measured(book.metadata.print))
    tables_set(tree, book.metadata.print)
    boxes_kept(tree)
    announcements_kept(tree)
    sentences_joined(tree)
    lone_lines_kept(tree, measured(book.metadata.print))
    listings_held(tree)
    _line_art_marked(tree, book)
    _accessible(tree, book)
    ruby_set(tree)
    for math in tree.iter(f"{{{MATHML}}}math"):
        math.set("data-place", f"{path_of(math, chapter.source.path)}:{line_of(math)}")
    head = chapter_head(chapter.title, book.metadata.print, book.metadata.lang)
    return document_of(book, tree, chapter.name, chapter.kind, head, chapter.matter, _side(chapter.kind, before),
                       chapter.source.path)  # fmt: skip


def _side(kind: str, before: str) -> str:
    """Where a document opens: the imprint on the back of the title page, short pages of the front matter in a row."""
    if kind == "copyright-page":
        return "verso"
    return "next" if (before, kind) in _IN_A_ROW else "recto"


def document_of(
    book: Book, tree: Element, name: str, kind: str, head: str, matter: Matter, side: str, path: str = "book.toml"
) -> Document:
    lang = book.metadata.lang
    root = etree.Element("html", {"lang": lang, "dir": direction_of(lang), "class": f"{side}-first"})
    title = etree.SubElement(etree.SubElement(root, "head"), "title")
    title.text = book.metadata.title
    body = etree.SubElement(root, "body", {"class": f"{side} {kind}-page matter-{matter}"})
    body.append(tree)
    origins = _origins(root, path)
    for element in root.iter(etree.Element):
        for attribute in ("data-line", "data-file", "data-rank", EPUB_TYPE, "role"):
            element.attrib.pop(attribute, "")
    etree.cleanup_namespaces(root)
    content = set_apart(etree.tostring(root, encoding="unicode")).encode()
    return Document(name, book_head(book.metadata), kind, matter, content, head, origins)


def _origins(root: Element, path: str) -> tuple[tuple[int, str, int], ...]:
    """The number of each element that says its line, with its file and that line."""
    lines = ((n, e.get("data-file", path), e.get("data-line", "")) for n, e in enumerate(root.iter(etree.Element)))
    return tuple((number, file, int(line)) for number, file, line in lines if line.isdigit())


def _line_art_marked(tree: Element, book: Book) -> None:
    for image in tree.iter("img"):
        known = book.images.get(image.get("src", "").removeprefix("images/"))
        if known is not None and known.line_art:
            image.set(LINE_ART, "")


def _accessible(tree: Element, book: Book) -> None:
    """PDF/UA wants an alternative on every figure; an image without one is called by its word, and `A004` said so."""
    unnamed = book.words["figure"].replace("{n}", "").strip()
    for image in tree.iter("img"):
        if not image.get("alt"):
            image.set("alt", unnamed)
    for drawing in tree.iter(f"{{{SVG}}}svg"):
        # The engine takes the alternative of a drawing in the text from its title.
        if not drawing.findtext(f"{{{SVG}}}title"):
            title = etree.Element(f"{{{SVG}}}title")
            title.text = drawing.get("aria-label") or unnamed
            drawing.insert(0, title)
