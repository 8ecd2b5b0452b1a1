"""What rules know of languages: `languages.toml`, for those in which a rule can tell a slip from a habit."""

from __future__ import annotations

import functools
from importlib import resources

import msgspec


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`twice`: words that stand twice in good prose; `short`: words of one letter; `spaced`: signs with a space before."""

    twice: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    spaced: str = ""


@functools.cache
def _languages() -> dict[str, Language]:
    content = resources.files("publish.checks").joinpath("languages.toml").read_bytes()
    return msgspec.toml.decode(content, type=dict[str, Language])


def language(code: str) -> Language | None:
    """What is known of a language by its first subtag, or None."""
    return _languages().get({"no": "nb", "nn": "nb"}.get(code, code))
