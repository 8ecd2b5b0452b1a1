"""Words that announce what follows stand on its page: those that end in a colon or within a sentence, and labels.

A picture is not divided: where its page has no room for it, it begins the next, and the words that say what follows would be
left at the foot. With a listing, a table, a formula or a box they are kept where they have one line: that is what looks lost,
such as "or", "Example:" or the name of a file. Longer words say enough by themselves, and to move them too costs more than it
gives: of the guide of mdBook in 5 by 8 in, 7 spreads do not end level where else 2 do not. What has a page of its own is not
announced so. And a sentence that goes on behind what stands in it begins no paragraph, and has no indent.

A paragraph of one line below a head stays with the next as well, so that a head has two lines of text on its page.
"""

from __future__ import annotations

from publish.book import EPUB_TYPE, Element
from publish.book.trees import HEADINGS
from publish.editions.estimate import letters_wide
from publish.lazy import regex

_COLONS = (":", "\uff1a")
#: Signs that end a sentence, in the scripts of the world; closing quotation marks and brackets may stand behind them.
_STOPS = tuple(".!?…。．！？؟۔।॥።")
_CLOSING = "\"'’”»›)]}）」』】〉》\u00a0\u202f "
#: What words announce by a colon; what a sentence goes on in, or a label stands above.
_SHOWN = frozenset({"figure", "pre", "table", "div", "blockquote", "aside"})
_GOES_ON = frozenset({"pre", "table"})
#: What a sentence may have in it; a figure may stand on another page.
_WITHIN = ("pre", "table", "div", "blockquote", "ul", "ol")
_WORD = regex(r"\s*([^\W\d_]+)(?=[\s,;]|$)")
#: Blocks on pages of their own.
_APART = frozenset({"bleed", "turned"})
_BLOCKS = _SHOWN | frozenset("p ul ol dl hr details section h1 h2 h3 h4 h5 h6".split())
_LABEL = frozenset({"strong", "b", "code", "em", "i", "kbd", "samp"})
#: Letters of one line at most; and of the fullest on the page that tables are made for.
_LINE, _FULL = 60, 78
#: Paragraphs that are heads, or begin a letter.
_HEADS = frozenset({"head", "dateline", "salutation"})


def announcements_kept(tree: Element) -> None:
    """Mark paragraphs that announce what stands behind them, which `print.css` keeps with it; where the words stand in a list's
    entry and no paragraph, what they announce is marked instead."""
    for shown in tree.iter(*_SHOWN):
        if not _APART.isdisjoint(_classes(shown)):
            continue
        before, parent = shown.getprevious(), shown.getparent()
        if before is not None and before.tag == "p":
            if _announces(before, _words(before), shown):
                _marked(before, "announces")
        elif parent is not None and parent.tag in ("li", "dd") and _announces(parent, _words_before(shown), shown):
            _marked(shown, "announced")


def sentences_joined(tree: Element) -> None:
    """Mark paragraphs that go on with a sentence behind a block, told by a small letter: `print.css` sets them flush."""
    for block in tree.iter(*_WITHIN):
        after = block.getnext()
        if after is not None and after.tag == "p" and block.find("caption") is None:
            word = _WORD.match(after.text or "")
            if word and word[1].islower():
                _marked(after, "goes-on")


def lone_lines_kept(tree: Element, line: float) -> None:
    """Mark paragraphs that `print.css` keeps with what follows: one line below a heading or a head, more text behind it.
    `line` is that of a page beside the one that tables are made for."""
    for paragraph in tree.iter("p"):
        before, after = paragraph.getprevious(), paragraph.getnext()
        if before is None or after is None or after.tag != "p" or not _HEADS.isdisjoint(_classes(after)):
            continue
        leads = before.tag in HEADINGS or (before.tag == "p" and not _HEADS.isdisjoint(_classes(before)))
        if leads and _HEADS.isdisjoint(_classes(paragraph)) and letters_wide(_words(paragraph).strip()) <= _FULL * line:
            _marked(paragraph, "announces")


def _announces(said: Element, words: str, shown: Element) -> bool:
    words = words.strip()
    pictured = shown.tag == "figure" and "listing" not in _classes(shown)
    if not words or (len(words) > _LINE and not pictured):
        return False
    goes_on = shown.tag in _GOES_ON or not {"listing", "equation"}.isdisjoint(_classes(shown))
    return words.endswith(_COLONS) or (goes_on and (not words.rstrip(_CLOSING).endswith(_STOPS) or _is_label(said)))


def _is_label(paragraph: Element) -> bool:
    """Whether a paragraph is nothing but strong words or code: the name of a file above its text."""
    plain = [paragraph.text, *(child.tail for child in paragraph)]
    return (
        paragraph.tag == "p"
        and all(child.tag in _LABEL for child in paragraph)
        and not any(text and text.strip(" \n:,–—") for text in plain)
    )


def _words(element: Element) -> str:
    """The words of a paragraph, those of its notes left out."""
    return (element.text or "") + "".join(_said(child) for child in element)


def _words_before(shown: Element) -> str:
    """The words of an entry that stand right before a block within it, in no block of their own."""
    words = ""
    for sibling in shown.itersiblings(preceding=True):
        if sibling.tag in _BLOCKS:
            return (sibling.tail or "") + words
        words = _said(sibling) + words
    parent = shown.getparent()
    return ((parent.text if parent is not None else "") or "") + words


def _said(child: Element) -> str:
    noted = child.get(EPUB_TYPE) in ("footnote", "noteref")
    return ("" if noted else "".join(map(str, child.itertext()))) + (child.tail or "")


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _marked(element: Element, name: str) -> None:
    element.set("class", " ".join([*_classes(element), name]))
