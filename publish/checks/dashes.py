"""Hyphens where a dash belongs: `T054`. `--` and `---` are dashes in the book where `smart` is on."""

from __future__ import annotations

from collections.abc import Iterator

from publish.checks.copy import Copy
from publish.diagnostics import Diagnostic
from publish.lazy import regex

_SPACED = regex(r"[ \u00a0]-[ \u00a0\n](?=[^\W\d_]|[“\"‘«(])(?<=[^\W\d_]...|[,.!?”\"’»)]...)")
_YEARS = regex(r"[12]\d\d\d-(?<![\w./-].....)(?:(?:1[0-9]|20)\d\d|\d\d)(?![\w./-])")
_TYPED = regex(r"(?<!-)---?(?![->])")


def dashes_as_hyphens(copy: Copy) -> Iterator[Diagnostic]:
    smart = copy.manuscript.metadata.typography.smart
    for paragraph in copy.prose:
        if "-" not in paragraph.text:
            continue
        for match in _SPACED.finditer(paragraph.text):
            message = "a hyphen between spaces stands for a dash"
            yield copy.found(
                "T054", message, paragraph, *match.span(), "write – or —, or -- where [typography] smart is on"
            )
        for match in _YEARS.finditer(paragraph.text):
            if _is_a_span(match[0]):
                message = "a hyphen stands between two years"
                yield copy.found("T054", message, paragraph, *match.span(), "write 1914–1918, with –, or with --")
        for match in () if smart else _TYPED.finditer(paragraph.text):
            message = f"“{match[0]}” is printed as it stands, because [typography] smart is off"
            yield copy.found("T054", message, paragraph, *match.span(), "write – or —")


def _is_a_span(text: str) -> bool:
    """Two years, the later behind: `2004-11` may be a month."""
    first, second = text.split("-")
    whole = second if len(second) == 4 else first[:2] + second
    return int(whole) > int(first) and (len(second) == 4 or int(second) > 12)
