"""Stylesheets for an edition: tokens first, faces from the theme's fonts, the book's own trim size."""

from __future__ import annotations

import re

from publish.book import Metadata

#: Family, style, variable font and the weights that the stylesheets use of it.
FACES: tuple[tuple[str, str, str, tuple[int, ...]], ...] = (
    ("EB Garamond", "normal", "EBGaramond[wght].ttf", (400, 700)),
    ("EB Garamond", "italic", "EBGaramond-Italic[wght].ttf", (400, 700)),
    ("Source Sans 3", "normal", "SourceSans3[wght].ttf", (400, 700)),
    ("Source Code Pro", "normal", "SourceCodePro[wght].ttf", (400,)),
)


def face_file(variable: str, weight: int) -> str:
    """The name of a static face: `EBGaramond[wght].ttf` at 700 is `EBGaramond-700.ttf`."""
    return variable.replace("[wght].ttf", f"-{weight}.ttf")


def faces(folder: str) -> str:
    """`@font-face` rules for the static faces in a folder."""
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-style: {style}; font-weight: {weight}; '
        f'src: url("{folder}/{face_file(file, weight)}") }}'
        for family, style, file, weights in FACES
        for weight in weights
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
