"""Every manuscript of the corpus is right: exit code, diagnostics, words, and nothing from outside opened or printed."""

from __future__ import annotations

import getpass
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import pytest

from publish.build import build, check
from publish.diagnostics import CODES
from publish.editions import EDITIONS
from publish.limits import Limits, table
from publish.markdown.html.svg import safe_svg
from publish.sources import read
from tests.conftest import ROOT
from tests.hostile.cases import SECRET, Case, Content, case, written
from tests.hostile.corpus import CASES
from tests.hostile.oracle import Rules, traced
from tests.hostile.pictures import jpeg, png, svg

NAMED = {case.name: case for case in CASES}
#: What `make test` builds of the corpus: some of each field.
SOME = [case.name for case in CASES[::13]]


def built(home: Path, names: Sequence[str], editions: str = "epub") -> Iterator[tuple[Case, dict[str, object]]]:
    for name in names:
        written(NAMED[name], home / name)
    command = [sys.executable, "-m", "tests.hostile.run", str(home), editions, *names]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    for line in done.stdout.splitlines():
        found = json.loads(line)
        yield NAMED[found["name"]], found


def contents(out: Path) -> bytes:
    """All that the outputs hold, unpacked."""
    parts = []
    for path in sorted(out.glob("*.*")):
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as archive:
                assert archive.testzip() is None
                parts += [name.encode() + b"\n" + archive.read(name) for name in archive.namelist()]
        elif path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                for thing in pdf.objects:
                    parts.append(repr(thing).encode())
                    if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image":
                        parts.append(thing.read_bytes())
    return b"\n".join(parts)


def wrong(case: Case, found: dict[str, object], home: Path) -> list[str]:
    said, place = str(found["said"]), home / case.name
    codes = frozenset(re.findall(r": (?:error|warning) ([A-Z]\d{3}): ", said))
    faults = []
    if found["exit"] != case.exit or codes != case.codes:
        faults.append(
            f"exit {found['exit']}, {sorted(codes)} in place of exit {case.exit}, {sorted(case.codes)}\n{said[-600:]}"
        )
    if found["breaches"]:
        faults.append(f"opened {found['breaches']}")
    if "Traceback" in said or SECRET in said:
        faults.append(f"said {said[-600:]}")
    there = {path.name for path in place.iterdir()} | {path.name for path in home.iterdir()} - set(NAMED)
    if not there <= {"book", "out", "outside"} or Path("/tmp/ran-5f2c").exists():
        faults.append(f"left {there}")
    inside = contents(place / "out") if (place / "out").is_dir() else b""
    if case.exit and inside:
        faults.append("an output was written in spite of an error")
    own = [SECRET, str(home), getpass.getuser() + "@", os.path.expanduser("~") + "/"]
    own += [name for name in [socket.gethostname()] if len(name) > 7]  # a short one is a word of any text
    faults += [f"{word} stands in an output" for word in (*case.lacks, *own) if word.encode() in inside]
    if not case.exit:
        faults += [f"{word} stands in no output" for word in case.has if word.encode() not in inside]
    return faults


def test_the_corpus_is_large_and_says_what_is_right() -> None:
    assert len(CASES) >= 190
    assert len(NAMED) == len(CASES)
    assert all(case.right and case.codes <= set(CODES) for case in CASES)
    assert all((case.exit == 1) == any(CODES[code].severity == "error" for code in case.codes) for case in CASES)


def test_some_of_the_corpus(tmp_path: Path) -> None:
    faults = {case.name: said for case, found in built(tmp_path, SOME) if (said := wrong(case, found, tmp_path))}
    assert faults == {}


@pytest.mark.slow
def test_all_of_the_corpus(tmp_path: Path) -> None:
    faults = {case.name: said for case, found in built(tmp_path, [*NAMED]) if (said := wrong(case, found, tmp_path))}
    assert faults == {}


@pytest.mark.slow
def test_pages_of_the_corpus(tmp_path: Path) -> None:
    """Words of a PDF are glyphs: of it, only what must not be there is looked for."""
    faults = {}
    for one, found in built(tmp_path, [one.name for one in CASES if one.pages], "pdf"):
        said = [fault for fault in wrong(one, found, tmp_path) if "stands in no output" not in fault]
        if said:
            faults[one.name] = said
    assert faults == {}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="the ear for C libraries is strace")
def test_what_c_libraries_open(tmp_path: Path) -> None:
    """An audit hook is deaf to Pango, fontconfig and libxml2: a build with pages is traced by the system as well."""
    names = ["link-attachment-raw"]
    for name in names:
        written(NAMED[name], tmp_path / name)
        book, out, trace = tmp_path / name / "book", tmp_path / name / "out", tmp_path / f"{name}.trace"
        command = [sys.executable, "-m", "publish", "build", str(book), "--to", "epub,pdf", "--out", str(out), "-q"]
        strace = ["strace", "-f", "-o", str(trace), "-e", "trace=open,openat,connect,execve"]
        done = subprocess.run([*strace, *command], cwd=ROOT, capture_output=True, text=True)
        if "ptrace" in done.stderr:
            pytest.skip("this machine lets nobody trace")
        assert done.returncode == 0, done.stderr
        lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
        assert len(lines) > 100
        assert traced(lines, Rules(book, out)) == []


def test_the_oracle_hears_a_breach(tmp_path: Path) -> None:
    rules = Rules(tmp_path / "book", tmp_path / "out")
    lines = [
        '7 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3',
        '7 connect(3, {sa_family=AF_INET, sin_port=htons(80)}, 16) = 0',
        '7 openat(AT_FDCWD, "/home/x/secret", O_RDONLY) = -1 ENOENT',
        '7 execve("/bin/sh", ["sh"], 0x0) = 0',
    ]  # fmt: skip
    assert [fault.split()[0] for fault in traced(lines, rules)] == ["open", "connect", "start"]
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "a.png").symlink_to("/etc/passwd")
    assert rules.breach(str(tmp_path / "book" / "a.png"))
    assert not rules.breach(str(tmp_path / "book" / "b.png"))


@pytest.mark.parametrize(
    ("limit", "at", "over"),
    [
        ("nesting = 3", ">>> Deep.", ">>>> Deep."),
        ("paragraph = 1", "a" * 1_000_000, "a" * 1_000_001),
        ("table-rows = 3", "|a|\n|-|\n|b|\n|c|", "|a|\n|-|\n|b|\n|c|\n|d|"),
        ("table-columns = 2", "|a|b|\n|-|-|\n|c|d|", "|a|b|c|\n|-|-|-|\n|d|e|f|"),
        ("svg-elements = 4", "![a](3.svg){alt=a}", "![a](4.svg){alt=a}"),
        ("megapixels = 1", "![a](1.png){alt=a}", "![a](2.png){alt=a}"),
    ],
)
def test_limits_hold_at_the_limit_and_one_over(limit: str, at: str, over: str, tmp_path: Path) -> None:
    """At a limit a book is made, one over it is an error; a stranger's book cannot raise its own."""

    files = {
        "3.svg": svg("<rect/>" * 2),
        "4.svg": svg("<rect/>" * 3),
        "1.png": png(1000, 1000),
        "2.png": png(1000, 1001),
    }
    for name, text, exit in (("at", at, 0), ("over", over, 1)):
        folder = written(case(name, "", text, files=files, toml=f"[limits]\n{limit}\n"), tmp_path / name)
        report = build(folder, ["epub"], tmp_path / name / "out", workers=1)
        assert [d.code for d in report.diagnostics] == ["M009"] * exit, name
        assert len(report.held_back) == exit
    strangers = build(tmp_path / "over" / "book", ["epub"], tmp_path / "stranger", workers=1, untrusted=True)
    assert [d.code for d in strangers.diagnostics] == ([] if "paragraph" not in limit else ["M009"])


def test_limits_of_files_and_books(tmp_path: Path) -> None:
    for name, size, exit in (("at", 1_000_000, 0), ("over", 1_000_001, 1)):
        text = ("# Two\n\n" + "word word\n\n" * 100_000)[: size - 1] + "\n"
        toml = "[limits]\nfile = 1\n"
        folder = written(case(name, "", "", files={"02.md": text}, toml=toml), tmp_path / name)
        assert len([d for d in read(folder)[1] if d.code == "M009"]) == exit
    folder = written(
        case("book", "", "", files={"02.md": "# Two\n\n" + "a" * 999_900}, toml="[limits]\nbook = 1\n"), tmp_path / "b"
    )
    assert read(folder)[0] is not None
    (folder / "03.md").write_text("# Three\n\n" + "b" * 100)
    assert [d.code for d in read(folder)[1]] == ["M009"]


def test_pages_over_the_limit_are_an_error(tmp_path: Path) -> None:
    folder = written(case("pages", "", "", toml="[limits]\npages = 3\n"), tmp_path)
    report = build(folder, ["pdf"], tmp_path / "out", workers=1)
    assert [d.code for d in report.diagnostics] == ["M009"]
    assert report.written == ()


def test_uses_in_a_circle_and_in_a_chain() -> None:
    circle = '<g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="#a"/></g>'
    assert safe_svg(svg(circle).encode()) == (None, ())
    many = "".join(f'<g id="n{n}"><use xlink:href="#n{n + 1}"/></g>' for n in range(3000))
    with pytest.raises(PermissionError, match="elements"):
        safe_svg(svg(many).encode())


def test_a_stylesheet_without_sheets_is_an_error(tmp_path: Path) -> None:
    """`M072`: heads and folios would stand on pages of their own."""
    folder = written(case("sheets", "", "", files={"styles/print.css": "p { margin: 0 }"}), tmp_path)
    report = build(folder, ["pdf"], tmp_path / "out", workers=1)
    assert [str(d.span) for d in report.diagnostics if d.code == "M072"] == ["styles/print.css:1:1"]
    assert report.written == ()


@pytest.mark.slow
def test_untrusted_filters_styles_and_refuses_templates(tmp_path: Path) -> None:
    """`A033`: what may take time without bound goes, what is harmless stays; the house's template is used."""
    style = (
        "p { color: red; display: flex; width: calc(1px * 2) }\n:root { --a: 1 }\n@media print { p { margin: 0 } }\n"
    )
    files = {"styles/epub.css": style, "templates/title-page.html": "<section>Mine.</section>"}
    folder = written(case("strange", "", "", files=files), tmp_path)
    report = build(folder, ["epub"], tmp_path / "out", workers=1, untrusted=True)
    assert [(d.code, str(d.span)) for d in report.diagnostics] == [
        ("A033", "styles/epub.css:1:1"),
        ("A033", "templates/title-page.html:1:1"),
    ]
    inside = contents(tmp_path / "out")
    assert b"color: red" in inside
    assert b"flex" not in inside.split(b"color: red")[1]
    assert b"Mine." not in inside
    trusted = build(folder, ["epub"], tmp_path / "trusted", workers=1)
    assert trusted.diagnostics == ()
    assert b"Mine." in contents(tmp_path / "trusted")


def test_golden_limits_are_in_the_docs() -> None:
    page = ROOT / "docs" / "limits.md"
    if os.environ.get("GOLDEN") == "overwrite":
        page.write_text(re.sub(r"\| key \|.*?(?=\n\n)", table(), page.read_text(encoding="utf-8"), flags=re.S))
    assert table() in page.read_text(encoding="utf-8")
    assert Limits().of("megapixels") == 80_000_000


def test_the_promise_stands_in_the_readme_word_for_word() -> None:
    promise = """Safe by default, with no flag. A build reads only regular files inside the manuscript folder, the theme you
    chose, and the press's own fonts and cache, opens no network connection, starts no program that the manuscript names,
    runs no code from it, and writes only the outputs that you asked for. Each output is the old file or the complete new one, never
    anything between. Nothing you wrote is dropped without a message naming file and line. Every EPUB we write passes EPUBCheck
    with no error.
    Time and memory grow linearly with the manuscript, up to published limits; over a limit you get an error, not a hang."""
    assert " ".join(promise.split()) in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


@pytest.mark.slow
def test_no_edition_tells_of_the_machine_or_the_camera(tmp_path: Path) -> None:
    """No path, no name of a user or a machine, no place where a picture was taken: in any file of any edition."""
    drawn = png(40, 40, {"Author": "OWNER-SECRET-5f2c"})
    text = (
        "![A photograph](art/photo.jpg)\n\n![A drawing](art/drawn.png)\n\n[Two](two.md) and [three](art/photo.jpg).\n"
    )
    files: dict[str, Content] = {
        "art/photo.jpg": jpeg(position=True),
        "art/drawn.png": drawn,
        "front.jpg": jpeg(position=True),
    }
    files["two.md"] = "# Two\n\n![Again](art/photo.jpg)\n"
    place = tmp_path / "somebody-5f2c" / "at-home-5f2c"
    folder = written(case("book", "", text, files=files, toml='cover-image = "front.jpg"\n'), place)
    report = build(folder, [*EDITIONS], place / "out", workers=1)
    made = {one.edition for one in report.written}
    assert made == set(EDITIONS), [str(d) for d in report.diagnostics]
    inside = contents(place / "out")
    folders = [p for p in (place / "out").iterdir() if p.is_dir() and not p.name.startswith(".")]
    inside += b"".join(
        path.name.encode() + path.read_bytes() for one in folders for path in one.rglob("*") if path.is_file()
    )
    for path in (place / "out").glob("*.pdf"):  # photographs are in it as they are in their files
        with pikepdf.open(path) as pdf:
            inside += b"".join(thing.read_raw_bytes() for thing in pdf.objects if isinstance(thing, pikepdf.Stream))
    taken = ["5f2c", "GPS", "Exif\0", str(ROOT), os.path.expanduser("~") + "/", f"/{getpass.getuser()}/"]
    taken += [name for name in [socket.gethostname()] if len(name) > 7]
    assert [word for word in taken if word.encode() in inside] == []
    assert b"photograph" in inside


@pytest.mark.slow
def test_check_reports_whatever_a_build_reports(tmp_path: Path) -> None:
    """Of reading and resolving a book nothing is said only when it is built."""
    lacking = {}
    for one in CASES[::2]:
        folder = written(one, tmp_path / one.name)
        built = {str(d) for d in build(folder, ["epub"], tmp_path / one.name / "out", workers=1).diagnostics}
        if unsaid := built - {str(d) for d in check(folder, ("epub",)).diagnostics}:
            lacking[one.name] = unsaid
    assert lacking == {}
