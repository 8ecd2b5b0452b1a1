"""CriticMarkup: what is accepted or stripped is the text that a person would have made of it, in time that grows as it does."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.book import Reading
from publish.build import check
from tests.conftest import written
from tests.growth import MOST, ratio, uncollected
from tests.test_dialect import DIALECT, parsed

#: Pieces of Markdown without marks, and within marks.
PLAIN = [
    "words ",
    "*some emphasis* ",
    "`{++code++}` ",
    "[a link](#x) ",
    "\n",
    "“said” ",
    "$a+b$ ",
    "**strong** ",
    "x^2^ ",
]
MARKS = {
    "++": "{{++{0}++}}",
    "--": "{{--{0}--}}",
    "~~": "{{~~{0}~>{1}~~}}",
    "==": "{{=={0}==}}",
    ">>": "{{>>{0}<<}}",
}
ACCEPTED = {"++": "{0}", "--": "", "~~": "{1}", "==": "{0}", ">>": ""}
STRIPPED = {"++": "", "--": "{0}", "~~": "{0}", "==": "{0}", ">>": ""}

piece = st.sampled_from(PLAIN)
inner = st.sampled_from(["new words", "*emphasis* within", "a `code ++}` span", "[link](#y)"])
mark = st.tuples(st.sampled_from(list(MARKS)), inner, inner)


def told(pieces: list[str | tuple[str, str, str]], forms: dict[str, str]) -> str:
    return "".join(p if isinstance(p, str) else f"a{forms[p[0]].format(p[1], p[2])}b " for p in pieces)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(piece, mark), min_size=1, max_size=12))
def test_what_is_made_of_marks_is_what_a_person_would_have_written(pieces: list[str | tuple[str, str, str]]) -> None:
    text = told(pieces, MARKS)
    for reading, forms in ((Reading.ACCEPT, ACCEPTED), (Reading.STRIP, STRIPPED)):
        assert parsed(text, dataclasses.replace(DIALECT, critic=reading)) == parsed(told(pieces, forms))


def test_marks_are_errors_at_their_places(tmp_path: Path) -> None:
    text = "# One\n\nShe {++really++} went,\nand {>>when?<<} stayed. `{--code--}`\n"
    folder = written(tmp_path, book__toml='title = "T"\nlang = "en"\n', one__md=text)
    found = [(d.code, d.span.line, d.span.column) for d in check(folder, ["pdf"]).diagnostics]
    assert found == [("C015", 3, 5), ("C015", 4, 5)]
    for said in ("accept", "strip"):
        written(folder, book__toml=f'title = "T"\nlang = "en"\n[markdown]\ncritic = "{said}"\n')
        assert not check(folder, ["pdf"]).diagnostics
    written(folder, book__toml='title = "T"\nlang = "en"\n[markdown]\ncritic = "mark"\n')
    assert "M003" in {d.code for d in check(folder, ["pdf"]).diagnostics}


@pytest.mark.parametrize(
    "unit",
    [
        "{++",
        "{++a++} ",
        pytest.param("{--a--}", marks=pytest.mark.slow),
        pytest.param("{~~a~>b~~}", marks=pytest.mark.slow),
        pytest.param("{>>a", marks=pytest.mark.slow),
        pytest.param("{>>a<<}", marks=pytest.mark.slow),
        pytest.param("{++ {-- {~~ ~> ", marks=pytest.mark.slow),
        pytest.param("{++a++} word\n", marks=pytest.mark.slow),
        pytest.param("{++a++}\n\n", marks=pytest.mark.slow),
        pytest.param("*a {++b* c++} ", marks=pytest.mark.slow),
        pytest.param("a++} ", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize(
    "reading", [Reading.MARK, *(pytest.param(r, marks=pytest.mark.slow) for r in (Reading.ERROR, Reading.ACCEPT))]
)
def test_time_grows_with_the_marks_and_no_faster(unit: str, reading: Reading) -> None:
    dialect = dataclasses.replace(DIALECT, critic=reading)

    def taken(count: int) -> float:
        with uncollected():
            started = time.process_time()
            parsed(unit * count, dialect)
            return time.process_time() - started

    taken(10)
    found, said = ratio(taken, 600)
    assert found <= 1.4 * MOST, said  # a parse this short is measured in hundredths of a second
