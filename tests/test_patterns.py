"""Words are divided by the patterns of their language; plain English by American ones, in our own lines and the engine's."""

from __future__ import annotations

import pytest

from publish.paged.patterns import patterns_of
from publish.paged.rows import lines_of, texts_of
from tests.narrow import engine

_DIRECTORY = ("di-rec-to-ry", "dir-ect-ory")
#: A language, a word, its divisions.
CASES = [
    *((lang, "directory", _DIRECTORY[0]) for lang in ("en", "en-US", "en-CA", "en-Latn")),
    *((lang, "directory", _DIRECTORY[1]) for lang in ("en-GB", "en-AU", "en-IE", "en-IN", "en-NZ", "en-ZA")),
    ("de", "Buchdrucker", "Buch-dru-cker"),
]


@pytest.mark.parametrize(("lang", "word", "divided"), CASES)
def test_the_patterns_of_a_language(lang: str, word: str, divided: str) -> None:
    patterns = patterns_of(lang, 2, 2)
    assert patterns is not None
    assert patterns.inserted(word) == divided


def test_a_language_without_patterns() -> None:
    assert patterns_of("ja", 3, 3) is None


#: Ragged text, and a cell, whose lines the engine ends itself.
@pytest.mark.parametrize("tag", ["p", "td"])
@pytest.mark.parametrize(("lang", "first"), [("en", "direc-"), ("en-AU", "dir-")])
def test_lines_end_by_them(tag: str, lang: str, first: str) -> None:
    style = "width: 3.2em; margin: 0; padding: 0; text-indent: 0; hyphens: auto; hyphenate-limit-chars: 7 3 3; text-align: left"
    block = f'<{tag} style="{style}">directory</{tag}>'
    block = f'<table style="table-layout: fixed; width: 3.2em"><tr>{block}</tr></table>' if tag == "td" else block
    html = f'<html lang="{lang}"><body class="recto"><section>{block}</section></body></html>'
    (page,) = engine().pages(html.encode(), {})
    texts = ["".join(box.text for box in texts_of(line)) for line in lines_of(page._page_box)]
    assert first in [text.replace("\u2010", "-") for text in texts]
