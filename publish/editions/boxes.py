"""Short boxes stand on one page; a long one may go on over the page, for else half a page stays empty.

A pull-quote is a few words in large type; one of many words is set as a quotation is, in type a little larger than the text's.
"""

from __future__ import annotations

from publish.book import Element

#: Letters of text that a box may have to be kept together: about twelve lines of the printed page.
_SHORT = 700
#: Letters that a pull-quote has in large type: three or four lines of them.
_FEW = 130


def boxes_kept(tree: Element) -> None:
    for aside in tree.iter("aside"):
        names = aside.get("class", "").split()
        letters = len("".join(map(str, aside.itertext())).strip())
        if "aside" in names and letters <= _SHORT:
            aside.set("class", " ".join([*names, "kept"]))
        elif "pull-quote" in names and letters > _FEW:
            aside.set("class", " ".join([*names, "long"]))
