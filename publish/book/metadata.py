"""What `book.toml` says, typed: the book as a catalogue knows it, and its settings."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import field

from publish.diagnostics import Span
from publish.lazy import dataclass
from publish.limits import Limits

#: Editions of stores, which are the book of another edition unless an identifier says otherwise.
SISTERS = {"kindle": "epub", "kobo": "epub"}


@dataclass(frozen=True)
class Person:
    """A maker of the book; `role` is a MARC relator code, `file_as` the name as a catalogue sorts it.

    `scripts`: the name in other scripts, as pairs of a language and the name.
    """

    name: str
    role: str = "aut"
    file_as: str = ""
    scripts: tuple[tuple[str, str], ...] = ()


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
    """Choices of the e-books: faces inside or the reader's only, pixels (millions) that an image may have, photographs
    as JPEG whatever they came as, the print edition's pages marked."""

    fonts: bool = True
    max_megapixels: float = 3.2
    jpeg_photographs: bool = True
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
    bar code. `overlay`: beside the wrap, one with the printer's template drawn over it, which is for looking at only.
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
    stand at the foot of their page (`foot`) or at the end of their chapter (`end`); the first words of chapters on pages:
    `plain`, in `small-caps`, or behind an `initial` of three lines.
    """

    smart: bool = True
    page_references: bool = True
    number_chapters: bool = True
    notes: str = "foot"
    openings: str = "plain"


class Reading(enum.StrEnum):
    """What is made of an editor's marks (CriticMarkup): mistakes that are printed as they stand; the text with the changes; the
    text without them; the text with them and signs at the places of the marks, for a proof (`markdown.inline.critic`).
    """

    ERROR = "error"
    ACCEPT = "accept"
    STRIP = "strip"
    MARK = "mark"


@dataclass(frozen=True)
class Dialect:
    """Where the Markdowns of the world disagree, what this book means; the defaults are CommonMark's and pandoc's.

    `hidden_lines`: Rust hides lines that begin with `# `, the class `hidden` what has it, as mdBook does.
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
    critic: Reading = Reading.ERROR


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
    """The book as a catalogue knows it, and its settings. `scripts`: the title in other scripts, as those of a person.
    `short_title` is what running heads say."""

    title: str
    lang: str = "en"
    subtitle: str = ""
    short_title: str = ""
    scripts: tuple[tuple[str, str], ...] = ()
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
