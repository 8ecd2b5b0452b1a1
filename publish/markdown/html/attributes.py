"""Attributes of HTML: those that an element of a book may have, with proper values. What is left out is reported."""

from __future__ import annotations

import re
from collections.abc import Mapping

from publish.book import EPUB_TYPE, Element
from publish.book.trees import line_of
from publish.diagnostics import Diagnostic
from publish.lazy import regex
from publish.markdown.html.values import language, semantics, valid
from publish.markdown.inline.meanings import classes_of
from publish.markdown.scope import Scope

_GLOBAL = frozenset(
    "aria-hidden aria-label class data-affix data-cite data-cites data-first data-foreign data-form data-label data-line"
    " data-marked data-math data-note data-own-label data-sort data-typed dir entry epub:type id lang only role see see-also term"
    " title".split()
)
_OF_ELEMENT = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope", "abbr"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "li": frozenset({"value"}),
    "time": frozenset({"datetime"}),
    **dict.fromkeys(("blockquote", "q"), frozenset({"cite"})),
    **dict.fromkeys(("ins", "del"), frozenset({"cite", "datetime"})),
    "details": frozenset({"open"}),
}
#: Elements that are nothing without an attribute.
_NEEDS = {"bdo": "dir", "time": "datetime"}
#: Attributes of older HTML and of the web that mean nothing in a book: they go without a word.
_SILENT = frozenset(
    "align allowfullscreen autofocus autoplay bgcolor border cellpadding cellspacing char charoff clear color compact"
    " controls crossorigin decoding download draggable face fetchpriority frame frameborder headers height hspace"
    " ismap itemprop itemscope itemtype loading loop markdown media muted name noshade nowrap poster preload"
    " referrerpolicy rel rules scrolling size sizes spellcheck srcset style summary tabindex target translate type usemap"
    " valign vspace width".split()
)
_HIDES = regex(r"display\s*:\s*none\s*(?:!\s*important)?$", re.I)
_LENGTH = regex(r"(\d+(?:\.\d+)?|\.\d+)[ \t]*(%|px|r?em|in|cm|mm|pt|pc|ex)?$")
_SHARE = regex(r"(\d*\.?\d+)?\\{1,2}(?:text|line|column|page)width$")


def only_placed(element: Element) -> bool:
    """Whether an element has the line of its source and nothing else, as most have: there is nothing to see to."""
    return element.keys() == ["data-line"] and element.tag not in _NEEDS and element.get("data-line", "").isdigit()


def attributes_set(element: Element, attributes: Mapping[str, str], scope: Scope) -> None:
    """Give an element of the tree the attributes that a book keeps, each with a proper value; the others are reported."""
    element.attrib.clear()
    if "data-line" in attributes:
        element.set("data-line", attributes["data-line"])  # first: what is said of the others names it
    tag = str(element.tag)
    looks, unkept = classes_of(tag, attributes)
    if looks:
        attributes = {**attributes, "class": " ".join([*attributes.get("class", "").split(), *looks])}
    for declaration in unkept:
        if _HIDES.match(declaration):
            element.set("hidden", "hidden")  # `hidden.py` takes it out
        else:
            _unstyled(declaration, tag, scope, line_of(element))
    for name, value in attributes.items():
        if name == EPUB_TYPE or name == "epub:type":
            _set(element, EPUB_TYPE, semantics(value), value, scope)
        elif tag == "img" and name in ("width", "height"):
            _set_size(element, name, value)
        elif name in _GLOBAL or name in _OF_ELEMENT.get(tag, frozenset()):
            _set(element, name, valid(tag, name, value), value, scope)
        elif name == "xml:lang" or name.endswith("}lang"):
            _set(element, "lang", language(value), value, scope)
        elif tag == "a" and name == "name" and not attributes.get("id"):
            element.set("id", value)
        elif name == "hidden":
            if value.lower() != "until-found":  # which a reader can open, as `details`
                element.set("hidden", "hidden")
        elif name not in _SILENT:
            _unknown(name, tag, scope, line_of(element))
    if tag in _NEEDS and not element.get(_NEEDS[tag]):
        element.tag = "span"


def _unknown(name: str, tag: str, scope: Scope, line: int) -> None:
    """Say once a file that an attribute is left out."""
    if (name, tag) in scope.unknown:
        return
    scope.unknown.add((name, tag))
    message = f"the attribute “{name}” of <{tag}> cannot stand in a book and was left out, here and further down"
    scope.add(Diagnostic("C007", message, scope.span(line), "remove it; looks belong in the stylesheets", name))


def _unstyled(declaration: str, tag: str, scope: Scope, line: int) -> None:
    """Say once a file that a property of `style` is left out."""
    name = declaration.partition(":")[0].strip().lower()
    if ("style", name) in scope.unknown:
        return
    scope.unknown.add(("style", name))
    shown = declaration if len(declaration) <= 60 else declaration[:59] + "…"
    message = f"the style “{shown}” of <{tag}> was left out, here and further down: looks belong in the stylesheets"
    hint = "give it a class, and the class its looks in styles/"
    if tag == "img" and name in ("width", "height"):
        hint = f"write it as an attribute, {name}=50%"
    scope.add(Diagnostic("C007", message, scope.span(line), hint, name))


def _set(element: Element, name: str, proper: str | None, value: str, scope: Scope) -> None:
    """Set an attribute to its proper value, or say that it has none."""
    if proper is not None:
        element.set(name, proper)
    elif value.strip():
        shown = "epub:type" if name == EPUB_TYPE else name
        message = f"{shown}=“{value[:60]}” is not what <{element.tag}> can say in a book; it was left out"
        scope.add(
            Diagnostic("C037", message, scope.span(line_of(element)), "mend the value, or remove the attribute", value)
        )


def _set_size(image: Element, name: str, value: str) -> None:
    """`width=70%` and the like: a length becomes a style, a bare number is CSS pixels, `0.7\\textwidth` a share.

    A height counts where there is no width: of an image whose both sides are given, the width decides.
    """
    share = _SHARE.match(value.strip())
    match = _LENGTH.match(f"{float(share[1] or 1) * 100:g}%" if share else value.strip().lower())
    if match is None or float(match[1]) == 0:
        return
    length = f"{match[1]}{match[2] or 'px'}"
    if name == "width":
        image.set("style", f"width: {length}")
    elif not image.get("style") and match[2] != "%":
        image.set("style", f"height: {length}")
