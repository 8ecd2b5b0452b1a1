"""Labels that stand in the text: MyST's `(label)=` above a block, bookdown's `(\\#fig:x)`, LaTeX's `\\label{x}`.

They become empty `span[data-label]` elements, which `labels_given` turns to the id of what they belong to.
"""

from __future__ import annotations

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from publish.book import Element
from publish.book.trees import HEADINGS, rank, removed
from publish.lazy import regex

_ABOVE = regex(r"\(([\w:.-][\w:. -]*)\)=[ \t]*$")
_BOOKDOWN = regex(r"\\#([a-z]{2,}:[\w:.-]+)\)[ \t]*")
_LATEX = regex(r"\\label\{([^{}\s]+)\}")
_LABELLED = HEADINGS | {"figure", "table", "aside", "pre"}


def _above(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    match = _ABOVE.match(state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]])
    if match is None:
        return False
    if not silent:
        token = state.push("target", "span", 0)
        token.attrs, token.map = {"data-label": match[1]}, [start, start + 1]
        state.line = start + 1
    return True


def _within(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "\\":
        return False
    opened = state.pos > 0 and state.src[state.pos - 1] == "("
    match = (_BOOKDOWN if opened else _LATEX).match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.pending = state.pending.removesuffix("(") if opened else state.pending.rstrip(" ")
        state.push("target", "span", 0).attrs = {"data-label": match[1]}
    state.pos = match.end()
    return True


def install(md: MarkdownIt) -> None:
    md.block.ruler.before("paragraph", "target", _above, {"alt": ["paragraph"]})
    md.inline.ruler.before("escape", "target", _within)
    md.add_render_rule(
        "target", lambda self, tokens, idx, options, env: f"<span{self.renderAttrs(tokens[idx])}></span>"
    )


def labels_given(tree: Element) -> None:
    """Each label goes to what holds it, or to the block that follows it; where that has an id, it stays a place."""
    for mark in [e for e in tree.iter("span") if e.get("data-label") is not None]:
        label = mark.attrib.pop("data-label")
        owner = next((e for e in mark.iterancestors() if e.tag in _LABELLED), None)
        following: Element | None = mark.getnext()
        parent = mark.getparent()
        if owner is None and following is not None and parent is not None and parent.tag not in ("p", "li", "td"):
            owner = following
        if owner is not None and not owner.get("id"):
            owner.set("id", label)
            removed(mark)
        elif owner is not None and rank(owner) and owner is following:
            removed(mark)
            mark.set("id", label)
            mark.tail, owner.text = owner.text, None
            owner.insert(0, mark)
        else:
            mark.set("id", label)
            _in_a_paragraph(mark)


def _in_a_paragraph(mark: Element) -> None:
    """A place between blocks is a block of its own."""
    parent = mark.getparent()
    if parent is not None and parent.tag in ("section", "div", "blockquote"):
        block = etree.Element("div")
        block.attrib.update(mark.attrib)
        block.tail = mark.tail
        parent.replace(mark, block)
