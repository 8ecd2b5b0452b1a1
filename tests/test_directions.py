"""Directions in the tree: phrases of the other direction, code, addresses; lefts and rights of an e-book's stylesheet."""

from __future__ import annotations

import pytest
from lxml import etree

from publish.book import Chapter, Manuscript, Matter, Medium, Metadata, Source
from publish.editions.css import physical
from publish.resolve.directions import directions_given
from publish.resolve.draft import Draft
from publish.words import words_for
from tests.small_book import UUID


@pytest.mark.parametrize(
    ("lang", "body", "expected"),
    [
        ("fa", "<p>a <code>x</code></p>", '<p>a <code dir="ltr">x</code></p>'),
        ("fa", "<pre><code>x</code></pre>", '<pre dir="ltr"><code>x</code></pre>'),
        ("fa", '<p><span lang="en">x</span></p>', '<p><span lang="en" dir="ltr">x</span></p>'),
        ("fa", '<p><span lang="ar">x</span></p>', '<p><span lang="ar">x</span></p>'),
        ("fa", '<p><a href="#x">https://a.org/b/</a> <a href="#x">Slate</a></p>',
         '<p><a href="#x" dir="ltr">https://a.org/b/</a> <a href="#x">Slate</a></p>'),
        ("fa", '<p><code dir="rtl">x</code></p>', '<p><code dir="rtl">x</code></p>'),
        ("en", "<p>a <code>x</code></p>", "<p>a <code>x</code></p>"),
        ("en", '<p><span lang="he">x <code>y</code></span></p>',
         '<p><span lang="he" dir="rtl">x <code dir="ltr">y</code></span></p>'),
        ("en", '<div dir="rtl"><p lang="en">x</p></div>', '<div dir="rtl"><p lang="en" dir="ltr">x</p></div>'),
    ],
)  # fmt: skip
def test_directions_of_phrases(lang: str, body: str, expected: str) -> None:
    tree = etree.fromstring(f"<section>{body}</section>")
    chapter = Chapter(Source("a.md", "x", Matter.BODY, "chapter"), tree, "")
    manuscript = Manuscript(Metadata("T", lang=lang, identifier=(UUID,)), (), {}, None)  # type: ignore[arg-type]
    directions_given(Draft(manuscript, Medium("epub"), words_for(lang)[0], [chapter]))
    assert etree.tostring(tree, encoding="unicode") == f"<section>{expected}</section>"


@pytest.mark.parametrize(
    ("css", "ltr", "rtl"),
    [
        ("padding-inline-start: 1em", "padding-left: 1em", "padding-right: 1em"),
        ("margin-inline-end: 0", "margin-right: 0", "margin-left: 0"),
        ("border-inline-start: 3px solid", "border-left: 3px solid", "border-right: 3px solid"),
        ("text-align: start", "text-align: left", "text-align: right"),
        ("text-align: end", "text-align: right", "text-align: left"),
        ("float: inline-start", "float: left", "float: right"),
        ("text-align: center; color: start", "text-align: center; color: start", "text-align: center; color: start"),
    ],
)
def test_starts_and_ends_written_out(css: str, ltr: str, rtl: str) -> None:
    assert (physical(css, "ltr"), physical(css, "rtl")) == (ltr, rtl)
