"""pandoc's way: a metadata file beside numbered files, or a defaults file that lists them."""

from __future__ import annotations

import re

from publish.book import Matter
from publish.sources.facts import facts, over
from publish.sources.finding import Files
from publish.sources.folder import Folder
from publish.sources.front_matter import head_taken
from publish.sources.layout import kind_of
from publish.sources.outline import Listed, Outline
from publish.sources.plain import in_order, root_of
from publish.sources.settings import Settings, from_yaml
from publish.sources.tree import with_matters

_NAMES = ("metadata", "meta", "_metadata", "pandoc", "defaults", "book", "title", "info", "epub-metadata")
_ENDINGS = (".yaml", ".yml", ".txt", ".md")
#: What tells metadata of a book from another tool's settings.
_TELLING = frozenset({"title", "author", "creator", "authors", "input-files", "metadata"})


def outline(folder: Folder, files: Files, base: str) -> Outline | None:
    found = [s for name in _NAMES for ending in _ENDINGS if (s := _settings(folder, files, base + name + ending))]
    if not found:
        return None
    metadata = facts(found[0], home=base)
    for other in (*found[1:], *(Settings(s.name, s.at("metadata"), {}) for s in found if s.table("metadata"))):
        metadata = over(metadata, facts(other, home=base))
    noticed = [d for s in found for d in s.noticed]
    own = {s.name for s in found}
    for settings in found:
        if names := settings.texts("input-files") or settings.texts("input-file"):
            listed = with_matters([
                Listed(path, Matter.BODY, kind_of(path, Matter.BODY), "", settings.place("input-files", at))
                for at, path in enumerate(files.find(base, name) for name in names)
                if path not in own
            ])  # fmt: skip
            return Outline(metadata, tuple(listed), tuple(noticed), settings.name, base)
    root = base or root_of(files)
    listed, more = in_order(folder, files, root, leave=frozenset(own))
    return Outline(metadata, tuple(listed), (*noticed, *more), found[0].name, root, complete=False)


def _settings(folder: Folder, files: Files, name: str) -> Settings | None:
    """The settings of a file that holds metadata and nothing else; None for a chapter or another tool's file."""
    if name not in files.names:
        return None
    text, _ = folder.text(name)
    if text is None:
        return None
    if name.endswith((".md", ".txt")):
        rest, settings, _ = head_taken(text, name)
        return settings if isinstance(settings.value, dict) and not rest.strip() else None
    settings = from_yaml(re.sub(r"^(?:---|\.\.\.)[ \t]*$", "", text, flags=re.M), name)
    if settings.value is None and settings.noticed:
        settings.noticed = settings.noticed[:1]
        return settings
    return settings if _TELLING & set(settings.table()) else None
