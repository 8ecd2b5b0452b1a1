"""Objects of a PDF as plain values and back: what a page's resources hold when they leave the process that painted it.

A dictionary is `["d", {...}]`, an array `["a", [...]]`, a stream `["s", {...}, bytes]`, a string `["t", text]`; names,
numbers and references stand as they are. The one reference that a resource holds is that of the colour spaces.
"""

from __future__ import annotations

import zlib
from typing import Any

import pydyf

#: Stands for the colour spaces of the PDF that is to be written.
COLOUR_SPACES = b"COLOUR-SPACES"


def plain(value: Any) -> Any:
    """A pydyf object, or a value inside one, as a plain value; a stream is compressed with zlib."""
    if isinstance(value, pydyf.Stream):
        content = b"\n".join(pydyf._to_bytes(part) for part in value.stream)
        extra = {key: plain(one) for key, one in value.extra.items()}
        if "Filter" not in extra:
            content, extra["Filter"] = zlib.compress(content), "/FlateDecode"
        return ["s", extra, content]
    if isinstance(value, pydyf.String):
        return ["t", value.string]
    if isinstance(value, dict):
        return ["d", {key: plain(one) for key, one in value.items()}]
    if isinstance(value, list | tuple):
        return ["a", [plain(one) for one in value]]
    if value is None or isinstance(value, bytes | str | int | float):
        return value
    raise TypeError(f"a PDF resource of an unknown kind: {type(value).__name__}")


def pdf_object(value: Any, colour_spaces: bytes) -> Any:
    """The pydyf object that a plain value stands for; `colour_spaces` is the reference of theirs."""
    match value:
        case ["s", extra, content]:
            return pydyf.Stream([content], pydyf.Dictionary(_members(extra, colour_spaces)))
        case ["t", text]:
            return pydyf.String(text)
        case ["d", members]:
            return pydyf.Dictionary(_members(members, colour_spaces))
        case ["a", members]:
            return pydyf.Array([pdf_object(one, colour_spaces) for one in members])
        case _:
            return colour_spaces if value == COLOUR_SPACES else value


def _members(members: dict[str, Any], colour_spaces: bytes) -> dict[str, Any]:
    return {key: pdf_object(one, colour_spaces) for key, one in members.items()}
