"""Text to trees: each source becomes a chapter. This room alone knows markdown-it."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from publish.book import Chapter, Dialect, EditorsMark, Element, Manuscript, Reading, Source
from publish.book.trees import rank, removed
from publish.diagnostics import Diagnostic
from publish.markdown import shape
from publish.markdown.bounds import bounded
from publish.markdown.boxes.asides import asides_shaped
from publish.markdown.breaks import pages_broken, scene_breaks_found
from publish.markdown.critic import SIGNS
from publish.markdown.dialect import parser
from publish.markdown.figure_shapes import figures_shaped
from publish.markdown.formulas.equations import formulas_set
from publish.markdown.formulas.macros import Macros, may_define
from publish.markdown.html.fitting import fitted
from publish.markdown.html.model import faults
from publish.markdown.icons import icons_named
from publish.markdown.inline import words_shaped
from publish.markdown.inline.french import french_spaces_set
from publish.markdown.leftovers import leftovers_reported
from publish.markdown.literary import epigraphs_found, literature_set
from publish.markdown.parsed import Shelf, packed, unpacked
from publish.markdown.references.targets import labels_given
from publish.markdown.references.terms import marks_moved
from publish.markdown.scope import Scope
from publish.markdown.smart import with_quotes
from publish.markdown.split import divided, split
from publish.markdown.tables.shapes import tables_shaped
from publish.markdown.tables.widths import widths_shared
from publish.markdown.tree import tree_of
from publish.markdown.weave import takes_in, woven
from publish.markdown.wordless import anchors_joined, headings_with_words, says_nothing
from publish.shared import shared
from publish.words import quotes_for, words_for

__all__ = ["Shelf", "inline_tree", "marked", "may_be_marked", "parse", "read_as"]

Quotes = tuple[str, str, str, str] | None
_Part = tuple[Chapter, Sequence[Diagnostic]]
_NO_PARTS: Mapping[int, _Part | None] = {}

#: Characters of a book from which on the start of another process is won back.
_WORTH_SHARING = 50_000


def parse(
    manuscript: Manuscript,
    shelf: Shelf | None = None,
    workers: int = 1,
    meanwhile: Callable[[], object] = lambda: None,
) -> tuple[tuple[Chapter, ...], tuple[Diagnostic, ...]]:
    """The chapters of a manuscript, in its order, and what was noticed on the way; those on the shelf are not parsed again.

    `workers`: so many processes share them, where there is no shelf; `meanwhile` is done here while others parse. The result is
    the same.
    """
    metadata = manuscript.metadata
    quotes = quotes_for(metadata.lang) if metadata.typography.smart else None
    parts = _shared(manuscript, quotes, workers, meanwhile) if shelf is None and workers > 1 else {}
    return _parsed(manuscript, shelf, [], parts)


def marked(manuscript: Manuscript) -> tuple[tuple[Chapter, ...], tuple[EditorsMark, ...]]:
    """The chapters with the marks of an editor accepted and signs at their places (`critic.places`), and the marks by number."""
    marks: list[EditorsMark] = []
    chapters, _ = _parsed(read_as(manuscript, Reading.MARK), None, marks)
    return chapters, tuple(marks)


def read_as(manuscript: Manuscript, reading: Reading) -> Manuscript:
    """The manuscript with something else made of an editor's marks."""
    dialect = dataclasses.replace(manuscript.metadata.dialect, critic=reading)
    return dataclasses.replace(manuscript, metadata=dataclasses.replace(manuscript.metadata, dialect=dialect))


def may_be_marked(manuscript: Manuscript) -> bool:
    """Whether a text holds what may be a mark of an editor, or takes in others, which may."""
    texts = [source.text for source in manuscript.sources]
    return any(sign in text for sign in SIGNS for text in texts) or any(map(takes_in, texts))


def _parsed(
    manuscript: Manuscript, shelf: Shelf | None, marks: list[EditorsMark], parts: Mapping[int, _Part | None] = _NO_PARTS
) -> tuple[tuple[Chapter, ...], tuple[Diagnostic, ...]]:
    metadata = manuscript.metadata
    quotes = quotes_for(metadata.lang) if metadata.typography.smart else None
    chapters: list[Chapter] = []
    noticed: list[Diagnostic] = []
    macros: Macros = {}
    book = shelf.key(metadata) if shelf is not None else ""
    for number, source in enumerate(manuscript.sources):
        part = parts.get(number) if not macros else None
        if part is None:
            scope = _scope(source, manuscript, macros)
            scope.marks = marks
            part = _chapter(source, manuscript, quotes, scope, shelf, book), scope.diagnostics
        chapters.append(part[0])
        noticed += part[1]
    if sum(1 for s in manuscript.sources if s.text) == 1:
        chapters = [part for c in chapters for part in (split(c, metadata) if c.source.text else [c])]
    elif metadata.dialect.chapters == "headings":
        chapters = [part for chapter in chapters for part in divided(chapter)]
    for chapter in chapters:
        pages_broken(chapter.tree)
        epigraphs_found(chapter.tree)
        shape.breaks_mended(chapter.tree)
        shape.openings_marked(chapter.tree)
    return tuple(chapters), tuple(noticed)


def _scope(source: Source, manuscript: Manuscript, macros: Macros) -> Scope:
    metadata = manuscript.metadata
    scope = Scope(source.path, macros, bool(metadata.bibliography), metadata.lang, metadata.limits)
    scope.reads_critic = metadata.dialect.critic is not Reading.ERROR
    scope.hides_by_class = metadata.dialect.hidden_lines
    return scope


def _shared(
    manuscript: Manuscript, quotes: Quotes, workers: int, meanwhile: Callable[[], object]
) -> dict[int, _Part | None]:
    """Chapters by their numbers, parsed by several processes, and what was noticed in each: as they are where none before
    defines macros. None for one that does so itself. Nothing where they are too short to be worth it."""
    sizes = {number: len(source.text) for number, source in enumerate(manuscript.sources) if source.text}
    if sum(sizes.values()) < _WORTH_SHARING or any(map(may_define, (source.text for source in manuscript.sources))):
        return {}

    def parsed(source: Source) -> _Part | None:
        scope = _scope(source, manuscript, {})
        chapter = _chapter(source, manuscript, quotes, scope, None, "")
        return None if scope.macros else (chapter, scope.diagnostics)

    numbers = sorted(sizes, key=lambda number: -sizes[number])  # the last ones, for which another waits, are short
    sources = [manuscript.sources[number] for number in numbers]
    found = shared(
        [functools.partial(parsed, source) for source in sources],
        workers,
        lambda part: packed(*part) if part else b"",
        lambda turn, content: unpacked(content, sources[turn]) if content else None,
        meanwhile,
    )
    return dict(zip(numbers, found, strict=True))


def typeset(text: str, lang: str, smart: bool = True) -> str:
    """A text without markup as it is printed: its quotes are those of the language."""
    return with_quotes(text, quotes_for(lang)) if smart and ("'" in text or '"' in text) else text


def inline_tree(text: str, lang: str, smart: bool = True) -> Element:
    """A short Markdown text, such as a statement of `book.toml`, as a `p`."""
    md = parser(quotes_for(lang) if smart else None, Dialect())
    tree = tree_of(md.renderInline(text, {"scope": Scope("book.toml")}), True, Scope("book.toml"))
    formulas_set(tree, Scope("book.toml"))
    tree.tag = "p"
    return tree


def _chapter(
    source: Source, manuscript: Manuscript, quotes: Quotes, scope: Scope, shelf: Shelf | None, book: str
) -> Chapter:
    if source.generated or not source.text.strip():
        if not source.generated and source.path and source.kind != "part":
            scope.add(_empty(scope))
        title = source.title or _from_name(source.path)
        return Chapter(source, shape.titled(etree.Element("section"), source), title)
    text = woven(source, manuscript, scope)
    dialect = manuscript.metadata.dialect
    if shelf is None or scope.macros:
        return _shaped(source, text, dialect, quotes, scope)
    key = shelf.key("parsed", book, source, text, scope.origins)
    content = shelf.recall(key)
    if content is not None:
        chapter, noticed = unpacked(content, source)
        scope.diagnostics += noticed
        return chapter
    before = len(scope.diagnostics)
    chapter = _shaped(source, text, dialect, quotes, scope)
    if not scope.macros:
        shelf.keep(key, packed(chapter, scope.diagnostics[before:]))
    return chapter


def _shaped(source: Source, text: str, dialect: Dialect, quotes: Quotes, scope: Scope) -> Chapter:
    """The chapter of a source whose text is woven."""
    tree = _tree(text, quotes, dialect, scope)
    words_shaped(tree, scope)
    icons_named(tree, scope)
    scene_breaks_found(tree)
    asides_shaped(tree)
    figures_shaped(tree)
    tables_shaped(tree)
    widths_shared(tree)
    labels_given(tree)
    marks_moved(tree)
    headings_with_words(tree, scope)
    anchors_joined(tree)
    if says_nothing(tree):
        scope.add(_empty(scope))
    source = _called(source, tree, scope.lang)
    shape.titled(tree, source)
    shape.ranks_mended(tree)
    shape.notes_gathered(tree, scope)
    literature_set(tree, text, scope)
    if faults(tree):  # what the passes above took out may have left a part without its whole
        tree = fitted(tree, scope)
    leftovers_reported(tree, text, scope)
    if quotes is not None:
        french_spaces_set(tree, scope.lang)
    shape.places_given(tree, scope)
    heading = next((e for e in tree.iter(etree.Element) if rank(e)), None)
    title = shape.text_of(heading) if heading is not None else ""
    if heading is not None and not source.shows_title:
        removed(heading)
    return Chapter(source, tree, title or source.title or _from_name(source.path))


def _called(source: Source, tree: Element, lang: str) -> Source:
    """A glossary whose headings are its terms, as HonKit has it, is called by the word for it."""
    ranks = [rank(e) for e in tree.iter(etree.Element) if rank(e)]
    if source.kind != "glossary" or source.title or len(ranks) < 2 or ranks.count(min(ranks)) < 2:
        return source
    return dataclasses.replace(source, title=words_for(lang)[0]["glossary"])


def _empty(scope: Scope) -> Diagnostic:
    return Diagnostic("M006", "this chapter is empty", scope.span(1), "write it, or take it off the list of chapters")


def _tree(text: str, quotes: Quotes, dialect: Dialect, scope: Scope) -> Element:
    md = parser(quotes, dialect, scope.limits.nesting)
    env = {"scope": scope}
    tokens = md.parse(text, env)
    raw = any(t.type == "html_block" or any(c.type == "html_inline" for c in t.children or []) for t in tokens)
    tree = tree_of(md.renderer.render(tokens, md.options, env), raw, scope)
    bounded(tree, scope)
    formulas_set(tree, scope)
    return fitted(tree, scope) if raw or faults(tree) else tree


def _from_name(path: str) -> str:
    """A title made of a file name: `03-the-ring.md` is "The ring"."""
    stem = re.sub(r"^\d+[-_. ]*", "", path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    words = re.sub(r"[-_]+", " ", stem).strip()
    return (words[:1].upper() + words[1:]) or path
