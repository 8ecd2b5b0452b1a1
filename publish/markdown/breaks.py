"""Breaks between scenes and pages, in every spelling, each a rule (`hr`) of the tree until the chapter has its shape.

A scene break is `hr.scene-break`: CommonMark's own, and a paragraph that holds ornaments and nothing else. A page break
is `hr.page-break` while the chapter is made; then the block that follows it begins a page, which no edition can lose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from publish.book import Element
from publish.book.trees import rank, removed
from publish.lazy import regex

PAGE_BREAK_COMMENT = regex(r"<!--\s*(?:page[-_ ]?break|new[-_ ]?page|pb)\s*-->", re.I)
_PAGE_BREAK = regex(
    r"(?:\\(?:newpage|pagebreak|clearpage|cleardoublepage)\b(?:\[\d\])?(?:\{\})?"
    r"|\{\s*(?:page-?break|new-?page)\s*\}|\[page-?break\]|\{\{[<%]?\s*page-?break\s*/?[>%]?\}\}"
    r"|</?(?:mbp:)?pagebreak\s*/?>)[ \t]*$",
    re.I,
)
#: Signs that divide scenes where a paragraph holds them alone; dashes do so together only, one may be a silence.
_SIGNS = frozenset("*#~⁂❦❧☙§†✻✽✼❖◆◇○●■□★☆※❀✿♦♢·•∗＊")
_DASHES = frozenset("-–—―_=")
_FIRST = _SIGNS | _DASHES | {"\u200b"}
#: Classes that ask for a new page before or behind what has them.
_BEFORE = frozenset({"page-break-before", "new-page"})
_AFTER = frozenset({"page-break-after"})
_ALONE = frozenset({"page-break", "pagebreak", "newpage", "new-page"})


def page_break(state: StateBlock, start: int, end: int) -> None:
    token = state.push("page_break", "hr", 0)
    token.map, token.markup = [start, end], "page"


def _page_break(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    if at >= state.eMarks[start] or state.src[at] not in "\\{[<" or state.is_code_block(start):
        return False
    if not _PAGE_BREAK.match(state.src, at, state.eMarks[start]):
        return False
    if not silent:
        page_break(state, start, start + 1)
        state.line = start + 1
    return True


def _is_ornament(text: str) -> bool:
    if text.strip()[:1] not in _FIRST:
        return False
    signs = "".join(text.split()).replace("\u200b", "")
    if not signs or not set(signs) <= _SIGNS | _DASHES:
        return False
    return not set(signs) <= _DASHES or len(signs) > 2 or (len(signs) == 2 and " " in text.strip())


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext())) if len(element) else element.text or ""


def _is_plain(element: Element) -> bool:
    return all(e.tag in ("br", "em", "strong", "b", "i", "span", "p", "u") for e in element.iterdescendants())


def _is_empty_list(element: Element) -> bool:
    """`+ + +`, or a lone `*`: a list that holds nothing."""
    return (
        element.tag == "ul"
        and all(e.tag in ("ul", "li") and len(e) < 2 for e in element.iter())
        and not _text(element).strip()
    )


def scene_breaks_found(tree: Element) -> None:
    """Paragraphs, headings and boxes that hold an ornament alone become rules; so do empty headings below the first."""
    opened = False
    for element in list(tree.iter(etree.Element)):
        parent = element.getparent()
        if parent is None or parent.tag not in ("section", "div", "blockquote", "article", "center"):
            continue
        if element.tag == "hr" and not element.get("class"):
            element.set("class", "scene-break")
        text = _text(element) if element.tag in ("p", "div") or rank(element) else ""
        bare = rank(element) > 0 and not text.strip("# \n") and _is_plain(element)
        if bare and not opened:
            removed(element)
        elif bare or (_is_ornament(text) and _is_plain(element)) or _is_empty_list(element):
            _ruled(element)
        opened = opened or bool(text.strip())
    _breaks_joined(tree)


def _breaks_joined(tree: Element) -> None:
    """Indented stars between scene breaks, which Markdown takes for code, belong to them: a typescript's field of stars is one
    break (rules in a row become one in `shape`)."""
    for listing in list(tree.iter("pre")):
        before, after = listing.getprevious(), listing.getnext()
        around = [element.get("class") for element in (before, after) if element is not None]
        if around == ["scene-break", "scene-break"] and _is_ornament(_text(listing)):
            removed(listing)


def _ruled(element: Element) -> None:
    line, tail = element.get("data-line"), element.tail
    element.clear()
    element.tag, element.tail = "hr", tail
    element.set("class", "scene-break")
    if line:
        element.set("data-line", line)


def pages_broken(tree: Element) -> None:
    """The block after a page break begins a page; a break that nothing precedes or follows does nothing."""
    for element in [e for e in tree.iter(etree.Element) if e.get("class")]:
        names = set(element.get("class", "").split())
        if not names & (_BEFORE | _AFTER | _ALONE):
            continue
        empty = not _text(element).strip() and not any(e.tag in ("img", "table") for e in element.iter())
        _named(element, [n for n in element.get("class", "").split() if n not in _BEFORE | _AFTER | _ALONE])
        if not empty and names & (_BEFORE | _ALONE):
            _begins_page(element)
        elif empty or names & _AFTER:
            following = _following(element)
            if following is not None:
                _begins_page(following)
        if empty:
            removed(element)


def _named(element: Element, names: list[str]) -> None:
    element.attrib.pop("class", "")
    if names:
        element.set("class", " ".join(names))


def _following(element: Element) -> Element | None:
    at: Element | None = element
    while at is not None and at.getnext() is None:
        at = at.getparent()
    return at.getnext() if at is not None else None


def _begins_page(element: Element) -> None:
    parent = element.getparent()
    before = element.getprevious()
    opens = before is None or (before.getprevious() is None and "page-break" in before.get("class", ""))
    if element.get("data-note") is None and parent is not None and not (opens and parent.getparent() is None):
        _named(element, [*element.get("class", "").split(), "new-page"])


def _rule(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    return f'<hr class="page-break" data-line="{tokens[idx].attrGet("data-line")}"/>\n'


def install(md: MarkdownIt) -> None:
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "page_break", _page_break, ends)
    md.add_render_rule("page_break", _rule)
