"""Pictures whole and broken, made in a few lines."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping

from PIL import Image, PngImagePlugin


def png(width: int, height: int, words: Mapping[str, str] | None = None) -> bytes:
    info = PngImagePlugin.PngInfo()
    for key, value in (words or {}).items():
        info.add_text(key, value)
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 40, 40)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def jpeg(position: bool = False) -> bytes:
    """A photograph; with the place and the owner of the camera in its head, where asked for."""
    picture = Image.new("RGB", (32, 24), (40, 90, 160))
    out = io.BytesIO()
    exif = Image.Exif()
    if position:
        exif[0x010E] = "GPS-SECRET-5f2c"
        exif[0x013B] = "OWNER-SECRET-5f2c"
        exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
        exif[0x0112] = 6
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def gif(frames: int, side: int = 4) -> bytes:
    pictures = [Image.new("RGB", (side, side), (n % 256, n // 256, 90)) for n in range(frames)]
    out = io.BytesIO()
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is so large, every row of it compressed zeroes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * min(200_000, (width // 8 + 2) * height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def svg(inside: str, head: str = "", attributes: str = "") -> str:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{head}<svg {names} viewBox="0 0 9 9" {attributes}><title>A drawing</title>{inside}</svg>'


def uses(levels: int, each: int = 10) -> str:
    """A drawing in which each symbol uses the one before so many times: each ** levels elements when it is drawn."""
    parts = ['<g id="u0"><rect width="1" height="1"/></g>']
    for level in range(1, levels + 1):
        inside = f'<use xlink:href="#u{level - 1}"/>' * each
        parts.append(f'<g id="u{level}">{inside}</g>')
    return svg("<defs>" + "".join(parts) + f'</defs><use xlink:href="#u{levels}"/>')


def laughs() -> str:
    """Entities that grow ten times with each level (a billion laughs)."""
    lines = ['<!ENTITY a0 "ha">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))]
    return svg("<text>&a9;</text>", "<!DOCTYPE svg [" + "".join(lines) + "]>")
