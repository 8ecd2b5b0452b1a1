"""A manuscript as a `book.toml`: whatever layout it was found in, its order and metadata made explicit.

Read again, the file gives the same sources and the same metadata.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterable, Sequence

from publish.book import EpubSettings, Manuscript, Matter, Metadata, Person, Source, Subject
from publish.sources.finding import READ
from publish.sources.layout import GENERATED, kind_of

#: A path in the manuscript folder to the path that the file says.
Rebase = Callable[[str], str]
_PAGES = {kind: name for name, kind in GENERATED.items()}
_SAID = ("title", "subtitle", "slug", "lang", "publisher", "date", "rights", "description")


def as_toml(manuscript: Manuscript, rebase: Rebase = str) -> str:
    """The text of a `book.toml` beside which the files are as `rebase` says."""
    metadata = manuscript.metadata
    rows = [*_metadata(metadata, rebase), ""]
    for matter in Matter:
        sources = [s for s in manuscript.sources if s.matter is matter]
        if sources or matter is not Matter.BODY:
            rows.append(f"{matter} = {_lines(_entries(sources, rebase))}")
    return "\n".join([*rows, *_tables(metadata), ""])


def text(value: str) -> str:
    """A string of TOML: those of JSON are, but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        return _inline((_key(key), one) for key, one in value.items())
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    return str(value)


def _inline(pairs: Iterable[tuple[str, object]]) -> str:
    return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in pairs) + " }"


def _metadata(metadata: Metadata, rebase: Rebase) -> list[str]:
    rows = [f"{key} = {text(getattr(metadata, key))}" for key in _SAID if getattr(metadata, key)]
    if metadata.scripts:
        rows.append(f"alternate-script = {_value(dict(metadata.scripts))}")
    rows += _people("author", metadata.author, "aut") + _people("contributor", metadata.contributor, "ctb")
    if metadata.subject:
        rows.append(f"subject = [{', '.join(_subject(one) for one in metadata.subject)}]")
    if metadata.identifier:
        identifiers = [
            _inline([(k, v) for k, v in dataclasses.asdict(one).items() if v]) for one in metadata.identifier
        ]
        rows.append(f"identifier = [{', '.join(identifiers)}]")
    if metadata.series:
        rows.append("series = " + _inline((k, v) for k, v in dataclasses.asdict(metadata.series).items() if v))
    if metadata.cover_image:
        rows.append(f"cover-image = {text(rebase(metadata.cover_image))}")
    if metadata.nocite:
        rows.append(f"nocite = [{', '.join(text(key) for key in metadata.nocite)}]")
    if metadata.bibliography:
        rows.append(f"bibliography = [{', '.join(text(rebase(path)) for path in metadata.bibliography)}]")
    if metadata.csl:
        rows.append(f"csl = {text(rebase(metadata.csl) if metadata.csl.endswith('.csl') else metadata.csl)}")
    rows.append(f"toc-depth = {metadata.toc_depth}")
    return rows


def _subject(subject: Subject) -> str:
    return _inline(dataclasses.asdict(subject).items()) if subject.authority else text(subject.text)


def _ebook(settings: EpubSettings) -> list[str]:
    """Both tables of the e-books, where they say what is not so unless given."""
    usual = EpubSettings()
    given = {"fonts": settings.fonts, "max-megapixels": settings.max_megapixels,
             "jpeg-photographs": settings.jpeg_photographs, "page-list": settings.page_list}  # fmt: skip
    rows = _table("epub", {k: v for k, v in given.items() if v != getattr(usual, k.replace("-", "_"))})
    if settings.conformance is not None:
        said = {k.replace("_", "-"): v for k, v in dataclasses.asdict(settings.conformance).items() if v}
        rows += _table("epub.conformance", said)
    return rows


def _people(key: str, people: Sequence[Person], role: str) -> list[str]:
    if not people:
        return []
    tables = [
        _inline([("name", p.name), *([("role", p.role)] if p.role != role else []),
                 *([("file-as", p.file_as)] if p.file_as else []),
                 *([("alternate-script", dict(p.scripts))] if p.scripts else [])])
        for p in people
    ]  # fmt: skip
    plain = all(p.role == role and not p.file_as and not p.scripts for p in people)
    return [f"{key} = [{', '.join(text(p.name) for p in people) if plain else ', '.join(tables)}]"]


def _tables(metadata: Metadata) -> list[str]:
    """The settings that differ from what they are unless given, each table with its keys."""
    plain = Metadata("")
    rows: list[str] = []
    if metadata.disclosure is not None:
        rows += _table("disclosure", {k: v for k, v in dataclasses.asdict(metadata.disclosure).items() if v}, True)
    if metadata.content_note:
        rows += _table("content-note", {"text": metadata.content_note})
    if metadata.print != plain.print:
        rows += _table("print", {"trim": f"{metadata.print.width}x{metadata.print.height}"})
    rows += _ebook(metadata.epub)
    for name, own, usual in (("typography", metadata.typography, plain.typography),
                             ("markdown", metadata.dialect, plain.dialect)):  # fmt: skip
        given, default = dataclasses.asdict(own), dataclasses.asdict(usual)
        rows += _table(name, {key.replace("_", "-"): v for key, v in given.items() if v != default[key]})
    if metadata.variables:
        rows += _table("variables", dict(metadata.variables))
    if metadata.affiliate != plain.affiliate:
        rows += ["", "[affiliate]", f"patterns = [{', '.join(text(one) for one in metadata.affiliate.patterns)}]"]
        rows.append(f"statement = {text(metadata.affiliate.statement)}")
    rows += _table("check", _checking(metadata))
    for key, link in metadata.links.items():
        rows += _table(f"links.{_key(key)}", dataclasses.asdict(link))
    return rows


def _checking(metadata: Metadata) -> dict[str, object]:
    check = metadata.check
    allow = [one.code if one.path == "*" else f"{one.path}: {one.code}" for one in check.allow]
    given = {"allow": allow, "words": list(check.words), "spelling": check.spelling}
    return {key: value for key, value in given.items() if value}


def _table(name: str, pairs: dict[str, object], always: bool = False) -> list[str]:
    if not pairs and not always:
        return []
    return ["", f"[{name}]", *(f"{_key(key)} = {_value(value)}" for key, value in pairs.items())]


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else text(key)


def _lines(entries: list[str]) -> str:
    """A list with an entry a line; those nested in one are indented below it."""
    rows = [f"  {row}" for entry in entries for row in f"{entry},".split("\n")]
    return "\n".join(["[", *rows, "]"]) if entries else "[]"


def _entries(sources: Sequence[Source], rebase: Rebase) -> list[str]:
    """The sources of one matter as entries: parts hold their chapters, chapters those that are nested in them."""
    entries: list[str] = []
    at = 0
    while at < len(sources):
        source, end = sources[at], at + 1
        if source.kind == "part":
            while end < len(sources) and sources[end].kind != "part" and sources[end].in_part:
                end += 1
        else:
            while end < len(sources) and sources[end].depth > source.depth:
                end += 1
        entries.append(_entry(source, _entries(sources[at + 1 : end], rebase), rebase))
        at = end
    return entries


def _entry(source: Source, below: list[str], rebase: Rebase) -> str:
    path = rebase(source.path) if source.path else ""
    if source.generated:
        return text(_PAGES[source.kind])
    pairs: list[str] = []
    if source.kind == "part":
        pairs += [f"part = {text(source.title)}", *([f"file = {text(path)}"] if path else [])]
    else:
        pairs += [f"file = {text(path)}"] if path else []
        pairs += [f"title = {text(source.title)}"] if source.title else []
        if path and source.kind != kind_of(path, source.matter):
            pairs.append(f"type = {text(source.kind)}")
    pairs += [f"number = {source.number}"] if source.number is not None else []
    pairs += ["number = false"] if not source.numbered else []
    pairs += ["show-title = false"] if not source.shows_title else []
    if below or source.kind == "part" or not path:
        pairs.append(f"chapters = {_lines(below)}")
    plain = len(pairs) == 1 and path.lower().endswith(READ)
    return text(path) if plain else "{ " + ", ".join(pairs) + " }"
