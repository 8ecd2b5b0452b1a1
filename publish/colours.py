"""Colours of pictures from one space to another by ICC profiles: to sRGB, which is the screen's, and to the four inks of a press.

The profiles of presses are in `icc/`, taken as they are from packages whose licences let them be passed on; `printers.toml`
says which printing each is of. No finished file carries one.
"""

from __future__ import annotations

import functools
import io
import itertools
import pkgutil
from collections.abc import Sequence

from PIL import Image, ImageCms, ImageFilter

#: Of a picture in four inks that does not say of which press: what a printer without rules of its own is told, too.
COATED = "ISOcoated_v2_300_bas.icc"
#: A table of so many steps of red, green and blue, between which is interpolated, is at no colour more than 1 % of an ink
#: beside the profile, which is itself such a table.
_STEPS = 33
#: How much of an ink, of 255, is given to another at a time where a colour has more than the paper takes.
_EXCHANGED = (32, 32, 16, 8, 8, 4)
#: So much ink too much, of 255, and a colour is as colourful as on a screen.
_GRADUAL = 77.0
#: What rounding to 8 bits adds to the sum of four inks at most, in per cent.
_ROUNDED = 1

#: Lightness from 0 to 100, and how red, not green, and how yellow, not blue, a colour is (CIE Lab).
Lab = tuple[float, float, float]


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
    colour = tuple(round(255 * one) for one in (red, green, blue))
    beside = [range(at := one * (_STEPS - 1) // 255, min(at + 2, _STEPS)) for one in colour]
    nodes = [(b * _STEPS + g) * _STEPS + r for r, g, b in itertools.product(*beside)]
    table = _table(press, limit, nodes)
    cyan, magenta, yellow, black = (one / 255 for one in Image.new("RGB", (1, 1), colour).filter(table).tobytes())
    return cyan, magenta, yellow, black


@functools.lru_cache(4)
def _separation(press: str, limit: int) -> ImageFilter.Color3DLUT:
    return _table(press, limit, range(_STEPS**3))


def _table(press: str, limit: int, nodes: Sequence[int]) -> ImageFilter.Color3DLUT:
    """A table from red, green and blue to inks, none of whose `nodes`, and so nothing between them, has more ink than `limit`.

    White is no ink, and the darkest colour the darkest that the paper takes.
    """
    colours, inks = _unlimited(press)
    most = int((limit - _ROUNDED) / 100 * 255)
    over = [node for node in nodes if sum(inks[4 * node : 4 * node + 4]) > most]
    table = list(inks)
    full = [inks[4 * node : 4 * node + 4] for node in over]
    for node, kept in zip(over, _within(full, [colours[3 * n : 3 * n + 3] for n in over], press, most), strict=True):
        table[4 * node : 4 * node + 4] = kept
    return ImageFilter.Color3DLUT(_STEPS, [one / 255 for one in table], channels=4, target_mode="CMYK")


@functools.cache
def _unlimited(press: str) -> tuple[bytes, bytes]:
    """The colours of the nodes, and their inks as the profile has them."""
    levels = [round(step * 255 / (_STEPS - 1)) for step in range(_STEPS)]
    colours = bytes(one for blue in levels for green in levels for red in levels for one in (red, green, blue))
    grid = Image.frombytes("RGB", (_STEPS * _STEPS, _STEPS), colours)
    change = ImageCms.buildTransform(
        _screen(), _press(press), "RGB", "CMYK", _INTENT, flags=ImageCms.Flags.BLACKPOINTCOMPENSATION
    )
    inked = ImageCms.applyTransform(grid, change)
    assert inked is not None
    return colours, inked.tobytes()


def _within(full: Sequence[bytes], colours: Sequence[bytes], press: str, most: int) -> list[bytes]:
    """The inks of each colour whose sum is `most` and that print nearest to what is wanted of the `full` inks, found step by step.

    It begins where grey has become black, then gives of each ink to each other for as long as that is nearer. All colours go
    along together, since a profile is asked for many as fast as for one.
    """
    wanted = [_wanted(*one, most) for one in zip(full, _lab(full, press), _lab(colours, ""), strict=True)]
    found = [_greyless(inks, most) for inks in full]
    away = [_distance(*one) for one in zip(_lab(found, press), wanted, strict=True)]
    for step in _EXCHANGED:
        before = list(found)
        for giving, taking in itertools.permutations(range(4), 2):
            tried = [_exchanged(inks, giving, taking, step) for inks in before]
            for at, one in enumerate(map(_distance, _lab(tried, press), wanted)):
                if one < away[at]:
                    away[at], found[at] = one, tried[at]
    return found


def _wanted(full: bytes, printed: Lab, shown: Lab, most: int) -> Lab:
    """As light as all the inks print it, and as colourful as a screen shows it: with fewer, that is what tells navy from charcoal.
    Where hardly an ink is too much the colour hardly changes, so that nothing leaps within a picture."""
    share = min(1.0, (sum(full) - most) / _GRADUAL)
    return printed[0], printed[1] + share * (shown[1] - printed[1]), printed[2] + share * (shown[2] - printed[2])


def _greyless(inks: bytes, most: int) -> bytes:
    """Black in the place of some of the grey of the others; what is still too much is taken from these in proportion."""
    *rest, black = inks
    grey = min((sum(inks) - most) // 2, 255 - black, *rest)
    rest, black = [one - grey for one in rest], black + grey
    least = min(1.0, (most - black) / max(1, sum(rest)))
    return bytes([*(int(one * least) for one in rest), black])


def _exchanged(inks: bytes, giving: int, taking: int, step: int) -> bytes:
    amount, changed = min(step, inks[giving], 255 - inks[taking]), bytearray(inks)
    changed[giving] -= amount
    changed[taking] += amount
    return bytes(changed)


def _distance(one: Lab, other: Lab) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2


def _lab(colours: Sequence[bytes], press: str) -> list[Lab]:
    """How inks of a press look, or colours of a screen, which is no press: by the profile's table of what it prints."""
    if not colours:
        return []
    mode = "CMYK" if press else "RGB"
    seen = ImageCms.applyTransform(Image.frombytes(mode, (len(colours), 1), b"".join(colours)), _seen(press, mode))
    assert seen is not None
    content = seen.tobytes()
    a, b = ([(one ^ 0x80) - 0x80 for one in content[at::3]] for at in (1, 2))
    return list(zip([one / 2.55 for one in content[::3]], a, b, strict=True))


@functools.cache
def _seen(press: str, mode: str) -> ImageCms.ImageCmsTransform:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    return ImageCms.buildTransform(_press(press) if press else _screen(), lab, mode, "LAB", _INTENT)


@functools.cache
def _press(name: str) -> ImageCms.ImageCmsProfile:
    content = pkgutil.get_data("publish", f"icc/{name}")
    assert content is not None
    return ImageCms.ImageCmsProfile(io.BytesIO(content))


@functools.cache
def _screen() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
