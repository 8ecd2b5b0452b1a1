"""The whole way of a book on one screen: read, parse, resolve, render, pack, write.

Nothing is written where an edition has errors; what is written appears whole, under a lock of its folder. What was
packed is remembered by the hash of all that it depends on: a second build with nothing changed lays nothing out.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from publish import __version__
from publish.asked import NOTHING, Asked
from publish.book import Manuscript
from publish.book.trees import line_of
from publish.cache import Memory, Shelved
from publish.cache import cache_folder as cache_folder
from publish.checks import questions
from publish.diagnostics import Diagnostic, has_errors, in_order
from publish.early import Text, text_of
from publish.editions import EDITIONS, review
from publish.editions.interior import typography as typography_of
from publish.lazy import dataclass
from publish.markdown import parse
from publish.noticed import grouped
from publish.output import locked, replaced
from publish.packed import noticed_from_bytes, noticed_to_bytes
from publish.progress import PACK, PARSE, READ, RENDER, RESOLVE, WRITE, Begun, Say, quiet
from publish.remembered import origin_maps as origin_maps
from publish.remembered import origins_kept, packed, versions
from publish.resolve.sample import UnknownChapterError as UnknownChapterError
from publish.resolve.sample import sample_slug
from publish.shared import cores, shared
from publish.sources import read
from publish.stats import Count, counted, total
from publish.studio import Studio, earlier_text, equipped, made_for, noticed_in, opened, rendered, studio_of, ways_of
from publish.supervised import broken_down
from publish.theme import templates_compiled
from publish.typefaces import families
from publish.workshop import LAYERS, Pool, memory_returned, processes, seldom_collected, workshop

if TYPE_CHECKING:
    from publish.paged.typography import Figures as Figures

#: What the making of an edition may come to: it is said of the edition, and the others are made.
_BREAKDOWNS = (MemoryError, RecursionError, BrokenExecutor)


@dataclass(frozen=True)
class Written:
    """A file of an edition that was asked for: where it stands, and whether it had to be made or written anew."""

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


def check(
    folder: Path,
    names: Sequence[str],
    spelling: bool = False,
    links: bool = False,
    untrusted: bool = False,
    workers: int | None = None,
) -> Report:
    """All that can be known of a manuscript without laying it out; nothing is written.

    `spelling`: words are looked up in a dictionary, also where `book.toml` does not ask for it. `links`: external
    addresses are opened; nothing else that the press does touches the network. `untrusted`: as in `build`. `workers`: processes
    that share the work; unless given, one for each core. The result is the same.
    """
    return check_text(text_of(folder, untrusted, workers), names, spelling, links, untrusted, workers)


def ready(names: Sequence[str]) -> None:
    """Have at hand what a check needs beside a text: editions are imported when they are first named, tables read when asked."""
    for name in names:
        EDITIONS[name]
    families()
    templates_compiled()


def check_text(
    text: Text | tuple[Diagnostic, ...],
    names: Sequence[str],
    spelling: bool = False,
    links: bool = False,
    untrusted: bool = False,
    workers: int | None = None,
) -> Report:
    """The same of a manuscript that was read and parsed before (`early`)."""
    if not isinstance(text, Text):
        return Report(diagnostics=in_order(text))
    studio, noticed = equipped(text, untrusted)
    copy, ways = studio.copy(EDITIONS[names[0]]), ways_of(studio, names)
    rules = questions(copy, spelling or copy.manuscript.metadata.check.spelling)
    copy.paragraphs  # noqa: B018 -- made before the work is shared, for all rules
    jobs = [*(way.walked for way in ways), *rules]
    answers = shared(jobs, workers or cores(), noticed_to_bytes, lambda _, content: noticed_from_bytes(content))
    in_editions = [one for way, found in zip(ways, answers, strict=False) for one in way.told(studio, found)]
    marked = [one for found in answers[len(ways) :] for one in found]
    if links:
        from publish.links import answers as answering  # what opens the network is slow to import

        marked += answering(copy.book, line_of)
    found = [*noticed, *in_editions, *grouped(studio.told(marked))]
    return Report(diagnostics=in_order((*found, *studio.allowed.mistakes())))


@seldom_collected()
def build(
    folder: Path,
    names: Sequence[str],
    out: Path,
    strict: bool = False,
    progress: Say = quiet,
    only: Sequence[str] = (),
    workers: int | None = None,
    asked: Asked = NOTHING,
    pool: Pool | None = None,
    untrusted: bool = False,
) -> Report:
    """Make the editions named and write them to `out`. Errors of one edition do not keep the others back.

    With `only`, a sample of the chapters named; UnknownChapterError where there is no such chapter. `workers`: processes
    that lay out chapters; unless given, one for each core. The result is the same. `asked`: what is asked for beside what
    `book.toml` says.
    `untrusted`: the book of a stranger, whose styles are filtered and whose templates and limits do not count.
    `pool`: such processes, lent by a caller who builds again and again; they are not sent home.
    """
    progress(Begun(READ))
    manuscript, noticed = read(folder, untrusted)
    if manuscript is None:
        return Report(held_back=tuple(names), diagnostics=in_order(noticed))
    manuscript = made_for(manuscript, asked)
    with contextlib.nullcontext(pool) if pool else contextlib.closing(hired(workers)) as layers:
        # A guess, by the text alone, that costs the start of a worker where it is wrong; results hang on keys of their own.
        before = Memory(cache_folder(out), __version__)
        key = before.key("built", names, only, manuscript.metadata, manuscript.sources)
        if before.recall(key) is None and _lay_out(names, manuscript):
            layers.roused()
        progress(Begun(PARSE))
        shelf = Shelved(Memory(cache_folder(out), versions()))
        studio, noticed = studio_of(manuscript, noticed, untrusted, shelf)
        if only:
            studio.only = tuple(only)
            studio.book_for(EDITIONS[names[0]])
            noticed = studio.concerning(noticed)
        if has_errors(noticed) or (strict and noticed):  # all mistakes in one run
            return Report(held_back=tuple(names), diagnostics=in_order((*noticed, *noticed_in(studio, names))))
        studio.with_check = asked.with_check
        if asked.since and review.EDITION.name in names:
            studio.earlier = earlier_text(folder, asked, untrusted)
        shelf.put_away()
        report = _built(studio, noticed, names, out, strict, progress, layers)
        before.keep(key, b"")
    return report


def _lay_out(names: Iterable[str], manuscript: Manuscript) -> bool:
    """Whether editions lay out pages: their own, those that an e-book says the numbers of, or the cover that it draws."""
    in_ebook = manuscript.metadata.epub.page_list or not manuscript.metadata.cover_image
    return any(EDITIONS[name].paged or (in_ebook and EDITIONS[name].medium.family == "epub") for name in names)


def _built(
    studio: Studio,
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
            try:
                book = studio.paged(book, edition, shop)
            except _BREAKDOWNS as error:
                shop.pool.close()
                found += [*in_book, broken_down(error, name, book.metadata.limits)]
                held_back.append(name)
                continue
            book, in_earlier = studio.held_against(book, edition)
            book = studio.remarked(book, edition, (*noticed, *in_book))
            progress(Begun(RENDER, name))
            rendition, in_edition = rendered(edition, book, studio.theme)
            concerned = (*in_book, *in_earlier, *studio.told(in_edition))
            if name == names[-1]:
                del book
                studio.cleared()
                memory_returned()
            if rendition is not None and not has_errors(concerned):
                progress(Begun(PACK, name))
                try:
                    artifact, made, in_pack = packed(edition, rendition, shop)
                except _BREAKDOWNS as error:
                    shop.pool.close()  # what is left of it works no more; the next edition calls in another
                    in_pack = (broken_down(error, name, rendition.metadata.limits),)
                concerned = (*concerned, *studio.concerning(studio.told(in_pack)))
            found += concerned
            if rendition is None or has_errors(concerned) or (strict and concerned):
                held_back.append(name)
            else:
                progress(Begun(WRITE, name))
                path = out / artifact.name
                origins_kept(studio.manuscript, rendition, artifact, out)
                written.append(Written(name, path, made, replaced(path, artifact.content)))
                beside = [(out / other, content) for other, content in artifact.beside]
                written += [Written(name, other, made, replaced(other, content)) for other, content in beside]
    return Report(tuple(written), tuple(held_back), in_order(found), studio.sample)


def hired(workers: int | None = None) -> Pool:
    """Processes that lay out chapters, one for each core unless told; they start with the first work."""
    return processes(workers or cores(), LAYERS)


def typography(
    folder: Path, out: Path, progress: Say = quiet, untrusted: bool = False
) -> tuple[Figures | None, Report]:
    """The figures of the finished pages and what is left to mend; None where errors keep them from being laid out.

    Nothing is written; layouts that a build remembers in `out` are not made again.
    """
    studio, noticed = opened(folder, untrusted)
    if studio is None:
        return None, Report(diagnostics=in_order(noticed))
    book, in_book = studio.book_for(EDITIONS["pdf"])
    rendition, in_edition = rendered(EDITIONS["pdf"], book, studio.theme)
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


def stats(folder: Path, untrusted: bool = False) -> tuple[tuple[Count, ...], Count, tuple[Diagnostic, ...]]:
    """The counts of each chapter and of the whole, and the errors that keep a manuscript from being read."""
    manuscript, noticed = read(folder, untrusted)
    if manuscript is None:
        return (), Count("", ""), in_order(noticed)
    chapters, _ = parse(manuscript)
    counts = counted(chapters)
    return counts, total(manuscript.metadata.title, counts), ()


def artifacts(
    folder: Path, names: Iterable[str], out: Path, printer: str = "", sample: bool = False, untrusted: bool = False
) -> tuple[dict[str, Path] | None, tuple[Diagnostic, ...]]:
    """Where the editions of a manuscript, or of its sample, stand, for those that have been built; None where there
    is no manuscript."""
    manuscript, noticed = read(folder, untrusted)
    if manuscript is None:
        return None, noticed
    metadata = made_for(manuscript, Asked(printer)).metadata
    if sample:
        metadata = dataclasses.replace(metadata, slug=sample_slug(metadata))
    paths = {name: out / EDITIONS[name].file(metadata) for name in names}
    return {name: path for name, path in paths.items() if path.exists()}, noticed
