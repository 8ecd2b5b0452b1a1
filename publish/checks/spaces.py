"""Spaces before signs: `T051` where a language has none, `T052` where French has one and the press does not set it."""

from __future__ import annotations

from collections.abc import Iterator

from publish.checks.copy import Copy
from publish.checks.languages import language
from publish.diagnostics import Diagnostic
from publish.lazy import regex

#: A word, a space, a sign, and what ends it: not a smiley, a number such as .5, an ellipsis or a definition.
_BEFORE = regex(r"[ \u00a0\u202f](?P<sign>[,;:!?]|\.(?!\.))(?=\s|[”’»\"]|$)(?<=[\w)”’»\u00a0\u202f ]..)")
_NONE = regex(r"(?<=[^\W\d_])(?P<sign>[;!?]|:(?=\s))")
_UNSPACED = frozenset("zh ja th lo km my".split())


def spaces_before_signs(copy: Copy) -> Iterator[Diagnostic]:
    smart = copy.manuscript.metadata.typography.smart
    for paragraph in copy.prose:
        if paragraph.language in _UNSPACED:
            continue
        known = language(paragraph.language)
        spaced = known.spaced if known else ""
        for match in _BEFORE.finditer(paragraph.text):
            if match["sign"] not in spaced:
                message = f"a space stands before “{match['sign']}”"
                yield copy.found("T051", message, paragraph, *match.span(), "delete it")
        if spaced and not smart and not paragraph.lang.lower().startswith("fr-ca"):
            for match in _NONE.finditer(paragraph.text):
                message = f"no space stands before “{match['sign']}”, where French has a narrow one that does not break"
                yield copy.found(
                    "T052", message, paragraph, *match.span(), "let [typography] smart set it, or type U+202F"
                )
