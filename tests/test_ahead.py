"""What looks ahead is exact: the same as looking each time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.markdown.ahead import ahead, code_spans, end_ahead, without_code

SIGNS = st.text(alphabet="ab`[]\\ \n", max_size=60)
CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.S)


@given(SIGNS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12))
def test_the_next_sign_in_any_order(text: str, places: list[tuple[int, int]]) -> None:
    for at, limit in places:
        assert ahead(text, "]", at, limit) == text.find("]", at, limit)
        assert ahead(text, "ab", at) == text.find("ab", at)
        match = re.compile(r"\s\]").search(text, at)
        assert end_ahead(text, re.compile(r"\s\]"), at) == (match.end() if match else -1)


def test_texts_that_are_equal_are_not_compared() -> None:
    """A chapter is parsed again, by `watch` or for a proof: to compare it at each question is the square of its length."""

    class Text(str):
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            raise AssertionError

    for text in (Text("a ] b"), Text("a ] b")):
        assert ahead(text, "]", 0) == 2


@given(st.text(alphabet="a` \n", max_size=60))
def test_code_spans_are_those_of_the_backtracking_rule(text: str) -> None:
    assert list(code_spans(text)) == [match.span() for match in CODE.finditer(text)]


@pytest.mark.parametrize(
    ("text", "plain"), [("a `b` c", "a  c"), ("``a`b`` `c", " `c"), ("\\`a` b`", "\\`a"), ("\\\\`a`", "\\\\"), ("", "")]
)
def test_text_without_code(text: str, plain: str) -> None:
    assert without_code(text, lambda *_: "") == plain
