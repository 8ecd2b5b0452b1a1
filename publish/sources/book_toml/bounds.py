"""What `book.toml` says of the published limits, where a book needs others."""

from __future__ import annotations

import dataclasses

from publish.limits import Limits
from publish.sources.book_toml.keys import Section


def limits(found: Section) -> Limits:
    usual = Limits()
    given: dict[str, int] = {}
    for field in dataclasses.fields(Limits):
        key = field.name.replace("_", "-")
        number = found.value(key, int, getattr(usual, field.name))
        if number < 1:
            found.refused(f"{key} is less than 1", f"write {key} = {field.default}", key)
            number = getattr(usual, field.name)
        given[field.name] = number
    return Limits(**given)
