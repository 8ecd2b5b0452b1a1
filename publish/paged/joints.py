"""Where the lines of a text do not end: spaces that hold together what they stand between, words that are not divided.

The rules are those of the Chicago Manual of Style on the division of words: no line begins with a dash that parts the text before
it; a title is parted from its name, and an initial from the next, only where a line would be too loose otherwise; names are not
divided by hyphens, nor words with capitals within them, nor anything in an address.
"""

from __future__ import annotations

from publish.lazy import regex

#: An initial or an abbreviation of one letter, a title before a name, a word before its number.
_HELD = regex(
    r"(?<![\w.])(?:[^\W\d_]\.(?= [^\W_])"
    r"|(?:Mr|Mrs|Ms|Mx|Dr|St|Ste|Sts|Prof|Messrs|Rev|Hon|Capt|Col|Gen|Lt|Sgt|Mme|Mlle|MM|Hr|Fr|Sr|Sra|Srta|Sig)\.?(?= [^\W\d_a-z])"
    r"|(?:No|Nos|Nr|Vol|vol|Bd|Fig|fig|Abb|pp|Ch|ch|art|§)\.?(?= \d)) "
)
#: A letter that does not end a line, such as the first of “e-book”; a name with its number.
_SMALL = regex(r"(?<!\w)[^\W\d_]-(?=\w)")
_COUNTED = regex(r"(?<!\w)[^\W\d_a-z][^\W\d_]{2,} (?=\d{1,3}(?!\w))")
#: A number that ends a text, which is not to stand alone in its last line.
_LAST = regex(r" (?=[\d–]{1,9}[.,;:!?)\]]{0,3}$)")
#: A space before a dash or dots that end what stands before them; where a speech begins with a dash, not behind a sentence.
_HANGING = regex(r" (?=[—–…])")
_PARTING = regex(r"(?<![.!?…»”]) (?=[—–](?: |$))| (?=…(?: |$))")
#: A dash before a word that it belongs to, as in Spanish.
_LEADING = regex(r"(?<= )[—–](?=\w)")
#: What stands before a word that has its capital from where it stands.
_BEGINNING = regex(r"(?:\A|[.!?…:][”’»\"')\]]* |[“‘«„‚\"(\[—])[“‘«„‚\"'(\[]*\Z")
#: Nor does the full stop of a title or an initial end a sentence.
_TITLE = regex(r"(?<!\w)(?:Mr|Mrs|Ms|Mx|Dr|St|Prof|Messrs|Rev|Hon|Capt|Col|Gen|Lt|Sgt|[^\W\d_a-z])\.? [“‘«„‚\"'(\[]*\Z")
#: Languages whose nouns have capitals, so that a capital is no sign of a name.
_NOUNS = frozenset({"de", "lb", "gsw", "nds"})
_HYPHENS = "-‐\u00ad"
#: An address; where one is divided, with no hyphen: behind slashes, “=” and “&”, before another sign, or within what is long.
_ADDRESS = regex(r"(?:https?://|www\.)[^\s\u00ad]+")
_WITHIN = regex(r"(?<=://)(?=\w)|(?<=\w[/=&])(?=[^\s/]{3})|(?<=\w{3})(?=[.?#%_~-]\w{2})|(?<=[^\W_]{16})(?=[^\W_]{16})")
#: Where that is best: behind a slash or “&”, but not behind two slashes, and before “?” and “#”; where it is worst: the host.
_BEST, _HOST = regex(r"(?<=[^/]/)(?!/)|(?<=&)|(?=[?#])"), regex(r"(?:https?://)?[^/?#]*")
#: What an address has before and behind its words.
_BEFORE, _BEHIND = frozenset(_HYPHENS + "/@._#=?&%~\\"), frozenset(_HYPHENS + "/@_=&%~\\")


def bound_in(text: str) -> set[int]:
    """Where in a text the spaces stand behind which a line ends only if it would be too loose without that."""
    bound = {match.end() - 1 for match in _HELD.finditer(text)}
    bound.update(match.end() - 1 for match in _COUNTED.finditer(text))
    bound.update(match.start() for match in _LAST.finditer(text, max(0, len(text) - 16)))
    return bound


def held_in(text: str, lang: str) -> frozenset[int]:
    """Where in a text the spaces and signs stand behind which no line of a title ends; `bound_in` is part of them."""
    english = lang.startswith("en") or not lang
    held = bound_in(text)
    if "-" in text:
        held.update(match.end() - 1 for match in _SMALL.finditer(text))
    if "—" in text or "–" in text or "…" in text:
        held.update(match.start() for match in (_HANGING if english else _PARTING).finditer(text))
        if not english:
            held.update(match.start() for match in _LEADING.finditer(text))
    return frozenset(held)


def is_divided(text: str, start: int, end: int, lang: str) -> bool:
    """Whether the word between two places may be divided by a hyphen."""
    word = text[start:end]
    if word != word.lower() and (
        word[1:] != word[1:].lower()
        or not (lang.split("-")[0] in _NOUNS or _BEGINNING.search(text, max(0, start - 6), start))
        or _TITLE.search(text, max(0, start - 12), start)
    ):
        return False
    before, behind, next_ = text[start - 1 : start], text[end : end + 1], text[end + 1 : end + 2]
    if before in _BEFORE or before.isdigit() or behind in _BEHIND or behind.isdigit():
        return False
    return not (behind in ".:?" and (next_.isalnum() or next_ == "/"))


def addresses_in(text: str) -> list[tuple[int, int]]:
    """Where addresses stand in a text: where each begins and ends."""
    if "://" not in text and "www." not in text:
        return []
    return [match.span() for match in _ADDRESS.finditer(text)]


def divided_at(text: str, begin: int, end: int) -> dict[int, int]:
    """Where an address may be divided, with no hyphen, and how poor each place is for that: 0 is best, 2 worst."""
    host = _HOST.match(text, begin, end)
    ended = host.end() if host else begin
    places = (match.end() for match in _WITHIN.finditer(text, begin, end) if begin + 6 < match.end())
    return {at: 0 if _BEST.match(text, at) else 2 if at <= ended else 1 for at in places}
