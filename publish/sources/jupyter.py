"""Jupyter Book's and MyST's layouts: `_toc.yml` with `_config.yml`, or `myst.yml`. Notebooks are printed, never run."""

from __future__ import annotations

import dataclasses
import fnmatch
import re
from typing import Any

from publish.book import Dialect, Metadata
from publish.sources.facts import facts, flat, plain_text
from publish.sources.finding import Files
from publish.sources.folder import Folder
from publish.sources.outline import UNSAID, Outline
from publish.sources.settings import Settings, from_yaml
from publish.sources.tree import Node, listed_of

Step = str | int
#: Keys of an entry that hold the entries below it, in the formats of `_toc.yml` and in `myst.yml`.
_BELOW = ("chapters", "sections", "subsections", "entries", "items", "children")


#: A page of MyST is one chapter, and `%` begins a comment.
_DIALECT = Dialect(chapters="files", percent_comments=True)


def outline(folder: Folder, files: Files, base: str) -> Outline | None:
    for name, path in ((base + "_toc.yml", ()), (base + "_toc.yaml", ()), (base + "myst.yml", ("project", "toc"))):
        text, noticed = folder.text(name)
        if text is None:
            continue
        settings = from_yaml(text, name)
        if settings.value is None and settings.noticed:
            return Outline(None, (), (*noticed, *settings.noticed), name)
        nodes = _Reader(settings, files, base).nodes(path)
        if nodes:
            listed, in_tree = listed_of(nodes)
            metadata, more = _metadata(folder, settings, base)
            return Outline(metadata, tuple(listed), (*noticed, *settings.noticed, *in_tree, *more), name, base)
    return None


def _metadata(folder: Folder, settings: Settings, base: str) -> tuple[Metadata, list[Any]]:
    if settings.name.endswith("myst.yml"):
        metadata = dataclasses.replace(facts(settings, "project", home=base), dialect=_DIALECT)
        if not metadata.title:
            metadata = dataclasses.replace(metadata, title=settings.text("site", "title"))
        return metadata, []
    name = next((n for n in (base + "_config.yml", base + "_config.yaml") if folder.text(n)[0] is not None), "")
    text, noticed = folder.text(name) if name else (None, ())
    if text is None:
        return dataclasses.replace(UNSAID, dialect=_DIALECT), []
    config = from_yaml(text, name)
    metadata = facts(config, home=base)
    references = tuple(base + one for one in config.texts("bibtex_bibfiles"))
    lang = metadata.lang or config.text("sphinx", "config", "language")
    substitutions = (("parse",), ("sphinx", "config"))
    variables = {k: v for path in substitutions for k, v in flat(config.at(*path, "myst_substitutions")).items()}
    metadata = dataclasses.replace(metadata, bibliography=references, lang=lang, variables=variables, dialect=_DIALECT)
    return metadata, [*noticed, *config.noticed]


class _Reader:
    """Entries of a table of contents to nodes; what names no file is reported."""

    def __init__(self, settings: Settings, files: Files, base: str) -> None:
        self.settings, self.files, self.base = settings, files, base

    def nodes(self, path: tuple[Step, ...]) -> list[Node]:
        value = self.settings.at(*path) if path else self.settings.value
        if isinstance(value, list):
            return self._divided([n for at, one in enumerate(value) for n in self._entry(one, (*path, at))])
        if not isinstance(value, dict):
            return []
        root = self.settings.text(*path, "root")
        first = [Node("", self.files.find(self.base, root), self.settings.place(*path, "root"))] if root else []
        parts = [
            Node(plain_text(self.settings.text(*path, key, at, "caption")), "", self.settings.place(*path, key, at),
                 tuple(self._below((*path, key, at))))
            for key in ("parts", "subtrees")
            for at in range(len(self.settings.items(*path, key)))
        ]  # fmt: skip
        loose: list[Node] = []
        for part in parts:  # a part without a caption only groups
            loose += [part] if part.title else part.children
        return [*first, *loose, *self._below(path)]

    def _divided(self, nodes: list[Node]) -> list[Node]:
        """The old format names parts in the row of chapters: each holds what follows."""
        result: list[Node] = []
        for node in nodes:
            if result and not result[-1].path and node.path and result[-1].span.column < 0:
                result[-1] = dataclasses.replace(result[-1], children=(*result[-1].children, node))
            else:
                result.append(node)
        return [dataclasses.replace(n, span=dataclasses.replace(n.span, column=abs(n.span.column))) for n in result]

    def _below(self, path: tuple[Step, ...]) -> list[Node]:
        return [
            node
            for key in _BELOW
            for at, one in enumerate(self.settings.items(*path, key))
            for node in self._entry(one, (*path, key, at))
        ]

    def _entry(self, one: Any, path: tuple[Step, ...]) -> list[Node]:
        span = self.settings.place(*path)
        if isinstance(one, str):
            return [Node("", self.files.find(self.base, one), span)]
        if not isinstance(one, dict):
            return []
        title = plain_text(self.settings.text(*path, "title"))
        if address := self.settings.text(*path, "url"):
            message = f"the entry {address} is an address, not a chapter; it is left out"
            self.settings.report("M021", message, span, "link to it in the text")
            return []
        if pattern := self.settings.text(*path, "glob") or self.settings.text(*path, "pattern"):
            wanted = re.compile(fnmatch.translate(self.base + pattern))
            plain = re.compile(fnmatch.translate(self.base + pattern + ".*"))
            return [
                Node("", name, span)
                for name in self.files.markdown(self.base)
                if wanted.match(name) or plain.match(name)
            ]
        below = tuple(self._below(path))
        if file := self.settings.text(*path, "file"):
            return [Node(title, self.files.find(self.base, file), span, below)]
        part = plain_text(self.settings.text(*path, "part") or self.settings.text(*path, "header"))
        if part and not below:
            return [Node(part, "", dataclasses.replace(span, column=-span.column))]
        return [Node(title or part, "", span, below)] if below else []
