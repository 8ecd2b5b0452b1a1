"""`epub:type` and `role` together, on the right element (spec C5): one tells reading systems, the other screen readers."""

from __future__ import annotations

from collections.abc import Iterator

from publish.book import EPUB_TYPE
from publish.verify.container import Container, H, numbers
from publish.verify.findings import Said

_SECTIONS = frozenset(f"{H}{name}" for name in ("section", "article", "aside", "nav", "div"))
_NAV = frozenset({f"{H}nav"})
_LINKS = frozenset({f"{H}a"})
#: Types that have a role of their name, and the elements that have it (EPUB Type to ARIA Role Authoring Guide).
_PAIRS = {
    **dict.fromkeys(
        "abstract acknowledgments afterword appendix bibliography chapter colophon conclusion credits dedication endnotes"
        " epilogue epigraph errata foreword glossary introduction notice part preface prologue pullquote qna".split(),
        _SECTIONS,
    ),
    "toc": _NAV, "page-list": _NAV, "index": _SECTIONS, "footnote": _SECTIONS,
    **dict.fromkeys(("noteref", "biblioref", "glossref", "backlink"), _LINKS),
}  # fmt: skip
_ROLES = {"toc": "doc-toc", "page-list": "doc-pagelist"}
#: Roles by which programs find notes only together with the type.
_BOTH = {"doc-noteref": "noteref", "doc-footnote": "footnote"}


def roles(book: Container) -> Iterator[Said]:
    for path, root in book.documents.items():
        for element, number in numbers(root).items():
            kinds, role = element.get(EPUB_TYPE, "").split(), element.get("role", "")
            if element.tag == f"{H}body" and any(kind in _PAIRS for kind in kinds):
                yield f"the epub:type {' '.join(kinds)} stands on body, where no role can stand beside it", path, number
            wanted = [_ROLES.get(kind, f"doc-{kind}") for kind in kinds if element.tag in _PAIRS.get(kind, ())]
            if wanted and not role:
                yield f"the epub:type {' '.join(kinds)} has no role {wanted[0]} beside it", path, number
            elif wanted and role.startswith("doc-") and role not in wanted:
                yield f"the role {role} is not that of the epub:type {' '.join(kinds)}", path, number
            if role in _BOTH and _BOTH[role] not in kinds:
                yield (
                    f"the role {role} has no epub:type {_BOTH[role]} beside it: the note will not pop up",
                    path,
                    number,
                )
