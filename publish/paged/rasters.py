"""Images of pixels as they stand in a PDF: what a file has compressed is taken over as it is, the rest compressed once,
in the colours of the screen: a PDF does not say of its images, one by one, which profile they have.

WeasyPrint decodes an image with a palette or with transparency, and compresses it, for each layout of a document, and again
when it paints: of a handbook with a hundred pictures of screens that was half of its making, and a PDF twice as large.
"""

from __future__ import annotations

import io
import math
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pydyf
from PIL import Image

from publish.book import LINE_ART
from publish.colours import in_srgb
from publish.paged.leaves import Picture
from publish.paged.library import RasterImage, engine_images, replacedbox_layout

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: The types of colour in a PNG whose pixels a PDF can hold as they are (PNG 11.2.1): grey, red with green and blue, a palette.
_COMPONENTS = {0: 1, 2: 3, 3: 1}
_SPACES = {"1": "/DeviceGray", "L": "/DeviceGray", "RGB": "/DeviceRGB"}
_BLACK_AND_WHITE = {(0, 0, 0), (255, 255, 255)}
#: CSS pixels of an inch.
_INCH = 96.0
#: Bytes that are unpacked at a time to see whether an image is whole.
_PIECE = 1 << 20
#: Of a photograph that was turned, or has colours of another space than the screen's, which is compressed once more.
_QUALITY = 95


class Raster(RasterImage):  # type: ignore[misc]  # weasyprint is not typed
    """An image that is measured when it is laid out, and unpacked, if it must be, when it is painted."""

    def __init__(
        self,
        picture: Image.Image,
        image_id: str,
        data: bytes,
        filename: str | None = None,
        cache: object = None,
        orientation: Any = "none",
        options: Mapping[str, Any] | None = None,
    ) -> None:
        turned = engine_images.rotate_pillow_image(picture, orientation)
        self.id = image_id
        self.width, self.height = turned.size
        self.ratio = self.width / self.height if self.height else math.inf
        self._dpi = None
        self._picture = turned
        self._data = data if turned is picture else None

    @property
    def line_art(self) -> bool:
        """Whether it is black and white alone, which is printed without tones."""
        return {tone for _, tone in self._picture.convert("RGB").getcolors(2) or ((0, ()),)} <= _BLACK_AND_WHITE

    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> pydyf.Stream:
        """The image, with its mask, if it has one. `dpi_ratio` is 1: an image keeps its pixels."""
        seen, lossy = in_srgb(self._picture), self._picture.format in ("JPEG", "MPO")
        data = self._data if seen is self._picture else None
        if lossy:
            found = _photograph(seen, data or _saved(seen, "JPEG", quality=_QUALITY))
        else:
            found = (data and taken_over(data)) or compressed(seen)
        for image in (found, found.extra.get("SMask")):
            if image is not None:
                image.extra["Interpolate"] = "true" if interpolate else "false"
        return found


def _photograph(picture: Image.Image, data: bytes) -> pydyf.Stream:
    return _image(picture.size, _SPACES[picture.mode], 8, {"Filter": "/DCTDecode"}, data)


def taken_over(data: bytes) -> pydyf.Stream | None:
    """A PNG of grey, of colours or of a palette, without transparency, whole: its compressed pixels; None for all others."""
    chunks = _chunks(data)
    _, header = next(chunks, (b"", b""))
    if len(header) != 13:
        return None
    width, height, bits, kind, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    if kind not in _COMPONENTS or bits > 8 or interlaced:
        return None
    packed, palette = [], b""
    for name, content in chunks:
        if name == b"tRNS":
            return None
        if name == b"IDAT":
            packed.append(content)
        elif name == b"PLTE":
            palette = content
    components, pixels = _COMPONENTS[kind], b"".join(packed)
    if (kind == 3 and not palette) or not _whole(pixels, height * (1 + (width * components * bits + 7) // 8)):
        return None
    space: Any = "/DeviceRGB" if kind == 2 else "/DeviceGray"
    if kind == 3:
        space = pydyf.Array(("/Indexed", "/DeviceRGB", len(palette) // 3 - 1, b"<" + palette.hex().encode() + b">"))
    rows = {"Predictor": 15, "Colors": components, "BitsPerComponent": bits, "Columns": width}
    extra = {"Filter": "/FlateDecode", "DecodeParms": pydyf.Dictionary(rows)}
    return _image((width, height), space, bits, extra, pixels)


def compressed(picture: Image.Image) -> pydyf.Stream:
    """Pixels of any kind, with eight bits for each component; what is transparent somewhere has a mask."""
    if "transparency" in picture.info or picture.mode in ("LA", "RGBA", "PA", "La", "RGBa"):
        picture = picture.convert("LA" if picture.mode in ("1", "L", "LA", "La") else "RGBA")
        alpha, picture = picture.getchannel("A"), picture.convert(picture.mode[:-1])
        found = compressed(picture)
        if alpha.getextrema()[0] != 255:
            found.extra["SMask"] = compressed(alpha)
        return found
    if picture.mode.startswith("I"):  # 16 bits, which Pillow would cut off at 255
        picture = picture.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")
    elif picture.mode not in ("L", "RGB"):
        picture = picture.convert("L" if picture.mode == "1" else "RGB")
    found = taken_over(_saved(picture, "PNG"))
    assert found is not None
    return found


def _image(size: tuple[int, int], space: Any, bits: int, extra: Mapping[str, Any], content: bytes) -> pydyf.Stream:
    """An image XObject (ISO 32000-1, 8.9.5)."""
    common = {"Type": "/XObject", "Subtype": "/Image", "Width": size[0], "Height": size[1]}
    return pydyf.Stream([content], pydyf.Dictionary({**common, "ColorSpace": space, "BitsPerComponent": bits, **extra}))


def _saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and contents of what a PNG consists of; nothing of what is no PNG, or beyond the place where it is cut off."""
    at = len(_SIGNATURE)
    while data.startswith(_SIGNATURE) and at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if at + 12 + length > len(data):
            return
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def _whole(packed: bytes, size: int) -> bool:
    """Whether so many bytes come out, and no more: no reader of a PDF forgives an image that ends too early."""
    unpacking, found = zlib.decompressobj(), 0
    try:
        while not unpacking.eof:
            piece = unpacking.decompress(packed, _PIECE)
            packed, found = unpacking.unconsumed_tail, found + len(piece)
            if found > size or not (piece or packed):
                return False
    except zlib.error:
        return False
    return found == size


def pictures_of(pages: Sequence[Any], numbers: Mapping[int, int]) -> tuple[Picture, ...]:
    """The images of pixels on laid-out pages; drawings have no resolution. `numbers` are those of elements, by identity."""
    return tuple(picture for at, page in enumerate(pages) for picture in _on(page._page_box, at, numbers))


def _on(box: Any, page: int, numbers: Mapping[int, int], scale: float = 1.0) -> Iterator[Picture]:
    box = getattr(box, "_box", box)  # what is placed absolutely hangs in a placeholder
    if box.transformation_matrix is not None:
        scale *= math.sqrt(abs(box.transformation_matrix.determinant))
    replacement = getattr(box, "replacement", None)
    if replacement is not None:
        if isinstance(replacement, Raster):
            # As large as it is drawn, which may be less or more than its box.
            across, down = (one * scale / _INCH for one in replacedbox_layout(box)[:2])
            if across > 0 and down > 0:
                ppi = min(replacement.width / across, replacement.height / down)
                line_art = box.element is not None and LINE_ART in box.element.attrib
                yield Picture(page, numbers.get(id(box.element), 0), ppi, line_art)
    elif hasattr(box, "all_children"):
        for child in box.all_children():
            yield from _on(child, page, numbers, scale)


engine_images.RasterImage = Raster
