"""What the package of an EPUB says of the book: Dublin Core and its refinements, as plain values (spec A5-A9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from publish.book import XML_LANG, Identifier, Metadata, Person
from publish.lazy import dataclass

#: Articles that a catalogue sorts behind the title, by language.
_ARTICLES = {
    "en": ("the", "a", "an"), "de": ("der", "die", "das", "ein", "eine"), "fr": ("le", "la", "les", "un", "une"),
    "es": ("el", "la", "los", "las", "un", "una"), "it": ("il", "lo", "la", "gli", "le", "un", "una"),
    "nl": ("de", "het", "een"),
}  # fmt: skip


@dataclass(frozen=True)
class Statement:
    """One element of the metadata: a Dublin Core term, or `meta` for all else."""

    name: str
    value: str
    attributes: dict[str, str] = field(default_factory=dict)


def urn(identifier: Identifier) -> str:
    """An identifier as a URN, a DOI as its address (spec A6)."""
    scheme, value = identifier.scheme.lower(), identifier.value.strip()
    if scheme.startswith("isbn"):
        return "urn:isbn:" + "".join(c for c in value.removeprefix("urn:isbn:") if c.isalnum())
    if scheme == "uuid":
        return value if value.startswith("urn:") else f"urn:uuid:{value}"
    if scheme == "doi":
        return value if value.startswith("http") else f"https://doi.org/{value.removeprefix('doi:')}"
    return value


def title_of(metadata: Metadata) -> str:
    """Title and subtitle in one: reading systems show one title (spec A7)."""
    return f"{metadata.title}: {metadata.subtitle}" if metadata.subtitle else metadata.title


def filed(title: str, lang: str) -> str:
    """A title as a catalogue sorts it: "The Car" under "Car, The"."""
    first, _, rest = title.partition(" ")
    return f"{rest}, {first}" if rest and first.lower() in _ARTICLES.get(lang[:2].lower(), ()) else title


def page_source(metadata: Metadata) -> str:
    """Of what the pages are: the identifier of the print edition, else words for it."""
    printed = _printed(metadata)
    size = f"{metadata.print.width} × {metadata.print.height}"
    return urn(printed) if printed else f"the print edition of this book, {size}"


def _printed(metadata: Metadata) -> Identifier | None:
    return next((i for i in metadata.identifier if i.edition in ("print", "pdf")), None)


def statements(
    metadata: Metadata, edition: str, accessibility: Sequence[tuple[str, str]], cover: str
) -> Iterator[Statement]:
    """All of it, in order; `cover` is the manifest's id of the cover's picture."""
    identifier = metadata.identifier_for(edition)
    yield from _identified("identifier", identifier, "pub-id")
    yield Statement("title", title_of(metadata), {"id": "title"})
    yield _refined("title", "title-type", "main")
    yield _refined("title", "file-as", filed(title_of(metadata), metadata.lang))
    yield from _scripts("title", metadata.scripts)
    yield Statement("language", metadata.lang)
    yield from _people("creator", metadata.author)
    yield from _people("contributor", metadata.contributor)
    for name in ("publisher", "rights", "description", "date"):
        if value := getattr(metadata, name):
            yield Statement(name, value)
    yield from _subjects(metadata)
    printed = _printed(metadata)
    if printed is not None and printed != identifier:
        yield from _identified("source", printed, "print-id")
    if metadata.series:
        yield Statement("meta", metadata.series.name, {"property": "belongs-to-collection", "id": "series"})
        yield _refined("series", "collection-type", "series")
        if metadata.series.position:
            yield _refined("series", "group-position", metadata.series.position)
    english = {} if metadata.lang.lower().startswith("en") else {XML_LANG: "en"}
    for name, value in accessibility:
        yield Statement("meta", value, {"property": name, **(english if name.endswith("Summary") else {})})
    yield from _conformance(metadata)
    yield Statement("meta", "", {"name": "cover", "content": cover})


def _identified(term: str, identifier: Identifier, id: str) -> Iterator[Statement]:
    yield Statement(term, urn(identifier), {"id": id})
    code = {"isbn": "15", "doi": "06"}.get(identifier.scheme.lower()[:4].rstrip("-"))
    if code:
        yield _refined(id, "identifier-type", code, "onix:codelist5")


def _people(term: str, people: Sequence[Person]) -> Iterator[Statement]:
    """A name is filed as the author says, or it is left to the reader's catalogue: nobody can tell by a name alone."""
    for number, person in enumerate(people, 1):
        id = f"{term}-{number}"
        yield Statement(term, person.name, {"id": id})
        yield _refined(id, "role", person.role, "marc:relators")
        if person.file_as:
            yield _refined(id, "file-as", person.file_as)
        yield from _scripts(id, person.scripts)
        if len(people) > 1:
            yield _refined(id, "display-seq", str(number))


def _scripts(id: str, names: Sequence[tuple[str, str]]) -> Iterator[Statement]:
    for lang, name in names:
        given = {"refines": f"#{id}", "property": "alternate-script", XML_LANG: lang}
        yield Statement("meta", name, given)


def _subjects(metadata: Metadata) -> Iterator[Statement]:
    for number, subject in enumerate(metadata.subject, 1):
        id = f"subject-{number}"
        yield Statement("subject", subject.text, {"id": id} if subject.authority else {})
        if subject.authority:
            yield _refined(id, "authority", subject.authority)
            yield _refined(id, "term", subject.term)


def _conformance(metadata: Metadata) -> Iterator[Statement]:
    """What a person has found (EPUB Accessibility 1.1, 4.3); the press itself claims nothing (spec D3)."""
    found = metadata.epub.conformance
    if found is None:
        return
    claim = f"EPUB Accessibility 1.1 - WCAG 2.2 Level {found.level}"
    yield Statement("meta", claim, {"property": "dcterms:conformsTo", "id": "conformance"})
    yield Statement(
        "meta", found.certified_by, {"refines": "#conformance", "property": "a11y:certifiedBy", "id": "certifier"}
    )
    if found.date:
        yield _refined("certifier", "dcterms:date", found.date)
    if found.credential:
        yield _refined("certifier", "a11y:certifierCredential", found.credential)
    if found.report:
        given = {"rel": "a11y:certifierReport", "href": found.report, "refines": "#certifier"}
        yield Statement("link", "", given)


def _refined(id: str, name: str, value: str, scheme: str = "") -> Statement:
    return Statement("meta", value, {"refines": f"#{id}", "property": name, **({"scheme": scheme} if scheme else {})})
