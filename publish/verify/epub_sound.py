"""Our own checks of a finished EPUB: what EPUBCheck and Ace let pass. `CHECKS` below is what this file does.

Each check is a function from an opened book to what it found.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PIL import Image as Pillow
from PIL import ImageFile

from publish.book import EPUB_TYPE, MATHML, SVG, XML_LANG, Element
from publish.verify.container import NCX, OPF, Container, H, numbers
from publish.verify.findings import Finding

#: A finding before it has a file: what is wrong, where inside, and there which element.
Said = tuple[str, str, int]
_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)")
_RANK = re.compile(rf"{re.escape(H)}h([1-6])$")


def epub_sound(paths: Sequence[Path]) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for path in paths:
        try:
            book = Container(path)
        except (zipfile.BadZipFile, OSError) as error:
            found.append(Finding("E006", f"this is no EPUB that can be opened: {error}", path))
            continue
        said = dict.fromkeys(one for check in CHECKS for one in check(book))
        found += [Finding("E006", text, path, inside, element=element) for text, inside, element in said]
    return tuple(found)


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


#: What no document shows: the older navigation, licences of faces.
_UNSEEN = frozenset({"application/x-dtbncx+xml", "text/plain", "application/smil+xml"})


def order(book: Container) -> Iterator[Said]:
    """The contents follow the spine and the documents (spec B2); the NCX says what they say (A13)."""
    places = {path: number for number, path in enumerate(book.spine)}
    last = (-1, -1)
    for link, path, id in book.links(book.nav("toc")):
        root = book.documents.get(path)
        number = (
            next((n for n, e in enumerate(root.iter("{*}*")) if id and e.get("id") == id), 0) if root is not None else 0
        )
        here = (places.get(path, -1), number)
        if here < last:
            text = "".join(map(str, link.itertext())).strip()
            yield f"the contents name “{text}” after what follows it in the book", book.nav_path, _number(book, link)
        last = max(last, here)
    ncx = next((i.path for i in book.items.values() if i.media_type == "application/x-dtbncx+xml"), "")
    older = book.tree(ncx) if ncx else None
    if older is not None:
        points = [
            book.resolved(ncx, c.get("src", ""))
            for p in older.iter(f"{NCX}navPoint")
            for c in p.findall(f"{NCX}content")
        ]
        if points != [(path, id) for _, path, id in book.links(book.nav("toc"))]:
            yield "the older navigation (NCX) does not say what the contents say", ncx, -1


def reachable(book: Container) -> Iterator[Said]:
    """A document with a heading is in the contents or among the landmarks (spec B2)."""
    named = {path for kind in ("toc", "landmarks") for _, path, _ in book.links(book.nav(kind))}
    for path in book.spine:
        root = book.documents.get(path)
        headings = [e for e in root.iter("{*}*") if _RANK.match(str(e.tag))] if root is not None else []
        if headings and path not in named and path != book.nav_path:
            yield "neither the contents nor the landmarks lead to this document", path, -1


def headings(book: Container) -> Iterator[Said]:
    """No rank is left out on the way down, and none is above the first of its document (spec C4)."""
    for path, root in book.documents.items():
        ranks: list[int] = []
        for number, element in enumerate(root.iter("{*}*")):
            match = _RANK.match(str(element.tag))
            hidden = any(e.get("hidden") is not None for e in element.iterancestors())
            if not match or hidden:
                continue
            rank = int(match[1])
            if ranks and (rank > ranks[-1] + 1 or rank < ranks[0]):
                yield f"a heading of rank {rank} follows one of rank {ranks[-1]}", path, number
            ranks.append(rank)


def notes(book: Container) -> Iterator[Said]:
    """A reference leads to a note, behind it where that is in its own file, and the note leads back to it (spec C6)."""
    ids = {path: {e.get("id"): e for e in root.iter("{*}*") if e.get("id")} for path, root in book.documents.items()}
    for path, root in book.documents.items():
        number = numbers(root)
        for reference in [e for e in number if "noteref" in e.get(EPUB_TYPE, "").split()]:
            file, id = book.resolved(path, reference.get("href", ""))
            note = ids.get(file, {}).get(id)
            if note is None or not _is_note(note) or (file == path and number[note] < number[reference]):
                yield "a reference leads to no note behind it", path, number[reference]
                continue
            backs = [book.resolved(file, a.get("href", "")) for a in note.iter(f"{H}a")]
            targets = [ids.get(at, {}).get(place) for at, place in backs if at == path]
            if not any(
                t is not None and any("noteref" in e.get(EPUB_TYPE, "") for e in t.iter("{*}*")) for t in targets
            ):
                yield "a note does not lead back to its reference", file, numbers(book.documents[file])[note]


def _is_note(element: Element) -> bool:
    kinds = {*element.get(EPUB_TYPE, "").split(), element.get("role", "")}
    return element.tag == f"{H}li" or bool(
        kinds & {"footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"}
    )


def words(book: Container) -> Iterator[Said]:
    """A title and a language in each document, said twice alike; text or nothing said of each picture."""
    titles: dict[str, str] = {}
    for path, root in book.documents.items():
        number = numbers(root)
        title = " ".join((root.findtext(f"{H}head/{H}title") or "").split())
        if not title:
            yield "the document has no title", path, 0
        elif title in titles:
            yield f"the document has the title of {titles[title].rpartition('/')[2]}, “{title}”", path, 0
        titles.setdefault(title, path)
        if not root.get("lang") or not root.get(XML_LANG):
            yield "the document does not say its language", path, 0
        for element in number:
            if element.get("lang") is not None and element.get("lang") != element.get(XML_LANG):
                yield "lang and xml:lang do not say the same", path, number[element]
            if element.tag == f"{H}img" and element.get("alt") is None:
                yield "an image has no alt attribute", path, number[element]


def ids(book: Container) -> Iterator[Said]:
    """No two places of the book have one id (spec C2): what readers remember by id is then one place."""
    seen: dict[str, str] = {}
    for path, root in book.documents.items():
        for number, element in enumerate(root.iter(f"{H}*")):
            id = element.get("id")
            if id is None or id.startswith(("kobo.", "book-")):  # Kobo's spans count anew in each document
                continue
            if id in seen:
                yield f"the id “{id}” is given twice in the book", path, number
            seen.setdefault(id, path)


def properties(book: Container) -> Iterator[Said]:
    """The manifest says of each document what is in it (spec A11)."""
    for item in book.items.values():
        root = book.documents.get(item.path)
        if root is None:
            continue
        holds = {"mathml": f"{{{MATHML}}}math", "svg": f"{{{SVG}}}svg", "scripted": f"{H}script"}
        for name, tag in holds.items():
            there = next(root.iter(tag), None) is not None
            if there != (name in item.properties):
                says = "holds" if there else "does not hold"
                yield f"the document {says} what the property {name} of the manifest is about", item.path, 0


def claims(book: Container) -> Iterator[Said]:
    """The accessibility metadata are true (spec D1, D2)."""
    metas = [(m.get("property", ""), (m.text or "").strip()) for m in book.package.iter(f"{OPF}meta")]
    features = {text for name, text in metas if name == "schema:accessibilityFeature"}
    roots = list(book.documents.values())
    images = [e for root in roots for e in root.iter(f"{H}img") if e.get("role") not in ("presentation", "none")]
    bare = [e for e in images if not e.get("alt", "").strip()]
    untrue = {
        "alternativeText": bool(bare),
        "MathML": not any(True for root in roots for _ in root.iter(f"{{{MATHML}}}math")),
        "pageNavigation": book.nav("page-list") is None,
        "pageBreakMarkers": not any(e.get("role") == "doc-pagebreak" for root in roots for e in root.iter("{*}*")),
        "index": not any("index" in e.get(EPUB_TYPE, "").split() for root in roots for e in root.iter("{*}*")),
    }
    package = book.package_path
    for feature, false in untrue.items():
        if false and feature in features:
            yield f"the metadata claim {feature}, which is not true of this book", package, -1
    if bare and ("schema:accessModeSufficient", "textual") in metas:
        yield "the metadata say that the text alone suffices, but an image has no text alternative", package, -1


def _number(book: Container, element: Element) -> int:
    return numbers(element.getroottree().getroot()).get(element, -1)


CHECKS: tuple[Callable[[Container], Iterator[Said]], ...] = (
    archive, pictures, fonts, links, referred, order, reachable, headings, notes, words, ids, properties, claims,
)  # fmt: skip
