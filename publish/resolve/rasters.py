"""Pictures of pixels, decoded once and kept as what books can carry: JPEG, PNG, or GIF, upright and without metadata."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator

from PIL import Image as Pillow
from PIL import ImageFile, ImageOps, UnidentifiedImageError

from publish.colours import in_srgb
from publish.lazy import dataclass
from publish.limits import Limits, OverLimitError
from publish.resolve.bare import UnevenError, bare

#: Pictures that an animation may have.
MAX_FRAMES = 500
_PLAIN_PNG = ("1", "L", "LA", "P", "RGB", "RGBA")
#: The tag of EXIF that says which side of a picture is up; 1 is the first row.
_ORIENTATION = 0x0112
#: Line art has two colours at least and no more than these: a drawing with smooth edges has more.
_FEW_COLOURS = 16
_SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I")


class UnreadableError(ValueError):
    """A picture that cannot be decoded; the message completes a sentence."""


@dataclass(frozen=True)
class Raster:
    """A picture as bytes of `kind` (`jpeg`, `png`, `gif`); `stilled` where only the first of its pictures was kept.

    `line_art` has few colours, so its edges are hard: in print they want more pixels than the tones of a picture (spec F6).
    """

    kind: str
    content: bytes
    width: int
    height: int
    stilled: bool = False
    line_art: bool = False


@contextlib.contextmanager
def _strictly() -> Iterator[None]:
    """The layout engine tells Pillow, for the whole process, to take half a picture for a whole one."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def decoded(content: bytes, limits: Limits | None = None) -> Raster:
    """The picture. UnreadableError, or OverLimitError: it has too many pixels, or all pictures of an animation together."""
    limits = limits or Limits()
    too_many = f"has more than {limits.megapixels} megapixels"
    if not content:
        raise UnreadableError("the file is empty")
    try:
        with warnings.catch_warnings(), _strictly():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            return _decoded(content, limits.of("megapixels"), too_many)
    except UnidentifiedImageError as error:
        raise UnreadableError("it is no picture of a known kind") from error
    except Pillow.DecompressionBombError as error:
        raise OverLimitError(too_many) from error
    except OverLimitError:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError) as error:
        # Pillow's readers of rarer kinds raise what they meet in a damaged file.
        raise UnreadableError(str(error) or type(error).__name__) from error


def _decoded(content: bytes, most: int, too_many: str) -> Raster:
    picture = Pillow.open(io.BytesIO(content))
    if picture.width * picture.height > most:
        raise OverLimitError(too_many)
    frames = getattr(picture, "n_frames", 1)
    kind = (picture.format or "").lower()
    if kind == "gif":
        return _gif(picture, content, frames, most)
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    moving = frames > 1 and kind in ("png", "webp", "avif")
    plain = (kind == "png" and picture.mode in _PLAIN_PNG) or (kind == "jpeg" and picture.mode in ("L", "RGB"))
    if plain and not moving and picture.getexif().get(_ORIENTATION, 1) == 1:
        with contextlib.suppress(UnevenError):
            return Raster(kind, bare(kind, content), picture.width, picture.height, line_art=_line_art(picture))
    out = io.BytesIO()
    upright = in_srgb(upright)
    if kind in ("jpeg", "mpo"):
        upright.convert("L" if upright.mode == "L" else "RGB").save(out, "JPEG", quality=92, optimize=True)
        return Raster("jpeg", out.getvalue(), upright.width, upright.height)
    upright = _eight_bits(upright)
    upright.save(out, "PNG", optimize=True)
    return Raster("png", out.getvalue(), upright.width, upright.height, moving, _line_art(upright))


def _line_art(picture: Pillow.Image) -> bool:
    """Few colours; JPEG never has."""
    return picture.format != "JPEG" and len(picture.getcolors(_FEW_COLOURS) or ()) > 1


def _gif(picture: Pillow.Image, content: bytes, frames: int, most: int) -> Raster:
    """A GIF stays one, moving or not; every picture of it is decoded, so that a damaged one is found here."""
    if frames > MAX_FRAMES or frames * picture.width * picture.height > most:
        picture.seek(0)
        out = io.BytesIO()
        picture.convert("RGBA").save(out, "PNG", optimize=True)
        return Raster("png", out.getvalue(), picture.width, picture.height, frames > 1, _line_art(picture))
    for frame in range(frames):
        picture.seek(frame)
        picture.load()
    picture.seek(0)
    with contextlib.suppress(UnevenError):
        content = bare("gif", content)
    return Raster("gif", content, picture.width, picture.height, line_art=_line_art(picture))


def _eight_bits(picture: Pillow.Image) -> Pillow.Image:
    """A mode that PNG has; 16 bits of grey become 8, which Pillow's own conversion would only cut off."""
    if picture.mode in _SIXTEEN_BITS:
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture.convert(picture.mode if picture.mode in ("L", "LA", "RGB", "RGBA") else "RGBA")
