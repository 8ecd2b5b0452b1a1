"""Images of pixels in a PDF: what a file has compressed is taken over, every pixel stays, whatever the kind of the file."""

from __future__ import annotations

import io
import random
from typing import Any

import pikepdf
import pydyf
import pytest
from PIL import Image, ImageChops

from publish.book import Profile
from publish.paged.inks import picture_inked
from publish.paged.rasters import Raster, compressed, taken_over

SIZE = (37, 11)  # rows that end within a byte


def noise(mode: str, seed: int = 1) -> Image.Image:
    some = random.Random(seed)
    bands = [
        Image.frombytes("L", SIZE, some.randbytes(SIZE[0] * SIZE[1]))
        for _ in range(len(Image.new(mode, (1, 1)).getbands()))
    ]
    return (
        Image.merge(mode, bands)
        if mode not in ("1", "P", "I;16")
        else bands[0].convert(mode)
        if mode != "P"
        else bands[0].quantize(16)
    )


def saved(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def seen(stream: pydyf.Stream, profile: Profile | None = None) -> tuple[Image.Image, Image.Image | None]:
    """The image as a reader of PDF finds it, and its mask; in inks, if they are a printer's."""
    pdf, mask = pydyf.PDF(), stream.extra.get("SMask")
    if mask:
        pdf.add_object(mask)
        stream.extra["SMask"] = mask.reference
    pdf.add_object(stream)
    objects = pydyf.Dictionary({"XObject": pydyf.Dictionary({"i": stream.reference})})
    pdf.add_page(pydyf.Dictionary({"Type": "/Page", "MediaBox": pydyf.Array((0, 0, 9, 9)), "Resources": objects}))
    out = io.BytesIO()
    pdf.write(out)
    with pikepdf.open(io.BytesIO(out.getvalue())) as opened:
        image = opened.pages[0].Resources.XObject.i
        if profile is not None:
            picture_inked(image, profile)
        return pikepdf.PdfImage(image).as_pil_image(), (
            pikepdf.PdfImage(image.SMask).as_pil_image() if "/SMask" in image else None
        )


def raster(data: bytes) -> Raster:
    return Raster(Image.open(io.BytesIO(data)), "id", data, orientation="from-image")


@pytest.mark.parametrize(
    ("mode", "options"),
    [("1", {}), ("L", {}), ("P", {}), ("P", {"bits": 4}), ("RGB", {}), ("RGB", {"compress_level": 1})],
    ids=str,
)  # fmt: skip
def test_a_png_is_taken_over_as_it_is(mode: str, options: dict[str, Any]) -> None:
    picture = noise(mode)
    data = saved(picture, **options)
    stream = taken_over(data)
    assert stream is not None
    assert stream.stream[0] in data  # one chunk of a small file
    assert seen(stream)[0].convert("RGB").tobytes() == picture.convert("RGB").tobytes()


CUT = saved(noise("RGB"))


@pytest.mark.parametrize(
    "data",
    [
        saved(noise("RGBA")),
        saved(noise("LA")),
        saved(noise("P"), transparency=3),
        saved(noise("I;16")),
        saved(noise("RGB"), "JPEG"),
        CUT[:-40],
        CUT[:20],
        CUT.replace(b"IDAT", b"IDAX"),
        b"",
    ],
    ids=[
        "alpha",
        "grey and alpha",
        "transparent colour",
        "16 bits",
        "no PNG",
        "cut off",
        "a head",
        "no pixels",
        "nothing",
    ],
)
def test_what_a_pdf_does_not_hold_as_it_is(data: bytes) -> None:
    assert taken_over(data) is None


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparency_is_a_mask(mode: str) -> None:
    picture = noise(mode)
    image, mask = seen(raster(saved(picture)).get_x_object(True, 1))
    assert image.convert(mode[:-1]).tobytes() == picture.convert(mode[:-1]).tobytes()
    assert mask is not None
    assert mask.tobytes() == picture.getchannel("A").tobytes()


def test_a_colour_of_a_palette_that_is_transparent_is_a_mask() -> None:
    data = saved(noise("P"), transparency=3)
    image, mask = seen(raster(data).get_x_object(False, 1))
    looks = Image.open(io.BytesIO(data)).convert("RGBA")
    assert image.convert("RGB").tobytes() == looks.convert("RGB").tobytes()
    assert mask is not None
    assert mask.tobytes() == looks.getchannel("A").tobytes()


def test_nothing_transparent_is_no_mask() -> None:
    picture = noise("RGB")
    image, mask = seen(raster(saved(picture.convert("RGBA"))).get_x_object(False, 1))
    assert mask is None
    assert image.tobytes() == picture.tobytes()


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "WEBP"), ("P", "GIF"), ("1", "TIFF"), ("L", "BMP")])
def test_other_files(mode: str, kind: str) -> None:
    picture = noise(mode)
    options = {"lossless": True} if kind == "WEBP" else {}
    image, _ = seen(raster(saved(picture, kind, **options)).get_x_object(False, 1))
    assert image.convert("RGB").tobytes() == picture.convert("RGB").tobytes()


def test_sixteen_bits_are_rounded_to_eight() -> None:
    values = (0, 128, 257 * 100, 257 * 254, 65535)
    picture = Image.new("I;16", (len(values), 1))
    for at, value in enumerate(values):
        picture.putpixel((at, 0), value)
    image, _ = seen(compressed(Image.open(io.BytesIO(saved(picture)))))
    assert list(image.tobytes()) == [0, 0, 100, 254, 255]


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_photograph_is_taken_over(mode: str) -> None:
    data = saved(noise(mode), "JPEG")
    stream = raster(data).get_x_object(True, 1)
    assert stream.stream == [data]
    assert stream.extra["Filter"] == "/DCTDecode"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_camera_held_upright(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    held = raster(saved(noise("RGB"), kind, exif=exif))
    assert (held.width, held.height) == SIZE[::-1]
    image, _ = seen(held.get_x_object(False, 1))
    assert image.size == SIZE[::-1]
    if kind == "PNG":
        assert image.tobytes() == noise("RGB").transpose(Image.Transpose.ROTATE_270).tobytes()


@pytest.mark.parametrize(("mode", "bits"), [("1", 1), ("L", 8), ("P", 4), ("P", 8), ("RGB", 8), ("RGBA", 8)])
def test_what_is_taken_over_is_printed_in_black_alone(mode: str, bits: int) -> None:
    picture = noise(mode)
    options = {"bits": bits} if mode == "P" else {}
    image, mask = seen(raster(saved(picture, **options)).get_x_object(False, 1), Profile(inks="black"))
    if mode == "RGBA":
        picture = Image.alpha_composite(Image.new("RGBA", SIZE, "white"), picture)
    assert mask is None
    assert image.mode == ("1" if mode == "1" else "L")
    close = ImageChops.difference(image.convert("L"), picture.convert("RGB").convert("L")).getextrema()[1]
    assert close <= 1, "two ways of rounding"
