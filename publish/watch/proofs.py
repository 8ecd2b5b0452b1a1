"""What a build made, as it is looked at: the pages of the PDF and the chapters of the EPUB, and which of them are new."""

from __future__ import annotations

import difflib
import functools
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import field, replace

import pikepdf
from lxml import etree

from publish.lazy import dataclass, regex

_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_DRAWN = regex(rb"(/\S+)\s+Do\b")


@dataclass(frozen=True)
class Page:
    """A page of the PDF. `text` stands for what was set on it, `key` for all of it, with head and folio."""

    label: str
    text: str
    key: str
    width: float
    height: float


@dataclass(frozen=True)
class Part:
    """A document of the EPUB in its spine: its name in the archive, its title, and a key of its bytes."""

    name: str
    title: str
    key: str


@dataclass(frozen=True)
class Proof:
    """The last good result: both books as bytes, and what is in them; a book that was not made is empty."""

    number: int = 0
    title: str = ""
    pdf: bytes = b""
    epub: Mapping[str, bytes] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    parts: tuple[Part, ...] = ()
    right_to_left: bool = False


@dataclass(frozen=True)
class Change:
    """What a proof has that the one before had not: pages by number from 0, parts by name with the first and the last
    element that differ, both counted in the order of the document, and the places to look at first."""

    pages: tuple[int, ...] = ()
    parts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    page: int | None = None
    part: str | None = None


def proof(old: Proof, pdf: bytes | None, epub: bytes | None) -> Proof:
    """What stands now: `old` itself where nothing differs. A book that was not made (None) is seen as it last was."""
    new = old
    if epub is not None and (files := _unpacked(epub)) != old.epub:
        new = replace(new, epub=files, parts=_parts(files), title=_book_title(files))
    if pdf is not None and pdf != old.pdf:
        pages, title, right_to_left = _pages(pdf)
        new = replace(new, pdf=pdf, pages=pages, title=title or new.title, right_to_left=right_to_left)
    return new if new is old else replace(new, number=old.number + 1)


def change(old: Proof, new: Proof) -> Change:
    """A page that only moved, with a new folio, is not new. The first proof has no news."""
    if not old.number:
        return Change()
    before, after = [page.text for page in old.pages], [page.text for page in new.pages]
    pages = [
        number
        for tag, _, _, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if tag in ("replace", "insert")
        for number in range(start, end)
    ]
    known = {part.name: part.key for part in old.parts}
    parts = {
        part.name: _span(old.epub.get(part.name, b""), new.epub[part.name])
        for part in new.parts
        if known.get(part.name) != part.key
    }
    return Change(tuple(pages), parts, _first(pages, new.pages), _edited(parts, new.parts))


def _first(changed: Sequence[int], pages: Sequence[Page]) -> int | None:
    """Contents and lists change with every page number: a page of the body, if there is one, is what was edited."""
    body = [number for number in changed if pages[number].label.isdigit()]
    return next(iter(body or changed), None)


def _edited(changed: Mapping[str, tuple[int, int]], parts: Sequence[Part]) -> str | None:
    """The part with the most that is new."""
    order = [part.name for part in parts if part.name in changed]
    return max(order, key=lambda name: changed[name][1] - changed[name][0], default=None)


def _pages(pdf: bytes) -> tuple[tuple[Page, ...], str, bool]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        digest = functools.cache(lambda group: _form(document, group))
        pages = []
        for page in document.pages:
            contents = page.obj.get("/Contents", pikepdf.Array())
            streams = [s.read_bytes() for s in (contents if isinstance(contents, pikepdf.Array) else [contents])]
            forms = page.obj.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
            marks = [stream + b"".join(digest(forms[name.decode()].objgen) for name in _DRAWN.findall(stream)
                                       if name.decode() in forms) for stream in streams]  # fmt: skip
            # A stream that does nothing but draw one form is the head and folio, laid over the text.
            text = [m for m, stream in zip(marks, streams, strict=True) if not _DRAWN.fullmatch(stream.strip())]
            box = [float(side) for side in page.mediabox]
            pages.append(Page(page.label, _key(*text), _key(*marks), box[2] - box[0], box[3] - box[1]))
        preferences = document.Root.get("/ViewerPreferences", pikepdf.Dictionary())
        title = str(document.docinfo.get("/Title", ""))
        return tuple(pages), title, str(preferences.get("/Direction", "")) == "/R2L"


def _form(document: pikepdf.Pdf, group: tuple[int, int]) -> bytes:
    form = document.get_object(group)
    inner = form.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
    return hashlib.sha256(form.read_raw_bytes() + repr(sorted(inner.keys())).encode()).digest()


def _key(*content: bytes) -> str:
    return hashlib.sha256(b"\0".join(content)).hexdigest()[:24]


def _unpacked(epub: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _book_title(files: Mapping[str, bytes]) -> str:
    package = next((content for name, content in files.items() if name.endswith(".opf")), b"<package/>")
    return etree.fromstring(package).findtext(f".//{_DC}title") or ""


def _parts(files: Mapping[str, bytes]) -> tuple[Part, ...]:
    package = next((name for name in files if name.endswith(".opf")), None)
    if package is None:
        return ()
    root = etree.fromstring(files[package])
    folder = package.rpartition("/")[0]
    hrefs = {item.get("id"): item.get("href", "") for item in root.iter(f"{_OPF}item")}
    names = [f"{folder}/{hrefs[ref.get('idref')]}" for ref in root.iter(f"{_OPF}itemref")]
    return tuple(Part(name, _title(files[name]) or name, _key(files[name])) for name in names if name in files)


def _title(document: bytes) -> str:
    return etree.fromstring(document).findtext(f".//{_XHTML}title") or ""


def _span(old: bytes, new: bytes) -> tuple[int, int]:
    """The first and the last element of `new` that `old` has not, in the order of the document."""
    before, after = (_elements(document) for document in (old, new))
    shorter = min(len(before), len(after))
    first = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    same = next((n for n in range(shorter - first) if before[-1 - n] != after[-1 - n]), shorter - first)
    return min(first, len(after) - 1), max(first, len(after) - 1 - same)


def _elements(document: bytes) -> list[tuple[object, ...]]:
    if not document:
        return []
    root = etree.fromstring(document)
    return [(e.tag, e.text, e.tail, *sorted(e.attrib.items())) for e in root.iter(etree.Element)]
