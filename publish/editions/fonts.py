"""Faces cut from the theme's fonts: one weight, and only the characters that a book uses.

The layout engine writes a variable font's default widths beside another weight's outlines, which PDF/UA-1 (7.21.5)
refuses, and reading systems of e-books know static fonts best. HarfBuzz subsets and instances in one step, in milliseconds where
fontTools takes seconds.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Iterable, Mapping

import uharfbuzz as harfbuzz

from publish.book import Face
from publish.editions.dashes import with_dashes_joined
from publish.workshop import Workshop

#: The family of boxes that stand for missing glyphs; a face of it has no source.
BOXES = "Colophon Boxes"


@functools.lru_cache(maxsize=64)
def characters(font: bytes) -> frozenset[str]:
    """The characters that a font has glyphs for."""
    return frozenset(map(chr, harfbuzz.Face(font).unicodes))


@functools.lru_cache(maxsize=64)
def embedded(font: bytes, weight: int, text: str, flavor: str | None = None, joined: bool = False) -> bytes:
    """A static font of one weight with the glyphs of a text: the same bytes each time; `flavor`: `woff2` or none; `joined`: em
    dashes that follow each other meet."""
    face = harfbuzz.Face(font)
    wanted = harfbuzz.SubsetInput()
    wanted.sets(harfbuzz.SubsetInputSets.UNICODE).update(map(ord, text))
    for kept_whole in (harfbuzz.SubsetInputSets.LAYOUT_FEATURE_TAG, harfbuzz.SubsetInputSets.NAME_ID):
        wanted.sets(kept_whole).clear()  # it holds what browsers use; an empty set turned round is everything
        wanted.sets(kept_whole).invert()
    wanted.flags = harfbuzz.SubsetFlags.NOTDEF_OUTLINE | harfbuzz.SubsetFlags.NO_HINTING
    for axis in face.axis_infos:
        wanted.pin_axis_location(face, axis.tag, weight if axis.tag == "wght" else axis.default_value)
    cut = bytes(harfbuzz.subset(face, wanted).blob.data)
    if "CFF " in face.table_tags:
        cut = _numbered(cut)
    elif joined:
        cut = with_dashes_joined(cut)
    return _packed(cut, flavor) if flavor else cut


def _numbered(font: bytes) -> bytes:
    """A CFF font whose glyphs have the names of their numbers.

    The layout engine writes numbers of glyphs where a PDF wants the names of a CID-keyed font (ISO 32000-1, 9.7.4.2); a
    subset has gaps in its names, and every reader that keeps to the rule would show other glyphs.
    """
    from fontTools.ttLib import TTFont  # slow to import, and only East Asian faces need it

    face = TTFont(io.BytesIO(font), recalcTimestamp=False, recalcBBoxes=False)
    top = face["CFF "].cff.topDictIndex[0]
    if not hasattr(top, "ROS"):
        return font
    names = [".notdef", *(f"cid{number:05d}" for number in range(1, len(top.charset)))]
    glyphs = top.CharStrings.charStrings
    top.CharStrings.charStrings = {name: glyphs[old] for name, old in zip(names, top.charset, strict=True)}
    top.charset = names
    face.setGlyphOrder(names)
    out = io.BytesIO()
    face.save(out, reorderTables=None)
    return out.getvalue()


def _packed(font: bytes, flavor: str) -> bytes:
    from fontTools.ttLib import TTFont  # slow to import, and only the web edition needs it

    face = TTFont(io.BytesIO(font), recalcTimestamp=False)
    face.flavor = flavor
    out = io.BytesIO()
    face.save(out, reorderTables=True)
    return out.getvalue()


def cut_faces(
    faces: Iterable[Face], files: Mapping[str, bytes], workshop: Workshop, flavor: str | None = None
) -> dict[str, bytes]:
    """The faces of a rendition as `fonts/FILE`, cut from the sources among its files; each is cut once and remembered."""

    def cut(face: Face) -> bytes:
        if not face.source:
            return boxes(face.characters)
        given = (files[f"fonts-src/{face.source}"], face.weight, face.characters, flavor, face.joined)
        return workshop.memory.remembered(lambda: embedded(*given), "face", *given)[0]

    return {f"fonts/{face.file}": cut(face) for face in faces}


def boxes(text: str) -> bytes:
    """A font of one empty box for each character of a text: what stands for a glyph that no face has.

    A `.notdef` glyph would do for the eye, but PDF/UA-1 (7.21.8) refuses it, and it tells a reader of the text nothing.
    """
    from fontTools.fontBuilder import FontBuilder  # slow to import, and few books lack a glyph
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for points in (((60, 0), (60, 700), (540, 700), (540, 0)), ((100, 40), (500, 40), (500, 660), (100, 660))):
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()
    box = pen.glyph()
    names = {ord(character): f"u{ord(character):05X}" for character in text}
    # The layout engine sets a space in the face of the letter before it.
    spaces = {ord(" "): "space", 0xA0: "space"}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "space", *names.values()])
    builder.setupCharacterMap({**names, **spaces})
    builder.setupGlyf({**dict.fromkeys([".notdef", *names.values()], box), "space": TTGlyphPen(None).glyph()})
    builder.setupHorizontalMetrics({**dict.fromkeys([".notdef", *names.values()], (600, 60)), "space": (250, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": BOXES, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()
