"""Colours from one space to another: pictures with a profile of their own, four inks on a screen, and the inks of a press.

What comes out is held against the profiles by another way: inks are turned back to colours, as a proof does, in CIE Lab.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import random
import tomllib
import zlib
from importlib import resources
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageCms

from publish.book import Profile
from publish.colours import in_srgb, separated, separation
from publish.paged.drawing import drawn
from publish.paged.inks import picture_inked, tint
from publish.paged.rasters import Raster
from publish.printers import PRINTERS, printer
from publish.resolve.rasters import decoded
from publish.verify.picture_ink import picture_ink

PRESSES = sorted({printer(key).press for key in ("", *PRINTERS)})
#: Paper, skin, sky, leaves, earth, slate: within what every press can print.
PRINTABLE = [(244, 238, 226), (200, 150, 120), (150, 180, 205), (95, 125, 75), (120, 85, 60), (75, 85, 95)]


def profile(name: str) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(resources.files("publish").joinpath("icc", name).read_bytes()))


def swapped() -> bytes:
    """A profile of a screen whose red is green and whose green is red."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    turned = plain.replace(b"rXYZ", b"....").replace(b"gXYZ", b"rXYZ").replace(b"....", b"gXYZ")
    return turned.replace("sRGB".encode("utf-16-be"), "gRrB".encode("utf-16-be"))


def lab(picture: Image.Image, of: object) -> list[tuple[float, ...]]:
    """The colours in CIE Lab, on the paper's white."""
    to = ImageCms.createProfile("LAB")
    change = ImageCms.buildTransform(of, to, picture.mode, "LAB", ImageCms.Intent.RELATIVE_COLORIMETRIC)  # type: ignore[arg-type]
    raw = ImageCms.applyTransform(picture, change)
    assert raw is not None
    content = raw.tobytes()
    signed = [(one ^ 0x80) - 0x80 for one in content]
    return [(content[at] / 2.55, signed[at + 1], signed[at + 2]) for at in range(0, len(content), 3)]


def row(colours: list[tuple[int, ...]], mode: str = "RGB") -> Image.Image:
    return Image.frombytes(mode, (len(colours), 1), bytes(one for colour in colours for one in colour))


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def test_profiles_are_those_of_the_table() -> None:
    table = tomllib.loads(resources.files("publish").joinpath("printers.toml").read_text(encoding="utf-8"))
    rows = [one for one in table["conditions"].values() if isinstance(one, dict)]
    for one in rows:
        content = resources.files("publish").joinpath("icc", one["profile"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == one["sha256"]
    assert sorted({one["profile"] for one in rows}) == PRESSES
    assert {p.name for p in Path(str(resources.files("publish") / "icc")).glob("*.icc")} == set(PRESSES)


@pytest.mark.parametrize("press", PRESSES)
def test_what_a_press_can_print_looks_as_on_the_screen(press: str) -> None:
    wanted = lab(row(PRINTABLE), ImageCms.createProfile("sRGB"))
    printed = lab(separated(row(PRINTABLE), press, 300), profile(press))
    for colour, one, other in zip(PRINTABLE, wanted, printed, strict=True):
        distance = sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        assert distance < 6, (colour, one, other)


@pytest.mark.parametrize("press", PRESSES)
@pytest.mark.parametrize("limit", [180, 240, 300])
def test_no_point_has_more_ink_than_the_limit_and_white_has_none(press: str, limit: int) -> None:
    noise = Image.frombytes("RGB", (200, 200), random.Random(limit).randbytes(120_000))
    for picture in (noise, noise.point(lambda value: value // 6)):
        content = separated(picture, press, limit).tobytes()
        assert max(sum(content[at : at + 4]) for at in range(0, len(content), 4)) <= limit * 2.55
    assert separated(Image.new("RGB", (1, 1), "white"), press, limit).tobytes() == bytes(4)


#: Navy, teal, petrol, aubergine, oxblood, forest, umber, black: grounds that ask for more ink than uncoated paper takes.
DARK = [(22, 24, 43), (18, 52, 59), (31, 42, 68), (40, 10, 40), (58, 15, 20), (11, 61, 46), (43, 29, 18), (0, 0, 0)]


@pytest.mark.parametrize("press", PRESSES)
def test_a_dark_colour_keeps_its_lightness_and_its_hue_within_the_limit_of_ink(press: str) -> None:
    """Black takes the place of grey: a navy with less of all inks would be a charcoal."""
    wanted = lab(row(DARK), ImageCms.createProfile("sRGB"))
    full, kept = (lab(separated(row(DARK), press, limit), profile(press)) for limit in (400, 240))
    for colour, screen, most, few in zip(DARK, wanted, full, kept, strict=True):
        assert abs(few[0] - most[0]) < 2, (colour, most, few)
        shown, printed = complex(*screen[1:]), complex(*few[1:])
        assert abs(printed) >= abs(complex(*most[1:])) - 1.5, (colour, most, few)
        assert abs(printed - shown) < max(2.5, 0.3 * abs(shown)), (colour, screen, few)


def test_the_darks_of_a_picture_run_on_where_the_limit_begins() -> None:
    blues = [(x * 96 // 255, x * 112 // 255, x * 176 // 255) for x in range(256)]
    printed = lab(separated(row(blues), PRESSES[0], 240), profile(PRESSES[0]))
    for one, other in itertools.pairwise(printed):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 < 2.5


def test_a_ground_and_a_picture_in_its_colour_have_the_same_inks() -> None:
    inks = separation(31 / 255, 42 / 255, 68 / 255, PRESSES[0], 240)
    pixel = separated(Image.new("RGB", (1, 1), (31, 42, 68)), PRESSES[0], 240).tobytes()
    assert inks == tuple(one / 255 for one in pixel)
    assert tint(31 / 255, 42 / 255, 68 / 255, Profile(inks="cmyk", press=PRESSES[0], ink_limit=240)) == inks


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_printed_by_its_own_profile(kind: str) -> None:
    """A camera's or a screen's; the same file without it is another picture."""
    told = saved(Image.new("RGB", (16, 16), (200, 40, 40)), kind, icc_profile=swapped())
    kept = decoded(told)
    for picture in (in_srgb(Image.open(io.BytesIO(kept.content))), shown(kept.content)):
        red, green, blue = picture.convert("RGB").getpixel((8, 8))  # type: ignore[misc]
        assert (abs(red - 40) < 4, abs(green - 200) < 4, abs(blue - 40) < 4) == (True, True, True)
    plain = saved(Image.new("RGB", (16, 16), (200, 40, 40)), kind)
    assert Raster(Image.open(io.BytesIO(plain)), "i", plain).get_x_object(False, 1).stream[0] in plain, "taken over"


def shown(content: bytes) -> Image.Image:
    """A picture as the PDF has it."""
    stream = Raster(Image.open(io.BytesIO(content)), "i", content).get_x_object(False, 1)
    if stream.extra["Filter"] == "/DCTDecode":
        return Image.open(io.BytesIO(stream.stream[0]))
    rows = zlib.decompress(stream.stream[0])
    return Image.frombytes("RGB", (1, 1), rows[1:4]).resize((16, 16))


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photograph_turned_by_the_camera_keeps_its_colours(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    told = saved(Image.new("RGB", (16, 16), (200, 40, 40)), "JPEG", icc_profile=swapped(), exif=exif)
    red, green, _ = in_srgb(Image.open(io.BytesIO(decoded(told).content))).convert("RGB").getpixel((8, 8))  # type: ignore[misc]
    assert abs(red - 40) < 5
    assert abs(green - 200) < 5


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
@pytest.mark.parametrize("named", [True, False])
def test_inks_on_a_screen_look_as_printed(kind: str, named: bool) -> None:
    """By the picture's own profile, or as inks on coated paper: pure cyan is no neon."""
    press = "artifex-swop.icc" if named else "ISOcoated_v2_300_bas.icc"
    inks = [(255, 0, 0, 0), (0, 255, 255, 0), (0, 0, 0, 255), (0, 0, 0, 0)]
    picture = row([ink for ink in inks for _ in range(16)], "CMYK").resize((64, 16), Image.Resampling.NEAREST)
    options = {"icc_profile": profile(press).tobytes()} if named else {}
    kept = Image.open(
        io.BytesIO(decoded(saved(picture, kind, **options, **({"quality": 95} if kind == "JPEG" else {}))).content)
    )
    assert kept.mode == "RGB"
    spots = [kept.getpixel((8 + 16 * n, 8)) for n in range(4)]
    wanted = lab(row(inks, "CMYK"), profile(press))
    found = lab(row([tuple(spot) for spot in spots]), ImageCms.createProfile("sRGB"))  # type: ignore[arg-type]
    assert spots[3] == (255, 255, 255)
    assert abs(found[1][0] - wanted[1][0]) < 8
    assert found[0][0] < 70, "cyan of a press is darker than the screen's, whose lightness is 91"


def test_a_profile_that_cannot_be_read_changes_nothing() -> None:
    picture = Image.open(io.BytesIO(saved(Image.new("RGB", (4, 4), (9, 99, 199)), "PNG", icc_profile=b"no profile")))
    assert in_srgb(picture) is picture


def test_a_photograph_stays_one_in_four_inks() -> None:
    """Compressed as JPEG, its inks the way round that readers of PDF take them: PDFium paints it as it was."""
    content = saved(Image.linear_gradient("L").convert("RGB").point([*range(256)] + [60] * 256 + [200] * 256), "JPEG")
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(256, 256))
    image = pdf.make_stream(content, {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 256,
                                      "/Height": 256, "/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8,
                                      "/Filter": pikepdf.Name.DCTDecode})  # fmt: skip
    page.contents_add(f"q 256 0 0 256 0 0 cm {page.add_resource(image, pikepdf.Name.XObject)} Do Q".encode())
    picture_inked(image, Profile(inks="cmyk", ink_limit=240))
    assert (image.Filter, image.ColorSpace) == ("/DCTDecode", "/DeviceCMYK")
    ink = picture_ink(image)
    assert ink is not None
    assert ink <= 240
    pdf.save(out := io.BytesIO())
    seen = drawn(out.getvalue(), 0, 256)
    for row, wanted in ((20, (20, 60, 200)), (235, (235, 60, 200))):
        assert all(abs(one - other) < 60 for one, other in zip(seen.getpixel((128, row)), wanted, strict=True))  # type: ignore[arg-type]
