"""The archive and the files in it: all there, all used, all what they are said to be."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from PIL import Image as Pillow
from PIL import ImageFile

from publish.verify.container import Container
from publish.verify.findings import Said

_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)")
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
    for item in book.items.values():
        begins = book.files.get(item.path, b"")[:4] if "font" in item.media_type else b""
        if begins and begins not in (b"\0\1\0\0", b"OTTO", b"wOFF", b"wOF2", b"true"):
            yield "this is no font", item.path, -1


def links(book: Container) -> Iterator[Said]:
    """Every address inside the book leads to a file of the manifest, and to a place in it."""
    paths = {item.path for item in book.items.values()}
    ids = {path: {e.get("id") for e in root.iter("{*}*")} for path, root in book.documents.items()}
    for path, root in book.documents.items():
        for number, element in enumerate(root.iter("{*}*")):
            for name in ("href", "src", "{http://www.w3.org/1999/xlink}href"):
                address = element.get(name)
                if address is None or address.startswith("data:"):
                    continue
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
