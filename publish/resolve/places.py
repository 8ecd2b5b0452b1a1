"""Where a link leads: the chapter that a path means, the id that a label means, in the ways that books write them."""

from __future__ import annotations

import functools
import posixpath
import re
from collections import defaultdict
from urllib.parse import unquote

from publish.book import Chapter, Element
from publish.book.trees import path_of
from publish.lazy import dataclass, regex
from publish.resolve.draft import Draft
from publish.resolve.slugs import loose

_ENDING = regex(r"\.(?:md|markdown|mdown|mkd|qmd|rmd|ipynb|txt|x?html?)$", re.I)
_FRONT = regex(r"(?:^|/)(?:index|readme|_index)$", re.I)
_NUMBER = regex(r"(?:^|(?<=/))\d+[-_. ]+(?=[^/])")
#: What a label says of its place, as tools write it: `fig:ring`, `tab-ages`; and kinds that have two names.
_KIND = regex(r"(fig|tab|tbl|eq|sec|ch|lst|part)[:-](?=.)")
_SAME = {"tbl": "tab", "ch": "sec"}


@dataclass(frozen=True)
class Found:
    """A chapter or an id, and whether what the author wrote is exactly its name."""

    name: str
    exact: bool = True


def key(path: str) -> str:
    """What a page is called whichever file or address it has: `a/README.md`, `a/index.html` and `a/` are `a`."""
    return _FRONT.sub("", _ENDING.sub("", path.strip("/"))).strip("/")


class Places:
    """The chapters of a book by all their names, and its labels."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._root = draft.manuscript.root.strip("/")
        self.by_path: dict[str, Chapter] = {}
        self._by_key: dict[str, list[Chapter]] = defaultdict(list)
        self.everywhere: dict[str, str] = {}
        self._slugs: dict[str, str] = {}
        self._loose: dict[str, set[str]] = defaultdict(set)
        written = [c for c in draft.chapters if c.source.path]
        for count, chapter in enumerate(written, 1):
            self.by_path.setdefault(chapter.source.path, chapter)
            names = {key(chapter.source.path), _NUMBER.sub("", key(chapter.source.path))}
            for name in {*names, chapter.name, f"ch{count:03}"}:
                self._by_key[name].append(chapter)
        for chapter in draft.chapters:
            for label, id in draft.labels[chapter.name].items():
                self.everywhere.setdefault(label, id)
                self._loose[loose(label)].add(id)
            for slug, id in draft.slugs[chapter.name].items():
                self._slugs.setdefault(slug, id)
                self._loose[loose(slug)].add(id)

    @functools.cached_property
    def by_kind(self) -> dict[str, dict[str, str]]:
        """The labels of each kind by their names without it."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for label in self.everywhere:
            kind, name = kind_of(label)
            found[kind].setdefault(name, label)
        return found

    # Paths ---------------------------------------------------------------------------------------

    def chapter(self, here: Chapter, link: Element, path: str) -> tuple[Chapter | None, bool]:
        """The chapter that a path leads to from a link, and whether the path is exactly its name."""
        paths = self.paths(here, link, path)
        for full in paths:
            if full in self.by_path:
                return self.by_path[full], True
        home = posixpath.dirname(here.source.path)
        # A page that is served as a folder: `../other/` leads to its neighbour.
        paths.append(posixpath.normpath(posixpath.join(key(here.source.path), path)))
        for full in paths:
            found = _nearest(self._by_key.get(key(full), []), home)
            if found is not None:
                return found, True
        folded = {name.casefold(): chapters for name, chapters in self._by_key.items()}
        for full in paths:
            found = _nearest(folded.get(key(full).casefold(), []), home)
            if found is not None:
                return found, False
        return self._by_end(paths, home), path.startswith("/")

    def paths(self, here: Chapter, link: Element, path: str) -> list[str]:
        """The files that a path may mean: from the chapter, from the included file, from the root, from the top."""
        bases = [posixpath.dirname(here.source.path), posixpath.dirname(path_of(link, here.source.path))]
        plain = unquote(path)
        if plain.startswith("/"):
            bases = [self._root]
        bases = [*dict.fromkeys([*bases, self._root, ""])]
        return [posixpath.normpath(posixpath.join(base, plain.lstrip("/"))) for base in bases]

    def _by_end(self, paths: list[str], home: str) -> Chapter | None:
        """A site's own address, `/book/guide/page.html`, ends as the chapter's path does."""
        for full in paths:
            if _ENDING.search(full) is None and "." in posixpath.basename(full):
                continue
            parts = [part for part in key(full).split("/") if part not in ("..", ".")]
            for start in range(len(parts)):
                end = "/".join(parts[start:])
                ends = [c for name, found in self._by_key.items() if f"/{name}".endswith(f"/{end}") for c in found]
                found = _nearest(ends, home) if end else None
                if found is not None:
                    return found
        return None

    def exists(self, here: Chapter, link: Element, path: str) -> str:
        """The path of a file of the manuscript that a link leads to, or nothing."""
        for full in self.paths(here, link, path):
            try:
                if full in self._draft.manuscript.files:
                    return full
            except (PermissionError, OSError):
                continue
        return ""

    # Labels --------------------------------------------------------------------------------------

    def id(self, chapter: Chapter, label: str) -> Found | None:
        """The id that a label means: in the chapter, else in the book, else the only one that is spelled nearly so."""
        labels, slugs = self._draft.labels[chapter.name], self._draft.slugs[chapter.name]
        for names in (labels, slugs, self.everywhere, self._slugs):
            if label in names:
                return Found(names[label])
        near = self._loose.get(loose(label), set()) if loose(label) else set()
        own = {id for id in near if self._draft.targets[id].chapter == chapter.name}
        return next((Found(next(iter(ids)), exact=False) for ids in (own, near) if len(ids) == 1), None)

    def reference(self, chapter: Chapter, label: str) -> Found | None:
        """The id that a cross-reference means: tools differ in the sign behind `fig` and in what tables are called."""
        prefix, _, name = re.sub(r"^(\w+?)[:-]", r"\1 ", label, count=1).partition(" ")
        prefixes = {"tab": ("tab", "tbl"), "tbl": ("tbl", "tab")}.get(prefix, (prefix,))
        labels, everywhere = self._draft.labels[chapter.name], self.everywhere
        spelled = [label, *(f"{p}{sign}{name}" for p in prefixes for sign in ":-" if name), *([name] if name else [])]
        for one in spelled:
            if one in labels or one in everywhere:
                return Found(labels.get(one) or everywhere[one])
        return self.id(chapter, label)


def kind_of(label: str) -> tuple[str, str]:
    """What a label says that its place is, and its name: `fig` and `ring` of `fig:ring`; no kind where it says none."""
    match = _KIND.match(label)
    return (_SAME.get(match[1], match[1]), label[match.end() :]) if match else ("", label)


def _nearest(chapters: list[Chapter], home: str) -> Chapter | None:
    """The only one of several chapters, or the only one in the folder of the link."""
    chapters = list({c.name: c for c in chapters}.values())
    own = [c for c in chapters if posixpath.dirname(c.source.path) == home]
    return next((found[0] for found in (chapters, own) if len(found) == 1), None)
