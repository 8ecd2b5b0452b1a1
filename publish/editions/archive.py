"""The EPUB's archive as it must be: mimetype first and stored, the rest in order, fixed dates, a mended package."""

from __future__ import annotations

import datetime
import io
import re
import zipfile

from lxml import etree

from publish.book import XML_LANG, Rendition
from publish.words import direction_of

_OPF = "http://www.idpf.org/2007/opf"
#: The first moment that a ZIP archive can name.
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def item_id(name: str) -> str:
    """A manifest id (an XML name) for a file."""
    return "item-" + re.sub(r"[^\w-]", "-", name, flags=re.ASCII)


def utc(moment: datetime.datetime) -> datetime.datetime:
    """A moment in UTC; one without a time zone is taken to be in UTC already."""
    return moment.astimezone(datetime.UTC) if moment.tzinfo else moment


def settled(content: bytes, rendition: Rendition) -> bytes:
    """The archive that EbookLib wrote, made anew in fixed order with fixed dates (EPUB 3.3, OCF)."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    opf = next(name for name in files if name.endswith(".opf"))
    files[opf] = _package(files[opf], rendition)
    files.pop("mimetype")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _write(archive, "mimetype", b"application/epub+zip", rendition, zipfile.ZIP_STORED)
        for name in sorted(files, key=lambda n: (not n.startswith("META-INF"), not n.endswith(".opf"), n)):
            _write(archive, name, files[name], rendition, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _write(archive: zipfile.ZipFile, name: str, content: bytes, rendition: Rendition, method: int) -> None:
    moment = utc(rendition.modified)
    date = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    entry = zipfile.ZipInfo(name, max(date, _EARLIEST))
    entry.compress_type = method
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    archive.writestr(entry, content, compresslevel=9)


def _package(content: bytes, rendition: Rendition) -> bytes:
    """What EbookLib's package lacks or gets wrong: language, dates, the NCX in the spine, direction, its own mark."""
    root = etree.fromstring(content, etree.XMLParser(remove_blank_text=True))
    root.attrib.pop("prefix", "")
    etree.cleanup_namespaces(root)
    metadata = root.find(f"{{{_OPF}}}metadata")
    spine = root.find(f"{{{_OPF}}}spine")
    assert metadata is not None
    assert spine is not None
    root.set(XML_LANG, rendition.metadata.lang)
    if direction_of(rendition.metadata.lang) == "rtl":
        root.set("dir", "rtl")
        spine.set("page-progression-direction", "rtl")
    for meta in list(metadata):
        if meta.get("property") == "dcterms:modified" or meta.get("name") == "generator":
            metadata.remove(meta)
    modified = etree.SubElement(metadata, f"{{{_OPF}}}meta", {"property": "dcterms:modified"})
    modified.text = utc(rendition.modified).strftime("%Y-%m-%dT%H:%M:%SZ")
    spine.set("toc", "ncx")
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
