"""Metadata under the names that pandoc, Quarto, bookdown, Jupyter Book, MkDocs and their like give it."""

from __future__ import annotations

import dataclasses
import datetime
import posixpath
import re
from typing import Any

from publish.book import Identifier, Metadata, Person, Series, Subject, Typography
from publish.lazy import regex
from publish.sources.makers import people
from publish.sources.outline import UNSAID
from publish.sources.settings import Settings

_LANGUAGE = regex(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NAMED_LANGUAGES = {
    "english": "en", "german": "de", "deutsch": "de", "ngerman": "de", "french": "fr", "français": "fr", "spanish": "es",
    "español": "es", "italian": "it", "italiano": "it", "portuguese": "pt", "dutch": "nl", "russian": "ru", "japanese": "ja",
    "chinese": "zh", "polish": "pl", "swedish": "sv", "american": "en-US", "british": "en-GB", "brazilian": "pt-BR",
}  # fmt: skip
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
#: Dates that a program fills in on the day of the build; a book that is built again must be the same.
_OF_THE_DAY = regex(r"`r |Sys\.|today|now|last-modified|\{\{|\$|date\(", re.I)
_ROLES = (("editor", "edt"), ("translator", "trl"), ("illustrator", "ill"))


def facts(settings: Settings, *path: str | int, home: str = "") -> Metadata:
    """The metadata that stands in a table of a settings file; files that it names are below `home`."""

    def first(*keys: str) -> str:
        return next((text for key in keys if (text := settings.text(*path, key))), "")

    title, subtitle = _titles(settings, path)
    metadata = dataclasses.replace(
        UNSAID,
        title=title,
        subtitle=subtitle,
        lang=language(settings, *path),
        author=_people(settings, path, ("author", "authors", "creator", "creators"), "aut"),
        date=date_of(settings, *path),
        description=first("description", "summary", "abstract"),
        publisher=_first_of(settings, path, "publisher"),
        rights=_rights(settings, path),
        subject=tuple(map(Subject, _words(settings, path))),
        identifier=_identifiers(settings, path),
        cover_image=_file(home, first("cover-image", "cover_image", "epub-cover-image", "cover")),
        bibliography=tuple(_file(home, one) for one in settings.texts(*path, "bibliography")),
        csl=_style(home, first("csl", "citation-style")),
        nocite=tuple(settings.texts(*path, "nocite")),
    )
    others = [person for key, role in _ROLES for person in people(settings.at(*path, key), role)]
    helpers = people(settings.at(*path, "contributor"), "ctb") or people(settings.at(*path, "contributors"), "ctb")
    # A creator with the role of a translator stays where the author put it; an editor's own key is a contributor.
    metadata = dataclasses.replace(metadata, contributor=(*helpers, *others))
    if collection := first("belongs-to-collection", "series"):
        metadata = dataclasses.replace(metadata, series=Series(collection, first("group-position")))
    if depth := first("toc-depth", "toc_depth"):
        metadata = (
            dataclasses.replace(metadata, toc_depth=min(6, max(1, int(depth)))) if depth.isdecimal() else metadata
        )
    if not settings.flag(True, *path, "number-sections"):
        metadata = dataclasses.replace(metadata, typography=Typography(number_chapters=False))
    return metadata


def over(first: Metadata, second: Metadata) -> Metadata:
    """What the first says, and what the second says where the first is silent."""
    # What is not said is most often the very value of UNSAID: to compare settings has their methods written (`lazy`).
    pairs = ((f.name, getattr(first, f.name), getattr(UNSAID, f.name)) for f in dataclasses.fields(Metadata))
    names = [name for name, said, unsaid in pairs if said is unsaid or said == unsaid]
    return dataclasses.replace(first, **{name: getattr(second, name) for name in names})


def language(settings: Settings, *path: str | int) -> str:
    """A language tag from `lang`, `language` or `locale`; what is none is reported, and the language found otherwise."""
    for key in ("lang", "language", "locale"):
        if not (said := settings.text(*path, key)):
            continue
        tag = _NAMED_LANGUAGES.get(said.lower(), said.split(".")[0].replace("_", "-"))
        if _LANGUAGE.fullmatch(tag):
            return tag
        settings.report("M022", f"{key} “{said}” is no language tag", settings.place(*path, key), "write en, or pt-BR")
    return ""


def date_of(settings: Settings, *path: str | int) -> str:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`; nothing where the date is that of the build or cannot be read."""
    for key in ("date", "publication-date", "published", "year"):
        value = settings.at(*path, key)
        if isinstance(value, list) and value:
            value = value[0]
        said = value.get("text", "") if isinstance(value, dict) else value
        if not isinstance(said, str) or not said.strip():
            continue
        if day := _day(" ".join(said.split())):
            return day
        message = f"{key} “{said[:60]}” is no day that the press can read; the book has no date"
        if _OF_THE_DAY.search(said):
            message = f"{key} “{said[:60]}” would be another on every day; the book has no date"
        settings.report("M022", message, settings.place(*path, key), "write a day, such as 2026-11-24, or a year")
        return ""
    return ""


def _day(text: str) -> str:
    if re.fullmatch(r"(?:c\.? ?|©\s*)?\d{4}", text):
        return text[-4:]
    if match := re.match(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ]\d.*)?$", text):
        parts = [int(part) for part in match.groups() if part]
    else:
        words = re.findall(r"[a-z]+|\d+", text.lower())
        month = next((i for i, m in enumerate(_MONTHS, 1) for w in words if len(w) > 2 and m.startswith(w)), 0)
        numbers = [int(word) for word in words if word.isdecimal()]
        years = [n for n in numbers if 1000 <= n <= 2999]
        days = [n for n in numbers if 1 <= n <= 31]
        if not month or len(years) != 1 or len(words) > 5:
            return ""
        parts = [years[0], month, *days[:1]]
    try:
        datetime.date(*(*parts, 1, 1)[:3])
    except ValueError:
        return ""
    return "-".join(f"{part:02}" if at else f"{part:04}" for at, part in enumerate(parts))


def _file(home: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(home, path.lstrip("/"))) if path and "://" not in path else ""


def _style(home: str, said: str) -> str:
    """A file of the folder, or the name of a style, which an address of the Zotero repository ends in."""
    name = said.rstrip("/").rsplit("/", 1)[-1] if "://" in said else said
    return _file(home, name) if name.endswith(".csl") and "://" not in said else name.removesuffix(".csl")


def _titles(settings: Settings, path: tuple[str | int, ...]) -> tuple[str, str]:
    """Title and subtitle; pandoc takes tables with a `type`, too."""
    plain = settings.text(*path, "title")
    subtitle = settings.text(*path, "subtitle")
    value = settings.at(*path, "title")
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict) and isinstance(one.get("text"), str):
            kind = str(one.get("type", "main"))
            plain = one["text"] if kind == "main" and not plain else plain
            subtitle = one["text"] if kind == "subtitle" and not subtitle else subtitle
        elif isinstance(one, str) and not plain:
            plain = one
    return plain_text(plain), plain_text(subtitle)


def plain_text(text: str) -> str:
    """A title without the marks of Markdown and the tags of HTML that settings put into it."""
    text = re.sub(r"<[a-zA-Z/][^<>]*>", " ", text)
    text = re.sub(r"(?<!\\)(?:\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=[\w.!?])[*_](?!\w))", "", text)
    return " ".join(re.sub(r"\\([^\w\s])", r"\1", text).split())


def _people(settings: Settings, path: tuple[str | int, ...], keys: tuple[str, ...], role: str) -> tuple[Person, ...]:
    for key in keys:
        value = settings.at(*path, key)
        if value is None or value == "":
            continue
        if found := people(value, role):
            return found
        message = f"the press finds no name in {key}"
        settings.report("M022", message, settings.place(*path, key), f"write {key}: Name, or a list of names")
    return ()


def _first_of(settings: Settings, path: tuple[str | int, ...], key: str) -> str:
    value = settings.at(*path, key)
    if isinstance(value, dict):
        return settings.text(*path, key, "text") or settings.text(*path, key, "name")
    return next(iter(settings.texts(*path, key)), "")


def _rights(settings: Settings, path: tuple[str | int, ...]) -> str:
    for key in ("rights", "copyright", "license", "licence"):
        if isinstance(value := settings.at(*path, key), dict):
            said = [
                str(value.get(k, "")) for k in ("text", "statement", "name", "id", "year", "holder") if value.get(k)
            ]
            return " ".join(" ".join(said).split())
        if text := ", ".join(settings.texts(*path, key)):
            return text
    return ""


def _words(settings: Settings, path: tuple[str | int, ...]) -> tuple[str, ...]:
    for key in ("subject", "keywords"):
        found = settings.texts(*path, key)
        if len(found) == 1:
            return tuple(word.strip() for word in re.split(r"[,;]", found[0]) if word.strip())
        if found:
            return found
    return ()


def _identifiers(settings: Settings, path: tuple[str | int, ...]) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    value = settings.at(*path, "identifier")
    for one in value if isinstance(value, list) else [value]:
        text: Any = one.get("text", one.get("value")) if isinstance(one, dict) else one
        scheme = str(one.get("scheme", "")) if isinstance(one, dict) else ""
        if isinstance(text, str) and text.strip():
            found.append(_identifier(scheme, text.strip()))
    for key in ("isbn", "doi"):
        if text := settings.text(*path, key):
            found.append(_identifier(key, text))
    return tuple(found)


def _identifier(scheme: str, text: str) -> Identifier:
    """With the scheme that the words before the value, or its form, tell."""
    match = re.match(r"(?i)(?:urn:)?(isbn|uuid|doi)(?:-1[03])?[:\s]\s*(.+)", text)
    scheme, value = (match[1], match[2]) if match else (scheme, text)
    digits = re.sub(r"[\s-]", "", value)
    if scheme.upper().startswith("ISBN") or re.fullmatch(r"97[89]\d{10}", digits):
        scheme = "ISBN-13" if len(digits) == 13 else "ISBN-10"
    return Identifier({"uuid": "uuid", "doi": "DOI"}.get(scheme.lower(), scheme), value.strip())


def flat(value: Any, before: str = "") -> dict[str, str]:
    """Tables in tables as dotted names."""
    if not isinstance(value, dict):
        return {}
    result: dict[str, str] = {}
    for key, one in value.items():
        result |= flat(one, f"{before}{key}.") if isinstance(one, dict) else {}
        if isinstance(one, str):
            result[f"{before}{key}"] = one
    return result
