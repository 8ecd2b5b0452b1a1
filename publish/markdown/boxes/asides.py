"""Asides: the one set of them that a book has, and the pass that finds them in the tree under all their names.

Every spelling (`alerts`, `admonitions`, `directives`, `divs`, `leanpub`, `hints`, raw HTML, attributes) becomes a `div` with
a class; here a class that names a kind makes an `aside` of it. Titles that an author did not write are given by `resolve`, in
the language of the book.
"""

from __future__ import annotations

from lxml import etree

from publish.book import EPUB_TYPE, Element
from publish.book.trees import rank
from publish.lazy import regex

#: The kinds, and the names that other dialects and languages of markup have for them.
KINDS: dict[str, str] = {
    name: kind
    for kind, names in {
        "note": "note info information notice",
        "tip": "tip hint",
        "important": "important",
        "caution": "caution attention",
        "warning": "warning danger error",
        "example": "example",
        "exercise": "exercise",
        "question": "question help faq",
        "discussion": "discussion",
        "summary": "summary abstract tldr",
        "see-also": "seealso see-also",
        "quote": "quote cite",
    }.items()
    for name in names.split()
}
#: Names of boxes without a kind: an aside without a title of its own.
BOXES = frozenset(
    "aside sidebar box infobox text-box callout admonition alert blurb margin topic details hint-box".split()
)
_PREFIX = regex(r"(?:callout|alert|admonition|rmd|markdown-alert|notice-)-?(?=\w)")
#: Semantics where EPUB has a word for it; `note` keeps a box from being a landmark of the page, as a bare `aside` is.
_SEMANTICS = {"tip": ("tip", "doc-tip"), "example": ("", "doc-example")}


_SAID_BY_THE_ELEMENT = frozenset({"aside", "admonition", "callout", "alert", "markdown-alert"})


def kind_of(name: str) -> str:
    """The kind that a name stands for, such as `danger` or `callout-tip`; empty where it stands for none."""
    name = name.lower()
    return KINDS.get(name) or KINDS.get(_PREFIX.sub("", name, count=1), "")


def is_box(name: str) -> bool:
    return bool(kind_of(name)) or name.lower() in BOXES


def box(name: str, title: str) -> tuple[str, str]:
    """The class and the title of a box that was asked for by name: one that is no kind is known by its name."""
    if not title and not is_box(name):
        title = name.replace("-", " ").replace("_", " ").strip().capitalize()
    return f"admonition {name.lower()}", title


#: Names that raw HTML has for words of the text shown large.
_PULLED = frozenset({"pquote", "pullquote", "pull-quote", "pull_quote"})


#: Theorems and their like, by class and by the ids that Quarto has for them: a heading at their beginning is their name.
_STATED = frozenset(
    "theorem lemma corollary proposition conjecture definition hypothesis remark proof solution".split()
)
_STATEMENT = regex(r"(?:thm|lem|cor|prp|cnj|def|exm|exr|rem|sol|alg)[:-]")


def asides_shaped(tree: Element) -> None:
    """Make an `aside` of each element whose class names one; its title is its first paragraph, `p.aside-title`."""
    for element in list(tree.iter("div", "aside", "blockquote", "p")):
        if element.get("data-note") is not None or element.get(EPUB_TYPE):
            continue
        names = element.get("class", "").split()
        if element.tag != "p" and _PULLED & set(names):
            _pulled(element, names)
        elif "center" in names and "blurb" in names:
            element.set("class", "center")  # how Leanpub centres a block; it is no box
        elif _is_statement(element, names):
            _title_found(element)
        elif "panel-tabset" in names:
            for heading in [e for e in element if rank(e)]:
                heading.tag = "p"
                heading.set("class", "aside-title")
        elif element.tag == "aside" or any(is_box(name) for name in names):
            _shaped(element, names)


def _is_statement(element: Element, names: list[str]) -> bool:
    stated = _STATED & set(names) or _STATEMENT.match(element.get("id", ""))
    return element.tag == "div" and bool(stated) and not any(is_box(name) for name in names)


def _pulled(element: Element, names: list[str]) -> None:
    element.tag = "aside"
    element.set("class", " ".join(["pull-quote", *(n for n in names if n not in _PULLED and n != "aside")]))
    element.set(EPUB_TYPE, "pullquote")
    element.set("role", "doc-pullquote")


def _shaped(element: Element, names: list[str]) -> None:
    kind = next((kind_of(name) for name in names if kind_of(name)), "")
    others = [n for n in names if n not in _SAID_BY_THE_ELEMENT and not (kind and kind_of(n) == kind)]
    if element.tag == "p":
        if "admonition-title" in names or "aside-title" in names:
            return
        element = _wrapped(element)
    title = element.attrib.pop("title", "")
    if title:
        _title_before(element, str(title))
    _title_found(element)
    if kind == "quote":
        element.tag = "blockquote"
        element.set("class", " ".join(["quote", *others]))
        return
    element.tag = "aside"
    element.set("class", " ".join(["aside", *([kind] if kind else []), *others]))
    semantics, role = _SEMANTICS.get(kind, ("", "note"))
    if semantics:
        element.set(EPUB_TYPE, semantics)
    element.set("role", role)


def _wrapped(paragraph: Element) -> Element:
    """A paragraph that is an aside: it keeps its text, a new box around it takes the names."""
    box = etree.Element("div", {str(k): str(v) for k, v in paragraph.attrib.items()})
    paragraph.attrib.clear()
    paragraph.addprevious(box)
    box.tail, paragraph.tail = paragraph.tail, None
    box.append(paragraph)
    return box


def _title_before(element: Element, words: str) -> None:
    title = etree.Element("p", {"class": "aside-title"})
    title.text, title.tail, element.text = words, element.text, None
    element.insert(0, title)


_TITLE_NAMES = frozenset({"admonition-title", "aside-title", "callout-title", "alert-title", "markdown-alert-title"})


def _title_found(element: Element) -> None:
    """A heading at the beginning of a box is its title, and no section of the book."""
    if not len(element) or (element.text or "").strip():
        return
    first = element[0]
    names = first.get("class", "").split() if isinstance(first.tag, str) else []
    if rank(first) or (first.tag in ("p", "div") and _TITLE_NAMES & set(names)):
        first.tag = "p"
        first.set("class", " ".join(["aside-title", *(n for n in names if n not in _TITLE_NAMES)]))
