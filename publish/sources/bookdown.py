"""bookdown's layout: `_bookdown.yml` and the head of `index.Rmd`. Chunks of R are printed, never run."""

from __future__ import annotations

import dataclasses
import posixpath
import re

from publish.book import Matter, Span
from publish.lazy import regex
from publish.sources.facts import facts, over
from publish.sources.finding import Files
from publish.sources.folder import Folder
from publish.sources.front_matter import head_taken
from publish.sources.layout import kind_of
from publish.sources.outline import Listed, Outline
from publish.sources.settings import Settings, from_yaml
from publish.sources.tree import with_matters

_APPENDIX = regex(r"^# \(APPENDIX\\?\*?\)[^\n]*$", re.M)


def outline(folder: Folder, files: Files, base: str) -> Outline | None:
    config = base + "_bookdown.yml"
    text, noticed = folder.text(config)
    index = files.find(base, "index.Rmd")
    content, _ = folder.text(index)
    head = head_taken(content or "", index)[1]
    if text is None and "bookdown" not in head.text("site"):
        return None
    settings = from_yaml(text, config) if text is not None else Settings(config)
    listed = _listed(settings, files, base, index)
    output = base + "_output.yml"  # what it says of the book's looks is not read
    metadata = over(facts(head, home=base), facts(settings, home=base))
    metadata = dataclasses.replace(metadata, description=metadata.description or head.text("description"))
    noticed = (*noticed, *head.noticed, *settings.noticed)
    complete = bool(_files(settings))
    name = config if text is not None else index
    entries = tuple(_with_appendices(folder, [entry for entry in listed if entry.path != output]))
    aside = frozenset(e.path for e in listed) - {e.path for e in entries}
    return Outline(metadata, entries, noticed, name, base, complete, aside)


def _with_appendices(folder: Folder, listed: list[Listed]) -> list[Listed]:
    """`# (APPENDIX) …` makes appendices of what follows it; a file that holds nothing else is no chapter."""
    result: list[Listed] = []
    found = False
    for entry in listed:
        text = folder.text(entry.path)[0] or "" if not found else ""
        mark = _APPENDIX.search(text)
        if mark and not (text[: mark.start()] + text[mark.end() :]).strip():
            found = True
            continue
        found = found or bool(mark and not text[: mark.start()].strip())
        kind = "appendix" if entry.kind == "chapter" else entry.kind
        result.append(dataclasses.replace(entry, matter=Matter.BACK, kind=kind) if found else entry)
        found = found or bool(mark)
    return result


def _files(settings: Settings) -> list[tuple[str, Span]]:
    """`rmd_files`: a list, or a table with a list for each output."""
    for path in (("rmd_files",), ("rmd_files", "epub"), ("rmd_files", "html"), ("rmd_files", "latex")):
        if names := settings.texts(*path):
            return [(name, settings.place(*path, at)) for at, name in enumerate(names)]
    return []


def _listed(settings: Settings, files: Files, base: str, index: str) -> list[Listed]:
    named = [(files.find(base, name), place) for name, place in _files(settings)]
    if not named:
        subfolders = settings.text("rmd_subdir")
        below = [base] if subfolders.lower() in ("", "false", "no") else [base, *_below(settings, files, base)]
        found = [
            name
            for name in files.markdown(base)
            if name.lower().endswith((".rmd", ".rmarkdown"))
            and posixpath.dirname(name) in [b.rstrip("/") for b in below]
        ]
        found.sort(key=lambda name: (name != index, below.index(_slashed(posixpath.dirname(name)))))
        named = [(name, Span(name)) for name in found]
    elif index in files.names and index not in [name for name, _ in named]:
        named.insert(0, (index, Span(index)))
    return with_matters([Listed(name, Matter.BODY, kind_of(name, Matter.BODY), "", place) for name, place in named])


def _below(settings: Settings, files: Files, base: str) -> list[str]:
    named = [_slashed(posixpath.normpath(base + one)) for one in settings.texts("rmd_subdir")]
    if named and settings.text("rmd_subdir").lower() not in ("true", "yes"):
        return named
    return sorted(
        {_slashed(posixpath.dirname(n)) for n in files.markdown(base) if posixpath.dirname(n) != base.rstrip("/")}
    )


def _slashed(folder: str) -> str:
    return folder + "/" if folder else ""
