"""Rules that are not asked of a line, or at a sign, would find, say and change nothing there."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from publish.book import Dialect
from publish.markdown import asked
from publish.markdown.dialect import parser
from publish.markdown.scope import Scope
from tests.test_dialect import ALL

PIECES = (
    *("a", "Word", "I", "ß", "語", "“", "'", '"', "«", " ", "  ", "\t", "\n", "\n\n", "\n    ", "1. ", "a. ", "A> "),
    *(
        "#",
        "*",
        "+",
        "-",
        "---",
        "- ",
        ":",
        ": ",
        ":::",
        "::: note\n",
        "!",
        "!!!",
        "![",
        "[",
        "]",
        "](",
        ")",
        "(",
        "]:",
        "[^",
    ),
    *(
        "`",
        "```",
        "~",
        "~~~",
        "{",
        "}",
        "{%",
        "%}",
        "{{<",
        ">}}",
        "{#",
        "%%",
        "|",
        "|---|",
        "=",
        "===",
        "<",
        ">",
        "<!--",
    ),
    *(
        "-->",
        "<div>",
        "</div>",
        "\\",
        "\\begin{align}",
        "$",
        "$$",
        "@",
        "@key",
        "&",
        "&amp;",
        "^",
        "_",
        "://",
        ":smile:",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@pytest.fixture(scope="module")
def md() -> MarkdownIt:
    """A parser of its own: its rulers hand out all rules."""
    made = parser.__wrapped__(("“", "”", "‘", "’"), Dialect())
    del made.block.ruler.getRules, made.inline.ruler.getRules
    return made


def rules(ruler: Any, names: frozenset[str]) -> Iterator[Any]:
    found = dict(zip(ruler.get_active_rules(), ruler.getRules(""), strict=True))
    assert names <= found.keys()
    yield from (found[name] for name in sorted(names))


def seen(state: Any) -> tuple[object, ...]:
    """What a rule may change."""
    own = {key: copy.copy(value) for key, value in vars(state).items() if isinstance(value, list | int | str)}
    scope = state.env["scope"]
    return own, {key: value for key, value in state.env.items() if key != "scope"}, list(scope.diagnostics)


def held(md: MarkdownIt, text: str) -> None:
    """The rules left out are asked after all, and have nothing to say."""
    env: dict[str, Any] = {"scope": Scope("a.md")}
    blocks = StateBlock(text, md, env, [])
    for line in range(blocks.lineMax):
        letter = text[blocks.bMarks[line] + blocks.tShift[line] :][:1]
        if letter.isalpha() or letter in asked.QUOTES:
            before = seen(blocks)
            for rule in rules(md.block.ruler, asked.SIGNED):
                for silent in (True, False):
                    assert not rule(blocks, line, blocks.lineMax, silent)
            assert seen(blocks) == before
    within = StateInline(text, md, env, [])
    for place, sign in enumerate(text):
        if sign in asked.COMMON:
            within.pos, within.pending = place, text[:place]
            before = seen(within)
            for rule in rules(md.inline.ruler, asked.ELSEWHERE):
                for silent in (True, False):
                    assert not rule(within, silent)
            assert seen(within) == before


@given(text=TEXTS)
@settings(max_examples=80, deadline=None)
def test_rules_left_out_have_nothing_to_say(md: MarkdownIt, text: str) -> None:
    held(md, text)


def test_rules_left_out_have_nothing_to_say_of_any_case(md: MarkdownIt) -> None:
    for _, text, _ in ALL:
        held(md, text)


def test_what_is_read_is_the_same(md: MarkdownIt) -> None:
    fast = parser(("“", "”", "‘", "’"), Dialect())
    for _, text, _ in ALL:
        found = [one.render(text, {"scope": Scope("a.md")}) for one in (fast, md)]
        assert found[0] == found[1]
