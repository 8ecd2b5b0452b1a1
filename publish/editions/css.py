"""Stylesheets for an edition: tokens first, faces from the theme's fonts, the book's own trim size."""

from __future__ import annotations

import re

from publish.book import Metadata

#: Family, style and file of each face; the files are variable fonts with an axis of weight.
FACES = (
    ("EB Garamond", "normal", "EBGaramond[wght].ttf"),
    ("EB Garamond", "italic", "EBGaramond-Italic[wght].ttf"),
    ("Source Sans 3", "normal", "SourceSans3[wght].ttf"),
    ("Source Sans 3", "italic", "SourceSans3-Italic[wght].ttf"),
    ("Source Code Pro", "normal", "SourceCodePro[wght].ttf"),
    ("Source Code Pro", "italic", "SourceCodePro-Italic[wght].ttf"),
)


def faces(folder: str) -> str:
    """`@font-face` rules for the theme's fonts in a folder, a regular and a bold for each: the engine knows no range."""
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-style: {style}; font-weight: {weight}; src: url("{folder}/{file}") }}'
        for family, style, file in FACES
        for weight in (400, 700)
    )


def trim(metadata: Metadata) -> str:
    """The trim size of the book over that of the tokens, and the page that has it."""
    width, height = metadata.print.width, metadata.print.height
    return (
        f":root {{ --trim-width: {width}; --trim-height: {height} }}\n@page {{ size: {width} {height} }}\n"
        f".cover {{ width: {width}; height: {height} }}\n"
    )


def written_out(css: str, tokens: str) -> str:
    """CSS with `var(--name)` replaced by its value, for reading systems that lack it."""
    values = dict(re.findall(r"(--[\w-]+)\s*:\s*([^;}]+)", tokens))
    for _ in range(8):
        css, count = re.subn(r"var\((--[\w-]+)\)", lambda m: values.get(m[1], "inherit").strip(), css)
        if not count:
            break
    return css
