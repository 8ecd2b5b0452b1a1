"""Numbers of the index, the contents, the lists and of references, held against the text of the finished pages."""

from __future__ import annotations

import random
import re

import pypdfium2
import pytest
from lxml import etree

from publish.build import build
from publish.paged.index_pages import entries_numbered
from tests.conftest import written

WORDS = "The table had been laid for nine, and nobody had asked who would sit at the end of it. "


def locators(*ids: str) -> str:
    return "".join(
        f'<span class="locator"><a href="#{i}"><span class="page" data-page-of="{i}"/></a></span>' for i in ids
    )


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("61", "Rings, 61."),
        ("61 61 61", "Rings, 61."),
        ("61 62", "Rings, 61, 62."),
        ("61 62 63", "Rings, 61–63."),
        ("3 61 62 62 63 64 70", "Rings, 3, 61–64, 70."),
        ("viii ix x 1 2 3 4", "Rings, viii–x, 1–4."),
        ("x 11 12", "Rings, x, 11, 12."),
    ],
)
def test_pages_of_an_entry(pages: str, expected: str) -> None:
    folios = {f"i{n}": folio for n, folio in enumerate(pages.split())}
    root = etree.fromstring(f'<html lang="en"><p>Rings, {locators(*folios)}.</p></html>')
    entries_numbered(root, folios)
    assert "".join(map(str, root.itertext())) == expected


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of every page by its folio; words such as T3T stand where the index points to."""
    at, dice = tmp_path_factory.mktemp("index"), random.Random(7)
    chapters = {}
    for chapter in range(3):
        text = [f"# Chapter {chapter}\n"]
        for thing in (dice.randrange(4) for _ in range(24)):
            mark = f'T{thing}T[]{{.index entry="Things!thing {thing}"}}'
            text.append(f"{WORDS * dice.randrange(1, 7)}{mark}\n")
        text.append(f"See @fig:f{(chapter + 1) % 3}. {WORDS * 3}\n")
        text.insert(12, f"![CAPTION{chapter} of it.](a.svg){{#fig:f{chapter}}}\n")
        chapters[f"c{chapter}__md"] = "\n".join(text)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3"/></svg>'
    toml = (
        'title = "T"\nlang = "en"\nslug = "t"\nfront = ["contents", "list-of-figures"]\n'
        'body = ["c0.md", "c1.md", "c2.md"]\nback = ["index"]\n[print]\ntrim = "5x8"\n'
    )
    report = build(written(at / "book", book__toml=toml, a__svg=svg, **chapters), ["print"], at / "out", workers=1)
    document = pypdfium2.PdfDocument(report.written[0].path)
    return {document.get_page_label(n): page.get_textpage().get_text_range() for n, page in enumerate(document)}


def expanded(text: str) -> set[str]:
    found: set[str] = set()
    for one in re.findall(r"\d+(?:–\d+)?", text):
        first, _, last = one.partition("–")
        found |= {str(n) for n in range(int(first), int(last or first) + 1)}
    return found


def test_the_index_names_every_page_and_no_other(pages: dict[str, str]) -> None:
    index = next(text for text in pages.values() if text.lstrip().startswith("Index"))
    index = re.sub(r"[\r\n]+", " ", index.rstrip().rpartition("\n")[0])  # the last line is the folio
    for number in range(4):
        row = re.search(rf"thing {number}, ([\d–, ]+)", index)
        assert row is not None
        assert expanded(row[1].rsplit(" thing", 1)[0]) == {
            folio for folio, text in pages.items() if f"T{number}T" in text
        }


def test_lists_and_references_name_the_page(pages: dict[str, str]) -> None:
    def page_of(words: str) -> str:
        return next(folio for folio, text in pages.items() if folio.isdigit() and words in text)

    listed = next(text for text in pages.values() if text.lstrip().startswith("Figures"))
    contents = next(text for text in pages.values() if text.lstrip().startswith("Contents"))
    for n in range(3):
        assert re.search(rf"CAPTION{n} of it\.[ .]*(\d+)", listed)[1] == page_of(f"CAPTION{n}")  # type: ignore[index]
        assert re.search(rf"Chapter {n}[ .]*(\d+)", contents)[1] == page_of(f"Chapter {n}\r\nThe")  # type: ignore[index]
    whole = " ".join(" ".join(pages.values()).split())
    references = re.findall(r"Figure (\d), page (\d+)", whole)
    assert references
    assert all(page == page_of(f"CAPTION{int(n) - 1}") for n, page in references)
