"""Whether the accessibility metadata are true (EPUB Accessibility 1.1; spec D1-D3)."""

from __future__ import annotations

from collections.abc import Iterator

from publish.book import EPUB_TYPE, MATHML
from publish.verify.container import OPF, Container, H
from publish.verify.findings import Said


def claims(book: Container) -> Iterator[Said]:
    """The accessibility metadata are true (spec D1, D2)."""
    metas = [(m.get("property", ""), (m.text or "").strip()) for m in book.package.iter(f"{OPF}meta")]
    features = {text for name, text in metas if name == "schema:accessibilityFeature"}
    roots = list(book.documents.values())
    images = [e for root in roots for e in root.iter(f"{H}img") if e.get("role") not in ("presentation", "none")]
    bare = [e for e in images if not e.get("alt", "").strip()]
    untrue = {
        "alternativeText": bool(bare),
        "MathML": not any(True for root in roots for _ in root.iter(f"{{{MATHML}}}math")),
        "pageNavigation": book.nav("page-list") is None,
        "pageBreakMarkers": not any(e.get("role") == "doc-pagebreak" for root in roots for e in root.iter("{*}*")),
        "index": not any("index" in e.get(EPUB_TYPE, "").split() for root in roots for e in root.iter("{*}*")),
    }
    package = book.package_path
    for feature, false in untrue.items():
        if false and feature in features:
            yield f"the metadata claim {feature}, which is not true of this book", package, -1
    if bare and ("schema:accessModeSufficient", "textual") in metas:
        yield "the metadata say that the text alone suffices, but an image has no text alternative", package, -1
