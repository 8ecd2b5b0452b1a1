"""What is measured: every case is commands to run, after the folder was brought into the state that they begin with."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import corpora
from bench.examined import Examined, examined
from bench.measure import Command, seconds

HERE = Path(__file__).parent
#: Words by which the chapter that grows is longer: some six pages.
GROWS_BY = 1_800


@dataclass(frozen=True)
class Case:
    """`prepare` is not timed; `makes` is the PDF whose pages are counted, if there is one; `examine` looks into it."""

    name: str
    prepare: Callable[[], None]
    commands: tuple[Command, ...]
    makes: Path | None = None
    examine: Callable[[], Examined] | None = None


@dataclass(frozen=True)
class Desk:
    """A book and the folders in which it is built, all below one that is thrown away."""

    book: str
    folder: Path

    @property
    def manuscript(self) -> Path:
        return self.folder / "manuscript"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def rich(self) -> bool:
        return self.book.endswith("-rich")

    def laid(self) -> None:
        """The manuscript as it was written, and nothing built."""
        for path in (self.manuscript, self.out):
            shutil.rmtree(path, ignore_errors=True)
        size, kind = self.book.split("-")
        corpora.make(self.manuscript, size, kind)

    def middle(self) -> Path:
        chapters = sorted(self.manuscript.glob("*.md"))
        return chapters[len(chapters) // 2]


def cases(desk: Desk) -> list[Case]:
    """In the order in which they are run: each leaves what the next begins with."""
    return [
        Case("cold PDF", desk.laid, (_press(desk, "pdf"),), _pdf(desk), _examined(desk) if desk.rich else None),
        _typst(desk),
        Case("nothing changed", lambda: _both(desk), (_press(desk, "epub,pdf"),), _pdf(desk)),
        Case("one chapter edited", lambda: _edited(desk), (_press(desk, "epub,pdf"),), _pdf(desk)),
        Case("one chapter longer", lambda: _longer(desk), (_press(desk, "epub,pdf"),), _pdf(desk)),
        Case("EPUB alone", lambda: _without_pages(desk), (_press(desk, "epub"),)),
        Case("pandoc → EPUB", lambda: None, (_pandoc(desk, "epub", "book.epub"),)),
        Case("one WeasyPrint document", lambda: None, (_weasyprint(desk),), desk.folder / "weasyprint.pdf"),
        Case("check", lambda: None, (_publish(desk, "check", str(desk.manuscript)),)),
        Case("check of Dracula", lambda: _dracula(desk), (_publish(desk, "check", str(desk.folder / "dracula")),)),
        Case("--version", lambda: None, (_publish(desk, "--version"),)),
    ]


def _publish(desk: Desk, *words: str) -> Command:
    return Command((sys.executable, "-m", "publish", *words), HERE.parent)


def _press(desk: Desk, editions: str) -> Command:
    return _publish(desk, "build", str(desk.manuscript), "--to", editions, "--out", str(desk.out), "--quiet")


def _pdf(desk: Desk) -> Path:
    """Where the press writes it: the slug is made of the title."""
    return desk.out / f"{desk.book}.pdf"


def _examined(desk: Desk) -> Callable[[], Examined]:
    def examine() -> Examined:
        return examined(_pdf(desk), desk.manuscript)

    return examine


def _dracula(desk: Desk) -> None:
    """A novel in one file, divided at its headings."""
    folder = desk.folder / "dracula"
    folder.mkdir(exist_ok=True)
    shutil.copy(corpora.TEXTS / "dracula.md", folder)
    (folder / "book.toml").write_text('title = "Dracula"\nauthor = "Bram Stoker"\nlang = "en"\n')


def _without_pages(desk: Desk) -> None:
    """An e-book without the pages of a print edition, as pandoc makes it: nothing is laid out for it."""
    desk.laid()
    with (desk.manuscript / "book.toml").open("a", encoding="utf-8") as toml:
        toml.write("\n[epub]\npage-list = false\n")


def _both(desk: Desk) -> None:
    seconds([_press(desk, "epub,pdf")])


def _edited(desk: Desk) -> None:
    """One word for another in the middle of the middle chapter."""
    path = desk.middle()
    text = path.read_text(encoding="utf-8")
    at = text.index(" the ", len(text) // 2)
    path.write_text(f"{text[:at]} one {text[at + 5 :]}", encoding="utf-8", newline="\n")


def _longer(desk: Desk) -> None:
    """Six pages more at the beginning of the middle chapter."""
    path = desk.middle()
    blocks = path.read_text(encoding="utf-8").rstrip().split("\n\n")
    prose = corpora.paragraphs()
    more, words = [], 0
    while words < GROWS_BY:
        more.append(next(prose))
        words += len(more[-1].split())
    path.write_text("\n\n".join([blocks[0], *more, *blocks[1:]]) + "\n", encoding="utf-8", newline="\n")


def _chapters(desk: Desk) -> list[str]:
    size = corpora.SIZES[desk.book.split("-")[0]]
    return [str(desk.manuscript / f"{number:03}.md") for number in range(1, size.chapters + 1)]


def _pandoc(desk: Desk, form: str, out: str, *options: str) -> Command:
    import pypandoc

    named = ("--metadata", f"title={desk.book}", "--metadata", "author=Lewis Carroll", "--metadata", "lang=en")
    words = (pypandoc.get_pandoc_path(), "--from=markdown", f"--to={form}", "--standalone", "--toc", *named, *options)
    return Command((*words, f"--resource-path={desk.manuscript}", *_chapters(desk), "-o", out), desk.folder)


def _typst(desk: Desk) -> Case:
    """Pandoc writes the source, typst sets it: two programs, as pandoc itself starts them."""
    source, pdf = desk.folder / "manuscript" / "book.typ", desk.folder / "typst.pdf"
    write = _pandoc(desk, "typst", str(source), f"--template={HERE / 'peer.typ'}")
    compile = Command((sys.executable, str(HERE / "peers.py"), "typst", str(source), str(pdf)), desk.folder)
    return Case("pandoc → typst", lambda: None, (write, compile), pdf)


def _weasyprint(desk: Desk) -> Command:
    words = (
        sys.executable,
        str(HERE / "peers.py"),
        "weasyprint",
        str(desk.manuscript),
        str(desk.folder / "weasyprint.pdf"),
    )
    return Command(words, desk.folder)
