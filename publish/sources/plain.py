"""A folder without a list: files in natural order, or as `order:` and `weight:` in their heads say; folders as they nest."""

from __future__ import annotations

import posixpath
from collections.abc import Collection
from dataclasses import field

from publish.book import Diagnostic, Matter, Span
from publish.lazy import dataclass
from publish.sources.finding import Files, is_about
from publish.sources.folder import Folder
from publish.sources.front_matter import head_taken
from publish.sources.layout import kind_of, matter_of, natural
from publish.sources.outline import UNSAID, Listed, Outline
from publish.sources.settings import Settings

#: Folders of a repository that hold the book; the first that has chapters is taken.
PLACES = ("manuscript", "book", "chapters", "text", "content", "src", "source", "docs", "doc")
_ORDER = ("order", "weight", "nav_order", "sidebar_position", "position", "chapter")
_INDEX = ("_index", "index", "readme")


def outline(folder: Folder, files: Files) -> Outline:
    root = root_of(files)
    listed, noticed = in_order(folder, files, root)
    return Outline(UNSAID, tuple(listed), tuple(noticed), "", root, complete=False)


def of_one(name: str) -> Outline:
    """A book that is one file of its folder, whatever else lies beside it."""
    return Outline(UNSAID, (Listed(name, Matter.BODY, "chapter", "", Span(name)),), complete=False)


def root_of(files: Files) -> str:
    """The folder of the chapters: the top where chapters stand there, else a folder that is called after them."""
    found = [name for name in files.markdown() if not is_about(name)]
    if any("/" not in name for name in found):
        return ""
    tops = {name.split("/")[0] for name in found}
    for place in PLACES:
        if place in tops and (place in PLACES[:3] or len(tops) == 1 or not any(t[:1].isdigit() for t in tops)):
            return place + "/"
    return ""


@dataclass
class _Shelf:
    """A folder: its own page, its files and the folders in it."""

    index: str = ""
    files: list[str] = field(default_factory=list)
    folders: dict[str, _Shelf] = field(default_factory=dict)


def in_order(
    folder: Folder, files: Files, root: str, leave: Collection[str] = ()
) -> tuple[list[Listed], list[Diagnostic]]:
    """The chapters below a folder in their order; drafts are left out and reported."""
    names = [name for name in files.markdown(root) if name not in leave]
    chapters = [name for name in names if posixpath.dirname(name) + "/" in ("/", root) or not is_about(name)
                or _is_index(name)]  # fmt: skip
    if not root:
        # A README at the top is about the repository, unless there is nothing else.
        chapters = [name for name in chapters if "/" in name or not is_about(name)] or names
    heads = {name: _head(folder, name) for name in chapters}
    noticed: list[Diagnostic] = []
    for head in heads.values():
        if head.flag(False, "draft") or not head.flag(True, "published"):
            message = "the head of this chapter calls it a draft; the book is made without it"
            noticed.append(Diagnostic("M016", message, head.place("draft"), "take the word out, or list the chapter"))
    chapters = [name for name in chapters if not any(d.span.path == name for d in noticed)]
    top = _Shelf()
    for name in chapters:
        shelf = top
        for part in name.removeprefix(root).split("/")[:-1]:
            shelf = shelf.folders.setdefault(part, _Shelf())
        if _is_index(name) and not shelf.index and shelf is not top:
            shelf.index = name
        else:
            shelf.files.append(name)
    listed: list[Listed] = []
    _walk(top, 0, heads, listed)
    matters = [Matter.FRONT, Matter.BODY, Matter.BACK]
    return sorted(listed, key=lambda entry: matters.index(entry.matter)), noticed


def _is_index(name: str) -> bool:
    return posixpath.splitext(posixpath.basename(name))[0].lower() in _INDEX


def _head(folder: Folder, name: str) -> Settings:
    text, _ = folder.text(name)
    return head_taken(text or "", name)[1] if not name.endswith(".ipynb") else Settings(name)


def _walk(shelf: _Shelf, depth: int, heads: dict[str, Settings], listed: list[Listed]) -> None:
    rows: list[tuple[tuple[bool, float, list[tuple[int, str]]], str | _Shelf]] = []
    for name in shelf.files:
        index = _is_index(name)
        rows.append((_key(heads[name], "" if index else name), name))
    for name, inner in shelf.folders.items():
        rows.append((_key(heads.get(inner.index, Settings("")), _any_name(inner, name)), inner))
    for _, row in sorted(rows, key=lambda one: one[0]):
        if isinstance(row, str):
            _add(row, depth, listed)
        else:
            if row.index:
                _add(row.index, depth, listed)
            _walk(row, depth + bool(row.index), heads, listed)


def _any_name(shelf: _Shelf, name: str) -> str:
    """A name that sorts a folder among the files beside it: the path of something in it, up to the folder."""
    inner = shelf
    path = inner.index or next(iter(inner.files), "")
    while not path and inner.folders:
        inner = next(iter(inner.folders.values()))
        path = inner.index or next(iter(inner.files), "")
    at = path.find(name + "/")
    return path[: at + len(name)] if at >= 0 else name


def _key(head: Settings, name: str) -> tuple[bool, float, list[tuple[int, str]]]:
    for key in _ORDER:
        try:
            return False, float(head.text(key)), natural(name)
        except ValueError:
            continue
    return True, 0.0, natural(name)


def _add(name: str, depth: int, listed: list[Listed]) -> None:
    matter = matter_of(name) if depth == 0 else listed[-1].matter if listed else Matter.BODY
    listed.append(Listed(name, matter, kind_of(name, matter), "", Span(name), depth))
