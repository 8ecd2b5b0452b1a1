"""What is made when it is first used: regular expressions, and the methods of dataclasses.

The press has some five hundred patterns and two hundred dataclasses, of which a run meets a fraction: to compile all patterns
was a fifth of what its import took, and to write and compile all methods a third of what was left.
"""

from __future__ import annotations

import dataclasses
import re
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, AnyStr, cast

_METHODS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` returns, by its methods and attributes; functions of `re` do not take it for a pattern, and it is not
    the `re` of a match.

    `re.error` is raised where it is first used: a test compiles them all.
    """
    return cast("re.Pattern[AnyStr]", _Uncompiled(pattern, flags))


class _Uncompiled:
    """Has nothing of a pattern before it is asked for it; then the methods are its own, and cost no more than a pattern's."""

    def __init__(self, *given: object) -> None:
        self._given = given

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(*self._given)  # type: ignore[call-overload]
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type | None = None, /, *, order: bool = False, frozen: bool = False) -> Any:
        """`dataclasses.dataclass`, whose methods are written when the first of them is called.

        What is wrong with a class is said where it is first used: a test uses them all.
        """
        if cls is None:
            return lambda cls: _Unwritten(cls, order, frozen).cls
        return _Unwritten(cls, order, frozen).cls


#: What belongs together: most values are made and read, and never compared or shown.
_MAKING = ("__init__", "__setattr__", "__delattr__", "__dataclass_fields__", "__dataclass_params__", "__match_args__")
_COMPARING = ("__repr__", "__eq__", "__hash__", "__lt__", "__le__", "__gt__", "__ge__")
_FROZEN, _ORDER = frozenset(_MAKING[1:3]), frozenset(_COMPARING[3:])
#: Attributes that are no methods.
_SAID = frozenset(_MAKING[3:])
#: Every class has these of its own.
_GIVEN = frozenset({"__dict__", "__weakref__"})
#: One class may be the base of another.
_WRITING = threading.RLock()


class _Unwritten:
    """Stands in a class for its methods and for what it says of its fields, and has them written when one is asked for.

    They are written for a class beside it and handed over one by one: another thread finds the one or the other, never none.
    """

    def __init__(self, cls: type, order: bool, frozen: bool) -> None:
        self.cls, self._order, self._frozen = cls, order, frozen
        self._own = {name: value for name, value in vars(cls).items() if name not in _GIVEN}
        left_out = (frozenset() if order else _ORDER) | (frozenset() if frozen else _FROZEN)
        self._waiting = {
            name: part
            for part in (_MAKING, _COMPARING)
            for name in part
            if name not in self._own and name not in left_out
        }
        for name in self._waiting:
            setattr(cls, name, _Attribute(name, self) if name in _SAID else self._first(name))

    def _first(self, name: str) -> Callable[..., object]:
        """A method that has itself replaced, and does then what that does."""

        def method(self: object, *given: object, **named: object) -> object:
            unwritten.written(name)
            return getattr(unwritten.cls, name)(self, *given, **named)

        unwritten = self
        return method

    def written(self, name: str) -> None:
        """Write the part that the name belongs to."""
        with _WRITING:
            part = self._waiting.get(name)
            if part is None:  # another thread has, meanwhile
                return
            made = vars(self._beside(part is _MAKING))
            for each in [each for each, of in self._waiting.items() if of is part]:
                setattr(self.cls, each, _refusing(self.cls) if each in _FROZEN else made[each])
                del self._waiting[each]
            if part is _MAKING:
                for each in [each for each, value in self._own.items() if isinstance(value, dataclasses.Field)]:
                    if each in made:
                        setattr(self.cls, each, made[each])
                    else:
                        delattr(self.cls, each)

    def _beside(self, making: bool) -> type:
        beside = type(self.cls)(self.cls.__name__, self.cls.__bases__, dict(self._own))
        beside.__qualname__ = self.cls.__qualname__
        dataclass = dataclasses.dataclass(
            init=making, repr=not making, eq=not making, order=self._order and not making, frozen=self._frozen
        )
        return dataclass(beside)


class _Attribute:
    """What a class that is not written says of itself."""

    def __init__(self, name: str, of: _Unwritten) -> None:
        self._name, self._of = name, of

    def __get__(self, instance: object, owner: type) -> object:
        self._of.written(self._name)
        return getattr(owner, self._name)


def _refusing(cls: type) -> Callable[..., None]:
    """The method of a frozen class for what would change an instance of it."""

    def refuse(self: object, name: str, *value: object) -> None:
        if type(self) is cls or name in cls.__dataclass_fields__:  # type: ignore[attr-defined]
            raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")
        getattr(super(cls, self), "__setattr__" if value else "__delattr__")(name, *value)

    return refuse
