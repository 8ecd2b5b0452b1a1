"""Every code has a page, and something that causes it: the page's own example, or a test that says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.build import build, check
from publish.cli import main
from publish.diagnostics import CODES, RETIRED
from publish.explained import Page, page_of, pages
from tests.conftest import ROOT


def laid_out(page: Page, folder: Path) -> Path:
    """The example as a folder; what it does not say of itself is what most books say."""
    files = dict(page.files)
    if not page.no_toml and "book.toml" not in files:
        said = "" if "title" in page.toml else 'title = "The Ring"\n'
        said += "" if "lang" in page.toml or page.no_lang else 'lang = "en"\n'
        files["book.toml"] = said + page.toml
    if page.example or not page.files:
        files["a.md"] = page.example or "# One\n\nWords.\n"
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode(page.encoding))
    return folder


@pytest.mark.parametrize("code", [code for code, page in pages().items() if not page.test])
def test_example_causes_its_code(code: str, tmp_path: Path) -> None:
    page = pages()[code]
    folder = laid_out(page, tmp_path / "book")
    report = check(folder, page.to) if page.by == "check" else build(folder, page.to, tmp_path / "out", workers=1)
    found = [d for d in report.diagnostics if d.code == code]
    assert found, [str(d) for d in report.diagnostics]
    assert all(d.message and d.hint for d in found)


@pytest.mark.parametrize("code", [code for code, page in pages().items() if page.test])
def test_code_without_example_is_caused_by_a_test(code: str) -> None:
    assert code in (ROOT / pages()[code].test).read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page(code: str) -> None:
    """To add a code is to add its page to `publish/explained/`, with an example that causes it."""
    page = pages()[code]
    assert code not in RETIRED
    for text in (page.why, page.do):
        assert re.match(r"[A-Z]", text)
        assert "  " not in text
    assert page_of(code).startswith(f"{code}, ")


def test_explain_prints_pages() -> None:
    def run(*codes: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(main, ["explain", *codes])
        return result.exit_code, result.stdout, result.stderr

    code, out, _ = run("r001", "R006")
    assert (code, out.count("What to do:")) == (0, 2)
    assert "    See [the ring](#rnig)." in out
    assert run()[1].count("\n") == len(CODES)
    assert run("R999")[0] == 2
    assert "no longer given" in run("A002")[2]


def test_a_formula_that_cannot_be_drawn_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr("publish.editions.formulas.drawing", fails)
    folder = laid_out(Page(why="", do="", example="# One\n\nA formula: $x$.\n"), tmp_path / "book")
    report = build(folder, ("pdf",), tmp_path / "out", workers=1)
    assert [(d.code, d.span.line) for d in report.diagnostics] == [("C026", 3)]


def test_page_numbers_that_do_not_settle_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.paged.settling.has_all", lambda *_: False)
    folder = laid_out(Page(why="", do="", example="# One {#one}\n\nSee @one.\n"), tmp_path / "book")
    report = build(folder, ("pdf",), tmp_path / "out", workers=1)
    assert [d.code for d in report.diagnostics] == ["T001"]
