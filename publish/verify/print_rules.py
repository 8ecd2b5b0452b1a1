"""The printer's rules of `printers.toml`, held to a finished interior: each rule with what was found (spec F5-F7).

The file is read as a stranger's would be, with pikepdf: boxes, fonts, colours and images come from the content of its pages, not
from what the press meant to write. No independent validator of PDF/X can be had, so what that asks is among these rules.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from publish.printers import PRINTERS, printer
from publish.verify.findings import Finding
from publish.verify.held import Held, Judged
from publish.verify.java import NotInstalledError
from publish.verify.places import placed
from publish.verify.print_content import painted
from publish.verify.print_sound import file_rules, painted_rules, standard_rules, tint_rule

if TYPE_CHECKING:
    import pikepdf

#: Two measures in points that count as the same.
_NEAR = 0.06


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
                interior = Judged(path, pdf, tuple(painted(page) for page in pdf.pages), rules)
                held += [
                    *file_rules(interior),
                    *_count(interior),
                    *_boxes(interior),
                    *_margins(interior),
                    *painted_rules(interior),
                    *tint_rule(interior),
                    *standard_rules(interior),
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


def _count(book: Judged) -> Iterator[Held]:
    rules, count = book.rules, len(book.pages)
    bounds = "any of a sample" if book.sample else f"from {rules.least_pages} to {rules.most_pages}"
    yield book.held("pages", count, bounds, () if book.sample else rules.refuses_count(count))
    odd = count % rules.multiple
    yield book.held("pages", count, f"a multiple of {rules.multiple}",
                    [f"the book has {count} pages, which is no multiple of {rules.multiple}"] if odd else [])  # fmt: skip
    if rules.blank_end:
        blank = bool(book.pages) and book.pages[-1].blank
        yield book.held(
            "last page", "blank" if blank else "printed", "blank", [] if blank else ["the last page is not blank"]
        )
    yield _blanks(book)


def _blanks(book: Judged) -> Held:
    """No long run of blank pages; at the end it may be longer, where a signature has to be filled."""
    inside, end = book.rules.blanks
    found, problems, last = 0, [], 0
    for blank, run in itertools.groupby(enumerate(book.pages, 1), key=lambda page: page[1].blank):
        numbers = [number for number, _ in run]
        allowed = end if numbers[-1] == len(book.pages) else inside
        if blank and len(numbers) > allowed:
            said = f"pages {numbers[0]} to {numbers[-1]} are blank, and a run of {allowed:g} is allowed"
            problems.append(said)
        found, last = (max(found, len(numbers)), len(numbers)) if blank else (found, 0)
    wanted = f"at most {inside:g}" + ("" if end == inside else f", any number at the end ({last})")
    return book.held("blank pages in a row", found, wanted, problems)


def _boxes(book: Judged) -> Iterator[Held]:
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
    pages = 0 if book.sample else len(book.pages)
    for width, height in sorted(trims):
        sizes += rules.refuses_size(width / 72, height / 72, pages)
    yield book.held("trim size", said, "one that is printed" if rules.trims else "one", sizes)
    yield book.held("bleed", f"{' and '.join(sorted(bleeds))} in", f"{rules.bleed} or none", bled)
    yield book.held("boxes", "not in order" if around else "in order", "a TrimBox, and marks where they may be", around)


def _margins(book: Judged) -> Iterator[Held]:
    """How far words and pictures keep from the edges: from the inside one by the count of pages (spec F2)."""
    rules, mirrored = book.rules, _mirrored(book.pdf)
    gutter, least = rules.gutter(len(book.pages)), rules.margin
    if any(page.obj.get("/BleedBox", page.trimbox) != page.trimbox for page in book.pdf.pages):
        least = rules.margin_with_bleed
    inside, around = [], []
    for number, page in enumerate(placed(book.path), 1):
        boxes = list(page.kept())
        if boxes:
            left, bottom, right, top = (one / 72 for one in page.margins(boxes))
            at_left = (number % 2 == 1) is not mirrored
            inside.append((left if at_left else right, number))
            around.append((min(right if at_left else left, bottom, top), number))
    for rule, named, wanted, found in (("inside margin", "an inside margin", gutter, inside),
                                       ("other margins", "a margin", least, around)):  # fmt: skip
        narrow = [(number, f"{named} of {one:.3f} in, and {wanted:g} is the least")
                  for one, number in found if one < wanted - _NEAR / 72]  # fmt: skip
        said = f"of {min(found)[0]:.3f} in and more" if found else "none"
        yield book.held(rule, said, f"at least {wanted:g}", book.broken(narrow))


def _mirrored(pdf: pikepdf.Pdf) -> bool:
    """Whether the book is bound at the right."""
    preferences = pdf.Root.get("/ViewerPreferences")
    return preferences is not None and str(preferences.get("/Direction", "")) == "/R2L"
