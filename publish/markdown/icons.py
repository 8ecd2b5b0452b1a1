"""Icons that another tool's stylesheet draws: elements that hold nothing but a class, `<i class="fa fa-eye"></i>`.

A book has no such stylesheet, and what stands there would be gone without a word: in a table of icons, or behind "it looks like".
Where an attribute names the icon, its words are printed; where none does, it is said once a file and kind.
"""

from __future__ import annotations

from collections import defaultdict

from publish.book import Element
from publish.book.trees import line_of
from publish.diagnostics import Diagnostic, Span, counted
from publish.lazy import regex
from publish.markdown.scope import Scope

#: Elements of words that sites use for icons; an empty `i` with a class is nothing else.
_TAGS = ("i", "span", "em", "b", "strong")
#: Classes of the sets of icons that books' sites use, and of sites' own.
_CLASS = regex(
    r"fa[srlbdt]?|fa-\S+|icons?|\S+-icons?|icons?-\S+|bi|bi-\S+|mdi|mdi-\S+|material-(?:icons|symbols)\S*|glyphicons?\S*|octicon\S*"
    r"|ti|ti-\S+|ri-\S+|bx[sl]?|bx[sl]?-\S+|las|la-\S+|ph|ph-\S+|feather\S*|lucide\S*|devicon\S*|dashicons\S*|ion-\S+|emoji\S*"
    r"|twemoji|codicon\S*|pi-\S+|iconfont|typcn\S*"
)


def icons_named(tree: Element, scope: Scope) -> None:
    """Print the names of icons; report those that have none, at the first of a file."""
    lost: dict[str, list[tuple[Span, Element]]] = defaultdict(list)
    for icon in list(tree.iter(*_TAGS)):
        if not _is_icon(icon):
            continue
        name = " ".join((icon.get("title") or icon.get("aria-label") or "").split())
        if name:
            icon.tag, icon.text = "span", name
            for attribute in ("class", "title", "aria-label", "aria-hidden", "role"):
                icon.attrib.pop(attribute, "")
            continue
        span = scope.span(line_of(icon))
        lost[span.path].append((span, icon))
    for (span, icon), *others in lost.values():
        names = icon.get("class", "")
        shown = names if len(names) <= 40 else names[:39] + "…"
        further = f", nor do {counted(len(others), 'other')} in this file" if others else ""
        message = f"the icon “{shown}” is drawn by a stylesheet that a book does not have, and prints nothing{further}"
        scope.add(Diagnostic("C048", message, span, 'write a word for it, or name it: title="eye"', names))


def _is_icon(element: Element) -> bool:
    if len(element) or (element.text or "").strip() or element.get("id"):
        return False
    names = element.get("class", "").split()
    return bool(names) and (element.tag == "i" or any(_CLASS.fullmatch(name) for name in names))
