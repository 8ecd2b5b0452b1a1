"""What every book needs and a layout may not say: title, language, slug and identifier, made of what there is."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from publish.book import Diagnostic, Metadata, Person, Span
from publish.lazy import regex
from publish.sources.chapters import Read
from publish.sources.facts import facts, language, over, plain_text
from publish.sources.folder import Folder
from publish.sources.language import guessed, majority
from publish.sources.layout import slug_of, stable_identifier

#: A title at the head of a text: the first heading; "Title:" before it is no part of it.
_TITLE = regex(r"^#{1,3}[ \t]+(?:Title:[ \t]*)?(.+?)[ \t#]*(?:\{[^}]*\})?[ \t]*$", re.M)
_SETEXT = regex(r"^([^\n#>-][^\n]*\S)[ \t]*\n=+[ \t]*$", re.M)
#: An author or a year, called so; a heading without a colon is one where no text follows it: "By the River" opens a chapter.
_SAID = regex(
    r"^#{1,6}[ \t]+(Author|By|Year|Date)(?::[ \t]*(.+?)[ \t#]*$|[ \t]+(.+?)[ \t#]*\n(?=\s*(?:#|-{3,}[ \t]*$)))",
    re.M | re.I,
)
#: Names of folders that say nothing of the book in them; the folder above does.
_NAMELESS = regex(r"(?i)manuscript|src|source|docs?|book|content|text|chapters|[a-z]{2}(?:[-_][a-z]{2,4})?")


def completed(
    metadata: Metadata, reads: Sequence[Read], folder: Folder, names: tuple[str, str], config: str
) -> tuple[Metadata, list[Diagnostic]]:
    """Metadata without a gap. `names` are the names of the folder above and of the folder itself."""
    noticed: list[Diagnostic] = []
    texts = [r for r in reads if r.source.text.strip()]
    if (not metadata.title or len(texts) == 1) and (head := _book_head(texts)) is not None:
        metadata = over(metadata, facts(head.head))
        noticed += head.head.noticed
    if len(texts) == 1:
        metadata = over(metadata, _said_in(texts[0].source.text))
    place = Span(config) if config else Span(texts[0].source.path) if texts else Span("book.toml")
    if not metadata.title:
        title = _title_of_readme(folder) if len(texts) != 1 else ""
        if not title:
            name = names[1] if names[1] and not _NAMELESS.fullmatch(names[1]) else names[0] or names[1]
            title = re.sub(r"[-_.]+", " ", name).strip() or "Book"
            title = title[:1].upper() + title[1:]
            message = f"the book says no title; it is called “{title}” after its {'folder' if names[0] else 'file'}"
            noticed.append(
                Diagnostic("M018", message, place, 'write title = "…" into book.toml (publish import makes one)')
            )
        metadata = dataclasses.replace(metadata, title=title)
    metadata, about_language = _with_language(metadata, texts, place)
    noticed += about_language
    slug = _slug(metadata, names)
    identifier = metadata.identifier
    if all(i.edition for i in identifier):
        author = metadata.author[0].name if metadata.author else ""
        identifier += (stable_identifier(metadata.title, author, slug),)
    return dataclasses.replace(metadata, slug=slug, identifier=identifier), noticed


def _slug(metadata: Metadata, names: tuple[str, str]) -> str:
    """Of the title; the folders' names where file names lack its script, or where they tell translations apart."""
    if metadata.slug:
        return slug_of(metadata.slug)
    title, both = slug_of(metadata.title), slug_of("-".join(dict.fromkeys(name for name in names if name)))
    return (
        both if (title in ("book", slug_of(names[0])) and _NAMELESS.fullmatch(names[1])) or title == "book" else title
    )


def _book_head(texts: Sequence[Read]) -> Read | None:
    """The chapter whose head speaks for the book: the only one, or the first where no other has a title in its head."""
    heads = [r for r in texts if isinstance(r.head.value, dict)]
    if not heads or (len(texts) > 1 and (heads[0] is not texts[0] or any(r.head.text("title") for r in heads[1:]))):
        return None
    head = heads[0].head
    of_a_book = any(
        key in head.table() for key in ("author", "authors", "creator", "identifier", "publisher", "rights")
    )
    return heads[0] if len(texts) == 1 or of_a_book else None


def _said_in(text: str) -> Metadata:
    """What a text of one file says in its first headings."""
    opening = text[:4000]
    match, setext = _TITLE.search(text), _SETEXT.search(opening)
    title = setext[1] if setext and (match is None or setext.start() < match.start()) else match[1] if match else ""
    said = [(word.lower(), plain_text(value or bare)) for word, value, bare in _SAID.findall(opening)]
    authors = dict.fromkeys(value for word, value in said if word in ("author", "by"))
    year = next((value for word, value in said if word in ("year", "date")), "")
    return Metadata(
        plain_text(title), lang="", slug="", author=tuple(map(Person, authors)),
        date=year if re.fullmatch(r"[12]\d{3}", year) else "",
    )  # fmt: skip


def _title_of_readme(folder: Folder) -> str:
    """The heading of the README at the top, which is called after the book more often than not."""
    for name in ("README.md", "Readme.md", "readme.md", "README.markdown"):
        text, _ = folder.text(name)
        match = re.search(r"^#[ \t]+(.+?)[ \t#]*(?:\{[^}]*\})?[ \t]*$", text or "", re.M)
        setext = _SETEXT.search((text or "")[:4000])
        found = setext[1] if setext and (match is None or setext.start() < match.start()) else match[1] if match else ""
        found = plain_text(re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", found))
        if found:
            return found
    return ""


def _with_language(metadata: Metadata, texts: Sequence[Read], place: Span) -> tuple[Metadata, list[Diagnostic]]:
    said = [language(r.head) for r in texts]
    others = sorted({lang for lang in said if lang and lang.lower() != (metadata.lang or majority(said)).lower()})
    noticed = [d for r in texts for d in r.head.noticed]
    if not metadata.lang and (lang := majority(said)):
        metadata = dataclasses.replace(metadata, lang=lang)
        if others:
            message = f"the chapters are written in {', '.join([lang, *others])}; the book is made in {lang}"
            hint = "build each language by itself: publish build FOLDER/" + lang
            noticed.append(Diagnostic("M017", message, place, hint))
    elif not metadata.lang:
        lang, sure = guessed([r.source.text for r in texts])
        metadata = dataclasses.replace(metadata, lang=lang)
        if lang != "en" or not sure:
            what = f"it is set as “{lang}”, which its words seem to be" if sure else "the press does not recognise it"
            message = f"the book says no language; {what}"
            message = message if sure else f"{message} and sets it as “{lang}”"
            hint = f'write lang = "{lang}" into book.toml (publish import makes one): hyphens and quotes follow it'
            noticed.append(Diagnostic("M017", message, place, hint))
    return metadata, noticed
