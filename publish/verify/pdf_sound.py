"""Whether a PDF is whole: qpdf opens it without complaint, its fonts are inside, it names nobody's folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from publish.lazy import regex
from publish.verify.findings import Finding
from publish.verify.java import NotInstalledError

if TYPE_CHECKING:
    import pikepdf

# A folder of a machine, but not the path of an address such as https://example.org/home/page.
_FOLDER = regex(rb"(?<![\w.:/%~-])(?:/(?:home|Users|root|tmp|private|var)/|[A-Z]:\\\\Users\\\\)[\w.-]+|file://")
_OUTLINES = ("/Type1", "/MMType1", "/TrueType", "/CIDFontType0", "/CIDFontType2")


def pdf_sound(paths: Sequence[Path]) -> tuple[Finding, ...]:
    """Damage, fonts that are not embedded and paths of a machine, at the file."""
    try:
        import pikepdf
    except ImportError as error:
        raise NotInstalledError("pikepdf is not installed; pip install 'colophon[verify]'") from error
    found: list[Finding] = []
    for path in paths:
        try:
            with pikepdf.open(path, suppress_warnings=True) as pdf:
                damage = [str(w) for w in (*pdf.check_pdf_syntax(), *pdf.get_warnings())]
                problems = [*damage, *_fonts_outside(pdf), *_folders_named(pdf)]
        except pikepdf.PdfError as error:
            problems = [str(error)]
        # qpdf begins its messages with the path of the file, which the span already says.
        texts = dict.fromkeys(p.replace(str(path), path.name) for p in problems)
        found += [Finding("P002", text, path) for text in texts]
    return tuple(found)


def _fonts_outside(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Fonts that a reader would have to bring; a Type 3 font is made of the file's own drawings."""
    import pikepdf

    for entry in pdf.objects:
        if not isinstance(entry, pikepdf.Dictionary) or entry.get("/Subtype") not in _OUTLINES:
            continue
        descriptor = entry.get("/FontDescriptor", pikepdf.Dictionary())
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"the font {entry.get('/BaseFont')} is not embedded"


def _folders_named(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Paths in dictionaries, strings and the XMP packet; content streams draw glyphs and name nothing."""
    import pikepdf

    for entry in pdf.objects:
        plain = pikepdf.Dictionary(dict(entry.items())) if isinstance(entry, pikepdf.Stream) else entry
        written = plain.unparse(resolved=True) if isinstance(plain, pikepdf.Object) else b""
        if isinstance(entry, pikepdf.Stream) and entry.get("/Type") == "/Metadata":
            written += entry.read_bytes()
        for match in _FOLDER.finditer(written):
            yield f"it names a place of the machine that made it: {match[0].decode('utf-8', 'replace')}"
