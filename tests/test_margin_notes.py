"""Notes in the margin of a proof: beside their lines, none over another, cut where there is no room, artifacts all of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as some

from publish.book import MarginNote
from publish.editions import EDITIONS
from publish.paged.margin import broken, lines_each, shortened, stacked
from publish.studio import opened, rendered
from publish.verify.pdfua import pdfua
from tests.conftest import shop, written

WORDS = "The table had been laid for nine, and nobody had asked who would sit at the end of it. "
TOML = 'title = "T"\nlang = "en"\nslug = "t"\nfront = ["title-page"]\nbody = ["one.md"]\n'


def letters(text: str) -> float:
    """A face of which each letter is half an em wide."""
    return len(text) / 2


@given(some.lists(some.tuples(some.integers(0, 600), some.integers(1, 40)), max_size=12))
def test_what_is_stacked_neither_overlaps_nor_leaves_its_room(given: list[tuple[int, int]]) -> None:
    wanted = sorted(at for at, _ in given)
    heights = [height for _, height in given]
    tops = stacked(wanted, heights, 4, 0, 600)
    ends = [top + height for top, height in zip(tops, heights, strict=True)]
    assert all(top >= end + 4 - 1e-6 for end, top in zip(ends, tops[1:], strict=False))
    assert all(top >= -1e-6 for top in tops)
    assert all(end <= 600 + 1e-6 for end in ends)


@pytest.mark.parametrize(
    ("wanted", "tops"),
    [
        ([], []),
        ([10, 50], [10, 50]),
        ([10, 10, 10], [10, 24, 38]),
        ([95], [90]),
        ([80, 95], [76, 90]),
        ([0, 80, 85, 90], [0, 62, 76, 90]),
    ],
)
def test_notes_stand_at_their_line_where_they_can(wanted: list[float], tops: list[float]) -> None:
    assert stacked(wanted, [10] * len(wanted), 4, 0, 100) == tops


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("one two three", ["one two", "three"]),
        ("incomprehensible", ["incompre", "hensible"]),
        ("a incomprehensible", ["a", "incompre", "hensible"]),
        ("戦争と平和の本です本", ["戦争と平和の本で", "す本"]),
        ("in 戦争と平和の本", ["in 戦争と平和", "の本"]),
    ],
)
def test_lines_are_broken_by_their_width(text: str, lines: list[str]) -> None:
    assert list(broken(text, 4, letters)) == lines


@given(some.text(alphabet="ab ,戦\n", max_size=60), some.integers(1, 5))
def test_no_letter_is_lost_and_no_line_too_wide(text: str, most: int) -> None:
    lines = list(broken(text, 4, letters))
    assert "".join("".join(lines).split()) == "".join(text.split())
    kept = shortened(lines, most, 4, letters)
    assert len(kept) <= most
    assert all(letters(line) <= 4 for line in kept)
    assert (len(lines) > most) == bool(kept and kept[-1].endswith("…"))


@pytest.mark.parametrize(("counts", "room", "most"), [([], 100, 0), ([3, 2], 100, 3), ([9, 1], 64, 5), ([5, 5], 10, 0)])
def test_long_notes_give_way_to_others(counts: list[int], room: float, most: int) -> None:
    assert lines_each(counts, room, 10, 4) == most


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("noted")
    written(folder / "book", book__toml=TOML, one__md=f"# One\n\n{WORDS * 9}\n\n{WORDS * 50}\n\n{WORDS * 30}\n")
    studio, noticed = opened(folder / "book")
    assert studio is not None
    assert not noticed
    rendition, _ = rendered(EDITIONS["review"], studio.book_for(EDITIONS["review"])[0], studio.theme)
    assert rendition is not None
    assert rendition.profile.proof is not None
    notes = [
        MarginNote("one", 1, 30, "comment", "First remark"),
        MarginNote("one", 1, 31, "deletion", "words that were here"),
        MarginNote("one", 2, 2500, "comment", "A long remark. " * 500),
        *(MarginNote("one", 3, 10 * n, "comment", f"Remark Q{n} on a line") for n in range(90)),
    ]
    told = dataclasses.replace(rendition.profile.proof, notes=tuple(notes))
    profile = dataclasses.replace(rendition.profile, proof=told)
    artifact, said = EDITIONS["review"].pack(dataclasses.replace(rendition, profile=profile), shop())
    assert not said
    assert isinstance(artifact.content, bytes)
    path = folder / artifact.name
    path.write_bytes(artifact.content)
    return path


def test_a_note_begins_beside_its_line(proof: Path) -> None:
    document = pypdfium2.PdfDocument(proof)
    page = next(page for page in document if "First remark" in page.get_textpage().get_text_range())
    text = page.get_textpage()

    def box(words: str) -> tuple[float, float, float, float]:
        at, count = text.search(words).get_next()
        left, bottom, right, top = text.get_charbox(at)
        assert count
        return left, bottom, right, top

    line, note, below = box("The table had been"), box("First remark"), box("words that were here")
    assert abs(line[1] - note[1]) < 1.5
    assert note[0] > 432
    assert 432 < below[0] < 594
    assert 8 < note[1] - below[1] < 14.5
    document.close()


def test_what_the_margin_has_no_room_for_is_counted(proof: Path) -> None:
    document = pypdfium2.PdfDocument(proof)
    texts = [page.get_textpage().get_text_range() for page in document]
    crowded = next(text for text in texts if "Remark Q0 on" in text)
    shown = sum(f"Remark Q{n} on" in crowded for n in range(90))
    here = crowded[crowded.index(" more, in the list") - 3 :]
    assert shown > 30
    assert f"and {here[:3].strip()} more, in the list at the end" in crowded
    assert any("A long remark" in text and "…" in text for text in texts)
    document.close()


def test_notes_are_artifacts(proof: Path) -> None:
    assert pdfua([proof]) == ()
