"""Where a title may end a line, and what each place is worth.

Words with spaces between them: behind a colon or a dash best, behind a comma well, not behind a short word or a hyphen.

Nothing here knows Japanese or Chinese: phrases are guessed from the kinds of characters. A line ends best behind a sign, or
where kana are followed by something else, since particles and endings are written in kana and words begin with a character or
in katakana; worse within a run of characters; not within a word of katakana. Which places there are at all, the Unicode rules say
(UAX 14, with them what may not begin or end a line).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from publish.lazy import regex
from publish.paged.totalfit import Copy, Fit

#: Text that is set so: it has characters that are a square wide, and none of other scripts that break by rules of their own.
SQUARE = regex("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
#: Behind these a phrase ends as a rule, though what stands there is one run: of, and, in, to …
_AFTER = frozenset("のはがをにでともへや的")
_BEFORE = frozenset("与和及或")
_WITHIN, _BAD, _FAIR, _GOOD, _NONE = 60.0, 9.0, 4.0, 1.0, 0.0
#: What a line costs that differs from the mean by its whole width; characters that no line has less than.
_UNEVEN, _LEAST, _ALONE = 40.0, 3, 400.0
#: What a line more than is needed costs.
_MORE = 4.0
#: What it costs to end a line behind each kind of sign in a title with spaces, behind a short word, and behind another.
_SIGNS = {sign: cost for signs, cost in ((":;.!?—–|", -4.0), (",)]”’»", 5.0), ("-‐/&+", 26.0)) for sign in signs}
_SHORT_WORD, _WORD = 11.0, 8.0
_SHORT = regex(r"(?:^|\s)[^\W\d_]{1,3}$")
#: The same before a word that belongs to what follows it, and behind one.
_BEFORE_LEADING, _LED = 4.0, 24.0
#: Words that belong to what follows them, by language; in others, those of no more letters than `_FEW`.
_LEADING = {
    "en": "a an the of and or nor but in on at to for by with from as into over under upon between against without "
    "that which who whose where when while than",
    "de": "der die das den dem des ein eine einen einem einer eines und oder in im am an auf aus bei mit nach von vom zu zum zur "
    "für über unter vor ohne gegen um",
    "fr": "le la les un une des du de et ou à au aux en dans par pour sur sous avec sans chez vers d' l'",
    "es": "el la los las un una unos unas de del y e o u en a al con por para sin sobre",
    "it": "il lo la i gli le un uno una di del della dello dei degli delle e o in nel nella a al alla con per da su sul sulla",
    "pt": "o a os as um uma de do da dos das e ou em no na nos nas com por para sem",
    "nl": "de het een en of van in op te met voor aan bij uit naar over",
}
_FEW = 2


def _kind(character: str) -> str:
    if "\u3041" <= character <= "\u309f":
        return "kana"
    if "\u30a1" <= character <= "\u30ff" or character == "\uff70":
        return "katakana"
    if SQUARE.match(character) and character.isalpha():
        return "character"
    return "letter" if unicodedata.category(character)[0] in "LN" else "sign"


def cost_of(before: str, after: str) -> float:
    """What it costs to end a line between two characters."""
    if before.isspace() or after.isspace():
        return _GOOD
    kinds = _kind(before), _kind(after)
    if "sign" in kinds:
        return _NONE
    if kinds == ("katakana", "katakana") or kinds == ("letter", "letter"):
        return _WITHIN
    if kinds[1] == "kana":
        return _FAIR if kinds[0] == "kana" and before in _AFTER and after not in _AFTER else _BAD
    if kinds[0] == "kana":
        return _NONE if before in _AFTER else _GOOD
    if before in _AFTER or after in _BEFORE:
        return _GOOD
    return _BAD if kinds[0] == kinds[1] else _FAIR


def leads(word: str, lang: str) -> bool:
    """Whether a word belongs to what follows it, as articles, prepositions and conjunctions do."""
    bare = word.strip("“”‘’«»‹›\"'([{)]},").casefold()
    known = _LEADING.get(lang.split("-")[0])
    return bare in known.split() if known else 0 < len(bare) <= _FEW and bare.isalpha()


def cost_behind(text: str, after: str = "", lang: str = "") -> float:
    """What it costs to end a line of a title whose words have spaces between them behind such a text and before another."""
    words, following = text.split(), after.split()
    if words and following and leads(words[-1], lang):
        return _LED
    cost = _SIGNS.get(text[-1:])
    if cost is None:
        cost = _SHORT_WORD if _SHORT.search(text) else _WORD
    return min(cost, _BEFORE_LEADING) if following and leads(following[0], lang) else cost


def phrased(copy: Copy, costs: Sequence[float], size: float, spare: int, most: int = 5) -> Fit | None:
    """The lines of a title, as few as it needs or `spare` more, much alike, that end where phrases do; `costs` are those of each
    break, and what ends in a hyphen that is printed is none.

    None for a single line, for more than `most`, and where something is wider than the line.
    """
    needed = _fewest(copy)
    if not 1 < needed <= most:
        return None
    found = [
        fit
        for lines in range(needed, needed + spare + 1)
        if (fit := _in_lines(copy, costs, size, lines, _MORE * (lines - needed)))
    ]
    return min(found, key=lambda fit: fit.cost, default=None)


def _in_lines(copy: Copy, costs: Sequence[float], size: float, needed: int, more: float) -> Fit | None:
    """The best of so many lines, at a cost of so much `more`."""
    last, mean = len(copy.ends) - 1, (copy.ends[-1] - copy.starts[0]) / needed
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for line in range(1, needed + 1):
        found: dict[int, tuple[float, tuple[int, ...]]] = {}
        for before, (cost, breaks) in best.items():
            for at in range(before + 1, last + 1):
                width = copy.ends[at] - copy.starts[before] + (0.0 if before else copy.indent)
                if width > copy.width + 1e-6:
                    break
                if (at == last) != (line == needed) or copy.hyphens[at] or at in copy.dear:
                    continue
                own = cost + costs[at] + _UNEVEN * ((width - mean) / mean) ** 2
                own += _ALONE if width < (_LEAST - 0.5) * size else 0.0
                if at not in found or own < found[at][0]:
                    found[at] = own, (*breaks, at)
        best = found
    if last not in best:
        return None
    cost, breaks = best[last]
    return Fit(breaks, (False,) * needed, (0.0,) * needed, cost + more)


def _fewest(copy: Copy) -> int:
    """How many lines hold it all; 0 where none does."""
    lines, begin, before = 1, 0, 0
    for at in range(1, len(copy.ends)):
        if copy.hyphens[at] or at in copy.dear:
            continue
        if copy.ends[at] - copy.starts[begin] + (0.0 if begin else copy.indent) > copy.width + 1e-6:
            if before == begin:
                return 0
            lines, begin = lines + 1, before
            if copy.ends[at] - copy.starts[begin] > copy.width + 1e-6:
                return 0
        before = at
    return lines
