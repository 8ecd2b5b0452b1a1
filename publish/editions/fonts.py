"""Faces cut from the theme's variable fonts: one weight, and only the characters that a book uses.

The layout engine writes a variable font's default widths beside another weight's outlines, which PDF/UA-1 (7.21.5)
refuses, and reading systems of e-books know static fonts best. A font is subset first: that makes the rest quick.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from publish.editions.css import FACES, face_file


def embedded(font: bytes, weight: int, text: str, flavor: str | None = None) -> bytes:
    """A static font of one weight with the glyphs of a text: the same bytes each time; `flavor`: `woff2` or none."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    face = TTFont(io.BytesIO(font), recalcTimestamp=False)
    options = subset.Options(layout_features=["*"], notdef_outline=True, hinting=False, name_IDs=["*"])
    options.drop_tables += ["DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text + " -0123456789.,’“”‘–—…⁂•")
    subsetter.subset(face)
    if "fvar" in face:
        face = instancer.instantiateVariableFont(face, {"wght": weight}, inplace=True)
    face.flavor = flavor
    out = io.BytesIO()
    face.save(out, reorderTables=True)
    return out.getvalue()


def static_faces(fonts: Mapping[str, bytes], text: str, code: bool = True) -> dict[str, bytes]:
    """Every face that the stylesheets name, by the name of its file; the monospaced family only where there is code."""
    letters = "".join(sorted({*text, *text.upper()}))
    return {
        face_file(file, weight): embedded(fonts[file], weight, letters)
        for family, _, file, weights in FACES
        for weight in weights
        if code or family != "Source Code Pro"
    }
