"""The EPUB for Amazon's Kindle (spec E2): no page for the cover, formulas without what Kindle cannot read, plain spaces."""

from __future__ import annotations

from lxml import etree

from publish.book import MATHML, Element
from publish.editions.epub_profile import EpubProfile
from publish.editions.epub_render import epub_edition

#: Spaces that Kindle does not know (Kindle Publishing Guidelines, 3.1.3), and the one that each becomes.
_SPACES = {
    **dict.fromkeys([*range(0x2000, 0x2007), 0x2008, 0x2009, 0x200A, 0x205F], " "),
    0x2007: "\xa0",
    0x202F: "\xa0",
}
_OTHERS = (
    r"(?i)^https?://(?:[\w-]+\.)*(?:books\.apple\.com|kobo\.com|barnesandnoble\.com|play\.google\.com/store/books)"
)


def plain_spaces(tree: Element) -> Element:
    for element in tree.iter(etree.Element):
        element.text = element.text.translate(_SPACES) if element.text else element.text
        element.tail = element.tail.translate(_SPACES) if element.tail else element.tail
    return tree


def plain_formulas(tree: Element) -> Element:
    """`semantics` gives way to the formula in it; its annotations say the same to programs that Kindle has not."""
    for name in ("semantics", "maction"):
        for element in list(tree.iter(f"{{{MATHML}}}{name}")):
            parent, shown = element.getparent(), next(iter(element), None)
            if parent is None or shown is None:
                continue
            shown.tail = element.tail
            parent.replace(element, shown)
    return tree


PROFILE = EpubProfile(
    "kindle",
    "-kindle.epub",
    cover_page=False,
    changes=(plain_formulas, plain_spaces),
    refused={_OTHERS: "leads to another store, which Amazon takes out of books"},
)

EDITION = epub_edition(PROFILE)
