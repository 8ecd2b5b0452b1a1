"""The dialect: CommonMark with the constructs of the list below, one file each, in the order in which they apply."""

from __future__ import annotations

import functools

from markdown_it import MarkdownIt

from publish.book import Dialect, Reading
from publish.markdown import (
    asked,
    attribute_lines,
    attributes,
    bounds,
    breaks,
    comments,
    critic,
    definitions,
    figures,
    labels,
    line_blocks,
    lists,
    literals,
    notes,
    openings,
    rendering,
    smart,
    urls,
)
from publish.markdown.boxes import admonitions, alerts, directives, divs, hints, leanpub, shortcodes
from publish.markdown.code import cells, fences, listings
from publish.markdown.formulas import math
from publish.markdown.html import foreign, html_blocks
from publish.markdown.inline import INLINE, unclosed
from publish.markdown.references import citations, crossrefs, headings, targets, terms
from publish.markdown.tables import captions, grid, pipe, simple

#: What every book has.
CONSTRUCTS = (
    pipe, grid, simple, definitions,
    divs, directives, admonitions, leanpub, hints, shortcodes,
    lists, bounds, breaks, comments, fences, cells, line_blocks,
    html_blocks, foreign, labels, attribute_lines, captions, alerts,
    notes, crossrefs, citations, targets, urls, terms, attributes, headings,
)  # fmt: skip


@functools.cache
def parser(quotes: tuple[str, str, str, str] | None, dialect: Dialect, nesting: int = 64) -> MarkdownIt:
    """The parser of the dialect; with `quotes` the text is made typographic.

    markdown-it drops what is nested deeper than it is told without a word: it is told twice the limit, for a list and its
    item count two, and some more, so that `bounds` finds what is over it.
    """
    md = MarkdownIt(
        "commonmark",
        {"maxNesting": 2 * nesting + 8, "xhtmlOut": True, "breaks": dialect.hard_breaks},
        renderer_cls=rendering.Renderer,
    )
    # Which addresses may stand in a book is decided on the tree, for raw HTML's as well: an unread link would print its signs.
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # markdown-it's way to set it
    md.enable(["table", "strikethrough"])
    for construct in CONSTRUCTS:
        construct.install(md)
    if dialect.percent_comments:
        comments.install_percent(md)
    if dialect.math:
        math.install(md)
    if quotes is not None:
        smart.install(md, quotes)
    listings.install(md, dialect, smart=quotes is not None)
    figures.install(md, dialect.captions)
    for construct in (*INLINE, literals, rendering, openings):
        construct.install(md)
    unclosed.install(md)
    if dialect.critic is not Reading.ERROR:
        critic.install(md, dialect.critic)
    asked.install(md)
    return md
