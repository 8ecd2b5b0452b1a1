"""Pictures too coarse for print: `A031`, once a file, with the coarsest named.

Printers ask for 300 pixels per inch; below half of that, pixels are seen. A picture is as wide as its style says, else as
wide as its pixels at 96 to the inch, and never wider than the text; what is small on the page is an icon.
"""

from __future__ import annotations

from collections.abc import Iterator

from publish.book import Element
from publish.book.trees import line_of, path_of
from publish.checks.copy import Copy
from publish.diagnostics import Diagnostic, Span
from publish.lazy import regex

_LEAST = 150
_ICON = 0.75
_WIDTH = regex(r"(?<![\w-])width:\s*([\d.]+)(%|in|cm|mm|pt|px)")
_INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72, "px": 1 / 96}


def images_coarse(copy: Copy) -> Iterator[Diagnostic]:
    if not copy.measure:
        return
    for path, found in _coarse(copy).items():
        density, span = min(found)
        others = len(found) - 1
        many = f"; so {'is one other' if others == 1 else f'are {others} others'} in this file" if others else ""
        message = f"this image is printed with {density} pixels to the inch, so that they are seen{many}"
        yield Diagnostic("A031", message, span, f"use one of {copy.measure * 300:.0f} pixels for the width of the text")
        assert span.path == path


def _coarse(copy: Copy) -> dict[str, list[tuple[int, Span]]]:
    """The coarse pictures of each file: pixels per inch, and where."""
    found: dict[str, list[tuple[int, Span]]] = {}
    for chapter in copy.book.chapters:
        if not chapter.source.path:
            continue
        for element in chapter.tree.iter("img"):
            image = copy.book.images.get(element.get("src", "").removeprefix("images/"))
            if image is None or image.media_type == "image/svg+xml":
                continue
            inches = min(_printed(element, image.width, copy.measure), copy.measure)
            density = round(image.width / inches) if inches else 0
            if inches > _ICON and density < _LEAST:
                span = Span(path_of(element, chapter.source.path), line_of(element))
                found.setdefault(span.path, []).append((density, span))
    return found


def _printed(element: Element, pixels: int, measure: float) -> float:
    """The width of a picture on the page in inches, before it is kept within the text."""
    style = _WIDTH.search(element.get("style", ""))
    if style is None:
        given = element.get("width", "")
        return (int(given) if given.isdigit() else pixels) / 96
    number, unit = float(style[1]), style[2]
    return measure * number / 100 if unit == "%" else number * _INCHES[unit]
