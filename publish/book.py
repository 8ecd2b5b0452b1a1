"""The nouns of the press, in the order in which they come to be.

A manuscript is read, its sources are parsed to chapters, the chapters are resolved to a book, a book is rendered for
an edition, a rendition is packed to an artifact. Every value is frozen. Element trees cannot be: the stage that makes a tree
may change it, every later stage copies first.

Trees hold XHTML elements in no namespace (`p`, not `{http://www.w3.org/1999/xhtml}p`), as the layout engine wants them;
SVG, MathML and `epub:type` carry their namespaces. Each block of Markdown has `data-line`, the line of its source.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from publish.diagnostics import Diagnostic, Span
from publish.limits import Limits

__all__ = [
    "EPUB_TYPE", "MATHML", "OPS", "SVG", "XHTML", "XML_LANG", "Affiliate", "Allowance", "Artifact", "Book", "Chapter",
    "Checking", "Conformance", "CoverSettings", "Diagnostic", "Dialect", "Disclosure", "Document", "Element", "Entry",
    "EpubSettings", "Face", "Identifier", "Image", "IndexEntry", "Link", "Locator", "Manuscript", "Matter", "Medium",
    "Metadata", "Page", "Person", "PrintSettings", "Profile", "Proof", "Rendition", "ReviewSettings", "Series", "Source", "Span",
    "Subject", "Target", "Typography",
]  # fmt: skip

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
MATHML = "http://www.w3.org/1998/Math/MathML"
SVG = "http://www.w3.org/2000/svg"
EPUB_TYPE = f"{{{OPS}}}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


#: Editions of stores, which are the book of another edition unless an identifier says otherwise.
SISTERS = {"kindle": "epub", "kobo": "epub"}


class Matter(enum.StrEnum):
    """The three divisions of a book."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


# Metadata: what book.toml says, typed ------------------------------------------------------------


@dataclass(frozen=True)
class Person:
    """A maker of the book; `role` is a MARC relator code, `file_as` the name as a catalogue sorts it."""

    name: str
    role: str = "aut"
    file_as: str = ""


@dataclass(frozen=True)
class Identifier:
    """An identifier of the book, or of one edition of it; `scheme` is `ISBN-13`, `DOI` or `uuid`."""

    scheme: str
    value: str
    edition: str = ""


@dataclass(frozen=True)
class Series:
    name: str
    position: str = ""


@dataclass(frozen=True)
class Subject:
    """What the book is about; `authority` names a scheme such as `BISAC` or `Thema`, `term` is its code there."""

    text: str
    authority: str = ""
    term: str = ""


@dataclass(frozen=True)
class Conformance:
    """Who has found the e-book accessible, and how: nothing is claimed without it (EPUB Accessibility 1.1, 4)."""

    certified_by: str
    level: str = "AA"
    date: str = ""
    credential: str = ""
    report: str = ""


@dataclass(frozen=True)
class EpubSettings:
    """Choices of the e-books: faces inside or the reader's only, pixels (millions) that an image may have, the print
    edition's pages marked."""

    fonts: bool = True
    max_megapixels: float = 3.2
    page_list: bool = True
    conformance: Conformance | None = None


@dataclass(frozen=True)
class Disclosure:
    """The statements of the disclosure page, in Markdown; an empty one is not printed."""

    publisher: str = ""
    independence: str = ""
    earnings: str = ""
    ai: str = ""
    spoilers: str = ""


@dataclass(frozen=True)
class PrintSettings:
    """Trim size as CSS lengths, such as `6in` and `9in`; the printer and what is asked of it (`publish.printers`).

    `paper` is `white`, `cream` or `groundwood`, `color` is `black`, `standard` or `premium`; the count of pages is made a
    multiple of `multiple`. `standard` is one of PDF/X, or empty for the printer's own.
    """

    width: str = "6in"
    height: str = "9in"
    printer: str = ""
    paper: str = "white"
    color: str = "black"
    bleed: bool = False
    marks: bool = False
    multiple: int = 2
    standard: str = ""


@dataclass(frozen=True)
class CoverSettings:
    """The cover: one of the house's designs (the first, unless named), colours over its own, a picture within it.

    `back` is the copy of the back cover in Markdown, the description unless given; `price` such as `USD 16.99`, for the
    bar code. `overlay`: the wrap with the printer's template drawn over it, which is for looking at only.
    """

    design: str = ""
    ground: str = ""
    ink: str = ""
    accent: str = ""
    image: str = ""
    back: str = ""
    price: str = ""
    overlay: bool = False


@dataclass(frozen=True)
class ReviewSettings:
    """Whom a proof is for, and which copy of how many it is, as its foot says: words of the author's own."""

    reader: str = ""
    copy: str = ""


@dataclass(frozen=True)
class Typography:
    """Choices of the text: typographic quotes and dashes, page numbers in references, numbers of chapters; whether notes
    stand at the foot of their page (`foot`) or at the end of their chapter (`end`).
    """

    smart: bool = True
    page_references: bool = True
    number_chapters: bool = True
    notes: str = "foot"


@dataclass(frozen=True)
class Dialect:
    """Where the Markdowns of the world disagree, what this book means; the defaults are CommonMark's and pandoc's.

    `hidden_lines`: Rust hides lines that begin with `# `, as mdBook does.
    `templates`: a template engine runs over the whole text, code too, as HonKit's does.
    `chapters`: each heading of the first rank opens one (`headings`), or a file is one whatever stands in it (`files`).
    `percent_comments`: lines that begin with `%` are comments, `+++` divides cells, as in MyST.
    `captions`: what an image alone says below itself, the words in brackets (`alt`), its `title`, or `none` of them.
    """

    math: bool = True
    hard_breaks: bool = False
    hidden_lines: bool = False
    templates: bool = False
    captions: str = "alt"
    chapters: str = "headings"
    percent_comments: bool = False


@dataclass(frozen=True)
class Link:
    """A named link, `[text](link:KEY)`: its plain reference (Markdown), its address, whether the address earns money."""

    plain: str
    url: str = ""
    affiliate: bool = False


@dataclass(frozen=True)
class Affiliate:
    """What counts as an affiliate address (regular expressions) and the statement that stands beside one."""

    patterns: tuple[str, ...] = ()
    statement: str = "As an Amazon Associate I earn from qualifying purchases."


@dataclass(frozen=True)
class Allowance:
    """A diagnostic that the author accepts, in files of a name (with `*`), or in the whole book."""

    code: str
    path: str = "*"
    span: Span = field(default_factory=lambda: Span("book.toml"), compare=False)


@dataclass(frozen=True)
class Checking:
    """What `publish check` is told: diagnostics that the author accepts, words of the book's own, whether to spell."""

    allow: tuple[Allowance, ...] = ()
    words: tuple[str, ...] = ()
    spelling: bool = False


@dataclass(frozen=True)
class Metadata:
    """The book as a catalogue knows it, and its settings."""

    title: str
    lang: str = "en"
    subtitle: str = ""
    slug: str = "book"
    author: tuple[Person, ...] = ()
    contributor: tuple[Person, ...] = ()
    publisher: str = ""
    date: str = ""
    rights: str = ""
    description: str = ""
    subject: tuple[Subject, ...] = ()
    identifier: tuple[Identifier, ...] = ()
    series: Series | None = None
    cover_image: str = ""
    toc_depth: int = 2
    disclosure: Disclosure | None = None
    content_note: str = ""
    print: PrintSettings = field(default_factory=PrintSettings)
    cover: CoverSettings = field(default_factory=CoverSettings)
    epub: EpubSettings = field(default_factory=EpubSettings)
    typography: Typography = field(default_factory=Typography)
    dialect: Dialect = field(default_factory=Dialect)
    bibliography: tuple[str, ...] = ()
    csl: str = ""
    nocite: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    affiliate: Affiliate = field(default_factory=Affiliate)
    links: Mapping[str, Link] = field(default_factory=dict)
    check: Checking = field(default_factory=Checking)
    review: ReviewSettings = field(default_factory=ReviewSettings)
    limits: Limits = field(default_factory=Limits)

    def identifier_for(self, edition: str) -> Identifier:
        """The identifier of an edition: its own, else its sister's, else the book's, which the sources see to."""
        for name in (edition, SISTERS.get(edition, "")):
            if own := [i for i in self.identifier if i.edition == name]:
                return own[0]
        return next(i for i in self.identifier if not i.edition)


# Manuscript: what the author's folder holds ------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """One source, in the order of the book.

    `kind` is the structural name of EPUB 3 SSV where there is one (`chapter`, `part`, `preface`, `halftitlepage`,
    `titlepage`, `copyright-page`, `dedication`, `epigraph`, `toc`, `loi`, `lot`, `index`, `colophon`, …), else `disclosure`,
    `content-note` or `section`. A generated page has no text and an empty path; a part may have either.

    `title` is what a list or the file's front matter calls it. `depth` counts the chapters that it is nested below; only
    chapters of depth 0 are numbered, and of those only the `numbered` ones; `number` is the list's own where it gives one. A
    source that is not `in_part` stands behind the last part, not in it. `lang` is said where it differs from the book's.
    """

    path: str
    text: str
    matter: Matter
    kind: str
    title: str = ""
    generated: bool = False
    depth: int = 0
    in_part: bool = True
    numbered: bool = True
    number: int | None = None
    shows_title: bool = True
    lang: str = ""


@dataclass(frozen=True)
class Manuscript:
    """A manuscript: its metadata, its sources in order, and its other files as bytes, read when asked for.

    `files` maps a POSIX path below the folder to bytes. It opens regular files inside the folder only; all else
    raises `KeyError`, or `PermissionError` where a path leads outside
    (`OverLimitError`: to a file too large). `root` is the folder in it, such as `src/`, that
    the layout's absolute addresses (`/images/x.png`) begin at; empty, or with a slash at its end. `revision` is the last
    commit that touched the folder, empty where there is none.
    """

    metadata: Metadata
    sources: tuple[Source, ...]
    files: Mapping[str, bytes]
    modified: datetime.datetime
    config_path: str = "book.toml"
    root: str = ""
    revision: str = ""


@dataclass(frozen=True)
class Chapter:
    """One source as a tree.

    The root is a `section` whose children are blocks; notes are `aside epub:type="footnote"` elements at its end. `name`
    is a file name without ending, `[a-z0-9-]`, unique in the book. `number` is 0 where chapters are not numbered.
    """

    source: Source
    tree: Element
    title: str
    name: str = ""
    id: str = ""
    label: str = ""
    part: str = ""

    @property
    def kind(self) -> str:
        return self.source.kind

    @property
    def matter(self) -> Matter:
        return self.source.matter


# Book: the chapters with everything between them settled -----------------------------------------


@dataclass(frozen=True)
class Target:
    """A place that can be referred to. `label` is what a reference prints ("Chapter 3", "Figure 2"), or empty."""

    id: str
    kind: str
    chapter: str
    label: str = ""
    title: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of the contents or of a list: a label ("Chapter 3", or empty), a title and the id it leads to."""

    id: str
    title: str
    label: str = ""
    kind: str = ""
    chapter: str = ""
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Locator:
    """A place that an index entry leads to: an id, and the short name of its chapter for books without pages."""

    id: str
    chapter: str
    name: str = ""


@dataclass(frozen=True)
class IndexEntry:
    """A heading of the index with its locators, its sub-entries, the headings to see instead or also, and how it is
    sorted where that is not its own words."""

    heading: str
    locators: tuple[Locator, ...] = ()
    children: tuple[IndexEntry, ...] = ()
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    sort: str = ""


@dataclass(frozen=True)
class Page:
    """A page of the print edition: the id of the marker where it begins, its folio, its chapter.

    In a chapter that the press makes the marker is set when that is made: before `block`, or at its beginning (-1).
    """

    id: str
    folio: str
    chapter: str
    block: int = -1


@dataclass(frozen=True)
class Image:
    """An image of the book: bytes that were decoded once, its media type, its size in pixels (an SVG's in CSS px)."""

    name: str
    content: bytes
    media_type: str
    width: int
    height: int


@dataclass(frozen=True)
class Medium:
    """What an edition can carry: its name for `::: {only=…}`, the name that it shares with its sisters, whether
    affiliate addresses may stand in it."""

    name: str
    affiliate_links: bool = False
    family: str = ""

    def shows(self, names: Iterable[str]) -> bool:
        """Whether what is kept to the editions named stands in this one."""
        return bool({self.name, self.family} & set(names))


@dataclass(frozen=True)
class Book:
    """The whole book: in its trees every internal link is `#id` with an id unique in the book, found in `targets`.

    Images in trees are `images/NAME` with NAME a key of `images`.
    """

    metadata: Metadata
    words: Mapping[str, str]
    chapters: tuple[Chapter, ...]
    targets: Mapping[str, Target]
    contents: tuple[Entry, ...]
    figures: tuple[Entry, ...]
    tables: tuple[Entry, ...]
    index: tuple[IndexEntry, ...]
    images: Mapping[str, Image]
    modified: datetime.datetime
    pages: tuple[Page, ...] = ()
    revision: str = ""


# Rendition and artifact: one edition of the book -------------------------------------------------


@dataclass(frozen=True)
class Proof:
    """What a proof has around and over its pages: lines at the foot of the sheet, a word across the page, a margin for notes.

    `margin`, outside of each page, and `foot`, below it, are inches; the pages keep their own size and place.
    """

    lines: tuple[str, ...]
    across: str
    margin: float = 2.25
    foot: float = 0.55


@dataclass(frozen=True)
class Profile:
    """How the pages of a rendition are written: for a screen, which is what an empty one says, or for a printer.

    Editions with the same `sheets` have the same lines and pages. `sheets`: from so many pages, these rules of the page;
    `guess` is how many pages there may be before anything is laid out. `inks` is `screen`, `black` or `cmyk`; `ink_limit`
    is per cent. `bleed` is inches, `rule` and `text_size` the least lines and letters in points. The count of
    pages is made a `multiple`, with a blank at the end where `blank_end`.
    `standard` is a PDF/X, and `condition` the printing that it is meant for, by identifier and words. A `wrap` is a sheet
    that is cut on all four sides, its bleed drawn on the page itself. A `proof` has more around its pages.
    """

    sheets: tuple[tuple[int, str], ...] = ()
    guess: int = 0
    navigation: bool = True
    inks: str = "screen"
    ink_limit: int = 300
    bleed: float = 0.0
    marks: bool = False
    multiple: int = 2
    blank_end: bool = False
    standard: str = ""
    condition: tuple[str, str] = ("", "")
    picture_ppi: int = 0
    rule: float = 0.0
    text_size: float = 0.0
    wrap: bool = False
    proof: Proof | None = None

    def sheet(self, pages: int) -> str:
        """The rules of the page for a book of so many pages."""
        return next((rules for least, rules in reversed(self.sheets) if pages >= least), "")


@dataclass(frozen=True)
class Document:
    """One XHTML document of a rendition: a file name, a title, and the whole document as UTF-8 bytes.

    `origins` says of elements, by their number in the document from 0, the source and line that they come from.
    """

    name: str
    title: str
    kind: str
    matter: Matter
    content: bytes
    running_head: str = ""
    origins: tuple[tuple[int, str, int], ...] = ()


@dataclass(frozen=True)
class Face:
    """A static face of an edition: a weight cut from `fonts-src/SOURCE`, with the characters that it sets.

    An upright one stands for its own italics: no machine may slant it.
    """

    family: str
    style: str
    weight: int
    file: str
    source: str
    characters: str
    upright: bool = False


@dataclass(frozen=True)
class Rendition:
    """A book made ready for one edition: its documents in order and every other file it needs, as bytes by name.

    `faces` are cut when the rendition is packed; what they are cut from is among the files.
    """

    edition: str
    metadata: Metadata
    words: Mapping[str, str]
    documents: tuple[Document, ...]
    files: Mapping[str, bytes]
    contents: tuple[Entry, ...]
    modified: datetime.datetime
    faces: tuple[Face, ...] = ()
    profile: Profile = field(default_factory=Profile)


@dataclass(frozen=True)
class Artifact:
    """What is written: one file's bytes, or for an edition that is a folder, the files of it by name."""

    name: str
    content: bytes | Mapping[str, bytes]
