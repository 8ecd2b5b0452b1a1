"""The dialect: each construct with the tree it becomes and what is reported, in the files of `cases/`.

`make golden` writes the expected halves anew; a person reads the difference.
"""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from publish.book import Dialect, Manuscript, Matter, Metadata, Reading, Source
from publish.diagnostics import Diagnostic
from publish.markdown import parse

FILES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


DIALECT = Dialect(chapters="files")
DIALECTS = {
    "accept": Dialect(chapters="files", critic=Reading.ACCEPT),
    "strip": Dialect(chapters="files", critic=Reading.STRIP),
    "mdbook": Dialect(chapters="files", hidden_lines=True),
}


def parsed(text: str, dialect: Dialect = DIALECT) -> tuple[str, tuple[Diagnostic, ...]]:
    # A second source, and chapters that are files, keep the first whole.
    sources = tuple(
        Source(name, body, Matter.BODY, "chapter") for name, body in (("a.md", text), ("b.md", "# B\n\nb\n"))
    )
    manuscript = Manuscript(
        Metadata("T", dialect=dialect),
        sources,
        {},
        datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    )
    chapters, noticed = parse(manuscript)
    return etree.tostring(chapters[0].tree, encoding="unicode"), noticed


def shown(name: str, text: str) -> str:
    """The tree without namespaces and lines, and what was reported, as the cases write it.

    A case whose name begins with `accept:` or `strip:` is of a book that says so of an editor's marks, with `mdbook:` of mdBook's.
    """
    markup, noticed = parsed(text, DIALECTS.get(name.partition(":")[0], DIALECT))
    markup = re.sub(r' (?:xmlns:\w+|data-(?:line|rank))="[^"]*"', "", markup)
    markup = re.sub(r"\bns\d+:type", "epub:type", markup)
    markup = re.sub(r"\n\s*\n+", "\n", markup).removeprefix("<section>").removesuffix("</section>").strip()
    return "\n".join([markup, *(f"! {d.span.line}:{d.code} {d.message}" for d in noticed)])


def cases(file: Path) -> list[tuple[str, str, str]]:
    blocks = re.split(r"^=== (.*)$", file.read_text(encoding="utf-8"), flags=re.M)[1:]
    pairs = zip(blocks[::2], blocks[1::2], strict=True)
    return [(name, *(part.strip("\n") for part in body.split("\n---8<---\n"))) for name, body in pairs]  # type: ignore[misc]


ALL = [case for file in FILES for case in cases(file)]


@pytest.mark.parametrize(("name", "text", "expected"), ALL, ids=lambda v: v if "\n" not in v else "")
def test_case(name: str, text: str, expected: str) -> None:
    assert shown(name, text + "\n") == expected


@pytest.mark.skipif(os.environ.get("GOLDEN") != "overwrite", reason="writes the cases anew, only when asked")
def test_golden_is_written() -> None:
    for file in FILES:
        parts = [f"=== {name}\n{text}\n---8<---\n{shown(name, text + chr(10))}\n" for name, text, _ in cases(file)]
        file.write_text("\n".join(parts), encoding="utf-8")


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
MARK = st.sampled_from(["*", "**", "`", "[", "]", "(", ")", "<b>", "</i>", "<div>", "&", "&amp;", "<", ">", "|", "#", "\n",
                        "\n\n", "> ", "- ", "1. ", ":::", "::: x\n", "[^1]", "[^1]: ", "^[", "{#a}", "{.b c=d}", "\\", "\"",
                        "'", "--", "![", "@fig:a", "<p>", "<td>", "</table>", "<!--", "-->", "    ", "$", "~~",
                        "$$", "$$\n", "\\(", "\\)", "\\[", "\\]", "\\begin{align}\n",
                        "\\end{align}\n", "^2", "_", "{", "}",
                        "%%", "{{<", ">}}", "{{", "}}", "{%", "%}", "{++", "--}", "{>>", "<<}", "{% comment %}", "\\newpage\n",
                        "\n***\n", "{a}`", "[//]: # (",
                        "\n> [!note] ", "\n> **Note:** ", "\n!!! note ", "\n!!! x \"", "\n=== \"", "\n:::{note} ", "\n```{tip} ",
                        "\n```\n", "\n:::\n", "\n:::a[", "\n::: tip ", "\n{blurb}\n", "\n{/blurb}\n", "\nA> ", "\nW> ",
                        "\n{% hint %}\n", "\n{% endhint %}\n", "{: .x}\n", "\n{id: x}\n", "\n: ", "\nTable: ", "\n---|---\n",
                        " | ", "\n| a | b |\n", "\n+---+---+\n", "\n---- ----\n", "\n---------\n", "(@", "\n(@) ", "\na. ",
                        "\nii) ", "\n#. ", "\n- [ ] ", "\n```{figure} x\n", "\n:alt: ", "![](x.png)", "*\n",
                        "  \n", "\\\n", "\n| ", "\n\n::: verse\n", "\n\n::: drama\n", "\n\n::: letter\n", "\n:::\n",
                        "**A**\n", "\n> -- ", "==", "~", "^", "{漢|", "}", "[[", "]]", "|", ":tada:", "\n*[", "]: ", "\\textit{",
                        "{kbd}`", "\n[TOC]\n", "&nbsp;", "\n\n&nbsp;\n\n", "<ruby>", "<rt>", "\\ ", "《", "》", "\n+ + +\n",
                        "\\noindent ",
                        "[@", "@a", "; @b", "[-@fig:a", "\\@ref(", "\\ref{", "\\label{", "\\index{", "|see{", "\n(a)=\n", "{term}`",
                        "{ref}`", "{i: ", "<!-- index: ", "https://", "www.x.", "\n<<(", "\n{{#include ", "\n```{include} ",
                        "\n```{glossary}\n", "\n$$\n", "{.index}", "{.gloss}"])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(WORD.map(lambda w: f" {w}zq "), MARK), max_size=40))
def test_no_word_is_lost(pieces: list[str]) -> None:
    """Whatever marks stand around them, every word comes through, in order, or a diagnostic says what went."""
    text = "".join(pieces)
    markup, noticed = parsed(text)
    tree = etree.fromstring(markup)
    values = " ".join([*("".join(tree.itertext()).split()), *(v for e in tree.iter() for v in e.attrib.values())])
    wanted = re.findall(r"[a-z]+zq", re.sub(r"<!--.*?-->|%%.*?(?:%%|$)", "", text, flags=re.S))
    lost = [word for word in wanted if word not in values and word not in text_of_definitions(text)]
    assert not lost or noticed


def text_of_definitions(text: str) -> str:
    """Link reference definitions and attributes print nothing, by the rules of CommonMark and pandoc."""
    return " ".join(re.findall(r"\{[^}]*\}|^ {0,3}\[[^\]]*\]:.*(?:\n.*)?|:::.*|^~~~.*|^```.*", text, flags=re.M))
