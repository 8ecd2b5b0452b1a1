"""Documents laid out: those of a book that are not known yet, in batches, and every result remembered by itself."""

from __future__ import annotations

import dataclasses
import functools
import gc
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from publish.lazy import dataclass
from publish.paged.leaves import Line, Lines, Section
from publish.paged.packing import bundled, packed, packed_lines, unbundled, unpacked, unpacked_lines
from publish.progress import LaidOut
from publish.workshop import Workshop, memory_returned, seldom_collected

if TYPE_CHECKING:
    from publish.paged.engine import Engine
    from publish.paged.places import Place

#: Batches for each worker: enough that none is idle long at the end, few enough that faces do not travel for nothing.
_SHARES = 6
#: Pages after which a worker looks for boxes that it can let go: they refer to each other in circles, half a megabyte a page.
_BOXED = 16
#: Bytes of text, some two thousand pages, from which on memory counts more than a second or two at the end.
_MUCH = 2_000_000
#: Lines are kept beside their section, under its key and this.
_LINES = "-lines"
#: Where they have the places of their words they are kept under this as well.
_WORDED = "-worded"
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
        return by_digest(self.files.values())

    @functools.cached_property
    def known(self) -> dict[str, bytes]:
        """The files and images by their digest: no section needs to bring them."""
        return {**self.faces, **by_digest(self.images.values())}

    def images_of(self, content: bytes) -> dict[str, bytes]:
        """The images that a document names."""
        names = (name.decode() for name in _ADDRESS.findall(content))
        return {name: self.images[name] for name in sorted(set(names)) if name in self.images}


def by_digest(contents: Iterable[bytes]) -> dict[str, bytes]:
    """Some contents by their SHA-256."""
    return {hashlib.sha256(content).hexdigest(): content for content in contents}


#: A document with its images.
Piece = tuple[bytes, Mapping[str, bytes]]


@dataclass(frozen=True)
class Sheet:
    """A page of heads and folios: its side, and its element in a document of such."""

    recto: bool
    markup: str


#: Makes documents of sheets, with the sheets in their order; there may be others among them.
Bind = Callable[[Sequence[Sheet]], Sequence[tuple[bytes, tuple[Sheet, ...]]]]


@dataclass(frozen=True)
class Batch:
    """Documents for one go of a worker: text with its images, or layers, which have none. `worded`: see `Press`."""

    setting: Setting
    documents: tuple[Piece, ...]
    layers: bool
    worded: bool = False


class NoSheetsError(Exception):
    """The stylesheet lacks the rules that make each sheet one page."""


class Press:
    """Lays out the documents of one setting. `worded`: the places of words are wanted, which take their time."""

    def __init__(self, setting: Setting, workshop: Workshop, worded: bool = False) -> None:
        self._worded = worded
        self._setting = setting
        self._bare = Setting(setting.styles, setting.files, {}, setting.language)
        self._workshop = workshop
        self._images: dict[str, list[object]] = {}
        self._meanwhile = _writer_ready

    def layers(self, runs: Sequence[Sequence[Sheet]], bind: Bind) -> list[list[Section]]:
        """The margin boxes of runs of sheets, a section for each sheet; `bind` makes documents of those not yet known."""
        memory = self._workshop.memory
        keys = [self._layer_key("layers", run) for run in runs]
        entries = {key: memory.recall(key) for key in keys}
        wanted = dict.fromkeys(s for key, run in zip(keys, runs, strict=True) if entries[key] is None for s in run)
        found = {sheet: memory.recall(self._layer_key("layer", [sheet])) for sheet in wanted}
        bound = bind(missing) if (missing := [sheet for sheet in wanted if found[sheet] is None]) else []
        documents: list[Piece] = [(content, {}) for content, _ in bound]
        for number, pages in self._laid_layers(documents):
            if len(pages) != len(bound[number][1]):
                raise NoSheetsError
            for sheet, page in zip(bound[number][1], pages, strict=True):
                if sheet in found:
                    memory.keep(self._layer_key("layer", [sheet]), page)
                    found[sheet] = page
        for key, run in zip(keys, runs, strict=True):
            if entries[key] is None:
                entries[key] = bundled([found[sheet] or b"" for sheet in run])
                memory.keep(key, entries[key] or b"")
        faces = self._setting.faces
        return [[unpacked(part, faces) for part in unbundled(entries[key] or b"")] for key in keys]

    def _layer_key(self, kind: str, run: Sequence[Sheet]) -> str:
        """The key of the page of a sheet (`layer`), or of the bundle of a run's pages (`layers`), which may be of one."""
        given = [(sheet.recto, sheet.markup) for sheet in run]
        return self._workshop.memory.key(kind, self._setting.digest, self._setting.language, given)

    def _laid_layers(self, documents: Sequence[Piece]) -> Iterator[tuple[int, list[bytes]]]:
        """The pages of documents of layers, by the documents' numbers."""
        jobs = [Batch(self._bare, (document,), layers=True) for document in documents]
        for number, ((pages, _),) in self._workshop.done(laid_out, jobs, self._meanwhile):
            yield number, unbundled(pages)

    def lines(self, contents: Sequence[bytes], worded: Collection[int] = ()) -> list[Lines]:
        """The lines of documents, page by page; of those whose numbers are `worded` with the places of their words.

        What was laid out is known; what was forgotten is laid out again.
        """
        documents = [(content, self._setting.images_of(content)) for content in contents]
        keys = [self._key(document) for document in documents]
        with_words = {keys[number] for number in worded}
        recall = self._workshop.memory.recall
        found = {key: recall(key + (_WORDED if key in with_words else _LINES)) for key in keys}
        missing = {key: number for number, key in enumerate(keys) if found[key] is None}
        for key, _, lines in self._laid_out(missing, documents):
            found[key] = lines
        return [unpacked_lines(found[key] or b"") for key in keys]

    def page_lines(
        self, contents: Sequence[bytes], places: Sequence[Place], worded: Collection[int] = ()
    ) -> list[tuple[Line, ...]]:
        """The lines of every page; a blank has none."""
        lines = self.lines(contents, worded)
        return [lines[place.document][place.at] if place.document >= 0 else () for place in places]

    def sections(self, contents: Sequence[bytes], titles: Sequence[str]) -> list[Section]:
        """The text of documents, in their order; their titles are for those who wait."""
        documents = [(content, self._setting.images_of(content)) for content in contents]
        memory = self._workshop.memory
        keys = [self._key(document) for document in documents]
        found: dict[str, Section] = {}
        pending: dict[str, int] = {}
        for number, key in enumerate(keys):
            if key in found or key in pending:
                continue
            known = memory.recall(key)
            if known is None:
                pending[key] = number
            else:
                found[key] = self._sharing(unpacked(known, self._setting.known))
        remembered, pages = len(found), sum(len(section.leaves) for section in found.values())
        left = whole = sum(len(documents[number][0]) for number in pending.values())
        for key, section, _ in self._laid_out(pending, documents):
            found[key] = self._sharing(unpacked(section, self._setting.known))
            pages += len(found[key].leaves)
            left -= len(documents[pending[key]][0])
            title = titles[pending[key]]
            self._workshop.say(LaidOut(title, len(found), len(set(keys)), remembered, pages, 1 - left / whole))
        if not pending:
            self._workshop.say(LaidOut("", len(found), len(found), remembered, pages, 1.0))
        return [found[key] for key in keys]

    def _sharing(self, section: Section) -> Section:
        """The section with the images that others have as well, each once in memory; they have the same name."""
        images = {name: self._images.setdefault(name, image) for name, image in section.images.items()}
        return dataclasses.replace(section, images=images) if images else section

    def _key(self, document: Piece) -> str:
        return self._workshop.memory.key("text", self._setting.digest, self._setting.language, document)

    def _laid_out(self, pending: Mapping[str, int], documents: Sequence[Piece]) -> Iterator[tuple[str, bytes, bytes]]:
        """Lay out the documents whose keys are given with their numbers; each is kept as soon as it comes."""
        memory = self._workshop.memory
        batches = self._batches(pending, documents)
        much = sum(len(documents[number][0]) for number in pending.values()) > _MUCH
        if much:
            self._meanwhile = _nothing
        jobs = [
            Batch(self._bare, tuple(documents[pending[key]] for key in batch), layers=False, worded=self._worded)
            for batch in batches
        ]
        for number, results in self._workshop.done(laid_out, jobs, self._meanwhile):
            for key, (section, lines) in zip(batches[number], results, strict=True):
                memory.keep(key, section)
                memory.keep(key + _LINES, lines)
                if self._worded:
                    memory.keep(key + _WORDED, lines)
                yield key, section, lines
        if much:
            self._workshop.pool.close()  # who has laid out so much holds twice what others do who do the little that is left

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


def _nothing() -> None:
    """The writer of a long book is imported when nobody lays out any more."""


_engines: dict[bytes, Engine] = {}


def _engine(setting: Setting) -> Engine:
    """The engine of a setting, which stays until there is one of another.

    It is half of what a worker holds: no more is it looked through for garbage, all of it, each time that boxes are let go.
    """
    if setting.digest not in _engines:
        from multiprocessing import parent_process

        from publish.paged.engine import Engine  # slow to import, and for what is remembered nothing is laid out

        if _engines:
            _engines.clear()
            gc.unfreeze()
            gc.collect()
        _engines[setting.digest] = Engine(setting.styles, setting.files)
        if parent_process() is not None:
            gc.freeze()
    return _engines[setting.digest]


def laid_out(batch: Batch) -> list[tuple[bytes, bytes]]:
    """The documents of a batch as packed sections, and their lines. A pure function, which any process may do."""
    with seldom_collected():
        engine = _engine(batch.setting)
        if batch.layers:
            pages = (engine.layers(content) for content, _ in batch.documents)
            return [(bundled([packed(page, batch.setting.faces) for page in of]), b"") for of in pages]
        results: list[tuple[bytes, bytes]] = []
        boxed = 0
        for content, images in batch.documents:
            section, lines = engine.section(content, images, batch.setting.language, batch.worded)
            known = batch.setting.faces.keys() | by_digest(images.values()).keys()
            results.append((packed(section, known), packed_lines(lines)))
            boxed += len(section.leaves)
            if boxed > _BOXED:
                boxed = 0
                memory_returned()
        return results
