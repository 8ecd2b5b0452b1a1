"""Rows of a line of code on the page: they hang below its first word or its comment, within the box, and are the line."""

from __future__ import annotations

import functools
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from publish.book import PrintSettings
from publish.editions.sheet import margins, sheet_rules
from publish.paged.engine import Engine
from publish.paged.library import LineBox, TextBox
from publish.theme import load_theme

#: Lines as they stand in a chapter, the letter that rows hang below, and which names their listing has.
CASES: dict[str, tuple[str, str, str]] = {
    "indent": (f"        result = compute({'argument, ' * 9}last)", "result", ""),
    "a diff": (f'<span class="ins">+     let mut f = File::create({"argument, " * 9}last);</span>', "let", ""),
    "numbered": (f"    result = compute({'argument, ' * 9}last)", "result", "numbered"),
    "tabs": (f"\t\tresult = compute({'argument, ' * 9}last)", "result", ""),
    "a comment": (f'key = 30 <span class="com">  # what it is {"for " * 16}</span>', "#", ""),
    "deep": (f"{' ' * 48}result = compute({'argument, ' * 9}last)", "", ""),
    "squares": (f"  // {'変数の値を表示するための関数です。' * 9}", "変", ""),
    "no space": ("x" * 130, "x", ""),
    "right to left": (f"  // {'שלום עולם ' * 12}", "", ""),
    "a word that is marked": (f"  a {'<b>b</b>, ' * 50}c", "a", ""),
}


@functools.cache
def _engine() -> Engine:
    theme = load_theme({})[0].styles
    rules = sheet_rules(margins(PrintSettings(), theme["tokens.css"], 200))
    return Engine(f"{theme['tokens.css']}\n{theme['print.css']}\n{rules}", {})


#: Lines with comments that are too long, and whether all of a listing have their rows beside the code, below themselves.
LISTINGS = {
    "beside": (("a = 1     # ", "limit = 2 # "), True),
    "one is too deep": (("a = 1     # ", f"{'name' * 11} = 2 # "), False),
    "one would be cut": (("a = 1     # ", "limit = 2 # ", f"    some({'word' * 5}) # " + "x" * 40), False),
}


def _texts(line: Any) -> list[Any]:
    return [box for box in line.descendants() if isinstance(box, TextBox) and "::" not in box.element_tag]


@pytest.mark.parametrize("case", CASES)
def test_rows_of_a_line(case: str) -> None:
    source, below, names = CASES[case]
    content = (
        f'<html lang="en"><body class="recto"><section><pre class="{names}"><code><span class="code-line">one\n</span>'
        f'<span class="code-line long">{source}\n</span><span class="code-line">two\n</span></code></pre></section></body></html>'
    )
    root = ET.fromstring(content)
    wanted = "".join(next(one for one in root.iter("span") if one.get("class") == "code-line long").itertext())
    pages, *_ = _engine().composed(root, {}, recto=True)
    (box,) = [
        one
        for one in pages[0]._page_box.descendants()
        if one.element_tag == "span"
        and one.element.get("class") == "code-line long"
        and not isinstance(one, TextBox | LineBox)
    ]
    rows = [line for line in box.children if isinstance(line, LineBox) and _texts(line)]
    assert len(rows) > 1
    assert "".join(text.text for line in rows for text in _texts(line)) == wanted.rstrip("\n")
    edge = box.content_box_x() + box.width
    step = 12 / 0.75
    for line in rows:
        last = _texts(line)[-1]
        assert last.position_x + last.width * len(last.text.rstrip()) / max(len(last.text), 1) <= edge + 0.5
    hung = {round(_texts(line)[0].position_x, 2) for line in rows[1:]}
    (left,) = hung
    if below:
        first = next(text for text in _texts(rows[0]) if below in text.text)
        before = first.text[: first.text.index(below)]
        at = first.position_x + (first.width * len(before) / len(first.text) if before.strip("\t") else _tabs(before))
        assert left == pytest.approx(at + step, abs=2.0)
    assert left <= box.content_box_x() + box.width / 2 + 0.01


@pytest.mark.parametrize("case", LISTINGS)
def test_comments_of_a_listing_turn_over_in_one_way(case: str) -> None:
    """Below themselves, or as a whole below their code, from their sign on."""
    codes, beside = LISTINGS[case]
    lines = "".join(
        f'<span class="code-line long">{code.removesuffix("# ")}<span class="com"># {"words of it " * 6}</span>\n</span>'
        if code.endswith("# ")
        else f'<span class="code-line long">{code[: code.index("#")]}<span class="com">{code[code.index("#") :]}</span>\n</span>'
        for code in codes
    )
    root = ET.fromstring(
        f'<html lang="en"><body class="recto"><section><pre><code>{lines}</code></pre></section></body></html>'
    )
    pages, *_ = _engine().composed(root, {}, recto=True)
    rows: dict[Any, list[str]] = {}
    for line in pages[0]._page_box.descendants():
        if isinstance(line, LineBox) and line.element_tag == "span" and _texts(line):
            rows.setdefault(line.element, []).append("".join(text.text for text in _texts(line)))
    assert len(rows) == len(codes)
    for first, *others in rows.values():
        assert others
        assert ("#" in first) is beside
        assert beside or others[0].startswith("#")


def _tabs(text: str) -> float:
    return len(text) * 4 * 0.6 * 7.75 / 0.75
