"""Lists and what unfolds on a screen, as pages have them."""

from __future__ import annotations

from publish.book import Element
from publish.editions.estimate import letters_wide

#: Blocks with space above and below.
_AIRY = frozenset({"pre", "table", "figure", "blockquote", "aside", "div"})
_BLOCKS = _AIRY | frozenset({"ul", "ol", "dl", "p", "details"})
#: Letters of an entry of a word or two.
_SHORT = 20
#: Letters of the line of a page that tables are made for, less what ragged lines leave free; and those that a list is set in by.
_LETTERS, _INDENT = 62, 4


def lists_kept(tree: Element, line: float) -> None:
    """Entries stand as far apart as the blocks in one of them do from the next. The first and the last are not alone at the foot
    of a page or at its head where they are one line, told from their letters; a longer one has two on either page, as any
    paragraph. Of two entries, only those of a word or two stay together. `line` is that of a page beside the one of tables.
    """
    for listed in tree.iter("ul", "ol"):
        entries = listed.findall("li")
        if len(entries) < 2:
            continue
        if any(child.tag in _AIRY for entry in entries for child in entry):
            _marked(listed, "apart")
        depth = 1 + sum(1 for _ in listed.iterancestors("ul", "ol"))
        room = _LETTERS * line - _INDENT * depth
        if _is_within(entries[0], room) if len(entries) > 2 else all(_is_within(entry, _SHORT) for entry in entries):
            _marked(entries[0], "first-entry")
        if len(entries) > 2 and _is_within(entries[-1], room):
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


def _is_within(entry: Element, most: float) -> bool:
    """Whether an entry is nothing but words, no wider than so many letters; its notes stand at the foot."""
    if any(child.tag in _BLOCKS and not (child.tag == "p" and len(entry) == 1) for child in entry):
        return False
    words = "".join(map(str, entry.itertext()))
    for note in (part for part in entry.iter("span") if part.get("class") == "footnote"):
        words = words.replace("".join(map(str, note.itertext())), "", 1)
    return letters_wide(words.strip()) <= most and entry.find(".//img") is None


def _marked(element: Element, name: str) -> None:
    element.set("class", " ".join([*element.get("class", "").split(), name]))
