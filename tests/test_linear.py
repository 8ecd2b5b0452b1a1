"""Time grows with the manuscript and no faster: hostile texts at one length, at twice and at four times that length."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.build import check
from tests.conftest import written
from tests.growth import MOST, ratio, uncollected

TOML = 'title = "T"\nlang = "en"\nauthor = "A B"\n[limits]\ntable-rows = 1000000\n'


def each(form: str, every: int) -> Callable[[int], str]:
    """`form` again and again, with a number of its own in place of `#n`; each is about `every` letters long."""
    return lambda n: "".join(form.replace("#n", str(number)) for number in range(n // every))


#: What each text is of so many letters, and how many there are at first.
FLOODS: dict[str, tuple[Callable[[int], str], int]] = {
    "notes opened": (lambda n: "[^" * (n // 2), 15_000),
    "notes opened, one closed": (lambda n: "[^a " * (n // 4) + "]", 10_000),
    "inline notes opened": (lambda n: "^[" * (n // 2) + "]", 6_000),
    "notes defined and called": (each("[^#n] x\n\n[^#n]: y\n\n", 20), 10_000),
    "brackets opened, one closed": (lambda n: "[" * n + "]", 2_000),
    "links by label opened": (lambda n: "[a][b" * (n // 5) + "]", 4_000),
    "brackets in brackets": (lambda n: "[" * (n // 2) + "]" * (n // 2), 2_000),
    "images opened": (lambda n: "![" * (n // 2), 15_000),
    "wiki links": (each("[[a#n]] ", 9), 10_000),
    "links to nothing": (each("[a](#b#n) ", 12), 8_000),
    "headings and links to none": (each("## a#n\n\n[x](#b#n)\n\n", 22), 8_000),
    "link definitions": (each("[a#n]: b\n", 10), 30_000),
    "link definitions that do not end": (lambda n: '[a]: b "c\n' * (n // 10), 10_000),
    "tags of Liquid opened": (lambda n: "{%" * (n // 2), 15_000),
    "variables opened": (lambda n: "{{" * (n // 2) + "}}", 10_000),
    "shortcodes opened": (lambda n: "{{< a " * (n // 6), 15_000),
    "braces in braces": (lambda n: "{" * (n // 2) + "}" * (n // 2), 10_000),
    "attributes opened": (lambda n: "[a]{#" * (n // 5), 15_000),
    "dollars": (lambda n: "a$b " * (n // 4), 10_000),
    "formulas opened": (lambda n: "\\(" * (n // 2) + "\\)", 15_000),
    "displayed formulas opened": (lambda n: "\\[" * (n // 2), 15_000),
    "braces in a formula": (lambda n: "$" + "{" * (n // 2) + "}" * (n // 2) + "$", 120_000),
    "macros": (lambda n: "$$\\newcommand{\\a}{" * (n // 18), 15_000),
    "fenced divs opened": (lambda n: "::: x\n" * (n // 6), 6_000),
    "bars": (lambda n: "|" * n, 60_000),
    "rows of a drawn table": (lambda n: ("+--+--+\n|  |  |\n" * (n // 16)) + "+--+--+\n", 8_000),
    "comments opened": (lambda n: "<!-- a\n\n" * (n // 8), 8_000),
    "comments opened in a line": (lambda n: "a <!-- " * (n // 7), 20_000),
    "suppressions": (lambda n: "<!-- colophon: allow C063 -->\n" * (n // 30), 100_000),
    "suppressions opened": (lambda n: "<!-- colophon: allow " * (n // 21), 60_000),
    "tags opened": (lambda n: "<a b='" * (n // 6), 15_000),
    "bold in bold": (lambda n: "<b>" * (n // 3), 10_000),
    "divs in divs": (lambda n: "<div>" * (n // 5), 150_000),
    "scripts opened": (lambda n: "<script>" * (n // 8), 30_000),
    "stars and lines": (lambda n: "*a_ " * (n // 4), 20_000),
    "strong and stressed": (lambda n: "*a **b " * (n // 7), 20_000),
    "backticks in ever longer runs": (lambda n: " ".join("`" * k for k in range(1, int((2 * n) ** 0.5))), 240_000),
    "straight quotation marks": (lambda n: "\"'" * (n // 2), 60_000),
    "marks of the index": (each("[b#n]{.index} ", 16), 10_000),
    "citations of nothing": (each("[@b#n] ", 9), 8_000),
    "editor's marks opened": (lambda n: "{==a " * (n // 5), 10_000),
    "raised letters": (lambda n: "^a" * (n // 2), 6_000),
    "abbreviations": (each("*[A#n]: b\n\nA#n c\n\n", 22), 10_000),
    "quotations": (lambda n: "> a\n\n" * (n // 5), 5_000),
    "letters within a paragraph": (lambda n: "a) b\n(a) c\nA) d\ni) e\n" * (n // 21), 5_000),
    "a run of letters within a paragraph": (each("x #n\n\nx\ni) a\n  z\nii) a\n", 20), 5_000),
    "lists": (lambda n: "- a\n\n" * (n // 5), 5_000),
    "blanks": (lambda n: "a" + " " * n + "b", 240_000),
    "style of an element": (lambda n: '<p style="a:b' + " " * n + 'c">d</p>', 240_000),
    "one word": (lambda n: "a" * n, 240_000),
}
#: What `make test` looks at.
SOME = ["shortcodes opened"]


def seconds(folder: Path, text: str) -> float:
    """Processor time of reading, resolving and checking a chapter."""
    (folder / "a.md").write_text(f"# One\n\nWords.\n\n{text}\n\nLast.\n", encoding="utf-8")
    with uncollected():
        start = time.process_time()
        check(folder, ("epub",))
        return time.process_time() - start


@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n in SOME else pytest.mark.slow) for n in FLOODS])
def test_four_times_the_text_takes_four_times_the_time(name: str, tmp_path: Path) -> None:
    text, length = FLOODS[name]
    written(tmp_path, book__toml=TOML)
    base = min(seconds(tmp_path, "") for _ in range(3))
    found, said = ratio(lambda n: seconds(tmp_path, text(n)) - base, length)
    assert found <= MOST, said


@pytest.mark.parametrize(
    ("work", "line"),
    [
        (lambda n: float(n), True),
        (lambda n: n * math.log2(n), True),
        (lambda n: n + n**2 / 80_000, False),
        (lambda n: float(n**2), False),
    ],
    ids=["a line", "a sort", "a line and an eighth of a square", "a square"],
)
def test_the_measure_tells_a_line_from_a_square(work: Callable[[int], float], line: bool) -> None:
    """Though each try is disturbed, now one length, now another."""
    chance = random.Random(1)
    found, said = ratio(lambda n: work(n) / 100_000 * chance.choice([1, 1.01, 1.3, 2]), 10_000)
    assert (found <= MOST) == line, said


def test_there_are_forty_and_more() -> None:
    assert len(FLOODS) >= 40
    assert {len(text(length)) // 1000 for text, length in FLOODS.values()} >= {6, 10, 15}
