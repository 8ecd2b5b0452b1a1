"""What is printed of annotations, and where their lines stand in the manuscript as it is now."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import String

from publish.cli import main
from publish.collected import Mark, collect
from publish.collected.written import as_markdown, as_text
from publish.located import Located, line_of
from publish.proofmap import ProofMap, packed
from tests.collected.proofs import ONE, TOML, TWO, marked, with_map
from tests.conftest import written

# What is printed ----------------------------------------------------------------------------------

_EVIL = "\x1b[2J\u202ehidden\x07 <script>`x`</script> [a](b) # *"


def test_nothing_that_a_reader_wrote_acts(proof: Path, tmp_path: Path) -> None:
    """Neither on a terminal nor in Markdown; in JSON it is what it was."""
    path = marked(proof, tmp_path / "a.pdf", "apples", Contents=String(_EVIL), T=String("\x1b]0;x\x07Eve"))
    for style in ("text", "json", "markdown"):
        result = CliRunner().invoke(main, ["review", "collect", str(path), "--format", style])
        assert result.exit_code == 0
        assert not {"\x1b", "\x07", "\u202e"} & set(result.stdout)
        if style == "json":
            assert json.loads(result.stdout)[0]["text"] == _EVIL
        if style == "markdown":
            assert "\\<script\\>\\`x\\`" in result.stdout
            assert "\\[a\\](b) \\# \\*" in result.stdout


_MARK = Mark(
    "a.pdf",
    "copy 2, for Ada",
    9,
    "3",
    12,
    "highlight",
    "Grace",
    "2026-11-28T15:30:00Z",
    "the lamp",
    "Which?\nSay so.",
    "See the lamp",
    "one.md",
    10,
)


def test_text_says_paper_source_words_and_comment() -> None:
    assert as_text([_MARK]) == (
        "p. 3, line 12 · one.md:10 · highlight · Grace, 2026-11-28 (copy 2, for Ada)\n    “the lamp”\n    Which?\n    Say so.\n"
    )


def test_markdown_is_a_checklist_by_file() -> None:
    done = msgspec.structs.replace(_MARK, source="two_.md", status="completed", text="", words="")
    assert as_markdown([_MARK, done]) == (
        "# What readers wrote\n\n2 notes by Grace.\n\n## one.md\n\n"
        "- [ ] **p. 3, line 12** · one.md:10 · highlight “the lamp” (Grace, 2026-11-28 (copy 2, for Ada))\n  Which?  \n  Say so.\n"
        "\n## two\\_.md\n\n- [x] **p. 3, line 12** · two\\_.md:10 · highlight (Grace, 2026-11-28 (copy 2, for Ada))\n"
    )


def test_the_list_goes_to_a_file_when_told(proof: Path, tmp_path: Path) -> None:
    path, out = marked(proof, tmp_path / "a.pdf", "apples"), tmp_path / "notes.md"
    result = CliRunner().invoke(main, ["review", "collect", str(path), "--format", "markdown", "--out", str(out)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "- [ ] **p. " in out.read_text(encoding="utf-8")
    assert "1 annotation" in result.stderr


def test_a_proof_that_nobody_wrote_in_has_no_annotations(proof: Path) -> None:
    """The links of the press are none."""
    assert collect([proof]) == ((), ())
    result = CliRunner().invoke(main, ["review", "collect", str(proof)])
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no annotations\n")


# The manuscript as it is now ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "words", "at", "was"),
    [
        (lambda one, two: (one, two), "peculiar lamp", "one.md:8", ""),
        (lambda one, two: (one.replace("# One", "# One\n\nNew.\n\nNewer."), two), "peculiar lamp", "one.md:12", "one.md:8"),
        (lambda one, two: (one.replace("in which", "and in which there, "), two), "peculiar lamp", "one.md:8", ""),
        (lambda one, two: (one.replace("a peculiar lamp burns until the\n", ""), two), "Quoted words by", "one.md:12", ""),
        (lambda one, two: (one.replace("> Quoted words by somebody else.\n", ""), two + "\n> Quoted words by somebody else.\n"),
         "Quoted words by", "two.md:11", "one.md:12"),
        (lambda one, two: (one, two.replace("| apples", "| plums | figs |\n| apples")), "apples", "two.md:8", "two.md:7"),
        (lambda one, two: (one.replace("Quoted words by somebody", "“Quoted” *words*, by [some](x.html)body"), two),
         "Quoted words by", "one.md:12", ""),
    ],
)  # fmt: skip
def test_a_line_that_moved_is_found_by_its_words(
    proof: Path, tmp_path: Path, edit: Callable[[str, str], tuple[str, str]], words: str, at: str, was: str
) -> None:
    one, two = edit(ONE, TWO)
    book = written(tmp_path / "now", book__toml=TOML, one__md=one, two__md=two)
    path = marked(proof, tmp_path / "a.pdf", words)
    result = CliRunner().invoke(main, ["review", "collect", str(path), "--book", str(book), "--format", "json"])
    assert (result.exit_code, "M095" in result.stderr) == (0, False)
    (mark,) = json.loads(result.stdout)
    assert (f"{mark['source']}:{mark['source_line']}", mark.get("was", "")) == (at, was)


def test_words_that_are_gone_are_named(proof: Path, tmp_path: Path) -> None:
    book = written(
        tmp_path / "now", book__toml=TOML, one__md=ONE.replace("> Quoted words by somebody else.", ""), two__md=TWO
    )
    path = marked(proof, tmp_path / "a.pdf", "Quoted words by")
    result = CliRunner().invoke(main, ["review", "collect", str(path), "--book", str(book)])
    assert result.exit_code == 0
    assert "one.md:12:1: warning M095: “Quoted words by” (page" in result.stderr
    assert "one.md:12 (not there any more)" in result.stdout


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.md", "x\0.md", "."])
def test_no_path_of_a_map_is_opened(proof: Path, proof_map: ProofMap, tmp_path: Path, path: str) -> None:
    written(tmp_path, secret__md="# Secret\n\nQuoted words by somebody else.\n")
    pages = [
        msgspec.structs.replace(page, lines=tuple(msgspec.structs.replace(line, path=path) for line in page.lines))
        for page in proof_map.pages
    ]
    forged = with_map(proof, tmp_path / "f.pdf", packed(msgspec.structs.replace(proof_map, pages=tuple(pages))))
    book = written(tmp_path / "now", book__toml=TOML, one__md="# One\n\nOther.\n", two__md="# Two\n\nWords.\n")
    note = marked(forged, tmp_path / "a.pdf", "Quoted words by")
    result = CliRunner().invoke(main, ["review", "collect", str(note), "--book", str(book)])
    assert result.exit_code == 0
    assert "M095" in result.stderr


@pytest.mark.parametrize(
    ("source", "printed", "turns"),
    [
        ("# A\n\nOne two three\nfour five six seven.\n", "One two three four five", ((0, 3), (14, 4))),
        ("a\n\nThe *long* “word” notwith-\n", "The long ‘word’ notwith‐", ((0, 3),)),
        ("See the ring[^n] of old friends,\nand more.", "See the ring1 of old friends, and", ((0, 1), (30, 2))),
        ("A stra\u00dfe of ﬁne words here", "A STRASSE of fine words here", ((0, 1),)),
        ("Nothing alike", "Other words than these", None),
        ("", "Words", None),
        ("Words", "—", None),
    ],
)
def test_printed_words_are_located(source: str, printed: str, turns: object) -> None:
    found = Located(source).found(printed, 0)
    assert (found[0] if found else None) == turns


@given(
    st.lists(st.text("abcdefghij", min_size=3, max_size=9), min_size=1, max_size=60),
    st.integers(10, 60),
    st.integers(10, 60),
)
def test_each_word_is_at_its_line_however_source_and_page_are_wrapped(words: list[str], wide: int, narrow: int) -> None:
    """For words that occur once: the line of any word on paper is the one of the source that holds it."""
    words = [f"{word}{number}x" for number, word in enumerate(words)]
    source, reached = textwrap.wrap(" ".join(words), wide, break_long_words=False), 0
    text = Located("\n".join(source))
    for printed in textwrap.wrap(" ".join(words), narrow, break_long_words=False):
        found = text.found(printed, reached)
        assert found is not None
        turns, reached = found
        for match in re.finditer(r"\S+", printed):
            assert match[0] in source[line_of(turns, match.start()) - 1].split()
