"""Drawings and formulas written in the text, `<svg>` and `<math>`: taken out before it is parsed, put back as safe trees.

Their names have upper case and their content is not HTML, so that a parser of tags would print half of them as words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.common.html_re import open_tag
from markdown_it.rules_inline import StateInline

from publish.book import MATHML, SVG, Element
from publish.book.trees import append_text
from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.ahead import once_for_a_text
from publish.markdown.formulas import presentation
from publish.markdown.formulas.mathml import linear
from publish.markdown.html import svg
from publish.markdown.scope import Scope

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_SPACES = {"svg": SVG, "math": MATHML}
_OPENING = regex(r"<(svg|math)\b", re.I)
_TAG = regex(open_tag)
_XLINK = "{http://www.w3.org/1999/xlink}href"


def end_of(text: str, start: int) -> int | None:
    """Where the drawing or formula that opens at `start` ends; None where nothing closes it."""
    opening = _OPENING.match(text, start)
    return _ends(text, opening[1].lower()).get(start) if opening else None


@once_for_a_text
def _ends(text: str, name: str) -> Mapping[int, int]:
    """Where each element of a name begins and ends: found once, for who asks at one asks at all."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for tag in re.compile(rf"<(/?){name}\b[^<>]*?(/?)>", re.I).finditer(text):
        if tag[2]:
            found[tag.start()] = tag.end()
        elif not tag[1]:
            opened.append(tag.start())
        elif opened:
            found[opened.pop()] = tag.end()
    return found


def taken_out(text: str, line: int, scope: Scope) -> str:
    """The text with a mark in the place of each drawing and formula; `scope` keeps them."""
    result, last = [], 0
    for opening in _TAG.finditer(text):  # whole tags, whose attributes may hold a drawing as an address
        end = end_of(text, opening.start()) if opening.start() >= last else None
        if end is None:
            continue
        here = line + text.count("\n", 0, opening.start())
        # As many line ends as before, so that what follows keeps its lines.
        lines = "\n" * text.count("\n", opening.start(), end)
        result += [text[last : opening.start()], f'<span data-foreign="{len(scope.foreign)}"></span>{lines}']
        scope.foreign.append((text[opening.start() : end], here))
        last = end
    return "".join([*result, text[last:]])


def put_back(tree: Element, scope: Scope) -> None:
    for number, mark in enumerate([e for e in tree.iter("span") if e.get("data-foreign") is not None]):
        content, line = scope.foreign[int(mark.get("data-foreign", "0"))]
        element = _read(content, line, f"d{number + 1}-", scope)
        parent = mark.getparent()
        assert parent is not None
        element.tail = mark.tail
        parent.replace(mark, element)


def _read(content: str, line: int, prefix: str, scope: Scope) -> Element:
    from selectolax.lexbor import LexborHTMLParser  # only for books with raw HTML

    body = LexborHTMLParser(f"<body>{content}</body>").body
    node = body.child if body is not None else None
    assert node is not None
    root = _copied(node, _SPACES[str(node.tag)])
    if node.tag == "svg":
        left_out = svg.cleaned(root)
        _ids_kept_apart(root, prefix)
        if not (root.get("aria-label") or root.findtext(f"{{{SVG}}}title")):
            message = "a drawing in the text has no text alternative"
            scope.add(Diagnostic("A004", message, scope.span(line), "give it a <title> or an aria-label"))
        root.set("role", "img")
    else:
        left_out = _formula_fitted(root)
    if left_out:
        message = f"{', '.join(left_out)} in this <{node.tag}> cannot stand in a book and was left out"
        scope.add(Diagnostic("C041", message, scope.span(line), "keep the drawing or the formula plain"))
    if node.tag == "math" and not root.get("alttext"):
        return etree.Element("span")  # it shows nothing
    return root


def _formula_fitted(root: Element) -> tuple[str, ...]:
    """A formula that an author wrote as MathML, with words in its place: its LaTeX where that stands in it, else a line of text."""
    latex = [e.text or "" for e in root.iter("{*}annotation") if "tex" in e.get("encoding", "").lower()]
    left_out = presentation.fitted(root)
    words = root.get("alttext", "") or next(iter(latex), "") or linear(root)
    if words.strip():
        root.set("alttext", " ".join(words.split()))
    return left_out


def _copied(node: LexborNode, namespace: str) -> Element:
    """The node and all below it in a namespace; what HTML's parser put beside it is none of it."""
    names: dict[str | None, str] = {None: namespace}
    root = etree.Element(f"{{{namespace}}}{node.tag}", nsmap=names)  # type: ignore[arg-type]  # None is the default
    _attributes_set(root, node)
    pending = [(child, root) for child in reversed(list(node.iter(include_text=True)))]
    while pending:
        child, parent = pending.pop()
        tag = str(child.tag)
        if tag == "-text":
            append_text(parent, child.text_content)
        elif re.fullmatch(r"[A-Za-z][\w-]*", tag):
            element = etree.SubElement(parent, f"{{{namespace}}}{tag}")
            _attributes_set(element, child)
            pending += [(inner, element) for inner in reversed(list(child.iter(include_text=True)))]
    return root


def _attributes_set(element: Element, node: LexborNode) -> None:
    for name, value in node.attributes.items():
        if name == "xlink:href":
            element.set(_XLINK, value or "")
        elif re.fullmatch(r"[A-Za-z_][\w.-]*", name) and name != "xmlns":
            element.set(name, value or "")


def _ids_kept_apart(root: Element, prefix: str) -> None:
    """Ids of a drawing are its own business: each drawing of a chapter gets ids that no other has."""
    for element in root.iter(etree.Element):
        for name, value in list(element.attrib.items()):
            if name == "id":
                element.set("id", prefix + re.sub(r"[^\w.-]", "-", str(value)))
            elif name in ("href", _XLINK) and str(value).startswith("#"):
                element.set(str(name), f"#{prefix}{str(value)[1:]}")
            elif "url(" in str(value):
                element.set(
                    str(name), re.sub(r"url\(\s*['\"]?#([^)'\"]*)['\"]?\s*\)", rf"url(#{prefix}\1)", str(value))
                )
        if str(element.tag).endswith("}style") and element.text:
            element.text = re.sub(r"#([A-Za-z_][\w-]*)(?=[^{}]*\{)", rf"#{prefix}\1", element.text)


def _foreign(state: StateInline, silent: bool) -> bool:
    end = end_of(state.src, state.pos) if state.src.startswith("<", state.pos) else None
    if end is None or end > state.posMax:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def install(md: MarkdownIt) -> None:
    md.inline.ruler.before("html_inline", "foreign", _foreign)
