"""The printer's rules of `printers.toml`, held to a finished interior: each rule with what was found (spec F5-F7).

The file is read as a stranger's would be, with pikepdf: boxes, fonts, colours and images come from the content of its pages, not
from what the press meant to write. No independent validator of PDF/X can be had, so what that asks is among these rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def print_rules(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """`P030` for each rule that a file breaks, with the number that was found, at the file."""
    try:
        import pikepdf
    except ImportError as error:
        raise NotInstalledError("pikepdf is not installed") from error
    found: list[Finding] = []
    for path in paths:
        rules = printer(next((key for key in PRINTERS if path.stem.endswith(f"-{key}")), ""))
        try:
            with pikepdf.open(path) as pdf:
                problems = [*_file(path, pdf, rules), *_pages(pdf, rules), *_standard(pdf, rules)]
        except pikepdf.PdfError as error:
            problems = [str(error)]
        found += [
            Finding("P030", f"{rules.name}: {problem}", path, hint=rules.source) for problem in dict.fromkeys(problems)
        ]
    return tuple(found)


def _file(path: Path, pdf: pikepdf.Pdf, rules: Printer) -> Iterator[str]:
    if (size := path.stat().st_size / 1_000_000) > rules.megabytes:
        yield f"the file has {size:.0f} MB, and {rules.megabytes} are allowed"
    if not rules.navigation:
        kinds = (("/Outlines", "bookmarks"), ("/AcroForm", "a form"))
        yield from (f"the file has {what}" for key, what in kinds if key in pdf.Root)
        linked = [number for number, page in enumerate(pdf.pages, 1) if len(page.obj.get("/Annots", ()))]
        if linked:
            yield f"{len(linked)} pages have annotations, such as links; the first is page {linked[0]}"
    if pdf.is_encrypted:
        yield "the file is encrypted"


def _pages(pdf: pikepdf.Pdf, rules: Printer) -> Iterator[str]:
    pages = [painted(page) for page in pdf.pages]
    count = len(pages)
    if not rules.least_pages <= count <= rules.most_pages:
        yield f"the book has {count} pages, and from {rules.least_pages} to {rules.most_pages} are printed"
    if count % rules.multiple:
        yield f"the book has {count} pages, which is no multiple of {rules.multiple}"
    if rules.blank_end and not pages[-1].blank:
        yield "the last page is not blank"
    run = 0
    for number, page in enumerate(pages, 1):
        run = run + 1 if page.blank else 0
        if run == 3:
            yield f"pages {number - 2} to {number} are blank, and a run of two is allowed"
    yield from _boxes(pdf, rules)
    yield from _painted(pages, rules)


def _boxes(pdf: pikepdf.Pdf, rules: Printer) -> Iterator[str]:
    """All pages of one trim size that the printer takes, the bleed as wide as it is wanted or none, nothing around it."""
    trims = set()
    for number, page in enumerate(pdf.pages, 1):
        boxes = {
            name: [float(one) for one in page.obj.get(name, page.mediabox)]
            for name in ("/MediaBox", "/TrimBox", "/BleedBox")
        }
        media, trim, bleed = boxes.values()
        trims.add((round(trim[2] - trim[0], 2), round(trim[3] - trim[1], 2)))
        over = [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]]
        if any(min(abs(one), abs(one - rules.bleed * 72)) > _NEAR for one in over):
            yield f"page {number} has a bleed of {', '.join(f'{one / 72:.3f}' for one in over)} in, and {rules.bleed} are wanted"
        if not rules.marks and any(abs(a - b) > _NEAR for a, b in zip(media, bleed, strict=True)):
            yield f"page {number} has room for marks around its bleed"
        if "/TrimBox" not in page.obj:
            yield f"page {number} has no TrimBox"
    if len(trims) > 1:
        yield f"pages have {len(trims)} sizes: {', '.join(f'{w / 72:.3f} x {h / 72:.3f} in' for w, h in sorted(trims))}"
    for width, height in sorted(trims):
        yield from _offered(width / 72, height / 72, len(pdf.pages), rules)


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


def _painted(pages: Sequence[Painted], rules: Printer) -> Iterator[str]:
    """Each kind of fault once, with its first page and how many others have it."""
    faults: dict[str, list[tuple[int, str]]] = {}

    def note(kind: str, number: int, what: str) -> None:
        faults.setdefault(kind, []).append((number, what))

    for number, page in enumerate(pages, 1):
        for colour in sorted(page.colours - set(rules.colours)):
            note(f"colour {colour}", number, f"colours in {colour}")
        if page.transparent and not rules.transparency:
            note("transparency", number, "something transparent")
        for font in sorted(page.outside):
            note(f"font {font}", number, f"the font {font}, which is not embedded")
        for size in page.sizes:
            if size < rules.text_size - 0.05:
                note("size", number, f"text of {size:.2f} pt, and {rules.text_size:g} is the least")
        for width in page.rules:
            if width < rules.rule - 0.01:
                note("rule", number, f"a line of {width:.2f} pt, and {rules.rule:g} is the least")
        for ppi in page.resolutions:
            if ppi < rules.picture_ppi - 0.5:
                note("resolution", number, f"an image of {ppi:.0f} ppi, and {rules.picture_ppi} are wanted")
        if page.ink > rules.ink + 0.5:
            note("ink", number, f"{page.ink:.0f} % of ink on one place, and {rules.ink} are the most")
    for found in faults.values():
        others = len({number for number, _ in found}) - 1
        more = f", and {others} more pages" if others else ""
        yield f"page {found[0][0]} has {found[0][1]}{more}"


def _standard(pdf: pikepdf.Pdf, rules: Printer) -> Iterator[str]:
    """What PDF/X asks beyond colours, transparency and fonts (ISO 15930-1 and -3): version, label, intent, dates, an id."""
    if not rules.standards:
        return
    label = str(pdf.docinfo.get("/GTS_PDFXConformance", pdf.docinfo.get("/GTS_PDFXVersion", "")))
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
