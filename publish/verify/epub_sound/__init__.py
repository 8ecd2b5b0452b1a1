"""Our own checks of a finished EPUB: what EPUBCheck and Ace let pass. `CHECKS` below is what this room does.

Each check is a function from an opened book to what it found.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from publish.verify.container import Container
from publish.verify.epub_sound import claims, documents, files, navigation, package, page_list, roles, semantics
from publish.verify.epub_sound.looks import looks
from publish.verify.findings import Finding, Said


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
        found += [Finding("E009", text, path, inside, line) for text, inside, line in looks(book)]
    return tuple(found)


CHECKS: tuple[Callable[[Container], Iterator[Said]], ...] = (
    files.archive, files.readable, files.pictures, files.fonts, files.links, files.referred,
    navigation.order, navigation.older, navigation.reachable, page_list.page_list, page_list.page_source,
    documents.empty, documents.headings, documents.words, documents.ids, documents.properties,
    package.cover, package.languages, package.direction, package.roles_of_people,
    semantics.notes, roles.roles, claims.vocabularies, claims.conformance, claims.claims,
)  # fmt: skip
