"""Short boxes stand on one page; a long one may go on over the page, for else half a page stays empty."""

from __future__ import annotations

from publish.book import Element

#: Letters of text that a box may have to be kept together: about twelve lines of the printed page.
_SHORT = 700


def boxes_kept(tree: Element) -> None:
    for aside in tree.iter("aside"):
        names = aside.get("class", "").split()
        if "aside" in names and len("".join(map(str, aside.itertext()))) <= _SHORT:
            aside.set("class", " ".join([*names, "kept"]))
