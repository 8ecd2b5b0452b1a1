"""What a printer would refuse of laid-out pages, said at its page and its line, from what `refusals.py` found in the boxes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from publish.book import Diagnostic, Document, Profile
from publish.diagnostics import counted
from publish.paged.leaves import Refusal, Section
from publish.paged.places import Place
from publish.paged.typography import place_of

#: Of each kind: the code, what is said of it with its number and the least, what may be done.
KINDS: Mapping[str, tuple[str, str, str]] = {
    "small": ("P032", "text of {:.2f} pt, and {:g} is the least that is printed", "make it larger, or the table narrower"),
    "ruby": ("P032", "ruby of {:.2f} pt, and {:g} is the least that is printed{}",
             "it is half as large as its words, as it should be: ask the printer, or make the text larger"),
    "thin": ("P033", "a line of {:.2f} pt, and {:g} is the least that is printed", "give it a greater width"),
    "clear": ("P020", "something is transparent ({:.0%} opaque)", "give it its colour on white instead of opacity"),
    "mixed": ("P034", "text is nearly black, and is printed in several inks", "make it black (#000) or clearly a colour"),
    "pale": ("P038", "a tone of {:.1f} % black, and {:g} is the palest that is printed", "make it darker, or white"),
    "wash": ("P038", "a tone of {:.1f} % ink, and {:g} is the palest that is printed", "make it stronger, or white"),
    "edge": ("P035", "a picture fills the page, and the book has no bleed", "set bleed = true in [print]"),
}  # fmt: skip


def refused(
    documents: Sequence[Document], sections: Sequence[Section], places: Sequence[Place], profile: Profile
) -> list[Diagnostic]:
    """What the printer of a profile would refuse, at its page and its line; nothing where the pages are for a screen."""
    size = profile.text_size
    least = {"small": size, "ruby": size, "thin": profile.rule, "clear": 1.0, "mixed": float(profile.inks == "cmyk"),
             "pale": profile.tint * (profile.inks == "black"), "wash": profile.tint * (profile.inks == "cmyk"),
             "edge": float(not profile.bleed)}  # fmt: skip
    folios = {(place.document, place.at): place.folio for place in places}
    small = [
        (number, one)
        for number, section in enumerate(sections if profile.inks != "screen" else ())
        for one in section.refusals
        if one.number < least[one.kind] - 0.05
    ]
    found = []
    for number, one, more in _once(small):
        code, message, hint = KINDS[one.kind]
        said = f"page {folios.get((number, one.page), '')}: {message.format(one.number, least[one.kind], more)}"
        found.append(Diagnostic(code, said, place_of(documents[number], one.element), hint))
    return found


def _once(found: Sequence[tuple[int, Refusal]]) -> Iterator[tuple[int, Refusal, str]]:
    """What was found, in its order; ruby, which is small throughout a book, is said once with the number of its pages."""
    ruby = [(number, one) for number, one in found if one.kind == "ruby"]
    others = f"; so it is on {counted(len(ruby) - 1, 'other page')}" if len(ruby) > 1 else ""
    yield from ((number, one, others) for number, one in found if one.kind != "ruby" or (number, one) == ruby[0])
