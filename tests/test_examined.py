"""Finished books held against their manuscripts: notes, page numbers, places and order, in files as a reader's software sees them.

The examiner is tried on files that say something wrong; then it examines books that have everything that it knows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.awaited import Awaited, Note, Number, Piece, _Reader
from bench.examined import Examined, compared, examined
from bench.printed import Printed, Run
from publish.build import build
from publish.verify import verify
from tests.conftest import CLASSICS, ROOT, classic, written
from tests.random_book import random_book

WORDS = "The table had been laid for nine, and nobody had asked who would sit at the end of it. "

CONTENTS = Awaited("contents", "en", (Piece(["contents"]), Piece(["one", Number("ch")])), ())
CHAPTER = Awaited(
    "one",
    "en",
    (
        Piece(["titleone"], {"ch": 0}),
        Piece(["see", Number("end", "here", ",page"), "andon", "1"], {"here": 0, "call": 3}),
        Piece(["atlast"], {"end": 0, "ix-1": 0, "ix-2": 0}),
    ),
    (Note("n", "call", (Piece(["1", "anote,", Number("end", "n")]),)),),
)
INDEX = Awaited("index", "en", (Piece(["last,", Number("ix-1"), Number("ix-2")]),), ())


def run(text: str, page: int, at: int, *kinds: str) -> Run:
    return Run(text, page, ("Document", "Sect", *(kinds or ("P",))), (0, page, at, 0)[: 3 + len(kinds)])


RUNS = (
    run("Contents", 0, 0),
    run("One . . . . 1", 0, 1),
    run("Title one", 1, 0),
    run("See, page 2 and on 1", 1, 1),
    run("1 A note, 2", 1, 2, "Note"),
    run("At last", 2, 0),
    run("Last, 2", 3, 0),
)
BOOK = Printed(RUNS, {"ch": 1, "end": 2, "ix-1": 2, "n": 1}, ("i", "1", "2", "3"), ("", "Title 1", "2", ""))


def said(old: str, new: str) -> Callable[[Printed], Printed]:
    return lambda book: dataclasses.replace(
        book, runs=tuple(dataclasses.replace(one, text=one.text.replace(old, new)) for one in book.runs)
    )


def moved(frm: int, to: int) -> Callable[[Printed], Printed]:
    def change(book: Printed) -> Printed:
        runs = list(book.runs)
        runs.insert(to, runs.pop(frm))
        return dataclasses.replace(book, runs=tuple(runs))

    return change


def paged(at: int, page: int) -> Callable[[Printed], Printed]:
    return lambda book: dataclasses.replace(
        book, runs=tuple(dataclasses.replace(r, page=page) if n == at else r for n, r in enumerate(book.runs))
    )


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (lambda book: book, {}),
        (said(", page 2 and", "\u00ad, page\n2 and"), {}),
        (said("page 2 and", "page 3 and"), {"wrong": 1}),
        (said(", page 2 and", " and"), {"wrong": 1}),
        (said(". 1", ". 2"), {"wrong": 1}),
        (said("Last, 2", "Last, 1"), {"wrong": 1}),
        (said("Last, 2", "Last, 2, 2"), {"wrong": 1}),
        (said("1 A note, 2", ""), {"stray": 1}),
        (said("1 A note", "1 Another note"), {"stray": 2}),
        (lambda book: dataclasses.replace(book, runs=(*book.runs, run("1 A note, 2", 3, 9, "Note"))), {"stray": 1}),
        (paged(4, 2), {}),  # the note is on the next page, that of the place it names, and says so
        (paged(4, 0), {"stray": 1}),
        (paged(5, 1), {"wrong": 3, "misled": 2}),
        (said("At last", ""), {"astray": 1, "wrong": 3}),
        (moved(5, 2), {"astray": 1, "wrong": 3}),
        (lambda book: dataclasses.replace(book, destinations={"ch": 2}), {"misled": 1}),
        (lambda book: dataclasses.replace(book, artifacts=("", "Title 2", "2", "")), {"wrong": 1}),
    ],
)
def test_what_is_wrong_is_found(change: Callable[[Printed], Printed], faults: dict[str, int]) -> None:
    result = compared([CONTENTS, CHAPTER, INDEX], change(BOOK))
    assert {k: len(getattr(result, k)) for k in ("stray", "wrong", "misled", "astray") if getattr(result, k)} == {
        k: n for k, n in faults.items() if n
    }, result


@pytest.mark.parametrize(("turned", "stray"), [((), 1), ((0,), 1), ((0, 1), 0)])
def test_notes_of_a_turned_table_stand_at_its_end(turned: tuple[int, ...], stray: int) -> None:
    note = Note("n", "call", (Piece(["1", "anote"]),))
    chapter = Awaited("one", "en", (Piece(["see", "1"], {"call": 1}), Piece(["atlast"])), (note,))
    runs = (run("See 1", 0, 0), run("1 A note", 2, 1, "Note"), run("At last", 4, 2))
    book = Printed(runs, {}, tuple("12345"), ("",) * 5, frozenset(turned))
    assert len(compared([chapter], book).stray) == stray


def test_a_mark_behind_the_last_word_of_a_paragraph_stands_with_it() -> None:
    said = _Reader("one", "en").read(b'<html><body><p>First<a id="ix"/></p><p id="p">Second</p></body></html>')
    assert [piece.ids for piece in said.pieces] == [{"ix": 1}, {"p": 0}]


def chapter(number: int) -> str:
    """Notes short and long, in a heading, a list and a table; figures and tables that float; index marks on many pages."""
    marked = "".join(f"{WORDS * 5}[the chair]{{.index}} stood there.\n\n" for _ in range(4))
    return (
        f"# Chapter of {number} {{#ch{number}}}\n\n{WORDS * 3}[^a] See @ch:ch{(number + 3) % 6} and @fig:f{(number + 5) % 6}, "
        f"[the log](#tbl:t{(number + 1) % 6}).\n\n![A chair in chapter {number}](chair.svg){{#fig:f{number}}}\n\n{marked}"
        f"## A section[^b]\n\n- {WORDS}[^c]\n- {WORDS}\n\n| Day | Miles |\n|---|---|\n| May | 9[^d] |\n| June | {number} |\n\n"
        f': The log of {number} {{#tbl:t{number}}}\n\n{marked}[Seats]{{.index entry="chair!its seat"}} and '
        f'[]{{.index entry="sofa" see="chair"}}more.[^e]\n\n[^a]: Alpha {number}: {WORDS * 2}\n\n'
        f"[^b]: Beta {number}, @fig:f{(number + 6) % 6}.\n\n[^c]: Gamma {number}.\n\n    {WORDS}\n\n[^d]: Delta {number}.\n\n"
        f"[^e]: Epsilon {number}: {WORDS * (60 if number == 3 else 1)}\n"
    )


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M4 4h32v22H4z" fill="#ccc"/></svg>'


@pytest.mark.parametrize("notes", ["foot", "end"])
def test_a_book_with_everything(notes: str, tmp_path: Path) -> None:
    """Contents, lists, references, index, notes of which one is too long for any foot: all right, and in order."""
    names = [f"c{number}" for number in range(6)]
    front, back = '["title-page", "contents", "list-of-figures", "list-of-tables"]', '["index"]'
    body = ", ".join(f'"{name}.md"' for name in names)
    toml = f'title = "T"\nlang = "en"\nslug = "t"\nfront = {front}\nbody = [{body}]\nback = {back}\n[print]\ntrim = "5x8"\n'
    toml += f'[typography]\nnotes = "{notes}"\n'
    files = {f"c{number}__md": chapter(number) for number in range(6)}
    folder = written(tmp_path / "book", book__toml=toml, chair__svg=DRAWING, **files)
    report = build(folder, ["pdf"], tmp_path / "out", workers=1)
    result = examined(report.written[0].path, folder)
    alone = {one.code for one in report.diagnostics} & {"P031"}
    assert alone == ({"P031"} if notes == "foot" else set()), "one note stands at the end of its chapter, or all"
    assert result.faults == 0, result
    assert result.notes == 30
    assert result.numbers > 60
    assert result.places > 100


@pytest.mark.slow
@pytest.mark.parametrize("name", [*CLASSICS, "japanese", "manuscript"])
def test_books(tmp_path: Path, name: str) -> None:
    folder = {"japanese": ROOT / "tests" / "books" / name, "manuscript": ROOT / name}.get(name) or classic(
        name, tmp_path / name
    )
    report = build(folder, ["pdf"], tmp_path / "out")
    result = examined(report.written[0].path, folder)
    assert result.faults == 0, dataclasses.astuple(result)[4:]
    assert result.pieces > 20


def test_what_is_examined_is_told() -> None:
    result = Examined(2000, 720, 3, 4, ("a note",))
    assert result.faults == 1
    assert str(result) == (
        "2,000 notes, 1 wrong; 720 page numbers, all right; 3 places, all where links lead; 4 pieces of text, all in order"
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 2, 3, 13])
def test_books_of_chance(tmp_path: Path, seed: int) -> None:
    """Of 13, a picture fills a page by itself behind text that stands after it: the e-book's page-list is in order all the same."""
    folder = random_book(seed, tmp_path / "book")
    report = build(folder, ["pdf", "epub"], tmp_path / "out")
    assert not report.held_back, report.diagnostics
    result = examined(report.written[0].path, folder)
    assert result.faults == 0, dataclasses.astuple(result)[4:]
    assert result.pieces > 50
    assert [d.message for d in verify({report.written[1].path: ("epub-sound",)})[1]] == []
