"""Patterns and dataclasses made at first use behave as those made at once, and every one that the press has can be made."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import pickle
import pkgutil
import re
import threading
from collections.abc import Callable, Iterator

import msgspec
import pytest

import publish
from publish.lazy import dataclass, regex


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


def _classes() -> tuple[type, type, type]:
    """A class of each kind, not written yet, under names that pickle finds."""

    @dataclass(frozen=True)
    class Frozen:
        a: int
        b: tuple[str, ...] = ()
        c: list[int] = dataclasses.field(default_factory=list, compare=False, repr=False)

        @property
        def twice(self) -> int:
            return 2 * self.a

    @dataclass
    class Open:
        a: int = 1

        def __repr__(self) -> str:
            return "own"

    @dataclass(frozen=True, order=True)
    class Ordered(Frozen):
        d: int = 7

    for kind in (Frozen, Open, Ordered):
        kind.__qualname__ = kind.__name__
        globals()[kind.__name__] = kind
    return Frozen, Open, Ordered


def _raises(kind: type[Exception], function: Callable[[], object]) -> bool:
    with pytest.raises(kind):
        function()
    return True


#: What is done first with a class that is not written yet.
FIRST: dict[str, Callable[[type, type, type], object]] = {
    "made": lambda frozen, _, __: vars(frozen(1, b=("x",))) == {"a": 1, "b": ("x",), "c": []},
    "own property": lambda frozen, _, __: frozen(2).twice == 4,
    "defaults are not shared": lambda frozen, _, __: frozen(1).c is not frozen(1).c,
    "a field without a value is no attribute of the class": lambda frozen, _, __: (
        frozen(1) and not hasattr(frozen, "c")
    ),
    "equal": lambda frozen, _, __: frozen(1) == frozen(1) and frozen(1, c=[3]) == frozen(1) and frozen(1) != frozen(2),
    "hash": lambda frozen, _, __: len({frozen(1), frozen(1), frozen(2)}) == 2,
    "shown": lambda frozen, _, __: repr(frozen(1)) == "Frozen(a=1, b=())",
    "too few": lambda frozen, _, __: _raises(TypeError, frozen),
    "frozen": lambda frozen, _, __: _raises(dataclasses.FrozenInstanceError, lambda: setattr(frozen(1), "a", 2)),
    "frozen for names of its own too": lambda frozen, _, __: _raises(
        AttributeError, lambda: setattr(frozen(1), "x", 2)
    ),
    "nothing is deleted": lambda frozen, _, __: _raises(AttributeError, lambda: delattr(frozen(1), "a")),
    "replaced": lambda frozen, _, __: dataclasses.replace(frozen(1), a=3).a == 3,
    "fields": lambda frozen, _, __: [field.name for field in dataclasses.fields(frozen)] == ["a", "b", "c"],
    "a dataclass": lambda frozen, _, __: dataclasses.is_dataclass(frozen),
    "open": lambda _, kind, __: (one := kind()) and setattr(one, "a", 5) is None and one.a == 5 and repr(one) == "own",
    "open ones have no hash": lambda _, kind, __: _raises(TypeError, lambda: hash(kind())),
    "a base is written with it": lambda _, __, ordered: vars(ordered(1, d=2)) == {"a": 1, "b": (), "c": [], "d": 2},
    "in order": lambda _, __, ordered: sorted([ordered(2), ordered(1)])[0].a == 1 and ordered(1) <= ordered(1),
    "not in order": lambda frozen, _, __: _raises(TypeError, lambda: frozen(1) < frozen(2)),
    "copied": lambda frozen, _, __: copy.deepcopy(frozen(1)) == frozen(1),
    "of another class": lambda frozen, _, ordered: frozen(1) != ordered(1),
    "from bytes": lambda _, kind, __: msgspec.json.decode(b'{"a":4}', type=kind).a == 4,
    "by place": lambda frozen, _, __: frozen.__match_args__ == ("a", "b", "c"),
    "by a class below": lambda _, kind, __: type("Below", (kind,), {})(6).a == 6,
    "by one that calls its base": lambda _, kind, __: (
        type("Below", (kind,), {"__init__": lambda self: kind.__init__(self, 8)})().a == 8
    ),
}


@pytest.mark.parametrize("case", FIRST)
def test_a_dataclass_is_written_by_what_is_first_done_with_it(case: str) -> None:
    assert FIRST[case](*_classes())


def test_what_another_process_made_is_read_by_a_class_that_is_not_written() -> None:
    frozen, _, __ = _classes()
    sent = pickle.dumps([frozen(1), frozen(1), frozen(2)])
    _classes()  # as they are where nothing was made yet
    one, other, third = pickle.loads(sent)
    assert one == other != third
    assert len({one, other, third}) == 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.a = 3


def test_threads_find_a_class_written_or_unwritten() -> None:
    for _ in range(50):
        frozen, _open, ordered = _classes()
        gate = threading.Barrier(4)
        made: list[object] = []

        def use(frozen: type = frozen, ordered: type = ordered, gate: threading.Barrier = gate) -> None:
            gate.wait()
            made.append(ordered(1) == ordered(1) and frozen(1) == frozen(1))  # noqa: B023

        threads = [threading.Thread(target=use) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert made == [True] * 4


def test_every_dataclass_of_the_press_can_be_written() -> None:
    found = {kind for kind in _values() if isinstance(kind, type) and "__dataclass_fields__" in vars(kind)}
    assert len(found) > 150
    for kind in found:
        assert dataclasses.fields(kind) is not None
        assert kind.__eq__(kind.__new__(kind), 1) is NotImplemented  # type: ignore[operator]
