"""What can be known to look wrong about a cover before it is drawn: letters that do not stand out, pictures too small."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.book import Book, Diagnostic, Image, Span
from publish.editions.front import luminance
from publish.editions.sheet import inches
from publish.lazy import regex
from publish.printers import cover_rules, printer

_TOML = Span("book.toml")
#: The settings that name a picture of the front.
_PICTURE = ("cover-image", "cover.image")
#: The least contrast of large letters (WCAG 2.2, 1.4.3).
_CONTRAST = 3.0
#: The least of small ones, such as a spine's (1.4.3).
_READABLE = 4.5
#: How much of a picture may be cut off before it is said, of its width or height.
_CROPPED = 0.03
_DECLARED = regex(r"--cover-(ground|ink|accent)\s*:\s*(#[0-9a-fA-F]{6})")
_RULE = regex(r"(?<![\w.-])\.cover\s*\{([^}]*)\}")
_PLAIN = {"ground": r"background(?:-color)?\s*:\s*(#[0-9a-fA-F]{6})", "ink": r"(?<![\w-])color\s*:\s*(#[0-9a-fA-F]{6})"}


def colours(styles: str) -> dict[str, str]:
    """Ground, ink and accent of a cover: its tokens, the last of each in force, else what the rule of an author's cover says."""
    found = dict(_DECLARED.findall(styles))
    for rule in _RULE.findall(styles):
        for name, pattern in _PLAIN.items():
            if name not in found and (match := re.search(pattern, rule)):
                found[name] = match[1]
    return found


def around(styles: str, spine: str) -> str:
    """Back and spine in the colours of the front, also where that is of the author's own and names no tokens. `spine`: which of
    them is the ground of the spine; on the accent, words have the first colour that stands out."""
    found = colours(styles)
    declared = "; ".join(f"--cover-{name}: {colour}" for name, colour in found.items())
    inks = [found[name] for name in ("ink", "ground") if name in found and name != spine]
    if spine == "accent" and inks and spine in found:
        readable = [one for one in inks if _contrast(one, found[spine]) >= _READABLE]
        others = sorted(("#ffffff", "#111111"), key=lambda one: -_contrast(one, found[spine]))
        declared += f"; --spine-ink: {[*readable, *others][0]}"
    return f":root {{ {declared} }}"


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mistakes(book: Book, styles: str) -> Iterator[Diagnostic]:
    """`styles`: the sheets of the cover, in which the last colour of each name is in force."""
    found = colours(styles)
    inked = [name for name in ("ink", "accent") if name == "ink" or book.metadata.cover.design == "frame"]
    for ink in [found[name] for name in inked if name in found and "ground" in found]:
        contrast = _contrast(ink, found["ground"])
        if contrast < _CONTRAST:
            message = f"the letters of the cover do not stand out: {ink} on {found['ground']} is {contrast:.1f} to 1"
            yield Diagnostic("P013", message, _TOML, f"choose ground and ink with {_CONTRAST:g} to 1 or more",
                             keys=("cover.ground", "cover.ink", "cover.accent", "cover.design", "cover"))  # fmt: skip
    picture = next((image for name, image in book.images.items() if name.startswith("cover.")), None)
    if picture is not None and not picture.name.endswith(".svg"):
        yield from _of_picture(book, picture)


def _of_picture(book: Book, picture: Image) -> Iterator[Diagnostic]:
    """The front in print: the page and the bleed on three sides."""
    settings = book.metadata.print
    bleed = float(cover_rules(settings.printer)["bleed"])
    width, height = inches(settings.width) + bleed, inches(settings.height) + 2 * bleed
    ppi = min(picture.width / width, picture.height / height)
    if ppi < printer(settings.printer).picture_ppi:
        message = f"the picture of the cover has {ppi:.0f} pixels to the inch in print"
        needed = printer(settings.printer).picture_ppi
        hint = f"printers want {needed}: {width * needed:.0f} × {height * needed:.0f} pixels"
        yield Diagnostic("P016", message, _TOML, hint, keys=_PICTURE)
    proportion = (picture.width / picture.height) / (width / height)
    lost = 1 - min(proportion, 1 / proportion)
    if lost > _CROPPED:
        side = "width" if proportion > 1 else "height"
        message = (
            f"{lost:.0%} of the {side} of the cover's picture are cut off in print: its proportions are not the page's"
        )
        hint = f"give it the proportions {width:.3f} × {height:.3f}, or keep its edges free of what matters"
        yield Diagnostic("P017", message, _TOML, hint, keys=_PICTURE)
