"""What a printer would refuse of laid-out pages, said at its page and its line, from what `refusals.py` found in the boxes."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from publish.book import Diagnostic, Document, Profile
from publish.diagnostics import Span, counted
from publish.paged.leaves import MARGIN, Refusal, Section
from publish.paged.places import Place
from publish.paged.typography import place_of

#: Of each kind: the code, what is said of it with its number and the least, what may be done.
KINDS: Mapping[str, tuple[str, str, str]] = {
    "small": ("P032", "text of {:.2f} pt, and {:g} is the least that is printed", "make it larger, or the table narrower"),
    "ruby": ("P032", "ruby of {:.2f} pt, and {:g} is the least that is printed",
             "it is half as large as its words, as it should be: ask the printer, or make the text larger"),
    "thin": ("P033", "a line of {:.2f} pt, and {:g} is the least that is printed", "give it a greater width"),
    "clear": ("P020", "something is transparent ({:.0%} opaque)", "give it its colour on white instead of opacity"),
    "mixed": ("P034", "text is nearly black, and is printed in several inks", "make it black (#000) or clearly a colour"),
    "pale": ("P038", "a tone of {:.1f} % black, and {:g} is the palest that is printed", "make it darker, or white"),
    "wash": ("P038", "a tone of {:.1f} % ink, and {:g} is the palest that is printed", "make it stronger, or white"),
    "coarse": ("P022", "an image of {:.0f} ppi in a drawing, and {:g} are wanted", "take one of more pixels into the drawing"),
    "rough": ("P022", "line art of {:.0f} ppi in a drawing, and {:g} are wanted", "draw it as paths instead of pixels"),
    "edge": ("P035", "a picture fills the page, and the book has no bleed", "set bleed = true in [print]"),
}  # fmt: skip
#: Numbers that count as the same, of some kinds and of all others: as much as the judge of the finished file allows.
_NEAR = {"clear": 0.0, "small": 0.05, "ruby": 0.05, "pale": 0.5, "wash": 0.5, "coarse": 0.5, "rough": 0.5}
_ANY = 0.01
#: The stylesheet with the rules of pages.
_STYLES = "styles/print.css"


def refused(
    documents: Sequence[Document], sections: Sequence[Section], places: Sequence[Place], profile: Profile
) -> list[Diagnostic]:
    """What the printer of a profile would refuse, at its page and its line; nothing where the pages are for a screen."""
    if profile.inks == "screen":
        return []
    least = _least(profile)
    folios = {(place.document, place.at): place.folio for place in places}
    small = [
        (number, one)
        for number, section in enumerate(sections)
        for one in (_inked(one, profile) for one in section.refusals)
        if one.number < least[one.kind] - _NEAR.get(one.kind, _ANY)
    ]
    found = []
    for number, one, more in _once(small):
        code, message, hint = KINDS[one.kind]
        margin = "in the margin, " if one.element == MARGIN else ""
        said = f"page {folios.get((number, one.page), '')}: {margin}{message.format(one.number, least[one.kind])}{more}"
        span = Span(_STYLES) if margin else place_of(documents[number], one.element)
        found.append(Diagnostic(code, said, span, "change it in the @page rule" if margin else hint))
    return found


def _least(profile: Profile) -> Mapping[str, float]:
    size, in_colour = profile.text_size, profile.inks == "cmyk"
    return {"small": size, "ruby": size, "thin": profile.rule, "clear": 1.0, "mixed": float(in_colour),
            "pale": profile.tint * (not in_colour), "wash": profile.tint * in_colour, "edge": float(not profile.bleed),
            "coarse": profile.picture_ppi, "rough": profile.line_art_ppi}  # fmt: skip


def _inked(one: Refusal, profile: Profile) -> Refusal:
    """A tone in per cent of the strongest ink that it is printed in."""
    if not one.colour:
        return one
    from publish.paged.inks import tint  # slow to import, and a screen wants none of it

    red, green, blue = one.colour
    return dataclasses.replace(one, number=100 * max(tint(red, green, blue, profile)))


def _once(found: Sequence[tuple[int, Refusal]]) -> Iterator[tuple[int, Refusal, str]]:
    """What was found, in its order; ruby, which is small throughout a book, and what a stylesheet puts into the margin are said
    once of a kind, with the number of their pages."""
    pages = Counter(_throughout(one) for _, one in found)
    said = {""}
    for number, one in found:
        kind = _throughout(one)
        if not kind:
            yield number, one, ""
        elif kind not in said:
            said.add(kind)
            others = pages[kind] - 1
            yield number, one, f"; so it is on {counted(others, 'other page')}" if others else ""


def _throughout(one: Refusal) -> str:
    """What is a matter of the whole book; empty where it is one of its place."""
    return f"{one.kind} in the margin" if one.element == MARGIN else "ruby" if one.kind == "ruby" else ""
