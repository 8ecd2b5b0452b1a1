"""The files of an outline read to sources: their heads taken off, their titles found, what is missing reported."""

from __future__ import annotations

import dataclasses
import posixpath
import re

from publish.book import Diagnostic, Matter, Source, Span
from publish.lazy import dataclass, regex
from publish.sources.finding import MARKDOWN, OTHER, Files, is_about
from publish.sources.folder import Folder
from publish.sources.front_matter import head_taken
from publish.sources.layout import GENERATED
from publish.sources.notebook import markdown_of
from publish.sources.outline import Listed, Outline
from publish.sources.settings import Settings

_HEADING = regex(r"^ {0,3}#{1,6}[ \t]|^[ \t]*<h[1-6][\s>]|^[^\n]*\S[^\n]*\n {0,3}(?:=+|-{2,})[ \t]*$", re.M | re.I)
#: What names a part at the top of a file: bookdown's mark and Leanpub's.
_PART = regex(r"(\s*)(?:# \(PART\\?\*?\)[ \t]*|-# )([^\n]*?)[ \t]*(?:\{-\}|\{\.unnumbered\})?[ \t]*\n")
#: Where Leanpub's front, main and back matter begin, said in a file: the layout reads it.
_MATTER = regex(r"^\{(?:front|main|back)matter\}[ \t]*$", re.M)
#: bookdown's appendices, from here on: its layout reads it. Text that R lets through where the output is HTML.
_APPENDICES = regex(r"^# \(APPENDIX\\?\*?\)[^\n]*$", re.M)
_ONLY_HTML = regex(r"^`r if \(knitr:{2,3}is_html_output\(\)\) (['\"])\n(.*?)\n\1`[ \t]*$", re.M | re.S)
_INCLUDED = regex(r"(?:include|import|child|snippet|embed|--8<--|@\[|<<)[^\n]{0,120}?([\w.-]+\.\w+)")
#: Kinds of pages that stand without a heading where the author wrote none.
_BARE = frozenset({"dedication", "epigraph"})


@dataclass(frozen=True)
class Read:
    """A source and the head of its file."""

    source: Source
    head: Settings


def chapters_of(folder: Folder, files: Files, outline: Outline) -> tuple[list[Read], list[Diagnostic]]:
    """The sources of an outline in its order, each file once, and what was noticed."""
    result: list[Read] = []
    noticed: list[Diagnostic] = []
    first: dict[str, Listed] = {}
    for entry in outline.listed:
        if entry.path and first.setdefault(entry.path, entry) is not entry:
            message = f"{entry.path} is listed twice; it stands in the book at the first place"
            noticed.append(Diagnostic("M015", message, entry.span, "list it once"))
        else:
            found = _read(folder, entry, noticed)
            if len(found) > 1 and result and _same_part(result[-1].source, found[0].source):
                found = found[1:]  # the list says the part that the file opens
            result += found
    result = _places_mended(result)
    if outline.complete:
        noticed += _unlisted(files, outline, [r.source for r in result])
    return result, noticed


def _same_part(one: Source, other: Source) -> bool:
    return (one.kind, one.path, one.title) == (other.kind, other.path, other.title) == ("part", "", other.title)


def _source(entry: Listed, text: str) -> Source:
    return Source(
        entry.path, text, entry.matter, entry.kind, entry.title, False,
        entry.depth, entry.in_part, entry.numbered, entry.number, entry.shows_title,
    )  # fmt: skip


def _read(folder: Folder, entry: Listed, noticed: list[Diagnostic]) -> list[Read]:
    if not entry.path:
        generated = entry.kind in GENERATED.values() and not entry.title
        source = dataclasses.replace(_source(entry, ""), generated=generated)
        return [Read(source, Settings(""))]
    if entry.path.lower().endswith(OTHER):
        message = f"{entry.path} is no Markdown; the book is made without it"
        noticed.append(Diagnostic("M021", message, entry.span, "convert it to Markdown, for instance with pandoc"))
        return _without_text(entry)
    text, in_text = folder.text(entry.path)
    if any(d.code == "M011" for d in in_text):  # a path that leads outside is a mistake of the list, not of that file
        noticed += [dataclasses.replace(d, span=entry.span) for d in in_text]
        return _without_text(entry)
    noticed += in_text
    if text is None:
        message = f"the listed file {entry.path} does not exist; the book is made without it"
        noticed.append(Diagnostic("M004", message, entry.span, "check its name, or write it"))
        return _without_text(entry)
    head = Settings(entry.path)
    if entry.path.lower().endswith(".ipynb"):
        text, more = markdown_of(text, entry.path)
    else:
        text, head, more = head_taken(text, entry.path)
    noticed += more
    text = _MATTER.sub("", text)
    if entry.path.lower().endswith((".rmd", ".qmd")):
        text = _ONLY_HTML.sub(r"\n\2\n", _APPENDICES.sub("", text))
    if entry.kind == "part":
        return [Read(_source(entry, _part_as_title(text)), head)]
    return [*_opening_part(entry, text), Read(_source(entry, _without_part(text)), head)]


def _without_text(entry: Listed) -> list[Read]:
    """A part keeps its title page, which needs no text; any other chapter that cannot be read is none."""
    if entry.kind != "part" or not entry.title:
        return []
    return [Read(dataclasses.replace(_source(entry, ""), path=""), Settings(""))]


def _opening_part(entry: Listed, text: str) -> list[Read]:
    """The part that a file opens, in bookdown's and in Leanpub's way; nothing where the list says it, too."""
    match = _PART.match(text)
    if not match or entry.matter is not Matter.BODY or entry.kind == "part" or not match[2].strip():
        return []
    numbered = "*" not in match[0].split("(")[1][:7] if "(" in match[0] else True
    part = Source("", "", Matter.BODY, "part", match[2].strip(), numbered=numbered)
    return [Read(part, Settings(""))]


def _part_as_title(text: str) -> str:
    """The page of a part: what names the part at its top is its title."""
    match = _PART.match(text)
    return f"{match[1]}# {match[2]}\n{text[match.end() :]}" if match and match[2].strip() else text


def _without_part(text: str) -> str:
    match = _PART.match(text)
    if not match or not match[2].strip():
        return text
    return "\n" * match[0].count("\n") + text[match.end() :]


def _places_mended(found: list[Read]) -> list[Read]:
    """A chapter whose parent could not be read takes its parent's place: no depth is skipped; what stands behind no part
    is in none."""
    result: list[Read] = []
    depth = -1
    parts = False
    for read in found:
        if read.source.generated:
            result.append(read)
            continue
        mended = min(read.source.depth, depth + 1)
        depth = mended if read.source.kind != "part" else -1
        parts = parts or read.source.kind == "part"
        in_part = read.source.in_part or not parts or read.source.matter is not Matter.BODY
        result.append(Read(dataclasses.replace(read.source, depth=mended, in_part=in_part), read.head))
    return result


def _unlisted(files: Files, outline: Outline, sources: list[Source]) -> list[Diagnostic]:
    """Chapters that nobody lists and nothing includes, each reported."""
    named = {path for entry in outline.listed for path in (entry.path, entry.span.path)}
    known = {*named, *outline.aside, outline.config}
    included = {name for s in sources for line in s.text.split("\n") for name in _INCLUDED.findall(line[:500])}
    lists = (entry.span.path for entry in outline.listed if entry.span.path != entry.path)
    hint = f"add it to {next(lists, outline.config)}, or take it out of the folder"
    return [
        Diagnostic("M014", "no list names this file; the book is made without it", Span(path), hint)
        for path in files.markdown(outline.root)
        if path not in known
        and path.lower().endswith(MARKDOWN)
        and not is_about(path)
        and posixpath.basename(path) not in included
    ]


def title_from_name(path: str) -> str:
    """A title made of a file name: `03-the-ring.md` is "The ring", `03.md` is "3"; a README is called after its folder."""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    if stem.lower().lstrip("_") in ("readme", "index") and posixpath.dirname(path):
        stem = posixpath.basename(posixpath.dirname(path))
    plain = re.sub(r"^[\d._ -]+(?=[^\W\d_])", "", stem) or stem
    words = re.sub(r"\b0+(?=\d)", "", re.sub(r"[-_]+", " ", plain).strip())
    return (words[:1].upper() + words[1:]) or path


def has_heading(text: str) -> bool:
    return _HEADING.search(text) is not None


def titled(read: Read, book_title: str, alone: bool) -> Source:
    """With the title of the list, of the file's head, or of its name where it has no heading at all."""
    source = read.source
    if source.generated or not source.path:
        return source
    title, heading = source.title, has_heading(source.text)
    own = read.head.text("title")
    if not title and (own != book_title or not heading) and not alone:
        title = own
    if not title and not heading and not alone and source.kind not in _BARE:
        title = title_from_name(source.path)
    return dataclasses.replace(source, title=title)
