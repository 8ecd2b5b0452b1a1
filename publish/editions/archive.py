"""The EPUB's archive as it must be: mimetype first and stored, the rest in order, fixed dates, a package that is mended."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from publish.book import XML_LANG, Rendition
from publish.words import direction_of

_OPF = "http://www.idpf.org/2007/opf"


def item_id(name: str) -> str:
    """A manifest id (an XML name) for a file."""
    return "item-" + re.sub(r"[^\w-]", "-", name, flags=re.ASCII)


def settled(content: bytes, rendition: Rendition, ncx: bytes) -> bytes:
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
    entry = zipfile.ZipInfo(name, rendition.modified.timetuple()[:6])
    entry.compress_type = method
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    archive.writestr(entry, content, compresslevel=9)


def _package(content: bytes, rendition: Rendition) -> bytes:
    """What EbookLib's package lacks or gets wrong: language, dates, the NCX in the spine, direction, its own mark."""
    root = etree.fromstring(content, etree.XMLParser(remove_blank_text=True))
    metadata = root.find(f"{{{_OPF}}}metadata")
    spine = root.find(f"{{{_OPF}}}spine")
    assert metadata is not None and spine is not None
    root.set(XML_LANG, rendition.metadata.lang)
    if direction_of(rendition.metadata.lang) == "rtl":
        root.set("dir", "rtl")
        spine.set("page-progression-direction", "rtl")
    for meta in list(metadata):
        if meta.get("property") == "dcterms:modified" or meta.get("name") == "generator":
            metadata.remove(meta)
    modified = etree.SubElement(metadata, f"{{{_OPF}}}meta", {"property": "dcterms:modified"})
    modified.text = rendition.modified.strftime("%Y-%m-%dT%H:%M:%SZ")
    spine.set("toc", "ncx")
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
