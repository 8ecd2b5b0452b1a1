"""A text is asked for the kinds of markup whose signs it has, and no other would be found in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publish.markdown.leftover_kinds import KINDS
from publish.markdown.leftovers import _compiled, _pattern
from tests.test_asked import TEXTS
from tests.test_dialect import ALL, parsed

EVERY = _compiled(tuple(kind.name for kind in KINDS))


#: Of kinds that no case has.
OTHERS = ("<a:b c>", "<<[x]", "a :material-x: b", "[!NOTE]", "[^a b]")


def found(pattern: re.Pattern[str], text: str) -> list[tuple[str | None, tuple[int, int]]]:
    return [(match.lastgroup, match.span()) for match in pattern.finditer(text)]


@given(text=TEXTS | st.text("{}[]<>()!?*_#&|+-=:;.@\\`^% aZ1\n", max_size=40))
@example("import x from “y”\n.. note::\n:material-x: <a:b>")
@settings(max_examples=300, deadline=None)
def test_no_kind_that_is_left_out_is_in_the_text(text: str) -> None:
    assert found(_pattern(text), text) == found(EVERY, text)


def test_of_the_cases_every_kind_is_found() -> None:
    texts = [*(text for _, text, _ in ALL), *OTHERS]
    for text in texts:
        assert found(_pattern(text), text) == found(EVERY, text)
    kinds = {kind for text in texts for kind, _ in found(EVERY, text)}
    assert kinds == {kind.name for kind in KINDS}


#: A text, and the places of the signs in it that nothing closes.
PLACES = (
    ("He said *words* and then *words again.", ["1:26"]),
    ("One\ntwo _three.\n\n- four **five", ["2:5", "4:8"]),
    ("> one\n> *two and `three", ["2:3", "2:12"]),
    ("# A *head\n\nA note.[^1]\n\n[^1]: Of *it.", ["1:5", "5:10"]),
    ("The _Owner of `x`, and *two.", ["1:5", "1:24"]),
    ("\\*one and *two* and \\_three", []),
    ("| a |\n|---|\n| one *two |", ["3:7"]),
    (" ".join(["*word"] * 40), [f"1:{1 + 6 * n}" for n in range(20)]),
)


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_what_is_never_closed_is_told_at_its_line_and_column(text: str, places: list[str]) -> None:
    _, noticed = parsed(text)
    assert [f"{d.span.line}:{d.span.column}" for d in noticed if "never closed" in d.message] == places


#: Each a paragraph, with a sign that is meant and that nothing closes.
MEANT = (
    "It is 5*3 or 2 *n.", "Then x *y.", "All of *.txt.", "Link lib*.so.", "Any *nix.", "An \\*asterisk.", "A snake_case.",
    "See _config.yml.", "It is _call().", "`_links`, and _links.", "A smile ^_^.", "A kiss :-*.", "He has ****.", "A word f**k.",
    "He wrote `so', then.", "He wrote ``thus'', then.", "In Hawai`i.", "A char *name.", "By **kwargs.", "In $a *b$.",
    '<b title="*x">Bold.</b>', "- * item", "The rest ~10 of ~all.", "A _____ word.", "Files *test_*.py.", "<p>\n*One\n</p>",
    "```c\nint *p;\n```\n\nThe *p is.", "    *code", "*[HTML]: Markup\n\nHTML.", "[a](b*c_d) `*x`.", "At ~/home and `` ` ``.",
    "M*A*S*H and Leser*innen.", "A line\n\n* * *\n\nand one.", "A \\`word.", "A &#42;word.", "The _owner of `x`.",
)  # fmt: skip


@pytest.mark.parametrize("text", MEANT)
def test_signs_that_are_meant_are_not_told(text: str) -> None:
    _, noticed = parsed(text)
    assert not [d for d in noticed if d.code == "C016"]
