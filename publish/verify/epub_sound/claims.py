"""Whether the accessibility metadata are there, in the words of their vocabularies, and true (spec D1-D3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from publish.book import EPUB_TYPE, MATHML, Element
from publish.lazy import regex
from publish.verify.container import OPF, Container, H
from publish.verify.findings import Said

_MODES = frozenset(
    "auditory tactile textual visual chartOnVisual chemOnVisual colorDependent diagramOnVisual mathOnVisual musicOnVisual"
    " textOnVisual".split()
)
#: W3C, Schema.org Accessibility Properties for Discoverability Vocabulary.
_VALUES = {
    "accessMode": _MODES,
    "accessModeSufficient": _MODES,
    "accessibilityFeature": frozenset(
        "alternativeText annotations ARIA audioDescription bookmarks braille captions ChemML closedCaptions describedMath"
        " displayTransformability fullRubyAnnotations highContrastAudio highContrastDisplay horizontalWriting index largePrint"
        " latex latex-chemistry longDescription MathML MathML-chemistry none openCaptions pageBreakMarkers pageNavigation"
        " printPageNumbers readingOrder rubyAnnotations signLanguage structuralNavigation synchronizedAudioText tableOfContents"
        " tactileGraphic tactileObject taggedPDF timingControl transcript ttsMarkup unknown unlocked verticalWriting"
        " withAdditionalWordSegmentation withoutAdditionalWordSegmentation".split()
    ),
    "accessibilityHazard": frozenset(
        "flashing motionSimulation sound noFlashingHazard noMotionSimulationHazard noSoundHazard unknownFlashingHazard"
        " unknownMotionSimulationHazard unknownSoundHazard none unknown".split()
    ),
}
_WANTED = (*_VALUES, "accessibilitySummary")
#: Values that deny each other.
_DENIED = (
    ("flashing", "noFlashingHazard"), ("motionSimulation", "noMotionSimulationHazard"), ("sound", "noSoundHazard"),
)  # fmt: skip
_CONFORMS = regex(r"EPUB Accessibility 1\.1 - WCAG 2\.[0-2] Level A{1,3}")


def vocabularies(book: Container) -> Iterator[Said]:
    """What must be said is said, in values that catalogues know."""
    if book.package.get("version", "").startswith("2"):
        return
    said, package = _said(book), book.package_path
    for name in _WANTED:
        if not any(said[f"schema:{name}"]):
            yield f"the metadata do not say the book's {name}", package, -1
    for name, known in _VALUES.items():
        for value in [v.strip() for text in said[f"schema:{name}"] for v in text.split(",")]:
            if value and value.partition("/")[0] not in known:
                yield f"the metadata say {value} of the book's {name}, which is no value of it", package, -1
    hazards = set(said["schema:accessibilityHazard"])
    denied = any(hazards >= {*pair} for pair in _DENIED)
    if denied or (hazards & {"none", "unknown"} and len(hazards) > 1):
        yield f"the hazards deny each other: {', '.join(sorted(hazards))}", package, -1


def conformance(book: Container) -> Iterator[Said]:
    """A claim in the words of EPUB Accessibility 1.1, 4.3, and who says so."""
    said = _said(book)
    claims = [claim for claim in said["dcterms:conformsTo"] if claim.startswith("EPUB Accessibility")]
    for claim in claims:
        if not _CONFORMS.fullmatch(claim):
            yield f"the claim “{claim}” is not in the words that catalogues look for", book.package_path, -1
    if claims and not any(said["a11y:certifiedBy"]):
        yield "conformance is claimed, but nobody is named who certified it", book.package_path, -1


def claims(book: Container) -> Iterator[Said]:
    """What is claimed is in the book, and what is in the book is not kept back."""
    said, roots = _said(book), list(book.documents.values())
    images = [e for root in roots for e in root.iter(f"{H}img") if e.get("role") not in ("presentation", "none")]
    bare = [e for e in images if not e.get("alt", "").strip()]
    formulas = [e for root in roots for e in root.iter(f"{{{MATHML}}}math")]
    untrue = {
        "alternativeText": bool(bare),
        "MathML": not formulas,
        "describedMath": bool(formulas) and not all(map(_described, formulas)),
        "pageNavigation": book.nav("page-list") is None,
        "pageBreakMarkers": not _any(roots, "role", "doc-pagebreak"),
        "index": not _any(roots, EPUB_TYPE, "index"),
    }
    package = book.package_path
    for feature, false in untrue.items():
        if false and feature in said["schema:accessibilityFeature"]:
            yield f"the metadata claim {feature}, which is not true of this book", package, -1
    if bare and "textual" in said["schema:accessModeSufficient"]:
        yield "the metadata say that the text alone suffices, but an image has no text alternative", package, -1
    modes = said["schema:accessMode"]
    shown = [e for e in images if "cover" not in e.get(EPUB_TYPE, "").split()]
    if modes and shown and not any("visual" in mode.lower() for mode in modes):
        yield "the book has images, but its metadata do not say that it is visual", package, -1


def _said(book: Container) -> Mapping[str, Sequence[str]]:
    said: dict[str, list[str]] = defaultdict(list)
    for meta in book.package.iter(f"{OPF}meta"):
        said[meta.get("property", "")].append((meta.text or "").strip())
    return said


def _described(formula: Element) -> bool:
    return bool(formula.get("alttext", "").strip()) or formula.find(f".//{{{MATHML}}}annotation") is not None


def _any(roots: Sequence[Element], attribute: str, word: str) -> bool:
    return any(word in e.get(attribute, "").split() for root in roots for e in root.iter("{*}*"))
