"""Letters of a book, taken from its three forms by ways that share no code with the press: source, EPUB, PDF."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from pathlib import Path

import pypdfium2
from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"


def letters(text: str) -> str:
    """Letters and digits only, ligatures apart, case folded: what no typography changes."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if c.isalnum())


def of_source(text: str) -> tuple[str, list[str]]:
    """The text of a Markdown source, and its notes, in order, by plain substitution of its markup."""
    text = text.replace("\r\n", "\n")
    notes = [
        re.sub(r"\n {4}", "\n", n) for n in re.findall(r"^\[\^[^\]]+\]:(.*(?:\n(?:\n* {4}.*))*)", text, flags=re.M)
    ]
    text = re.sub(r"^\[\^[^\]]+\]:.*(?:\n(?:\n* {4}.*))*", "", text, flags=re.M)
    inline = re.findall(r"\^\[([^\]]*)\]", text)
    text = re.sub(r"\^\[[^\]]*\]", "", text)
    return plain(text), [plain(n) for n in (*notes, *inline)]


def plain(text: str) -> str:
    text = re.sub(r'^::: \{only="web"\}$.*?^:::$', "", text, flags=re.M | re.S)
    text = re.sub(r"^:::.*$", "", text, flags=re.M)
    text = re.sub(
        r"^ {0,3}(?:\d{1,9}[.)]|\((?:\d{1,9}|[a-z])\)) ", "", text, flags=re.M
    )  # markers of lists are no text
    text = re.sub(r"((?:^\|.*\n)+)\n(Table: .*)", r"\2\n\n\1", text, flags=re.M)  # captions stand above their tables
    text = re.sub(r"^\|[-:| ]+\|$", "", text, flags=re.M)
    text = re.sub(r"^Table: ", "", text, flags=re.M)
    text = re.sub(r"\[\^[^\]]+\]", "", text)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    text = re.sub(r"\{[^}]*\}", "", text)
    text = re.sub(r"\[@(?!(?:fig|tbl|ch|sec):)[^\]]*\]", "", text)  # citations are words of the press
    return re.sub(r"@(?:fig|tbl|ch|sec):[\w-]+", "", text)


def documents(epub: Path) -> dict[str, etree._Element]:
    """The content documents of an EPUB by name, in the order of its spine."""
    with zipfile.ZipFile(epub) as archive:
        opf = etree.fromstring(archive.read("EPUB/content.opf"))
        names = {i.get("id"): i.get("href") for i in opf.iter("{http://www.idpf.org/2007/opf}item")}
        order = [names[i.get("idref")] for i in opf.iter("{http://www.idpf.org/2007/opf}itemref")]
        return {name: etree.fromstring(archive.read(f"EPUB/{name}")) for name in order if name}


def without_citations(root: etree._Element) -> etree._Element:
    """The document without what its style of citation wrote: the citations and the list of works."""
    for element in [e for e in root.iter(etree.Element) if e.get("class") == "citation" or e.get("id") == "refs"]:
        element[:] = []
        element.text = None
    return root


def of_document(root: etree._Element) -> tuple[str, list[str]]:
    """The text of a content document without what the press added, and its notes."""
    body = root.find(f"{XHTML}body")
    assert body is not None
    notes = []
    for element in list(body.iter(etree.Element)):
        names = (element.get("class") or "").split()
        if element.get(TYPE) == "footnote":
            notes.append(element)
        if {"noteref", "backlink", "label", "xref"} & set(names):
            element[:] = []
            element.text = None
        if "reference" in names:
            for extra in list(element):
                if extra.tag == f"{XHTML}span":
                    element.remove(extra)
    texts = []
    for note in notes:
        tail, note.tail = note.tail, None
        texts.append("".join(note.itertext()))
        note[:] = []
        note.text, note.tail = None, tail
    return "".join(body.itertext()), texts


def pages(pdf: Path, top: float, bottom: float) -> list[str]:
    """The letters of each page between the margins (points), where no running head and no folio stands.

    Markers of lists are painted after the text of a page, in lines of their own, and left out: they are no text of an EPUB.
    """
    document = pypdfium2.PdfDocument(pdf)
    result = []
    for page in document:
        text = page.get_textpage().get_text_bounded(bottom=bottom, top=page.get_height() - top)
        text = re.sub(r"^(?:[a-z][.)]|\([a-z]\))\s*$", "", text, flags=re.M)
        result.append(letters(text.replace("\u0002", "").replace("\ufffe", "")))
    document.close()
    return result
