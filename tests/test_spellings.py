"""The table of the dialect in `docs/dialect.md`, spelling by spelling: each stands in a case or a test, or begins as one there."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

_CODE = re.compile(r"(?<!`)(`+)(?!`)[ ]?(.+?)[ ]?(?<!`)\1(?!`)")
#: Marks, and the word that they open: `{{< hint`, `::: note`, `\emph`.
_BEGINNING = re.compile(r"[^\w\s]+ ?[A-Za-z][\w-]*")


def spellings() -> list[str]:
    """What stands in the first column of the tables that say what to write."""
    found: list[str] = []
    wanted = False
    for line in (ROOT / "docs" / "dialect.md").read_text(encoding="utf-8").split("\n"):
        wanted = line.startswith("| write |") or (wanted and line.startswith("|"))
        if wanted and not line.startswith(("| write |", "|--")):
            cell = re.split(r"(?<!\\)\|", line)[1]
            found += [match[2].replace("\\|", "|").strip() for match in _CODE.finditer(cell)]
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def tried() -> str:
    files = [*ROOT.glob("tests/cases/*.txt"), *ROOT.glob("tests/layouts/*.txt"), *ROOT.glob("tests/test_[!s]*.py")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files).casefold()


@pytest.mark.parametrize("spelling", spellings())
def test_each_spelling_of_the_table_has_a_case(spelling: str, tried: str) -> None:
    shown = spelling.partition("…")[0].strip().casefold() or spelling
    beginning = _BEGINNING.match(spelling)
    assert shown in tried or (beginning is not None and beginning[0].casefold() in tried)
