"""Lists and what unfolds on a screen, as pages have them."""

from __future__ import annotations

from publish.book import Element

#: Blocks with space above and below.
_AIRY = frozenset({"pre", "table", "figure", "blockquote", "aside", "div"})
_BLOCKS = _AIRY | frozenset({"ul", "ol", "dl", "p", "details"})
#: Letters of an entry of a word or two. (Where any entry of one line is kept with the next, facing pages end level less often.)
_SHORT = 20


def lists_kept(tree: Element) -> None:
    """Entries stand as far apart as the blocks in one of them do from the next; of a list of words none stands alone at the foot
    of a page before others, nor behind others at its head."""
    for listed in tree.iter("ul", "ol"):
        entries = listed.findall("li")
        if len(entries) < 2:
            continue
        if any(child.tag in _AIRY for entry in entries for child in entry):
            _marked(listed, "apart")
        if all(map(_is_short, entries)):
            _marked(entries[0], "first-entry")
            if len(entries) > 2:
                _marked(entries[-1], "last-entry")


def details_unfolded(tree: Element) -> None:
    """What a screen folds is open on paper, and its summary a title above it."""
    for details in list(tree.iter("details")):
        details.tag = "div"
        details.attrib.pop("open", "")
        _marked(details, "details")
        for summary in details.findall("summary"):
            summary.tag = "div" if any(child.tag in _BLOCKS or child.tag[:1] == "h" for child in summary) else "p"
            _marked(summary, "details-title")


def _is_short(entry: Element) -> bool:
    return len("".join(map(str, entry.itertext())).strip()) <= _SHORT and not any(
        child.tag in _BLOCKS and not (child.tag == "p" and len(entry) == 1) for child in entry
    )


def _marked(element: Element, name: str) -> None:
    element.set("class", " ".join([*element.get("class", "").split(), name]))
