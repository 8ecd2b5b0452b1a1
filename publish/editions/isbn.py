"""An ISBN as it is read: its parts with hyphens between, by the ranges of the International ISBN Agency (ISO 2108)."""

from __future__ import annotations

import re

from publish.book import Identifier
from publish.lazy import regex

_PREFIX = regex(r"^(?:urn:)?isbn(?:-1[03])?[:\s]*", re.IGNORECASE)
_BETWEEN = regex(r"[\s\u2010-\u2015-]+")


def isbn_digits(identifier: Identifier) -> str:
    """The digits where an identifier is an ISBN, right or wrong; nothing where it is another."""
    value = _PREFIX.sub("", identifier.value.strip())
    digits = _BETWEEN.sub("", value)
    named = identifier.scheme.casefold().startswith("isbn") or value != identifier.value.strip()
    return digits if re.fullmatch(r"97[89]\d{10}", digits) or (named and digits) else ""


def isbn_shown(identifier: Identifier) -> str:
    """An ISBN with its hyphens. Those of its author stand where they part it in five; what is no ISBN stands as it is written."""
    from stdnum import isbn  # it reads its table, which few books need

    written = _BETWEEN.sub("-", _PREFIX.sub("", identifier.value.strip()))
    if re.fullmatch(r"97[89](-\d+){3}-\d", written):
        return written
    digits = isbn_digits(identifier)
    prefix, *parts = isbn.split(digits) if isbn.is_valid(digits) else ("",)
    return "-".join(filter(None, (prefix, *parts))) if parts and all(parts) else written


def isbn_of_thirteen(identifier: Identifier) -> str:
    """The thirteen digits of an ISBN of ten, as they are read (ISO 2108, annex D); nothing for what is none."""
    from stdnum import isbn

    digits = isbn_digits(identifier).upper()
    if len(digits) != 10 or not isbn.is_valid(digits):
        return ""
    return isbn_shown(Identifier("ISBN-13", isbn.to_isbn13(digits)))
