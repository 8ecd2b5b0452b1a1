"""Words that begin or end with an apostrophe: ’tis, ’em, ’ouse, bloomin’, th’, dogs’; how much speaks against each being one."""

from __future__ import annotations

import functools

from publish.lazy import regex

#: No words without their apostrophe.
_SURE = regex(
    r"(?:tis|tisn|tw\w{2,6}|em|un|uns|ud|gainst|mongst|neath|zounds|sblood|swounds|sdeath|slid|slight|tween|larum|nother|nuff"
    r"|spect|spose|fraid|tention|scuse|stead|havior|haviour|pothecary|gan|gins|possum|cello|isself|isn|imself|erself|til|bout|fore|pon|bove|scape|cos|coz"
    r"|lectric|varsity|frisco|gator|tec|tecs|zack|ostler|ostlers|ne|nem|nen|ner|nes|sta)(?:’\w+)?"
    # A pronoun without its h, contracted: of no other word; so are most verbs that have lost both ends.
    r"|(?:e|im|er|ere|oo|ow)’(?:s|d|ll|ve|re)"
    r"|(?:itt|av|ow?l|old|elp|urt|unt|opp?|oist|ollow|ollerin?|id|iss|urry|ugg|umm|ustl|ook|iccup|esitat|ammer|and?l|app(?:en)?)in"
    r"|\d\ds|n|[b-df-hj-np-tv-xz]{1,3}",
)
_LIKELY = regex(
    # Words without their h.
    r"(?:e|im|er|ers|ere|ence|ad|ave|aving|avin|ow|oo|om|ooman|isself|an’some|andsome|bacca|baccy)(?:’\w+)?"
    r"|(?:ead|eart|ome|ouse|orse|alf|arf|ard|arm|armony|arsh|ang|appen|appy|atch|awk|azel|eap|eard|eaven|eavy|edge|elp|erb|ero"
    r"|igh|igher|ighest|int|ire|istory|itt|oist|ollow|oly|onest|onour|onor|ood|oof|ook|oop|ope|op|orn|orrid|orrible|ospital"
    r"|ost|ot|otel|ound|owl|ug|ullo|ello|undred|ung|ungry|unt|urry|urt|usband|ush|ut|ymn|arpoon|ammer|arry|enry|enery|orace|ammersmith"
    r"|ampstead|olborn|ackney|arriet|ole|oles|ell|and|arf|igh)"
    r"(?:s|ed|er|ers|in|ing|y|ly|less|self|’\w+)?"
)
#: More often than not an elision where nothing closes; also words of their own.
_WORDS = regex(
    r"till|round|cause|bus|phone|plane|flu|long|side|hind|low|count|course|specially|way"
    r"|rein|raus|rauf|runter|rüber|rum|ran|is|as|at|and|ands|air|airs|all|alls|are|arm|arms|art|arts|ate|ear|ears|eat|eats|edge|edges|am|our|ours|old|over|ill|it"
    r"|its|eel|eels|owl|owls|ash|aunt|eave|eight|ire|aid|ail|alter|arbour|am|eating|earing|owling"
)
#: Words, or ends of words, without their last letters.
_CLIPPED = regex(
    r"an|o|i|a|th|wi|ol|lor|\w*[ls]ep|kep|crep|wep|mos|jus|las|fas|nex|bes|fi|tha|gi|hi|goo|po|fo|fro|tho|thro|thru|altho|ev|ne|d"
    r"|n|y|ya|yo|li|lil|t|\w*sel|wor|gen|chile|eas|wes|hones|agains|roun|foun|groun|aroun|stan|han|frien|ole|mo|befo"
)
_G_DROPPED = regex(r"\w{2,}in")


def against_elision(word: str, closed: bool, stop: bool) -> int:
    """How much speaks against an apostrophe before a word.

    `closed`: another mark follows the word at once; `stop`: a sign stands before the mark, where speeches begin.
    """
    if not word:
        return 8
    return _beginning(word, stop) + (4 if closed and len(word) < 3 and word != "n" else 0)


@functools.lru_cache(maxsize=4096)
def _beginning(word: str, stop: bool) -> int:
    small = word.lower()
    if _SURE.fullmatch(small) or (len(word) == 2 and word.isdigit()):
        return 0
    capital = word[0] != small[0]
    if _WORDS.fullmatch(small):
        return 1 + capital + 4 * stop
    if _LIKELY.fullmatch(small) or (small[0] in "aeiou" and _G_DROPPED.fullmatch(small)):
        return 1 + capital
    return (3 if small[0] in "aeiou" else 4) + capital + 2 * stop


@functools.lru_cache(maxsize=4096)
def at_the_end(word: str) -> tuple[int, int]:
    """How much speaks against an apostrophe behind a word, and against the end of a quotation there."""
    small = word.lower()
    if _CLIPPED.fullmatch(small) and (len(word) > 1 or word.islower()):
        return 0, 4
    if len(word) > 3 and _G_DROPPED.fullmatch(small):
        return 0, 2
    if small.endswith("s"):
        return 1, 1
    return 3, 0
