"""What all layouts share: natural order, kinds of files by their names, and the pages that the press makes."""

from __future__ import annotations

import re
import unicodedata
import uuid
from pathlib import PurePosixPath

from publish.book import Identifier, Matter, Metadata, Source

#: Names in `front` and `back` that stand for a page which the press makes, and its kind.
GENERATED = {
    "half-title": "halftitlepage", "title-page": "titlepage", "imprint": "copyright-page", "disclosure": "disclosure",
    "content-note": "content-note", "contents": "toc", "list-of-figures": "loi", "list-of-tables": "lot", "index": "index",
}  # fmt: skip
FRONT_KINDS = frozenset({"dedication", "epigraph", "foreword", "preface", "introduction", "prologue"})
BACK_KINDS = frozenset(
    {"afterword", "epilogue", "acknowledgments", "appendix", "glossary", "bibliography", "colophon", "conclusion",
     "contributors", "credits", "errata"}
)  # fmt: skip

#: What `type` may say of a file: structural names of EPUB 3 (SSV), or `section` where none fits.
KINDS = FRONT_KINDS | BACK_KINDS | {"chapter", "section", "abstract", "qna"}


def natural(path: str) -> list[tuple[int, str]]:
    """A key that sorts `2-b` before `10-a`."""
    return [(int(p), "") if p.isdigit() else (0, p.lower()) for p in re.split(r"(\d+)", path)]


def kind_of(path: str, matter: Matter) -> str:
    stem = re.sub(r"^[\d_. -]+", "", PurePosixPath(path).stem.lower()).replace("_", "-")
    stem = {"acknowledgements": "acknowledgments"}.get(stem, stem)
    for kind in (*FRONT_KINDS, *BACK_KINDS):
        if stem == kind or (kind == "appendix" and stem.startswith("appendix")):
            return kind
    return "chapter" if matter is Matter.BODY else "section"


def kind_named(path: str, title: str, matter: Matter) -> str:
    """The kind that a file's name tells, else the title that a list gives it: `README.md` called "Preface"."""
    kind = kind_of(path, matter)
    return kind if kind not in ("chapter", "section") else kind_of(title, matter)


def matter_of(path: str) -> Matter:
    """Where a file belongs when no list says it."""
    kind = kind_of(path, Matter.BACK)
    if kind in FRONT_KINDS and kind not in ("introduction", "prologue"):
        return Matter.FRONT
    return Matter.BACK if kind in BACK_KINDS else Matter.BODY


def slug_of(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "book"


def stable_identifier(title: str, author: str, slug: str) -> Identifier:
    """A UUIDv5 of what does not change in a book, for a manuscript that gives no identifier."""
    return Identifier("uuid", str(uuid.uuid5(uuid.NAMESPACE_URL, f"colophon:{slug}:{title}:{author}")))


def page(kind: str) -> Source:
    matter = Matter.BACK if kind == "index" else Matter.FRONT
    return Source("", "", matter, kind, generated=True)


def with_pages(front: list[Source], metadata: Metadata) -> list[Source]:
    """The front matter with the pages that a book has and the list did not name, in the order of the Chicago Manual."""
    named = {s.kind for s in front if s.generated}
    first = ["halftitlepage", "titlepage", "copyright-page"]
    if metadata.disclosure:
        first.append("disclosure")
    if metadata.content_note:
        first.append("content-note")
    result = [page(kind) for kind in first if kind not in named] + front
    if "toc" not in named:
        before = ("dedication", "epigraph")
        at = next((i for i, s in enumerate(result) if not s.generated and s.kind not in before), len(result))
        result.insert(at, page("toc"))
    return result
