"""Sections as bytes, to be remembered and to travel between processes, and parts of them that stay bytes until they are written.

Files that all chapters have, of faces and of pictures, are left out of a section's bytes where they are known by their SHA-256.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec

from publish.paged.leaves import Element, FaceUse, Lines, Section

_encoder = msgspec.msgpack.Encoder()
#: What stands for the content of a file that is known.
_KNOWN = b""


@functools.cache
def _decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    """Made where it is wanted: it takes its time."""
    return msgspec.msgpack.Decoder(kind)


def packed(section: Section, known: Collection[str]) -> bytes:
    """A section as bytes, without the files of faces and pictures that are `known` by their digest."""
    files = {digest: _KNOWN if digest in known else content for digest, content in section.files.items()}
    images = {name: _with_content(image, lambda one: _named(one, known)) for name, image in section.images.items()}
    return _encoder.encode(dataclasses.replace(section, files=files, images=images))


def unpacked(content: bytes, known: Mapping[str, bytes]) -> Section:
    """The section of some bytes that `packed` made. msgspec.DecodeError where they are others."""
    section: Section = _decoder(Section).decode(content)
    files = {digest: content or known.get(digest, _KNOWN) for digest, content in section.files.items()}
    if not section.images:
        return dataclasses.replace(section, files=files)
    images = {
        name: _with_content(image, lambda one: known[one] if isinstance(one, str) else one)
        for name, image in section.images.items()
    }
    return dataclasses.replace(section, files=files, images=images)


def _with_content(image: Any, changed: Callable[[Any], Any]) -> Any:
    """An image (a stream of `publish.paged.plain`) with something else for its bytes."""
    kind, extra, content = image
    return [kind, extra, changed(content)]


def _named(content: bytes, known: Collection[str]) -> bytes | str:
    digest = hashlib.sha256(content).hexdigest() if known else ""
    return digest if digest in known else content


def packed_elements(elements: Sequence[Element]) -> bytes:
    return _encoder.encode(elements)


def unpacked_elements(content: bytes) -> tuple[Element, ...]:
    """The elements of some bytes that `packed_elements` made."""
    elements: tuple[Element, ...] = _decoder(tuple[Element, ...]).decode(content) if content else ()
    return elements


def packed_uses(uses: Sequence[FaceUse]) -> bytes:
    return _encoder.encode(uses)


def unpacked_uses(content: bytes) -> tuple[FaceUse, ...]:
    """The uses of some bytes that `packed_uses` made."""
    uses: tuple[FaceUse, ...] = _decoder(tuple[FaceUse, ...]).decode(content) if content else ()
    return uses


def packed_resources(resources: Mapping[str, object]) -> bytes:
    return _encoder.encode(resources)


def unpacked_resources(content: bytes) -> dict[str, object]:
    """The resources of some bytes that `packed_resources` made."""
    resources: dict[str, object] = _decoder(dict[str, Any]).decode(content) if content else {}
    return resources


def bundled(parts: Sequence[bytes]) -> bytes:
    """Several packed sections as one entry."""
    return _encoder.encode(parts)


def unbundled(content: bytes) -> list[bytes]:
    parts: list[bytes] = _decoder(list[bytes]).decode(content)
    return parts


def packed_lines(lines: Lines) -> bytes:
    return _encoder.encode(lines)


def unpacked_lines(content: bytes) -> Lines:
    """The lines of some bytes that `packed_lines` made. msgspec.DecodeError where they are others."""
    lines: Lines = _decoder(Lines).decode(content)
    return lines


def joined(sections: Iterable[Section]) -> list[Section]:
    """Sections of layers as few: those that have nothing but text, whose resources are alike, are one, in their order."""
    result: list[Section] = []
    for resources, group in groupby(sections, lambda section: section.resources if _plain(section) else None):
        alike = list(group)
        result += alike if resources is None or len(alike) == 1 else [_one(alike)]
    return result


def _plain(section: Section) -> bool:
    """Whether pages need nothing but faces and states of the graphics."""
    return not section.images and not section.structure and _draws_nothing(section.resources)


@functools.lru_cache(maxsize=64)
def _draws_nothing(resources: bytes) -> bool:
    """An empty dictionary is `["d", {}]` (paged.plain)."""
    found = unpacked_resources(resources)
    return all(found.get(kind) in (None, ["d", {}]) for kind in ("XObject", "Pattern", "Shading"))


def _one(sections: Sequence[Section]) -> Section:
    return dataclasses.replace(
        sections[0],
        leaves=tuple(leaf for section in sections for leaf in section.leaves),
        faces=packed_uses(united(use for section in sections for use in unpacked_uses(section.faces))),
        files={digest: content for section in sections for digest, content in section.files.items()},
        said=tuple(one for section in sections for one in section.said),
    )


def united(uses: Iterable[FaceUse]) -> tuple[FaceUse, ...]:
    """The uses of faces, of each face one, by their hash."""
    found: dict[str, FaceUse] = {}
    for use in uses:
        if use.hash not in found:
            found[use.hash] = dataclasses.replace(
                use, widths=dict(use.widths), unicode=dict(use.unicode), missing=dict(use.missing)
            )
            continue
        known: Any = found[use.hash]
        known.widths.update(use.widths)
        known.unicode.update(use.unicode)
        known.missing.update(use.missing)
    return tuple(use for _, use in sorted(found.items()))
