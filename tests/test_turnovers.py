"""Lines of code that are too long: where they turn over, and that they stay what they are."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.paged.turnovers import column_of, kinds_of, lead_of, places, turned

#: Lines, the columns of their measure, and how they are turned over: ⏎ stands for a turn.
CASES = {
    "diff": ('+     let mut f = File::create(ctx.out.join("wordcounts.txt")).unwrap();', 57,
             '+     let mut f = File::create(⏎ctx.out.join("wordcounts.txt")).unwrap();'),
    "pipe": ("curl -sSL https://example.org/get/a.tar.gz | tar -xz --directory=bin", 54,
             "curl -sSL https://example.org/get/a.tar.gz ⏎| tar -xz --directory=bin"),
    "option": ("cargo install mdbook --no-default-features --features search --vers 0.4", 62,
               "cargo install mdbook --no-default-features --features search ⏎--vers 0.4"),
    "stub": ("    if cfg.deny_odds && the_number_of_words % 2 == 1 {", 52,
             "    if cfg.deny_odds ⏎&& the_number_of_words % 2 == 1 {"),
    "call": ('        let names = ctx.config.get("output.wordcount").unwrap_or_default();', 60,
             '        let names = ctx.config.get("output.wordcount")⏎.unwrap_or_default();'),
    "string": ("    assert_eq!(text, '# Hello there, all of you in the world');", 50,
               "    assert_eq!(text, ⏎'# Hello there, all of you in the world');"),
    "a string in squares": ('const made = new RegExp("パターン文字列", "フラグ");', 34,
                            'const made = new RegExp(⏎"パターン文字列", "フラグ");'),
    "arguments": ("result = compute(first_argument, other(one, two), last_argument)", 52,
                  "result = compute(first_argument, other(one, two), ⏎last_argument)"),
    "comment": ("expand = true         # partial words will match longer terms", 50,
                "expand = true         # partial words will match ⏎longer terms"),
    "before a comment": ("the_variable_of_the_loop = the_old_value + 1   # why it is so", 50,
                         "the_variable_of_the_loop = the_old_value + 1   ⏎# why it is so"),
    "date": ("2018-01-16 21:21:39 [ERROR] (mdbook::renderer): it failed", 48,
             "2018-01-16 21:21:39 [ERROR] (mdbook::renderer): ⏎it failed"),
    "name": ("an_identifier_that_has_many_parts_and_no_end_of_them", 36,
             "an_identifier_that_has_many_parts_⏎and_no_end_of_them"),
    "cut": ("x" * 40, 30, "x" * 30 + "⏎" + "x" * 10),
    "square": ("// 変数の値を表示するための関数です。", 16, "// 変数の値を表示す⏎るための関数です。"),
}  # fmt: skip


def _turned(text: str, measure: int) -> tuple[int, ...]:
    found = [*places(text, kinds_of(text), [False] * len(text))]
    xs, lead = [float(at) for at in range(len(text) + 1)], lead_of(text)
    way = turned(found, xs, len(text.rstrip()), measure, measure - 3 - min(lead, measure // 2))
    assert way is not None
    return way[1]


@pytest.mark.parametrize("name", CASES)
def test_a_line_turns_over_as_a_programmer_would_break_it(name: str) -> None:
    text, measure, expected = CASES[name]
    begins = [0, *_turned(text, measure), len(text)]
    assert "⏎".join(text[begin:end] for begin, end in itertools.pairwise(begins)) == expected


@pytest.mark.parametrize(
    ("text", "measure", "expected"),
    [
        ("the_name = value(one, two) # words of a comment", 34, "the_name = value(one, two) ⏎# words of a comment"),
        ("the_name = value(one, two) # words of a comment of mine", 26,
         "the_name = value(one, two) ⏎# words of a ⏎comment of mine"),
        ("the_name = value(first, second) # word", 26, "the_name = value(first, ⏎second) # word"),
    ],
)  # fmt: skip
def test_a_comment_is_divided_in_rows_of_its_own(text: str, measure: int, expected: str) -> None:
    kinds, xs = kinds_of(text), [float(at) for at in range(len(text) + 1)]
    found = [*places(text, kinds, [False] * len(text))]
    way = turned(found, xs, len(text), measure, measure - 3, column_of(text, kinds))
    assert way is not None
    begins = [0, *way[1], len(text)]
    assert "⏎".join(text[begin:end] for begin, end in itertools.pairwise(begins)) == expected


@pytest.mark.parametrize(
    ("text", "lead", "column"),
    [
        ("    x = 1", 4, 0),
        ("+     x = 1", 6, 0),
        ("- name: x", 2, 0),
        ("// words", 3, 0),
        ("  # words  and more", 4, 0),
        ("$ make", 2, 0),
        ("}", 0, 0),
        ("key = 30   # words", 0, 11),
        ("  -h, --help     Print it", 2, 17),
        ('say("a   b")', 0, 0),
    ],
)
def test_rows_hang_below_the_first_word_or_the_last_column(text: str, lead: int, column: int) -> None:
    assert (lead_of(text), column_of(text, kinds_of(text))) == (lead, column)


@given(st.text("ab(){}[].,;=+-_/:\"'# \t", min_size=1, max_size=120), st.integers(8, 60))
def test_rows_fit_and_are_the_line(text: str, measure: int) -> None:
    begins = [0, *_turned(text, measure), len(text)]
    assert begins == sorted(set(begins)) or len(begins) == 2
    for number, (begin, end) in enumerate(itertools.pairwise(begins)):
        row = text[begin:end].rstrip()
        assert len(row) <= measure - (3 + min(lead_of(text), measure // 2) if number else 0)
        assert not number or not text[begin].isspace()
