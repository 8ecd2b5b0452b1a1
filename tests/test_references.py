"""Links and cross-references through the whole book: where each spelling leads, what it prints, what is reported."""

from __future__ import annotations

import datetime

import pytest

from publish.book import Book, Manuscript, Matter, Medium, Metadata, Source
from publish.diagnostics import Diagnostic
from publish.editions.page_references import page_references_set
from publish.markdown import parse
from publish.resolve import resolve
from publish.resolve.slugs import github, kramdown, pandoc, python_markdown

RING = """# The Ring {#ch:ring}

## What's a Ring? It's *gold*

## Terms {#sec:terms}

### Überraschung im Café

## Terms

![A ring](ring.png){#fig:ring}

![](bare.png){#fig-bare}

| a |
|---|
| b |

Table: Rings {#tbl:rings}

[]{#spot} A place. <a name="old"></a>
"""
FILES = {
    "guide/01-ring.md": RING,
    "guide/other/README.md": "# Other\n\n## 日本語の見出し\n",
    "guide/My Chapter.md": "# My own {-}\n\n## 1.2 Numbers first\n",
    "part.md": "# Gold\n",
}
FIRST = "guide/00-first.md"


def resolved(text: str) -> tuple[Book, list[str]]:
    sources = [Source(FIRST, f"# First\n\n{text}\n", Matter.BODY, "chapter")]
    kinds = {"part.md": "part"}
    sources += [Source(path, body, Matter.BODY, kinds.get(path, "chapter")) for path, body in FILES.items()]
    files = {"guide/plan.pdf": b"%PDF", "guide/code.js": b"x", "guide/photo.png": b""}
    modified = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    manuscript = Manuscript(Metadata("T"), tuple(sources), files, modified)
    chapters, noticed = parse(manuscript)
    book, more = resolve(manuscript, chapters, Medium("epub"))
    found = [f"{d.span.line}:{d.code} {d.message}" for d in (*noticed, *more) if not d.code.startswith("A")]
    return book, found


def reported(text: str) -> list[Diagnostic]:
    manuscript = Manuscript(
        Metadata("T"), (Source(FIRST, text, Matter.BODY, "chapter"),), {}, datetime.datetime.now(datetime.UTC)
    )
    chapters, _ = parse(manuscript)
    return [d for d in resolve(manuscript, chapters, Medium("epub"))[1] if d.code in ("R001", "R004")]


def shown(text: str) -> tuple[str, list[str]]:
    """The paragraph with each link as `words→id`, and what was reported."""
    book, noticed = resolved(text)
    paragraph = next(book.chapters[0].tree.iter("p"))
    for link in paragraph.iter("a"):
        link.text = f"{link.text or ''}→{link.get('href', '').removeprefix('#')}"
    return "".join(map(str, paragraph.itertext())), noticed


CROSS: list[tuple[str, str]] = [
    ("@fig:ring", "Figure 1→fig-ring"),
    ("@fig-ring", "Figure 1→fig-ring"),
    ("[@fig:ring]", "Figure 1→fig-ring"),
    ("[-@fig:ring]", "1→fig-ring"),
    ("[Fig. @fig:ring]", "Fig.\u00a01→fig-ring"),
    ("[@fig:ring; @tbl:rings]", "Figure 1→fig-ring, Table 1→tbl-rings"),
    ("Figure \\@ref(fig:ring)", "Figure 1→fig-ring"),
    ("Table \\@ref(tab:rings)", "Table 1→tbl-rings"),
    ("\\ref{fig:ring} \\autoref{fig:ring}", "1→fig-ring Figure 1→fig-ring"),
    ("{numref}`fig:ring`", "Figure 1→fig-ring"),
    ("{numref}`Fig. %s <fig:ring>`", "Fig. 1→fig-ring"),
    ("{ref}`the words <sec:terms>`", "the words→sec-terms"),
    ("{ref}`sec:terms`", "Terms→sec-terms"),
    ("{doc}`01-ring`", "Chapter 2→ch-ring"),
    ("@fig-bare and @fig:bare", "Figure 2→fig-bare and Figure 2→fig-bare"),
    ("@ch:ring", "Chapter 2→ch-ring"),
    ("@sec:terms", "Section “Terms”→sec-terms"),
    ("[](#ch:ring)", "Chapter 2→ch-ring"),
    ("[](#spot)", "Chapter 2→spot"),
    ("[](01-ring.md)", "Chapter 2→ch-ring"),
]

LINKS: list[tuple[str, str]] = [
    ("[x](01-ring.md)", "x→ch-ring"),
    ("[x](01-ring.md#sec:terms)", "x→sec-terms"),
    ("[x](#sec:terms)", "x→sec-terms"),
    ("[x](01-ring)", "x→ch-ring"),
    ("[x](ring.html#fig:ring)", "x→fig-ring"),
    ("[x](01-ring.xhtml)", "x→ch-ring"),
    ("[x](ch002.xhtml)", "x→ch-ring"),
    ("[x](/guide/ring)", "x→ch-ring"),
    ("[x](/site/guide/ring.html)", "x→ch-ring"),
    ("[x](../guide/other/)", "x→other"),
    ("[x](other/index.html)", "x→other"),
    ("[x](other)", "x→other"),
    ("[x](../ring/)", "x→ch-ring"),
    ("[x](My%20Chapter.md)", "x→my-chapter"),
    ("[x](<My Chapter.md>)", "x→my-chapter"),
    ("[x](../part.md)", "x→part"),
    ("[x](01-ring.md#whats-a-ring-its-gold)", "x→whats-a-ring-its-gold"),
    ("[x](01-ring.md#terms-1)", "x→terms"),
    ("[x](01-ring.md#terms_1)", "x→terms"),
    ("[x](01-ring.md#überraschung-im-café)", "x→uberraschung-im-cafe"),
    ("[x](01-ring.md#%C3%BCberraschung-im-caf%C3%A9)", "x→uberraschung-im-cafe"),
    ("[x](01-ring.md#uberraschung-im-cafe)", "x→uberraschung-im-cafe"),
    ("[x](01-ring.md#old)", "x→old"),
    ("[x](other/README.md#日本語の見出し)", "x→section"),
    ("[x](<My Chapter.md#numbers-first>)", "x→id-1-2-numbers-first"),
    ("[x](<My Chapter.md#12-numbers-first>)", "x→id-1-2-numbers-first"),
    ("[x](#top)", "x→00-first"),
    ("<https://e.org/--> http://e.org", "https://e.org/--→https://e.org/-- http://e.org→http://e.org"),
]


@pytest.mark.parametrize(("text", "expected"), [*CROSS, *LINKS], ids=[c[0] for c in (*CROSS, *LINKS)])
def test_reference(text: str, expected: str) -> None:
    words, noticed = shown(text)
    assert words == expected
    assert noticed == []


MISTAKES: list[tuple[str, str, str]] = [
    ("@fig:none", "@fig:none", "3:R004 no place in the book has the label “fig:none”; “@fig:none” is printed"),
    ("[x](#none)", "x", "3:R001 no place in the book has the id “none”; the words are printed without a link"),
    ("[x](01-ring.md#none)", "x→ch-ring",
     "3:R001 no place in the book has the id “none”; the link leads to the chapter guide/01-ring.md"),
    ("[x](01-Ring.md)", "x→ch-ring", "3:R009 01-Ring.md is spelled otherwise than the chapter that it leads to"),
    ("[x](wrong/01-ring.md)", "x→ch-ring",
     "3:R009 wrong/01-ring.md is spelled otherwise than the chapter that it leads to"),
    ("[x](#Sec-Terms)", "x→sec-terms",
     "3:R009 no place has exactly the id “Sec-Terms”; the link leads to “Terms”, which is spelled nearly so"),
    ("[x](none.md)", "x", "3:R003 none.md is not a chapter of this book; the words are printed without a link"),
    ("[x](plan.pdf)", "x",
     "3:R003 guide/plan.pdf is a file of the manuscript, but no chapter; the words are printed without a link"),
    ("[x](code.js)", "x",
     "3:R003 guide/code.js is a file of the manuscript, but no chapter; the words are printed without a link"),
    ("[x](none.js)", "x", "3:R001 none.js leads to nothing in the book; the words are printed without a link"),
    ("[x]()", "x", "3:R001 this link has no address; its words are printed without a link"),
    ("[x](javascript:y)", "x", "3:R007"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "message"), MISTAKES, ids=[c[0] for c in MISTAKES])
def test_what_leads_nowhere_is_reported(text: str, expected: str, message: str) -> None:
    words, noticed = shown(text)
    assert words == expected
    assert [n[: len(message)] for n in noticed] == [message]


SLUGS: list[tuple[str, str, str, str, str]] = [
    ("Hello, World!", "hello-world", "hello-world", "hello-world", "hello-world"),
    ("3. C++ & Go", "3-c--go", "c-go", "c--go", "3-c-go"),
    ("Über uns", "über-uns", "über-uns", "ber-uns", "uber-uns"),
    ("v1.2 notes", "v12-notes", "v1.2-notes", "v12-notes", "v12-notes"),
    ("42", "42", "section", "", "42"),
]


@pytest.mark.parametrize("row", SLUGS, ids=[r[0] for r in SLUGS])
def test_slugs_are_those_of_the_tools(row: tuple[str, str, str, str, str]) -> None:
    text, *expected = row
    assert [rule(text) for rule in (github, pandoc, kramdown, python_markdown)] == expected


def test_a_figure_that_is_referred_to_says_its_number() -> None:
    book, _ = resolved("@fig-bare")
    bare = next(e for e in book.chapters[1].tree.iter("figure") if e.get("id") == "fig-bare")
    assert "".join(map(str, next(bare.iter("figcaption")).itertext())).strip() == "Figure 2"


#: A label that nothing has, and what was meant, if anything.
MEANT: list[tuple[str, str]] = [
    ("fig:rign", "#fig-ring"),
    ("fig-rings", "#fig-ring"),
    ("fig:nowhere", ""),
    ("fig:term", ""),
    ("sec:tersm", "#sec:terms"),
    ("sectrms", "#sec:terms"),
]


@pytest.mark.parametrize(("label", "meant"), MEANT)
def test_labels_of_its_kind_are_suggested(label: str, meant: str) -> None:
    hints = [
        d.hint
        for d in reported(
            f"# See\n\n@{label}, [x](#{label}) ![A ring](r.png){{#fig-ring}}\n\n# Terms {{#sec:terms}}\n\n# Ignore {{#ignore}}"
        )
    ]
    assert hints
    assert {hint.partition("did you mean ")[2].rstrip("?") for hint in hints} == {meant}


PAGES: list[tuple[str, str]] = [
    ("@fig:ring, again @fig:ring", "Figure 1 (page~P), again Figure 1"),
    ("[that](#sec:terms) and [that](#sec:terms)", "that (page~P) and that"),
    ("as [the ring](01-ring.md) says", "as the ring says"),
    ("as [told](01-ring.md)", "as told (page~P)"),
    ("on page \\pageref{fig:ring}", "on page~P"),
    ("on **page** \\pageref{fig:ring}", "on page~P"),
    ("on **page**, \\pageref{fig:ring}", "on page, P"),
    ("(see [told](01-ring.md))", "(see told, page~P)"),
    ("(see *[told](01-ring.md)* for more)", "(see told, page~P for more)"),
    ("(see [told](01-ring.md) for more)", "(see told, page~P, for more)"),
    ("(*see* (b) [told](01-ring.md), c) d", "(see (b) told, page~P, c) d"),
    ("so) and `f(` as [told](01-ring.md) `)`", "so) and f( as told (page~P) )"),
    ("(so [told](01-ring.md)", "(so told (page~P)"),
    ("（so [told](01-ring.md)）", "（so told, page~P）"),
    ("(so\n\nas [told](01-ring.md))", "as told (page~P))"),
]


@pytest.mark.parametrize(("text", "expected"), PAGES, ids=[c[0] for c in PAGES])
def test_pages_stand_behind_the_first_reference_only(text: str, expected: str) -> None:
    book, _ = resolved(text)
    chapter = book.chapters[0]
    page_references_set(book, chapter, chapter.tree)
    for page in chapter.tree.iter("span"):
        if page.get("data-page-of"):
            page.text = "P"
    assert "".join(map(str, [*chapter.tree.iter("p")][-1].itertext())) == expected.replace("~", "\u00a0")
