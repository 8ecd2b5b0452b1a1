"""The whole book at once. The list of passes below, read from top to bottom, is what this room does."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Sequence

from publish.book import Book, Chapter, Manuscript, Medium
from publish.diagnostics import Diagnostic, Span
from publish.resolve.asides import asides_titled
from publish.resolve.citations import citations_made
from publish.resolve.contents import contents_made, generated_titled
from publish.resolve.directions import directions_given
from publish.resolve.draft import Draft
from publish.resolve.equations import equations_numbered
from publish.resolve.glossary import terms_linked
from publish.resolve.heads import heads_told
from publish.resolve.identity import ids_given, names_given
from publish.resolve.images import images_found
from publish.resolve.index import index_made
from publish.resolve.joins import lines_joined
from publish.resolve.listings import code_breakable, lines_divided, listings_numbered
from publish.resolve.long_words import long_words_marked
from publish.resolve.notes import notes_numbered
from publish.resolve.numbers import chapters_numbered, figures_numbered
from publish.resolve.references import links_resolved
from publish.resolve.slugs import slugs_given
from publish.resolve.titles import titles_set
from publish.resolve.view import edition_shown
from publish.resolve.wikilinks import wikilinks_found
from publish.words import words_for

PASSES: tuple[Callable[[Draft], None], ...] = (
    edition_shown,
    lines_joined,
    asides_titled,
    citations_made,
    terms_linked,
    names_given,
    ids_given,
    slugs_given,
    generated_titled,
    chapters_numbered,
    figures_numbered,
    equations_numbered,
    listings_numbered,
    lines_divided,
    code_breakable,
    notes_numbered,
    index_made,
    wikilinks_found,
    links_resolved,
    images_found,
    contents_made,
    heads_told,
    long_words_marked,
    directions_given,
)


def resolve(manuscript: Manuscript, chapters: Sequence[Chapter], medium: Medium) -> tuple[Book, tuple[Diagnostic, ...]]:
    """The chapters as a book for one medium; the chapters themselves are not changed."""
    words, known = words_for(manuscript.metadata.lang)
    copies = [dataclasses.replace(c, tree=copy.deepcopy(c.tree)) for c in chapters]
    draft = Draft(manuscript, medium, words, copies)
    if not known:
        message = f"the press has no words for the language “{manuscript.metadata.lang}”; it prints its own in English"
        span = Span(manuscript.config_path)
        draft.diagnostics.append(
            Diagnostic("M008", message, span, "set lang to a language code such as en, de or pt-BR", keys=("lang",))
        )
    for a_pass in PASSES:
        a_pass(draft)
    book = Book(
        metadata=titles_set(manuscript.metadata),
        words=words,
        chapters=tuple(draft.chapters),
        targets=draft.targets,
        contents=draft.contents,
        figures=draft.figures,
        tables=draft.tables,
        index=draft.index,
        images=draft.images,
        modified=manuscript.modified,
        revision=manuscript.revision,
    )
    return book, tuple(draft.diagnostics)
