"""The front of the cover: one design for the picture in the EPUB, the first page of the PDF and the wrap of the printed book."""

from __future__ import annotations

import re
import unicodedata

from publish.book import Book, Element, Metadata
from publish.editions.front_fit import Words, band, fit
from publish.editions.pages import joined
from publish.editions.sheet import inches
from publish.editions.title_ends import ends_kept
from publish.theme import Theme

#: Words that are passed over for the great initial of a title.
_ARTICLES = frozenset(
    "a an the der die das ein eine le la les un une el los las uno una il lo gli i o os as um uma de het een".split()
)
#: How much of the ink an accent holds that the author's own ground needs and nobody chose.
_TONE = 0.22
#: Where `cover-band.css` has its band.
_BAND = 0.56
#: The least type of a front in points, as the sheets of the designs have it.
_LEAST = 7.0
#: How large each class sets a title, of the width of the page (`cover.css`).
_SHARES = {"huge": 0.192, "large": 0.146, "middle": 0.106, "small": 0.079, "least": 0.056}


def cover_page(book: Book, theme: Theme) -> Element:
    """The front as an element; a picture of the author's own fills it."""
    name = _name(book)
    metadata = book.metadata
    page = theme.page(
        f"{name}.html",
        book=metadata,
        words=book.words,
        authors=joined(metadata.author),
        size=cover_size(metadata.title),
        initial=initial(metadata.title),
        picture=_image(book, "cover"),
        art=_image(book, "cover-art"),
    )
    ends_kept(page)
    return page


def cover_styles(book: Book, theme: Theme) -> str:
    """The sheets of the front: what all designs share, the design's own, the author's colours."""
    name = _name(book)
    own = theme.styles[f"{name}.css"] if name != "cover" else ""
    return f"{theme.styles['cover.css']}\n{own}\n{_colours(book.metadata)}{_fitted(book)}"


def _name(book: Book) -> str:
    """The name of template and sheet. A book that has its own `cover.html` and names no design is shown in that."""
    if _image(book, "cover"):
        return "cover-picture"
    design = book.metadata.cover.design
    return f"cover-{design}" if design not in ("", "field") else "cover"


def _fitted(book: Book) -> str:
    """The tokens by which all words of the front are made smaller, where they have no room, and the band higher; no picture is as
    low as a page."""
    metadata = book.metadata
    share = _SHARES[cover_size(metadata.title)]
    width = inches(metadata.print.width)
    height, art = inches(metadata.print.height) / width, bool(_image(book, "cover-art"))
    words = Words(metadata.title, metadata.subtitle, joined(metadata.author), share, height, art, _LEAST / (72 * width))
    step, top = fit(metadata.cover.design, words), band(words)
    given = [f"--fit: {step:g}"] if step < 1 else []
    given += [f"--band: {top:g}"] if metadata.cover.design == "band" and top != _BAND else []
    return f"\n:root {{ {'; '.join(given)} }}" if given else ""


def _image(book: Book, stem: str) -> str:
    return next((f"images/{name}" for name in book.images if name.rpartition(".")[0] == stem), "")


def _colours(metadata: Metadata) -> str:
    cover = metadata.cover
    given = {"ground": cover.ground, "ink": cover.ink, "accent": cover.accent}
    if cover.ground and not cover.accent:
        given["accent"] = _mixed(cover.ground, cover.ink or ("#ffffff" if luminance(cover.ground) < 0.4 else "#111111"))
    if cover.ground and not cover.ink:
        given["ink"] = "#fbf6ec" if luminance(cover.ground) < 0.4 else "#1d1b19"
    declared = "; ".join(f"--cover-{name}: {value}" for name, value in given.items() if value)
    return f":root {{ {declared} }}" if declared else ""


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _mixed(ground: str, ink: str) -> str:
    return "#" + "".join(f"{round(a + (b - a) * _TONE):02x}" for a, b in zip(_parts(ground), _parts(ink), strict=True))


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, from 0 to 1 (WCAG 2.2)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
              for part in (one / 255 for one in _parts(colour))]  # fmt: skip
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def initial(title: str) -> str:
    """The letter that stands for a title: that of its first word which is no article."""
    words: list[str] = re.findall(r"[^\W_]+", re.sub(r"\b[LlDd][’']", "", title))
    telling = [word for word in words if word.casefold() not in _ARTICLES] or words or [title.strip() or "?"]
    return telling[0][0].upper()


def cover_size(title: str) -> str:
    """How large the cover sets a title: by its longest word, which must fit a line, and by its length, in characters.

    An East Asian character is as wide as 2.6 Latin ones, and a line may end behind any.
    """
    wide = [character for character in title if unicodedata.east_asian_width(character) in "WF"]
    length = len(title) + 1.6 * len(wide)
    longest = max((len(word) for word in re.split(rf"[\s{''.join(map(re.escape, wide))}-]+", title)), default=0)
    for name, word, whole in (("huge", 8, 24), ("large", 11, 44), ("middle", 15, 80), ("small", 21, 160)):
        if longest <= word and length <= whole:
            return name
    return "least"
