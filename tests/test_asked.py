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

from publish.book import Dialect, Reading
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


#: With all that an author may ask for, which brings rules of its own.
DIALECTS = (Dialect(), Dialect(critic=Reading.ACCEPT, percent_comments=True))


@pytest.fixture(scope="module", params=DIALECTS, ids=["usual", "everything"])
def dialect(request: pytest.FixtureRequest) -> Dialect:
    found: Dialect = request.param
    return found


@pytest.fixture(scope="module")
def md(dialect: Dialect) -> MarkdownIt:
    """A parser of its own: its rulers hand out all rules."""
    made = parser.__wrapped__(("“", "”", "‘", "’"), dialect)
    del made.block.ruler.getRules, made.inline.ruler.getRules, made.inline.ruler2.getRules, made.inline.parse
    return made


@pytest.fixture(scope="module")
def fast(dialect: Dialect) -> MarkdownIt:
    return parser(("“", "”", "‘", "’"), dialect)


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


def everything(md: MarkdownIt, text: str) -> object:
    """All that a parse says: tokens, notes of the rules, what is reported."""
    env: dict[str, Any] = {"scope": Scope("a.md")}
    env["scope"].reads_critic = True
    tokens = [token.as_dict() for token in md.parse(text, env)]
    scope = env.pop("scope")
    notes = env.get("footnotes", {})  # made by the first rule that looks into them, empty or not
    known = [env.get("references"), notes.get("refs"), notes.get("list"), env.get("list_styles"), env.get("examples")]
    return tokens, [one or None for one in known], scope.diagnostics


def test_what_is_read_is_the_same(md: MarkdownIt, fast: MarkdownIt) -> None:
    for _, text, _ in ALL:
        assert everything(fast, text) == everything(md, text)
        found = [one.render(text, {"scope": Scope("a.md")}) for one in (fast, md)]
        assert found[0] == found[1]


#: Where a paragraph of plain lines ends, or seems to.
PROSE = (
    *("Word", "word, and", "i. ", "iv) ", "a) ", "A. ", "A> ", "“Said,” ", "'tis ", "½ ", "x\u00a0", "語", "#", "- ", "1. ", "> "),
    *("<!--", "-->", ": ", "~ ~ ~", "~ ", "---", "===", "|", "| a | b |", "--- | ---", "    ", " ", "\u3000", "\t", "```"),
    *("[^1]", "[^1]: ", "*", "**", "_", "!", "![", "a:b", "://", ":smile:", "\\", "<b>", "&amp;", "--", "…", "http://x.org"),
    *("Term\n: what", "::: note", ":::", '<div markdown="1">', "</div>", "{--", "--}", "{++", "++}", "%% "),
)  # fmt: skip
ENDS = ("\n", "\n\n", "\n\n\n", "\n \n", "  \n")
LINES = st.lists(
    st.tuples(st.lists(st.sampled_from(PROSE), max_size=4), st.sampled_from(ENDS)).map(
        lambda line: "".join(line[0]) + line[1]
    ),
    max_size=12,
).map("".join)


@given(text=LINES)
@settings(max_examples=400, deadline=None)
def test_paragraphs_read_at_once_are_those_of_the_rules(md: MarkdownIt, fast: MarkdownIt, text: str) -> None:
    assert everything(fast, text) == everything(md, text)


@given(text=TEXTS)
@settings(max_examples=200, deadline=None)
def test_words_read_at_once_are_those_of_the_rules(md: MarkdownIt, fast: MarkdownIt, text: str) -> None:
    assert everything(fast, text) == everything(md, text)


def test_words_stop_where_the_library_does_but_for_signs_that_begin_nothing(md: MarkdownIt) -> None:
    for sign in map(chr, range(0x3000)):
        for after in ("", " ", "x", "[", "/", "(", "\n", "-", "-}", "--"):
            stops = asked.STOPS.match(sign + after) is not None
            assert stops == (md.inline.terminator_re.match(sign) is not None) or sign in asked.COMMON
            if sign in asked.COMMON and not stops:
                state = StateInline(f"a {sign}{after}", md, {"scope": Scope("a.md")}, [])
                state.pos, state.pending = 2, "a "
                assert not any(rule(state, False) for rule in md.inline.ruler.getRules(""))
