"""HonKit's and GitBook's layout: `book.json` or `.gitbook.yaml`, with `root` and `structure`; `SUMMARY.md` unless it says so."""

from __future__ import annotations

import dataclasses
import posixpath
import re

from publish.book import Diagnostic, Dialect, Matter, Metadata, Span
from publish.sources.facts import facts, flat
from publish.sources.finding import Files
from publish.sources.folder import Folder
from publish.sources.mdbook import without_summary
from publish.sources.outline import Listed, Outline
from publish.sources.settings import Settings, from_json, from_yaml
from publish.sources.summary import summary_of
from publish.sources.tree import listed_of


def outline(folder: Folder, files: Files, base: str) -> Outline | None:
    settings, in_file = _settings(folder, base)
    noticed: list[Diagnostic] = [*in_file]
    if settings is None:
        if base + "book.js" not in files.names or not _has_summary(files, base):
            return None
        settings = Settings(base + "book.js")
        message = "the settings are a program, which the press does not run; title and order come from the files"
        noticed.append(Diagnostic("M019", message, Span(settings.name), "write them into book.json"))
    root = posixpath.normpath(posixpath.join(base, settings.text("root").lstrip("/") or "."))
    root = "" if root == "." else root + "/"
    name = files.find(root, settings.text("structure", "summary") or "SUMMARY.md")
    text, in_summary = folder.text(name)
    if text is None:
        several = _one_of_several(folder, files, root, settings)
        return several or without_summary(folder, files, settings, name, _metadata(settings, base))
    read = summary_of(text, name, root, files)
    listed, in_tree = listed_of((*read.before, *read.nodes, *read.after))
    metadata = _metadata(settings, base)
    listed = _with_readme(listed, files, root, settings)
    noticed += [*settings.noticed, *in_summary, *read.noticed, *in_tree]
    return Outline(metadata, tuple(listed), tuple(noticed), settings.name, root)


def _settings(folder: Folder, base: str) -> tuple[Settings | None, tuple[Diagnostic, ...]]:
    for name, read in (("book.json", from_json), (".gitbook.yaml", from_yaml), (".gitbook.yml", from_yaml)):
        text, noticed = folder.text(base + name)
        if text is not None:
            return read(text, base + name), noticed
    return None, ()


def _has_summary(files: Files, base: str) -> bool:
    return files.find(base, "SUMMARY.md") in files.names


def _metadata(settings: Settings, base: str) -> Metadata:
    metadata = facts(settings, home=base)
    variables = flat(settings.table("variables"))
    # A template engine runs over every page of HonKit's; GitBook's own service has none.
    dialect = Dialect(templates=settings.name.endswith("book.json"), captions="title", chapters="files")
    return dataclasses.replace(metadata, variables=variables, dialect=dialect)


def _with_readme(listed: list[Listed], files: Files, root: str, settings: Settings) -> list[Listed]:
    """The README is the first page and the glossary the last, also where the summary does not list them."""
    named = {entry.path for entry in listed}
    readme = files.find(root, settings.text("structure", "readme") or "README.md")
    glossary = files.find(root, settings.text("structure", "glossary") or "GLOSSARY.md")
    if readme in files.names and readme not in named:
        listed = [Listed(readme, Matter.BODY, "chapter", "", Span(readme), numbered=False), *listed]
    if glossary in files.names and glossary not in named:
        listed = [*listed, Listed(glossary, Matter.BACK, "glossary", "", Span(glossary))]
    return listed


def _one_of_several(folder: Folder, files: Files, root: str, settings: Settings) -> Outline | None:
    """A book in several languages: `LANGS.md` lists their folders, and the first is made."""
    name = files.find(root, settings.text("structure", "languages") or "LANGS.md")
    text, _ = folder.text(name)
    folders = re.findall(r"\]\(\s*<?([^)>\s]+?)/?>?\s*\)", text or "")
    if not folders:
        return None
    first = posixpath.normpath(posixpath.join(root, folders[0])) + "/"
    summary = files.find(first, "SUMMARY.md")
    content, noticed = folder.text(summary)
    if content is None:
        return None
    read = summary_of(content, summary, first, files)
    listed, in_tree = listed_of((*read.before, *read.nodes, *read.after))
    message = f"this is a book in {len(folders)} languages; the first, {folders[0]}, is made"
    several = Diagnostic("M019", message, Span(name), f"build the others by their folders: {', '.join(folders[1:])}")
    metadata = _metadata(settings, root)
    if re.fullmatch(r"[a-z]{2}(?:-[A-Za-z]+)?", folders[0]):
        metadata = dataclasses.replace(metadata, lang=folders[0])
    noticed = (*settings.noticed, *noticed, *read.noticed, *in_tree, *((several,) if len(folders) > 1 else ()))
    return Outline(metadata, tuple(_with_readme(listed, files, first, settings)), noticed, settings.name, first)
