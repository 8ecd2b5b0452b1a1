"""Words of others: the last line of a block quote that begins with a dash names who said them; a quotation with a name
right under the title of a chapter is its epigraph.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.book import EPUB_TYPE, Element
from publish.lazy import regex
from publish.markdown.shape import text_of

#: Characters of the longest name that a quotation is given.
_LONGEST = 200
_DASH = regex(r"\s*(?:[—–―⸺~]|-{1,3}(?=[\s\w]))\s*(?=\S)")
#: A name does not begin as a clause goes on, nor end as a sentence does.
_CLAUSE = regex(r"\s*\W*[^\W\d_A-Z](?<=[a-zà-ÿа-я]).*(?:[.?!,;:]|\s[—–-]+\s.*)$", re.S)
_SENTENCE = regex(r"[.?!…:;,][\"'”’»)]*$")
_INLINE = frozenset({"em", "strong", "i", "b", "a", "cite", "span", "small", "q", "sup", "sub", "br"})


def quotations_attributed(tree: Element) -> None:
    for quote in [e for e in tree.iter("blockquote", "aside", "div") if _takes_a_name(e)]:
        last = quote[-1] if len(quote) else None
        if last is None or (last.tail or "").strip():
            continue
        if last.tag == "p" and not last.get("class"):
            _from_paragraph(quote, last)
        elif last.tag == "ul" and len(quote) > 1 and quote[-2].tag == "p" and quote.find("ul") is last:
            _from_list(last)
        elif last.tag == "footer" or (last.tag == "cite" and len(quote) > 1):
            _attribution(last)


def _takes_a_name(element: Element) -> bool:
    names = set(element.get("class", "").split())
    return element.tag == "blockquote" or bool(names & {"epigraph", "pull-quote", "verse", "poem", "poetry", "quote"})


def _attribution(element: Element) -> None:
    """A paragraph: a `footer` here would be a landmark of the whole chapter to assistive technology."""
    element.tag = "p" if all(e.tag in _INLINE for e in element.iterdescendants()) else "div"
    element.set("class", "attribution")


def has_attribution(quote: Element) -> bool:
    return any("attribution" in e.get("class", "").split() for e in quote)


def _from_paragraph(quote: Element, paragraph: Element) -> None:
    """The whole of the last paragraph, or what follows its last line end."""
    words = text_of(paragraph)
    if len(quote) > 1 and _DASH.match(_opening(paragraph)) and len(words) <= _LONGEST:
        _attribution(paragraph)
        return
    motto = "epigraph" in quote.get("class", "").split()
    if (
        motto
        and len(quote) > 1
        and len(words) <= 80
        and not _SENTENCE.search(words)
        and paragraph.find(".//br") is None
    ):
        _attribution(paragraph)
        return
    attribution = _last_line_taken(paragraph)
    if attribution is not None:
        attribution.tail, paragraph.tail = paragraph.tail, "\n"
        paragraph.addnext(attribution)


def _opening(element: Element) -> str:
    """The text that an element begins with, through the emphasis that may stand around it."""
    text = "".join(map(str, element.itertext()))
    return text[:40].replace("\n", " ")


def _last_line_taken(paragraph: Element) -> Element | None:
    """A paragraph with what stands behind the last line end of the paragraph, if it begins with a dash."""
    children = list(paragraph)
    for at in range(len(children), -1, -1):
        child = children[at - 1] if at else None
        text = (child.tail if child is not None else paragraph.text) or ""
        if "\n" in text or (child is not None and child.tag == "br"):
            before, _, after = text.rpartition("\n")
            rest = children[at:]
            whole = after + "".join("".join(map(str, e.itertext())) + (e.tail or "") for e in rest)
            if (
                not _DASH.match(whole)
                or _CLAUSE.match(whole)
                or len(whole) > _LONGEST
                or not _has_words(paragraph, children[:at], before)
            ):
                return None
            attribution = etree.Element("p", {"class": "attribution"})
            attribution.text = after.lstrip()
            attribution.extend(rest)
            _cut(paragraph, child, before)
            return attribution
        if child is not None and child.tag not in _INLINE:
            return None
    return None


def _has_words(paragraph: Element, kept: list[Element], before: str) -> bool:
    text = (paragraph.text or "") if kept else before
    return bool(text.strip() or any("".join(map(str, e.itertext())).strip() for e in kept))


def _cut(paragraph: Element, child: Element | None, before: str) -> None:
    if child is None:
        paragraph.text = before
        return
    child.tail = before
    if child.tag == "br":
        previous = child.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "").rstrip() + before
        else:
            paragraph.text = (paragraph.text or "").rstrip() + before
        child.tail = None
        paragraph.remove(child)


def _from_list(items: Element) -> None:
    """`> - Name`: a list of one short entry behind a quotation is its author's dash read as a bullet."""
    if len(items) != 1 or (len(items[0]) and any(e.tag not in _INLINE | {"p"} for e in items[0].iterdescendants())):
        return
    entry = items[0]
    name = text_of(entry)
    if not name or len(name) > 80 or name.endswith((".", ";", ":")) or not name[0].isupper():
        return
    holder = entry[0] if len(entry) and entry[0].tag == "p" else entry
    items.text, children = "— " + (holder.text or "").lstrip(), list(holder)
    items.remove(entry)
    items.extend(children)
    _attribution(items)


def epigraphs_found(tree: Element) -> None:
    """Quotations with a name that stand right under the title, before the text of the chapter."""
    title = next((e for e in tree if "chapter-title" in e.get("class", "").split()), None)
    following = title.getnext() if title is not None else None
    while following is not None and following.tag == "blockquote" and has_attribution(following):
        names = following.get("class", "").split()
        if following.getnext() is not None and "epigraph" not in names:
            following.set("class", " ".join(["epigraph", *names]))
            following.set(EPUB_TYPE, "epigraph")
            following.set("role", "doc-epigraph")
        following = following.getnext()
