"""MkDocs' layout: `mkdocs.yml` with `nav`, chapters in `docs_dir`. No plug-in is run."""

from __future__ import annotations

import dataclasses
import posixpath
import re
from typing import Any

from publish.book import Dialect
from publish.sources.facts import facts, flat, plain_text
from publish.sources.finding import Files
from publish.sources.folder import Folder
from publish.sources.outline import Outline
from publish.sources.plain import in_order
from publish.sources.settings import Settings, from_yaml
from publish.sources.tree import Node, listed_of

Step = str | int


def outline(folder: Folder, files: Files, base: str) -> Outline | None:
    config = next((n for n in (base + "mkdocs.yml", base + "mkdocs.yaml") if n in files.names), "")
    text, noticed = folder.text(config) if config else (None, ())
    if text is None:
        return None
    settings = from_yaml(text, config)
    if settings.value is None:
        return Outline(None, (), (*noticed, *settings.noticed), config)
    root = posixpath.normpath(posixpath.join(base, settings.text("docs_dir") or "docs")) + "/"
    root = "" if root == "./" else root
    metadata = facts(settings, home=root)
    author = facts(Settings(config, {"author": settings.at("site_author")}, settings.places)).author
    lang = metadata.lang or settings.text("theme", "language") or settings.text("theme", "locale")
    metadata = dataclasses.replace(
        metadata,
        title=plain_text(settings.text("site_name")),
        author=author,
        lang=lang.replace("_", "-"),
        description=settings.text("site_description"),
        variables=flat(settings.at("extra")),
        dialect=Dialect(captions="title", chapters="files"),
    )
    nodes = _Reader(settings, files, root).nodes(("nav",))
    if not nodes:
        listed, more = in_order(folder, files, root)
        return Outline(metadata, tuple(listed), (*noticed, *more, *settings.noticed), config, root, complete=False)
    entries, in_tree = listed_of(nodes)
    return Outline(metadata, tuple(entries), (*noticed, *settings.noticed, *in_tree), config, root)


class _Reader:
    """`nav`: a file, `Title: file`, or `Section: [entries]`, whose own page is its index where it has one."""

    def __init__(self, settings: Settings, files: Files, root: str) -> None:
        self.settings, self.files, self.root = settings, files, root

    def nodes(self, path: tuple[Step, ...]) -> list[Node]:
        return [node for at, one in enumerate(self.settings.items(*path)) for node in self._entry("", one, (*path, at))]

    def _entry(self, title: str, one: Any, path: tuple[Step, ...]) -> list[Node]:
        span = self.settings.place(*path)
        if isinstance(one, dict):
            return [node for key in one for node in self._entry(plain_text(key), one[key], (*path, key))]
        if isinstance(one, list):
            children = self.nodes(path)
            own = children[0] if children and not children[0].title and _is_index(children[0].path) else None
            if own is not None:
                return [Node(title, own.path, span, tuple(children[1:]))]
            return [Node(title, "", span, tuple(children))] if children else []
        name = one if isinstance(one, str) else ""
        if re.match(r"[a-z][a-z+.-]*:|//", name, re.I):
            message = f"the entry “{title or name}” is an address, not a chapter; it is left out"
            self.settings.report("M021", message, span, "link to it in the text")
            return []
        if not name:
            return [Node(title, "", span)]
        if "*" in name:
            message = f"the press reads no patterns; {name} is left out"
            self.settings.report("M021", message, span, "name the files")
            return []
        return [Node(title, self.files.find(self.root, name), span)]


def _is_index(path: str) -> bool:
    return posixpath.splitext(posixpath.basename(path))[0].lower() in ("index", "readme")
