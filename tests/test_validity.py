"""Whatever is thrown at the parser: what comes out fits the content model, and every word is there, in order, or named."""

from __future__ import annotations

import random
import re
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from publish.build import build
from publish.markdown.html.model import FILLER, HOME, PARTS, faults, holds, made_between
from tests.conftest import written
from tests.docket import Checks, Docket, Make
from tests.test_dialect import parsed

WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6).map(lambda w: f" {w}zq ")
NAMES = (
    "a abbr address article aside b blockquote body br button caption center cite code col colgroup dd del details dfn div dl dt"
    " em fieldset figcaption figure font footer form frameset h1 h2 h3 header hgroup hr i iframe img ins kbd label li main math"
    " nav object ol option p picture pre q rp rt ruby s section select small source span strong sub summary sup svg table tbody"
    " td textarea tfoot th thead title tr u ul video x-custom circle mi"
).split()
TAGS = [mark.format(name) for name in NAMES for mark in ("<{}>", "</{}>", "<{} id=a class='b'>")]
MARKS = ["*", "**", "`", "[", "](x)", "&amp;", "<", "\n", "\n\n", "\n\n", "> ", "- ", "1. ", "# ", ":::",
     "::: x\n", "[^1]", "\n\n[^1]: ",
     "^[", "{#a}", "| a | b |\n|---|---|\n| ", "<!-- x -->", "<p markdown=1>", "<div markdown='1'>\n", "<td colspan=3 rowspan=2>",
     "<a href='http://x.y'>", "<table>\n", "</table>\n", "<br/>", "<![CDATA[", "]]>", "<?php", "?>"]  # fmt: skip

#: Attributes and addresses, right and wrong.
VALUES = """
<p lang=en_US dir=up> <a href='http://[bad'> <a href='http://x.y/a|b%zz'> <a href='javascript:x'> <a href='http://ex.org/é?q=ü#x'>
<a href='mailto:a b@c'> <a href='#a'> <img src=x.png> <img alt='q'> <ol start=x reversed> <time datetime='nope'>
<section epub:type='foo x:y' role=doc-chapter> <section role=button> <aside role=doc-tip> <td headers=q scope=zz> <span id='1 2'>
<span id=''> <ul role=list> <li role=doc-endnote> <q cite='http://a b'> <ruby>漢<rt>k</rt></ruby> <details open> <bdo>
<col span=0> <svg><path d='M0 0'/></svg> <math><mi>x</mi><mo>&lt;</mo></math> [x](http://a.b/c%2) [y](<http://a b>) ![z](q.png)
<http://ex.org/ü> [w](tel:+1) [d](doi:10.1000/182) [u](ftp://x/y) [v](HTTP://EX.org) [e]() [i](//x.y/z) <a href='http://a:b@h:99999/'>
<a href='http://a_b.c/'> <a href='http://ex.org:80:80/'> <a href='http://例え.jp/'> <a href='http://ex.org/%'> <a href='http:///x'>
<a href='http:x'> <a href='mailto:'> <a href='https://x.y/`{}^\\'> <td rowspan=9> <th colspan=3> <caption>c</caption> <time>x</time>
""".split("\n")


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(WORD, st.sampled_from(TAGS), st.sampled_from(TAGS), st.sampled_from(MARKS)), max_size=40))
def test_any_soup_becomes_a_valid_tree(pieces: list[str]) -> None:
    text = "".join(pieces)
    markup, noticed = parsed(text)
    tree = etree.fromstring(markup)
    assert faults(tree) == []
    wanted = re.findall(r"[a-z]+zq", text)
    printed = re.findall(r"[a-z]+zq", "".join(tree.itertext()))
    described = re.findall(r"[a-z]+zq", " ".join(e.get("alt", "") for e in tree.iter("img")))
    gone = set(wanted) - set(printed) - set(described) - set(re.findall(r"[a-z]+zq", hidden(text)))
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


def soup(seed: int) -> str:
    chance = random.Random(seed)
    values = re.findall(r"(?:<[^>]*>|\[[^ ]*)(?:[^ <\[]*(?:</\w+>))*", " ".join(VALUES))
    words = [f" w{chance.randrange(1000)}zq " for _ in range(40)]
    kinds = (words, TAGS, values, [*MARKS, "\n\n# \n\n", "\n\n## ![](x.png)\n\n"])
    pools = chance.choices(kinds, weights=(40, 35, 12, 13), k=chance.randint(5, 60))
    return "".join(chance.choice(pool) for pool in pools)


def soups(home: Path, first: int, last: int, paged: bool) -> Checks:
    """A book of soups; with the pages of its print edition, which are marked in the midst of them."""
    toml = f'title = "S"\nlang = "en"\nslug = "soup{first}"\nepub = {{page-list = {str(paged).lower()}}}\n'
    texts = {f"{seed:04}__md": soup(seed) for seed in range(first, last)}
    report = build(written(home / "in", book__toml=toml, **texts), ("epub",), home / "out")
    assert report.held_back == ()
    return {report.written[0].path: ("epubcheck",)}


#: The books of `make test`, and those that take longer.
SOUPS = {
    "a hundred": partial(soups, first=0, last=100, paged=False),
    "twenty with their pages": partial(soups, first=0, last=20, paged=True),
}
MORE_SOUPS = {"a hundred with their pages": partial(soups, first=0, last=100, paged=True)} | {
    f"hundred {n} of a thousand": partial(soups, first=100 * n, last=100 * n + 100, paged=False) for n in range(1, 11)
}


@pytest.mark.parametrize(
    "book",
    [
        *(pytest.param(make, marks=pytest.mark.judged(book=make), id=name) for name, make in SOUPS.items()),
        *(
            pytest.param(make, marks=[pytest.mark.judged(book=make), pytest.mark.slow], id=name)
            for name, make in MORE_SOUPS.items()
        ),
    ],
)
def test_epubcheck_finds_nothing_in_soups(book: Make, docket: Docket) -> None:
    assert docket.findings(book) == []
