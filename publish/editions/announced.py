"""Words that end in a colon stand on the page of the picture that they announce.

A picture is not divided: where its page has no room for it, it begins the next, and the line that says what follows would
be left at the foot. What has a page of its own is not announced so.
"""

from __future__ import annotations

from publish.book import Element

_COLONS = (":", "\uff1a")
#: Pictures on pages of their own, and listings, which are divided.
_APART = frozenset({"bleed", "turned", "listing"})


def announcements_kept(tree: Element) -> None:
    """Mark paragraphs whose last sign is a colon and behind which a picture stands: `print.css` keeps both together."""
    for figure in tree.iter("figure"):
        before = figure.getprevious()
        if before is None or before.tag != "p" or not _APART.isdisjoint(figure.get("class", "").split()):
            continue
        if "".join(map(str, before.itertext())).rstrip().endswith(_COLONS):
            before.set("class", " ".join([*before.get("class", "").split(), "announces"]))
