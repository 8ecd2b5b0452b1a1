"""Rules of printers that an interior and a wrap have in common: the file, what its pages paint, the standard that it claims."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from publish.printers import Printer
from publish.verify.held import Held, Judged

if TYPE_CHECKING:
    import pikepdf


def file_rules(book: Judged) -> Iterator[Held]:
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


def painted_rules(book: Judged) -> Iterator[Held]:
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
    fine = [page.line_art for page in book.pages]
    yield from _least(book, "line art", "line art of {:.0f} ppi", fine, rules.line_art_ppi, 0.5)
    ink = max((page.ink for page in book.pages), default=0.0)
    heavy = [(number, f"{page.ink:.0f} % of ink on one place, and {rules.ink} are the most")
             for number, page in numbered if page.ink > rules.ink + 0.5]  # fmt: skip
    unread = [(number, "an image whose ink cannot be read") for number, page in numbered if page.unread]
    yield book.held("ink", f"{ink:.0f} %", f"at most {rules.ink}", [*book.broken(heavy), *book.broken(unread)])


def tint_rule(book: Judged) -> Iterator[Held]:
    """No tone of the pages is so pale that it may not show; the ground of a cover may be."""
    if book.rules.tint:
        tints = [page.tints for page in book.pages]
        yield from _least(book, "tints", "a tint of {:.1f} %", tints, book.rules.tint, 0.5)


def _least(
    book: Judged, rule: str, said: str, numbers: Sequence[Iterable[float]], least: float, near: float
) -> Iterator[Held]:
    """The smallest of some numbers of each page, and whether it is as large as a printer wants it."""
    smallest = min(itertools.chain.from_iterable(numbers), default=None)
    found = "none" if smallest is None else f"of {said.format(smallest).rpartition(' of ')[2]} and more"
    small = [(number, f"{said.format(one)}, and {least:g} is the least")
             for number, page in enumerate(numbers, 1) for one in page if one < least - near]  # fmt: skip
    yield book.held(rule, found, f"at least {least:g}", book.broken(small))


def _listed(sets: Iterable[Iterable[str]]) -> str:
    return ", ".join(sorted(set(itertools.chain.from_iterable(sets)))) or "none"


def standard_rules(book: Judged) -> Iterator[Held]:
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
