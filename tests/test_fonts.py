"""Faces cut to a book shape text as the whole font does: kerning, ligatures, small capitals, figures, in each weight."""

from __future__ import annotations

import pytest
import uharfbuzz as harfbuzz

from publish.editions.fonts import embedded
from publish.theme import load_theme
from publish.typefaces import family

TEXT = "The Wedding Editor: AV, To fi ffl Ty 0123456789 “Wörld” – ßæ"
FONTS = load_theme({})[0].fonts
HOUSE = ("EB Garamond", "Source Sans 3", "Source Code Pro")
CUTS = [(cut.file, cut.weight) for name in HOUSE for cut in family(name).cuts]
FEATURES = ({}, {"smcp": True}, {"c2sc": True}, {"onum": True}, {"lnum": True, "tnum": True}, {"liga": False})


def advances(font: bytes, features: dict[str, bool], **axes: float) -> list[int]:
    """Widths of the shaped glyphs in units of the font."""
    shaped = harfbuzz.Font(harfbuzz.Face(font))
    shaped.set_variations(axes)
    buffer = harfbuzz.Buffer()
    buffer.add_str(TEXT)
    buffer.guess_segment_properties()
    harfbuzz.shape(shaped, buffer, features)
    return [position.x_advance for position in buffer.glyph_positions]


@pytest.mark.parametrize(("file", "weight"), CUTS)
def test_a_cut_face_shapes_like_the_whole(file: str, weight: int) -> None:
    cut = embedded(FONTS[file], weight, TEXT)
    assert len(cut) < len(FONTS[file]) / 2
    for features in FEATURES:
        assert advances(cut, features) == advances(FONTS[file], features, wght=weight)


@pytest.mark.parametrize("flavor", [None, "woff2"])
def test_the_same_bytes_twice(flavor: str | None) -> None:
    file, weight = CUTS[0]
    assert embedded(FONTS[file], weight, TEXT, flavor) == embedded(FONTS[file], weight, TEXT, flavor)
