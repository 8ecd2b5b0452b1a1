"""The pixels of an image of the finished file: how much ink they need, and whether they are line art."""

from __future__ import annotations

from typing import Any

#: The part of an image's pixels whose ink counts as noise of its compression.
_NOISE = 0.001
#: An image of no more colours is line art.
_FEW_COLOURS = 16


def picture_ink(image: Any) -> float | None:
    """The most of all inks together at a point, in per cent; of the densest thousandth of the points the least.

    None for an image that cannot be decoded, by a filter that pikepdf has not or because it is damaged.
    """
    import pikepdf
    from PIL import Image, ImageChops

    try:
        picture = pikepdf.PdfImage(image).as_pil_image()
    except (pikepdf.PdfError, NotImplementedError, ValueError, OSError):  # all that its decoders and Pillow's raise
        return None
    if picture.mode != "CMYK":
        return None
    turned = "/Decode" in image and float(image.Decode[0]) == 1
    if picture.format == "JPEG" and not turned:  # Pillow turns the inks of every JPEG, which Adobe writes inverted
        picture = Image.merge("CMYK", [ImageChops.invert(band) for band in picture.split()])
    cyan, magenta, yellow, black = picture.split()
    quarter = ImageChops.add(ImageChops.add(cyan, magenta, 2), ImageChops.add(yellow, black, 2), 2)
    points, noise = quarter.histogram(), _NOISE * picture.width * picture.height
    for level in range(255, -1, -1):
        noise -= points[level]
        if noise < 0:
            return level * 4 / 2.55
    return 0.0


def is_line_art(image: Any) -> bool:
    """Whether the pixels of an image are of few colours: of one bit, or by a short table."""
    import pikepdf

    space = image.get("/ColorSpace")
    indexed = isinstance(space, pikepdf.Array) and len(space) > 2 and str(space[0]) == "/Indexed"
    return int(image.get("/BitsPerComponent", 8)) == 1 or (indexed and int(space[2]) < _FEW_COLOURS)
