"""What `book.toml` says of the published limits, where a book needs others."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from publish.limits import Limits
from publish.sources.book_toml.keys import section
from publish.sources.toml_reader import Reader


def limits(reader: Reader, table: Mapping[str, Any]) -> Limits:
    found = section(reader, table, "limits")
    usual = Limits()
    given: dict[str, int] = {}
    for field in dataclasses.fields(Limits):
        key = field.name.replace("_", "-")
        number = reader.value(found, key, int, getattr(usual, field.name), "limits")
        if number < 1:
            hint = f"write {key} = {field.default}"
            reader.report("M003", f"{key} is less than 1", reader.place("limits", key), hint)
            number = getattr(usual, field.name)
        given[field.name] = number
    return Limits(**given)
