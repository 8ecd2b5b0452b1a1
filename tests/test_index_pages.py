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
    references = re.findall(r"Figure (\d) \(page (\d+)", whole)
    assert references
    assert all(page == page_of(f"CAPTION{int(n) - 1}") for n, page in references)


@pytest.fixture(scope="module")
def long_index(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """The lines of the pages of an index of one chapter, from its first, a recto. An entry is HEAD3, a sub-entry sub3-5."""
    at, dice = tmp_path_factory.mktemp("long"), random.Random(3)
    names = [f"HEAD{n:02}" for n in range(30)]
    marks = [
        f'[]{{.index entry="{name}!sub{name[4:]}-{m:02}"{" see-also=Rings" if dice.random() < 0.1 else ""}}}'
        for name in names
        for m in range(dice.randrange(2, 16))
    ]
    text = "# One\n\n" + "".join(f"{WORDS}{mark}\n\n" for mark in marks)
    toml = 'title = "T"\nlang = "en"\nslug = "t"\nbody = ["one.md"]\nback = ["index"]\n[print]\ntrim = "4.25x6.87"\n'
    folder = written(at / "book", book__toml=toml, one__md=text)
    report = build(folder, ["pdf"], at / "out", workers=1)
    texts = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(report.written[0].path)]
    first = next(n for n, text in enumerate(texts) if text.strip().startswith("Index"))
    return [[line.strip() for line in text.splitlines() if "HEAD" in line or "sub" in line] for text in texts[first:]]


def test_an_entry_that_is_turned_over_has_its_heading_again(long_index: list[list[str]]) -> None:
    """On a verso that begins within one; a recto lies beside what came before. Every sub-entry is there, once."""
    assert len(long_index) > 4
    turned = 0
    for number, lines in enumerate(long_index):
        again = [line for line in lines if "continued" in line]
        inside = lines and (lines[0].startswith("sub") or bool(again))
        if number % 2 == 0 or not inside:
            assert not again, number
            continue
        below = re.match(r"sub(\d+)-(\d+)", lines[1])
        assert below is not None, lines[:2]
        assert again == [lines[0]] == [f"HEAD{below[1]} (continued)"]
        assert int(below[2]) > 0
        turned += 1
    assert turned
    subs = re.findall(r"sub\d+-\d+", " ".join(line for lines in long_index for line in lines))
    assert len(subs) == len(set(subs)) > 100
    assert sorted(subs) == subs


def test_see_also_stands_behind_a_full_stop(long_index: list[list[str]]) -> None:
    said = [line for lines in long_index for line in lines if "Rings" in line]
    assert said
    assert all(re.search(r"\d\. See also Rings", line) for line in said)
