"""Colours of a screen as inks: black alone, or four of them.

In one ink a colour is as dark as its luminance, and what is nearly black is black: a text of 93 % would be printed in dots.
In four, what is grey is black alone, and the rest, of pictures and of drawings, is separated by the profile of a press
(`publish.colours`).
"""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
from PIL import Image, ImageChops

from publish.book import Profile
from publish.colours import separated, separation
from publish.paged.hairlines import lines_thickened
from publish.paged.unseen import without_unseen

_COLOUR = re.compile(rb"(?m)^(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (rg|RG)$")
_GREY = re.compile(rb"(?m)^(-?[\d.]+) (g|G)$")
#: Luminance (of 1) below which a colour is black.
_BLACK = 0.12
_QUALITY = 92
#: How much more ink, in per cent, a point beside an edge may have when it was compressed so.
_NOISE = 10

Inks = tuple[float, float, float, float]


def operators_inked(content: bytes, profile: Profile, scale: float = 1.0) -> bytes:
    """A content stream, drawn at a scale, with its colours as inks; lines that are no colours stay as they are."""

    def inked(match: re.Match[bytes]) -> bytes:
        inks = tint(float(match[1]), float(match[2]), float(match[3]), profile)
        return b" ".join([*(f"{ink:.4g}".encode() for ink in inks), b"k" if match[4] == b"rg" else b"K"])

    def grey(match: re.Match[bytes]) -> bytes:
        value = float(match[1])
        inks = tint(value, value, value, profile)
        return b" ".join([*(f"{ink:.4g}".encode() for ink in inks), b"k" if match[2] == b"g" else b"K"])

    content = without_unseen(content)
    return lines_thickened(_GREY.sub(grey, _COLOUR.sub(inked, content)), profile.rule, scale)


def tint(red: float, green: float, blue: float, profile: Profile) -> Inks:
    """The inks of a colour, each of 1."""
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    neutral = max(red, green, blue) - min(red, green, blue) < 0.02
    if profile.inks == "black" or neutral:
        return 0.0, 0.0, 0.0, 1.0 if luminance < _BLACK else 1 - luminance
    return separation(red, green, blue, profile.press, profile.ink_limit)


def picture_inked(image: Any, profile: Profile) -> None:
    """An image of the file in grey, or in four inks; what is transparent in it lies on white.

    A mask of another image stays. Pixels stay as many as they are; those of black and white alone are of one bit (spec F6).
    """
    space = image.get("/ColorSpace")
    indexed = isinstance(space, pikepdf.Array) and space[0] == "/Indexed"
    if (not indexed and space not in ("/DeviceRGB", "/DeviceGray")) or image.get("/ImageMask"):
        return
    mask, lossy = image.get("/SMask"), image.get("/Filter") == "/DCTDecode"
    if space == "/DeviceGray" and mask is None:
        if not lossy:
            _written(image, pikepdf.PdfImage(image).as_pil_image())
        return
    picture = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    if mask is not None:
        alpha = pikepdf.PdfImage(mask).as_pil_image().convert("L").resize(picture.size)
        white = Image.new("RGB", picture.size, "white")
        picture = Image.composite(picture, white, alpha)
        del image.SMask
    plain = profile.inks == "black" or _is_grey(picture)
    inked = picture.convert("L") if plain else separated(picture, profile.press, profile.ink_limit - _NOISE * lossy)
    image.ColorSpace = pikepdf.Name.DeviceGray if plain else pikepdf.Name.DeviceCMYK
    if lossy:
        _photograph_written(image, inked)
    else:
        _written(image, inked)


def _photograph_written(image: Any, picture: Image.Image) -> None:
    """As JPEG, which it was. That of four inks has them inverted, as Adobe writes them, and the image says so."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY)
    _cleared(image)
    image.write(out.getvalue(), filter=pikepdf.Name.DCTDecode)
    if picture.mode == "CMYK":
        image.Decode = pikepdf.Array([1, 0] * 4)


def _written(image: Any, picture: Image.Image) -> None:
    """The pixels without loss; black and white alone have one bit each."""
    if picture.mode == "L" and {tone for _, tone in picture.getcolors(2) or ((0, -1),)} <= {0, 255}:
        picture = picture.convert("1")
    image.BitsPerComponent = 1 if picture.mode == "1" else 8
    _cleared(image)
    image.write(picture.tobytes())


def _cleared(image: Any) -> None:
    for key in ("/DecodeParms", "/Decode"):
        if key in image:
            del image[key]


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    return all(max(ImageChops.difference(red, other).histogram()[4:]) == 0 for other in (green, blue))
