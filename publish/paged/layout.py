"""Documents laid out: those of a book that are not known yet, in batches, and every result remembered by itself."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.paged.leaves import Lines, Section, packed, packed_lines, unpacked, unpacked_lines
from publish.progress import LaidOut
from publish.workshop import Workshop, seldom_collected

if TYPE_CHECKING:
    from publish.paged.engine import Engine

#: Batches for each worker: enough that none is idle long at the end, few enough that faces do not travel for nothing.
_SHARES = 6
#: Lines are kept beside their section, under its key and this.
_LINES = "-lines"
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

    @functools.cached_property
    def faces(self) -> dict[str, bytes]:
        """The files by their digest: faces are told apart by that."""
        return {hashlib.sha256(content).hexdigest(): content for content in self.files.values()}

    def images_of(self, content: bytes) -> dict[str, bytes]:
        """The images that a document names."""
        names = (name.decode() for name in _ADDRESS.findall(content))
        return {name: self.images[name] for name in sorted(set(names)) if name in self.images}


#: A document with its images.
Piece = tuple[bytes, Mapping[str, bytes]]


@dataclass(frozen=True)
class Batch:
    """Documents for one go of a worker: text with its images, or layers, which have none."""

    setting: Setting
    documents: tuple[Piece, ...]
    layers: bool


class Press:
    """Lays out the documents of one setting."""

    def __init__(self, setting: Setting, workshop: Workshop) -> None:
        self._setting = setting
        self._workshop = workshop

    def sections(self, contents: Sequence[bytes], titles: Sequence[str]) -> list[Section]:
        """The text of documents, in their order; their titles are for those who wait."""
        documents = [(content, self._setting.images_of(content)) for content in contents]
        return self._made(documents, titles, layers=False)

    def layers(self, contents: Sequence[bytes]) -> list[Section]:
        """The margin boxes of documents, in their order."""
        return self._made([(content, {}) for content in contents], (), layers=True)

    def lines(self, contents: Sequence[bytes]) -> list[Lines]:
        """The lines of documents, page by page. What was laid out is known; what was forgotten is laid out again."""
        documents = [(content, self._setting.images_of(content)) for content in contents]
        keys = [self._key(document, layers=False) for document in documents]
        found = {key: self._workshop.memory.recall(key + _LINES) for key in keys}
        missing = {key: number for number, key in enumerate(keys) if found[key] is None}
        for key, _, lines in self._laid_out(missing, documents, layers=False):
            found[key] = lines
        return [unpacked_lines(found[key] or b"") for key in keys]

    def _made(self, documents: Sequence[Piece], titles: Sequence[str], layers: bool) -> list[Section]:
        memory = self._workshop.memory
        keys = [self._key(document, layers) for document in documents]
        found: dict[str, Section] = {}
        pending: dict[str, int] = {}
        for number, key in enumerate(keys):
            if key in found or key in pending:
                continue
            known = memory.recall(key)
            if known is None:
                pending[key] = number
            else:
                found[key] = unpacked(known, self._setting.faces)
        remembered, pages = len(found), sum(len(section.leaves) for section in found.values())
        left = whole = sum(len(documents[number][0]) for number in pending.values())
        for key, section, _ in self._laid_out(pending, documents, layers):
            found[key] = unpacked(section, self._setting.faces)
            pages += len(found[key].leaves)
            left -= len(documents[pending[key]][0])
            if not layers:
                title = titles[pending[key]]
                self._workshop.say(LaidOut(title, len(found), len(set(keys)), remembered, pages, 1 - left / whole))
        if not pending and not layers:
            self._workshop.say(LaidOut("", len(found), len(found), remembered, pages, 1.0))
        return [found[key] for key in keys]

    def _key(self, document: Piece, layers: bool) -> str:
        kind = "layers" if layers else "text"
        return self._workshop.memory.key(kind, self._setting.digest, self._setting.language, document)

    def _laid_out(
        self, pending: Mapping[str, int], documents: Sequence[Piece], layers: bool
    ) -> Iterator[tuple[str, bytes, bytes]]:
        """Lay out the documents whose keys are given with their numbers; each is kept as soon as it comes."""
        memory = self._workshop.memory
        batches = self._batches(pending, documents)
        bare = Setting(self._setting.styles, self._setting.files, {}, self._setting.language)
        jobs = [Batch(bare, tuple(documents[pending[key]] for key in batch), layers) for batch in batches]
        for number, results in self._workshop.done(laid_out, jobs, _writer_ready):
            for key, (section, lines) in zip(batches[number], results, strict=True):
                memory.keep(key, section)
                if lines:
                    memory.keep(key + _LINES, lines)
                yield key, section, lines

    def _batches(self, pending: Mapping[str, int], documents: Sequence[Piece]) -> list[list[str]]:
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


def _writer_ready() -> None:
    """What writes the PDF is slow to import: it is done while others lay out."""
    import publish.paged.writing  # noqa: F401  imported for its time


@functools.lru_cache(maxsize=1)
def _engine(digest: bytes, holder: _Holder) -> Engine:
    from publish.paged.engine import Engine  # slow to import, and for what is remembered nothing is laid out

    return Engine(holder.setting.styles, holder.setting.files)


class _Holder:
    """A setting that counts as equal to all others: the digest beside it says which it is."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder)

    def __hash__(self) -> int:
        return 0


def laid_out(batch: Batch) -> list[tuple[bytes, bytes]]:
    """The documents of a batch as packed sections, and their lines. A pure function, which any process may do."""
    with seldom_collected():
        engine = _engine(batch.setting.digest, _Holder(batch.setting))
        if batch.layers:
            return [(packed(engine.layer(content), batch.setting.faces), b"") for content, _ in batch.documents]
        made = (engine.section(content, images, batch.setting.language) for content, images in batch.documents)
        return [(packed(section, batch.setting.faces), packed_lines(lines)) for section, lines in made]
