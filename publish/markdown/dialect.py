"""The dialect: CommonMark with the constructs of the list below, one file each, in the order in which they apply."""

from __future__ import annotations

import functools

from markdown_it import MarkdownIt

from publish.book import Dialect
from publish.markdown import (
    admonitions,
    alerts,
    attribute_lines,
    attributes,
    breaks,
    captions,
    cells,
    citations,
    comments,
    crossrefs,
    definitions,
    directives,
    divs,
    fences,
    figures,
    foreign,
    grid_tables,
    hints,
    html_blocks,
    labels,
    leanpub,
    line_blocks,
    listings,
    lists,
    literals,
    math,
    notes,
    openings,
    pipe_tables,
    rendering,
    shortcodes,
    simple_tables,
    smart,
    targets,
    terms,
    urls,
)
from publish.markdown.inline import INLINE

#: Nesting of blocks that a text may have (a published limit); markdown-it drops what is nested deeper without a word.
MAX_NESTING = 64


@functools.cache
def parser(quotes: tuple[str, str, str, str] | None, dialect: Dialect) -> MarkdownIt:
    """The parser of the dialect; with `quotes` the text is made typographic."""
    md = MarkdownIt(
        "commonmark",
        {"maxNesting": 2 * MAX_NESTING + 4, "xhtmlOut": True, "breaks": dialect.hard_breaks},
        renderer_cls=rendering.Renderer,
    )
    md.enable(["table", "strikethrough"])
    for construct in (
        pipe_tables,
        grid_tables,
        simple_tables,
        definitions,
        divs,
        directives,
        admonitions,
        leanpub,
        hints,
        shortcodes,
        lists,
        breaks,
        comments,
        fences,
        cells,
        line_blocks,
        html_blocks,
        foreign,
        labels,
        attribute_lines,
        captions,
        alerts,
        notes,
        crossrefs,
        citations,
        targets,
        urls,
        terms,
        attributes,
    ):
        construct.install(md)
    if dialect.percent_comments:
        comments.install_percent(md)
    if dialect.math:
        math.install(md)
    if quotes is not None:
        smart.install(md, quotes)
    listings.install(md, dialect)
    figures.install(md, dialect.captions)
    for construct in (*INLINE, literals, rendering, openings):
        construct.install(md)
    return md
