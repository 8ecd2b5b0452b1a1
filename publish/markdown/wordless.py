"""What has no words: headings that say nothing, paragraphs that hold an anchor only, chapters with nothing in them."""

from __future__ import annotations

from lxml import etree

from publish.book import Element
from publish.book.trees import line_of, rank, removed
from publish.diagnostics import Diagnostic
from publish.markdown.scope import Scope
from publish.markdown.shape import text_of

_SEEN = ("img", "hr", "{http://www.w3.org/2000/svg}svg", "{http://www.w3.org/1998/Math/MathML}math")


def says_nothing(tree: Element) -> bool:
    if any((p.text or "").strip() for p in tree.iter("p")):  # nearly all chapters: the rest of the tree is not read
        return False
    return not text_of(tree) and next(tree.iter(*_SEEN), None) is None


def headings_with_words(tree: Element, scope: Scope) -> None:
    """A heading without words is none: contents and readers aloud could not name it. What it holds stays."""
    for heading in [e for e in tree.iter(etree.Element) if rank(e)]:
        if text_of(heading):
            continue
        message = "this heading has no words and is no heading"
        hint = "write it, or delete it; an image in a heading is called by its alternative text"
        scope.add(Diagnostic("C042", message, scope.span(line_of(heading)), hint))
        if next(heading.iterchildren(), None) is not None:
            heading.tag = "p"
        elif heading.get("id"):
            heading.tag = "div"
        else:
            removed(heading)


def anchors_joined(tree: Element) -> None:
    """A paragraph that is only an anchor, `<a id="x"></a>`, gives its id to the block that follows."""
    for paragraph in list(tree.iter("p")):
        anchors = list(paragraph.iterchildren())
        if not anchors or (paragraph.text or "").strip() or any((a.tail or "").strip() for a in anchors):
            continue
        if any(a.tag not in ("a", "span") or len(a) or a.text or set(a.attrib) - {"id", "data-line"} for a in anchors):
            continue
        following = paragraph.getnext()
        if len(anchors) == 1 and following is not None and not following.get("id") and following.tag != "hr":
            following.set("id", anchors[0].get("id", ""))
            removed(paragraph)
        else:
            paragraph.tag = "div"
