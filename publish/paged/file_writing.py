"""The objects of a PDF as a file: streams as they are, all others in object streams (ISO 32000-1, 7.5.7), a table of both.

pydyf puts all objects into one stream and serialises each three times; here each is serialised once and let go, so that a
long book takes no more memory at the end of its way than in the middle.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from typing import IO, Any

import pydyf

#: Objects of one object stream: enough to be packed well, few enough for a reader to unpack one for one of them.
_BATCH = 200
_LEVEL = 6
#: Kinds of an entry of the table (7.5.8.3): free, at a place in the file, within an object stream.
_FREE, _PLACED, _WITHIN = 0, 1, 2


def file_written(pdf: Any, output: IO[bytes], version: str | None, identifier: bool, compress: bool) -> None:
    """Write a PDF, of version 1.5 at least; its objects are gone then. An `identifier` is made of what it holds."""
    assert compress, "object streams are packed"
    if pdf.info:
        pdf.add_object(pdf.info)
    trailer = {"Root": pdf.catalog.reference, **({"Info": pdf.info.reference} if pdf.info else {})}
    objects = pdf.objects
    file = _File(output, version or "1.7", len(objects))
    waiting: list[tuple[int, bytes]] = []
    for number in range(1, len(objects)):
        one, objects[number] = objects[number], None
        if isinstance(one, pydyf.Stream):
            file.add(number, one.data)
            continue
        waiting.append((number, one.data))
        if len(waiting) == _BATCH:
            file.add_together(waiting)
            waiting = []
    if waiting:
        file.add_together(waiting)
    file.close(trailer, identifier)


class _File:
    """A file under way: `first` is the number that its first object stream will have."""

    def __init__(self, output: IO[bytes], version: str, first: int) -> None:
        self._output = output
        self._at = 0
        self._digest = hashlib.sha256()
        self._next = first
        self._entries: dict[int, tuple[int, int, int]] = {0: (_FREE, 0, 0)}
        self._write(f"%PDF-{version}\n%".encode() + b"\xf0\x9f\x96\xa4\n")

    def _write(self, content: bytes) -> None:
        self._output.write(content)
        self._digest.update(content)
        self._at += len(content)

    def add(self, number: int, data: bytes) -> None:
        """An object of its own."""
        self._entries[number] = (_PLACED, self._at, 0)
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, data))

    def add_together(self, objects: Sequence[tuple[int, bytes]]) -> None:
        """An object stream: first the numbers and places of its objects, then they themselves."""
        number, self._next = self._next, self._next + 1
        places, at = [], 0
        for index, (own, data) in enumerate(objects):
            self._entries[own] = (_WITHIN, number, index)
            places.append(f"{own} {at}")
            at += len(data) + 1
        head = " ".join(places).encode() + b"\n"
        content = zlib.compress(head + b"\n".join(data for _, data in objects), _LEVEL)
        self.add(number, _stream({"Type": "/ObjStm", "N": len(objects), "First": len(head)}, content))

    def close(self, trailer: Mapping[str, object], identifier: bool) -> None:
        """The table, which is the last object, and where it begins."""
        place = self._at
        self._entries[self._next] = (_PLACED, place, 0)
        width = (max(place, self._next).bit_length() + 7) // 8
        table = b"".join(
            kind.to_bytes(1, "big") + second.to_bytes(width, "big") + third.to_bytes(1, "big")
            for _, (kind, second, third) in sorted(self._entries.items())
        )
        extra = {
            "Type": "/XRef",
            "Size": self._next + 1,
            "W": pydyf.Array([1, width, 1]),
            **trailer,
        }
        if identifier:
            name = pydyf.String(self._digest.hexdigest()[:32])
            extra["ID"] = pydyf.Array([name, name])
        self._write(b"%d 0 obj\n%s\nendobj\n" % (self._next, _stream(extra, zlib.compress(table, _LEVEL))))
        self._write(b"startxref\n%d\n%%%%EOF\n" % place)


def _stream(extra: Mapping[str, object], content: bytes) -> bytes:
    data = pydyf.Stream([content], pydyf.Dictionary({**extra, "Filter": "/FlateDecode"})).data
    assert isinstance(data, bytes)
    return data
