"""A text is asked for the kinds of markup whose signs it has, and no other would be found in it."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from publish.markdown.leftover_kinds import KINDS
from publish.markdown.leftovers import _compiled, _pattern
from tests.test_asked import TEXTS
from tests.test_dialect import ALL

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
