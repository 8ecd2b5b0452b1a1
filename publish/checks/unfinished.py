"""Marks that a writer left for later: `C066`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.checks.copy import Copy, Paragraph
from publish.diagnostics import Diagnostic
from publish.lazy import regex

_MARK = regex(
    r"(?<![\w/#@.-])(?:(?P<todo>TODO)|FIXME|TBD|TKTK|TK|XXX(?=:))(?![\w/-])|\b[Ll]orem ipsum\b"
    r"|\[(?:citation needed|to be written|insert [^\]]{1,40})\]|(?<!\S)\?\?\?+(?!\S)"
)
#: A text without any of these holds none of the above.
_SIGNS = ("TODO", "FIXME", "TBD", "TK", "XXX:", "orem ipsum", "citation needed]", "to be written]", "[insert ", "???")
#: Languages in which "todo" is a word, which may be shouted.
_ALL = frozenset("es pt gl ca it".split())


def marks_of_unfinished_work(copy: Copy) -> Iterator[Diagnostic]:
    for paragraph in (paragraph for chapter in copy.paragraphs if _may_have_one(chapter) for paragraph in chapter):
        for match in _MARK.finditer(paragraph.text):
            follows = paragraph.text[match.end() : match.end() + 1]
            if match["todo"] and paragraph.language in _ALL and follows not in (":", "]"):
                continue
            message = f"“{match[0]}” marks what is not finished"
            yield copy.found(
                "C066", message, paragraph, *match.span(), "finish it, or put it into a comment <!-- … -->"
            )


def _may_have_one(chapter: Sequence[Paragraph]) -> bool:
    text = "\n".join(paragraph.text for paragraph in chapter)
    return any(sign in text for sign in _SIGNS)
