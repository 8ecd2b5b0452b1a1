"""Terms and marks through the book: glossary entries linked both ways, the index with the spellings of other tools."""

from __future__ import annotations

import datetime

import pytest

from publish.book import EPUB_TYPE, Book, Manuscript, Matter, Medium, Metadata, Source
from publish.markdown import parse
from publish.resolve import resolve

GLOSSARY = "# Glossary\n\nRecto\n:   A right-hand page.\n\nVerso, back\n:   A left-hand page.\n"


def resolved(text: str, glossary: str = GLOSSARY) -> tuple[Book, list[str]]:
    sources = [
        Source("a.md", f"# First\n\n{text}\n", Matter.BODY, "chapter"),
        Source("g.md", glossary, Matter.BACK, "glossary"),
        Source("", "", Matter.BACK, "index", generated=True),
    ]
    modified = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    manuscript = Manuscript(Metadata("T"), tuple(sources), {}, modified)
    chapters, noticed = parse(manuscript)
    book, more = resolve(manuscript, chapters, Medium("epub"))
    return book, [f"{d.span.line}:{d.code} {d.message}" for d in (*noticed, *more)]


def test_terms_and_entries_lead_to_each_other() -> None:
    book, noticed = resolved('A [recto]{.gloss}, {term}`Recto`, [backs]{.gloss term="verso, back"}.')
    assert noticed == []
    links = [e for e in book.chapters[0].tree.iter("a") if e.get("class") == "glossref"]
    assert [(e.text, e.get("href"), e.get("role"), e.get(EPUB_TYPE)) for e in links] == [
        ("recto", "#term-recto", "doc-glossref", "glossref"),
        ("Recto", "#term-recto", "doc-glossref", "glossref"),
        ("backs", "#term-verso-back", "doc-glossref", "glossref"),
    ]
    terms = list(book.chapters[1].tree.iter("dt"))
    assert [(t.get("id"), t.get(EPUB_TYPE)) for t in terms] == [
        ("term-recto", "glossterm"),
        ("term-verso-back", "glossterm"),
    ]
    meaning = next(book.chapters[1].tree.iter("dd"))
    assert meaning.get(EPUB_TYPE) == "glossdef"
    back = next(meaning.iter("a"))
    assert back.get("href") == f"#{links[0].get('id')}"


@pytest.mark.parametrize(
    ("text", "glossary", "message"),
    [
        ("[vorso]{.gloss}", GLOSSARY, "3:R010 the glossary has no entry “vorso”"),
        ("[x]{.gloss}", "# G\n\nText.\n", "3:R010 “x” is a glossary term, and the book has no glossary"),
    ],
)
def test_a_term_without_an_entry_is_reported(text: str, glossary: str, message: str) -> None:
    book, noticed = resolved(text, glossary)
    assert noticed == [message]
    assert "".join(map(str, next(book.chapters[0].tree.iter("p")).itertext())) == text[1 : text.index("]")]


INDEX: list[tuple[str, list[str]]] = [
    ("a\\index{rings!gold} [x]{.index entry=\"rings!gold\"}", ["rings > gold (2)"]),
    ("a\\index{rings} b\\index{Rings}", ["Rings (1)", "rings (1)"]),
    ("a\\index{bands|see{rings}} b\\index{rings|seealso{gold}}", ["bands see rings", "rings (1) also gold"]),
    ("a\\index{alpha@\\textit{Alpha}} b\\index{a} z\\index{beta@aaa}", ["a (1)", "*Alpha* (1)", "aaa (1)"]),
    ("a\\index{x|(} b\\index{x|)} c\\index{y|textbf}", ["x (2)", "y (1)"]),
    ("{index}`a` {index}`b <single: c; d>`", ["a (1)", "c > d (1)"]),
    ("a{i: \"b!c\"}", ["b > c (1)"]),
    ("a [x]{.index entry=\"Palme d'Or\"} b [y]{.index entry=\"Palme d’Or\" see-also=\"the film's 'gaze'\"}",
     ["Palme d’Or (2) also the film’s ‘gaze’"]),
    ("a [*Emma*]{.index} b [not *Emma*]{.index}", ["*Emma* (1)", "not Emma (1)"]),
    ("a <!-- index: b \\\\ c -->", ["b > c (1)"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), INDEX, ids=[c[0] for c in INDEX])
def test_index(text: str, expected: list[str]) -> None:
    book, noticed = resolved(text)
    lines = []
    for entry in book.index:
        for one, name in [(entry, entry.heading), *((c, f"{entry.heading} > {c.heading}") for c in entry.children)]:
            places = f" ({len(one.locators)})" if one.locators else ""
            see = f" see {'; '.join(one.see)}" if one.see else ""
            also = f" also {'; '.join(one.see_also)}" if one.see_also else ""
            if places or see or also:
                lines.append(f"{name}{places}{see}{also}")
    assert lines == expected
    assert not [said for said in noticed if "leads to" not in said]


def test_an_empty_mark_is_reported() -> None:
    book, noticed = resolved("a []{.index} b")
    assert noticed == ["3:R011 this index mark has no entry; it is left out"]
    assert book.index == ()


@pytest.mark.parametrize(("target", "known"), [
    ("Rings", True), ("rings", True), ("Rings!gold", True), ("Rings, gold", True), ("gold", True), ("Réunions", True),
    ("*specific rings*", True), ("Bands", False), ("Rings!silver", False), ("Rings; Silver", False),
])  # fmt: skip
@pytest.mark.parametrize("kind", ["see", "see-also"])
def test_a_mark_that_leads_to_no_entry_is_reported(target: str, known: bool, kind: str) -> None:
    marks = '[]{.index entry="Rings!gold"}[]{.index entry="Reunions"}'
    _, noticed = resolved(f'a {marks}[]{{.index entry="Hoops" {kind}="{target}"}} b')
    last = target.split(";")[-1].strip()
    assert noticed == ([] if known else [f"3:R011 this mark leads to “{last}”, and the index has no such entry"])


def test_marks_without_an_index_are_said_once() -> None:
    source = Source("a.md", "# A\n\nx\\index{a}\n\ny\\index{b}\n", Matter.BODY, "chapter")
    other = Source("b.md", "# B\n\nx\n", Matter.BODY, "chapter")
    manuscript = Manuscript(Metadata("T"), (source, other), {}, datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    chapters, _ = parse(manuscript)
    _, noticed = resolve(manuscript, chapters, Medium("epub"))
    assert [(d.code, d.span.line) for d in noticed] == [("R012", 3)]
