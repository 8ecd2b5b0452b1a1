"""The front of the cover: one design for the picture in the EPUB, the first page of the PDF and the wrap of the printed book."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Sequence

from lxml import etree

from publish.book import SVG, Book, Element, Metadata
from publish.editions.em import bearing, em, outline
from publish.editions.front_fit import Front, Words, fitted
from publish.editions.pages import joined
from publish.editions.sheet import inches
from publish.editions.title_ends import ends_kept
from publish.editions.title_lines import Piece, pieces
from publish.lazy import regex
from publish.theme import Theme
from publish.typefaces import script_of
from publish.words import direction_of

#: Words that are passed over for the great initial of a title.
_ARTICLES = frozenset(
    "a an the der die das ein eine le la les un une el los las uno una il lo gli i o os as um uma de het een".split()
)
#: How much of the ink an accent holds that the author's own ground needs and nobody chose; and where it is the title's.
_TONE, _TITLE_TONE = 0.22, 0.85
#: Where `cover-band.css` has its band.
_BAND = 0.56
#: The least type of a front in points, as the sheets of the designs have it.
_LEAST = 7.0
#: What it costs to divide a name.
_NAME = 15.0
#: What `letter` keeps at its sides, around its initial, and the least room that it draws one in.
_MARGIN, _CLEAR, _LOWEST = 0.1, 0.05, 0.32
_ACCENT = regex(r"--cover-accent\s*:\s*(#[0-9a-fA-F]{6})")
#: How large each class sets a title, of the width of the page, in a template of the author's own (`cover.css`).
_SHARES = {"huge": 0.192, "large": 0.146, "middle": 0.106, "small": 0.079, "least": 0.056}
#: What the sheets of the designs take the size of a title by.
_SCALES = {"frame": 0.86, "letter": 0.98, "band": 0.94}
#: What stands between the letters of names in capitals, and of titles, in em.
_SPACED, _CLOSE = 0.12, -0.012
#: How much higher lines are than Latin ones, by the sheets of scripts and by language.
_TALL = {"square": 1.3, "joined": 1.5}
_TALLER = {"hi": 1.2, "mr": 1.2, "ne": 1.2, "sa": 1.2}


def cover_page(book: Book, theme: Theme) -> Element:
    """The front as an element; a picture of the author's own fills it."""
    name = _name(book)
    metadata = book.metadata
    own = _is_own(name, theme)
    page = theme.page(
        f"{name}.html",
        book=metadata,
        words=book.words,
        authors=joined(metadata.author),
        size=cover_size(metadata.title) if own else "fitted",
        initial=initial(metadata.title),
        picture=_image(book, "cover"),
        art=_image(book, "cover-art"),
    )
    if own:
        ends_kept(page, metadata.lang)
    elif name != "cover-picture":
        front = _front(book, theme)
        lines = {
            "cover-title": front.title_lines,
            "cover-subtitle": front.subtitle_lines,
            "cover-author": front.names_lines,
        }
        for element in list(page.iter("p", "span")):
            _ruled(element, lines.get(element.get("class", "").partition(" ")[0], ()))
        if metadata.cover.design != "frame" and direction_of(metadata.lang) == "ltr":
            _flush(page, metadata.lang, theme)
        _lettered(page, book, theme, front)
    return page


def _ruled(element: Element, lines: Sequence[str]) -> None:
    """The words of an element in lines of their own; the words stay as they are."""
    if lines:
        element.text = None
        for number, text in enumerate(lines, 1):
            line = etree.SubElement(element, "span", {"class": "cover-row"})
            line.text, line.tail = text, " " if number < len(lines) else None


def _flush(page: Element, lang: str, theme: Theme) -> None:
    """The ink of all lines of a title begins at one edge, however much white their first letters have before them."""
    for title in page.iter("p"):
        if title.get("class", "").startswith("cover-title"):
            for row in title:
                row.set("style", f"margin-left: {-bearing(row.text or '', lang, theme.fonts):.3f}em")


def _lettered(page: Element, book: Book, theme: Theme, front: Front) -> None:
    """The great initial where `letter` has its place: in what the words leave, within its measure and clear of them."""
    place = next((one for one in page.iter("div") if one.get("class") == "cover-initial"), None)
    if place is None:
        return
    box = initial_box(book, theme, front)
    drawn = outline(initial(book.metadata.title), book.metadata.lang, theme.fonts)
    if box is None or drawn is None:
        place.getparent().remove(place)  # type: ignore[union-attr]  # it is within its page
        return
    left, top, width, height = (f"calc(var(--trim-width) * {one:.4f})" for one in box)
    place.set("style", f"left: {left}; top: {top}; width: {width}; height: {height}")
    colour = _ACCENT.findall(cover_styles(book, theme))[-1]
    svg = etree.SubElement(
        place, f"{{{SVG}}}svg", {"viewBox": " ".join(f"{one:g}" for one in drawn.box)}, nsmap={"svg": SVG}
    )
    etree.SubElement(svg, f"{{{SVG}}}title").text = initial(book.metadata.title)
    etree.SubElement(svg, f"{{{SVG}}}path", {"d": drawn.path, "fill": colour})


def initial_box(book: Book, theme: Theme, front: Front) -> tuple[float, float, float, float] | None:
    """Where the initial is: left, top, width and height, of the width of the page; None where the words leave it no room."""
    drawn = outline(initial(book.metadata.title), book.metadata.lang, theme.fonts)
    high = front.left - 2 * _CLEAR
    if drawn is None or high < _LOWEST:
        return None
    scale = min(high / drawn.box[3], (1 - 2 * _MARGIN) / drawn.box[2])
    width, height = drawn.box[2] * scale, drawn.box[3] * scale
    left = 1 - _MARGIN - width if direction_of(book.metadata.lang) == "ltr" else _MARGIN
    return left, front.free + front.left - _CLEAR / 2 - height, width, height


def cover_styles(book: Book, theme: Theme) -> str:
    """The sheets of the front: what all designs share, the design's own, the author's colours."""
    name = _name(book)
    own = theme.styles[f"{name}.css"] if name != "cover" else ""
    fit = "" if name == "cover-picture" else _fitted(book, theme)
    return f"{theme.styles['cover.css']}\n{own}\n{_colours(book.metadata)}{fit}"


def _name(book: Book) -> str:
    """The name of template and sheet. A book that has its own `cover.html` and names no design is shown in that."""
    if _image(book, "cover"):
        return "cover-picture"
    design = book.metadata.cover.design
    return f"cover-{design}" if design not in ("", "field") else "cover"


def _is_own(name: str, theme: Theme) -> bool:
    """Whether the author has made the design, or changed its measures: then where lines end is the engine's to say."""
    return not theme.own.isdisjoint({f"{name}.html", f"{name}.css", "cover.css"})


def _fitted(book: Book, theme: Theme) -> str:
    """The tokens by which the words of the front have the size that they have room for, and the band and the title their places."""
    design, front = book.metadata.cover.design, _front(book, theme)
    share = _SHARES[cover_size(book.metadata.title)]
    if _is_own(_name(book), theme):
        step = min(front.step, front.title / share)
        given = [f"--fit: {step:g}"] if step < 1 else []
    else:
        given = [f"--fit: {front.step:g}", f"--down: {front.down:.4f}"]
    given += [f"--band: {front.band:g}"] if design == "band" and front.band != _BAND else []
    size = front.title / _SCALES.get(design, 1.0) / front.step
    return f"\n:root {{ {'; '.join(given)} }}\n.title-fitted {{ --share: {size:.4f} }}" if given else ""


def _front(book: Book, theme: Theme) -> Front:
    """The words of the front, measured and fitted to the page; no picture is as low as one."""
    metadata = book.metadata
    design, lang, fonts = metadata.cover.design, metadata.lang, theme.fonts
    width = inches(metadata.print.width)
    role, spaced = ("text", 0.09) if design == "frame" else ("label", _SPACED)
    close = 0.0 if _TALL.keys() & {*script_of(lang).styles} else _CLOSE

    def capitals(text: str) -> float:
        return em(text.upper(), lang, fonts, role) + spaced * len(text)

    words = Words(
        pieces(metadata.title, lang, lambda text: em(text, lang, fonts) + close * len(text)),
        pieces(metadata.subtitle, lang, lambda text: em(text, lang, fonts, "text", "italic")),
        _names(metadata, capitals),
        inches(metadata.print.height) / width,
        bool(_image(book, "cover-art")),
        _LEAST / (72 * width),
        max(_TALLER.get(lang.split("-")[0], 1.0), *(_TALL.get(style, 1.0) for style in (*script_of(lang).styles, ""))),
    )
    return fitted(design, words)


def _names(metadata: Metadata, measured: Callable[[str], float]) -> tuple[Piece, ...]:
    """Names divided behind each, and within one that no line holds."""
    found: list[Piece] = []
    for person in metadata.author:
        last = person is metadata.author[-1]
        *parts, end = pieces(person.name if last else f"{person.name},", metadata.lang, measured) or (Piece("", 0.0),)
        found += [dataclasses.replace(one, cost=one.cost + _NAME) for one in parts]
        found.append(end if last else Piece(end.text, end.width, measured(" "), 0.0))
    return tuple(found)


def _image(book: Book, stem: str) -> str:
    return next((f"images/{name}" for name in book.images if name.rpartition(".")[0] == stem), "")


def _colours(metadata: Metadata) -> str:
    cover = metadata.cover
    given = {"ground": cover.ground, "ink": cover.ink, "accent": cover.accent}
    if cover.ground and not cover.accent:
        ink = cover.ink or ("#ffffff" if luminance(cover.ground) < 0.4 else "#111111")
        given["accent"] = _mixed(cover.ground, ink, _TITLE_TONE if cover.design == "frame" else _TONE)
    if cover.ground and not cover.ink:
        given["ink"] = "#fbf6ec" if luminance(cover.ground) < 0.4 else "#1d1b19"
    declared = "; ".join(f"--cover-{name}: {value}" for name, value in given.items() if value)
    return f":root {{ {declared} }}" if declared else ""


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _mixed(ground: str, ink: str, share: float) -> str:
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(_parts(ground), _parts(ink), strict=True))


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
