"""Heads that are paragraphs, and letters in the text of a chapter: told by their form and by what stands around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.book import Element, Medium
from publish.build import build
from publish.markdown import parse
from publish.resolve import resolve
from publish.sources import read
from tests.conftest import written

TOML = 'title = "T"\nlang = "en"\nslug = "t"\nbody = ["one.md"]\n'
PROSE = "It was a night on which nobody had asked who would sit at the end of the table, and nobody did."
#: What stands before a case, so that it does not open the chapter.
BEFORE = f"# One\n\n{PROSE}\n\n"


def _resolved(tmp_path: Path, text: str) -> Element:
    manuscript, _ = read(written(tmp_path, book__toml=TOML, one__md=text))
    assert manuscript is not None
    book, _ = resolve(manuscript, parse(manuscript)[0], Medium("epub"))
    return next(chapter.tree for chapter in book.chapters if not chapter.source.generated)


def _told(tmp_path: Path, text: str) -> list[str]:
    """The classes of the paragraphs behind the first; `-` for prose."""
    paragraphs = list(_resolved(tmp_path, BEFORE + text).iter("p"))[1:]
    return [(p.get("class") or "-").replace("first", "-") for p in paragraphs]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"**MINA'S JOURNAL**\n\n{PROSE}", ["head capitals", "-"]),
        (f"**Letter, Lucy to Mina.**\n\n{PROSE}", ["head capitals", "-"]),
        (f"**DRACULA.**\n\n{PROSE}", ["head capitals", "-"]),
        (f"**A note**[^1]\n\n{PROSE}\n\n[^1]: Of it.", ["head capitals", "-", "-"]),
        (f"**航海日誌**\n\n{PROSE}", ["head", "-"]),
        (f"**She never came back to him.**\n\n{PROSE}", ["-", "-"]),
        (f"**“Run!”**\n\n{PROSE}", ["-", "-"]),
        (f"**Run!**\n\n{PROSE}", ["-", "-"]),
        (f"**What is to be done?**\n\n{PROSE}", ["announces", "-"]),
        (f"**You need:**\n\n{PROSE}", ["announces", "-"]),
        (f"**{'Bold ' * 30}**\n\n{PROSE}", ["-", "-"]),
        (f"It is a formula:\n\n***risk = harm x odds***\n\n{PROSE}", ["-", "formula-line", "-"]),
        (f"It is *so:*\n\n**E ≤ mc²**\n\n{PROSE}", ["-", "formula-line", "-"]),
        (f"It is one of three:\n\n**Risk and harm**\n\n{PROSE}", ["-", "head capitals", "-"]),
        (f"It is said.\n\n**Risk = harm**\n\n{PROSE}", ["-", "head capitals", "-"]),
        ("**The last of it**", ["-"]),
        (f"**The last of it**\n\n* * *\n\n{PROSE}", ["-", "-"]),
        ("\n\n".join(["**One**", "**Two**", "**Three**", "**Four**", "**Five**", PROSE]), ["-"] * 6),
        (f"*I must go.*\n\n{PROSE}", ["-", "-"]),
        (f"*Damn Harry.*\n\n{PROSE}", ["-", "-"]),
        (f"*I must go.*\n\n*It was past 5 o'clock.*\n\n{PROSE}", ["-"] * 3),
        (f"*As idle as a ship upon an ocean.*\n\n{PROSE}", ["-", "-"]),
        (f"*Dr. Seward's Diary.*\n\n*4 May.*—{PROSE}", ["head", "-"]),
        (f"*Dr. Seward's Diary.*\n\n{PROSE}\n\n*4 May.*—{PROSE}", ["-", "-", "-"]),
        (f"*Dr. Seward's Diary.*\n\n*4 May.*—{PROSE}\n\n*Dr. Seward's Diary—continued.*\n\n{PROSE}", ["head", "-", "head", "-"]),
        (f"*DR. SEWARD'S DIARY*\n\n{PROSE}", ["head capitals", "-"]),
        (f"*The log of the ship*\n\n(Not printed.)\n\n*4 May.*—{PROSE}", ["head", "head", "-"]),
        (f"*Telegram, Seward, London, to Helsing.*\n\n{PROSE}", ["head", "-"]),
        (f'*"The Gazette," 25 September.*\n\n**A MYSTERY.**\n\nPERILOUS ADVENTURE.\n\n*Extra Special.*\n\n{PROSE}',
         ["head", "head capitals", "head capitals", "head", "-"]),
        (f"**THE ESCAPED WOLF.**\n\n*He said that he was tired of it.*\n\n{PROSE}", ["head capitals", "-", "-"]),
        ("**THE END**", ["the-end capitals"]),
        ("*Fin.*", ["the-end"]),
        ("FINIS", ["the-end"]),
        ("**END OF THE FIRST BOOK**", ["the-end capitals"]),
        ("**HELP ME, JOHN!**", ["-"]),
        ("He had come to the end", ["-"]),
        (f"*Jonathan Harker's Journal.*\n\n*3 May.*—Left Munich at night. {PROSE}", ["head", "-"]),
    ],
)  # fmt: skip
def test_heads(tmp_path: Path, text: str, told: list[str]) -> None:
    assert _told(tmp_path, text) == told


LETTER = ["head", "dateline", "salutation", "-"]
BEGUN = f"*Letter, Lucy Westenra to Mina Murray.*\n\n*3 May.*\n\nDear Mina,\n\n{PROSE}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f'*To Lucy.*\n\n"*Whitby, 3 May.*\n\n"My dearest Lucy,—\n\n"{PROSE}\n\n"*Mina Harker.*"', [*LETTER, "signature"]),
        (f"*Brief an Karl.*\n\n*Wien, 3. Mai*\n\nLieber Karl,\n\n{PROSE}\n\nDein Otto", [*LETTER, "closing"]),
        (f"*To John.*\n\n*3 May.*\n\nFriend John,\n\n{PROSE}\n\nYours ever,\n\n*Ann*\n\nP. S.—{PROSE}",
         [*LETTER, "closing", "signature", "-"]),
        (f"*Letter to Mina.*\n\n*3 May.*\n\nDear Mina,\n\n{PROSE}\n\nI am so very tired.", [*LETTER, "-"]),
        (f"*Spoken by Van Helsing*\n\n*4 May.*—{PROSE}\n\n*Van Helsing.*\n\n**NOTE**\n\n{PROSE}",
         ["head", "-", "signature", "head capitals", "-"]),
        (f"*Mina Harker.*\n\n**NOTE**\n\n{PROSE}\n\n*Jonathan Harker.*\n\n**THE END**",
         ["head", "head capitals", "-", "signature", "the-end capitals"]),
        (f'{BEGUN}\n\n"LUCY.\n\n"P. S.—{PROSE}\n\n"L."\n\n**NOTE**\n\n{PROSE}',
         [*LETTER, "signature", "-", "signature", "head capitals", "-"]),
        (f"{BEGUN}\n\nEver your loving\n\nLucy.\n\nP. S.—{PROSE} {PROSE}", [*LETTER, "closing", "signature", "-"]),
        (f"{BEGUN}\n\nEver so many came.\n\nArthur.\n\nP. S.—{PROSE}", [*LETTER, "-", "-", "-"]),
        (f"{BEGUN}\n\nLucy.\n\n{PROSE}", [*LETTER, "-", "-"]),
        (f"{BEGUN}\n\n“Lucy!”", [*LETTER, "-"]),
        (f"{BEGUN}\n\nMina came.", [*LETTER, "-"]),
        (f"{BEGUN}\n\nLu.", [*LETTER, "-"]),
        (f"{BEGUN}\n\nLuc.", [*LETTER, "signature"]),
        (f"*Letter, Quincey P. Morris to Arthur.*\n\n*3 May.*\n\nDear Art,\n\n{PROSE}\n\nYours ever,\n\nQuincey P. Morris.",
         [*LETTER, "closing", "signature"]),
        (f"*Telegram, Mrs. Harker to Van Helsing.*\n\n*4 May.*—{PROSE}\n\n*Wilhelmina Harker.*\n\n**NOTE**\n\n{PROSE}",
         ["head", "-", "signature", "head capitals", "-"]),
        (f"*Lucy Westenra's Diary.*\n\n*3 May.*—{PROSE}\n\nLucy.", ["head", "-", "-"]),
        (f"Dear Mina,\n\n{PROSE}", ["-", "-"]),
        (f"{PROSE}\n\n*Mina Harker.*\n\n{PROSE}", ["-", "-", "-"]),
    ],
)  # fmt: skip
def test_letters_in_the_text(tmp_path: Path, text: str, told: list[str]) -> None:
    assert _told(tmp_path, text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"**Examples of assets:**\n\n- One.\n- Two.\n\n{PROSE}", ["head side", "-"]),
        (f"**Who may join?**\n\n{PROSE}", ["head side", "-"]),
        (f"**In this step store it in a safe.**\n\n{PROSE}", ["-", "-"]),
        (f"*Bitcoin, Ledger, Wallet.*\n\n{PROSE}", ["-", "-"]),
        (f"{PROSE}\n\n{{pagebreak}}\n\n***Risks:***\n\n{PROSE}", ["-", "new-page head side", "-"]),
        (f"**Release**\n\n*It was out then.*\n\n**Others**\n\n{PROSE}", ["head side", "-", "head side", "-"]),
        (f"**Release**\n\n*Version of 3 May*\n\n{PROSE}", ["head side", "head side", "-"]),
    ],
)
def test_in_a_book_with_sections_heads_begin_at_the_margin(tmp_path: Path, text: str, told: list[str]) -> None:
    assert _told(tmp_path, f"## A section\n\n{PROSE}\n\n{text}")[1:] == told


@pytest.mark.parametrize("marked", ["**Letter, Mina to Lucy.**", "*Letter, Mina to Lucy.*", "*LETTER, MINA TO LUCY*"])
def test_what_opens_a_chapter_has_one_style(tmp_path: Path, marked: str) -> None:
    text = f"# One\n\n{marked}\n\n*Whitby, 3 May.*\n\nMy dear Lucy,\n\n{PROSE}\n"
    told = [p.get("class", "-") for p in _resolved(tmp_path, text).iter("p")]
    assert told == ["byline capitals", "dateline", "salutation", "-"]


def test_a_head_goes_over_the_turn_with_two_lines_of_its_text(tmp_path: Path) -> None:
    """Wherever a head comes to stand, none ends a page, and neither does what stands between it and its text."""
    letter = f"*Letter, Mina to Lucy.*\n\n*3 May.*\n\nDear Lucy,\n\n{PROSE} {PROSE}\n\n"
    text = "# One\n\n" + "".join(f"{PROSE}\n\n" * count + letter for count in range(1, 14))
    folder = written(tmp_path / "book", book__toml=TOML + '[print]\ntrim = "5x8"\n', one__md=text)
    report = build(folder, ["pdf"], tmp_path / "out", workers=1)
    assert [d for d in report.diagnostics if d.code in ("T020", "T021", "T022")] == []
    import pypdfium2

    pages = [p.get_textpage().get_text_range().split() for p in pypdfium2.PdfDocument(report.written[0].path)]
    feet = [" ".join(words[-3:]) for words in pages if words]
    assert not any(foot.endswith(("Lucy.", "May.", "Lucy,")) for foot in feet)
