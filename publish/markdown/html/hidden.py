"""What HTML itself hides is not printed: `hidden`, `style="display: none"`, and the class `hidden` where the book is one of mdBook.

Any other class hides what the book's own stylesheets hide. What holds no words and no picture stays: a link may lead there.
"""

from __future__ import annotations

from publish.book import Element
from publish.book.trees import line_of, removed
from publish.diagnostics import Diagnostic
from publish.markdown.scope import Scope


def hidden_left_out(tree: Element, scope: Scope) -> None:
    """Take out of a tree, whose elements have no `hidden` but for this, what is hidden; each is told with its line."""
    found = tree.findall(".//*[@hidden]")
    if scope.hides_by_class:
        found += [element for element in tree.findall(".//*[@class]") if "hidden" in element.get("class", "").split()]
    for element in found:
        element.attrib.pop("hidden", "")
        gone = not any(above is tree for above in element.iterancestors())
        if gone or not _shows(element):
            continue
        message = f"<{element.tag}> is hidden by its author and was left out with all it holds"
        hint = "take away what hides it, if it is to be printed; else delete it, or make it a comment"
        scope.add(Diagnostic("C045", message, scope.span(line_of(element)), hint, "hidden"))
        removed(element)


def _shows(element: Element) -> bool:
    """Whether an element holds words or a picture."""
    pictures = element.iter("img", "svg", "{http://www.w3.org/2000/svg}svg")
    return next(pictures, None) is not None or any(map(str.strip, map(str, element.itertext())))
