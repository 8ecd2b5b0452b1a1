"""Two texts compared: runs that are the same, and the words between them, so that each side comes of the other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.book import Edit
from publish.changes import GOES_ON, NUMBER, OBJECT
from publish.changes.sequences import _greedy, aligned, heaviest, rising
from publish.changes.words import edits_of, runs_of, tokens

#: A machine that is busy with other things is no failure.
timeless = settings(deadline=None)
few = st.lists(st.sampled_from("abc"), max_size=40)
many = st.lists(st.integers(0, 60), max_size=80)
words = st.lists(st.sampled_from(["the", "lamp", "table", "was", "laid", ".", ",", "for", "nine", "a"]), max_size=60)


@timeless
@given(st.one_of(st.tuples(few, few), st.tuples(many, many)))
def test_runs_are_the_same_in_both_and_in_order(pair: tuple[list[object], list[object]]) -> None:
    old, new = pair
    at = to = 0
    for run in aligned(old, new):  # type: ignore[arg-type]
        assert min(run.old - at, run.new - to) >= 0
        assert run.length > 0
        assert old[run.old : run.old + run.length] == new[run.new : run.new + run.length]
        at, to = run.old + run.length, run.new + run.length


@timeless
@given(few, few)
def test_without_anchors_no_more_is_changed_than_must_be(old: list[str], new: list[str]) -> None:
    """Myers' way alone: its runs are a longest common subsequence."""
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for at, one in enumerate(old):
        for to, other in enumerate(new):
            table[at + 1][to + 1] = table[at][to] + 1 if one == other else max(table[at][to + 1], table[at + 1][to])
    assert sum(run.length for run in _greedy(old, new, 0, len(old), 0, len(new))) == table[-1][-1]


@timeless
@given(st.lists(st.integers(0, 30), unique=True, max_size=9))
def test_the_longest_and_the_heaviest_rise(numbers: list[int]) -> None:
    every = [
        [n for at, n in enumerate(numbers) if which >> at & 1] for which in range(1 << len(numbers))
    ]  # all subsequences
    risen = [one for one in every if one == sorted(one)]
    assert len(rising(numbers)) == max(map(len, risen))
    weights = [n % 7 + 1 for n in numbers]
    found = [numbers[at] for at in heaviest(numbers, weights)]
    assert found in risen
    assert sum(n % 7 + 1 for n in found) == max(sum(n % 7 + 1 for n in one) for one in risen)


def ink(text: str) -> str:
    return "".join(text.replace("\u00ad", "").split())


def undone(new: str, edits: list[Edit]) -> str:
    """The old characters: what was added taken out of the new ones, what was removed put in its place."""
    for edit in reversed(edits):
        assert new[edit.at : edit.at + edit.length] == ink(edit.added)
        new = new[: edit.at] + ink(edit.removed) + new[edit.at + edit.length :]
    return new


def redone(old: str, edits: list[Edit]) -> str:
    grown = 0
    for edit in edits:
        at = edit.at  # all changes before it have been made, so places are those of the new text
        assert old[at : at + len(ink(edit.removed))] == ink(edit.removed)
        old = old[:at] + ink(edit.added) + old[at + len(ink(edit.removed)) :]
        grown += edit.length
    return old


def edits_between(old: str, new: str) -> list[Edit]:
    there, here = tokens(old), tokens(new)
    return edits_of(runs_of(there, here), old, there, new, here, [len(here)])[0]


@timeless
@given(words, words)
def test_the_old_words_and_the_changes_are_the_new(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    edits = edits_between(before, after)
    assert undone(ink(after), edits) == ink(before)
    assert redone(ink(before), edits) == ink(after)
    assert bool(edits) == (old != new)


@timeless
@given(st.text(max_size=40), st.text(max_size=40))
def test_so_they_are_of_any_characters(old: str, new: str) -> None:
    edits = edits_between(old, new)
    assert undone(ink(new), edits) == ink(old)


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("The table was laid for nine.", "The table was laid for ten.", ["nine"], ["ten"]),
        ("One. Two. Three.", "One. Two. And a half. Three.", [""], ["And a half."]),
        ("The lamp. The chair.", "The lamp. The table. The chair.", [""], ["The table."]),
        ("a soft\u00adhy\u00adphen", "a softhyphen", [], []),
        ("two  spaces\n here", "two spaces here", [], []),
        # One chance word between two changes does not make three of them.
        ("It rained upon the old town for days.", "It snowed heavily on the new village for days.",
         ["rained upon the old town"], ["snowed heavily on the new village"]),
        ("日本語の文", "日本の文", ["語"], [""]),
        ("state-of-the-art", "state-of-the-heart", ["state-of-the-art"], ["state-of-the-heart"]),
        ("see it", f"see{OBJECT}image:x{OBJECT} it", [""], [f"{OBJECT}image:x{OBJECT}"]),
        (f"wrong.{NUMBER} A man", f"wrong.{NUMBER}{GOES_ON} A man", [], []),
    ],
)  # fmt: skip
def test_people_see_the_change_that_was_made(old: str, new: str, removed: list[str], added: list[str]) -> None:
    edits = edits_between(old, new)
    assert [edit.removed for edit in edits] == removed
    assert [edit.added for edit in edits] == added
