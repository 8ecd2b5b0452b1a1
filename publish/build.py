"""The whole way of a book on one screen: read, parse, resolve, render, pack, write.

Nothing is written where an edition has errors; what is written appears whole, under a lock of its folder. What was
packed is remembered by the hash of all that it depends on: a second build with nothing changed lays nothing out.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, field
from pathlib import Path

from publish import __version__
from publish.book import Artifact, Book, Chapter, Manuscript, Rendition
from publish.cache import Memory
from publish.checks import Copy, checked
from publish.diagnostics import Diagnostic, has_errors, in_order
from publish.editions import EDITIONS
from publish.editions.edition import Edition
from publish.editions.epub_profile import OMITTED
from publish.editions.interior import page_map
from publish.editions.interior import typography as typography_of
from publish.editions.page_breaks import with_page_breaks
from publish.editions.sheet import margins
from publish.markdown import parse
from publish.markdown.shape import line_of
from publish.noticed import Allowed, grouped, placed
from publish.origins import mapped, name_of
from publish.output import locked, replaced
from publish.packed import from_bytes, to_bytes
from publish.paged import PageMap
from publish.paged.typography import Figures as Figures
from publish.progress import PACK, PARSE, READ, RENDER, RESOLVE, WRITE, Begun, Say, quiet
from publish.resolve import resolve
from publish.resolve.sample import UnknownChapterError as UnknownChapterError
from publish.resolve.sample import sample_slug, sampled
from publish.sources import keys_of, read
from publish.stats import Count, counted, total
from publish.supervised import broken_down
from publish.theme import TemplateError, Theme, load_theme
from publish.workshop import Pool, Workshop, cores, processes, seldom_collected, workshop

#: Libraries whose version decides what the bytes of an edition are.
_LIBRARIES = (
    *(
        "weasyprint",
        "bookbarcode",
        "pydyf",
        "pyphen",
        "uharfbuzz",
        "fonttools",
        "pillow",
        "pypdfium2",
        "pikepdf",
        "lxml",
        "ebooklib",
    ),
    *("markdown-it-py", "mdit-py-plugins", "selectolax", "pygments", "latex2mathml", "ziamath", "citeproc-py"),
    "ziafont",
)

#: How long a book is thought to be before it is laid out: the inside margin hangs on it by a little.
_SOME_PAGES = 200

#: What a worker needs first; it is slow to import.
_PRELOAD = ("publish.paged.layout", "publish.paged.engine")


@dataclass(frozen=True)
class Written:
    """One edition that was asked for: where it stands, and whether it had to be made or written anew."""

    edition: str
    path: Path
    made: bool
    changed: bool


@dataclass(frozen=True)
class Report:
    """What a build did: the editions written, those that errors kept back, and all diagnostics in order."""

    written: tuple[Written, ...] = ()
    held_back: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    sample: str = ""


@dataclass
class _Studio:
    """A manuscript ready to be resolved: a book is resolved once for all editions that show the same of it."""

    manuscript: Manuscript
    chapters: tuple[Chapter, ...]
    theme: Theme
    allowed: Allowed
    only: tuple[str, ...] = ()
    books: dict[object, tuple[Book, tuple[Diagnostic, ...]]] = field(default_factory=dict)
    sample: str = ""
    left_out: frozenset[str] = frozenset()
    pages: PageMap | None = None

    def book_for(self, edition: Edition) -> tuple[Book, tuple[Diagnostic, ...]]:
        medium = edition.medium
        differs = any(e.get("only") is not None for c in self.chapters for e in c.tree.iter() if isinstance(e.tag, str))
        key = (medium.affiliate_links, medium.name if differs else "")
        if key not in self.books:
            book, noticed = resolve(self.manuscript, self.chapters, medium)
            self.books[key] = self._cut(book, self.told(noticed)) if self.only else (book, self.told(noticed))
        return self.books[key]

    def _cut(self, book: Book, noticed: tuple[Diagnostic, ...]) -> tuple[Book, tuple[Diagnostic, ...]]:
        cut = sampled(book, self.only)
        whole = sum(1 for c in book.chapters if not c.source.generated)
        self.sample = f"a sample: {cut.chosen} of {whole} chapters"
        if cut.links:
            self.sample += f"; {cut.links} link{'s' if cut.links > 1 else ''} to the others printed as words"
        self.left_out = cut.left_out
        return cut.book, self.concerning(noticed)

    def copy(self, edition: Edition) -> Copy:
        """The book as a copy-editor reads it."""
        page = margins(self.manuscript.metadata.print, self.theme.styles["tokens.css"], _SOME_PAGES)
        measure = page.width - page.inside - page.outside
        return Copy(self.manuscript, self.chapters, self.allowed.texts, self.book_for(edition)[0], measure)

    def paged(self, book: Book, edition: Edition, shop: Workshop) -> Book:
        """The book with the pages of its print edition marked, where the edition and the author want them."""
        if edition.medium.family != "epub" or not book.metadata.epub.page_list:
            return book
        printed = EDITIONS["print"]
        interior, _ = self.book_for(printed)
        rendition, noticed = _rendered(printed, interior, self.theme)
        if rendition is None or has_errors(noticed):
            return book
        self.pages = self.pages or page_map(rendition, shop)
        return with_page_breaks(book, interior, self.pages, OMITTED)

    def cleared(self) -> None:
        """Let the trees go: nothing will be rendered any more, and a long book's layout needs their room."""
        self.chapters, self.pages = (), None
        self.books.clear()

    def told(self, noticed: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """What was noticed, where it stands, but for what the author accepts."""
        return self.allowed.kept(placed(noticed, self.allowed.texts))

    def concerning(self, noticed: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """What was noticed, but for what stands in the chapters that a sample leaves out."""
        return tuple(d for d in noticed if d.span.path not in self.left_out)


def _for(manuscript: Manuscript, printer: str, overlay: bool = False, reader: str = "") -> Manuscript:
    """The manuscript for a printer other than its own; with a template over its wrap, where that is asked for."""
    metadata = manuscript.metadata
    if printer:
        metadata = dataclasses.replace(metadata, print=dataclasses.replace(metadata.print, printer=printer))
    if overlay:
        metadata = dataclasses.replace(metadata, cover=dataclasses.replace(metadata.cover, overlay=True))
    if reader:
        metadata = dataclasses.replace(metadata, review=dataclasses.replace(metadata.review, reader=reader))
    return dataclasses.replace(manuscript, metadata=metadata)


def _opened(folder: Path) -> tuple[_Studio | None, tuple[Diagnostic, ...]]:
    manuscript, noticed = read(folder)
    return (None, noticed) if manuscript is None else _studio(manuscript, noticed)


def _studio(
    manuscript: Manuscript, noticed: tuple[Diagnostic, ...], untrusted: bool = False
) -> tuple[_Studio, tuple[Diagnostic, ...]]:
    chapters, noticed_in_text = parse(manuscript)
    theme, noticed_in_theme = load_theme(manuscript.files, untrusted)
    allowed = Allowed(manuscript.metadata.check.allow, manuscript.sources, manuscript.files)
    studio = _Studio(manuscript, chapters, theme, allowed)
    return studio, studio.told((*noticed, *noticed_in_text, *noticed_in_theme))


def check(folder: Path, names: Sequence[str], spelling: bool = False, links: bool = False) -> Report:
    """All that can be known of a manuscript without laying it out; nothing is written.

    `spelling`: words are looked up in a dictionary, also where `book.toml` does not ask for it. `links`: external
    addresses are opened; nothing else that the press does touches the network.
    """
    studio, noticed = _opened(folder)
    if studio is None:
        return Report(diagnostics=in_order(noticed))
    copy = studio.copy(EDITIONS[names[0]])
    marked = [*checked(copy, spelling or copy.manuscript.metadata.check.spelling)]
    if links:
        from publish.links import answers  # what opens the network is slow to import

        marked += answers(copy.book, line_of)
    found = [*noticed, *_in_editions(studio, names), *grouped(studio.told(marked))]
    return Report(diagnostics=in_order((*found, *studio.allowed.mistakes())))


def _in_editions(studio: _Studio, names: Sequence[str]) -> tuple[Diagnostic, ...]:
    """What is noticed on the way to each edition, up to its layout."""
    found: list[Diagnostic] = []
    for name in names:
        book, in_book = studio.book_for(EDITIONS[name])
        found += (*in_book, *studio.told(_rendered(EDITIONS[name], book, studio.theme)[1]))
    return tuple(found)


@seldom_collected()
def build(
    folder: Path,
    names: Sequence[str],
    out: Path,
    strict: bool = False,
    progress: Say = quiet,
    only: Sequence[str] = (),
    workers: int | None = None,
    printer: str = "",
    overlay: bool = False,
    pool: Pool | None = None,
    reader: str = "",
    untrusted: bool = False,
) -> Report:
    """Make the editions named and write them to `out`. Errors of one edition do not keep the others back.

    With `only`, a sample of the chapters named; UnknownChapterError where there is no such chapter. `workers`: processes
    that lay out chapters; unless given, one for each core. The result is the same. `printer`: whom it is for, where that is
    not who `book.toml` says. `overlay`: the wrap with the printer's template over it. `reader`: whose copy of the proof it is.
    `untrusted`: the book of a stranger, whose styles are filtered and whose templates and limits do not count.
    `pool`: such processes, lent by a caller who builds again and again; they are not sent home.
    """
    progress(Begun(READ))
    manuscript, noticed = read(folder, untrusted)
    if manuscript is None:
        return Report(held_back=tuple(names), diagnostics=in_order(noticed))
    manuscript = _for(manuscript, printer, overlay, reader)
    with contextlib.nullcontext(pool) if pool else contextlib.closing(hired(workers)) as layers:
        # A guess, by the text alone, that costs the start of a worker where it is wrong; results hang on keys of their own.
        before = Memory(cache_folder(out), __version__)
        asked = before.key("built", names, only, manuscript.metadata, manuscript.sources)
        if before.recall(asked) is None and _lay_out(names, manuscript):
            layers.roused()
        progress(Begun(PARSE))
        studio, noticed = _studio(manuscript, noticed, untrusted)
        if only:
            studio.only = tuple(only)
            studio.book_for(EDITIONS[names[0]])
            noticed = studio.concerning(noticed)
        if has_errors(noticed) or (strict and noticed):  # all mistakes in one run
            return Report(held_back=tuple(names), diagnostics=in_order((*noticed, *_in_editions(studio, names))))
        report = _built(studio, noticed, names, out, strict, progress, layers)
        before.keep(asked, b"")
    return report


def _lay_out(names: Iterable[str], manuscript: Manuscript) -> bool:
    """Whether editions lay out pages: their own, or those that an e-book says the numbers of."""
    with_list = manuscript.metadata.epub.page_list
    return any(EDITIONS[name].paged or (with_list and EDITIONS[name].medium.family == "epub") for name in names)


def _built(
    studio: _Studio,
    noticed: tuple[Diagnostic, ...],
    names: Sequence[str],
    out: Path,
    strict: bool,
    progress: Say,
    layers: Pool,
) -> Report:
    """The editions of a manuscript without errors, each remembered, written where nothing speaks against it."""
    found: list[Diagnostic] = list(noticed)
    written: list[Written] = []
    held_back: list[str] = []
    with locked(out), workshop(cache_folder(out), versions(), layers, progress) as shop:
        for name in names:
            edition = EDITIONS[name]
            progress(Begun(RESOLVE, name))
            book, in_book = studio.book_for(edition)
            book = studio.paged(book, edition, shop)
            progress(Begun(RENDER, name))
            rendition, in_edition = _rendered(edition, book, studio.theme)
            concerned = (*in_book, *studio.told(in_edition))
            if name == names[-1]:
                del book
                studio.cleared()
            if rendition is not None and not has_errors(concerned):
                progress(Begun(PACK, name))
                try:
                    artifact, made, in_pack = _packed(edition, rendition, shop)
                except (MemoryError, RecursionError, BrokenExecutor) as error:
                    shop.pool.close()  # what is left of it works no more; the next edition calls in another
                    in_pack = (broken_down(error, name, rendition.metadata.limits),)
                concerned = (*concerned, *studio.told(in_pack))
            found += concerned
            if rendition is None or has_errors(concerned) or (strict and concerned):
                held_back.append(name)
            else:
                progress(Begun(WRITE, name))
                path = out / artifact.name
                _origins_kept(studio.manuscript, rendition, artifact, out)
                written.append(Written(name, path, made, replaced(path, artifact.content)))
    return Report(tuple(written), tuple(held_back), in_order(found), studio.sample)


def hired(workers: int | None = None) -> Pool:
    """Processes that lay out chapters, one for each core unless told; they start with the first work."""
    return processes(workers or cores(), _PRELOAD)


def typography(folder: Path, out: Path, progress: Say = quiet) -> tuple[Figures | None, Report]:
    """The figures of the finished pages and what is left to mend; None where errors keep them from being laid out.

    Nothing is written; layouts that a build remembers in `out` are not made again.
    """
    studio, noticed = _opened(folder)
    if studio is None:
        return None, Report(diagnostics=in_order(noticed))
    book, in_book = studio.book_for(EDITIONS["pdf"])
    rendition, in_edition = _rendered(EDITIONS["pdf"], book, studio.theme)
    found = (*noticed, *in_book, *studio.told(in_edition))
    if rendition is None or has_errors(found):
        return None, Report(diagnostics=in_order(found))
    known = cache_folder(out)
    with (
        contextlib.closing(hired()) as pool,
        workshop(known if known.is_dir() else Path(os.devnull), versions(), pool, progress) as shop,
    ):
        figures, in_pages = typography_of(rendition, shop)
    return figures, Report(diagnostics=in_order((*found, *studio.told(in_pages))))


def stats(folder: Path) -> tuple[tuple[Count, ...], Count, tuple[Diagnostic, ...]]:
    """The counts of each chapter and of the whole, and the errors that keep a manuscript from being read."""
    manuscript, noticed = read(folder)
    if manuscript is None:
        return (), Count("", ""), in_order(noticed)
    chapters, _ = parse(manuscript)
    counts = counted(chapters)
    return counts, total(manuscript.metadata.title, counts), ()


def _rendered(edition: Edition, book: Book, theme: Theme) -> tuple[Rendition | None, tuple[Diagnostic, ...]]:
    """The rendition of an edition; None where a template of the book does not work."""
    try:
        return edition.render(book, theme)
    except TemplateError as error:
        return None, (error.diagnostic,)


def _packed(edition: Edition, rendition: Rendition, shop: Workshop) -> tuple[Artifact, bool, tuple[Diagnostic, ...]]:
    def make() -> bytes:
        return to_bytes(*edition.pack(rendition, shop))

    content, known = shop.memory.remembered(make, edition.name, rendition)
    artifact, noticed = from_bytes(content)
    return artifact, not known, noticed


def cache_folder(out: Path) -> Path:
    return Path(os.environ.get("COLOPHON_CACHE") or out / ".cache")


def origin_maps(out: Path) -> Memory:
    """The maps from finished files to manuscripts, under the hash of each file."""
    return Memory(cache_folder(out) / "maps", "")


def _origins_kept(manuscript: Manuscript, rendition: Rendition, artifact: Artifact, out: Path) -> None:
    """Remember what of a file came from where, so that `verify` can name the line that caused a finding."""
    if not isinstance(artifact.content, bytes) or not artifact.name.endswith(".epub"):
        return
    maps, name = origin_maps(out), name_of(artifact.content)
    content = mapped(rendition, manuscript, keys_of(manuscript))
    if maps.recall(name) != content:
        maps.keep(name, content)


@functools.cache
def versions() -> str:
    """The press, by its version and its own code, and the versions of the libraries that shape its output."""
    import importlib.metadata  # slow to import, and a check remembers nothing

    here = Path(__file__).parent
    code = hashlib.sha256()
    for file in sorted(here.rglob("*.py")):
        code.update(f"{file.relative_to(here).as_posix()}\0".encode() + file.read_bytes())
    press = f"{__version__}+{code.hexdigest()[:16]}"
    return " ".join([press, *(f"{name}={importlib.metadata.version(name)}" for name in _LIBRARIES)])


def artifacts(
    folder: Path, names: Iterable[str], out: Path, printer: str = "", sample: bool = False
) -> tuple[dict[str, Path] | None, tuple[Diagnostic, ...]]:
    """Where the editions of a manuscript, or of its sample, stand, for those that have been built; None where there
    is no manuscript."""
    manuscript, noticed = read(folder)
    if manuscript is None:
        return None, noticed
    metadata = _for(manuscript, printer).metadata
    if sample:
        metadata = dataclasses.replace(metadata, slug=sample_slug(metadata))
    paths = {name: out / EDITIONS[name].file(metadata) for name in names}
    return {name: path for name, path in paths.items() if path.exists()}, noticed
