"""What the package of an EPUB says of the book: Dublin Core and its refinements, as plain values (spec A5-A9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from publish.book import Identifier, Metadata, Person

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


def statements(metadata: Metadata, accessibility: Sequence[tuple[str, str]], cover: str) -> Iterator[Statement]:
    """All of it, in order; `cover` is the manifest's id of the cover's picture."""
    identifier = metadata.identifier_for("epub")
    yield Statement("identifier", urn(identifier), {"id": "pub-id"})
    code = {"isbn": "15", "doi": "06"}.get(identifier.scheme.lower()[:4].rstrip("-"))
    if code:
        yield _refined("pub-id", "identifier-type", code, "onix:codelist5")
    yield Statement("title", title_of(metadata), {"id": "title"})
    yield _refined("title", "title-type", "main")
    yield _refined("title", "file-as", filed(title_of(metadata), metadata.lang))
    yield Statement("language", metadata.lang)
    yield from _people("creator", metadata.author)
    yield from _people("contributor", metadata.contributor)
    for name in ("publisher", "rights", "description", "date"):
        if value := getattr(metadata, name):
            yield Statement(name, value)
    for subject in metadata.subject:
        yield Statement("subject", subject)
    if metadata.series:
        yield Statement("meta", metadata.series.name, {"property": "belongs-to-collection", "id": "series"})
        yield _refined("series", "collection-type", "series")
        if metadata.series.position:
            yield _refined("series", "group-position", metadata.series.position)
    for name, value in accessibility:
        yield Statement("meta", value, {"property": name})
    yield Statement("meta", "", {"name": "cover", "content": cover})


def _people(term: str, people: Sequence[Person]) -> Iterator[Statement]:
    for number, person in enumerate(people, 1):
        id = f"{term}-{number}"
        yield Statement(term, person.name, {"id": id})
        yield _refined(id, "role", person.role, "marc:relators")
        yield _refined(id, "file-as", person.file_as or person.name)
        if len(people) > 1:
            yield _refined(id, "display-seq", str(number))


def _refined(id: str, name: str, value: str, scheme: str = "") -> Statement:
    return Statement("meta", value, {"refines": f"#{id}", "property": name, **({"scheme": scheme} if scheme else {})})
