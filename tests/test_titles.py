"""Words that do not stand in the text, titles of `book.toml` and captions in attributes, have the quotes that the text has."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from publish.book import Metadata, Person, PrintSettings
from publish.editions.capitals import capitals_told
from publish.editions.running_heads import book_head, chapter_head
from publish.theme import emphasised
from tests.test_formulas import book_of

TOML = """title = "The film's \\"gaze\\""
subtitle = "It's 'one'"
author = ["Flann O'Brien", { name = "D'Arcy", file-as = "D'Arcy, W." }]
lang = "LANG"
publisher = "Smith's"
description = "It's \\"described\\"."
"""
CODE = "# One\n\n```{.python #lst-a caption=\"It's 'code'\"}\nx = 'a'\n```\n"
CASES = {
    "en": ("The film’s “gaze”", "It’s ‘one’", "Flann O’Brien", "D’Arcy, W.", "It’s “described”.", "It’s ‘code’"),
    "de": ("The film’s „gaze“", "It’s ‚one‘", "Flann O’Brien", "D’Arcy, W.", "It’s „described“.", "It’s ‚code‘"),
}


@pytest.mark.parametrize("lang", CASES)
def test_quotes_of_titles_and_captions(lang: str, tmp_path: Path) -> None:
    book, _, _ = book_of(tmp_path, book__toml=TOML.replace("LANG", lang), one__md=CODE)
    one, (first, second) = book.metadata, book.metadata.author
    caption = "".join(map(str, next(book.chapters[-1].tree.iter("figcaption")).itertext())).split(maxsplit=2)[-1]
    found = (one.title, one.subtitle, first.name, second.file_as, one.description, caption)
    assert found == CASES[lang]
    assert "x = 'a'" in "".join(map(str, book.chapters[-1].tree.itertext()))
    assert one.slug == "the-film-s-gaze"


def test_they_stay_as_typed_where_smart_is_off(tmp_path: Path) -> None:
    toml = TOML.replace("LANG", "en") + "[typography]\nsmart = false\n"
    book, _, _ = book_of(tmp_path, book__toml=toml, one__md=CODE)
    assert book.metadata.title == 'The film\'s "gaze"'
    assert "It's 'code'" in "".join(map(str, book.chapters[-1].tree.itertext()))


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("*Emma* (Austen)", "<em>Emma</em> (Austen)"),
        ("likeness to *Emma*; *Persuasion & others*", "likeness to <em>Emma</em>; <em>Persuasion &amp; others</em>"),
        ("C* and D*", "C* and D*"),
        ("*args and **kwargs", "*args and **kwargs"),
        ("__init__ <b>", "__init__ &lt;b&gt;"),
        ("2*3*4", "2*3*4"),
    ],
)
def test_emphasis_in_entries(text: str, markup: str) -> None:
    assert emphasised(text) == markup


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("CHAPTER 1", True),
        ("THE MURDERS IN THE RUE MORGUE", True),
        ("ÉTUDE EN ROUGE", True),
        ("ΠΡΟΛΟΓΟΣ", True),
        ("ACT I", True),
        ("ACT III", True),
        ("PROLOGUE", True),
        ("B 52", False),
        ("Chapter 1", False),
        ("NASA", False),
        ("XXXVIII.", False),
        ("1984", False),
        ("A USER of HTML", False),
        ("第一章", False),
    ],
)
def test_titles_typed_in_capitals_are_small_ones_on_pages(title: str, typed: bool) -> None:
    """In the heading and in the contents, once; not what stands beside a title, nor a span in the text."""
    heading = f'<h1 class="chapter-title"><span class="label">PART ONE</span> <span class="title">{title}</span></h1>'
    entry = f'<p class="entry"><a><span class="title">{title}</span></a></p>'
    tree = etree.fromstring(f"<section>{heading}<h2>{title}</h2><p><span>{title}</span></p>{entry}</section>")
    capitals_told(tree)
    marked = [e.tag for e in tree.iter() if "capitals" in e.get("class", "").split()]
    assert marked == (["span", "h2", "span"] if typed else [])


@pytest.mark.parametrize(
    ("title", "trim", "head"),
    [
        ("The Ring", "6in", "The Ring"),
        ("Smart Custody: The Use of Advanced Cryptographic Tools", "6in", "Smart Custody"),
        ("Smart Custody: The Use", "6in", "Smart Custody: The Use"),
        ("A Sample of All Kinds of Matter That a Book May Hold", "6in", "A Sample of All Kinds of Matter"),
        ("A Sample of All Kinds of Matter That a Book May Hold", "5in", "A Sample of All Kinds of Matter"),
        ("Donau" * 20, "5in", "Donau" * 7 + "…"),
        ("吾輩は猫である" * 5, "6in", "吾輩は猫である吾輩は猫である吾輩は"),
        ("Frankenstein; or, The Modern Prometheus of the North", "6in", "Frankenstein"),
        ("Der abenteuerliche Simplicissimus, oder Leben und Taten", "6in", "Der abenteuerliche Simplicissimus"),
        ("The Strange Case of Dr. Jekyll and of the Late Mr. Hyde", "6in", "The Strange Case of Dr. Jekyll"),
    ],
)
def test_a_head_is_short_and_cuts_no_word(title: str, trim: str, head: str) -> None:
    assert book_head(Metadata(title, print=PrintSettings(width=trim))) == head


def test_a_book_whose_title_has_no_room_is_known_by_its_short_title_or_its_author() -> None:
    whole = Metadata(
        "The Strange Case of Dr. Jekyll and of the Late Mr. Hyde", author=(Person("Robert Louis Stevenson"),)
    )
    assert book_head(whole) == "Robert Louis Stevenson"
    assert book_head(dataclasses.replace(whole, short_title="Jekyll and Hyde")) == "Jekyll and Hyde"
    assert book_head(dataclasses.replace(whole, title="The Ring")) == "The Ring"


@given(st.text(alphabet="ab:—– 猫", max_size=120), st.sampled_from(["4in", "6in", "8.5in"]))
def test_heads_fit_and_begin_as_titles_do(title: str, trim: str) -> None:
    title = title.strip()
    for head in (
        book_head(Metadata(title, print=PrintSettings(width=trim))),
        chapter_head(title, PrintSettings(width=trim), "en"),
    ):
        assert title.startswith(head.removesuffix("…"))
        assert len(head) <= 62
        assert head.endswith("…") or head == title or title[len(head)] in " :—–-猫" or head[-1] == "猫"
