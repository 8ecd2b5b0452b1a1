"""Colours of pictures from one space to another by ICC profiles: to sRGB, which is the screen's, and to the four inks of a press.

The profiles of presses are in `icc/`, taken as they are from packages whose licences let them be passed on; `printers.toml`
says which printing each is of. No finished file carries one.
"""

from __future__ import annotations

import functools
import io
import pkgutil

from PIL import Image, ImageCms, ImageFilter

#: Of a picture in four inks that does not say of which press: what a printer without rules of its own is told, too.
COATED = "ISOcoated_v2_300_bas.icc"
#: A table of so many steps of red, green and blue, between which is interpolated, is at no colour more than 1 % of an ink
#: beside the profile, which is itself such a table.
_STEPS = 33
#: What rounding to 8 bits adds to the sum of four inks at most, in per cent.
_ROUNDED = 1


def in_srgb(picture: Image.Image) -> Image.Image:
    """The picture in the colours of a screen, by its own profile; inks without one are taken for those of coated paper.

    It is the same picture where nothing is to be done, and where its profile cannot be read.
    """
    named = picture.info.get("icc_profile")
    if picture.mode not in ("RGB", "RGBA", "CMYK") or not (named or picture.mode == "CMYK"):
        return picture
    mode = "RGB" if picture.mode == "CMYK" else picture.mode
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(named)) if named else _press(COATED)
        if "srgb" in ImageCms.getProfileDescription(given).casefold():
            return picture
        changed = ImageCms.profileToProfile(
            picture, given, _screen(), _INTENT, outputMode=mode, flags=ImageCms.Flags.BLACKPOINTCOMPENSATION
        )
    except (ImageCms.PyCMSError, OSError):
        return picture if picture.mode != "CMYK" else picture.convert("RGB")
    assert changed is not None
    changed.info.pop("icc_profile", None)
    return changed


_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC


def separated(picture: Image.Image, press: str, limit: int) -> Image.Image:
    """An RGB picture in cyan, magenta, yellow and black; `press` is a file of `icc/`, `limit` the sum of inks in per cent."""
    return picture.filter(_separation(press, limit))


@functools.lru_cache(1024)
def separation(red: float, green: float, blue: float, press: str, limit: int) -> tuple[float, float, float, float]:
    """The inks of one colour, all of 1, which are those of a picture in this colour."""
    spot = Image.new("RGB", (1, 1), tuple(round(255 * one) for one in (red, green, blue)))
    cyan, magenta, yellow, black = (one / 255 for one in separated(spot, press, limit).tobytes())
    return cyan, magenta, yellow, black


@functools.lru_cache(4)
def _separation(press: str, limit: int) -> ImageFilter.Color3DLUT:
    """A table from red, green and blue to inks, none of whose entries, and so nothing between them, has more ink than `limit`.

    White is no ink, and the darkest colour the darkest that the paper takes; black is kept and the others give way.
    """
    levels = [round(step * 255 / (_STEPS - 1)) for step in range(_STEPS)]
    colours = bytes(one for blue in levels for green in levels for red in levels for one in (red, green, blue))
    grid = Image.frombytes("RGB", (_STEPS * _STEPS, _STEPS), colours)
    change = ImageCms.buildTransform(
        _screen(), _press(press), "RGB", "CMYK", _INTENT, flags=ImageCms.Flags.BLACKPOINTCOMPENSATION
    )
    inked = ImageCms.applyTransform(grid, change)
    assert inked is not None
    inks, most = inked.tobytes(), (limit - _ROUNDED) / 100 * 255
    table: list[float] = []
    for at in range(0, len(inks), 4):
        *rest, black = inks[at : at + 4]
        least = min(1.0, (most - black) / sum(rest)) if any(rest) else 1.0
        table += [one * least / 255 for one in rest] + [black / 255]
    return ImageFilter.Color3DLUT(_STEPS, table, channels=4, target_mode="CMYK")


@functools.cache
def _press(name: str) -> ImageCms.ImageCmsProfile:
    content = pkgutil.get_data("publish", f"icc/{name}")
    assert content is not None
    return ImageCms.ImageCmsProfile(io.BytesIO(content))


@functools.cache
def _screen() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
