"""Faces cut to a book shape text as the whole font does: kerning, ligatures, small capitals, figures, in each weight."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import uharfbuzz as harfbuzz
from fontTools.ttLib import TTFont

from publish.editions.fonts import embedded
from publish.editions.setting import set_in_type
from publish.theme import load_theme
from publish.typefaces import family
from tests.test_formulas import book_of

TEXT = "The Wedding Editor: AV, To fi ffl Ty 0123456789 “Wörld” – ßæ"
FONTS = load_theme({})[0].fonts
HOUSE = ("EB Garamond", "Source Sans 3", "Source Code Pro")
CUTS = [(cut.file, cut.weight) for name in HOUSE for cut in family(name).cuts]
FEATURES = ({}, {"smcp": True}, {"c2sc": True}, {"onum": True}, {"lnum": True, "tnum": True}, {"liga": False})


def advances(font: bytes, features: dict[str, bool], text: str = TEXT, **axes: float) -> list[int]:
    """Widths of the shaped glyphs in units of the font."""
    shaped = harfbuzz.Font(harfbuzz.Face(font))
    shaped.set_variations(axes)
    buffer = harfbuzz.Buffer()
    buffer.add_str(text)
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


@pytest.mark.parametrize(("file", "weight"), CUTS)
def test_em_dashes_that_follow_each_other_meet(file: str, weight: int) -> None:
    """In faces that leave a blank beside them, by little more than a hundredth of an em too much; other pairs are as they were."""
    text = "—–aAV"
    cut, joined = (embedded(FONTS[file], weight, text, joined=so) for so in (False, True))
    fixed = "Code" in file
    for pair in ("——", "—–", "–—", "a—", "—A", "AV"):
        apart, together = (sum(advances(font, {}, text=pair)) for font in (cut, joined))
        face = harfbuzz.Font(harfbuzz.Face(cut))
        dash = face.get_glyph_extents(face.get_nominal_glyph(0x2014))
        blank = face.get_glyph_h_advance(face.get_nominal_glyph(0x2014)) - dash.width
        assert 0 <= apart - together - (blank if pair == "——" and not fixed else 0) <= 13
        assert pair == "——" or apart == together


@pytest.mark.parametrize(("file", "weight"), CUTS)
def test_a_face_with_joined_dashes_is_sound_and_shapes_as_before(file: str, weight: int) -> None:
    text = TEXT + "—"
    cut, joined = (embedded(FONTS[file], weight, text, joined=so) for so in (False, True))
    for features in FEATURES:
        assert advances(joined, features) == advances(cut, features)
    before, after = (TTFont(io.BytesIO(font), checkChecksums=2).reader for font in (cut, joined))
    assert after.tables.keys() == before.tables.keys()
    assert all(after[tag] == before[tag] for tag in after.tables if tag not in ("head", "GPOS"))
    lookups = [len(TTFont(io.BytesIO(font))["GPOS"].table.LookupList.Lookup) for font in (cut, joined)]
    assert lookups[1] - lookups[0] == ("Code" not in file)


@pytest.mark.parametrize(("text", "joined"), [("Lord——", True), ("Lord—*—*", False), ("Lord—and—", False)])
def test_only_books_with_such_dashes_have_them_joined(text: str, joined: bool, tmp_path: Path) -> None:
    book, _, _ = book_of(tmp_path, one__md=f"# One\n\n{text}\n")
    setting, _ = set_in_type(book, book.chapters, FONTS, ("text",))
    assert {face.joined for face in setting.faces} == {joined}
