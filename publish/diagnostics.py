"""Mistakes as values: a code, a place, one sentence and a hint.

Codes are stable and never reused. The first letter names the field: `M` manuscript and configuration, `C` content of a
chapter, `R` references, `A` assets, `T` typography, `E` EPUB, `P` print and PDF.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable

from publish.lazy import dataclass, regex


class Severity(enum.StrEnum):
    """An error keeps the editions concerned from being written; a warning does not, unless `--strict`."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Span:
    """A place in a source: a path relative to the manuscript, a line and a column, both counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Code:
    """What a code means, for the table in `docs/diagnostics.md`."""

    severity: Severity
    meaning: str


_E, _W = Severity.ERROR, Severity.WARNING

CODES: dict[str, Code] = {
    "M001": Code(_E, "book.toml cannot be read as TOML"),
    "M002": Code(_E, "a key that book.toml does not know"),
    "M003": Code(_E, "a value of the wrong kind in book.toml"),
    "M004": Code(_W, "a listed file does not exist"),
    "M005": Code(_E, "a file is not UTF-8 text"),
    "M006": Code(_W, "a chapter is empty"),
    "M007": Code(_E, "the manuscript has no chapter"),
    "M008": Code(_W, "the press has no words for the language of the book"),
    "M009": Code(_E, "a published limit is exceeded"),
    "M010": Code(_W, "a character that no book may contain was left out"),
    "M011": Code(_E, "a file may not be read: it is not a regular file inside the manuscript folder"),
    "M012": Code(_W, "a settings file or notebook of another tool cannot be read"),
    "M013": Code(_W, "the front matter of a chapter cannot be read"),
    "M014": Code(_W, "a chapter that no list names"),
    "M015": Code(_W, "a file is listed twice"),
    "M016": Code(_W, "a draft, or an entry without a file, is left out"),
    "M017": Code(_W, "the language of the book is not said, or its chapters disagree about it"),
    "M018": Code(_W, "the title of the book is not said"),
    "M019": Code(_W, "something of another tool's layout that the press cannot follow"),
    "M020": Code(_W, "cells or outputs of a notebook are set aside"),
    "M021": Code(_W, "a listed entry is no Markdown file"),
    "M022": Code(_W, "a value in another tool's settings that the press cannot read"),
    "M030": Code(_W, "an included file that cannot be read"),
    "M031": Code(_W, "includes that go in a circle, or too deep"),
    "M032": Code(_W, "an included file lacks the lines or the part asked for"),
    "M033": Code(_W, "a variable that is not defined"),
    "M034": Code(_W, "a bibliography that does not exist"),
    "M035": Code(_W, "a bibliography with an entry that cannot be read"),
    "M036": Code(_W, "a citation style that cannot be used"),
    "M037": Code(_W, "a citation style asks for what the citation library does not do"),
    "M038": Code(_W, "citations have no words for the language of the book"),
    "M050": Code(_W, "a suppression that suppresses nothing"),
    "M051": Code(_W, "a suppression of what is no code, or of an error"),
    "M052": Code(_W, "spelling is asked for and cannot be checked"),
    "M060": Code(_W, "a character that turns the order of letters around without being seen"),
    "M061": Code(_W, "a character that nobody sees, within words"),
    "M062": Code(_W, "a word with letters of two scripts that look alike"),
    "M070": Code(_W, "a stylesheet or template of the book that cannot be read; the house's stands in its place"),
    "M071": Code(_E, "a template of the book that does not work"),
    "M072": Code(_E, "a stylesheet of the book without which pages cannot be made"),
    "M073": Code(_E, "the making of a book took more time or memory than a published limit, or broke down"),
    "M080": Code(_E, "an earlier revision is asked for, and no git repository can be read"),
    "M081": Code(_E, "a revision that git does not know"),
    "M082": Code(_E, "the last tag is asked for, and there is none"),
    "M083": Code(_E, "no revision is older than the date asked for"),
    "M084": Code(_E, "the book was not there at the revision asked for"),
    "M085": Code(_E, "the book of the revision asked for cannot be read"),
    "M090": Code(_E, "a proof that is no PDF, or is damaged"),
    "M091": Code(_E, "a proof that opens with a password only"),
    "M092": Code(_E, "a proof without the map of its lines"),
    "M093": Code(_E, "a proof that is larger than a published limit, or takes too long to read"),
    "M094": Code(_W, "an annotation of a proof that cannot be placed, or may be lost"),
    "M095": Code(_W, "the words of an annotation are not in the manuscript any more"),
    "C001": Code(_W, "an element of raw HTML that a book may not contain"),
    "C002": Code(_W, "something that looks like a tag is printed as text"),
    "C003": Code(_W, "a note reference without a note"),
    "C004": Code(_W, "a note that nothing refers to"),
    "C005": Code(_W, "a fenced div is not closed"),
    "C006": Code(_W, "a note label is defined twice"),
    "C007": Code(_W, "an attribute of raw HTML that a book may not contain"),
    "C008": Code(_W, "attributes that cannot be understood"),
    "C009": Code(_W, "a row of a table has more cells than its head"),
    "C010": Code(_W, "an option of a directive that a book has no use for was left out"),
    "C011": Code(_W, "a block is not closed"),
    "C012": Code(_W, "the end of a block that nothing opens"),
    "C013": Code(_W, "a table that cannot be read is printed as it stands"),
    "C014": Code(_W, "attributes that belong to no block"),
    "C015": Code(_E, "a mark of an editor stands in the text (CriticMarkup)"),
    "C016": Code(_W, "something that looks like markup is printed as text"),
    "C017": Code(_W, "a command of TeX is printed as text"),
    "C018": Code(_W, "a comment is not closed"),
    "C020": Code(_W, "a formula that cannot be set is printed as its source"),
    "C021": Code(_W, "a formula is not closed"),
    "C022": Code(_W, "an environment of LaTeX that is no formula is printed as text"),
    "C023": Code(_W, "a macro of LaTeX whose definition cannot be read"),
    "C024": Code(_W, "a formula is wider than the text and was made much smaller"),
    "C025": Code(_W, "a language of code that the press does not know, and one of nearly that name that it does"),
    "C026": Code(_W, "a formula that the PDF cannot draw is printed as its source"),
    "C027": Code(_W, "a block that is meant for another tool alone was left out"),
    "C035": Code(_W, "an element that stands where HTML does not let it"),
    "C036": Code(_W, "a table that is not regular"),
    "C037": Code(_W, "a value of an attribute that is not valid"),
    "C038": Code(_W, "a comment or an element is opened and never closed"),
    "C039": Code(_W, "an instruction to a program, or a section of XML, in the text"),
    "C040": Code(_W, "a video, a sound or a page of the web, replaced by a link"),
    "C041": Code(_W, "a drawing or a formula in the text that cannot be kept as it is"),
    "C042": Code(_W, "a heading without words"),
    "C043": Code(_W, "a directive that the press does not know is shown as code"),
    "C044": Code(_W, "a diagram that another tool would draw is shown as its source"),
    "C045": Code(_W, "what its author hides is set aside: code, an element of HTML"),
    "C047": Code(_W, "a link by a label that nothing defines is printed as it stands"),
    "C048": Code(_W, "an icon that another tool's stylesheet would draw prints nothing"),
    "C050": Code(_W, "lines whose ends are not marked look like verse and are kept"),
    "C051": Code(_W, "no-break spaces typed as indents, and empty paragraphs, were left out"),
    "C053": Code(_W, "a link by name to no chapter"),
    "C054": Code(_W, "a mark that asks for contents was left out"),
    "C055": Code(_W, "code that another tool would run is shown"),
    "C056": Code(_W, "an abbreviation is explained and does not occur"),
    "C057": Code(_W, "tildes that would make code of prose are read as a scene break"),
    "C058": Code(_W, "a fence of code is never closed"),
    "C060": Code(_W, "headings skip a rank"),
    "C061": Code(_W, "a heading with nothing below it"),
    "C062": Code(_W, "a table without a head"),
    "C063": Code(_W, "a word that stands twice in a row"),
    "C064": Code(_W, "a bracket without its other half"),
    "C065": Code(_W, "a name that is spelled in two ways"),
    "C066": Code(_W, "a mark of unfinished work"),
    "C067": Code(_W, "a word that no dictionary has"),
    "C068": Code(_W, "a link whose words say nothing"),
    "C069": Code(_W, "short lines whose ends nothing marks"),
    "C070": Code(_E, "a mark of an editor is not whole in its paragraph (CriticMarkup)"),
    "R001": Code(_W, "a link to a place that does not exist"),
    "R002": Code(_W, "an id is given twice"),
    "R003": Code(_W, "a link to a file that is not a chapter of the book"),
    "R004": Code(_W, "a cross-reference to a label that does not exist"),
    "R005": Code(_W, "a named link that [links] does not define"),
    "R006": Code(_E, "an affiliate address outside the web edition"),
    "R007": Code(_W, "an address that a book may not contain"),
    "R008": Code(_W, "a citation of a work that no bibliography has"),
    "R009": Code(_W, "a link that is spelled nearly as the place that it leads to"),
    "R010": Code(_W, "a glossary term without an entry"),
    "R011": Code(_W, "an index mark without an entry, or that leads to none"),
    "R012": Code(_W, "a book with marks for an index, and no index"),
    "R030": Code(_W, "an external link that does not answer"),
    "R031": Code(_W, "an external link that has moved for good"),
    "A001": Code(_W, "an image does not exist"),
    "A003": Code(_W, "an image that cannot be decoded"),
    "A004": Code(_W, "an image without a text alternative"),
    "A005": Code(_W, "an image on the network, which a build never opens"),
    "A006": Code(_W, "a character that no font of the book has"),
    "A007": Code(_W, "something was left out of an SVG image because a book may not contain it"),
    "A013": Code(_W, "the name of an image is spelled otherwise than its file"),
    "A014": Code(_W, "an image that moves, of which one picture was kept"),
    "A030": Code(_W, "a text alternative that says nothing"),
    "A031": Code(_W, "a picture too coarse for print"),
    "A032": Code(_W, "a rule of the book's stylesheet that reaches for something outside of it was left out"),
    "A033": Code(_W, "styles or templates of a stranger's book were left out, as was asked"),
    "T001": Code(_W, "page numbers in references did not settle"),
    "T002": Code(_W, "the layout engine reports a problem"),
    "T003": Code(_W, "a note is not on the page of its reference or the next"),
    "T004": Code(_W, "letters of a word do not join in the PDF, because the face changes within it"),
    "T005": Code(_W, "vertical writing is set horizontally in the PDF"),
    "T006": Code(_W, "a table with more columns than a page has room for"),
    "T020": Code(_W, "a heading at the foot of a page"),
    "T021": Code(_W, "the last line of a paragraph alone at the head of a page"),
    "T022": Code(_W, "the first line of a paragraph alone at the foot of a page"),
    "T023": Code(_W, "a chapter whose last page has fewer than five lines, or a page before a page break that has"),
    "T024": Code(_W, "facing pages that end at different heights"),
    "T025": Code(_W, "a word divided over the turn of a page"),
    "T026": Code(_W, "more than two lines in a row that end in hyphens"),
    "T027": Code(_W, "a last line that is shorter than an indent"),
    "T028": Code(_W, "a line with wide spaces, which `publish check --typography` counts"),
    "T050": Code(_W, "straight and curly quotation marks are mixed"),
    "T051": Code(_W, "a space before a sign that has none"),
    "T052": Code(_W, "no space before a sign that has one in French"),
    "T053": Code(_W, "a quotation mark without its other half"),
    "T054": Code(_W, "a hyphen where a dash belongs"),
    "T055": Code(_W, "dots that are no ellipsis"),
    "E001": Code(_E, "EPUBCheck reports an error"),
    "E002": Code(_W, "EPUBCheck reports a warning"),
    "E003": Code(_W, "Ace reports a barrier"),
    "E004": Code(_W, "a link that the store of an edition takes out of books"),
    "E005": Code(_E, "conformance to WCAG is claimed, and an image has no text alternative"),
    "E006": Code(_E, "a finished EPUB is damaged, or breaks a promise that EPUBCheck and Ace do not look at"),
    "E007": Code(_E, "a finished EPUB does not meet a rule for which a store refuses it"),
    "E008": Code(_W, "a finished EPUB does not follow the advice of a store"),
    "E009": Code(_W, "a stylesheet of a finished EPUB takes a choice from the reader"),
    "P001": Code(_E, "the PDF does not conform to PDF/UA-1"),
    "P002": Code(_E, "the PDF is damaged or a font is not embedded"),
    "P010": Code(_W, "the printed book has no ISBN"),
    "P011": Code(_E, "the ISBN of the printed book is wrong"),
    "P012": Code(_W, "a price that has no code"),
    "P013": Code(_W, "the letters of the cover do not stand out from their ground"),
    "P014": Code(_W, "a spine too narrow for its words"),
    "P015": Code(_E, "the copy of the back cover does not fit"),
    "P016": Code(_W, "the picture of the cover has too few pixels for print"),
    "P017": Code(_W, "a part of the cover's picture is cut off in print"),
    "P021": Code(_E, "the PDF does not conform to PDF/A-2a, or a proof to PDF/A-3a"),
    "P020": Code(_W, "something transparent on a page that is to be printed"),
    "P031": Code(_W, "a note is too long for the foot of a page and stands at the end of its chapter"),
    "P022": Code(_W, "an image with too few pixels for its printed size"),
    "P032": Code(_W, "text too small for the printer"),
    "P033": Code(_W, "a line too thin for the printer"),
    "P034": Code(_W, "text that is nearly black and would be printed in several inks"),
    "P035": Code(_W, "a picture that fills its page in a book without bleed"),
    "P036": Code(_W, "the printer does not print such a book"),
    "P037": Code(_W, "a page too small for its margins"),
    "P038": Code(_W, "a tone too pale for the printer"),
    "P030": Code(_E, "the printed file breaks a rule of the printer"),
}

#: Codes that meant something once; they are not given again. `A002` was an image of a kind that books cannot carry.
RETIRED = frozenset({"A002"})


@dataclass(frozen=True)
class Diagnostic:
    """One mistake: what is wrong in one sentence, where, and what to do about it.

    `sign` is the construct as the source has it, where the span is only that of its block: `noticed/placed.py` looks
    for it there and gives its line and column. `keys` are those of `book.toml` that it speaks of, the names on the way to each
    with points between: it is put where the first of them stands that is there.
    """

    code: str
    message: str
    span: Span
    hint: str = ""
    sign: str = ""
    keys: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        return CODES[self.code].severity

    def __str__(self) -> str:
        first = f"{self.span}: {self.severity} {self.code}: {self.message}"
        return f"{first}\n  hint: {self.hint}" if self.hint else first


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its word: 1 stanza, 2 stanzas."""
    return f"{number} {one if number == 1 else many or one + 's'}"


UNSEEN = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def visible(text: str) -> str:
    """The text with what could move a cursor, or turn a line around, shown as what it is: `‹U+202E›`."""
    return UNSEEN.sub(lambda m: f"‹U+{ord(m[0]):04X}›", text)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics sorted by place, each once."""
    return tuple(sorted(set(diagnostics), key=lambda d: (d.span, d.code, d.message)))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.severity is Severity.ERROR for d in diagnostics)
