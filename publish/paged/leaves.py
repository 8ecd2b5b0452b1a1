"""Pages as plain values: what is left of a laid-out document when the layout engine has gone.

A leaf is painted once and remembered; its page number, its running head and the book around it are added when the PDF is
written. Lengths are CSS pixels (1/96 in) from the top left of the page; contents are PDF operators in points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from publish.lazy import dataclass
from publish.paged.fields import Field, Row

#: What a kid of an element of structure is: another element, a run of marked content, the annotation of a link.
ELEMENT, CONTENT, ANNOTATION = 0, 1, 2
#: The attribute of an element whose digits are filled in when pages are known: its number among those of its document.
FIELD = "data-field"


@dataclass(frozen=True)
class Hotspot:
    """A link: `internal` to an id or `external` to an address, and its rectangle (two corners)."""

    kind: str
    target: str
    rectangle: tuple[float, float, float, float]


@dataclass(frozen=True)
class Bookmark:
    """A line of the outline, by level, and the point that it leads to."""

    level: int
    label: str
    point: tuple[float, float]
    state: str = "open"


@dataclass(frozen=True)
class Start:
    """A place in the text of a document: so many characters of the block's own text stand before it.

    Blocks are those that `publish.editions.blocks` numbers, -1 for text outside of them. White space and soft hyphens count
    nothing, nor does what only paper has (`data-added`): the number holds wherever the same text stands.
    """

    block: int
    offset: int


@dataclass(frozen=True)
class Line:
    """A line of text as it stands on a page, with what a judge of setting wants to know of it.

    `x` and `width` are those of the text, `baseline` is its distance from the top of the page, `measure` the width of the
    column, `size` that of the type. `stretch` is what each space was widened by. `divided`: a hyphen of the press at its end;
    `last`: of its paragraph. `kind` is the element of the block that sets it, `role` its class. `words` are the characters
    of its block that stand before each word of it, and the word's edges, in hundredths of a pixel: none unless asked for.
    `fields` are the numbers that it has room for, and where in the text each stands.
    """

    text: str
    start: Start
    x: float
    baseline: float
    width: float
    measure: float
    size: float
    stretch: float = 0.0
    divided: bool = False
    last: bool = False
    note: bool = False
    repeated: bool = False
    kind: str = ""
    role: str = ""
    words: tuple[tuple[int, int, int], ...] = ()
    fields: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Folio:
    """The number of a page that was painted as noughts, for no figure of its face moves another.

    The operators that paint it stand in the content from `begin` to `end`: a matrix, whatever is between, the figures.
    `matrix` is that of the noughts, `between` the operators in the middle; `figures` are the ten operands, `advances` the room
    that each takes, in CSS pixels. `share`: how much of the room that other figures leave is before them, 1 at a right margin.
    """

    begin: int
    end: int
    matrix: tuple[float, ...]
    between: bytes
    figures: tuple[str, ...]
    advances: tuple[float, ...]
    share: float


@dataclass(frozen=True)
class Leaf:
    """One page: its operators, compressed with zlib, and all that a PDF wants to know of it.

    `bleed` is top, right, bottom, left. `places` are the ids that begin on it, in the order of the page,
    with their rectangles (two corners). `start`: where its text begins, at a whole word; None where it has none, and then
    `begins_later` says whether something stands there all the same: notes that go on, a figure that text has gone past.
    `full`: a picture fills it, and neither head nor folio stands on it.
    """

    width: float
    height: float
    bleed: tuple[float, float, float, float]
    content: bytes
    hotspots: tuple[Hotspot, ...] = ()
    places: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)
    bookmarks: tuple[Bookmark, ...] = ()
    start: Start | None = None
    begins_later: bool = False
    full: bool = False
    fields: tuple[Field, ...] = ()
    rows: tuple[Row, ...] = ()
    folio: Folio | None = None


@dataclass(frozen=True)
class FaceUse:
    """The glyphs that a document uses of one face; `traits` are what the engine read from the file (units: 1/1000 em).

    `digest` is the SHA-256 of the file. Glyph ids are those of the whole file, so uses of several documents add up.
    """

    hash: str
    digest: str
    name: str
    family: str
    traits: Mapping[str, float]
    widths: Mapping[int, float]
    unicode: Mapping[int, str]
    missing: Mapping[int, int]


@dataclass(frozen=True)
class Element:
    """An element of the structure tree (ISO 32000-1, 14.7): its type, its page, its kids as (kind, number, number).

    A kid is (ELEMENT, index, 0), (CONTENT, page, MCID) or (ANNOTATION, page, number of the hotspot). A string of `layout`
    is a name of PDF ("/Row"); strings in a tuple are ids.
    """

    type: str
    page: int
    kids: tuple[tuple[int, int, int], ...]
    alternative: str = ""
    id: str = ""
    owner: str = ""
    layout: Mapping[str, float | str | tuple[float | str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What a typographer would mend: its kind (`publish.paged.typography`), its page, the number of its element in the tree."""

    kind: str
    page: int
    element: int


@dataclass(frozen=True)
class Picture:
    """An image of pixels as it is printed: its page, the number of its element in the tree, its pixels per inch."""

    page: int
    element: int
    ppi: float
    line_art: bool


#: Stands for the number of an element where there is none: in the boxes that a stylesheet puts into the margin of pages.
MARGIN = -1


@dataclass(frozen=True)
class Refusal:
    """What a printer may refuse, the worst of its kind (`publish.paged.refusals`) on a page: its element, its number; the
    colour (sRGB, of 1) of a tone, whose inks hang on the press."""

    kind: str
    page: int
    element: int
    number: float
    colour: tuple[float, ...] = ()


@dataclass(frozen=True)
class Section:
    """A document laid out: its pages, the faces and resources that they use, its structure, what the engine said.

    `faces` (of `FaceUse`), `resources` (of the form of `publish.paged.plain`, the same for all pages) and `structure` are packed
    (`publish.paged.packing`) until they are written: as values they are most of what a long book holds in memory.
    `structure` is a table whose elements name each other by index, `roots` are those that hang below the document. `files` are
    those of the faces, by their SHA-256.
    """

    leaves: tuple[Leaf, ...]
    faces: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)
    images: Mapping[str, list[object]] = field(default_factory=dict)
    resources: bytes = b""
    structure: bytes = b""
    roots: tuple[int, ...] = ()
    said: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    pictures: tuple[Picture, ...] = ()
    refusals: tuple[Refusal, ...] = ()


#: The lines of each page of a document. They are kept beside its section: to write a PDF takes none of them.
Lines = tuple[tuple[Line, ...], ...]
