"""What the layout engine cannot do for a book's script, said once a book: `T004` and `T005`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from publish.book import Chapter, Diagnostic, Element, Span
from publish.book.trees import line_of, path_of
from publish.lazy import regex

#: Letters that join with the next one: Arabic, Syriac, N'Ko and their presentation forms are written so.
_JOINED = regex(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0710-\u074f\u0750-\u077f\u07ca-\u07ea\u08a0-\u08c9]")
#: Of them, those that join with the letter before and never with the next.
_LAST = regex(
    r"[\u0621-\u0625\u0627\u062f-\u0632\u0648\u0671-\u0677\u0688-\u0699\u06c0-\u06cb\u06cd\u06cf\u06d2-\u06d5\u0710]"
)
_INLINE = frozenset("a abbr b bdi bdo cite del dfn em i ins mark q s small span strong sub sup u".split())
_VERTICAL = regex(r"writing-mode\s*:\s*(?:vertical|sideways|tb)")


def limits(chapters: Sequence[Chapter], styles: Mapping[str, str]) -> Iterator[Diagnostic]:
    broken = [(chapter, element) for chapter in chapters if chapter.source.path for element in _broken(chapter.tree)]
    if broken:
        chapter, element = broken[0]
        times = "once" if len(broken) == 1 else f"{len(broken)} times, first"
        message = (
            f"letters that join stand on both sides of a change of face, {times} here; in the PDF they do not join"
        )
        span = Span(path_of(element, chapter.source.path), line_of(element))
        yield Diagnostic("T004", message, span, "mark the whole word")
    for name, style in styles.items():
        if match := _VERTICAL.search(style):
            span = Span(f"styles/{name}", style.count("\n", 0, match.start()) + 1)
            message = "the layout engine sets no vertical lines; the PDF is set horizontally"
            yield Diagnostic("T005", message, span, "keep the rule for screens: @media not print { … }")


def _broken(tree: Element) -> Iterator[Element]:
    """Inline elements that begin or end within a word of letters that join."""
    for element in tree.iter(etree.Element):
        if element.tag in _INLINE and len(element) == 0 and element.text:
            before, parent = element.getprevious(), element.getparent()
            left = (before.tail if before is not None else parent.text if parent is not None else "") or ""
            if _joins(left[-1:], element.text) or _joins(element.text[-1:], element.tail or ""):
                yield element


def _joins(before: str, after: str) -> bool:
    return bool(_JOINED.match(before) and _JOINED.match(after) and not _LAST.match(before))
