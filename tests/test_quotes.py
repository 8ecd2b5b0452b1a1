"""Quotation marks and apostrophes: by place first, by pairs second."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from publish.book import Dialect
from publish.markdown.dialect import parser
from publish.markdown.quotes import curled
from publish.markdown.scope import Scope
from publish.words import quotes_for

#: As typed, and as it is printed in English; what is no mark is the same. Most are from the books of `tests/books`.
CASES = {
    "a speech that goes on in the next paragraph": ('"My dear Art,--', "“My dear Art,–"),
    "before emphasis": ('"*6 September.*', "“6 September."),
    "lines of a letter": ('"Your friend,\n"Dracula."', "“Your friend,\n“Dracula.”"),
    "in one line": ('"Your friend, "Dracula."', "“Your friend, “Dracula.”"),
    "within emphasis": ('*"We are, dear Sirs,\n"Faithfully yours,*', "“We are, dear Sirs,\n“Faithfully yours,"),
    "a nested speech that goes on": ("\" 'My dear young miss, I have", "“ ‘My dear young miss, I have"),
    "spaces within at the end": ("\"He asked for the 'bloofer lady.' \"", "“He asked for the ‘bloofer lady.’ ”"),
    "a closing mark that nothing opened": ('She said, and went."', "She said, and went.”"),
    "behind a dash and before one": ('Lord--"But no"--he', "Lord–“But no”–he"),
    "a dash at either side": ('"Lord----"; but "---and', "“Lord----”; but “—and"),
    "a space forgotten before": ('enabled by"Optional Steps" below', "enabled by“Optional Steps” below"),
    "a space forgotten behind": ('"Hello."said he, "and"', "“Hello.”said he, “and”"),
    "one sign in marks": ('separate with "/"s or another', "separate with “/”s or another"),
    "spaces at both sides": ('one " two', 'one " two'),
    "inches": ('Bags - 11 x 15" and 7".', 'Bags - 11 x 15" and 7".'),
    "inches within a speech": ('"He bought a 12" record," she said.', '“He bought a 12" record,” she said.'),
    "a year at the end": ('"In 1897" and "in 1898".', "“In 1897” and “in 1898”."),
    "feet and inches at the end": ("He's 6'2\"", "He’s 6′2″"),
    "elisions with and without ends": ("the 'ittin' with a pole, says 'e, an' 'is 'ead", "the ’ittin’ with a pole, says ’e, an’ ’is ’ead"),  # noqa: E501
    "behind a hyphen": ("began a-'owling and a-'idin' of", "began a-’owling and a-’idin’ of"),
    "an elision with a capital": ("in the 'Are an' 'Ounds, as 'ow", "in the ’Are an’ ’Ounds, as ’ow"),
    "no words of their own": ("'Twas 'tis, 'em, 'twixt, to 't, rock 'n' roll, '99, the '80s", "’Twas ’tis, ’em, ’twixt, to ’t, rock ’n’ roll, ’99, the ’80s"),  # noqa: E501
    "words unheard of": ("a poor 'pothecary and a 'gander", "a poor ’pothecary and a ’gander"),
    "an elision in a speech": ('"There ain\'t no \'arm in \'im."', "“There ain’t no ’arm in ’im.”"),
    "a quotation of an elision": ("''Tis so,' said the Duchess", "‘’Tis so,’ said the Duchess"),
    "a word that is quoted": ("the word 'drink'; and 'is', 'an' and 'A' too", "the word ‘drink’; and ‘is’, ‘an’ and ‘A’ too"),
    "words that are quoted": ("the 'land beyond the forest' and his 'love'", "the ‘land beyond the forest’ and his ‘love’"),
    "a plural possessive": ("the dogs' tails, 'and the dogs' tails,' he said", "the dogs’ tails, ‘and the dogs’ tails,’ he said"),
    "a word that is also an elision": ("he remarked, 'till tomorrow---'", "he remarked, ‘till tomorrow—’"),
    "a speech by single marks that goes on": ("'Well,' she thought; 'and how funny it'll seem!", "‘Well,’ she thought; ‘and how funny it’ll seem!"),  # noqa: E501
    "marks within marks": ("'It begins \"I passed by his garden.\"'", "‘It begins “I passed by his garden.”’"),
    "three deep": ("\"He said 'she says \"no\" to it.'\"", "“He said ‘she says “no” to it.’”"),
    "one that is typed": ("so 'bloomin' good a bloke’ as", "so ‘bloomin’ good a bloke’ as"),
    "behind code": ("`unwrap()`'s, `../`'s and \"`x`\"", "unwrap()’s, ../’s and “x”"),
    "behind emphasis, a link and a bracket": ("*Hey!*'s, [Alice!](x)'s, (Bob)'s, U.S.'s", "Hey!’s, Alice!’s, (Bob)’s, U.S.’s"),
    "stars that set nothing": ("*'Beautiful Soup,\nso rich", "*‘Beautiful Soup,\nso rich"),
    "an abbreviation in Hebrew": ('צה"ל', 'צה"ל'),
    "a word of Hebrew in marks": ('ה"מילה" הזאת', "ה“מילה” הזאת"),
    "no spaces between words": ('これは"引用"です、"1"と', "これは“引用”です、“1”と"),
    "a particle behind": ("\"단어\"를 '말'은", "“단어”를 ‘말’은"),
}  # fmt: skip
ENGLISH = quotes_for("en")
_TAGS = re.compile(r"<[^>]+>")


def printed(text: str, lang: str = "en") -> str:
    markup = parser(quotes_for(lang), Dialect()).renderInline(text, {"scope": Scope("x.md", lang=lang)})
    return _TAGS.sub("", markup).replace("&quot;", '"')


@pytest.mark.parametrize("case", CASES)
def test_marks_of_english(case: str) -> None:
    text, expected = CASES[case]
    assert printed(text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("de", "\"Er sagte 'nein' und ging.", "„Er sagte ‚nein‘ und ging."),
        ("de", "Ich hab' 'ne Idee, 's ist so", "Ich hab’ ’ne Idee, ’s ist so"),
        ("nl", "'s avonds in 't huis", "’s avonds in ’t huis"),
        ("fr", '"Bonjour, dit-il. L\'"eau" est', "«\u00a0Bonjour, dit-il. L’«\u00a0eau\u00a0» est"),
        ("sv", "\"En 'sak' till, sa han.", "”En ’sak’ till, sa han."),
        ("ru", '"Он сказал "да" и ушёл.', "«Он сказал «да» и ушёл."),
    ],
)
def test_marks_of_languages(lang: str, text: str, expected: str) -> None:
    assert printed(text, lang).replace("\u202f", "\u00a0") == expected


_WORD = st.sampled_from(["water", "Gold", "it", "we", "ring", "Ännchen"])
_WORDS = st.lists(_WORD, min_size=1, max_size=4).map(" ".join)


def _quoted(inner: st.SearchStrategy[str], marks: str) -> st.SearchStrategy[str]:
    ends = st.sampled_from([".", ",", "!", "?", "…"])
    return st.tuples(_WORDS, st.lists(inner, max_size=1), ends).map(
        lambda parts: marks[0] + " ".join([parts[0], *parts[1], *(["so"] if parts[1] else [])]) + parts[2] + marks[1]
    )


_SPEECH = _quoted(_quoted(_WORDS, "‘’"), "“”")


@given(st.lists(st.one_of(_WORDS, _SPEECH, _SPEECH.map(lambda text: f"({text})")), min_size=1, max_size=5))
def test_quotations_that_are_whole_are_found(parts: list[str]) -> None:
    expected = " ".join(parts)
    assert printed(re.sub("[“”]", '"', re.sub("[‘’]", "'", expected))) == expected


@given(st.lists(_SPEECH, min_size=1, max_size=4), st.integers(0, 3))
def test_a_mark_has_its_role_without_its_other_half(parts: list[str], left_out: int) -> None:
    """One closing mark left out changes no other."""
    expected = " ".join(parts)
    ends = [match.start() for match in re.finditer("”", expected)]
    at = ends[left_out % len(ends)]
    expected = expected[:at] + expected[at + 1 :]
    assert printed(re.sub("[“”]", '"', re.sub("[‘’]", "'", expected))) == expected


def test_nothing_but_marks_is_changed() -> None:
    chance = random.Random(7)
    pieces = [
        '"',
        "'",
        '"',
        "'",
        "a",
        "b c",
        "1",
        "*",
        "**",
        "`x`",
        "\n",
        " ",
        ".",
        "(",
        ")",
        "—",
        "[l](u)",
        "é",
        "“",
        "<b>",
        "’",
    ]
    plain = MarkdownIt("commonmark")
    for _ in range(1500):
        text = "".join(chance.choices(pieces, k=chance.randint(1, 25)))
        found = plain.parseInline(text)[0].children or []
        before = [token.content for token in found]
        curled(found, ENGLISH)
        for token, old in zip(found, before, strict=True):
            assert len(token.content) == len(old)
            for new, sign in zip(token.content, old, strict=True):
                assert new == sign or (token.type == "text" and new in {'"': "“”", "'": "‘’"}[sign]), text


def test_many_marks_take_no_longer_each() -> None:
    """Counted, not timed: the ways that are kept at each mark do not grow."""
    from publish.markdown.quotes import reading

    text = "\"'a \"'b' (\"c' '\"" * 2000
    assert len(reading.roles(text)) == text.count('"') + text.count("'")
