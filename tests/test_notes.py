"""Notes of every length on pages: each once, no line of one outside of its page or on its text, at the foot or at the end."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pypdfium2
import pytest

from publish.build import build
from publish.paged.engine import Engine
from tests.conftest import written

WORDS = "The table had been laid for nine, and nobody had asked who would sit at the end of it. "
POINT = 72


def note(name: str, words: int) -> str:
    return f"[^{name}]: BEGIN{name}Q {WORDS * words} END{name}Q\n"


def paragraphs(name: str, words: int) -> str:
    return f"[^{name}]: BEGIN{name}Q {WORDS * words}\n\n    {WORDS * words}\n\n    - one\n    - two\n\n    END{name}Q\n"


BOOKS = {
    "a third of a page": ("# One\n\n" + WORDS * 20 + "Here.[^a] " + WORDS * 60 + "\n\n" + note("a", 9), {"a"}, set()),
    "more than half": ("# One\n\n" + WORDS * 20 + "Here.[^a] " + WORDS * 60 + "\n\n" + note("a", 30), {"a"}, {"a"}),
    "more than a page": ("# One\n\n" + WORDS * 20 + "Here.[^a] " + WORDS * 60 + "\n\n" + note("a", 90), {"a"}, {"a"}),
    "many on one page": (
        "# One\n\n" + " ".join(f"{WORDS}Here.[^n{n}]" for n in range(24)) + "\n\n" + "\n".join(note(f"n{n}", 9) for n in range(24)),
        {f"n{n}" for n in range(24)},
        None,
    ),
    "paragraphs and lists": ("# One\n\n" + WORDS * 9 + "Here.[^a] " + WORDS * 9 + "\n\n" + paragraphs("a", 4), {"a"}, set()),
    "in a table and a heading": (
        f"# One\n\n{WORDS * 9}\n\n## Two[^h]\n\n{WORDS}\n\n| a | b |\n|---|---|\n| c[^c] | d |\n\n{note('h', 3)}\n{note('c', 60)}",
        {"h", "c"},
        {"c"},
    ),
    "long, in the head of a table": (
        f"# One\n\n{WORDS * 9}\n\n| a[^h] | b |\n|---|---|\n" + f"| {WORDS} | c[^c] |\n" * 12
        + f"\n{note('h', 60)}\n{note('c', 2)}",
        {"h", "c"},
        {"h"},
    ),
    "on the last line": ("# One\n\n" + WORDS * 64 + "\n\nHere.[^a]\n\n" + note("a", 25), {"a"}, None),
}  # fmt: skip


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    down, across = min(one[3], other[3]) - max(one[1], other[1]), min(one[2], other[2]) - max(one[0], other[0])
    return down > 6 and across > 6


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("trim", ["5x8", pytest.param("6x9", marks=pytest.mark.slow)])
def test_every_note_is_whole_and_on_its_page(tmp_path: Path, name: str, trim: str) -> None:
    text, notes, ended = BOOKS[name]
    toml = f'title = "T"\nlang = "en"\nslug = "t"\nbody = ["one.md"]\n[print]\ntrim = "{trim}"\n'
    report = build(written(tmp_path / "book", book__toml=toml, one__md=text), ["print"], tmp_path / "out", workers=1)
    said = [d for d in report.diagnostics if d.code in ("P031", "T003")]
    assert not any(d.code == "T003" for d in said)
    assert ended is None or len(said) == len(ended)
    assert all(d.span.path == "one.md" for d in said)
    document = pypdfium2.PdfDocument(report.written[0].path)
    whole = ""
    for page in document:
        width, height = page.get_size()
        words = page.get_textpage()
        rectangles = sorted(words.get_rect(n) for n in range(words.count_rects()))
        assert all(bottom > 0.4 * POINT for _, bottom, _, _ in rectangles), "a line stands outside of its page"
        assert all(top < height - 0.3 * POINT for *_, top in rectangles), "a line stands outside of its page"
        assert all(0.3 * POINT < left < right < width - 0.3 * POINT for left, _, right, _ in rectangles)
        assert not any(overlap(one, other) for one, other in itertools.pairwise(rectangles)), "lines on each other"
        whole += words.get_text_range()
    plain = re.sub(r"[\s\u0002\ufffe]|-(?=\s)", "", whole)
    for one in notes:
        assert plain.count(f"BEGIN{one}Q") == plain.count(f"END{one}Q") == 1
    assert whole.count("nine") == text.count("nine"), "not one sentence is lost"


def test_notes_at_the_end_where_the_book_wants_it(tmp_path: Path) -> None:
    text = f"# One\n\n{WORDS * 3}Here.[^a] {WORDS * 60}There.[^b] {WORDS}\n\n{note('a', 1)}\n{note('b', 1)}"
    toml = 'title = "T"\nlang = "en"\nslug = "t"\nbody = ["one.md"]\n[typography]\nnotes = "end"\n'
    report = build(written(tmp_path / "book", book__toml=toml, one__md=text), ["pdf"], tmp_path / "out", workers=1)
    assert not [d for d in report.diagnostics if d.code[0] in "PT" and d.code != "T023"]
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(report.written[0].path)]
    of = {word: next(n for n, page in enumerate(pages) if word in page) for word in ("Here.", "BEGINaQ", "BEGINbQ")}
    assert of["Here."] < of["BEGINaQ"] == of["BEGINbQ"]
    assert pages[of["BEGINaQ"]].index("BEGINaQ") < pages[of["BEGINaQ"]].index("BEGINbQ")


def test_a_note_goes_to_the_next_page_for_want_of_room_and_not_by_a_rounding() -> None:
    """The heights of pages are any fractions, and so is where their notes begin."""
    strayed = []
    for step in range(60):
        styles = (
            f"@page {{ size: 200px {300 + step / 7:.6f}px; margin: 10px; @footnote {{ margin-top: 7.25pt; padding-top: 5pt }} }}"
            "p { margin: 0; font: 11pt/14.5pt monospace } span.footnote { float: footnote; footnote-policy: line; "
            "font: 8.75pt/11.5pt monospace } .footnote::footnote-call, .footnote::footnote-marker { content: none }"
        )
        text = '<p>one</p><p>two<a id="c"></a><span class="footnote" id="n">note</span></p><p>three</p>'
        section, _ = Engine(styles, {}).section(f'<html lang="en"><body>{text}</body></html>'.encode(), {}, "en")
        if len(section.leaves) > 1 or not {"c", "n"} <= section.leaves[0].places.keys():
            strayed.append(step)
    assert not strayed


WITHIN = f"""# One

{WORDS * 3}Here.[^a] {WORDS}There.[^d] {WORDS}

[^b]: BEGINbQ {WORDS} ENDbQ[^c]

[^a]: BEGINaQ {WORDS}[^b] ENDaQ

[^c]: BEGINcQ {WORDS} ENDcQ

[^d]: BEGINdQ {WORDS} ENDdQ again[^b]
"""
LONG_WITHIN = WITHIN.replace("ENDaQ", WORDS * 40 + "ENDaQ")
NOTES_WITHIN = {
    "one of one chapter": (WITHIN, ""),
    "in a file that is divided": (f"{WITHIN}\n# Two\n\n{WORDS}", ""),
    "all at the end": (WITHIN, '[typography]\nnotes = "end"\n'),
    "in one that no foot can hold": (LONG_WITHIN, ""),
}


@pytest.mark.parametrize("name", NOTES_WITHIN)
def test_notes_within_notes_are_set_and_counted_where_a_reader_comes_to_them(tmp_path: Path, name: str) -> None:
    text, toml = NOTES_WITHIN[name]
    toml = f'title = "T"\nlang = "en"\nslug = "t"\nbody = ["one.md"]\n{toml}'
    report = build(written(tmp_path / "book", book__toml=toml, one__md=text), ["pdf"], tmp_path / "out", workers=1)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(report.written[0].path)]
    whole = "".join(pages)
    begins = [whole.find(f"BEGIN{one}Q") for one in "abcd"]
    assert all(whole.count(f"BEGIN{one}Q") == whole.count(f"END{one}Q") == 1 for one in "abcd")
    if name == "in one that no foot can hold":
        begins.pop()  # which is at the foot
    assert begins == sorted(begins)
    assert re.findall(r"(\d)\.\s+BEGIN([a-d])Q", whole) == sorted(
        [("1", "a"), ("2", "b"), ("3", "c"), ("4", "d")], key=lambda one: whole.index(f"BEGIN{one[1]}Q")
    )


CIRCLES = {
    "a note that calls itself": ("[^a]: see[^a]", 0),
    "two that call each other": ("[^b]: to c[^c]\n\n[^c]: to b[^b]", 1),
    "what an aside calls is a note": ("[^c]: the last\n\n[^b]: to c[^c]", 1),
}


@pytest.mark.parametrize("name", CIRCLES)
def test_notes_that_the_text_does_not_lead_to_stay_as_asides(tmp_path: Path, name: str) -> None:
    text, notes = CIRCLES[name]
    book = written(
        tmp_path / "book", book__toml='title = "T"\nlang = "en"\nslug = "t"\n', one__md=f"# One\n\nText.\n\n{text}\n"
    )
    report = build(book, ["pdf"], tmp_path / "out", workers=1)
    assert [d.code for d in report.diagnostics].count("C004") == 1
    whole = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(report.written[0].path))
    assert len(re.findall(r"^\d\. ", whole, re.M)) == notes
