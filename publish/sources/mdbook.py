"""mdBook's layout: `book.toml` with a table `[book]`, and `SUMMARY.md` in the folder that it names. No preprocessor is run."""

from __future__ import annotations

import dataclasses
import posixpath
import re

from publish.book import Diagnostic, Dialect, Matter, Metadata, Span
from publish.lazy import regex
from publish.sources.facts import facts
from publish.sources.finding import Files
from publish.sources.folder import Folder
from publish.sources.layout import kind_named
from publish.sources.outline import UNSAID, Listed, Outline
from publish.sources.plain import in_order, root_of
from publish.sources.settings import Settings, from_toml
from publish.sources.summary import Summary, summary_of
from publish.sources.tree import Node, listed_of

#: Preprocessors whose spelling the press reads itself.
_READ = frozenset({"links", "index", "katex", "mathjax", "admonish", "footnote"})
_BOOK = regex(r"^[ \t]*\[[ \t]*book[ \t]*\]|^[ \t]*book\.(?:title|src|authors|language)[ \t]*=", re.M)


def is_mdbook(text: str) -> bool:
    """Ours has a file of the same name; mdBook's settings stand in a table `[book]`."""
    return _BOOK.search(text) is not None


def outline(folder: Folder, files: Files, base: str) -> Outline | None:
    config = base + "book.toml"
    text, noticed = folder.text(config)
    settings = Settings(config)
    if text is not None:
        if not is_mdbook(text):
            return None
        settings = from_toml(text, config)
    root = posixpath.normpath(posixpath.join(base, settings.text("book", "src") or ("src" if text else "")))
    root = "" if root == "." else root + "/"
    name = files.find(root, "SUMMARY.md")
    summary, in_summary = folder.text(name)
    if summary is None:
        return without_summary(folder, files, settings, name, _metadata(settings, base)) if text is not None else None
    read = summary_of(summary, name, root, files)
    listed, in_tree = _listed(read)
    metadata = _metadata(settings, base)
    _preprocessors(settings)
    return Outline(
        metadata, tuple(listed), (*noticed, *settings.noticed, *in_summary, *read.noticed, *in_tree),
        config if text is not None else name, root,
    )  # fmt: skip


def without_summary(folder: Folder, files: Files, settings: Settings, name: str, metadata: Metadata) -> Outline:
    """The chapters in natural order where the summary that the settings name is missing."""
    root = name.rpartition("/")[0] + "/" if "/" in name else ""
    listed, in_files = in_order(folder, files, root)
    if not listed:
        root = root_of(files)
        listed, in_files = in_order(folder, files, root)
    message = f"the list {name} does not exist; the chapters stand in the order of their names"
    missing = Diagnostic("M004", message, Span(settings.name), "write it, or say where it is")
    noticed = (*settings.noticed, missing, *in_files)
    return Outline(metadata, tuple(listed), noticed, settings.name, root, complete=False)


def _metadata(settings: Settings, base: str) -> Metadata:
    if not settings.value:
        return UNSAID
    math = settings.flag(False, "output", "html", "mathjax-support")
    math = math or any("katex" in name or "math" in name for name in settings.table("preprocessor"))
    # The words in brackets are for those who cannot see the image: mdBook prints them nowhere.
    dialect = Dialect(math=math, captions="title", hidden_lines=True, chapters="files")
    return dataclasses.replace(facts(settings, "book", home=base), dialect=dialect)


def _preprocessors(settings: Settings) -> None:
    for name in settings.table("preprocessor"):
        if name not in _READ:
            message = f"the preprocessor “{name}” is a program, which the press does not run"
            hint = "what it would have written is not in the book; its marks are printed as they stand"
            settings.report("M019", message, settings.place("preprocessor", name), hint)


def _listed(read: Summary) -> tuple[list[Listed], list[Diagnostic]]:
    """Entries before the list are front matter, those after it back matter: mdBook does not number them."""
    listed, noticed = listed_of(read.nodes)
    if not listed:
        return listed_of((*read.before, *read.after))
    body = [dataclasses.replace(e, matter=Matter.BODY, kind=_body_kind(e)) for e in listed]
    front, more = _unnumbered(read.before, Matter.FRONT)
    back, others = _unnumbered(read.after, Matter.BACK)
    return [*front, *body, *back], [*more, *noticed, *others]


def _body_kind(entry: Listed) -> str:
    return "part" if entry.kind == "part" else kind_named(entry.path, entry.title, Matter.BODY)


def _unnumbered(nodes: tuple[Node, ...], matter: Matter) -> tuple[list[Listed], list[Diagnostic]]:
    listed, noticed = listed_of(nodes)
    return [dataclasses.replace(e, matter=matter, kind=kind_named(e.path, e.title, matter)) for e in listed], noticed
