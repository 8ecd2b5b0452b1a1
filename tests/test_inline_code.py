"""Code within a text is divided where lines would be too loose without that, at its joints and with no hyphen."""

from __future__ import annotations

import functools
import itertools
import xml.etree.ElementTree as ET
from types import SimpleNamespace

import pytest

from publish.book import PrintSettings
from publish.editions.sheet import margins, sheet_rules
from publish.paged.copyfit import _JOINT
from publish.paged.engine import Engine
from publish.paged.library import LineBox, TextBox
from publish.paged.totalfit import LOOSE, Copy, fitted, ragged
from publish.theme import load_theme

JOINTS = [
    "css/·chrome.css", "--theme", "mdbook init --/theme", "[output.html·.print]", "Cargo.toml", "std::·io::·Read",
    "a/b", "foo.rs", "serde_·derive", "--directory=·bin", "call(·arguments)", "fs::·create_·dir_·all()",
    "textContentLoaded", "see build·.build-·dir", "bibliography.html", "README",
    "edition2015,·edition2018", "mathjax-\u200b·support", "x-ray", "-->",
]  # fmt: skip


@pytest.mark.parametrize("code", JOINTS)
def test_joints_of_code(code: str) -> None:
    text = code.replace("·", "")
    places = [match.end() for match in _JOINT.finditer(text)]
    begins = [0, *places, len(text)]
    assert "·".join(text[begin:end] for begin, end in itertools.pairwise(begins)) == code


@functools.cache
def _engine() -> Engine:
    theme = load_theme({})[0].styles
    rules = sheet_rules(margins(PrintSettings(), theme["tokens.css"], 200))
    return Engine(f"{theme['tokens.css']}\n{theme['print.css']}\n{rules}", {})


def _lines(words: str, style: str = "") -> list[str]:
    content = f'<html lang="en"><body class="recto"><section><p style="{style}">{words}</p></section></body></html>'
    pages, *_ = _engine().composed(ET.fromstring(content), {}, recto=True)
    boxes = [box for page in pages for box in page._page_box.descendants()]
    lines = [box for box in boxes if isinstance(box, LineBox) and box.element_tag == "p"]
    return ["".join(one.text for one in line.descendants() if isinstance(one, TextBox)) for line in lines]


WORDS = "To enable it at all you need to add the long <code>output.mathjax-support</code> key to your files. " * 3


@pytest.mark.parametrize("width", range(150, 330, 20))
@pytest.mark.parametrize("align", ["justify", "start"])
def test_what_is_divided_is_the_same_text(width: int, align: str) -> None:
    lines = _lines(WORDS, f"width: {width}px; text-align: {align}; hyphens: none")
    plain = WORDS.replace("<code>", "").replace("</code>", "").strip()
    assert (
        " ".join(lines)
        .strip()
        .replace("output .mathjax", "output.mathjax")
        .replace("mathjax- support", "mathjax-support")
        == plain
    )
    assert not any(line.endswith(("‐", "out", "mat", "sup")) for line in lines)


def _copy(dear: frozenset[int], width: float) -> Copy:
    """Four words, 10 wide each, the third with a joint in its middle; spaces of 2."""
    row = SimpleNamespace(ends=[0, 10, 22, 29, 34, 46], starts=[0, 12, 24, 29, 36, 46], spaces=[0, 2, 4, 4, 6, 6])
    return Copy(ends=row.ends, starts=row.starts, spaces_end=[0, 0, 2, 4, 4, 6], spaces_start=row.spaces, hyphens=[0.0] * 6,
                marks=[False] * 6, width=width, indent=0.0, runt=0.0, dear=dear)  # fmt: skip


@pytest.mark.parametrize(("width", "breaks"), [(22.5, (2, 5)), (29, (3, 5)), (34.0, (4, 5))])
def test_joints_are_the_last_resort(width: float, breaks: tuple[int, ...]) -> None:
    """A line is divided within code where it is looser than all of its stretch without."""
    fit = fitted(_copy(frozenset({3}), width))
    assert fit is not None
    assert fit.breaks == breaks
    assert all(1 + ratio / 2 <= LOOSE for ratio in fit.ratios)


def test_ragged_lines_are_not_divided_within_code() -> None:
    fit = ragged(_copy(frozenset({3}), 29))
    assert fit is not None
    assert fit.breaks == (2, 5)


#: Entries of lists as they stand in a chapter, and their lines.
ENTRIES = {
    "a slash rather than a hyphen": (
        "Glitter Polish — https://www.shop.example/luxury-effects-nail-polish-stones/dp/B007RS4R9I",
        ["Glitter Polish — https://www.shop.example/", "luxury-effects-nail-polish-stones/dp/B007RS4R9I"],
    ),
    "no host": (
        "1 Fine-point Permanent Marker (Sharp https://www.shop.example/Sharp-Plastic-Point-Resistant-1742663/ or others)",
        ["1 Fine-point Permanent Marker (Sharp", "https://www.shop.example/Sharp-Plastic-Point", "-Resistant-1742663/ or others)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("box", ["", '<span class="box">☐</span> '])
@pytest.mark.parametrize("case", ENTRIES)
def test_addresses_of_lists_are_divided_at_their_best_signs(case: str, box: str) -> None:
    words, lines = ENTRIES[case]
    content = f'<html lang="en"><body class="recto"><ul><li class="{"task" if box else ""}">{box}{words}</li></ul></body></html>'
    pages, *_ = _engine().composed(ET.fromstring(content), {}, recto=True)
    found = [
        "".join(text.text for text in line.descendants() if isinstance(text, TextBox)).strip()
        for line in pages[0]._page_box.descendants()
        if isinstance(line, LineBox) and line.element_tag == "li"
    ]
    assert [line.removeprefix("☐ ") for line in found if line] == lines


@pytest.mark.parametrize("align", ["justify", "start", "center"])
def test_no_line_begins_with_what_is_raised_close_behind_a_sign(align: str) -> None:
    words = "Really?^ he said, and Why!^ and more…^ then he—^ went (so?^) to <sup>14</sup>C. ".replace(
        "^", "<sup>7</sup>"
    )
    for width in range(110, 330, 20):
        lines = _lines(words * 2, f"width: {width}px; text-align: {align}")
        assert "".join(lines).replace(" ", "").count("7") == 10
        assert not any(line.lstrip().startswith("7") for line in lines)
