"""How mistakes are shown: at their line and column, in every format, but for what the author accepts."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from publish.build import check
from publish.cli import main
from publish.cli.shown import excerpt
from publish.diagnostics import Diagnostic, Span
from publish.noticed import placed
from publish.noticed.texts import Texts
from publish.paged.said import from_file, reported
from publish.sources import keys_of, read
from tests.conftest import ROOT, written

TOML = 'title = "T"\nlang = "en"\n'


def found(folder: Path) -> list[str]:
    return [f"{d.span} {d.code}" for d in check(folder, ("epub",)).diagnostics]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("# A\n\nSee [x](#nope) here.\n", "a.md:3:9 R001"),
        ("# A\n\nWords\nof a paragraph\nand [x](#nope).\n", "a.md:5:9 R001"),
        ("# A\n\n- one\n- two ![p](no.png)\n", "a.md:4:12 A001"),
        ("# A\n\nWords\nand a claim.[^no]\n", "a.md:4:13 C003"),
        ("# A\n\nSee [a *b*](c%20d.md).\n", "a.md:3:13 R003"),
        ("# A\n\nSee [x][r].\n\n[r]: #nope\n", "a.md:3:1 R001"),  # its block does not show the address
        ("# A\n\nWords and <meta name=a> more.\n", "a.md:3:11 C001"),
        ("# A\n\nWords and\n<u>an</u> <script>x</script>\n", "a.md:4:11 C001"),
        ("# A\n\nWords <b onclick='x'>more</b>.\n", "a.md:3:10 C007"),
        ("# A\n\nWords <?php x ?> more.\n", "a.md:3:7 C039"),
        ("# A\n\nWords [a]{lang=q_q_q}.\n", "a.md:3:16 C037"),
        ("# A\n\nWords <video src='http://x.y/z'></video>.\n", "a.md:3:7 C040"),
        ("# A\n\nWords <xi:include href='a'/>.\n", "a.md:3:7 C016"),
    ],
)
def test_line_and_column_are_those_of_the_construct(tmp_path: Path, text: str, place: str) -> None:
    assert found(written(tmp_path, book__toml=TOML, a__md=text)) == [place]


@pytest.mark.parametrize(
    ("toml", "edition", "place"),
    [
        ('[print]\npaper = "cream"\ntrim = "80x200mm"\n', "print", "book.toml:5:1 P037"),
        ('print = { trim = "80x200mm" }\n', "print", "book.toml:3:11 P037"),
        ('identifier = [{ scheme = "ISBN-13", value = "9780306406157", edition = "epub" }]\n', "cover", "book.toml:3:1 P010"),
        ("", "cover", "book.toml:1:1 P010"),
        ('identifier = [{ value = "x" }, { scheme = "ISBN-13", value = "9780306406158" }]\n', "cover", "book.toml:3:54 P011"),
        ('identifier = [{ scheme = "ISBN-13", value = "9780306406157" }]\n[cover]\nprice = "EUR 12"\n',
         "cover", "book.toml:5:1 P012"),
        ('identifier = [{ scheme = "ISBN-13", value = "9780306406157" }]\ncover.ink = "#aaaaaa"\ncover.ground = "#999999"\n',
         "cover", "book.toml:5:7 P013"),
        ('\n[check]\nspelling = true\n', "epub", "book.toml:5:1 M052"),
        ('cover-image = "no.png"\n', "epub", "book.toml:3:1 A001"),
        ('[cover]\ndesign = "frame"\nimage = "no.png"\n', "epub", "book.toml:5:1 A001"),
    ],
)  # fmt: skip
def test_a_mistake_about_a_setting_stands_at_its_key(tmp_path: Path, toml: str, edition: str, place: str) -> None:
    lang = "xx" if "M052" in place else "en"
    folder = written(tmp_path, book__toml=f'title = "T"\nlang = "{lang}"\n{toml}', a__md="# A\n\nWords.\n")
    assert place in [f"{d.span} {d.code}" for d in check(folder, (edition,)).diagnostics]


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (("front.contents", "front"), (3, 24)),
        (("back.index", "back"), (5, 3)),
        (("front.list-of-figures", "back.list-of-figures"), (1, 1)),
        (("check.allow", "title"), (1, 1)),
        (("body.0",), (6, 9)),
    ],
)
def test_a_list_of_the_press_is_found_where_it_is_asked_for(
    tmp_path: Path, keys: tuple[str, ...], place: tuple[int, int]
) -> None:
    toml = 'title = "T"\nlang = "en"\nfront = ["half-title", "contents"]\nback = [\n  "index"]\nbody = ["a.md"]\n'
    manuscript, _ = read(written(tmp_path, book__toml=toml, a__md="# A\n\nWords.\n"))
    assert manuscript is not None
    (one,) = placed([Diagnostic("T023", "x", Span("book.toml"), keys=keys)], Texts({}), lambda: keys_of(manuscript))
    assert (one.span.line, one.span.column, one.keys) == (*place, ())


ALLOWED = [
    ("[x](#q1) and [y](#q2) <!-- colophon: allow R001 -->\n", []),
    ("<!-- colophon: allow R001 -->\n[x](#q1)\n", []),
    ("<!-- colophon: allow R001 -->\n\n[x](#q1)\nand [y](#q2)\n", []),
    ("<!-- colophon: allow R001, A001 -->\n\n[x](#q1) ![y](b.png)\n", []),
    ("<!-- colophon: allow R001 -->\n<!-- colophon: allow A001 -->\n[x](#q1) ![y](b.png)\n", []),
    ("<!-- colophon: allow R001 -->\n\nfirst\n\n[x](#q1)\n", ["a.md:3:1 M050", "a.md:7:5 R001"]),
    ("A [x](#q1).\n\n<!-- colophon: allow R001 -->\n", ["a.md:3:7 R001", "a.md:5:1 M050"]),
    ("<!-- colophon: allow R999 -->\n\nx\n", ["a.md:3:1 M051"]),
    ("<!-- colophon: allow R006 -->\n\nx\n", ["a.md:3:1 M051"]),
    ("<!-- colophon: allow -->\n\nx\n", ["a.md:3:1 M051"]),
    ("```\n<!-- colophon: allow R001 -->\n```\n\n`<!-- colophon: allow R001 -->`\n", []),
    ("<!-- colophon: allow T002, T024, P020, E002 -->\n\nonly laid-out books have them\n", []),
]


@pytest.mark.parametrize(("text", "left"), ALLOWED, ids=[text for text, _ in ALLOWED])
def test_comment_allows_what_its_block_has(tmp_path: Path, text: str, left: list[str]) -> None:
    assert found(written(tmp_path, book__toml=TOML, a__md=f"# A\n\n{text}")) == left


@pytest.mark.parametrize(
    ("allow", "left"),
    [
        ('["R001"]', []),
        ('["a.md: R001"]', []),
        ('["*.md:R001"]', []),
        ('["b.md: R001"]', ["a.md:3:5 R001", "book.toml:4:10 M050"]),
        ('["R001", "C003"]', ["book.toml:4:18 M050"]),
        ('["R006"]', ["a.md:3:5 R001", "book.toml:4:10 M051"]),
        ('["what"]', ["a.md:3:5 R001", "book.toml:4:10 M051"]),
    ],
)
def test_book_toml_allows_in_the_book_or_in_files(tmp_path: Path, allow: str, left: list[str]) -> None:
    folder = written(tmp_path, book__toml=f"{TOML}[check]\nallow = {allow}\n", a__md="# A\n\n[x](#q1)\n")
    assert found(folder) == left


def test_what_is_allowed_is_no_error_when_strict(tmp_path: Path) -> None:
    folder = written(tmp_path / "b", book__toml=TOML, a__md="# A\n\n[x](#q1) <!-- colophon: allow R001 -->\n")
    for command in (["check"], ["build", "--to", "html", "--out", str(tmp_path / "out")]):
        result = CliRunner().invoke(main, [*command, "--strict", str(folder)])
        assert result.exit_code == 0, result.stderr


def test_sarif_is_valid_and_says_all(tmp_path: Path) -> None:
    folder = written(tmp_path / "b", book__toml=TOML, a__md="# A\n\n[x](#q1) ![y](<b c.png>)\n\n{++new++}\n")
    result = CliRunner().invoke(main, ["check", "--format", "sarif", str(folder)])
    log = json.loads(result.stdout)
    schema = json.loads((ROOT / "tests" / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [(r["ruleId"], rules[r["ruleIndex"]], r["level"]) for r in run["results"]] == [
        ("R001", "R001", "warning"), ("A001", "A001", "warning"), ("C015", "C015", "error"),
    ]  # fmt: skip
    assert result.exit_code == 1


def test_github_annotations_escape_what_would_end_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "the book", book__toml=TOML, **{"a,b__md": "# A\n\n[x](#50%25)\n"})
    result = CliRunner().invoke(main, ["check", "--format", "github", "the book"])
    assert result.stdout.startswith("::warning file=the book/a%2Cb.md,line=3,col=5,title=R001::no place")
    assert "“50%25”" in result.stdout


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("abc", 2, ["abc", " ^"]),
        ("\tabc", 2, [" abc", " ^"]),
        ("漢字と", 3, ["漢字と", "    ^"]),
        ("a\u202eb", 3, ["a‹U+202E›b", "         ^"]),
        ("\x1b[31mred", 6, ["‹U+001B›[31mred", "            ^"]),
        ("x" * 300, 200, ["…" + "x" * 71 + "…", " " * 24 + "^"]),
    ],
)
def test_excerpt_shows_the_line_with_a_caret(line: str, column: int, shown: list[str]) -> None:
    import click

    plain = [click.unstyle(one) for one in excerpt(line, Span("a.md", 7, column), 82)]
    assert plain[0] == f"     7 | {shown[0]}"
    assert plain[1] == f"       | {shown[1]}"


def test_colour_and_carets_are_for_terminals(tmp_path: Path) -> None:
    folder = written(tmp_path, book__toml=TOML, a__md="# A\n\n[x](#q1)\n")
    plain = CliRunner().invoke(main, ["check", str(folder)]).stderr
    assert plain.splitlines()[:2] == [
        "a.md:3:5: warning R001: no place in the book has the id “q1”; the words are printed without a link",
        "  hint: give the place an id: {#q1}",
    ]


SHEETS = {"styles/print.css": "p { a: b }\nq { c: d }", "styles/own.css": ":::x { e: f }"}
STYLES = "\n".join(["@font-face { font-family: x }", *(from_file(name, style) for name, style in SHEETS.items())])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "Ignored `a: b ` at 3:5, no such thing.",
            "styles/print.css:1:5 the layout engine passes over “a: b”: no such thing",
        ),
        (
            "Ignored `c: d` at 4:5, invalid value.",
            "styles/print.css:2:5 the layout engine passes over “c: d”: invalid value",
        ),
        ("Ignored `font-family: x` at 1:1, why.", "book.toml:1:1 the layout engine passes over “font-family: x”: why"),
        (
            "Invalid or unsupported selector, ':::x '",
            "styles/own.css:1:1 the layout engine does not know the selector “:::x”",
        ),
        ("Unknown empty rule <X> at 6:2", "styles/own.css:1:2 the layout engine says: Unknown empty rule <X>"),
        ("Failed to load image at 'x'", "book.toml:1:1 the layout engine says: Failed to load image at 'x'"),
    ],
)
def test_what_the_layout_engine_says_stands_at_the_rule_of_its_file(said: str, told: str) -> None:
    (found,) = reported([said, said], STYLES)
    assert f"{found.span} {found.message}" == told
    assert found.hint
