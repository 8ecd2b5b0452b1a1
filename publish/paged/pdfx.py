"""PDF/X-1a:2001 and X-3:2002 (ISO 15930-1 and -3): the label, the metadata and the printing that the inks are meant for.

No independent validator of PDF/X can be had; `publish verify` checks what the standards ask of boxes, colours, transparency,
fonts and the intent by rules of its own.
"""

from __future__ import annotations

import pikepdf

from publish.book import Profile

#: The version and the conformance as the information dictionary names them; X-3 has no conformance of its own.
_LABELS = {"PDF/X-1a:2001": ("PDF/X-1:2001", "PDF/X-1a:2001"), "PDF/X-3:2002": ("PDF/X-3:2002", "")}


def standard_set(pdf: pikepdf.Pdf, profile: Profile) -> None:
    version, conformance = _LABELS[profile.standard]
    information = pdf.docinfo
    information["/GTS_PDFXVersion"] = version
    if conformance:
        information["/GTS_PDFXConformance"] = conformance
    information["/Trapped"] = pikepdf.Name("/False")
    identifier, words = profile.condition
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFX,
        OutputConditionIdentifier=pikepdf.String(identifier),
        OutputCondition=pikepdf.String(words),
        RegistryName=pikepdf.String("http://www.color.org"),
        Info=pikepdf.String(words),
    )
    pdf.Root.OutputIntents = pikepdf.Array([intent])
    for key in ("/Metadata", "/Names", "/Outlines", "/StructTreeRoot", "/MarkInfo"):
        if key in pdf.Root:
            del pdf.Root[key]
