"""The command: exit codes, messages, and outputs that are whole or not there."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.asked import LAST_TAG
from publish.cli import main
from publish.output import replaced
from tests.conftest import ROOT, written


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_new_book_builds_and_checks_clean(tmp_path: Path) -> None:
    folder, out = str(tmp_path / "book"), str(tmp_path / "out")
    assert run("new", folder)[0] == 0
    assert run("new", folder)[0] == 2
    code, _, errors = run("check", folder)
    assert (code, "nothing to report" in errors) == (0, True)
    assert run("build", folder, "--out", out, "--quiet") == (0, "", "")
    assert sorted(p.name for p in Path(out).glob("a-first*")) == ["a-first-book.epub", "a-first-book.pdf"]
    assert "nothing changed" in run("build", folder, "--out", out)[2]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--version"], 0),
        (["build", "nowhere"], 2),
        (["build", "--to", "docx"], 2),
        (["check", "--bad"], 2),
        (["check", "pyproject.toml"], 2),
    ],
)
def test_exit_code(arguments: list[str], code: int) -> None:
    assert run(*arguments)[0] == code


@pytest.mark.parametrize(
    ("words", "since", "changed_only"),
    [
        ([], "", False),
        (["SINCE=v1.0"], "v1.0", False),
        (["SINCE="], LAST_TAG, False),
        (["SINCE=", "CHANGED_ONLY=1"], LAST_TAG, True),
    ],
)
def test_make_review_asks_for_what_publish_review_does(words: list[str], since: str, changed_only: bool) -> None:
    make = ["make", "--no-print-directory", "-n", "review", *words]  # the tests run under make themselves
    told = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True)
    _, arguments = told.stdout.splitlines()[-1].split(" -m publish review ")
    given = main.commands["review"].make_context("review", shlex.split(arguments)).params
    assert (given["since"], given["changed_only"]) == (since, changed_only)


def test_affiliate_address_keeps_the_epub_back_but_not_the_site(tmp_path: Path) -> None:
    text = "# A\n\nBuy [it](https://www.amazon.com/dp/B000?tag=me-20).\n"
    folder = str(written(tmp_path / "b", book__toml='title = "T"\n', a__md=text))
    code, _, errors = run("build", folder, "--to", "epub", "--to", "html", "--out", str(tmp_path / "out"))
    assert code == 1
    assert "a.md:3:10: error R006" in errors
    assert list((tmp_path / "out").glob("t*")) == []
    assert run("build", folder, "--to", "web", "--out", str(tmp_path / "out"))[0] == 0


def test_warnings_are_errors_when_strict_and_plain_data_as_json(tmp_path: Path) -> None:
    folder = str(written(tmp_path / "b", book__toml='title = "T"\n', a__md="# A\n\n![x](no.png)\n"))
    assert run("check", folder)[0] == 0
    code, out, _ = run("check", folder, "--strict", "--format", "json")
    assert code == 1
    assert [(d["code"], d["line"]) for d in json.loads(out)] == [("A001", 3)]


def test_out_is_never_inside_the_manuscript(tmp_path: Path) -> None:
    folder = str(written(tmp_path / "b", a__md="# A\n\nx\n"))
    assert run("build", folder, "--out", f"{folder}/out")[0] == 2


def test_output_is_replaced_whole_and_links_are_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    target = tmp_path / "book.epub"
    target.symlink_to(precious)
    assert replaced(target, b"new") is True
    assert (precious.read_text(), target.read_bytes(), replaced(target, b"new")) == ("mine", b"new", False)
    assert replaced(tmp_path / "site", {"a/b.html": b"1", "c": b"2"}) is True
    assert replaced(tmp_path / "site", {"c": b"2"}) is True
    assert [p.name for p in (tmp_path / "site").rglob("*")] == ["c"]
    with pytest.raises(ValueError, match="leads out"):
        replaced(tmp_path / "site", {"../x": b""})
    assert [p.name for p in (tmp_path / "site").rglob("*")] == ["c"]
