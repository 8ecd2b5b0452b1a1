"""Pictures as the stores take them (spec C13, C15): no more pixels than asked for, sRGB, nothing transparent behind lines,
photographs as JPEG.

A picture looks in the e-book as it does on paper, which is white: what is transparent would vanish in a night mode.
"""

from __future__ import annotations

import io

from lxml import etree
from PIL import Image as Pillow

from publish.book import SVG
from publish.colours import in_srgb

_KINDS = {"jpg": "JPEG", "png": "PNG", "gif": "GIF"}
#: Bytes of a picture that Standard Ebooks' manual allows: a JPEG of more was saved at a quality that no screen shows.
_HEAVY = 1_500_000
#: Bytes below which a PNG stays one, and the part of its bytes that it has as JPEG if it is a photograph: drawings, and text on
#: a screen, have more of them as JPEG, or nearly as many.
_LIGHT, _PHOTOGRAPH = 100_000, 0.4
#: Colours that a palette holds, and those that the edges of a drawing in black and white need between them.
_COLOURS, _FEWEST = 256, 16
_OPTIONS: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": False},
    "PNG": {"optimize": True},
    "GIF": {"optimize": True},
}


def fitted(name: str, content: bytes, most: int) -> bytes:
    """The picture with at most so many pixels; the same bytes where nothing is to be done, and where it moves."""
    ending = name.rsplit(".", 1)[-1]
    if ending == "svg":
        return _grounded(content)
    kind = _KINDS.get(ending)
    if kind is None:
        return content
    try:
        picture = Pillow.open(io.BytesIO(content))
        if getattr(picture, "n_frames", 1) > 1:
            return content
        changed = _flat(in_srgb(picture))
        if changed.width * changed.height > most:
            changed = _smaller(changed, most)
    except (OSError, ValueError, SyntaxError):  # every picture of a book was decoded before; one that was not is left
        return content
    if changed is picture and (kind != "JPEG" or len(content) <= _HEAVY):
        return content
    saved = _saved(changed, kind)
    return content if changed is picture and len(saved) >= len(content) else saved


def photograph(content: bytes) -> bytes | None:
    """A PNG as JPEG where it is a photograph, which has a small part of the bytes then; None where it is a drawing or small."""
    if len(content) < _LIGHT:
        return None
    try:
        picture = Pillow.open(io.BytesIO(content))
        if picture.mode not in ("RGB", "RGBA", "L") or _flat(picture) is not picture:
            return None
        saved = _saved(picture.convert("L" if picture.mode == "L" else "RGB"), "JPEG")
    except (OSError, ValueError, SyntaxError):
        return None
    return saved if len(saved) < _PHOTOGRAPH * len(content) else None


def _saved(picture: Pillow.Image, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **_OPTIONS[kind])
    return out.getvalue()


def _flat(picture: Pillow.Image) -> Pillow.Image:
    """On white, where something of it is transparent."""
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture
    clear = picture.convert("RGBA")
    if clear.getchannel("A").getextrema() == (255, 255):
        return picture
    ground = Pillow.new("RGBA", clear.size, "white")
    flat = Pillow.alpha_composite(ground, clear).convert("RGB")
    return flat.convert("L") if picture.mode == "LA" else flat


def _smaller(picture: Pillow.Image, most: int) -> Pillow.Image:
    scale = (most / (picture.width * picture.height)) ** 0.5
    size = max(1, int(picture.width * scale)), max(1, int(picture.height * scale))
    if picture.mode == "1":
        return picture.convert("L").resize(size, Pillow.Resampling.LANCZOS)
    if picture.mode != "P":
        return picture.resize(size, Pillow.Resampling.LANCZOS)
    # A drawing keeps to as few colours as it has: with all those between them it has three times the bytes of the larger one.
    colours = len(picture.getcolors() or ()) or _COLOURS
    shown = picture.convert("RGB").resize(size, Pillow.Resampling.LANCZOS)
    return shown.quantize(max(colours, _FEWEST), Pillow.Quantize.MEDIANCUT, dither=Pillow.Dither.NONE)


def _grounded(content: bytes) -> bytes:
    """A drawing on white, as large as its view."""
    root = etree.fromstring(content)
    box = root.get("viewBox", "").replace(",", " ").split()
    if len(box) != 4:
        return content
    x, y, width, height = box
    place = {"x": x, "y": y, "width": width, "height": height}
    ground = etree.Element(f"{{{SVG}}}rect", {**place, "style": "fill: #fff; stroke: none"})
    behind = next((i for i, e in enumerate(root) if e.tag not in (f"{{{SVG}}}title", f"{{{SVG}}}desc")), len(root))
    root.insert(behind, ground)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
