"""What the package says of the book, held against the book: its cover, its languages, the way its pages turn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.book import XML_LANG
from publish.verify.container import DC, OPF, Container
from publish.verify.findings import Said


def cover(book: Container) -> Iterator[Said]:
    """Both ways to say which picture is the cover say the same (spec A13)."""
    pictures = {item.id for item in book.items.values() if "cover-image" in item.properties}
    for meta in book.package.iter(f"{OPF}meta"):
        if meta.get("name") == "cover" and meta.get("content") not in (pictures or set(book.items)):
            yield (
                f"the older name of the cover ({meta.get('content')}) is not that of its picture",
                book.package_path,
                -1,
            )


def languages(book: Container) -> Iterator[Said]:
    """The package says in which language it speaks, and each document is in one that the package names (spec A5, C2)."""
    if not book.package.get(XML_LANG):
        yield "the package does not say its language (xml:lang)", book.package_path, -1
    named = {(e.text or "").strip().partition("-")[0].lower() for e in book.package.iter(f"{DC}language")}
    for path, root in book.documents.items():
        lang = root.get(XML_LANG, "").partition("-")[0].lower()
        if lang and named and lang not in named:
            yield f"the document is in {root.get(XML_LANG)}, which is none of the book's languages", path, 0


def direction(book: Container) -> Iterator[Said]:
    """Pages turn the way that the text runs (spec A12); upright Japanese and Chinese may turn either way."""
    spine = next(book.package.iter(f"{OPF}spine"), None)
    turned = spine is not None and spine.get("page-progression-direction") == "rtl"
    runs = {root.get("dir", "ltr") for path, root in book.documents.items() if path in book.spine}
    named = {(e.text or "").strip().partition("-")[0].lower() for e in book.package.iter(f"{DC}language")}
    if runs and not named & {"ja", "zh", "ko"} and runs == ({"ltr"} if turned else {"rtl"}):
        yield "the pages turn the other way than the text runs (page-progression-direction)", book.package_path, -1


def roles_of_people(book: Container) -> Iterator[Said]:
    """A role by MARC's list is three letters (spec A8)."""
    for meta in book.package.iter(f"{OPF}meta"):
        code = (meta.text or "").strip()
        if meta.get("scheme") == "marc:relators" and not re.fullmatch("[a-z]{3}", code):
            yield f"the role {code} is no code of MARC's relators", book.package_path, -1
