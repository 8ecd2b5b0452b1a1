"""What a judge found, and what of the manuscript caused it."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.parsers import expat

import msgspec

from publish.book import EPUB_TYPE, Element
from publish.cache import Memory
from publish.diagnostics import Diagnostic, Span
from publish.lazy import dataclass
from publish.origins import Origins, name_of, unmapped
from publish.verify.container import NCX, Container

#: The keys of book.toml that an element of the package comes from, by its name.
_KEYS = {
    "title": "title", "language": "lang", "creator": "author", "contributor": "contributor", "publisher": "publisher",
    "date": "date", "rights": "rights", "description": "description", "subject": "subject", "identifier": "identifier",
    "source": "identifier",
}  # fmt: skip
_PROPERTIES = {
    "belongs-to-collection": "series",
    "dcterms:conformsTo": "epub.conformance",
    "a11y:certifiedBy": "epub.conformance",
}
#: A finding before it has a file: what is wrong, where inside, and there which element (-1: the whole file).
Said = tuple[str, str, int]
NOBODY = "nothing in the manuscript causes this: it is a fault of the press; please report it with this message"


@dataclass(frozen=True)
class Finding:
    """A finding in a file: `inside` an EPUB a path, and there a line and column (0: not known) or an element's number."""

    code: str
    message: str
    file: Path
    inside: str = ""
    line: int = 0
    column: int = 0
    element: int = -1
    hint: str = ""


def reported(findings: Iterable[Finding], maps: Iterable[Memory]) -> list[Diagnostic]:
    """The findings at the lines that caused them; those in a file that is not of our making, at its own path."""
    homes = tuple(maps)
    known: dict[Path, _Causes | None] = {}
    result = []
    for finding in findings:
        if finding.file not in known:
            known[finding.file] = _causes(finding.file, homes)
        causes = known[finding.file]
        own = f"{finding.file.name}/{finding.inside}" if finding.inside else finding.file.name
        place = Span(own, max(1, finding.line), max(1, finding.column))
        cause = causes.of(finding) if causes else None
        if causes is None:
            result.append(Diagnostic(finding.code, finding.message, place, finding.hint))
        elif cause is None:
            result.append(Diagnostic(finding.code, finding.message, place, finding.hint or NOBODY))
        else:
            where = finding.inside + (f":{finding.line}" if finding.line else "")
            message = f"{finding.message} ({where})" if where else finding.message
            result.append(Diagnostic(finding.code, message, cause, finding.hint))
    return result


def origins_of(file: Path, maps: Iterable[Memory]) -> Origins | None:
    """The map of a file, or None for one that is not of our making, or was made too long ago."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        name = name_of(file.read_bytes())
        for home in maps:
            if (content := home.recall(name)) is not None:
                return unmapped(content)
    return None


def _causes(file: Path, maps: Iterable[Memory]) -> _Causes | None:
    origins = origins_of(file, maps)
    with contextlib.suppress(OSError, zipfile.BadZipFile):
        return _Causes(origins, Container(file)) if origins else None
    return None


class _Causes:
    """The way back for one EPUB of our making."""

    def __init__(self, origins: Origins, container: Container) -> None:
        self._origins = origins
        self._book = container
        self._folder = container.package_path.rpartition("/")[0]

    def of(self, finding: Finding) -> Span | None:
        path = finding.inside
        if path not in self._book.files and f"{self._folder}/{path}" in self._book.files:
            path = f"{self._folder}/{path}"
        if path == self._book.package_path:
            return self._in_package(finding.line)
        if path == self._book.nav_path or path.endswith(".ncx"):
            return self._in_navigation(path, finding)
        name = path.removeprefix(f"{self._folder}/")
        if name in self._origins.documents:
            return self._in_document(name, self._number(path, finding))
        if name.startswith("styles/"):
            line = self._origins.styles.get(finding.line)
            return Span(*line) if line else None
        return self._of_file(path)

    def _number(self, path: str, finding: Finding) -> int:
        return (
            finding.element if finding.element >= 0 else number_at(self._book.files[path], finding.line, finding.column)
        )

    def _in_document(self, name: str, number: int) -> Span | None:
        """The last element with a line that begins before; what stands before the first is of the whole chapter."""
        origins = self._origins.documents[name]
        before = [one for one in origins if one[0] <= number] or origins[:1]
        if before:
            return Span(before[-1][1], before[-1][2])
        return self._origins.key(*self._origins.pages.get(name, ()))

    def _in_package(self, line: int) -> Span | None:
        found = [e for e in self._book.package.iter("{*}*") if int(str(e.sourceline or 0)) <= line]
        return self._of_statement(found[-1]) if found else None

    def _of_statement(self, element: Element) -> Span | None:
        name = element.tag.rpartition("}")[2]
        if name in ("item", "itemref"):
            item = self._book.items.get(element.get("idref") or element.get("id") or "")
            return self._whole(item.path) if item else None
        refined = element.get("refines", "").removeprefix("#")
        if refined:
            target = next((e for e in self._book.package.iter("{*}*") if e.get("id") == refined), None)
            return self._of_statement(target) if target is not None and target is not element else None
        if name == "meta":
            key = _PROPERTIES.get(element.get("property", "")) or (
                "cover-image" if element.get("name") == "cover" else ""
            )
            return self._origins.key(key)
        return self._origins.key(_KEYS.get(name, ""))

    def _in_navigation(self, path: str, finding: Finding) -> Span | None:
        """The heading that an entry leads to."""
        root = self._book.tree(path)
        if root is None:
            return None
        elements = list(root.iter("{*}*"))
        at = min(self._number(path, finding), len(elements) - 1)
        for element in (elements[at], *elements[at].iterancestors(), *elements[at].iter("{*}*")):
            address = element.get("href") or (element.get("src") if element.tag == f"{NCX}content" else None)
            if address and element.tag.rpartition("}")[2] in ("a", "content"):
                file, id = self._book.resolved(path, address)
                return self._at_id(file, id)
        return None

    def _at_id(self, path: str, id: str) -> Span | None:
        root = self._book.documents.get(path)
        if root is None or not id:
            return self._whole(path)
        number = next((n for n, e in enumerate(root.iter("{*}*")) if e.get("id") == id), 0)
        return self._in_document(path.removeprefix(f"{self._folder}/"), number)

    def _whole(self, path: str) -> Span | None:
        name = path.removeprefix(f"{self._folder}/")
        return self._in_document(name, 0) if name in self._origins.documents else self._of_file(path)

    def _of_file(self, path: str) -> Span | None:
        """The first place that shows a file, such as an image."""
        for document, root in self._book.documents.items():
            for number, element in enumerate(root.iter("{*}*")):
                address = element.get("src") or element.get("data") or ""
                if address and self._book.resolved(document, address)[0] == path:
                    if element.get(EPUB_TYPE) == "cover":
                        return self._origins.key("cover-image", "title")
                    return self._in_document(document.removeprefix(f"{self._folder}/"), number)
        return self._origins.key("cover-image") if path.rpartition("/")[2].startswith("cover.") else None


def number_at(content: bytes, line: int, column: int) -> int:
    """The number of the last element of a document whose start tag begins at or before a place; 0 where it is not known."""
    count = -1
    parser = expat.ParserCreate()

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        place = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        if place <= (line, column or 1_000_000):
            count += 1

    parser.StartElementHandler = started
    with contextlib.suppress(expat.ExpatError):  # what is before the fault has been counted
        parser.Parse(content, True)
    return max(0, count)
