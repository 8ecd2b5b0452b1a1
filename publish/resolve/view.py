"""What an edition shows: blocks kept to some editions, named links, affiliate addresses in the web edition only."""

from __future__ import annotations

import re

from publish.book import Affiliate, Chapter, Element, Link
from publish.book.trees import append_text, unwrapped
from publish.markdown import inline_tree
from publish.resolve.draft import Draft, classes, elements, taken

_AMAZON = (r"(?i)^https?://(?:[\w-]+\.)*amazon\.[a-z.]+/.*[?&]tag=", r"(?i)^https?://(?:www\.)?amzn\.to/")


def edition_shown(draft: Draft) -> None:
    """Drop blocks kept to other editions, say named links, refuse affiliate addresses where they may not stand."""
    for chapter in draft.chapters:
        for element in elements(chapter.tree):
            only = taken(element, "only")
            if only and not draft.medium.shows(re.split(r"[\s,]+", only)):
                _dropped(element)
        for link in [e for e in elements(chapter.tree) if e.tag == "a"]:
            if (href := link.get("href", "")).startswith("link:"):
                _named(draft, chapter, link, href.removeprefix("link:"))
            elif not draft.medium.affiliate_links and _earns(href, draft.manuscript.metadata.affiliate):
                message = f"the affiliate address {href} may stand in the web edition only"
                hint = "name it in [links.KEY] with affiliate = true, and write [text](link:KEY)"
                draft.report("R006", message, chapter, link, hint)


def _earns(href: str, affiliate: Affiliate) -> bool:
    return any(re.search(pattern, href) for pattern in (*_AMAZON, *affiliate.patterns))


def _dropped(element: Element) -> None:
    element[:] = []
    element.text = None
    unwrapped(element)


def _named(draft: Draft, chapter: Chapter, anchor: Element, key: str) -> None:
    metadata = draft.manuscript.metadata
    link = metadata.links.get(key)
    if link is None:
        message = f"there is no [links.{key}] in book.toml; the words are printed without a link"
        draft.report("R005", message, chapter, anchor, f"add a table [links.{key}] with plain and url to book.toml")
        unwrapped(anchor)
        return
    earns = link.affiliate or _earns(link.url, metadata.affiliate)
    if link.url and (draft.medium.affiliate_links or not earns):
        anchor.set("href", link.url)
        if earns:
            anchor.set("rel", "sponsored")
            _beside(anchor, f" ({metadata.affiliate.statement})")
    else:
        _plain(anchor, link, metadata.lang)


def _beside(anchor: Element, text: str) -> None:
    anchor.tail = text + (anchor.tail or "")


def _plain(anchor: Element, link: Link, lang: str) -> None:
    """The words, and behind them the plain reference in brackets, unless they say the same."""
    reference = inline_tree(link.plain, lang)
    anchor.tag = "span"
    taken(anchor, "href")
    anchor.set("class", " ".join([*classes(anchor), "reference"]))
    if link.plain and "".join(map(str, reference.itertext())).strip() != "".join(map(str, anchor.itertext())).strip():
        reference.tag, reference.tail = "span", ")"
        append_text(anchor, " (")
        anchor.append(reference)
