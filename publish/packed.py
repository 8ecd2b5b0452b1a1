"""An artifact and what was noticed while it was made, as bytes that can be remembered, or sent from process to process."""

from __future__ import annotations

import msgspec

from publish.book import Artifact
from publish.diagnostics import Diagnostic


class _Packed(msgspec.Struct):
    name: str
    file: bytes | None
    folder: dict[str, bytes] | None
    beside: tuple[tuple[str, bytes], ...]
    diagnostics: tuple[Diagnostic, ...]


def to_bytes(artifact: Artifact, noticed: tuple[Diagnostic, ...]) -> bytes:
    content = artifact.content
    file = content if isinstance(content, bytes) else None
    folder = None if isinstance(content, bytes) else dict(content)
    return msgspec.msgpack.encode(_Packed(artifact.name, file, folder, artifact.beside, noticed))


def from_bytes(content: bytes) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    packed = msgspec.msgpack.decode(content, type=_Packed)
    inside = packed.file if packed.file is not None else packed.folder or {}
    return Artifact(packed.name, inside, packed.beside), packed.diagnostics


def noticed_to_bytes(noticed: tuple[Diagnostic, ...]) -> bytes:
    return msgspec.msgpack.encode(noticed)


def noticed_from_bytes(content: bytes) -> tuple[Diagnostic, ...]:
    return msgspec.msgpack.decode(content, type=tuple[Diagnostic, ...])
