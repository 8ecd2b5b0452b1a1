"""Faces for books that embed them: an instance of the variable font, subset to the characters that the book uses."""

from __future__ import annotations

import io
import logging

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer


def embedded(font: bytes, weight: int, text: str, flavor: str | None = None) -> bytes:
    """A static font of one weight with the glyphs of a text; `flavor` is `woff2` for the web. The same bytes each time."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    face = TTFont(io.BytesIO(font), recalcTimestamp=False)
    if "fvar" in face:
        face = instancer.instantiateVariableFont(face, {"wght": weight}, inplace=True)
    options = subset.Options(layout_features=["*"], notdef_outline=True, hinting=False, name_IDs=["*"], drop_tables=[])
    options.drop_tables += ["DSIG", "MVAR", "STAT"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text + " ’“”‘–—…")
    subsetter.subset(face)
    face.flavor = flavor
    out = io.BytesIO()
    face.save(out, reorderTables=True)
    return out.getvalue()
