"""How pages of *Dracula* are set: this press beside xelatex (`scrbook`) with the same face, size, leading and measure.

A measuring script, not a test: `python bench/typography.py` prints a table for `docs/typography.md`. It wants xelatex with
fontspec and KOMA-Script (Debian: texlive-xetex, texlive-latex-recommended). Both PDFs are measured by the same code, from the
places of their characters.
"""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import pypdfium2
import pypdfium2.raw as pdfium
import uharfbuzz
from lxml import etree

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from publish.build import build  # noqa: E402  # the checkout's own package, from wherever this is started
from publish.markdown import parse  # noqa: E402
from publish.sources import read  # noqa: E402
from publish.typefaces import Fonts  # noqa: E402

BOOK = ROOT / "tests" / "books" / "dracula.md"
FACES = {"upright.ttf": "EBGaramond[wght].ttf", "italic.ttf": "EBGaramond-Italic[wght].ttf"}
SIZE, LEADING, INDENT = 11.5, 14.5, 1.2 * 11.5
#: The text area of the house's page, in points from its left and bottom: 6 by 9 in with the margins of `tokens.css`.
TOP, FOOT = 648 - 0.85 * 72, 0.9 * 72
KINDS = ("widows", "orphans", "runts", "short last pages", "hyphens at page turns", "uneven spreads", "hyphen ladders",
         "loose lines")  # fmt: skip
LOOSE = 1.5
_HYPHENS = frozenset("-\u2010\u00ad\u0002\ufffe")


@dataclass(frozen=True)
class Line:
    """A line of text: its baseline, its edges, its last sign, how wide its spaces are in the face's own."""

    y: float
    left: float
    right: float
    last: str
    spaces: float


def lines_of(page: pypdfium2.PdfPage, space: float) -> list[Line]:
    """The lines of the text area, from the top."""
    text = page.get_textpage()
    rows: dict[int, list[tuple[float, float, str, float]]] = {}
    for at in range(text.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(text, at))
        box, x, y = pdfium.FS_RECTF(), pdfium.c_double(), pdfium.c_double()
        if sign.isspace() or not pdfium.FPDFText_GetLooseCharBox(text, at, box):
            continue
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        if FOOT - 2 * LEADING < y.value < TOP:
            key = next((k for k in rows if abs(k - y.value) < 4), round(y.value))
            rows.setdefault(key, []).append((box.left, box.right, sign, y.value))
    return [_line(sorted(rows[key]), space) for key in sorted(rows, reverse=True)]


def _line(signs: Sequence[tuple[float, float, str, float]], space: float) -> Line:
    gaps = [b[0] - a[1] for a, b in itertools.pairwise(signs) if b[0] - a[1] > space * 0.45]
    spaces = mean(gaps) / space if gaps else 1.0
    return Line(signs[-1][3], signs[0][0], signs[-1][1], signs[-1][2], spaces)


def counted(path: Path) -> tuple[int, Counter[str]]:
    """The pages of prose of a PDF, and the faults of its setting."""
    space = _space()
    document = pypdfium2.PdfDocument(path)
    pages = [lines_of(page, space) for page in document]
    found: Counter[str] = Counter()
    chapters = list(_chapters(pages))
    for chapter in chapters:
        _judge(chapter, found)
    return sum(len(chapter) for chapter in chapters), found


def _space() -> float:
    """The width of the face's own space, in points at the size of the text."""
    face = uharfbuzz.Face(uharfbuzz.Blob(Fonts()[FACES["upright.ttf"]]))
    font = uharfbuzz.Font(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(" ")
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    return float(buffer.glyph_positions[0].x_advance / face.upem * SIZE)


def _chapters(pages: Sequence[list[Line]]) -> Iterator[list[tuple[int, list[Line]]]]:
    """Runs of pages from an opening, which is a page that begins low, to the next; each with its number from 0."""
    run: list[tuple[int, list[Line]]] = []
    for number, lines in enumerate(pages):
        body = [line for line in lines if line.y >= FOOT - LEADING - 1]
        opens = bool(lines) and lines[0].y < TOP - 60
        if run and (opens or not lines):
            if len(run) > 1:
                yield run
            run = []
        if opens or run:
            run.append((number, body))
    if len(run) > 1:
        yield run


def _judge(chapter: Sequence[tuple[int, list[Line]]], found: Counter[str]) -> None:
    """Add the faults of a chapter. A line opens a paragraph where it is indented, and closes one where it is not full."""
    text = [lines[1:] if at == 0 else lines for at, (_, lines) in enumerate(chapter)]
    edges = [_usual([lines for (n, _), lines in zip(chapter, text, strict=True) if n % 2 == side]) for side in (0, 1)]
    run = 0
    for at, ((number, _), lines) in enumerate(zip(chapter, text, strict=True)):
        left, edge = edges[number % 2]
        opens = [line.left > left + INDENT / 2 for line in lines]
        closes = [line.right < edge - 1.5 for line in lines]
        last_page = at == len(chapter) - 1
        for line, opening, closing in zip(lines, opens, closes, strict=True):
            found["loose lines"] += line.spaces > LOOSE and not closing
            found["runts"] += closing and not opening and line.right - line.left < INDENT
            run = run + 1 if line.last in _HYPHENS and not closing else 0
            found["hyphen ladders"] += run == 3
        if not lines:
            continue
        found["widows"] += bool(at) and closes[0] and not opens[0]
        if last_page:
            found["short last pages"] += len(lines) < 5
            continue
        found["orphans"] += opens[-1] and not closes[-1]
        found["hyphens at page turns"] += lines[-1].last in _HYPHENS and not closes[-1] and number % 2 == 0
        if number % 2 and at < len(chapter) - 2 and text[at + 1]:
            found["uneven spreads"] += abs(lines[-1].y - text[at + 1][-1].y) > 1.0


def _usual(pages: Sequence[list[Line]]) -> tuple[float, float]:
    """The edges that most lines of some pages have."""
    lefts = Counter(round(line.left) for lines in pages for line in lines)
    rights = Counter(round(line.right, 1) for lines in pages for line in lines)
    return float(lefts.most_common(1)[0][0]) if lefts else 0.0, rights.most_common(1)[0][0] if rights else 0.0


def press(folder: Path) -> Path:
    build(BOOK, ("pdf",), folder)
    return folder / "dracula.pdf"


PREAMBLE = r"""\documentclass[11pt,twoside,openright,headings=small]{scrbook}
\usepackage[paperwidth=6in,paperheight=9in,inner=0.93in,outer=0.85in,top=0.85in,bottom=0.9in,headsep=15pt]{geometry}
\usepackage{fontspec}
\usepackage[english]{babel}
\setmainfont[Path=./,ItalicFont=italic.ttf,BoldFont=upright.ttf,Numbers=OldStyle,Ligatures=TeX]{upright.ttf}
\AtBeginDocument{\fontsize{11.5bp}{14.5bp}\selectfont\setlength{\parindent}{1.2em}\lefthyphenmin=3 \righthyphenmin=3 }
\pagestyle{plain}
\renewcommand*{\chapterheadstartvskip}{\vspace*{116bp}}
\RedeclareSectionCommand[afterskip=43.5bp plus 1sp]{chapter}
\begin{document}
"""


def xelatex(folder: Path) -> Path:
    """The same text through xelatex, as `scrbook` sets it."""
    manuscript, _ = read(BOOK)
    assert manuscript is not None
    chapters, _ = parse(manuscript)
    body = "\n".join(_tex(chapter.tree) for chapter in chapters)
    (folder / "dracula.tex").write_text(f"{PREAMBLE}{body}\n\\end{{document}}\n", encoding="utf-8")
    for name, source in FACES.items():
        (folder / name).write_bytes(Fonts()[source])
    for _ in range(2):
        subprocess.run(
            ["xelatex", "-interaction=batchmode", "dracula.tex"],
            cwd=folder,
            check=False,
            capture_output=True,
        )
    return folder / "dracula.pdf"


def _tex(tree: etree._Element) -> str:
    parts = []
    for block in tree.iter("h1", "h2", "h3", "p", "hr"):
        if block.tag == "hr":
            parts.append("\\begin{center}* * *\\end{center}")
        elif block.tag == "p":
            parts.append(_inline(block))
        else:
            parts.append(f"\\chapter*{{{_inline(block)}}}")
    return "\n\n".join(parts)


def _inline(element: etree._Element) -> str:
    text = _escaped(element.text or "")
    for child in element:
        inner = _inline(child)
        text += {"em": f"\\emph{{{inner}}}", "strong": f"\\textbf{{{inner}}}"}.get(str(child.tag), inner)
        text += _escaped(child.tail or "")
    return text


def _escaped(text: str) -> str:
    text = re.sub(r"([&%$#_{}])", r"\\\1", re.sub(r"\s+", " ", text))
    return text.replace("~", "\\textasciitilde{}").replace("^", "\\textasciicircum{}")


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        rows = []
        for name, make in (("this press", press), ("xelatex, `scrbook`", xelatex)):
            folder = Path(made) / name.split(",")[0].replace(" ", "-")
            folder.mkdir()
            rows.append((name, *counted(make(folder))))
    print(f"| per hundred pages | {' | '.join(f'{name} ({pages} pages)' for name, pages, _ in rows)} |")
    print("|---|" + "---:|" * len(rows))
    for kind in KINDS:
        print(f"| {kind} | {' | '.join(f'{100 * found[kind] / pages:.1f}' for _, pages, found in rows)} |")


if __name__ == "__main__":
    main()
