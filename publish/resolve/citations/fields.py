"""Entries of BibTeX and BibLaTeX as works in the terms of CSL."""

from __future__ import annotations

import re
from typing import Any

from publish.resolve.citations.bibtex import Entry
from publish.resolve.citations.latex import decoded, plain
from publish.resolve.citations.people import people_of

_KINDS = {
    "article": "article-journal", "book": "book", "mvbook": "book", "collection": "book", "mvcollection": "book",
    "proceedings": "book", "mvproceedings": "book", "reference": "book", "mvreference": "book", "manual": "book",
    "booklet": "pamphlet", "inbook": "chapter", "bookinbook": "chapter", "suppbook": "chapter", "incollection": "chapter",
    "suppcollection": "chapter", "inproceedings": "paper-conference", "conference": "paper-conference",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report", "report": "report",
    "online": "webpage", "electronic": "webpage", "www": "webpage", "unpublished": "manuscript", "patent": "patent",
    "inreference": "entry-encyclopedia", "review": "review", "letter": "personal_communication", "movie": "motion_picture",
    "video": "motion_picture", "music": "song", "artwork": "graphic", "image": "graphic", "legislation": "legislation",
    "jurisdiction": "legal_case", "misc": "book", "periodical": "article-journal", "suppperiodical": "article-journal",
}  # fmt: skip
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis", "techreport": "Technical report"}
_TYPES = {
    "phdthesis": "PhD thesis",
    "mathesis": "Master’s thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
}
_PEOPLE = {"author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author",
           "director": "director", "illustrator": "illustrator"}  # fmt: skip
#: CSL's name and the fields that may give it, the first that is there.
_TEXTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("collection-title", ("series",)), ("publisher", ("publisher", "institution", "school", "organization", "howpublished")),
    ("publisher-place", ("location", "address")), ("volume", ("volume",)), ("edition", ("edition",)),
    ("note", ("note", "addendum")),
    ("event", ("eventtitle", "event")), ("event-place", ("venue",)), ("number-of-pages", ("pagetotal",)), ("genre", ("type",)),
    ("number-of-volumes", ("volumes",)), ("version", ("version",)), ("chapter-number", ("chapter",)), ("archive", ("library",)),
    ("title-short", ("shorttitle",)), ("original-title", ("origtitle",)), ("original-publisher", ("origpublisher",)),
    ("container-title-short", ("shortjournal",)), ("status", ("pubstate",)),
)  # fmt: skip
_VERBATIM = (("DOI", "doi"), ("ISBN", "isbn"), ("ISSN", "issn"), ("URL", "url"))
_DATES = (
    ("issued", ("date",)),
    ("accessed", ("urldate", "lastchecked")),
    ("original-date", ("origdate",)),
    ("event-date", ("eventdate",)),
)
_LANGUAGES = {"english": "en", "american": "en-US", "british": "en-GB", "german": "de", "ngerman": "de", "french": "fr",
              "spanish": "es", "italian": "it", "russian": "ru", "dutch": "nl", "portuguese": "pt", "polish": "pl",
              "japanese": "ja", "swedish": "sv", "danish": "da", "latin": "la"}  # fmt: skip


def work_of(entry: Entry) -> dict[str, Any]:
    """A work as CSL-JSON has it."""
    fields = {name: value for name, value in entry.fields.items() if value.strip()}
    work: dict[str, Any] = {"id": entry.key, "type": _kind(entry.kind, fields)}
    work |= _titles(entry.kind, fields)
    for name, sources in _TEXTS:
        value = next((fields[s] for s in sources if s in fields), "")
        if value:
            work[name] = decoded(value)
    for name, source in _VERBATIM:
        if source in fields:
            work[name] = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/)(?=10\.)", "", _verbatim(fields[source]))
    for name, source in ((v, k) for k, v in _PEOPLE.items()):
        if source in fields:
            work[name] = people_of(fields[source])
    for name, sources in _DATES:
        value = next((fields[s] for s in sources if s in fields), "")
        if date := date_of(value):
            work[name] = date
    if "issued" not in work and "year" in fields and (date := _year(fields)):
        work["issued"] = date
    _numbers(entry.kind, fields, work)
    return work


def _kind(kind: str, fields: dict[str, str]) -> str:
    subtype = fields.get("entrysubtype", "").lower()
    if kind == "article" and subtype in ("magazine", "newspaper"):
        return f"article-{subtype}"
    if kind == "misc" and ("url" in fields or "http" in fields.get("howpublished", "")):
        return "webpage"
    return _KINDS.get(kind, "book")


def _verbatim(value: str) -> str:
    value = re.sub(r"\\(?:url|href)\{([^{}]*)\}.*", r"\1", value)
    return re.sub(r"\\([_%&#~$])", r"\1", value).replace("{", "").replace("}", "").strip()


def _joined(fields: dict[str, str], title: str, subtitle: str) -> str:
    main = decoded(fields.get(title, ""), protect=True)
    sub = decoded(fields.get(subtitle, ""), protect=True)
    return f"{main}{' ' if main[-1:] in '?!.' else ': '}{sub}" if main and sub else main


def _titles(kind: str, fields: dict[str, str]) -> dict[str, str]:
    titles = {
        "title": _joined(fields, "title", "subtitle"),
        "container-title": _joined(fields, "journaltitle", "journalsubtitle") or _joined(fields, "journal", "")
        or _joined(fields, "booktitle", "booksubtitle")
        or (_joined(fields, "maintitle", "mainsubtitle") if "in" in kind[:2] else ""),
    }  # fmt: skip
    if "titleaddon" in fields and titles["title"]:
        titles["title"] += f". {decoded(fields['titleaddon'], protect=True)}"
    return {name: title for name, title in titles.items() if title}


def _numbers(kind: str, fields: dict[str, str], work: dict[str, Any]) -> None:
    if "pages" in fields:
        work["page"] = re.sub(r"\s*(?:--?|–)\s*", "-", decoded(fields["pages"]).replace("–", "-"))
    number = decoded(fields.get("number", "") or fields.get("issue", ""))
    if number:
        in_series = work["type"] in ("book", "chapter", "paper-conference") and "series" in fields
        name = "issue" if work["type"].startswith("article") else "collection-number" if in_series else "number"
        work[name] = number
    if kind in _GENRES:
        work.setdefault("genre", _GENRES[kind])
    work["genre"] = _TYPES.get(work.get("genre", ""), work.get("genre", ""))
    if not work["genre"]:
        del work["genre"]
    if "http" in work.get("publisher", "") and "URL" not in work:
        work["URL"] = _verbatim(fields.get("howpublished", ""))
        del work["publisher"]
    language = fields.get("langid", fields.get("language", fields.get("hyphenation", ""))).lower()
    if language:
        work["language"] = _LANGUAGES.get(language, language if re.fullmatch(r"[a-z]{2}(-[a-z]{2})?", language) else "")


def _year(fields: dict[str, str]) -> dict[str, Any] | None:
    year = plain(fields["year"])
    date = date_of(year)
    month = plain(fields.get("month", "")).strip(". ").lower()[:3]
    names = "jan feb mar apr may jun jul aug sep oct nov dec".split()
    number = int(month) if month.isdigit() else names.index(month) + 1 if month in names else 0
    if (
        date
        and "date-parts" in date
        and len(date["date-parts"]) == 1
        and len(date["date-parts"][0]) == 1
        and 0 < number < 13
    ):
        day = plain(fields.get("day", ""))
        date["date-parts"][0] += [number, *([int(day)] if day.isdigit() else [])]
    return date


def date_of(text: str) -> dict[str, Any] | None:
    """A date of ISO 8601, or two with a stroke between them; what is none is kept as words."""
    text = plain(text).strip()
    if not text:
        return None
    circa = text.endswith(("~", "?")) or text.lower().startswith(("ca", "c."))
    ends = text.rstrip("~?").split("/")
    parts = [_parts(end) for end in ends]
    if len(ends) <= 2 and parts[0]:
        date: dict[str, Any] = {"date-parts": [part for part in parts if part]}
        return {**date, "circa": True} if circa else date
    year = re.fullmatch(r"(?:ca?\.?\s*)?(\d{4})", text)
    return {"date-parts": [[int(year[1])]], "circa": True} if year else {"literal": text}


def _parts(text: str) -> list[int]:
    match = re.fullmatch(r"(-?\d{1,4})(?:-(\d\d?))?(?:-(\d\d?))?(?:T.*)?", text.strip())
    return [int(part) for part in match.groups() if part] if match else []
