"""Blocks within blocks keep a column for their words: behind half of the line none is set in any further."""

from __future__ import annotations

from publish.book import Element

#: What a block is set in by on pages, on both sides, in em of the text (`styles/print.css`). A quotation is set in by 4, one within
#: another by 2 more: six within one another come to what is here.
_INDENTS = {"ul": 1.6, "ol": 1.6, "dd": 1.4, "blockquote": 2.4, "aside": 2.0}
#: The line of a page six inches wide, in em.
_LINE = 29.0


def indents_bounded(tree: Element, line: float) -> None:
    """Take the indents from blocks that stand too deep; `line` is the width of one as a part of that on a page of six inches."""
    most = _LINE * line / 2
    ways = [(tree, 0.0)]
    while ways:
        element, used = ways.pop()
        used += _INDENTS.get(element.tag, 0.0)
        if used > most and element.tag in _INDENTS:
            used -= _INDENTS[element.tag]
            element.set(
                "style", "; ".join([*filter(None, [element.get("style")]), "margin-inline: 0; padding-inline: 0"])
            )
        ways += [(child, used) for child in element if isinstance(child.tag, str)]
