"""Documents laid out: those of a book that are not known yet, in batches, and every result remembered by itself."""

from __future__ import annotations

import functools
import gc
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from publish.paged.engine import Engine
from publish.paged.leaves import Section, packed, unpacked
from publish.workshop import Workshop

#: Batches for each worker: enough that none is idle long at the end, few enough that faces do not travel for nothing.
_SHARES = 6
_ADDRESS = re.compile(rb'"((?:images|formulas)/[^"]+)"')


@dataclass(frozen=True)
class Setting:
    """What all documents of a book have in common: stylesheets, the files that they name, images, the language."""

    styles: str
    files: Mapping[str, bytes]
    images: Mapping[str, bytes]
    language: str

    @functools.cached_property
    def digest(self) -> bytes:
        digest = hashlib.sha256(self.styles.encode())
        for name, content in sorted(self.files.items()):
            digest.update(f"\0{name}\0".encode() + hashlib.sha256(content).digest())
        return digest.digest()

    def images_of(self, content: bytes) -> dict[str, bytes]:
        """The images that a document names."""
        names = (name.decode() for name in _ADDRESS.findall(content))
        return {name: self.images[name] for name in sorted(set(names)) if name in self.images}


@dataclass(frozen=True)
class Batch:
    """Documents for one go of a worker: text with its images, or layers, which have none."""

    setting: Setting
    documents: tuple[tuple[bytes, Mapping[str, bytes]], ...]
    layers: bool


class Press:
    """Lays out the documents of one setting."""

    def __init__(self, setting: Setting, workshop: Workshop) -> None:
        self._setting = setting
        self._workshop = workshop

    def sections(self, contents: Sequence[bytes]) -> list[Section]:
        """The text of documents, in their order."""
        return self._made([(content, self._setting.images_of(content)) for content in contents], layers=False)

    def layers(self, contents: Sequence[bytes]) -> list[Section]:
        """The margin boxes of documents, in their order."""
        return self._made([(content, {}) for content in contents], layers=True)

    def _made(self, documents: Sequence[tuple[bytes, Mapping[str, bytes]]], layers: bool) -> list[Section]:
        memory, digest = self._workshop.memory, self._setting.digest
        keys = [memory.key("layers" if layers else "text", digest, self._setting.language, d) for d in documents]
        found: dict[str, Section] = {}
        pending: dict[str, int] = {}
        for number, key in enumerate(keys):
            if key in found or key in pending:
                continue
            known = memory.recall(key)
            if known is None:
                pending[key] = number
            else:
                found[key] = unpacked(known)
        batches = self._batches(pending, documents, layers)
        bare = Setting(self._setting.styles, self._setting.files, {}, self._setting.language)
        jobs = [Batch(bare, tuple(documents[pending[key]] for key in batch), layers) for batch in batches]
        pages = sum(len(section.leaves) for section in found.values())
        for number, results in self._workshop.done(laid_out, jobs):
            for key, result in zip(batches[number], results, strict=True):
                memory.keep(key, result)
                found[key] = unpacked(result)
                pages += len(found[key].leaves)
            self._workshop.say(f"{len(found)} of {len(set(keys))} documents laid out, {pages} pages")
        return [found[key] for key in keys]

    def _batches(
        self, pending: Mapping[str, int], documents: Sequence[tuple[bytes, object]], layers: bool
    ) -> list[list[str]]:
        """Documents shared out by length, the longest first: a long chapter that begins last keeps everybody waiting."""
        sizes = {key: len(documents[number][0]) for key, number in pending.items()}
        share = sum(sizes.values()) / max(1, self._workshop.workers * _SHARES)
        batches: list[list[str]] = []
        weight = share
        for key in sorted(sizes, key=lambda k: (-sizes[k], pending[k])):
            if weight >= share:
                batches.append([])
                weight = 0
            batches[-1].append(key)
            weight += sizes[key]
        return batches


@functools.lru_cache(maxsize=1)
def _engine(digest: bytes, holder: _Holder) -> Engine:
    return Engine(holder.setting.styles, holder.setting.files)


class _Holder:
    """A setting that counts as equal to all others: the digest beside it says which it is."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder)

    def __hash__(self) -> int:
        return 0


def laid_out(batch: Batch) -> list[bytes]:
    """The documents of a batch as packed sections. A pure function, which any process may do."""
    engine = _engine(batch.setting.digest, _Holder(batch.setting))
    threshold = gc.get_threshold()
    gc.set_threshold(
        100_000, 20, 20
    )  # boxes refer to each other in circles by the hundred thousand: 7-12 % of the time
    try:
        if batch.layers:
            return [packed(engine.layer(content)) for content, _ in batch.documents]
        return [packed(engine.section(content, images, batch.setting.language)) for content, images in batch.documents]
    finally:
        gc.set_threshold(*threshold)
