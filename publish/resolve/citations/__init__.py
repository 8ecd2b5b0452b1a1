"""Citations: groups and keys become what the style of the book prints, with a bibliography of the works that are cited.

In an author-date or numeric style they stand in the text; in a note style each becomes a note of the press, and within a
note of the author they stay where they are. The citation library is imported only where a book has citations.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish.book import Diagnostic, Span
from publish.resolve.draft import Draft

if TYPE_CHECKING:
    from publish.resolve.citations.groups import Group


def citations_made(draft: Draft) -> None:
    """Settle every citation of the book."""
    metadata = draft.manuscript.metadata
    if not metadata.bibliography and not any(e.get("data-cites") for c in draft.chapters for e in c.tree.iter("span")):
        return
    from publish.resolve.citations.groups import as_written, groups_of  # slow to import, and few books cite
    from publish.resolve.citations.works import works_of

    works, noticed = works_of(draft.manuscript, key_place(draft, "bibliography"))
    draft.diagnostics += noticed
    groups = groups_of(draft)
    known = [group for group in groups if _known(draft, group, works)]
    for group in groups:
        if group not in known:
            as_written(group)
    wanted = _wanted(draft, works)
    if known or wanted:
        from publish.resolve.citations.setting import set_in_style

        set_in_style(draft, known, works, wanted)


def key_place(draft: Draft, key: str) -> Span:
    """Where the book's settings have a key, else their first line."""
    path = draft.manuscript.config_path
    try:
        text = draft.manuscript.files[path].decode("utf-8", errors="replace")
    except (KeyError, PermissionError):
        text = next((s.text for s in draft.manuscript.sources if s.path == path), "")
    match = re.search(rf"""^[ \t"']*{key}["']?[ \t]*[:=]""", text, re.M)
    return Span(path, text.count("\n", 0, match.start()) + 1 if match else 1)


def _known(draft: Draft, group: Group, works: dict[str, dict[str, object]]) -> bool:
    """Whether a group names a work that is known; the keys that are not are reported."""
    missing = [cite.key for cite in group.cites if cite.key not in works]
    for key in missing:
        near = draft.near(key, works, 0.85 if group.may_be_text else 0.6)
        if group.may_be_text and not near:  # a word behind an at sign
            continue
        hint = f"did you mean {near}?" if near else "add the work to the bibliography"
        message = f"no bibliography of the book has the work “{key}”; @{key} is printed"
        if not draft.manuscript.metadata.bibliography:
            message = f"“@{key}” looks like a citation, and the book has no bibliography; it is printed as it stands"
            hint = 'name one: bibliography = "works.bib" in book.toml'
        draft.report("R008", message, group.chapter, group.element, hint)
    return len(missing) < len(group.cites)


def _wanted(draft: Draft, works: dict[str, dict[str, object]]) -> list[str]:
    """The works that stand in the bibliography without being cited: `nocite`, where `@*` is all of them."""
    named = [key for words in draft.manuscript.metadata.nocite for key in re.findall(r"[^\s,;@]+", words)]
    if "*" in named:
        return list(works)
    for key in [k for k in named if k not in works]:
        message = f"no bibliography of the book has the work “{key}”, which nocite names"
        draft.diagnostics.append(Diagnostic("R008", message, key_place(draft, "nocite"), "check its key"))
    return [key for key in named if key in works]
