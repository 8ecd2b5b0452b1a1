"""Time grows with the manuscript and no faster: hostile texts at one length and at twice that length."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.build import check
from publish.workshop import seldom_collected
from tests.conftest import written

TOML = 'title = "T"\nlang = "en"\nauthor = "A B"\n[limits]\ntable-rows = 1000000\n'


def each(form: str, every: int) -> Callable[[int], str]:
    """`form` again and again, with a number of its own in place of `#n`; each is about `every` letters long."""
    return lambda n: "".join(form.replace("#n", str(number)) for number in range(n // every))


#: What each text is of so many letters, and how many there are at first.
FLOODS: dict[str, tuple[Callable[[int], str], int]] = {
    "notes opened": (lambda n: "[^" * (n // 2), 30_000),
    "notes opened, one closed": (lambda n: "[^a " * (n // 4) + "]", 20_000),
    "inline notes opened": (lambda n: "^[" * (n // 2) + "]", 12_000),
    "notes defined and called": (each("[^#n] x\n\n[^#n]: y\n\n", 20), 20_000),
    "brackets opened, one closed": (lambda n: "[" * n + "]", 4_000),
    "links by label opened": (lambda n: "[a][b" * (n // 5) + "]", 8_000),
    "brackets in brackets": (lambda n: "[" * (n // 2) + "]" * (n // 2), 4_000),
    "images opened": (lambda n: "![" * (n // 2), 30_000),
    "wiki links": (each("[[a#n]] ", 9), 20_000),
    "links to nothing": (each("[a](#b#n) ", 12), 16_000),
    "headings and links to none": (each("## a#n\n\n[x](#b#n)\n\n", 22), 16_000),
    "link definitions": (each("[a#n]: b\n", 10), 60_000),
    "link definitions that do not end": (lambda n: '[a]: b "c\n' * (n // 10), 20_000),
    "tags of Liquid opened": (lambda n: "{%" * (n // 2), 30_000),
    "variables opened": (lambda n: "{{" * (n // 2) + "}}", 20_000),
    "shortcodes opened": (lambda n: "{{< a " * (n // 6), 30_000),
    "braces in braces": (lambda n: "{" * (n // 2) + "}" * (n // 2), 20_000),
    "attributes opened": (lambda n: "[a]{#" * (n // 5), 30_000),
    "dollars": (lambda n: "a$b " * (n // 4), 20_000),
    "formulas opened": (lambda n: "\\(" * (n // 2) + "\\)", 30_000),
    "displayed formulas opened": (lambda n: "\\[" * (n // 2), 30_000),
    "braces in a formula": (lambda n: "$" + "{" * (n // 2) + "}" * (n // 2) + "$", 60_000),
    "macros": (lambda n: "$$\\newcommand{\\a}{" * (n // 18), 30_000),
    "fenced divs opened": (lambda n: "::: x\n" * (n // 6), 12_000),
    "bars": (lambda n: "|" * n, 120_000),
    "rows of a drawn table": (lambda n: ("+--+--+\n|  |  |\n" * (n // 16)) + "+--+--+\n", 16_000),
    "comments opened": (lambda n: "<!-- a\n\n" * (n // 8), 16_000),
    "comments opened in a line": (lambda n: "a <!-- " * (n // 7), 40_000),
    "suppressions": (lambda n: "<!-- colophon: allow C063 -->\n" * (n // 30), 40_000),
    "suppressions opened": (lambda n: "<!-- colophon: allow " * (n // 21), 40_000),
    "tags opened": (lambda n: "<a b='" * (n // 6), 30_000),
    "bold in bold": (lambda n: "<b>" * (n // 3), 20_000),
    "divs in divs": (lambda n: "<div>" * (n // 5), 50_000),
    "scripts opened": (lambda n: "<script>" * (n // 8), 60_000),
    "stars and lines": (lambda n: "*a_ " * (n // 4), 40_000),
    "strong and stressed": (lambda n: "*a **b " * (n // 7), 40_000),
    "backticks in ever longer runs": (lambda n: " ".join("`" * k for k in range(1, int((2 * n) ** 0.5))), 200_000),
    "straight quotation marks": (lambda n: "\"'" * (n // 2), 120_000),
    "marks of the index": (each("[b#n]{.index} ", 16), 20_000),
    "citations of nothing": (each("[@b#n] ", 9), 16_000),
    "editor's marks opened": (lambda n: "{==a " * (n // 5), 20_000),
    "raised letters": (lambda n: "^a" * (n // 2), 12_000),
    "abbreviations": (each("*[A#n]: b\n\nA#n c\n\n", 22), 20_000),
    "quotations": (lambda n: "> a\n\n" * (n // 5), 10_000),
    "lists": (lambda n: "- a\n\n" * (n // 5), 10_000),
    "blanks": (lambda n: "a" + " " * n + "b", 400_000),
    "style of an element": (lambda n: '<p style="a:b' + " " * n + 'c">d</p>', 200_000),
    "one word": (lambda n: "a" * n, 400_000),
}
#: What `make test` looks at: a busy machine needs many tries.
SOME = ["shortcodes opened"]


def seconds(folder: Path, text: str) -> float:
    """Processor time of reading, resolving and checking a chapter."""
    (folder / "a.md").write_text(f"# One\n\nWords.\n\n{text}\n\nLast.\n", encoding="utf-8")
    with seldom_collected():  # as the command line has it
        gc.collect()
        start = time.process_time()
        check(folder, ("epub",))
        return time.process_time() - start


def grows(folder: Path, name: str) -> tuple[float, str]:
    """How many times longer twice the text takes, at the best of several tries."""
    text, length = FLOODS[name]
    written(folder, book__toml=TOML)
    base = min(seconds(folder, "") for _ in range(2))
    once = twice = float("inf")
    for _ in range(10):
        once = min(once, seconds(folder, text(length)) - base)
        twice = min(twice, seconds(folder, text(2 * length)) - base)
        if twice <= 2.25 * max(once, 0.02):
            break
    return twice / max(once, 0.02), f"{once:.3f} s, then {twice:.3f} s"


@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n in SOME else pytest.mark.slow) for n in FLOODS])
def test_twice_the_text_takes_twice_the_time(name: str, tmp_path: Path) -> None:
    ratio, said = grows(tmp_path, name)
    assert ratio <= 2.3, said


def test_there_are_forty_and_more() -> None:
    assert len(FLOODS) >= 40
    assert {len(text(length)) // 1000 for text, length in FLOODS.values()} >= {12, 20, 30}
