"""The archive and the files in it: all there, all used, all what they are said to be."""

from __future__ import annotations

import io
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator

from PIL import Image as Pillow
from PIL import ImageFile

from publish.lazy import regex
from publish.verify.container import Container
from publish.verify.findings import Said

_URL = regex(r"url\(\s*['\"]?([^'\")]+)")
#: What no document shows: the older navigation, licences of faces.
_UNSEEN = frozenset({"application/x-dtbncx+xml", "text/plain", "application/smil+xml"})


def archive(book: Container) -> Iterator[Said]:
    """The archive as OCF wants it (spec A1, A2): EPUBCheck does not see a compressed mimetype."""
    first = book.entries[0] if book.entries else None
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or first.extra:
        yield "the archive does not begin with a stored file mimetype", "", -1
    for name in book.damaged:
        yield "the archive is damaged here: the file cannot be read", name, -1
    for name, count in Counter(entry.filename for entry in book.entries).items():
        if count > 1:
            yield "the archive has two files of this name", name, -1


def readable(book: Container) -> Iterator[Said]:
    """Every document and navigation can be read: no check looks into one that is not well-formed."""
    for item in book.items.values():
        xml = item.media_type == "application/xhtml+xml" or item.path == book.ncx_path
        if xml and item.path in book.files and book.tree(item.path) is None:
            yield "the document cannot be read: it is not well-formed, or has letters that are none", item.path, -1


def pictures(book: Container) -> Iterator[Said]:
    """Every picture can be decoded to its end, and is what the manifest says."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        for item in book.items.values():
            if item.path not in book.files or not item.media_type.startswith("image/"):
                continue
            if item.media_type == "image/svg+xml":
                if book.tree(item.path) is None:
                    yield "the drawing is not well-formed", item.path, -1
                continue
            try:
                picture = Pillow.open(io.BytesIO(book.files[item.path]))
                picture.load()
            except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError) as error:
                yield f"the picture cannot be decoded to its end: {error}".replace("\n", " ")[:200], item.path, -1
                continue
            if picture.get_format_mimetype() != item.media_type:
                yield f"the manifest calls {picture.format} {item.media_type}", item.path, -1
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def fonts(book: Container) -> Iterator[Said]:
    """Every font is one, is whole, and is called what it is: EPUBCheck takes any file of any type for a face."""
    for item in book.items.values():
        content = book.files.get(item.path, b"")
        kind = _FONTS.get(content[:4], "")
        if "font" in item.media_type and content and not kind:
            yield "this is no font", item.path, -1
        elif kind and item.media_type not in (f"font/{kind}", *_OLDER_TYPES):
            yield f"the manifest calls this font (font/{kind}) {item.media_type}", item.path, -1
        elif kind and _ends(content) > len(content):
            yield "the font ends too early", item.path, -1


#: How fonts begin, and older names of their types that reading systems take (EPUB 3.3, 3.2).
_FONTS = {b"\0\1\0\0": "ttf", b"true": "ttf", b"OTTO": "otf", b"wOFF": "woff", b"wOF2": "woff2"}
_OLDER_TYPES = (
    "application/font-sfnt",
    "application/vnd.ms-opentype",
    "application/font-woff",
    "application/x-font-ttf",
)


def _ends(font: bytes) -> int:
    """Where a font ends by its own head: WOFF says its length, others the place and length of each table."""
    try:
        if font[:4] in (b"wOFF", b"wOF2"):
            return int(struct.unpack_from(">L", font, 8)[0])
        (tables,) = struct.unpack_from(">H", font, 4)
        return max((sum(struct.unpack_from(">LL", font, 20 + 16 * n)) for n in range(tables)), default=0)
    except struct.error:
        return len(font) + 1


#: Schemes of addresses that run what stands in them.
_RUN = ("javascript", "vbscript")


def links(book: Container) -> Iterator[Said]:
    """Every address inside the book leads to a file of the manifest, and to a place in it; none runs a program."""
    paths = {item.path for item in book.items.values()}
    ids = {path: {e.get("id") for e in root.iter("{*}*")} for path, root in book.documents.items()}
    for path, root in book.documents.items():
        for number, element in enumerate(root.iter("{*}*")):
            for name in ("href", "src", "{http://www.w3.org/1999/xlink}href"):
                address = element.get(name)
                if address is None:
                    continue
                if (scheme := address.partition(":")[0].strip().lower()) in _RUN:
                    yield f"the address {address[:60]} runs a program ({scheme})", path, number
                file, id = book.resolved(path, address)
                if file and file not in paths:
                    yield f"the address {address} leads to no file of the book", path, number
                elif file and id and file in ids and id not in ids[file]:
                    yield f"the address {address} leads to no place in its file", path, number


def referred(book: Container) -> Iterator[Said]:
    """Every file of the manifest is there and is used: a picture shown, a face set, a stylesheet linked."""
    used = {book.nav_path, *book.spine}
    for path, root in book.documents.items():
        for element in root.iter("{*}*"):
            for name in ("href", "src", "poster", "data", "{http://www.w3.org/1999/xlink}href"):
                used.add(book.resolved(path, element.get(name, ""))[0])
    for item in book.items.values():
        if item.media_type == "text/css":
            style = book.files.get(item.path, b"").decode("utf-8", "replace")
            used |= {book.resolved(item.path, address)[0] for address in _URL.findall(style)}
    for item in book.items.values():
        if item.path not in book.files:
            yield "the manifest lists a file that is not there", item.path, -1
        elif item.path not in used and "cover-image" not in item.properties and item.media_type not in _UNSEEN:
            yield "nothing in the book uses this file", item.path, -1
