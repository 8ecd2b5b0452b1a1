"""What became of a text: the old one with the changes is the new one, and the other way round; and what people see of it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.book import ChapterChange, ChapterText, TextBlock
from publish.changes import GOES_ON, NUMBER, OBJECT, compared
from publish.changes.words import tokens, words_of
from tests.test_changed_words import ink, timeless, undone

# Sequences ---------------------------------------------------------------------------------------


# Words -------------------------------------------------------------------------------------------


# Books -------------------------------------------------------------------------------------------

P = [
    "The table had been laid for nine, and nobody had asked who would sit at the end of it.",
    "In the morning the letter was gone from the sill, though the window had been shut all night.",
    "She counted the spoons twice, and both times there was one that belonged to another house.",
    "Nobody could say when the dog had last been seen, or by whom, or whether it had been barking.",
    "The clock in the hall struck a quarter that no one had known it could strike.",
    "They went up the hill in silence, and came down again by the other road before dark.",
]


def text(name: str, *paragraphs: str, notes: dict[str, tuple[int, int]] | None = None) -> ChapterText:
    blocks = [TextBlock(0, name.title()), *(TextBlock(n, p) for n, p in enumerate(paragraphs, 1))]
    blocks += [TextBlock(100 + n, note, call) for n, (note, call) in enumerate((notes or {}).items())]
    return ChapterText(name, name.title(), f"{name}.md", tuple(blocks))


def chapters(old: list[ChapterText], new: list[ChapterText]) -> dict[str, ChapterChange]:
    return {chapter.title: chapter for chapter in compared(old, new).chapters}


def test_a_paragraph_added_and_one_removed() -> None:
    one = chapters([text("one", P[0], P[1], P[2])], [text("one", P[0], P[3], P[2])])["One"]
    assert [(a.block, a.new, a.edits[0].added) for a in one.altered] == [(2, True, P[3])]
    assert [(g.after, g.text) for g in one.gone] == [(1, P[1])]
    assert (one.added, one.removed) == (19, 18)


def test_a_chapter_that_moved_is_not_deleted_and_inserted() -> None:
    old = [text("one", P[0], P[1]), text("two", P[2]), text("three", P[3], P[4])]
    new = [text("one", P[0], P[1]), text("three", P[3], P[4]), text("two", P[2])]
    found = chapters(old, new)
    assert [(c.title, c.moved, c.state, c.added, c.removed) for c in found.values()] == [
        ("One", False, "kept", 0, 0), ("Three", False, "kept", 0, 0), ("Two", True, "kept", 0, 0)
    ]  # fmt: skip
    assert found["Two"].behind == "One"
    assert not any(c.altered or c.gone for c in found.values())


def test_a_chapter_of_another_name_is_known_by_its_words() -> None:
    found = chapters([text("one", *P[:3])], [text("uno", P[0], P[1].replace("letter", "card"), P[2])])["Uno"]
    assert found.state == "kept"
    assert [(e.removed, e.added) for a in found.altered for e in a.edits] == [("One", "Uno"), ("letter", "card")]


def test_a_chapter_written_anew_is_known_by_its_file_or_its_title() -> None:
    for name, title in (("one", "Another"), ("uno", "ONE")):
        anew = ChapterText(name, title, f"{name}.md", (TextBlock(0, title), TextBlock(1, P[5])))
        found = compared([text("one", P[0])], [anew]).chapters
        assert [chapter.state for chapter in found] == ["kept"]


def test_chapters_new_and_gone_stand_where_they_stood() -> None:
    found = compared([text("one", P[0]), text("two", P[1])], [text("zero", P[2]), text("one", P[0])]).chapters
    assert [(c.title, c.state, c.added, c.removed) for c in found] == [
        ("Zero", "new", 16 + 1, 0), ("One", "kept", 0, 0), ("Two", "gone", 0, 18 + 1)
    ]  # fmt: skip
    part = compared([text("one", P[0]), text("two", P[1])], [text("one", P[0])], whole=False)
    assert [c.title for c in part.chapters] == ["One"]


def test_a_paragraph_that_moved_to_another_chapter() -> None:
    found = chapters(
        [text("one", P[0], P[1]), text("two", P[2], P[3])],
        [text("one", P[0]), text("two", P[2], P[3], P[1].replace("gone", "missed"))],
    )
    assert [(a.block, a.moved, [(e.removed, e.added) for e in a.edits]) for a in found["Two"].altered] == [
        (3, "One", [("gone", "missed")])
    ]
    assert [(g.after, g.moved) for g in found["One"].gone] == [(1, "Two")]
    assert found["One"].removed == 0


def test_a_section_moves_with_its_heading() -> None:
    one = chapters([text("one", P[0], "Notes", P[1], P[2], P[3])], [text("one", P[0], P[2], P[3], "Notes", P[1])])[
        "One"
    ]
    assert [(a.block, a.moved, a.edits) for a in one.altered] == [(4, "One", ()), (5, "One", ())]
    assert (one.added, one.removed) == (0, 0)


@pytest.mark.parametrize("divided", [True, False])
def test_a_paragraph_divided_or_joined_has_no_words_changed(divided: bool) -> None:
    whole, parts = f"{P[0]} {P[1]} {P[2]}", (P[0], f"{P[1]} {P[2]}")
    sides = [text("one", P[4], whole, P[5])], [text("one", P[4], *parts, P[5])]
    one = chapters(*(sides if divided else sides[::-1]))["One"]
    assert (one.added, one.removed, one.gone) == (0, 0, ())
    assert [a.block for a in one.altered] == ([2, 3] if divided else [2])


def test_notes_are_compared_with_notes() -> None:
    noted = f"{P[0]}{NUMBER}"
    old = text("one", noted, f"{P[1]}{NUMBER}", notes={"A note of its own.": (1, 70), "See the other book.": (2, 74)})
    new = text("one", noted, P[1], notes={"A note of her own.": (1, 70)})
    one = chapters([old], [new])["One"]
    assert [(a.block, [(e.removed, e.added) for e in a.edits]) for a in one.altered] == [
        (2, [(NUMBER, "")]), (100, [("its", "her")])
    ]  # fmt: skip
    assert [(g.after, g.at, g.note, g.text) for g in one.gone] == [(2, 74, True, "See the other book.")]


def test_the_same_book_has_no_changes() -> None:
    same = [text("one", *P), text("two", *P[::-1])]
    assert not any(chapter.changed for chapter in compared(same, same).chapters)


paragraph = st.lists(st.sampled_from([*P, "* * *", "Yes.", "No, the table was laid."]), min_size=1, max_size=2).map(
    " ".join
)
book = st.lists(st.lists(paragraph, max_size=5), max_size=4)


@timeless
@given(book, book)
def test_every_word_is_accounted_for(old: list[list[str]], new: list[list[str]]) -> None:
    """Words of the old book, less those removed, with those added, are as many as those of the new; and the changes taken
    out of the new give every word of the old, wherever it stood."""
    sides = [[text(f"c{n}", *some) for n, some in enumerate(side)] for side in (old, new)]
    found = compared(*sides)
    there, here = ("".join(ink(b.text) for t in side for b in t.blocks) for side in sides)
    texts = {t.name: {b.number: ink(b.text) for b in t.blocks} for t in sides[1]}
    rest = {name: dict(blocks) for name, blocks in texts.items()}
    gone = ""
    for chapter in found.chapters:
        for altered in chapter.altered:
            rest[chapter.name][altered.block] = undone(texts[chapter.name][altered.block], list(altered.edits))
        gone += "".join(ink(g.text) for g in chapter.gone if not g.moved)
    kept = "".join("".join(blocks.values()) for blocks in rest.values())
    lost = [t for t in sides[0] if t.title in {c.title for c in found.chapters if c.state == "gone"}]
    if not lost:
        assert sorted(kept + gone) == sorted(there)
    counted = [
        sum(len([t for t in tokens(b.text) if t.key[0].isalnum()]) for s in side for b in s.blocks) for side in sides
    ]
    assert counted[0] + sum(c.added - c.removed for c in found.chapters) == counted[1]
    assert here == "".join("".join(blocks.values()) for blocks in texts.values())


@pytest.mark.parametrize("kind", ["prose", "repetitive", pytest.param("rewritten", marks=pytest.mark.slow)])
def test_a_long_book_takes_seconds(kind: str) -> None:
    """200,000 words, every tenth paragraph changed. What is repeated without end and what was written anew are no slower."""

    def side(new: bool) -> list[ChapterText]:
        made = []
        for chapter in range(40):
            paragraphs = []
            for n in range(50):
                some = [f"w{(chapter * 5003 + n * 101 + k * (k + 7)) % 6007}" for k in range(100)]
                if kind == "repetitive":
                    some = ["tick", "tock"] * 50
                if new and n % 10 == 3:
                    some[50:52] = ["altered", "words", "here"]
                if new and kind == "rewritten":
                    some = some[::-1]
                paragraphs.append(" ".join(some))
            made.append(text(f"c{chapter}", *paragraphs))
        return made

    old, new = side(False), side(True)
    started = time.process_time()
    found = compared(old, new)
    assert time.process_time() - started < 8
    if kind == "prose":
        assert sum(c.added for c in found.chapters) == 40 * 5 * 3


def test_pictures_and_numbers_of_the_press_are_no_words() -> None:
    noted = tokens(f"Lamp{NUMBER}{GOES_ON}: {OBJECT}picture: a lamp{OBJECT} ½ ’tis 1911 — été")
    assert [words_of([token]) for token in noted if words_of([token])] == [1] * 5
