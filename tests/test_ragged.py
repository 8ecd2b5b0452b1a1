"""Text that is not justified: as few lines as there can be, few words divided, no word or two alone in the last."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from publish.editions.note_floats import spaces_collapsed
from publish.paged.totalfit import Copy, ragged


def _copy(words: list[float], width: float, indent: float, hyphened: list[bool]) -> Copy:
    """Words and parts of words that end in a hyphen where a line does, with spaces of 1 between words."""
    ends, starts = [0.0], [0.0]
    for word, hyphen in zip(words, hyphened, strict=True):
        ends.append(starts[-1] + word)
        starts.append(ends[-1] + (0.0 if hyphen else 1.0))
    return Copy(
        ends=ends,
        starts=starts,
        spaces_end=[0.0] * len(ends),
        spaces_start=[0.0] * len(ends),
        hyphens=[0.0] + [0.5 if hyphen else 0.0 for hyphen in hyphened],
        marks=[False, *hyphened],
        width=width,
        indent=indent,
        runt=0.0,
    )


def _greedy(copy: Copy) -> int:
    """How many lines there are where each is filled, and no word divided; 0 where a word is too wide."""
    lines, begin, before = 1, copy.starts[0] - copy.indent, 0
    for at in range(1, len(copy.ends)):
        if copy.hyphens[at]:
            continue
        if copy.ends[at] - begin > copy.width:
            lines, begin = lines + 1, copy.starts[before]
        if copy.ends[at] - begin > copy.width:
            return 0
        before = at
    return lines


@given(
    st.lists(st.tuples(st.integers(1, 9), st.booleans()), min_size=1, max_size=40),
    st.integers(20, 60),
    st.integers(-5, 5),
)
def test_lines_are_no_more_than_filled_ones(words: list[tuple[int, bool]], width: int, indent: int) -> None:
    hyphened = [hyphen for _, hyphen in words[:-1]] + [False]
    copy = _copy([float(word) for word, _ in words], width, indent, hyphened)
    filled = _greedy(copy)
    assume(filled)
    fit = ragged(copy)
    assert fit is not None
    assert fit.breaks[-1] == len(words)
    assert fit.lines <= filled
    for begin, end in itertools.pairwise((0, *fit.breaks)):
        length = copy.ends[end] - copy.starts[begin] + copy.hyphens[end] + (0 if begin else indent)
        assert length <= width + 1e-6


def test_what_cannot_be_divided_is_left() -> None:
    assert ragged(_copy([3, 30, 3], 20, 0, [False] * 3)) is None


#: Words as wide as their letters and the measure, and how many of them each line has, where a last line of 10 is no stub.
STUBS = [
    ([5] * 12, 60, [10, 2]),  # two words in the last line of a long measure: the first is not made narrower
    ([5] * 11, 60, [9, 2]),  # one: another goes with it
    ([5] * 10 + [2], 61, [9, 2]),  # so for a short one
    ([5] * 7 + [2], 42, [6, 2]),
    ([9, 9, 9, 9, 9, 9, 2], 60, [5, 2]),
    ([25, 25, 2], 53, [2, 1]),  # a first line of half its measure would be worse
]


@pytest.mark.parametrize(("words", "width", "lines"), STUBS)
def test_a_last_line_is_worth_so_much(words: list[int], width: int, lines: list[int]) -> None:
    copy = dataclasses.replace(_copy([float(word) for word in words], width, 0, [False] * len(words)), runt=10.0)
    fit = ragged(copy)
    assert fit is not None
    assert [end - begin for begin, end in itertools.pairwise((0, *fit.breaks))] == lines


def test_lines_of_the_source_do_not_end_those_of_a_note() -> None:
    """Those of code do."""
    tree = etree.fromstring(
        '<p>a\nb<span class="footnote">One\n    <em>two\nthree</em>\nfour<pre>x\n<b>y</b>\nz</pre>\nfive</span>\nc</p>'
    )
    spaces_collapsed(tree)
    assert "".join(map(str, tree.itertext())) == "a\nbOne two three fourx\ny\nz five\nc"
