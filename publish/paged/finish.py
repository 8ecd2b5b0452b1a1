"""What WeasyPrint leaves out of a PDF: page labels, how a reader opens it (ISO 32000-1, 12.4.2 and 7.7.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import pydyf

from publish.paged.places import arabic

_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>\
</pdfaExtension:schemas></rdf:Description>"""


class Labelled(Protocol):
    """A page with a folio as printed (roman or arabic); a cover has none."""

    @property
    def folio(self) -> str: ...

    @property
    def kind(self) -> str: ...


def finisher(
    places: Sequence[Labelled], words: Mapping[str, str], direction: str, outline: bool = True
) -> Callable[[Any], None]:
    """`direction` is how the book is read; its first page lies alone on the side where books of it open. `outline`: it is shown."""

    def finish(pdf: Any) -> None:
        if outline:
            _accessible_too(pdf)
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": _labels(places, words)})
        if outline:
            pdf.catalog["PageMode"] = "/UseOutlines"
        pdf.catalog["PageLayout"] = "/TwoPageRight"
        if direction == "rtl":
            preferences = pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())
            preferences["Direction"] = "/R2L"

    return finish


def _accessible_too(pdf: Any) -> None:
    """A PDF/A-2a says that it is PDF/UA-1 as well (ISO 14289-1, 5), and in an extension schema what that word means there.

    WeasyPrint writes one standard into a file; its own way to add metadata puts them where no validator looks.
    """
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [b"".join(metadata.stream).replace(b"</rdf:RDF>", _UA + b"</rdf:RDF>", 1)]


def _labels(places: Sequence[Labelled], words: Mapping[str, str]) -> Any:
    """Ranges of labels: a new one where the style changes, or a folio does not follow the one before."""
    nums = pydyf.Array()
    style, number = "", 0
    for index, place in enumerate(places):
        now = _style(place)
        folio = number + 1
        if now in ("D", "r"):
            folio = int(place.folio) if now == "D" else arabic(place.folio)
        if now != style or folio != number + 1:
            start = {"St": folio} if now == style or (folio != 1 and now in ("D", "r")) else {}
            named = {
                "cover": {"P": pydyf.String(words["cover"])},
                "changes": {"P": pydyf.String("Changes "), "S": "/D"},
                "questions": {"P": pydyf.String("Questions "), "S": "/D"},
            }
            nums.extend([index, pydyf.Dictionary({**named.get(now, {"S": f"/{now}"}), **start})])
        style, number = now, folio
    return nums


def _style(place: Labelled) -> str:
    if place.kind in ("changes", "questions"):
        return place.kind
    if not place.folio:
        return "cover"
    return "D" if place.folio.isdigit() else "r"
