"""What README and docs say is so: commands and their options, targets of make, keys, editions, codes, files that are linked."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from publish.cli import main
from publish.cli.names import EDITION_NAMES
from publish.diagnostics import CODES
from publish.editions import EDITIONS
from publish.sources.book_toml.keys import KEYS, SECTIONS
from tests.conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^\.PHONY: (.*)$", MAKEFILE, flags=re.M)[0].split())
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def in_code(page: Path, word: str) -> list[str]:
    """Commands that begin with a word: in the line between backticks, and in blocks of code, comments left out."""
    text = text_of(page)
    inline = re.findall(rf"`({word} [^`\n]+)`", text)
    blocks = re.findall(rf"^    (?:\.venv/bin/)?({word} [^#\n]+)", text, flags=re.M)
    return [command.strip() for command in (*inline, *blocks)]


def options_of(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}


@every_page
def test_every_command_has_the_options_that_are_named(page: Path) -> None:
    for line in in_code(page, "publish"):
        words = line.split()[1:]
        if words[0].startswith("-"):
            assert words[0] in ("--version", "--help"), line
            continue
        name = "review collect" if words[:2] == ["review", "collect"] else words[0]
        assert name in main.commands, line
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", line))
        assert named <= options_of(main.commands[name]), line


@every_page
def test_options_named_alone_are_of_some_command(page: Path) -> None:
    known = set().union(*(options_of(command) for command in main.commands.values()), {"--version"})
    known |= set(
        re.findall(r'"(--[a-z-]+)"', "".join(path.read_text("utf-8") for path in (ROOT / "bench").glob("*.py")))
    )
    tokens = set(re.findall(r"(--[a-z-]+):", "".join(map(text_of, (ROOT / "styles").glob("*.css")))))
    assert set(re.findall(r"`(--[a-z][a-z-]+)[^`\n]*`", text_of(page))) <= known | tokens


@every_page
def test_every_target_of_make_that_is_named_is_one(page: Path) -> None:
    assert {word for line in in_code(page, "make") for word in line.split()[1:2] if "=" not in word} <= TARGETS


def test_make_help_names_every_target() -> None:
    shown = set(re.findall(r'(?:"|  )make ([a-z-]+)', MAKEFILE[MAKEFILE.index("\nhelp:") :]))
    assert TARGETS - {"all", "setup", "help"} <= shown <= TARGETS


@every_page
def test_every_file_that_is_linked_is_there(page: Path) -> None:
    linked = re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)|src=\"([^\"]+)\"", re.sub(r"`[^`\n]*`", "", text_of(page)))
    files = {one or other for one, other in linked if ":" not in (one or other)}
    if page.name != "diagnostics.md":  # examples of links that lead nowhere
        assert {name for name in files if not (page.parent / name).exists()} == set()


@every_page
def test_every_code_that_is_named_is_one(page: Path) -> None:
    named = set(re.findall(r"(?<![\w./-])([MCRATEP]\d{3})(?![\w-])", text_of(page)))
    assert named - {"R999"} <= set(CODES)  # an example of one that is none


def test_what_check_looks_at_is_on_its_page() -> None:
    """The codes of the copy-editor's rules: each, or the first and the last of a row."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "publish" / "checks").glob("*.py"))
    page = text_of(ROOT / "docs" / "checking.md")
    shown = set(re.findall(r"[A-Z]\d{3}", page))
    for letter, first, last in re.findall(r"([A-Z])(\d{3})–[A-Z](\d{3})", page):
        shown |= {f"{letter}{number:03}" for number in range(int(first), int(last) + 1)}
    assert set(re.findall(r'"([A-Z]\d{3})"', sources)) <= shown


def test_the_keys_of_book_toml_are_on_their_page() -> None:
    rows = re.findall(r"^\| (.+?) \| (.*) \|$", text_of(ROOT / "docs" / "book-toml.md"), flags=re.M)
    heads = {name.strip("[]") for head, _ in rows for name in re.findall(r"`([^`]+)`", head)}
    assert {name.replace(".KEY", "") for name in heads} - {"epub.conformance"} == KEYS
    for name, keys in SECTIONS.items():
        if name not in ("limits", "series"):  # the one has a page of its own, the other stands among the words
            said = " ".join(text for head, text in rows if f"`[{name}" in head)
            assert {key for key in keys if key not in said and f"[{name}.{key}]" not in str(rows)} == set(), name


def test_the_editions_of_the_readme_are_those_of_the_press() -> None:
    rows = re.findall(r"^\| (`[^|]+) \| ([^|]+) \|", text_of(ROOT / "README.md"), flags=re.M)
    each = (zip(re.findall(r"`(\w+)`", names), files.split(", "), strict=True) for names, files in rows)
    shown = dict(pair for pairs in each for pair in pairs)
    assert set(shown) == set(EDITION_NAMES) == set(EDITIONS)
    for name, edition in EDITIONS.items():
        assert shown[name].strip("/").endswith(edition.suffix.strip("/")), name
