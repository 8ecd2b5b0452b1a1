"""Room for deep calls.

CPython keeps the frames of calls in chunks of 16 KiB, and gives a chunk back when the last frame in it returns (3.11 and later,
`_PyThreadState_PushFrame`). Where a loop calls from just below the end of one, each call asks the system for memory and gives it
back: layouts lost a quarter of their time so, or nothing, by how deep they happened to be called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_Result = TypeVar("_Result")

#: Words of a frame that is larger than a chunk of 256 KiB: the one it gets is 512 KiB, and half of it is left for the calls below.
_WORDS = 33_000


def roomy(call: Callable[..., _Result], *given: object) -> _Result:
    """What a call returns, made where some hundreds of frames have room in one chunk."""
    return call(*given)


roomy.__code__ = roomy.__code__.replace(co_stacksize=_WORDS)
