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
    "an elision alone": ("in the 'ouse", "in the ’ouse"),
    "behind a hyphen": ("began a-'owling and a-'idin' of", "began a-’owling and a-’idin’ of"),
    "an elision with a capital": ("in the 'Are an' 'Ounds, as 'ow", "in the ’Are an’ ’Ounds, as ’ow"),
    "no words of their own": ("'Twas 'tis, 'em, 'twixt, to 't, rock 'n' roll, '99, the '80s", "’Twas ’tis, ’em, ’twixt, to ’t, rock ’n’ roll, ’99, the ’80s"),  # noqa: E501
    "words unheard of": ("a poor 'pothecary and a 'gander", "a poor ’pothecary and a ’gander"),
    "an elision in a speech": ('"There ain\'t no \'arm in \'im."', "“There ain’t no ’arm in ’im.”"),
    "an elision at the head of a speech": ("\" 'Ittin' of them over the 'ead, scratchin' of", "“ ’Ittin’ of them over the ’ead, scratchin’ of"),  # noqa: E501
    "a pronoun contracted": ("broken glass. 'E's been a-gettin' over; 'Ow's that? 'Ere's one", "broken glass. ’E’s been a-gettin’ over; ’Ow’s that? ’Ere’s one"),  # noqa: E501
    "a pronoun contracted at the head of a speech": ("''E's got mindin' the animiles,' says 'e.", "‘’E’s got mindin’ the animiles,’ says ’e."),  # noqa: E501
    "an interjection that looks like one": ("\" 'Ow yes, they would,' says I", "“ ‘Ow yes, they would,’ says I"),
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
#: English as it should be printed, of novels and of its kind.
LINES = """
“Maister, coom hither! Miss Cathy’s riven th’ back off ‘Th’ Helmet o’ Salvation,’ un’ Heathcliff’s pawsed his fit into t’ first part o’ ‘T’ Brooad Way to Destruction!’”
“What are ye for?” he shouted. “T’ maister’s down i’ t’ fowld. Go round by th’ end o’ t’ laith, if ye went to spake to him.”
“Canna’ tha’ dress thysen!” she said. “Mother says as th’ moor’s so bad tha’ can’t get out on ’t.”
“There’s menners f’ yer! Te-oo banches o’ voylets trod into the mad,” an’ ’e went off.
“Ow, eez ye-ooa san, is e? Wal, fewd dan y’ de-ooty bawmz a mather should, eed now bettern to spawl a pore gel’s flahrzn than ran awy athaht pyin. Will ye-oo py me f’them?”
“I ain’t done nothing wrong by speaking to the gentleman. I’ve a right to sell flowers if I keep off the kerb,” said the ’ooman.
“’Twas brillig, and the slithy toves,” he read; “’tis a pity ’twould not last.”
“I knowed you’d come,” said Joe. “Pip, old chap, what larks! You and me was ever friends, an’ when you’re well enough to go out for a ride—what larks!”
‘I hope, Pip,’ said he, ‘that there’s nothing the matter wi’ th’ boy’s ’ead?’
‘Tell ’em,’ he cried, ‘that ’e’s dead!’
The boys’ and girls’ coats hung by the ’phone; ‘closed,’ it said.
He was the ‘king’ of the boys’ school, the ‘boss’ of ’em all.
The so-called ‘experts’ of the 1990s, or ’90s, were ‘wrong’ again.
‘Round and round the ’obby-’orse goes,’ said ’Arry.
“Gie me the ‘Bonnie Banks o’ Loch Lomond’ or the ‘Wi’ a Hundred Pipers’,” he said.
“Let’s sing ‘Comin’ thro’ the Rye’ and ‘Annie Laurie.’”
“I was listenin’ to Blowin’ in the Wind in the summer o’ ’63, ’fore the ’lectric came.”
The ‘a’ in ‘cat’ and the ‘s’ in ‘cats’ are letters; ‘and’ is a word.
Mind your p’s and q’s, and the ’s of the genitive.
She said, ‘I’m goin’ to the dogs’ home.’
‘You’re a cheat,’ said the Joneses’ son; ‘the Joneses’ dog saw it.’
“’Ullo, ’Enery! ’Ow’s yer missus?” ’e says. “’Er’s well,” says I.
“Dem’s de ’zack words, Brer Rabbit, sez ’e, an’ den he tuck’n went long ’bout his bizness, en ’spec dat’s w’at he done.”
“We hain’t got no time to bother over every word that comes ’long,” Tom said. “‘Steal’ is the word, ’n’ ‘borrow’ the ’spectable one.”
The ‘Queen Mary’ and the ‘Titanic’ were ships’ names; the ships’ bells rang.
It was Keats’ ‘Ode,’ not Yeats’ ‘Byzantium’, that ’e liked.
“‘Tain’t no use,” said Mick.
‘’Tis nothing,’ said she, ‘’twas but the wind i’ the trees.’
Rock ’n’ roll, salt ’n’ pepper, ’n so on.
O’er the land of the free, ’neath heav’n’s vault, th’ expanse ’twixt us.
“He said, ‘Don’t,’” she told me. “‘Why not?’ I asked.”
“He said ‘no’,” she told me, “and the girls’ mother said ‘yes’.”
He called it ‘the best of all possible worlds’ and left for ’Frisco.
They were the ’Varsity men, the ’tecs and the ’bus drivers.
“That’s as may be,” said the ’ostler, touchin’ ’is ’at, “but I ’aven’t ’eard of ’im ’ereabouts.”
“Goin’ ’ome, guv’nor?” “’Ome? I ain’t got no ’ome.”
‘Good mornin’,’ said the milkman.
‘Good mornin’!’ said the milkman.
“‘Good mornin’,’ says ’e, an’ off ’e went.”
The Smiths’ and the Jones’ ‘houses’ were near.
‘If I’d ’a’ known,’ said he, ‘I’d ha’ stayed.’
“He wasn’t goin’ to let ’em have the ‘Mary Ann’ for nothin’.”
‘The boys’ shoes are wet,’ she said, ‘and so are the girls’.’
“Well, th’ lads’ ’eads were broke.”
It’s the ‘in’ thing, the ‘out’ list and an ‘and so on’ too.
“’Cause I said so,” he answered. “’Cos it’s mine.”
“Wot’s ’is name? ’Orace? ’Ow d’yer spell it?”
Then ’twas the ’forties; the ’eighties, later.
"""  # noqa: E501
ENGLISH = quotes_for("en")
_TAGS = re.compile(r"<[^>]+>")


def printed(text: str, lang: str = "en") -> str:
    markup = parser(quotes_for(lang), Dialect()).renderInline(text, {"scope": Scope("x.md", lang=lang)})
    return _TAGS.sub("", markup).replace("&quot;", '"')


def _straight(text: str) -> str:
    return re.sub("[“”]", '"', re.sub("[‘’]", "'", text))


@pytest.mark.parametrize("case", CASES)
def test_marks_of_english(case: str) -> None:
    text, expected = CASES[case]
    assert printed(text) == expected


@pytest.mark.parametrize("line", LINES.strip().split("\n"))
def test_lines_of_english(line: str) -> None:
    assert printed(_straight(line)) == line


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
    assert printed(_straight(expected)) == expected


@given(st.lists(_SPEECH, min_size=1, max_size=4), st.integers(0, 3))
def test_a_mark_has_its_role_without_its_other_half(parts: list[str], left_out: int) -> None:
    """One closing mark left out changes no other."""
    expected = " ".join(parts)
    ends = [match.start() for match in re.finditer("”", expected)]
    at = ends[left_out % len(ends)]
    expected = expected[:at] + expected[at + 1 :]
    assert printed(_straight(expected)) == expected


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
