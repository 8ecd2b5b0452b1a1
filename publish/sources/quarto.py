"""Quarto's layout: `_quarto.yml` with `book: chapters`. Code cells are printed, never run."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from publish.book import Matter, Metadata
from publish.sources.facts import facts, flat, over, plain_text
from publish.sources.finding import Files
from publish.sources.folder import Folder
from publish.sources.layout import kind_of
from publish.sources.outline import Listed, Outline
from publish.sources.settings import Settings, from_yaml
from publish.sources.tree import with_matters

Step = str | int


def outline(folder: Folder, files: Files, base: str) -> Outline | None:
    config = next((n for n in (base + "_quarto.yml", base + "_quarto.yaml") if n in files.names), "")
    text, noticed = folder.text(config) if config else (None, ())
    if text is None:
        return None
    settings = from_yaml(text, config)
    if settings.value is None or not settings.items("book", "chapters"):
        return None if settings.value else Outline(None, (), (*noticed, *settings.noticed), config)
    reader = _Reader(settings, files, base)
    for at, entry in enumerate(settings.items("book", "chapters")):
        reader.add(entry, Matter.BODY, ("book", "chapters", at))
    body = with_matters(reader.listed)
    reader.listed = []
    for at, entry in enumerate(settings.items("book", "appendices")):
        reader.add(entry, Matter.BACK, ("book", "appendices", at))
    metadata, more = _metadata(folder, settings, base)
    listed = (*body, *reader.listed)
    return Outline(metadata, listed, (*noticed, *more, *settings.noticed), config, base)


def _metadata(folder: Folder, settings: Settings, base: str) -> tuple[Metadata, list[Any]]:
    metadata = over(facts(settings, "book", home=base), facts(settings, home=base))
    name = base + "_variables.yml"
    text, noticed = folder.text(name)
    if text is None:
        return metadata, []
    variables = from_yaml(text, name)
    return dataclasses.replace(metadata, variables=flat(variables.value)), [*noticed, *variables.noticed]


class _Reader:
    """Entries of `chapters` and `appendices`: a file, `{part, chapters}`, or `{text, file}`."""

    def __init__(self, settings: Settings, files: Files, base: str) -> None:
        self.settings, self.files, self.base = settings, files, base
        self.listed: list[Listed] = []
        self._behind = False

    def add(self, entry: Any, matter: Matter, path: tuple[Step, ...]) -> None:
        if isinstance(entry, dict) and "part" in entry:
            self._part(matter, path)
            return
        name = entry if isinstance(entry, str) else ""
        title = ""
        if isinstance(entry, dict):
            name = self.settings.text(*path, "file") or self.settings.text(*path, "href")
            title = plain_text(self.settings.text(*path, "text"))
        span = self.settings.place(*path)
        if re.match(r"[a-z]+://", name):
            message = f"the entry {name} is an address, not a chapter; it is left out"
            self.settings.report("M021", message, span, "link to it in the text")
        elif name:
            file = self.files.find(self.base, name)
            kind = kind_of(file, matter)
            kind = "appendix" if matter is Matter.BACK and kind == "section" else kind
            behind = self._behind and matter is Matter.BODY
            self.listed.append(Listed(file, matter, kind, title, span, in_part=not behind))
        else:
            self.settings.report("M022", "an entry of the chapters names no file", span, "write the name of a file")

    def _part(self, matter: Matter, path: tuple[Step, ...]) -> None:
        name = self.settings.text(*path, "part")
        span = self.settings.place(*path, "part")
        file = self.files.find(self.base, name)
        is_file = file in self.files.names or name.lower().endswith((".qmd", ".md", ".rmd", ".ipynb"))
        title = "" if is_file else plain_text(name)
        if matter is Matter.BODY:
            self.listed.append(Listed(file if is_file else "", matter, "part", title, span))
            self._behind = False
        for at, entry in enumerate(self.settings.items(*path, "chapters")):
            self.add(entry, matter, (*path, "chapters", at))
        self._behind = True
