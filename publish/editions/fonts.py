"""Faces cut from the theme's variable fonts: one weight, and only the characters that a book uses.

The layout engine writes a variable font's default widths beside another weight's outlines, which PDF/UA-1 (7.21.5)
refuses, and reading systems of e-books know static fonts best. HarfBuzz subsets and instances in one step, in milliseconds where
fontTools takes seconds.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

import uharfbuzz as harfbuzz

from publish.editions.css import FACES, face_file

#: Characters that stylesheets and templates may print, whatever the book says.
_ALWAYS = " -0123456789.,’“”‘–—…⁂•"


def embedded(font: bytes, weight: int, text: str, flavor: str | None = None) -> bytes:
    """A static font of one weight with the glyphs of a text: the same bytes each time; `flavor`: `woff2` or none."""
    face = harfbuzz.Face(font)
    wanted = harfbuzz.SubsetInput()
    wanted.sets(harfbuzz.SubsetInputSets.UNICODE).update(map(ord, text + _ALWAYS))
    for kept_whole in (harfbuzz.SubsetInputSets.LAYOUT_FEATURE_TAG, harfbuzz.SubsetInputSets.NAME_ID):
        wanted.sets(kept_whole).clear()  # it holds what browsers use; an empty set turned round is everything
        wanted.sets(kept_whole).invert()
    wanted.flags = harfbuzz.SubsetFlags.NOTDEF_OUTLINE | harfbuzz.SubsetFlags.NO_HINTING
    if any(axis.tag == "wght" for axis in face.axis_infos):
        wanted.pin_axis_location(face, "wght", weight)
    cut = bytes(harfbuzz.subset(face, wanted).blob.data)
    return _packed(cut, flavor) if flavor else cut


def _packed(font: bytes, flavor: str) -> bytes:
    from fontTools.ttLib import TTFont  # slow to import, and only the web edition needs it

    face = TTFont(io.BytesIO(font), recalcTimestamp=False)
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
