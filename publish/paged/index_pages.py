"""Page numbers of an index: each page once, three or more in a row as a range, 61–63."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from lxml import etree

from publish.paged.places import roman
from publish.words import numeral

#: So many pages in a row are a range; two stand by themselves, for they may be two mentions.
_RUN = 3
#: Roman folios that are known; no front matter is longer.
_ROMAN = 2000


def entries_numbered(root: etree._Element, folios: Mapping[str, str]) -> None:
    """Number the locators of every entry, leave out what says the same page again, close up runs."""
    holders = {locator.getparent(): None for locator in root.iter("span") if locator.get("class") == "locator"}
    for holder in holders:
        if holder is not None:
            _numbered(holder, folios, root.get("lang", "en"))


def _numbered(holder: etree._Element, folios: Mapping[str, str], lang: str) -> None:
    locators = [element for element in holder if element.get("class") == "locator"]
    after = locators[-1].tail
    pages: dict[str, etree._Element] = {}
    for locator in locators:
        page = locator.find(".//span[@data-page-of]")
        assert page is not None
        folio = folios.get(page.get("data-page-of", ""), "00")
        page.text = numeral(folio, lang)
        if folio in pages:
            holder.remove(locator)
        else:
            pages[folio] = locator
    kept = _closed_up(holder, list(pages), list(pages.values()))
    kept[-1].tail = after


def _closed_up(
    holder: etree._Element, folios: Sequence[str], locators: Sequence[etree._Element]
) -> list[etree._Element]:
    """The locators that stay: of a run its first and its last, with a dash between them."""
    kept: list[etree._Element] = []
    at = 0
    while at < len(locators):
        end = at
        while end + 1 < len(locators) and _place(folios[end + 1]) == (
            _place(folios[end])[0],
            _place(folios[end])[1] + 1,
        ):
            end += 1
        locators[at].tail = ", "
        kept.append(locators[at])
        if end - at + 1 >= _RUN:
            locators[at].tail = "–"
            for between in locators[at + 1 : end]:
                holder.remove(between)
            locators[end].tail = ", "
            kept.append(locators[end])
            at = end
        at += 1
    return kept


def _place(folio: str) -> tuple[bool, int]:
    """Whether a folio is arabic, and its number."""
    return (True, int(folio)) if folio.isdigit() else (False, _romans().get(folio, 0))


@functools.cache
def _romans() -> Mapping[str, int]:
    return {roman(number): number for number in range(1, _ROMAN)}
