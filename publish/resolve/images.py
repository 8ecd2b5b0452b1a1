"""Images: read through the manuscript, decoded once, named by their content, kept as JPEG, PNG, GIF or safe SVG."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import hashlib
import posixpath
import unicodedata
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from publish.book import Chapter, Element, Image
from publish.diagnostics import Span
from publish.limits import OverLimitError
from publish.markdown.html.svg import safe_svg
from publish.resolve.draft import Draft, classes, elements
from publish.resolve.nearness import file_key

#: Folders in which an image is looked for, beside its chapter's own and the book's.
_FOLDERS = ("resources", "images", "assets", "static", "public")
#: What becomes of an image that is not there.
_SAID_INSTEAD = "its text alternative is printed"
_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".apng")


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
            if "decorative" in classes(element) or element.get("role") in ("presentation", "none"):
                element.set("role", "presentation")
                element.set("alt", "")
            elif not element.get("alt", "").strip():
                element.set("alt", "")
                hint = 'describe it: ![caption](file){alt="what the image shows"}, or say that it shows nothing: {.decorative}'
                draft.report("A004", f"the image {source} has no text alternative", chapter, element, hint)

    _cover_found(draft, known)


def _cover_found(draft: Draft, known: dict[str, Image | None]) -> None:
    """The picture that is the cover, and the one within it, are images of the book, under names that editions look for. What
    is wrong with one is told at its key."""
    manuscript, first = draft.manuscript, draft.chapters[0]
    metadata = manuscript.metadata
    for path, stem, key in (
        (metadata.cover_image, "cover", "cover-image"),
        (metadata.cover.image, "cover-art", "cover.image"),
    ):
        before = len(draft.diagnostics)
        source = f"/{path.lstrip('/')}"
        found = _image(draft, first, first.tree, source, known) if path else None
        draft.diagnostics[before:] = [
            dataclasses.replace(
                one,
                message=one.message.replace(source, path).replace(_SAID_INSTEAD, "the cover is drawn without it"),
                span=Span(manuscript.config_path),
                sign="",
                keys=(key,),
            )
            for one in draft.diagnostics[before:]
        ]
        if found is not None:
            name = f"{stem}.{found.name.rsplit('.', 1)[-1]}"
            draft.images[name] = dataclasses.replace(found, name=name)


def _missing(element: Element) -> None:
    """What stands for an image that is not there: its text alternative, in brackets; its id stays a place."""
    source = element.get("src", "")
    alt = element.get("alt", "").strip() or ("…" if source.startswith("data:") else unquote(posixpath.basename(source)))
    id = element.get("id")
    element.tag, element.text = "span", f"[{alt or '…'}]"
    element.attrib.clear()
    element.set("class", "missing-image")
    if id:
        element.set("id", id)


def _image(
    draft: Draft, chapter: Chapter, element: Element, source: str, known: dict[str, Image | None]
) -> Image | None:
    if source.startswith("data:"):
        return _written_out(draft, chapter, element, source, known)
    if not source.strip():
        draft.report("A001", "this image has no address", chapter, element, "give it one, or delete it")
        return None
    try:
        parts = urlsplit(source)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in ("http", "https", "ftp") or source.startswith("//"):
        message = f"the image {source[:100]} is on the network, which a build never opens"
        draft.report("A005", message, chapter, element, "keep a copy in the manuscript folder")
        return None
    for path in _paths(chapter, source, parts.path):
        if path in known:
            return known[path]
        try:
            content = draft.manuscript.files[path]
        except OverLimitError as error:
            known[path] = None
            _too_large(draft, chapter, element, str(error))
            return None
        except (KeyError, OSError):
            continue
        known[path] = _read(draft, chapter, element, path, content)
        return known[path]
    return _spelled_otherwise(draft, chapter, element, unquote(parts.path), source, known)


def _paths(chapter: Chapter, source: str, path: str) -> list[str]:
    """Where an image may be: as written, without escapes, beside its chapter or in a folder of images."""
    here = posixpath.dirname(chapter.source.path)
    bases = [here, "", *(posixpath.join(base, folder) for base in (here, "") for folder in _FOLDERS)]
    names = dict.fromkeys(name.lstrip("/") for name in (unquote(path), path, source) if name)
    return list(dict.fromkeys(posixpath.normpath(posixpath.join(base, name)) for name in names for base in bases))


def _spelled_otherwise(
    draft: Draft, chapter: Chapter, element: Element, plain: str, source: str, known: dict[str, Image | None]
) -> Image | None:
    """The image under a name that differs in case or in how its letters are composed, or the report that there is none."""
    if not draft.pictures:
        for path in draft.manuscript.files:
            if path.lower().endswith(_ENDINGS):
                draft.pictures.setdefault(file_key(path), path)
    for wanted in _paths(chapter, "", plain):
        path = draft.pictures.get(file_key(wanted), "")
        if not path:
            continue
        if path not in known:
            try:
                content = draft.manuscript.files[path]
            except (KeyError, OSError):  # a link that leads out, a pipe: listed, and no file of the book
                continue
            known[path] = _read(draft, chapter, element, path, content)
        if unicodedata.normalize("NFC", path) != unicodedata.normalize("NFC", wanted):
            message = f"the image {source} is called {path}; where case counts it is not found"
            draft.report("A013", message, chapter, element, "write the name as the file has it")
        return known[path]
    close = draft.near_file(plain, draft.pictures.values())
    hint = f"did you mean {close}?" if close else "check the name, or add the file"
    message = f"the image {source} does not exist in the manuscript folder; {_SAID_INSTEAD}"
    draft.report("A001", message, chapter, element, hint)
    return None


def _written_out(
    draft: Draft, chapter: Chapter, element: Element, source: str, known: dict[str, Image | None]
) -> Image | None:
    """An image whose bytes stand in its address (RFC 2397)."""
    name = f"data:{hashlib.sha256(source.encode()).hexdigest()[:8]}"
    if name not in known:
        head, _, body = source.partition(",")
        try:
            content = unquote_to_bytes(body)
            content = base64.b64decode(content + b"=" * (-len(content) % 4)) if head.endswith(";base64") else content
        except (binascii.Error, ValueError):
            content = b""
        known[name] = _read(draft, chapter, element, "the image written into its address", content)
    return known[name]


def _too_large(draft: Draft, chapter: Chapter, element: Element, message: str) -> None:
    draft.report("M009", message, chapter, element, "save it smaller, or raise the limit in [limits] of book.toml")


def _read(draft: Draft, chapter: Chapter, element: Element, path: str, content: bytes) -> Image | None:
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        try:
            svg, removed = safe_svg(content, draft.manuscript.metadata.limits)
        except OverLimitError as error:
            _too_large(draft, chapter, element, f"{path} {error}")
            return None
        if removed:
            message = f"{', '.join(removed)} of {path} cannot stand in a book and was left out"
            draft.report("A007", message, chapter, element, "export the drawing as plain SVG")
        if svg is None:
            hint = "open it in a drawing program and save it"
            draft.report("A003", f"{path} cannot be read as SVG", chapter, element, hint)
            return None
        return Image(_name(svg.content, "svg"), svg.content, "image/svg+xml", svg.width, svg.height)
    from publish.resolve.rasters import UnreadableError, decoded  # it loads Pillow: only where there is a picture

    try:
        raster = decoded(content, draft.manuscript.metadata.limits)
    except OverLimitError as error:
        _too_large(draft, chapter, element, f"{path} {error}")
        return None
    except UnreadableError as error:
        draft.report("A003", f"{path} cannot be decoded: {error}", chapter, element, "save it again as PNG or JPEG")
        return None
    if raster.stilled:
        message = f"{path} moves; its first picture stands in the book"
        draft.report(
            "A014", message, chapter, element, "EPUB carries animations as GIF only, of a size that can be decoded"
        )
    ending = {"jpeg": "jpg"}.get(raster.kind, raster.kind)
    return Image(_name(raster.content, ending), raster.content, f"image/{raster.kind}", raster.width, raster.height,
                 raster.line_art)  # fmt: skip


def _name(content: bytes, ending: str) -> str:
    return f"{hashlib.sha256(content).hexdigest()[:16]}.{ending}"
