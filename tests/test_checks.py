"""What a copy-editor would mark, and what he would leave alone: one line a case."""

from __future__ import annotations

import datetime
import time
from pathlib import Path

import pytest
from lxml import etree

from publish.book import Book, Chapter, Manuscript, Matter, Metadata, Source
from publish.build import check
from publish.checks import Copy, checked
from publish.noticed.texts import Texts
from tests.conftest import written
from tests.growth import MOST, ratio, uncollected

PLAIN = 'title = "T"\nlang = "en"\n'

_LONG = "It was a long way off, and nobody had thought of going there before."
#: A text, and the code with line and column that it is to have; nothing where it is good.
CASES = [
    # Headings
    ("## One\n\nx\n\n#### Two\n\nx\n", "C060 7:1"),
    ("## One\n\nx\n\n### Two\n\nx\n\n## Three\n\nx\n", ""),
    ("## One\n\n## Two\n\nx\n", "C061 3:1"),
    ("## One\n\n### Two\n\nx\n", ""),
    ("x\n\n## One\n", "C061 5:1"),
    ("## One\n\n![d](d.svg)\n\n## Two\n\nx[^1]\n\n[^1]: n\n", ""),
    # Tables
    ("| | |\n|-|-|\n| a | b |\n| c | d |\n", "C062 3:1"),
    ("| | x |\n|-|-|\n| a | b |\n| c | d |\n", ""),
    # A word twice
    ("It was the the ring.\n", "C063 3:8"),
    ("The the ring.\n", "C063 3:1"),
    ("It was the\nthe ring.\n", "C063 3:8"),
    ("It was the *the* ring.\n", "C063 3:8"),
    ("First line, and\nthis is a a ring.\n", "C063 4:9"),
    ("He had had that that, no no, very very long long.\n", ""),
    ("Never never never, in New New York, `the` the ring, 5 5.\n", ""),
    ("He said the, the ring.\n", ""),
    # Brackets
    ("The ring (of gold was lost.\n", "C064 3:10"),
    ("The ring of gold) was lost.\n", "C064 3:17"),
    ("a) one, 1) two, (b) three :) and :-( in [0, 1) or ]1; 2].\n", ""),
    ("(It opens.\n\nIt closes.)\n", ""),
    ("(1 in 6), see [x](http://e.org/a_(b)) and `f(`.\n", ""),
    # Names
    ("Now Margaret, as Margaret says, is Margaret, but Margaret is no Margarte.\n", "C065 3:65"),
    ("There is Zoë, and Zoë, and Zoe.\n", "C065 3:28"),
    ("Here Martin, and Marvin, and Martina, and Martins meet.\n", ""),
    # Unfinished
    ("TODO: write\n", "C066 3:1"),
    ("Words [citation needed] here, TK more.\n", "C066 3:7 C066 3:31"),
    ("The todo list; ToDo; `TODO`; <!-- TODO: later -->\n", ""),
    # Links
    ("It is [here](https://e.org).\n", "C068 3:14"),
    ("It is [the ring here](https://e.org).\n", ""),
    # Ends of lines
    (f"{_LONG}\n\nYours ever,\nJonathan Harker.\n", "C069 5:1"),
    (f"{_LONG}\n\n*\"We thought her dying,\nAnd sleeping then.\"*\n", "C069 5:2"),
    (f"{_LONG}\n\n17, Chatham Street,\nWednesday.\n", "C069 5:1"),
    (f"{_LONG}\n\n9 May.\nMy dearest Lucy,\n", "C069 5:1"),
    (f"{_LONG}\n\nYours ever,\\\nJonathan Harker.\n", ""),
    (f"{_LONG}\n\n| Yours ever,\n| Jonathan Harker.\n", ""),
    (f"{_LONG}\n\nHe went to the door of the house.\nThen he came back again.\n", ""),
    (f"{_LONG}\n\nHe went to the door and\nthen he came back.\n", ""),
    (f"{_LONG}\n\n次のように書いた場合に、\nそれぞれは別の変数です。\n", ""),
    ("He had never been to a city that was like\nit.\n\nIt was the last door of old\nConstantinople.\n", ""),
    # What nobody sees
    ("a\u202eb\u202c\n", "M060 3:2 M060 3:4"),
    ("```\nx = 1 \u2066// y\n```\n", "M060 4:7"),
    ("pass\u200bword\n", "M061 3:5"),
    ("soft\u00adhyphen, 👩\u200d🚀, ❤\ufe0f\n", ""),
    ("p\u0430ypal\n", "M062 3:1"),
    ("Москва, a и b, kΩ\n", ""),
    # Quotation marks
    ('"One," and “two.”\n', "T050 3:1"),
    ("don't and can’t\n", "T050 3:4"),
    ('"One," it\'s `“code”` at 6\'2".\n', ""),
    ("“One, he said.\n\nAnd went.\n", "T053 3:1"),
    ("One,” he said.\n", "T053 3:5"),
    ("“One.\n\n“Two.”\n", ""),
    ("“One ‘two’ three” and “four”\n", ""),
    ('"One,\n"Two\n"Three."\n', ""),
    ('"One," \'two\' " three.\n', "T053 3:14"),
    ("'Two,' one said, 'three.'\n\nIt's 12\" by 6\".\n\n'Tis 'is 'ouse, the girls' and th' boys'.\n", ""),
    ("One 'gander; he said: 'Two.\n", "T053 3:5 T053 3:23"),
    ("One ‘two’ and ’gander.\n", ""),
    ("\"He said: 'One.\n\n\"Two.'\"\n", ""),
    # Signs
    ("He said , well .\n", "T051 3:9 T051 3:16"),
    ("He said :) and .5, or … ? `x` , y\n", ""),
    ("The ring - of gold - was lost.\n", "T054 3:10 x2"),
    ("From 1914-1918, tel. 555-1234, 2004-11-02, x-ray, a -- b.\n", "T054 3:6"),
    ("He waited.. And etc...\n", "T055 3:10"),
    ("A ... b… c.... ../x\n", ""),
    # Pictures
    ("![d.svg](d.svg)\n", "A030 3:3"),
    ("![Image 1](d.svg)\n", "A030 3:3"),
    ("![A ring](d.svg)\n", ""),
]  # fmt: skip

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="3"/></svg>'


def marked(folder: Path, toml: str, text: str) -> str:
    """Codes and places of what the checks find in a chapter."""
    report = check(written(folder, book__toml=toml, a__md=f"# A\n\n{text}", d__svg=SVG), ("epub",))
    return " ".join(
        f"{d.code} {d.span.line}:{d.span.column}" + (" x2" if "(2 times in" in d.message else "")
        for d in report.diagnostics
        if d.code != "M008"
    )


@pytest.mark.parametrize(("text", "found"), CASES, ids=[text for text, _ in CASES])
def test_english(tmp_path: Path, text: str, found: str) -> None:
    assert marked(tmp_path, PLAIN, text) == found


LANGUAGES = [
    ("fr", "Vraiment ? Oui ! « Bon » ; et : voilà.", ""),
    ("fr", "Vraiment , oui .", "T051 3:10 T051 3:16"),
    ("fr", "Nous nous aimons, mais le le roi.", "C063 3:24"),
    ("de", "Männer, die die Welt sehen, und und.", "C063 3:29"),
    ("de", "„Eins“, sagte er, und „zwei.", "T053 3:23"),
    ("de", "Die Ausgabe der Aufgabe, die Aufgabe, die Aufgabe, die Aufgabe.", ""),
    ("es", "TODO el mundo, TODO: escribir, a a", "C066 3:16 C063 3:32"),
    ("sv", "”Ett”, sade han, och ”två.", ""),
    ("ru", "Он был был дома.", "C063 3:4"),
    ("ru", "Пришёл Чехов, и Чехов, но Чёхов.", "C065 3:27"),
    ("tr", "Yavaş yavaş geldi.", ""),
    ("ja", "「はい」と彼は言った。（そして", "C064 3:12"),
    ("ja", "「はい と言った。", "T053 3:1"),
    ("th", "สวัส\u200bดี", ""),
    ("fa", "می\u200cخواهم به خانه\u200f بروم.", ""),
    ("he", "שלום \u200f(Rashi)\u200f.", ""),
    ("pt-BR", "Ele foi foi embora.", "C063 3:5"),
    ("it", "La la casa, piano piano.", "C063 3:1"),
    ("nl", "Hij was was thuis.", "C063 3:5"),
    ("pl", "Był był w domu.", "C063 3:1"),
    ("hi", "धीरे धीरे आया।", ""),
    ("zh-Hans", "天天天气（很好", "C064 3:5"),
]


@pytest.mark.parametrize(("lang", "text", "found"), LANGUAGES, ids=[f"{lang} {text}" for lang, text, _ in LANGUAGES])
def test_languages(tmp_path: Path, lang: str, text: str, found: str) -> None:
    assert marked(tmp_path, f'title = "T"\nlang = "{lang}"\n', text + "\n") == found


SMART_OFF = [
    ("en", "A -- b --- c ... d", "T054 3:3 T054 3:8 T055 3:14"),
    ("fr", "Vraiment? Oui!", "T052 3:9 T052 3:14"),
    ("fr-CA", "Vraiment? Oui!", ""),
]


@pytest.mark.parametrize(("lang", "text", "found"), SMART_OFF)
def test_what_is_printed_as_typed_where_smart_is_off(tmp_path: Path, lang: str, text: str, found: str) -> None:
    toml = f'title = "T"\nlang = "{lang}"\n[typography]\nsmart = false\n'
    assert marked(tmp_path, toml, text + "\n") == found


def test_repeats_are_told_once_a_file_with_their_lines(tmp_path: Path) -> None:
    folder = written(tmp_path, book__toml=PLAIN, a__md="# A\n\n" + "One - two.\n\n" * 12)
    (found,) = check(folder, ("epub",)).diagnostics
    assert (found.code, found.span.line) == ("T054", 3)
    assert found.message.endswith("(12 times in this file, also in lines 5, 7, 9, 11, 13, 15, 17, 19 …)")


def test_an_allowed_place_is_not_counted(tmp_path: Path) -> None:
    text = "# A\n\nOne - two.\n\n<!-- colophon: allow T054 -->\n\nOne - two.\n"
    (found,) = check(written(tmp_path, book__toml=PLAIN, a__md=text), ("epub",)).diagnostics
    assert "times" not in found.message


def test_what_is_included_is_marked_in_its_own_file(tmp_path: Path) -> None:
    folder = written(
        tmp_path, book__toml=PLAIN, a__md="# A\n\n{{#include b.txt}}\n", b__txt="One.\n\nIt was the the ring.\n"
    )
    assert [str(d.span) for d in check(folder, ("epub",)).diagnostics] == ["b.txt:3:8"]


HOSTILE = [
    "(" * 40,
    "“" * 40,
    "the " * 40,
    "[x](" * 10,
    "a - " * 20,
    "Aa Bb " * 20,
    '"' * 40,
    "`" * 41,
    "<!--" * 10,
    "\u202e" * 40,
]


@pytest.mark.parametrize("piece", [*HOSTILE[:3], *(pytest.param(one, marks=pytest.mark.slow) for one in HOSTILE[3:])])
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    found, said = ratio(lambda count: _seconds(piece * count), 100)
    assert found <= MOST, said


def _seconds(text: str) -> float:
    """Processor time of all rules for one paragraph."""
    tree = etree.Element("section")
    etree.SubElement(tree, "p", {"data-line": "1"}).text = text
    source = Source("a.md", text, Matter.BODY, "chapter")
    manuscript = Manuscript(Metadata("T"), (source,), {"a.md": text.encode()}, datetime.datetime(2026, 1, 1))
    book = Book(Metadata("T"), {}, (), {}, (), (), (), (), {}, datetime.datetime(2026, 1, 1))
    copy = Copy(manuscript, (Chapter(source, tree, "T"),), Texts(manuscript.files), book, 4.0)
    with uncollected():
        start = time.process_time()
        checked(copy)
        return time.process_time() - start


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("The ring was beutiful.", "", "C067 3:14"),
        ("The colour of the grey theatre was realised.", "", ""),
        ("A wrod, a wrod, and a wrod again.", "", ""),  # said three times it is the book's own
        ("The ring was beutiful.", "beutiful\n", ""),
        ("`beutiful` and [x](http://beutiful.org) and Beutiful", "", ""),
        ("He said: das ist eine ganz andere Geschichte, meinte der Mann.", "", ""),
    ],
)
def test_spelling(tmp_path: Path, text: str, words: str, found: str) -> None:
    folder = written(tmp_path, book__toml=PLAIN, a__md=f"# A\n\n{text}\n", words__txt=words)
    report = check(folder, ("epub",), spelling=True)
    assert " ".join(f"{d.code} {d.span.line}:{d.span.column}" for d in report.diagnostics) == found


def test_spelling_that_cannot_be_checked_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.checks.spelling.installed", lambda: False)
    toml = f'{PLAIN}[check]\nspelling = true\nwords = ["x"]\n'
    (found,) = check(written(tmp_path, book__toml=toml, a__md="# A\n\nbeutiful\n"), ("epub",)).diagnostics
    assert (found.code, found.hint) == ("M052", "install it: pip install 'colophon[spelling]'")
