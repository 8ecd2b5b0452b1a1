"""Regular expressions that are compiled when they are first used.

The press has some five hundred, of which a run meets a fraction: to compile all was a fifth of what its import took.
"""

from __future__ import annotations

import re
from typing import AnyStr, cast

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
