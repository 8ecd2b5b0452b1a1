"""Dots that are no ellipsis: `T055`. Three are one in the book where `smart` is on."""

from __future__ import annotations

from collections.abc import Iterator

from publish.checks.copy import Copy
from publish.diagnostics import Diagnostic
from publish.lazy import regex

_TWO = regex(r"(?<=[^\W_])\.\.(?=\s|[”’»\"')]|$)")
_THREE = regex(r"(?<!\.)\.\.\.(?!\.)")


def dots_typed(copy: Copy) -> Iterator[Diagnostic]:
    smart = copy.manuscript.metadata.typography.smart
    for paragraph in copy.prose:
        if ".." not in paragraph.text:
            continue
        for match in _TWO.finditer(paragraph.text):
            message = "two dots are neither a full stop nor an ellipsis"
            yield copy.found("T055", message, paragraph, *match.span(), "write one, or …")
        for match in () if smart else _THREE.finditer(paragraph.text):
            message = "three dots are printed as they stand, because [typography] smart is off"
            yield copy.found("T055", message, paragraph, *match.span(), "write …")
