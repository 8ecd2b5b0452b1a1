"""Patterns compiled at first use behave as compiled ones do, and every one that the press has can be compiled."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import publish
from publish.lazy import regex


@pytest.mark.parametrize("method", ["match", "fullmatch", "search", "split", "findall"])
def test_methods_are_those_of_the_compiled_pattern(method: str) -> None:
    for pattern, flags in ((r"(?P<a>b+)c?", re.I), (r"^x", re.M), (r"", 0)):
        for text in ("", "bbc", "aBBc\nx", "\nxx"):
            late, early = regex(pattern, flags), re.compile(pattern, flags)
            for _ in range(2):  # compiled at the first call, known at the second
                found, expected = getattr(late, method)(text), getattr(early, method)(text)
                assert str(found) == str(expected)


def test_bytes_attributes_and_places() -> None:
    late = regex(rb"<h([1-6])\b")
    assert late.sub(rb"<p", b"<h1><h2>") == b"<p><p>"
    assert [m[1] for m in late.finditer(b"<h1><h2>", 1)] == [b"2"]
    assert regex("(?P<name>a)").groupindex == {"name": 1}
    assert regex("a+", re.I).pattern == "a+"


def test_what_is_wrong_is_said_at_the_first_use() -> None:
    late = regex("(")
    with pytest.raises(re.error):
        late.match("")


def test_every_pattern_of_the_press_can_be_compiled() -> None:
    kind = type(regex(""))
    found = [value for value in _values() if isinstance(value, kind)]
    assert len(found) > 300
    for pattern in found:
        assert isinstance(pattern.pattern, str | bytes)


def _values() -> Iterator[object]:
    """What modules of the press hold by name, and what their tables do."""
    for module in pkgutil.walk_packages(publish.__path__, "publish."):
        if not module.name.endswith("__main__") and ".skeleton" not in module.name:
            for value in vars(importlib.import_module(module.name)).values():
                yield from _within(value)


def _within(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        for part in value:
            yield from _within(part)
