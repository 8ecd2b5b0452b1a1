"""Where chapters begin: at headings of the first rank, as pandoc has it, or with each file, as mdBook has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.book import Chapter, Medium
from publish.markdown import parse
from publish.markdown.shape import text_of
from publish.resolve import resolve
from publish.sources import read

TWO = "# One\n\nA.[^1] B.[^2]\n\n## Within\n\n# Two\n\nC.[^2]\n\n[^1]: First.\n\n[^2]: Both.\n"


def chapters(folder: Path, **files: str) -> tuple[Chapter, ...]:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_md", ".md").replace("_toml", ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    manuscript, _ = read(folder)
    assert manuscript is not None
    return resolve(manuscript, parse(manuscript)[0], Medium("epub"))[0].chapters


def said(found: tuple[Chapter, ...]) -> list[tuple[str, str, str]]:
    return [(c.kind, c.label, c.title) for c in found if not c.source.generated]


def test_each_heading_of_the_first_rank_opens_a_chapter(tmp_path: Path) -> None:
    found = chapters(tmp_path, a_md=TWO, b_md="# Three\n\nSee [two](#two) and [the first](a.md).\n")
    assert said(found) == [
        ("chapter", "Chapter 1", "One"),
        ("chapter", "Chapter 2", "Two"),
        ("chapter", "Chapter 3", "Three"),
    ]
    one, two, three = (c for c in found if not c.source.generated)
    assert [text_of(n) for n in one.tree.iter("aside")] == ["1 First.", "2 Both."]
    assert [text_of(n) for n in two.tree.iter("aside")] == ["1 Both."]
    assert [a.get("href") for a in three.tree.iter("a")] == [f"#{two.id}", f"#{one.id}"]


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("the head of the file has a title", {"a_md": f"---\ntitle: Whole\n---\n\n{TWO}", "b_md": "# Three\n"}),
        ("book.toml says so", {"book_toml": '[markdown]\nchapters = "files"\n', "a_md": TWO, "b_md": "# Three\n"}),
        (
            "mdBook lists pages",
            {"book_toml": "[book]\n", "src__SUMMARY_md": "- [A](a.md)\n- [B](b.md)\n", "src__a_md": TWO, "src__b_md": "# Three\n"},
        ),
    ],
)  # fmt: skip
def test_a_file_is_one_chapter(tmp_path: Path, name: str, files: dict[str, str]) -> None:
    assert len(said(chapters(tmp_path, **files))) == 2, name


def test_bookdown_opens_parts_within_a_file(tmp_path: Path) -> None:
    found = chapters(tmp_path, a_md="# One\n\nA.\n\n# (PART) Later {-}\n\n# Two\n\nB.\n", b_md="# Three\n")
    assert said(found) == [
        ("chapter", "Chapter 1", "One"), ("part", "", "Later"), ("chapter", "Chapter 2", "Two"), ("chapter", "Chapter 3", "Three"),
    ]  # fmt: skip


def test_preface_with_a_second_heading_stays_front_matter(tmp_path: Path) -> None:
    found = chapters(tmp_path, preface_md="# Preface\n\nA.\n\n# Thanks\n\nB.\n", a_md="# One\n")
    assert said(found) == [("preface", "", "Preface"), ("section", "", "Thanks"), ("chapter", "Chapter 1", "One")]


def test_lines_with_a_percent_sign_are_comments_where_the_book_says_so(tmp_path: Path) -> None:
    text = '# One\n\nWords\n% a comment\n\n+++ {"tags": []}\n\n% another\n\n5 % more.\n'
    for switch, shown in (
        ("true", "Words5 % more."),
        ("false", "Words\n% a comment+++ {“tags”: []}% another5 % more."),
    ):
        found = chapters(tmp_path, book_toml=f"[markdown]\npercent-comments = {switch}\n", a_md=text, b_md="# B\n")
        one = next(c for c in found if c.title == "One")
        assert "".join(text_of(p) for p in one.tree.iter("p")) == " ".join(shown.split()), switch


def test_glossary_of_headings_is_called_by_its_word(tmp_path: Path) -> None:
    found = chapters(
        tmp_path, book_toml='lang = "de"\n', a_md="# Eins\n\nA.\n", glossary_md="## Recto\n\nX.\n\n## Verso\n\nY.\n"
    )
    glossary = next(c for c in found if c.kind == "glossary")
    assert [text_of(e) for e in glossary.tree.iter("h1", "h2")] == ["Glossar", "Recto", "Verso"]


@pytest.mark.parametrize(
    ("head", "opens"),
    [
        ("# Title: A Tale\n\n## Author: A. Writer\n\n## Year: 1865\n\n-------\n\n", "One"),
        ("# Title: A Tale\n\n", "One"),
        ("# A Tale\n\n## Author: A. Writer\n\n", "A Tale"),
        ("# Title: A Tale\n\nFor Alice.\n\n", "Title: A Tale"),
        ("# Title: A Tale\n\n## Author: A. Writer\n\n## By: Another\n\n", "One"),
        ("# Title: A *Tale*\n\n## Date: in May\n\n", "Title: A Tale"),
        ("---\ntitle: Another Tale\n---\n\n# Title: A Tale\n\n", "Title: A Tale"),
    ],
)
def test_what_a_file_says_of_itself_is_no_page(head: str, opens: str, tmp_path: Path) -> None:
    """Headings that are called title, author and year are metadata, which the title page shows; words that it has not are kept."""
    found = chapters(tmp_path, tale_md=f"{head}## One\n\nA.\n\n## Two\n\nB.\n")
    assert [title for _, _, title in said(found)][:1] == [opens]


#: Titles in the order of a book, its language, the number and the title of each.
TYPED = {
    "a hyphen": ("en", ["Chapter 1 - The Ring", "Chapter 2 - The Road"], [("Chapter 1", "The Ring"), ("Chapter 2", "The Road")]),
    "in words": ("en", ["CHAPTER ONE: The Ring", "CHAPTER TWENTY-ONE: *Roads*"],
                 [("CHAPTER ONE", "The Ring"), ("CHAPTER TWENTY-ONE", "Roads")]),
    "a full stop": ("en", ["Chapter I. The Ring", "Chapter II. The Road", "Interlude"],
                    [("Chapter I", "The Ring"), ("Chapter II", "The Road"), ("", "Interlude")]),
    "an em dash without spaces is of the words": ("en", ["Chapter 1—The Ring", "Chapter 2—The Road"],
                                                  [("", "Chapter 1—The Ring"), ("", "Chapter 2—The Road")]),
    "German": ("de", ["Kapitel 1: Der Ring", "Kapitel 2: Der Weg"], [("Kapitel 1", "Der Ring"), ("Kapitel 2", "Der Weg")]),
    "Hungarian": ("hu", ["1. fejezet: A gyűrű", "2. fejezet: Az út"], [("1. fejezet", "A gyűrű"), ("2. fejezet", "Az út")]),
    "Japanese": ("ja", ["第一章：指輪", "第二章：道"], [("第一章", "指輪"), ("第二章", "道")]),
    "a number alone": ("en", ["CHAPTER 1", "CHAPTER 2"], [("", "CHAPTER 1"), ("", "CHAPTER 2")]),
    "one chapter only": ("en", ["Chapter Eleven: A Failure", "Another"], [("", "Chapter Eleven: A Failure"), ("", "Another")]),
    "the same twice": ("en", ["Chapter 1: The Ring", "Chapter 1: The Road"],
                       [("", "Chapter 1: The Ring"), ("", "Chapter 1: The Road")]),
    "other words": ("en", ["Area 51: Doubt", "Area 52: Belief"], [("", "Area 51: Doubt"), ("", "Area 52: Belief")]),
}  # fmt: skip


@pytest.mark.parametrize("name", TYPED)
def test_a_number_that_was_typed_stands_over_its_title(tmp_path: Path, name: str) -> None:
    """As one that the press counts; the sign between the two is the end of a line."""
    lang, titles, expected = TYPED[name]
    text = "".join(f"# {title}\n\nWords.\n\n" for title in titles)
    found = [
        c for c in chapters(tmp_path, book_toml=f'title = "T"\nlang = "{lang}"\n', a_md=text) if not c.source.generated
    ]
    assert [(c.label, c.title) for c in found] == expected
    for chapter, (label, title) in zip(found, expected, strict=True):
        assert text_of(chapter.tree[0]) == f"{label} {title}".strip()
