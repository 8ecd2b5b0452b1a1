"""Whatever is thrown at the parser: what comes out fits the content model, and every word is there, in order, or named."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from publish.markdown.model import FILLER, HOME, PARTS, faults, holds, made_between
from tests.test_dialect import parsed

WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6).map(lambda w: f" {w}zq ")
NAMES = (
    "a abbr address article aside b blockquote body br button caption center cite code col colgroup dd del details dfn div dl dt"
    " em fieldset figcaption figure font footer form frameset h1 h2 h3 header hgroup hr i iframe img ins kbd label li main math"
    " nav object ol option p picture pre q rp rt ruby s section select small source span strong sub summary sup svg table tbody"
    " td textarea tfoot th thead title tr u ul video x-custom circle mi"
).split()
TAG = st.sampled_from([mark.format(name) for name in NAMES for mark in ("<{}>", "</{}>", "<{} id=a class='b'>")])
MARK = st.sampled_from(
    ["*", "**", "`", "[", "](x)", "&amp;", "<", "\n", "\n\n", "\n\n", "> ", "- ", "1. ", "# ", ":::",
     "::: x\n", "[^1]", "\n\n[^1]: ",
     "^[", "{#a}", "| a | b |\n|---|---|\n| ", "<!-- x -->", "<p markdown=1>", "<div markdown='1'>\n", "<td colspan=3 rowspan=2>",
     "<a href='http://x.y'>", "<table>\n", "</table>\n", "<br/>", "<![CDATA[", "]]>", "<?php", "?>"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(WORD, TAG, TAG, MARK), max_size=40))
def test_any_soup_becomes_a_valid_tree(pieces: list[str]) -> None:
    text = "".join(pieces)
    markup, noticed = parsed(text)
    tree = etree.fromstring(markup)
    assert faults(tree) == []
    wanted = re.findall(r"[a-z]+zq", text)
    printed = re.findall(r"[a-z]+zq", "".join(tree.itertext()))
    gone = set(wanted) - set(printed) - set(re.findall(r"[a-z]+zq", hidden(text)))
    assert not gone or LOSING & {d.code for d in noticed}, (gone, noticed)
    if "[^" not in text and "^[" not in text and not any("put" in d.message.split() for d in noticed):
        at = iter(wanted)
        assert all(any(word == w for w in at) for word in printed), (wanted, printed)


#: What is left out with its words: drawings' parts, instructions, elements that hold no text of the book.
LOSING = {"C001", "C039", "C041"}


def hidden(text: str) -> str:
    """What the rules of Markdown print nothing of: link definitions, attributes, words of a fence, comments."""
    return " ".join(
        re.findall(
            r"\{[^}]*\}|^ {0,3}\[[^\]]*\]:.*(?:\n.*)?|:::.*|^~~~.*|^```.*|<!--.*?-->|\]\([^)]*\)",
            text,
            flags=re.M | re.S,
        )
    )


@pytest.mark.parametrize("parent", sorted({*PARTS, "section", "td", "li", "dd"}))
@pytest.mark.parametrize("tag", sorted({*HOME, "p", "ul", "table", "#text"}))
def test_a_chain_of_made_elements_holds(parent: str, tag: str) -> None:
    chain = made_between(parent, tag)
    if chain is None:
        assert parent in ("colgroup", "hgroup")
        return
    path = [parent, *chain, tag]
    assert all(holds(above, below) for above, below in pairwise(path))
    assert set(chain) <= {*FILLER.values(), *HOME.values(), *HOME}
