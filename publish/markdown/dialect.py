"""The dialect: CommonMark with the constructs of the list below, one file each, in the order in which they apply."""

from __future__ import annotations

import functools

from markdown_it import MarkdownIt
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin

from publish.book import Dialect
from publish.markdown import (
    attributes,
    breaks,
    citations,
    comments,
    crossrefs,
    divs,
    figures,
    foreign,
    html_blocks,
    literals,
    math,
    notes,
    rendering,
    smart,
    targets,
    urls,
)

#: Nesting of blocks that a text may have (a published limit); markdown-it drops what is nested deeper without a word.
MAX_NESTING = 64


@functools.cache
def parser(quotes: tuple[str, str, str, str] | None, dialect: Dialect) -> MarkdownIt:
    """The parser of the dialect; with `quotes` the text is made typographic."""
    md = MarkdownIt(
        "commonmark", {"maxNesting": 2 * MAX_NESTING + 4, "xhtmlOut": True}, renderer_cls=rendering.Renderer
    )
    md.enable(["table", "strikethrough"])
    md.use(deflist_plugin)
    md.use(attrs_plugin, after=(), spans=True)
    for construct in (
        divs,
        breaks,
        comments,
        html_blocks,
        foreign,
        notes,
        crossrefs,
        citations,
        targets,
        urls,
        attributes,
    ):
        construct.install(md)
    if dialect.math:
        math.install(md)
    if quotes is not None:
        smart.install(md, quotes)
    for construct in (figures, literals, rendering):
        construct.install(md)
    return md
