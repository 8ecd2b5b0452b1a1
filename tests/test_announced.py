"""Words that end in a colon stand on the page of the picture that they announce."""

from __future__ import annotations

import functools

import pytest
from lxml import etree

from publish.book import PrintSettings
from publish.editions.announced import announcements_kept
from publish.editions.sheet import margins, sheet_rules
from publish.paged.engine import Engine
from publish.paged.library import LineBox
from publish.theme import load_theme

PICTURE = '<figure style="height: 200pt"></figure>'
#: What stands before a picture and what that is, and whether both stay together.
CASES: dict[str, tuple[str, str, bool]] = {
    "a colon": ("<p>As here:</p>", PICTURE, True),
    "that of East Asia": ("<p>これ\uff1a</p>", PICTURE, True),
    "a colon in other letters, and space": ("<p>As <em>here:</em> </p>", PICTURE, True),
    "with a class": ('<p class="first">As here:</p>', PICTURE, True),
    "a full stop": ("<p>As here.</p>", PICTURE, False),
    "a colon within": ("<p>As here: so.</p>", PICTURE, False),
    "a listing, which is divided": ("<p>As here:</p>", '<figure class="listing"></figure>', False),
    "a picture on a page of its own": ("<p>As here:</p>", '<figure class="bleed"></figure>', False),
    "a list between": ("<p>As here:</p><ul><li>a</li></ul>", PICTURE, False),
}


def _tree(before: str, figure: str) -> etree._Element:
    tree = etree.fromstring(f"<section>{before}{figure}</section>")
    announcements_kept(tree)
    return tree


@pytest.mark.parametrize("case", CASES)
def test_what_announces_a_picture(case: str) -> None:
    before, figure, kept = CASES[case]
    (names,) = [one.get("class", "").split() for one in _tree(before, figure).iter("p")]
    assert ("announces" in names) is kept
    assert ("first" in names) is ("first" in before)


@functools.cache
def _engine() -> Engine:
    theme = load_theme({})[0].styles
    rules = sheet_rules(margins(PrintSettings(), theme["tokens.css"], 200))
    return Engine(f"{theme['tokens.css']}\n{theme['print.css']}\n{rules}", {})


@pytest.mark.parametrize(("sign", "page"), [(":", 2), (".", 1)])
@pytest.mark.parametrize("above", [20, 23])
def test_it_goes_to_the_page_of_its_picture(sign: str, page: int, above: int) -> None:
    """The picture does not fit below so many lines; the words before it go with it, and what is no announcement stays."""
    lines = "".join(f"<p>Line {n}.</p>" for n in range(above))
    tree = etree.tostring(_tree(f"{lines}<p>Announced{sign}</p>", PICTURE), encoding="unicode")
    pages = _engine().pages(f'<html lang="en"><body class="recto">{tree}</body></html>'.encode(), {})
    holding = [
        number
        for number, laid_out in enumerate(pages, 1)
        for line in laid_out._page_box.descendants()
        if isinstance(line, LineBox)
        and any(getattr(box, "text", "").startswith("Announced") for box in line.descendants())
    ]
    pictured = [n for n, laid_out in enumerate(pages, 1) for box in laid_out._page_box.descendants()
                if getattr(box, "element", None) is not None and box.element.tag == "figure"]  # fmt: skip
    assert (holding, set(pictured)) == ([page], {2})
