"""Books to measure with, made of the public-domain texts in `tests/books/`: the same bytes wherever they are made.

Three lengths (`essay`, `novel`, `saga`), each plain or rich. A rich chapter has notes, a table, a picture, a listing, sections,
and references to its neighbours, which print a page number. The Markdown is what this press and pandoc read alike.
"""

from __future__ import annotations

import io
import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

TEXTS = Path(__file__).parent.parent / "tests" / "books"
#: Prose only: verse and plays are laid out in lines of their own.
PROSE = ("alice.md", "dracula.md")
#: Rich chapters: words from one note to the next, and from one section to the next.
WORDS_A_NOTE, WORDS_A_SECTION = 300, 900
PICTURES = 12
#: How every note of a rich book begins: with a number that no other has, as a pattern.
NOTE = r"Cf\. leaf \d+/\d+:"


@dataclass(frozen=True)
class Size:
    """How long a book is: words and chapters."""

    words: int
    chapters: int


SIZES = {"essay": Size(10_000, 4), "novel": Size(100_000, 40), "saga": Size(600_000, 360)}
KINDS = ("plain", "rich")


def make(folder: Path, size: str, kind: str) -> list[Path]:
    """Write the book into a new folder, with its `book.toml`; the paths of its chapters in order."""
    folder.mkdir(parents=True)
    chapters = written(SIZES[size], kind == "rich")
    paths = [folder / f"{number:03}.md" for number in range(1, len(chapters) + 1)]
    for path, text in zip(paths, chapters, strict=True):
        path.write_text(text, encoding="utf-8", newline="\n")
    (folder / "book.toml").write_text(
        f'title = "{size.title()}, {kind}"\nauthor = ["Lewis Carroll", "Bram Stoker"]\nlang = "en"\n'
        'front = ["title-page", "contents"]\n\n[print]\ntrim = "5.5x8.5"\n'
    )
    if kind == "rich":
        (folder / "images").mkdir()
        for number in range(PICTURES):
            (folder / "images" / f"plate-{number:02}.jpg").write_bytes(picture(number))
    return paths


def written(size: Size, rich: bool) -> list[str]:
    """The chapters' text. Each has its share of the words, to within one paragraph."""
    prose = paragraphs()
    texts = []
    due = 0.0
    for number in range(1, size.chapters + 1):
        due += size.words / size.chapters
        own: list[str] = []
        while due > 0:
            own.append(next(prose))
            due -= len(own[-1].split())
        texts.append(_rich(own, number, size.chapters) if rich else _plain(own, number))
    return texts


def paragraphs() -> Iterator[str]:
    """Paragraphs of plain prose, without end: the texts again and again, each time in another order."""
    found = [one for name in PROSE for one in _blocks((TEXTS / name).read_text(encoding="utf-8"))]
    for turn in itertools.count():
        order = list(range(len(found)))
        if turn:
            random.Random(turn).shuffle(order)
        yield from (found[n] for n in order)


def _blocks(text: str) -> Iterator[str]:
    """The blocks that are prose and nothing else: no heading, list, quotation, table or raw HTML, no mark left open."""
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        line = " ".join(block.split())
        if (
            re.match(r"[A-Z'\"“‘]", line)
            and len(line.split()) > 4
            and not re.search(r"[*_`<>\[\]|\\^~$#{}@]|&\w+;", line)
        ):
            opened = len(re.findall(r"(?<!\w)'(?=\w)", line)) > len(re.findall(r"(?<=[\w,.;!?-])'(?!\w)", line))
            yield line + "'" * opened  # a speech that goes on in the next has another behind it here


def _title(prose: list[str], number: int) -> str:
    words = re.findall(r"[A-Za-z’']+", prose[len(prose) // 2])[:4]
    return f"# {' '.join(words).strip(chr(39)).capitalize()} {{#ch-{number:03}}}"


def _plain(prose: list[str], number: int) -> str:
    return "\n\n".join([_title(prose, number), *prose]) + "\n"


def _rich(prose: list[str], number: int, last: int) -> str:
    """A chapter with everything: the blocks stand at fixed places among its paragraphs, so that lengths do not vary."""
    extras = {
        len(prose) // 5: _table(number),
        2 * len(prose) // 5: _picture(number),
        3 * len(prose) // 5: _listing(number),
        4 * len(prose) // 5: _reference(number, last),
    }
    blocks = [_title(prose, number)]
    notes: list[str] = []
    since_note, since_section = 0, 0
    for at, paragraph in enumerate(prose):
        since_note += len(paragraph.split())
        since_section += len(paragraph.split())
        if since_note >= WORDS_A_NOTE:
            since_note = 0
            label = f"n{number:03}-{len(notes) + 1}"
            notes.append(f"[^{label}]: Cf. leaf {number}/{len(notes) + 1}: {_first_words(prose[-1 - at], 40)}")
            paragraph = f"{paragraph}[^{label}]"
        blocks.append(paragraph)
        if at in extras:
            blocks.append(extras[at])
        if since_section >= WORDS_A_SECTION and at + 2 < len(prose):
            since_section = 0
            blocks.append(f"## {_first_words(prose[at + 1], 4).rstrip('.,;:!?')}")
    return "\n\n".join([*blocks, *notes]) + "\n"


def _first_words(text: str, count: int) -> str:
    return " ".join(re.findall(r"\w[\w’'-]*[.,;:!?]?", text)[:count])


def _table(number: int) -> str:
    head = "| Day | Miles made good | Weather |\n|:----|----:|:-----|\n"
    sky = ("fair", "fog at dawn, then rain", "a fresh wind from the north", "calm")
    rows = (f"| {day} May | {(number * 37 + day * 11) % 190} | {sky[(number + day) % 4]} |" for day in range(1, 7))
    return head + "\n".join(rows) + f"\n\n: The log of chapter {number} {{#tbl:log-{number:03}}}"


def _picture(number: int) -> str:
    return f"![A chart of the coast in chapter {number}](images/plate-{number % PICTURES:02}.jpg){{#fig:chart-{number:03}}}"


def _listing(number: int) -> str:
    return (
        f"```python\ndef bearing(course: float, drift: float = {number}) -> float:\n"
        '    """The course that is made good, in degrees."""\n'
        "    for hour in range(24):\n        course += drift / (hour + 1)\n"
        "        if course > 360:\n            course -= 360\n    return round(course, 2)\n```"
    )


def _reference(number: int, last: int) -> str:
    before, after = max(1, number - 1), min(last, number + 1)
    return (
        f"Of this more was said in [the chart of the coast](#fig:chart-{before:03}), and more will be in "
        f"[the log](#tbl:log-{after:03}) that is printed further on."
    )


def picture(number: int) -> bytes:
    """A picture of its own, 900 by 600 pixels, as JPEG: a coast of a few hundred lines in greys."""
    chance = random.Random(number)
    image = Image.new("L", (900, 600), 235)
    draw = ImageDraw.Draw(image)
    for level in range(60):
        heights = [300 + level * 5 + chance.randint(-40, 40) for _ in range(19)]
        draw.line([(at * 50, height) for at, height in enumerate(heights)], fill=40 + level * 3, width=2)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
