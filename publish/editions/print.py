"""The interior for a printer: the pages of the screen's PDF without cover, links and bookmarks, in the printer's inks and boxes."""

from __future__ import annotations

from collections.abc import Iterator

from publish.book import Artifact, Book, Diagnostic, Medium, Metadata, Profile, Rendition, Span
from publish.editions.edition import Edition
from publish.editions.interior import interior, made, page_count
from publish.editions.sheet import inches
from publish.printers import printer
from publish.theme import Theme
from publish.workshop import Workshop


def profile_of(metadata: Metadata) -> Profile:
    """What the printer of the book wants, as it is set in `[print]`."""
    settings, rules = metadata.print, printer(metadata.print.printer)
    return Profile(
        navigation=rules.navigation,
        inks="black" if settings.color == "black" else "cmyk",
        ink_limit=rules.ink,
        bleed=rules.bleed if settings.bleed else 0.0,
        marks=settings.marks and rules.marks,
        multiple=rules.multiple if settings.multiple - 1 > rules.blanks[1] else max(settings.multiple, rules.multiple),
        blank_end=rules.blank_end,
        standard=settings.standard or next(iter(rules.standards), ""),
        condition=rules.condition,
        press=rules.press,
        picture_ppi=rules.picture_ppi,
        line_art_ppi=rules.line_art_ppi,
        rule=rules.rule,
        text_size=rules.text_size,
        tint=rules.tint,
    )


def render(book: Book, theme: Theme) -> tuple[Rendition, tuple[Diagnostic, ...]]:
    return interior(book, theme, "print", profile_of(book.metadata))


def pack(rendition: Rendition, workshop: Workshop) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    content, noticed = made(rendition, workshop)
    refused = _refused(rendition.metadata, page_count(rendition, workshop))
    return Artifact(EDITION.file(rendition.metadata), content), (*noticed, *refused)


#: The settings that say who prints the book, and so how many pages it may have.
_OF_COUNT = ("print.printer", "print")


def _refused(metadata: Metadata, pages: int) -> Iterator[Diagnostic]:
    """`P036`: what the printer that the book names does not print, however its file is made."""
    settings = metadata.print
    if settings.printer:
        rules = printer(settings.printer)
        size = inches(settings.width), inches(settings.height)
        paper = settings.paper if settings.color == "black" else f"{settings.color}-color"
        count = "a smaller page makes more of them, a larger one fewer; or choose another paper or printer"
        other = "choose another trim size, paper or printer"
        of_size = ("print.trim", "print.paper", *_OF_COUNT)
        found = ((rules.refuses_count(pages, paper), count, _OF_COUNT),
                 (rules.refuses_size(*size, pages, paper), other, of_size))  # fmt: skip
        for why, hint, keys in ((why, hint, keys) for whys, hint, keys in found for why in whys):
            yield Diagnostic("P036", f"{rules.name}: {why}", Span("book.toml"), hint, keys=keys)


EDITION = Edition(
    "print", "-print.pdf", Medium("print"), render, pack, checks=("print-rules", "pdf-sound"), printed=True, paged=True
)
