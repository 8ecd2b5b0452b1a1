"""Short paragraphs told by their form: all in bold or in italics, in capitals, of names, in brackets, with a date.

A form says no more than how a paragraph is written; what it is, its neighbours say (`heads.py`, `bylines.py`).
"""

from __future__ import annotations

from publish.book import Element
from publish.lazy import dataclass, regex
from publish.markdown.literary.letters import bids_farewell, greets
from publish.words import in_capitals

#: Characters of the longest head, two lines of a page; of the longest line with a date, a greeting or a name below a letter.
LONGEST, LINE = 120, 60
_BOLD, _SLANTED = frozenset({"strong", "b"}), frozenset({"em", "i"})
#: What is no word of a line: calls of notes and places that the index leads to.
_UNSEEN = frozenset({"noteref", "index-mark"})
#: What no head or by-line holds.
_NOT_WORDS = frozenset({"br", "img", "code", "svg", "math"})
#: Signs around an emphasis that are none of it, and what stands behind it in brackets.
_AROUND = regex(r"[\s“”„«»\"'’.]*(?:[(\[][^()\[\]]*[)\]])?[\s“”„«»\"'’.]*$")
_SPEECH = regex(r"[“”„«»‹›\"'‘’—–-]")
_BRACKETED = regex(r"[“\"]?[(\[].*[)\]][.”\"]*$")
_CONTINUED = regex(r"[\s(\[—–-]*\bcont(?:inued|d|\.|(?=\)))[.)\]]*$", 2)  # re.IGNORECASE
#: A sign between what is equal, or more or less than another, as in "risk = harm × odds"; not an arrow, which stands in titles.
_RELATION = regex(r"[^\s] (?:[=≠≈≅≡≤≥<>∝]|[:=!<>]=) [^\s]")
_DIGIT, _NAME, _EDGES = regex(r"\d"), regex(r"[^\W\d_][\w’']{2,}"), regex(r"^\W+|\W+$")
_DASH = regex(r"[ .,”\"]*[—–-]")
#: Letters that a word has at least of which a title says that it is one: shorter ones are small in titles too.
_TELLING = 5


@dataclass(frozen=True)
class Line:
    """A short paragraph, its words, and whether all of them are bold, or in italics."""

    element: Element
    text: str
    bold: bool = False
    slanted: bool = False

    @property
    def words(self) -> str:
        """Its words without a note that what they head goes on."""
        return _CONTINUED.sub("", self.text)

    @property
    def key(self) -> str:
        """What two heads that name the same have in common."""
        return _EDGES.sub("", self.words).casefold()

    @property
    def emphatic(self) -> bool:
        return self.bold or self.slanted

    @property
    def capitals(self) -> bool:
        return in_capitals(self.words)

    @property
    def cased(self) -> bool:
        """Whether its script has capitals."""
        return self.text.upper() != self.text.lower()

    @property
    def bracketed(self) -> bool:
        return bool(_BRACKETED.match(self.text))

    @property
    def spoken(self) -> bool:
        return bool(_SPEECH.match(self.text))

    @property
    def numbered(self) -> bool:
        return bool(_DIGIT.search(self.text))

    @property
    def relates(self) -> bool:
        """Whether it says of two things that they are equal, or that one is more than the other, as a formula does."""
        return bool(_RELATION.search(self.text))

    def ends_in(self, signs: str) -> bool:
        return self.text.rstrip("”’\"'»)]")[-1:] in signs

    @property
    def names(self) -> int:
        """How many of its words begin with capitals; 0 where one that matters does not."""
        words = _NAME.findall(self.words)
        if any(len(word) >= _TELLING and not word[0].isupper() for word in words):
            return 0
        return sum(word[0].isupper() for word in words)

    @property
    def is_title(self) -> bool:
        """Whether it may be one though it has no emphasis: all but its small words begin with capitals."""
        return self.names > 0 and all(word[0].isupper() for word in _NAME.findall(self.words) if len(word) > 3)

    @property
    def dated(self) -> bool:
        """Whether it says where and when, as "Buda-Pesth, 24 August" does."""
        words = _NAME.findall(self.text)
        high = sum(word[0].isupper() for word in words)
        return (
            self.numbered
            and len(self.text) <= LINE
            and (not words or (words[0][0].isupper() and 2 * high >= len(words)))
        )

    @property
    def greets(self) -> bool:
        return len(self.text) <= LINE and greets(self.text)

    @property
    def takes_leave(self) -> bool:
        return len(self.text) <= LINE and bids_farewell(self.text)


def line_of_form(paragraph: Element) -> Line | None:
    """The paragraph as a line; None where it is longer, holds what is no word, or nothing."""
    if len(paragraph.text or "") > LONGEST:  # most are
        return None
    plain = len(paragraph) == 0  # as most are, too
    text = " ".join(((paragraph.text or "") if plain else _text(paragraph)).split())
    if plain and text:
        return Line(paragraph, text)
    if not 0 < len(text) <= LONGEST or any(one.tag in _NOT_WORDS for one in paragraph.iter()):
        return None
    kinds = _emphasis(paragraph)
    return Line(paragraph, text, bool(kinds & _BOLD), bool(kinds & _SLANTED))


def _text(element: Element) -> str:
    """Its text without calls of notes."""
    inside = (_text(child) + (child.tail or "") if _seen(child) else child.tail or "" for child in element)
    return (element.text or "") + "".join(inside)


def _seen(element: Element) -> bool:
    return _UNSEEN.isdisjoint(element.get("class", "").split())


def begins_with_a_date(paragraph: Element) -> bool:
    """Whether its first words are in italics or bold, with a day or an hour in them, and a dash goes on from them."""
    first = paragraph[0] if len(paragraph) else None
    if first is None or first.tag not in _BOLD | _SLANTED or (paragraph.text or "").strip(' “"„«'):
        return False
    said = "".join(map(str, first.itertext()))
    return len(said) <= LINE and bool(_DIGIT.search(said)) and _DASH.match(first.tail or "") is not None


def _emphasis(paragraph: Element) -> frozenset[str]:
    """The elements that all words of a paragraph stand in, but for signs around them and a remark in brackets behind them."""
    spoken = [child for child in paragraph if _seen(child)]
    unsaid = (paragraph.text or "") + "".join(child.tail or "" for child in paragraph)
    if not spoken or not _AROUND.match(unsaid):
        return frozenset()
    return frozenset.intersection(*(_held_by(child) for child in spoken)) & (_BOLD | _SLANTED)


def _held_by(element: Element) -> frozenset[str]:
    """The element that words stand in, and those in it that hold as much; small capitals are an emphasis as italics are."""
    found = {"em" if "smallcaps" in element.get("class", "") else str(element.tag)}
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip(" ."):
        element = element[0]
        found.add(str(element.tag))
    return frozenset(found)
