"""Ends of titles without spaces, in the contents and on the cover: their last phrase stays whole, so that no character of it
stands alone on a last line. Other titles are set by the press, which shapes all of their lines (`publish.paged.titles`); here the
engine fills them, around leaders and numbers of pages."""

from __future__ import annotations

from lxml import etree

from publish.book import Element
from publish.paged.phrases import SQUARE, cost_of

#: How many characters the last phrase has, the fewest and the most.
_FEWEST, _MOST = 3, 7
#: What titles are that nothing shapes: entries of contents and lists, the title of a cover.
_TITLES = frozenset({"entry", "cover-title", "cover-subtitle"})


def ends_kept(tree: Element) -> None:
    """Put what ends a title into a span that is not divided; the words stay as they are."""
    for element in tree.iter(etree.Element):
        if not _TITLES.isdisjoint(element.get("class", "").split()):
            title = next((one for one in element.iter("span") if one.get("class") == "title"), element)
            _kept(title)


def _kept(title: Element) -> None:
    last = title[-1] if len(title) else None
    text = ((title.text if last is None else last.tail) or "").rstrip()
    if len(text) <= _FEWEST or not SQUARE.search(text[-_FEWEST:]):
        return
    places = range(max(1, len(text) - _MOST), len(text) - _FEWEST + 1)
    at = min(places, key=lambda place: (cost_of(text[place - 1], text[place]), -place))
    end = etree.Element("span", {"class": "nowrap"})
    end.text = text[at:]
    if last is None:
        title.text = text[:at]
    else:
        last.tail = text[:at]
    title.append(end)
