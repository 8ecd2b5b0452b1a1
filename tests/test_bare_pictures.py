"""Pictures keep their pixels and lose what is said in them: makers, places, words, thumbnails, what hangs on at the end."""

from __future__ import annotations

import io

import pytest
from PIL import Image, PngImagePlugin

from publish.resolve.bare import UnevenError, bare
from publish.resolve.rasters import decoded

SECRET = b"SECRET-5f2c"
WORDS = SECRET.decode()


def _picture(mode: str = "RGB") -> Image.Image:
    picture = Image.new("RGB", (23, 17))
    picture.putdata([(x * 11 % 256, x * 7 % 256, x * 3 % 256) for x in range(23 * 17)])
    return picture.convert(mode)


def _saved(kind: str, mode: str = "RGB", **given: object) -> bytes:
    out = io.BytesIO()
    _picture(mode).save(out, kind, **given)
    return out.getvalue()


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = WORDS
    return exif


def _info() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", WORDS)
    info.add_text("Comment", WORDS, zip=True)
    info.add_itxt("XML:com.adobe.xmp", WORDS)
    return info


def _moving() -> bytes:
    out = io.BytesIO()
    frames = [_picture("P").rotate(90 * turn) for turn in range(3)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=SECRET, loop=0)
    return out.getvalue()


CASES = {
    "words in a PNG": ("png", _saved("PNG", pnginfo=_info())),
    "a PNG with a palette": ("png", _saved("PNG", "P", pnginfo=_info())),
    "EXIF in a PNG": ("png", _saved("PNG", exif=_exif())),
    "EXIF in a JPEG": ("jpeg", _saved("JPEG", exif=_exif())),
    "XMP in a JPEG": ("jpeg", _saved("JPEG", xmp=SECRET)),
    "a comment in a JPEG": ("jpeg", _saved("JPEG", comment=SECRET)),
    "a JPEG of many scans": ("jpeg", _saved("JPEG", progressive=True, comment=SECRET)),
    "a grey JPEG": ("jpeg", _saved("JPEG", "L", comment=SECRET)),
    "a JPEG with marks to begin again at": ("jpeg", _saved("JPEG", restart_marker_rows=1, comment=SECRET)),
    "a comment in a GIF": ("gif", _saved("GIF", "P", comment=SECRET)),
    "a GIF that moves": ("gif", _moving()),
}


@pytest.mark.parametrize(("kind", "content"), CASES.values(), ids=CASES)
def test_only_the_picture_is_left(kind: str, content: bytes) -> None:
    assert SECRET in content or kind == "png"  # words in a PNG may be compressed
    made = decoded(content + SECRET)
    assert made.kind == kind
    assert SECRET not in made.content
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(made.content))
    assert getattr(after, "n_frames", 1) == getattr(before, "n_frames", 1)
    assert after.info.get("loop") == before.info.get("loop")
    assert not {key for key in after.info if key.lower() in ("author", "comment", "xmp", "exif", "xml:com.adobe.xmp")}
    for frame in range(getattr(before, "n_frames", 1)):
        before.seek(frame)
        after.seek(frame)
        assert after.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


@pytest.mark.parametrize(("kind", "content"), CASES.values(), ids=CASES)
def test_it_is_the_same_a_second_time_and_half_of_it_is_uneven(kind: str, content: bytes) -> None:
    once = bare(kind, content)
    assert bare(kind, once) == once
    with pytest.raises(UnevenError):
        bare(kind, once[:-20])


def test_a_profile_of_colours_stays() -> None:
    profile = b"a profile of colours" * 20
    for kind in ("PNG", "JPEG"):
        made = decoded(_saved(kind, icc_profile=profile, comment=SECRET))
        assert Image.open(io.BytesIO(made.content)).info["icc_profile"] == profile
