"""Folders that are damaged: whatever stands in a settings file, reading it is no bug, and every place that is named exists."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from publish.sources import read
from tests.test_layouts import ALL, laid_out

CASES = st.sampled_from([text for _, text, _ in ALL])
JUNK = st.sampled_from(
    ["", "\n", "[", "]", "{", "}", ":", "- ", "\t", '"', "'", "&a ", "*a", "!!python/object:os.system ", "null", "<<: ", "1",
     "true", "../../x", "#", "---\n", "[]", "{}", ", ", "\x00", "é", "@ ", "+ ", "%zz"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(CASES, st.lists(st.tuples(st.floats(0, 1), st.integers(0, 6), JUNK), min_size=1, max_size=4))
def test_damage_is_no_bug(text: str, damages: list[tuple[float, int, str]]) -> None:
    for where, length, junk in damages:
        at = int(where * len(text))
        if ">>> " not in text[max(0, at - 40) : at + 40]:  # names of files stay what they are
            text = text[:at] + junk + text[at + length :]
    with tempfile.TemporaryDirectory() as folder:
        book = laid_out(text, Path(folder))
        manuscript, noticed = read(book)
        assert manuscript is not None or noticed
        for one in noticed:
            file = book / one.span.path
            assert one.span.line >= 1
            assert not file.is_file() or one.span.line <= file.read_bytes().count(b"\n") + 2
