"""Abbreviations on paper, which shows no titles: what one stands for follows its first place in brackets."""

from __future__ import annotations

import copy
import dataclasses

from lxml import etree

from publish.book import Chapter


def explained(chapter: Chapter) -> Chapter:
    """The chapter with the words of each `abbr.first` behind it; before faces are cut, for these are words to set."""
    if not any("first" in e.get("class", "").split() for e in chapter.tree.iter("abbr")):
        return chapter
    tree = copy.deepcopy(chapter.tree)
    for word in [e for e in tree.iter("abbr") if "first" in e.get("class", "").split() and e.get("title")]:
        words = etree.Element("span", {"class": "expansion", "data-added": ""})
        words.text, words.tail, word.tail = f" ({word.get('title')})", word.tail, None
        word.addnext(words)
    return dataclasses.replace(chapter, tree=tree)
