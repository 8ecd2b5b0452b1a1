"""Who made the book, and the names by which catalogues know it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from publish.book import Identifier, Person
from publish.lazy import regex
from publish.sources.toml_reader import Reader

_PERSON = frozenset({"name", "role", "file-as", "alternate-script"})
#: A BCP 47 code, by its form.
LANGUAGE = regex(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_IDENTIFIER = frozenset({"scheme", "value", "edition"})


def people(reader: Reader, table: Mapping[str, Any], key: str, role: str) -> tuple[Person, ...]:
    found = table.get(key, [])
    people = []
    for number, one in enumerate(found if isinstance(found, list) else [found]):
        path = (key, number) if isinstance(found, list) else (key,)
        if isinstance(one, str):
            people.append(Person(one, role))
        elif isinstance(one, dict) and isinstance(one.get("name"), str):
            reader.known(one, _PERSON, *path)
            own_role, file_as = (reader.value(one, k, str, d, *path) for k, d in (("role", role), ("file-as", "")))
            people.append(Person(one["name"], own_role, file_as, scripts(reader, one, *path)))
        else:
            if isinstance(one, dict):
                reader.known(one, _PERSON, *path)
            hint = f'write {key} = "Name" or {key} = [{{ name = "Name", role = "{role}" }}]'
            reader.report("M003", f"{key} is a name, a list of names, or tables with a name", reader.place(*path), hint)
    return tuple(people)


def scripts(reader: Reader, table: Mapping[str, Any], *path: str | int) -> tuple[tuple[str, str], ...]:
    """A name or title in other scripts, by language: `alternate-script = { en = "Natsume Sōseki" }`."""
    found = reader.value(table, "alternate-script", dict[str, str], {}, *path)
    for lang in [lang for lang in found if not LANGUAGE.fullmatch(lang)]:
        place = reader.place(*path, "alternate-script")
        reader.report("M003", f"“{lang}” is no language", place, "write a code such as en or ja-Latn")
        del found[lang]
    return tuple((lang, name.strip()) for lang, name in found.items() if name.strip())


def identifiers(reader: Reader, table: Mapping[str, Any]) -> tuple[Identifier, ...]:
    found = table.get("identifier", [])
    result = []
    for number, one in enumerate(found if isinstance(found, list) else [found]):
        path = ("identifier", number) if isinstance(found, list) else ("identifier",)
        if isinstance(one, dict):
            reader.known(one, _IDENTIFIER, *path)
        if isinstance(one, str) and one.strip():
            result.append(Identifier("", one))
        elif isinstance(one, dict) and isinstance(one.get("value"), str) and one["value"].strip():
            scheme, edition = (reader.value(one, key, str, "", *path) for key in ("scheme", "edition"))
            result.append(Identifier(scheme, one["value"], edition))
        else:
            hint = 'write identifier = [{ scheme = "ISBN-13", value = "978…", edition = "epub" }]'
            message = "an identifier is a string, or a table with scheme and value, both strings"
            reader.report("M003", message, reader.place(*path), hint)
    return tuple(result)
