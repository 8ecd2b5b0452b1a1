"""Values of attributes: what each may say, as data. A value is kept, put into its proper form, or refused."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from urllib.parse import quote, unquote

from publish.book.trees import HEADINGS
from publish.lazy import regex

Check = Callable[[str], str | None]

_LANGUAGE = regex(r"(?:[a-z]{2,3}|[a-z]{5,8}|[ix])(?:-[a-z0-9]{1,8})*", re.I)
_DATE = r"\d{4,}-\d{2}(?:-\d{2}|-W\d{2})?"
_TIME = r"\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?"
_ZONE = r"(?:Z|[+-]\d{2}:?\d{2})?"
_WHEN = regex(
    rf"\d{{4}}|(?:--)?(?:0\d|1[0-2])-[0-3]\d|\d{{4,}}-W\d{{2}}|{_DATE}|{_TIME}|\d{{4,}}-\d{{2}}-\d{{2}}[T ]{_TIME}{_ZONE}"
    r"|P(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,3})?S)?)?"
)

#: Structural semantics that EPUB knows (Structural Semantics Vocabulary 1.1), its deprecated terms left out.
SEMANTICS = frozenset(
    "abstract acknowledgments afterword annotation answer answers appendix appendix aside assessment assessments backlink"
    " backmatter balloon biblioentry bibliography biblioref bodymatter chapter colophon concluding-sentence conclusion"
    " contributors copyright-page cover covertitle credit credits dedication division endnote endnotes epigraph epilogue"
    " errata figure fill-in-the-blank-problem footnote footnotes foreword frontmatter fulltitle general-problem glossary"
    " glossdef glossref glossterm halftitle halftitlepage imprimatur imprint index index-editor-note index-entry"
    " index-entry-list index-group index-headnotes index-legend index-locator index-locator-list index-locator-range"
    " index-term index-term-categories index-term-category index-xref-preferred index-xref-related introduction keyword"
    " keywords label landmarks learning-objective learning-objectives learning-outcome learning-outcomes learning-resource"
    " learning-resources learning-standard learning-standards list list-item loa loi lot lov match-problem multiple-choice-problem"
    " noteref notice ordinal other-credits page-list pagebreak panel panel-group part practice practices preamble preface"
    " prologue pullquote qna question revision-history seriespage sound-area subtitle table table-cell table-row"
    " text-area tip title titlepage toc toc-brief topic-sentence true-false-problem volume".split()
)
_DOC = (
    "abstract acknowledgments afterword appendix bibliography chapter colophon conclusion credit credits dedication endnotes"
    " epigraph epilogue errata example foreword glossary index introduction notice pagelist part preface prologue pullquote"
    " qna toc"
)
_SECTION_ROLES = frozenset(f"doc-{name}" for name in _DOC.split())
#: Roles of ARIA that say something in a book, for elements that may have any; the others belong to programs.
_ANY_ROLE = _SECTION_ROLES | frozenset(
    "article complementary definition document figure group heading img list listitem math navigation none note presentation"
    " region term doc-backlink doc-biblioref doc-cover doc-footnote doc-glossref doc-noteref doc-pagebreak doc-subtitle"
    " doc-tip".split()
)
#: Elements that may have certain roles only (ARIA in HTML, as the EPUB schema has it).
_ROLES_OF: Mapping[str, frozenset[str]] = {
    "section": _SECTION_ROLES | frozenset("complementary document group navigation note presentation region".split()),
    "aside": frozenset(
        "note complementary region presentation doc-dedication doc-example doc-footnote doc-glossary doc-pullquote doc-tip".split()
    ),
    "article": frozenset("article document region presentation".split()),
    "header": frozenset("group presentation doc-footnote".split()),
    "footer": frozenset("group presentation doc-footnote".split()),
    "hr": frozenset("separator presentation doc-pagebreak".split()),
    "ul": frozenset("group list presentation".split()),
    "ol": frozenset("group list presentation".split()),
    "li": frozenset("listitem presentation".split()),
    "dl": frozenset("group list presentation".split()),
    "dt": frozenset("term listitem".split()),
    "dd": frozenset({"definition"}),
    "a": frozenset("link doc-backlink doc-biblioref doc-glossref doc-noteref".split()),
    "img": frozenset("img math none presentation separator doc-cover".split()),
    **dict.fromkeys(HEADINGS, frozenset("heading presentation doc-subtitle".split())),
    "figcaption": frozenset("group presentation".split()),
    "details": frozenset({"group"}),
    **dict.fromkeys(("br", "wbr"), frozenset({"presentation"})),
    **dict.fromkeys(("summary", "caption", "col", "colgroup"), frozenset()),
}


def role(tag: str, value: str) -> str | None:
    """The first of the roles given that the element may have."""
    allowed = _ROLES_OF.get(tag, _ANY_ROLE)
    return next((name for name in value.lower().split() if name in allowed), None)


def semantics(value: str) -> str | None:
    """The terms that EPUB knows."""
    return " ".join(dict.fromkeys(name for name in value.split() if name in SEMANTICS)) or None


def language(value: str) -> str | None:
    name = value.strip().replace("_", "-")
    return name if _LANGUAGE.fullmatch(name) else None


def address(value: str) -> str | None:
    """An address as the URL standard has it: what may not stand in one is written with percent signs; None where
    nothing can be done. Letters of all scripts may stand."""
    plain = re.sub(r"[\t\r\n]", "", value.strip())
    web = _WEB.fullmatch(plain)
    if web is None:
        return None if _WEB_SCHEME.match(plain) or plain.endswith(":") else _escaped(plain)
    scheme, user, host, port, rest = web.groups(default="")
    if not _HOST.fullmatch(unquote(host)) or int(port[1:] or 0) > 65_535:
        return None
    return f"{scheme.lower()}//{_escaped(user)}{unquote(host)}{port}{_escaped(rest)}"


def _escaped(text: str) -> str:
    head, sign, fragment = text.partition("#")
    lone = re.compile(r"%(?![0-9A-Fa-f]{2})")
    pieces = [_not_in_url().sub(lambda m: quote(m[0]), lone.sub("%25", piece)) for piece in (head, fragment)]
    return pieces[0] + sign + pieces[1]


_WEB_SCHEME = regex(r"https?:", re.I)
_WEB = regex(r"(https?:)//([^/?#@]*@)?([^/?#:@\[\]]+|\[[0-9A-Fa-f:.]+\])(:\d{0,5})?([/?#].*)?", re.I)
_HOST = regex(r"[\w-]+(?:\.[\w-]+)*\.?|\[[0-9A-Fa-f:.]+\]")


@functools.cache
def _not_in_url() -> re.Pattern[str]:
    return re.compile(r"[^A-Za-z0-9!$&'()*+,./:;=?@_~%\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\-]")


def _one_of(*names: str) -> Check:
    return lambda value: value.strip().lower() if value.strip().lower() in names else None


def _matching(pattern: re.Pattern[str]) -> Check:
    return lambda value: value.strip() if pattern.fullmatch(value.strip()) else None


def _flag(value: str) -> str:
    return ""


def _list_type(value: str) -> str | None:
    return value if value in ("1", "a", "A", "i", "I") else None


_INTEGER = _matching(regex(r"-?\d{1,9}"))
_POSITIVE = _matching(regex(r"0*[1-9]\d{0,8}"))

VALUES: Mapping[str, Check] = {
    "id": lambda value: value.strip() or None,
    "dir": _one_of("ltr", "rtl", "auto"),
    "lang": language,
    "colspan": _POSITIVE,
    "rowspan": _POSITIVE,
    "span": _POSITIVE,
    "start": _INTEGER,
    "value": _INTEGER,
    "type": _list_type,
    "reversed": _flag,
    "open": _flag,
    "scope": _one_of("row", "col", "rowgroup", "colgroup"),
    "datetime": _matching(_WHEN),
    "cite": address,
    "aria-hidden": _one_of("true", "false"),
}


def valid(tag: str, name: str, value: str) -> str | None:
    """The value as the attribute of an element may have it, or None."""
    if name == "role":
        return role(tag, value)
    check = VALUES.get(name)
    return check(value) if check else value


__all__ = ["SEMANTICS", "VALUES", "address", "language", "role", "semantics", "valid"]
