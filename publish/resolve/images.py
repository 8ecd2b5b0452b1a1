"""Images: read through the manuscript, decoded once, named by their content, kept as JPEG, PNG or safe SVG."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import posixpath
import warnings
from urllib.parse import unquote, urlsplit

from PIL import Image as Pillow
from PIL import ImageOps

from publish.book import Chapter, Element, Image
from publish.markdown.svg import safe_svg
from publish.resolve.draft import Draft, elements

#: Pixels that an image may have (a published limit).
MAX_PIXELS = 80_000_000


def images_found(draft: Draft) -> None:
    known: dict[str, Image | None] = {}
    for chapter in draft.chapters:
        for element in [e for e in elements(chapter.tree) if e.tag == "img"]:
            source = element.get("src", "")
            image = _image(draft, chapter, element, source, known)
            if image is None:
                _missing(element)
                continue
            draft.images[image.name] = image
            element.set("src", f"images/{image.name}")
            if not element.get("alt", "").strip():
                element.set("alt", "")
                hint = 'describe it: ![caption](file){alt="what the image shows"}'
                draft.report("A004", f"the image {source} has no text alternative", chapter, element, hint)

    _cover_found(draft, known)


def _cover_found(draft: Draft, known: dict[str, Image | None]) -> None:
    """The book's own picture for its cover is an image of the book, under a name that editions look for."""
    path = draft.manuscript.metadata.cover_image
    first = draft.chapters[0]
    found = _image(draft, first, first.tree, f"/{path}", known) if path else None
    if found is not None:
        name = "cover." + found.name.rsplit(".", 1)[-1]
        draft.images[name] = dataclasses.replace(found, name=name)


def _missing(element: Element) -> None:
    """What stands for an image that is not there: its text alternative, in brackets."""
    alt = element.get("alt") or unquote(posixpath.basename(element.get("src", "")))
    element.tag, element.text = "span", f"[{alt}]"
    element.attrib.clear()
    element.set("class", "missing-image")


def _image(
    draft: Draft, chapter: Chapter, element: Element, source: str, known: dict[str, Image | None]
) -> Image | None:
    parts = urlsplit(source)
    if parts.scheme or source.startswith("//"):
        message = f"the image {source[:100]} is on the network, which a build never opens"
        draft.report("A005", message, chapter, element, "keep a copy in the manuscript folder")
        return None
    here = posixpath.dirname(chapter.source.path)
    plain = unquote(parts.path)
    bases = [here, "", "resources", posixpath.join(here, "resources"), "images", "assets"]
    for base in bases:
        path = posixpath.normpath(posixpath.join(base, plain.lstrip("/")))
        if path in known:
            return known[path]
        try:
            content = draft.manuscript.files[path]
        except (KeyError, PermissionError, OSError):
            continue
        known[path] = _decoded(draft, chapter, element, path, content)
        return known[path]
    message = f"the image {source} does not exist in the manuscript folder; its text alternative is printed"
    draft.report("A001", message, chapter, element, "check the name, or add the file")
    return None


def _decoded(draft: Draft, chapter: Chapter, element: Element, path: str, content: bytes) -> Image | None:
    if content.lstrip()[:1] == b"<":
        svg, removed = safe_svg(content)
        if removed:
            message = f"{path}: {', '.join(removed)} left out, which a book may not contain"
            draft.report("A007", message, chapter, element, "export the drawing as plain SVG")
        if svg is None:
            draft.report(
                "A003", f"{path} cannot be read as SVG", chapter, element, "open it in a drawing program and save it"
            )
            return None
        return Image(_name(svg.content, "svg"), svg.content, "image/svg+xml", svg.width, svg.height)
    try:
        kind, data, width, height = _raster(content)
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError) as error:
        draft.report("A003", f"{path} cannot be decoded: {error}", chapter, element, "save it again as PNG or JPEG")
        return None
    return Image(_name(data, "jpg" if kind == "jpeg" else kind), data, f"image/{kind}", width, height)


def _name(content: bytes, ending: str) -> str:
    return f"{hashlib.sha256(content).hexdigest()[:16]}.{ending}"


def _raster(content: bytes) -> tuple[str, bytes, int, int]:
    """The kind, the bytes and the size of an image, decoded fully, upright and without metadata."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
        image = Pillow.open(io.BytesIO(content))
        if image.width * image.height > MAX_PIXELS:
            raise ValueError(f"it has more than {MAX_PIXELS // 1_000_000} megapixels")
        image.load()
    kind = (image.format or "").lower()
    upright = ImageOps.exif_transpose(image)
    turned = upright.size != image.size or image.getexif().get(0x0112, 1) != 1
    if kind == "png" and not turned and image.mode in ("1", "L", "LA", "P", "RGB", "RGBA") and not image.getexif():
        return "png", content, image.width, image.height
    if kind == "jpeg" and not turned and not image.getexif() and image.mode in ("L", "RGB"):
        return "jpeg", content, image.width, image.height
    out = io.BytesIO()
    if kind == "jpeg":
        upright.convert("L" if upright.mode == "L" else "RGB").save(out, "JPEG", quality=92, optimize=True)
        return "jpeg", out.getvalue(), upright.width, upright.height
    mode = upright.mode if upright.mode in ("L", "LA", "RGB", "RGBA") else "RGBA"
    upright.convert(mode).save(out, "PNG", optimize=True)
    return "png", out.getvalue(), upright.width, upright.height
