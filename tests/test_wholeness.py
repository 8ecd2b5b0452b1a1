"""Real books, whole: every word of the source in the EPUB and in the PDF, both valid, with no configuration added.

Slow, for it lays out some 4,000 pages: `make test-all`. The measure itself is tested at once, on a book that loses words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from publish.verify import verify
from tests.conftest import CLASSICS, ROOT, classic, written
from tests.source_words import plain, words
from tests.wholeness import Comparison, compared, of_folder

SHARED = ROOT.parent / "shared" / "books"
LANGUAGES = ("en", "fr", "de", "fa", "ja", "ru")
REAL = ("smartcustody", "mdbook-guide", "js-primer", "classics", *(f"opensource-guide/{lang}" for lang in LANGUAGES))


@dataclass(frozen=True)
class Made:
    comparisons: dict[str, Comparison]
    findings: dict[str, list[str]]


def _made(folders: dict[str, Path], out: Path) -> Made:
    comparisons = {name: of_folder(folder, out / name.replace("/", "-")) for name, folder in folders.items()}
    checks = dict.fromkeys(out.glob("*/*.epub"), ("epubcheck",)) | dict.fromkeys(out.glob("*/*.pdf"), ("pdfua", "pdfa"))
    assert len(checks) == 2 * len(folders)
    judgements, found = verify(checks)
    assert not any(j.not_run for j in judgements)
    return Made(comparisons, {"all": [str(d) for d in found]})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """All books in one run: the judges start once."""
    at = tmp_path_factory.mktemp("books")
    folders = {name: classic(name, at / "in" / name) for name in CLASSICS}
    if SHARED.is_dir():
        folders |= {name: SHARED / name for name in REAL}
    return _made(folders, at / "out")


@pytest.mark.slow
@pytest.mark.xdist_group("wholeness")
@pytest.mark.parametrize("name", [*CLASSICS, *REAL])
def test_no_word_of_a_real_book_is_lost(made: Made, name: str) -> None:
    if name not in made.comparisons:
        pytest.skip("the collection of real books is not beside this checkout")
    assert made.comparisons[name].whole, str(made.comparisons[name])
    assert made.comparisons[name].source > 10_000


@pytest.mark.slow
@pytest.mark.xdist_group("wholeness")
def test_the_judges_find_nothing_in_real_books(made: Made) -> None:
    assert made.findings["all"] == []


TEXT = """# The Ring

Words that *stay*, [a link](http://example.org/gone), `code`, a note[^1] and ![a picture](x.png).

<script>gone()</script>

| one | two |
|-----|-----|
| 1   | 2   |

[^1]: The note's own words.
"""


def test_the_measure_reads_markdown_roughly() -> None:
    assert words(plain(TEXT)) == (
        "the ring words that stay a link code a note and a picture one two 1 2 the note s own words".split()
    )
    assert plain(TEXT).count("\n") == TEXT.count("\n")
    assert words("「指輪」 rings2 naïve") == ["指", "輪", "rings2", "naïve"]


def test_a_small_book_is_whole(tmp_path: Path) -> None:
    result = of_folder(written(tmp_path / "in", **{"01__md": TEXT, "02__md": "# Two\n\nMore.\n"}), tmp_path / "out")
    assert result.whole, str(result)
    assert result.lost["EPUB"].total() == result.lost["PDF"].total() == 0


def test_a_lost_word_is_counted_and_a_moved_block_seen(tmp_path: Path) -> None:
    one = "Alpha beta gamma delta epsilon zeta eta theta iota kappa lambda.\n"
    two = "Never were so many words in a single short line, said he.\n"
    folder = written(tmp_path / "in", **{"01__md": f"# T\n\n{one}\n{two}", "02__md": "# Two\n\nMore.\n"})
    of_folder(folder, tmp_path / "out", ("epub",))
    epub = next((tmp_path / "out").glob("*.epub"))
    result = compared("x", [("01.md", f"# T\n\n{two}\nAn absentee.\n\n{one}")], epub, None, ())
    assert set(result.unexplained["EPUB"]) == {"an", "absentee"}
    assert len(result.moved) == 1
    assert not result.whole
    assert "2 lost" in str(result)
