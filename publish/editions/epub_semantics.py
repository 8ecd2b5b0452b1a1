"""What a place in the text is, said in EPUB's own words: the patterns of Standard Ebooks' manual, chapter 7.

Trees carry classes; here a class becomes an `epub:type` of the Structural Semantics Vocabulary, of Z39.98 or of
Standard Ebooks. Roles that ARIA has for a type stand beside it where a table says so (spec C5).
"""

from __future__ import annotations

from lxml import etree

from publish.book import EPUB_TYPE, Element

#: Declared in every document that uses them.
PREFIXES = "z3998: http://www.daisy.org/z3998/2012/vocab/structure/, se: https://standardebooks.org/vocab/1.0"

_TYPES = {
    "verse": "z3998:verse", "drama": "z3998:drama", "speaker": "z3998:persona", "stage": "z3998:stage-direction",
    "letter": "z3998:letter", "diary": "z3998:diary", "dateline": "se:letter.dateline", "salutation": "z3998:salutation",
    "closing": "z3998:valediction", "signature": "z3998:signature", "postscript": "z3998:postscript",
    "book-title": "title", "book-subtitle": "subtitle", "pull-quote": "pullquote",
}  # fmt: skip
#: Roles that go with a type, for elements that may have them (ARIA in HTML).
_ROLES = {
    "subtitle": ("doc-subtitle", frozenset({"p", "h2", "h3"})),
    "pullquote": ("doc-pullquote", frozenset({"aside", "section"})),
}
_HEADINGS = {"title": "title", "label": "ordinal"}


def semantics_given(tree: Element) -> None:
    """Say it in a tree that is a copy; what an author said stands."""
    for element in tree.iter(etree.Element):
        if element.get(EPUB_TYPE) or not isinstance(element.tag, str) or element.tag.startswith("{"):
            continue
        names = element.get("class", "").split()
        kind = next((_TYPES[name] for name in names if name in _TYPES), "") or _in_heading(element, names)
        if not kind:
            continue
        element.set(EPUB_TYPE, kind)
        role, where = _ROLES.get(kind, ("", frozenset()))
        if element.tag in where and not element.get("role"):
            element.set("role", role)


def _in_heading(element: Element, names: list[str]) -> str:
    parent = element.getparent()
    if parent is None or parent.tag not in ("h1", "h2") or element.tag != "span":
        return ""
    return next((_HEADINGS[name] for name in names if name in _HEADINGS), "")
