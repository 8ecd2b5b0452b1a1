"""The printer's rules of `printers.toml`, held to a finished interior: each rule with what was found (spec F5-F7).

The file is read as a stranger's would be, with pikepdf: boxes, fonts, colours and images come from the content of its pages, not
from what the press meant to write. No independent validator of PDF/X can be had, so what that asks is among these rules.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from publish.printers import PRINTERS, Printer, printer
from publish.verify.findings import Finding
from publish.verify.java import NotInstalledError
from publish.verify.print_content import Painted, painted

if TYPE_CHECKING:
    import pikepdf

#: Two measures in points that count as the same.
_NEAR = 0.06


@dataclass(frozen=True)
class Held:
    """A rule held against a file: what was found and what is wanted, in words; the `problems`, none where it is met."""

    file: Path
    printer: str
    rule: str
    found: str
    wanted: str
    source: str
    problems: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.printer}: {self.rule} {self.found}, {self.wanted}: {'NOT MET' if self.problems else 'met'}"


@dataclass(frozen=True)
class _Interior:
    """A finished file, open: what is on its pages, and whose rules it is held to."""

    path: Path
    pdf: pikepdf.Pdf
    pages: tuple[Painted, ...]
    rules: Printer

    def held(self, rule: str, found: object, wanted: object, problems: Iterable[str]) -> Held:
        rules = self.rules
        return Held(self.path, rules.name, rule, str(found), str(wanted), rules.source, tuple(dict.fromkeys(problems)))

    def broken(self, faults: Iterable[tuple[int, str]]) -> Iterator[str]:
        """Each fault (a page, what it has) of one kind: its first page and how many others have it."""
        found = list(faults)
        if found:
            others = len({number for number, _ in found}) - 1
            yield f"page {found[0][0]} has {found[0][1]}" + (f", and {others} more pages" if others else "")


def printers_held(paths: Sequence[Path]) -> tuple[Held, ...]:
    """Every rule of the printer of each file, which its name says."""
    try:
        import pikepdf
    except ImportError as error:
        raise NotInstalledError("pikepdf is not installed") from error
    held: list[Held] = []
    for path in paths:
        rules = printer(next((key for key in PRINTERS if path.stem.endswith(f"-{key}")), ""))
        try:
            with pikepdf.open(path) as pdf:
                interior = _Interior(path, pdf, tuple(painted(page) for page in pdf.pages), rules)
                held += [
                    *_file(interior),
                    *_count(interior),
                    *_boxes(interior),
                    *_painted(interior),
                    *_standard(interior),
                ]
        except pikepdf.PdfError as error:
            held.append(Held(path, rules.name, "file", "damaged", "readable", rules.source, (str(error),)))
    return tuple(held)


def broken(held: Sequence[Held]) -> tuple[Finding, ...]:
    """`P030` for each rule that a file breaks, with the number that was found, at the file."""
    return tuple(
        Finding("P030", f"{one.printer}: {problem}", one.file, hint=one.source)
        for one in held
        for problem in one.problems
    )


def _file(book: _Interior) -> Iterator[Held]:
    size, most = book.path.stat().st_size / 1_000_000, book.rules.megabytes
    over = [f"the file has {size:.0f} MB, and {most} are allowed"] if size > most else []
    yield book.held("file", f"{size:.1f} MB", f"at most {most}", over)
    locked = ["the file is encrypted"] if book.pdf.is_encrypted else []
    yield book.held("encryption", "yes" if locked else "none", "none", locked)
    if not book.rules.navigation:
        kinds = (("/Outlines", "bookmarks"), ("/AcroForm", "a form"))
        problems = [f"the file has {what}" for key, what in kinds if key in book.pdf.Root]
        linked = [number for number, page in enumerate(book.pdf.pages, 1) if len(page.obj.get("/Annots", ()))]
        if linked:
            problems.append(f"{len(linked)} pages have annotations, such as links; the first is page {linked[0]}")
        yield book.held("links and bookmarks", f"on {len(linked)} pages" if problems else "none", "none", problems)


def _count(book: _Interior) -> Iterator[Held]:
    rules, count = book.rules, len(book.pages)
    bounds = f"from {rules.least_pages} to {rules.most_pages}"
    within = rules.least_pages <= count <= rules.most_pages
    yield book.held("pages", count, bounds, [] if within else [f"the book has {count} pages, and {bounds} are printed"])
    odd = count % rules.multiple
    yield book.held("pages", count, f"a multiple of {rules.multiple}",
                    [f"the book has {count} pages, which is no multiple of {rules.multiple}"] if odd else [])  # fmt: skip
    if rules.blank_end:
        blank = bool(book.pages) and book.pages[-1].blank
        yield book.held(
            "last page", "blank" if blank else "printed", "blank", [] if blank else ["the last page is not blank"]
        )
    runs = [len(list(run)) if blank else 0 for blank, run in itertools.groupby(book.pages, key=lambda page: page.blank)]
    run, problems = 0, []
    for number, page in enumerate(book.pages, 1):
        run = run + 1 if page.blank else 0
        if run == 3:
            problems.append(f"pages {number - 2} to {number} are blank, and a run of two is allowed")
    yield book.held("blank pages in a row", max(runs, default=0), "at most 2", problems)


def _boxes(book: _Interior) -> Iterator[Held]:
    """All pages of one trim size that the printer takes, the bleed as wide as it is wanted or none, nothing around it."""
    rules, trims, bleeds = book.rules, set(), set()
    bled, around = [], []
    for number, page in enumerate(book.pdf.pages, 1):
        boxes = {
            name: [float(one) for one in page.obj.get(name, page.mediabox)]
            for name in ("/MediaBox", "/TrimBox", "/BleedBox")
        }
        media, trim, bleed = boxes.values()
        trims.add((round(trim[2] - trim[0], 2), round(trim[3] - trim[1], 2)))
        over = [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]]
        bleeds |= {f"{abs(one) / 72:.3f}" for one in over}
        if any(min(abs(one), abs(one - rules.bleed * 72)) > _NEAR for one in over):
            wide = ", ".join(f"{one / 72:.3f}" for one in over)
            bled.append(f"page {number} has a bleed of {wide} in, and {rules.bleed} are wanted")
        if not rules.marks and any(abs(a - b) > _NEAR for a, b in zip(media, bleed, strict=True)):
            around.append(f"page {number} has room for marks around its bleed")
        if "/TrimBox" not in page.obj:
            around.append(f"page {number} has no TrimBox")
    said = ", ".join(f"{width / 72:.3f} x {height / 72:.3f} in" for width, height in sorted(trims))
    sizes = [f"pages have {len(trims)} sizes: {said}"] if len(trims) > 1 else []
    for width, height in sorted(trims):
        sizes += _offered(width / 72, height / 72, len(book.pages), rules)
    yield book.held("trim size", said, "one that is printed" if rules.trims else "one", sizes)
    yield book.held("bleed", f"{' and '.join(sorted(bleeds))} in", f"{rules.bleed} or none", bled)
    yield book.held("boxes", "not in order" if around else "in order", "a TrimBox, and marks where they may be", around)


def _offered(width: float, height: float, pages: int, rules: Printer) -> Iterator[str]:
    """Whether the printer has the trim size, and for so many pages on its most generous paper."""
    if not rules.trims:
        return
    for row in rules.trims:
        if any(abs(width - w) < 0.01 and abs(height - h) < 0.01 for w, h in row.sizes):
            if pages > max(row.most.values()):
                yield f"{width:.2f} x {height:.2f} in is printed up to {max(row.most.values())} pages, and the book has {pages}"
            return
    if rules.custom is None or not (
        rules.custom[0] <= width <= rules.custom[1] and rules.custom[2] <= height <= rules.custom[3]
    ):
        yield f"{width:.2f} x {height:.2f} in is no trim size of this printer"


def _painted(book: _Interior) -> Iterator[Held]:
    """What stands on the pages: the worst of each kind, and each kind of fault once."""
    rules, numbered = book.rules, list(enumerate(book.pages, 1))
    wrong = {colour for page in book.pages for colour in page.colours} - set(rules.colours)
    colours = [
        problem
        for colour in sorted(wrong)
        for problem in book.broken(
            (number, f"colours in {colour}") for number, page in numbered if colour in page.colours
        )
    ]
    yield book.held("colours", _listed(page.colours for page in book.pages), " or ".join(rules.colours), colours)
    clear = [(number, "something transparent") for number, page in numbered if page.transparent]
    yield book.held("transparency", f"on {len(clear)} pages" if clear else "none",
                    "allowed" if rules.transparency else "none", book.broken(() if rules.transparency else clear))  # fmt: skip
    outside = sorted({font for page in book.pages for font in page.outside})
    fonts = [
        problem
        for font in outside
        for problem in book.broken(
            (number, f"the font {font}, which is not embedded") for number, page in numbered if font in page.outside
        )
    ]
    yield book.held("fonts that are not embedded", len(outside), "none", fonts)
    yield from _least(book, "text", "text of {:.2f} pt", [page.sizes for page in book.pages], rules.text_size, 0.05)
    yield from _least(book, "lines", "a line of {:.2f} pt", [page.rules for page in book.pages], rules.rule, 0.01)
    ppi = [page.resolutions for page in book.pages]
    yield from _least(book, "images", "an image of {:.0f} ppi", ppi, rules.picture_ppi, 0.5)
    ink = max((page.ink for page in book.pages), default=0.0)
    heavy = [(number, f"{page.ink:.0f} % of ink on one place, and {rules.ink} are the most")
             for number, page in numbered if page.ink > rules.ink + 0.5]  # fmt: skip
    yield book.held("ink", f"{ink:.0f} %", f"at most {rules.ink}", book.broken(heavy))


def _least(
    book: _Interior, rule: str, said: str, numbers: Sequence[Iterable[float]], least: float, near: float
) -> Iterator[Held]:
    """The smallest of some numbers of each page, and whether it is as large as a printer wants it."""
    smallest = min(itertools.chain.from_iterable(numbers), default=None)
    found = "none" if smallest is None else f"of {said.format(smallest).rpartition(' of ')[2]} and more"
    small = [(number, f"{said.format(one)}, and {least:g} is the least")
             for number, page in enumerate(numbers, 1) for one in page if one < least - near]  # fmt: skip
    yield book.held(rule, found, f"at least {least:g}", book.broken(small))


def _listed(sets: Iterable[Iterable[str]]) -> str:
    return ", ".join(sorted(set(itertools.chain.from_iterable(sets)))) or "none"


def _standard(book: _Interior) -> Iterator[Held]:
    """What PDF/X asks beyond colours, transparency and fonts (ISO 15930-1 and -3): version, label, intent, dates, an id."""
    if book.rules.standards:
        info = book.pdf.docinfo
        label = str(info.get("/GTS_PDFXConformance", info.get("/GTS_PDFXVersion", "")))
        problems = _not_of_standard(book.pdf, label, book.rules)
        yield book.held("standard", label or "no PDF/X", " or ".join(book.rules.standards), problems)


def _not_of_standard(pdf: pikepdf.Pdf, label: str, rules: Printer) -> Iterator[str]:
    if label not in rules.standards:
        yield f"the file says that it is {label or 'no PDF/X'}, and {' or '.join(rules.standards)} is wanted"
    if pdf.pdf_version > "1.3":
        yield f"the file is PDF {pdf.pdf_version}, and PDF/X of 2001 and 2002 is 1.3"
    intents = [intent for intent in pdf.Root.get("/OutputIntents", ()) if intent.get("/S") == "/GTS_PDFX"]
    if len(intents) != 1:
        yield f"the file has {len(intents)} output intents for PDF/X, and one is wanted"
    elif not str(intents[0].get("/OutputConditionIdentifier", "")) or "/RegistryName" not in intents[0]:
        yield "the output intent does not name a registered printing condition"
    for key in ("/Title", "/CreationDate", "/ModDate"):
        if key not in pdf.docinfo:
            yield f"the information of the file has no {key[1:]}"
    if str(pdf.docinfo.get("/Trapped", "")) not in ("/True", "/False"):
        yield "the file does not say whether it is trapped"
    if "/ID" not in pdf.trailer:
        yield "the file has no ID"
    for key in ("/OpenAction", "/AA", "/JavaScript"):
        if key in pdf.Root:
            yield f"the file has an action ({key[1:]})"
