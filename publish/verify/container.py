"""An EPUB opened: its files as bytes, its package and documents as trees. What cannot be read is left out, and said."""

from __future__ import annotations

import functools
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from publish.book import EPUB_TYPE, XHTML, Element
from publish.lazy import dataclass

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
H = f"{{{XHTML}}}"
#: Bytes that the files of a container may have together: what is more is no book, or an attack.
MAX_BYTES = 2_000_000_000


@dataclass(frozen=True)
class Item:
    """A file of the manifest: its path in the container."""

    id: str
    path: str
    media_type: str
    properties: frozenset[str]


class Container:
    """One EPUB. zipfile.BadZipFile or OSError where the file is no archive."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.entries = archive.infolist()
            if sum(entry.file_size for entry in self.entries) > MAX_BYTES:
                raise zipfile.BadZipFile("it holds more than two gigabytes")
            self.damaged: list[str] = []
            self.files: dict[str, bytes] = {}
            for entry in self.entries:
                # A damaged entry, a wrong offset, one that is encrypted, or packed in a way that this library does not know.
                try:
                    self.files[entry.filename] = archive.read(entry)
                except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
                    self.damaged.append(entry.filename)

    @functools.cached_property
    def package_path(self) -> str:
        root = self.tree("META-INF/container.xml")
        found = root.xpath("string(//@full-path)") if root is not None else ""
        return str(found)

    @functools.cached_property
    def package(self) -> Element:
        """The package; an empty one where there is none."""
        root = self.tree(self.package_path)
        return root if root is not None else etree.Element(f"{OPF}package")

    @functools.cached_property
    def items(self) -> Mapping[str, Item]:
        found = {}
        for one in self.package.iter(f"{OPF}item"):
            path = self.resolved(self.package_path, one.get("href", ""))[0]
            properties = frozenset(one.get("properties", "").split())
            found[one.get("id", "")] = Item(one.get("id", ""), path, one.get("media-type", ""), properties)
        return found

    @functools.cached_property
    def spine(self) -> tuple[str, ...]:
        """Paths of the documents, in the order of reading."""
        refs = [ref.get("idref", "") for ref in self.package.iter(f"{OPF}itemref")]
        return tuple(self.items[ref].path for ref in refs if ref in self.items)

    @functools.cached_property
    def documents(self) -> Mapping[str, Element]:
        """Every content document that is well-formed, those of the spine first."""
        paths = [*self.spine, *(i.path for i in self.items.values() if i.media_type == "application/xhtml+xml")]
        trees = {path: self.tree(path) for path in dict.fromkeys(paths)}
        return {path: tree for path, tree in trees.items() if tree is not None}

    @functools.cached_property
    def nav_path(self) -> str:
        return next((item.path for item in self.items.values() if "nav" in item.properties), "")

    @functools.cached_property
    def ncx_path(self) -> str:
        return next((item.path for item in self.items.values() if item.media_type == "application/x-dtbncx+xml"), "")

    def nav(self, kind: str) -> Element | None:
        root = self.documents.get(self.nav_path)
        if root is None:
            return None
        return next((n for n in root.iter(f"{H}nav") if n.get(EPUB_TYPE) == kind), None)

    def tree(self, path: str) -> Element | None:
        try:
            return etree.fromstring(self.files[path], _parser())
        except (KeyError, etree.XMLSyntaxError, ValueError):
            return None

    def resolved(self, base: str, address: str) -> tuple[str, str]:
        """Path and fragment of an address in a file; an address that leads out of the book has no path."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return "", ""
        if parts.scheme or parts.netloc:
            return "", ""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path))) if parts.path else base
        return path, unquote(parts.fragment)

    def links(self, nav: Element | None) -> Iterator[tuple[Element, str, str]]:
        for link in nav.iter(f"{H}a") if nav is not None else ():
            yield link, *self.resolved(self.nav_path, link.get("href", ""))


def _parser() -> etree.XMLParser:
    """The file may be a stranger's: no entity, no network, no endless tree."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def numbers(root: Element) -> dict[Element, int]:
    """The elements of a document by their number, as `Document.origins` counts them."""
    return {element: number for number, element in enumerate(root.iter(etree.Element))}
