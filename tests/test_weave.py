"""Includes and variables: what each spelling becomes, where each line came from, and what is reported."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from publish.book import Dialect, Manuscript, Matter, Metadata, Person, Source
from publish.diagnostics import Diagnostic
from publish.markdown import parse
from publish.markdown.scope import Scope
from publish.markdown.weave import woven
from publish.sources.folder import Folder

FILES = {
    "src/part.md": "---\ntitle: x\n---\nOne *word*.\n\nTwo.\n",
    "src/deep/a.md": "A.\n\n{{#include b.md}}\n",
    "src/deep/b.md": "B.[^none]\n",
    "src/circle.md": "Round.\n\n{{#include circle.md}}\n",
    "src/main.rs": "fn a() {}\n// ANCHOR: body\nfn b() {}\n// ANCHOR_END: body\nfn c() {}\n",
    "src/x.js": "//! [one]\n  let a = 1;\n//! [one]\nlet b = 2;\n",
    "src/fence.txt": "```\ninner\n```\n",
    "src/late.py": "# start\nx = 1\n# end\ny = 2\n",
    "resources/code/y.rb": "puts 1\nputs 2\n",
    "src/heading.md": "# Title\n",
    ".git/config": "secret\n",
}
HERE = "src/c.md"


def text_of(text: str, templates: bool = False) -> tuple[list[tuple[str, str]], list[str]]:
    """Each line with its place, and what was reported."""
    metadata = Metadata(
        "The Book",
        author=(Person("Ada"),),
        dialect=Dialect(templates=templates),
        variables={"version": "3.1", "fence": "```", "two": "a\nb", "x.y": "deep"},
    )
    source = Source(HERE, text, Matter.BODY, "chapter")
    other = Source("src/import.md", "# I\n", Matter.BODY, "chapter")
    files = {path: content.encode() for path, content in FILES.items()}
    manuscript = Manuscript(metadata, (source, other), files, datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    scope = Scope(HERE)
    lines = woven(source, manuscript, scope).split("\n")
    places = [scope.origin(n) for n in range(1, len(lines) + 1)]
    return (
        [(f"{p.removeprefix('src/')}:{n}", line) for (p, n), line in zip(places, lines, strict=True)],
        [f"{d.span.line}:{d.code} {d.message}" for d in scope.diagnostics],
    )


def listing(info: str, path: str, *lines: tuple[int, str]) -> list[tuple[str, str]]:
    return [("c.md:1", f"```{info}"), *((f"{path}:{n}", t) for n, t in lines), ("c.md:1", "```")]


def numbered(path: str) -> list[tuple[int, str]]:
    return list(enumerate(FILES[path].rstrip("\n").split("\n"), 1))


PART = [("part.md:4", "One *word*."), ("part.md:5", ""), ("part.md:6", "Two.")]
BODY = [("main.rs:3", "fn b() {}")]
INCLUDES: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("Quarto", "{{< include part.md >}}", PART),
    ("Quarto from the top", "{{< include /src/part.md >}}", PART),
    ("mdBook", "{{#include part.md}}", PART),
    ("mdBook with spaces", "{{ #include part.md }}", PART),
    ("mdBook within a line", "See {{#include heading.md}} there", [("c.md:1", "See # Title there")]),
    ("mdBook anchor", "{{#include main.rs:body}}", BODY),
    ("mdBook one line", "{{#include main.rs:3}}", BODY),
    ("mdBook lines", "{{#rustdoc_include main.rs:3:3}}", BODY),
    ("mdBook from a line", "{{#include main.rs:5:}}", [("main.rs:5", "fn c() {}")]),
    ("mdBook to a line", "{{#include main.rs::1}}", [("main.rs:1", "fn a() {}")]),
    ("mdBook playground", "{{#playground main.rs:body editable}}", listing("rust", "main.rs", (3, "fn b() {}"))),
    ("mdBook shown", "\\{{#include part.md}}", [("c.md:1", "\\{{#include part.md}}")]),
    ("mdBook title", "{{#title A page}}", [("c.md:1", "")]),
    ("mdBook nested", "{{#include deep/a.md}}", [("deep/a.md:1", "A."), ("deep/a.md:2", ""), ("deep/b.md:1", "B.[^none]")]),
    ("HonKit", '{% include "./part.md" %}', PART),
    ("HonKit's codeblock", '[import:4-4, title:"The x"](x.js)', listing('{.js caption="The x"}', "x.js", (4, "let b = 2;"))),
    ("HonKit's marker", '[import:"one", unindent:"true"](x.js)', listing("js", "x.js", (2, "let a = 1;"))),
    ("HonKit's marker by name", '[import marker:"one"](x.js)', listing("js", "x.js", (2, "  let a = 1;"))),
    ("HonKit's title", "[import, x.js](x.js)", listing('{.js caption="x.js"}', "x.js", *numbered("src/x.js"))),
    ("Leanpub", "<<[Ruby](code/y.rb)", listing('{.ruby caption="Ruby"}', "resources/code/y.rb", (1, "puts 1"), (2, "puts 2"))),
    ("Leanpub with attributes", "{crop-start=2, lang=text}\n<<(code/y.rb)", listing("text", "resources/code/y.rb", (2, "puts 2"))),
    ("Markua", "![](code/y.rb)", listing("ruby", "resources/code/y.rb", (1, "puts 1"), (2, "puts 2"))),
    ("Markua, no such file", "![A plan](plan.txt)", [("c.md:1", "![A plan](plan.txt)")]),
    ("MyST", "```{include} part.md\n```", PART),
    ("MyST listing", "```{literalinclude} late.py\n:start-after: start\n:end-before: end\n:language: text\n```",
     listing("text", "late.py", (2, "x = 1"))),
    ("MyST lines", "```{literalinclude} late.py\n:lines: 2,4\n```", listing("python", "late.py", (2, "x = 1"), (4, "y = 2"))),
    ("pandoc's filter", "``` {.include shift-heading-level-by=1}\nheading.md\n```", [("heading.md:1", "## Title")]),
    ("pandoc-include", "!include part.md", PART),
    ("pandoc-include-code", "``` {.rust include=main.rs snippet=body}\n```", listing("rust", "main.rs", (3, "fn b() {}"))),
    ("remark", "```rust file=main.rs#L3\n```", listing("rust", "main.rs", (3, "fn b() {}"))),
    ("remark with a title", '```rust file=main.rs#L3 title="B"\n```', listing('{.rust caption="B"}', "main.rs", (3, "fn b() {}"))),
    ("knitr's child", "```{r child='part.md'}\n```", PART),
    ("MkDocs' snippets", '--8<-- "part.md"', PART),
    ("MkDocs' snippets in a block", "--8<--\nheading.md\n--8<--", [("heading.md:1", "# Title")]),
    ("MkDocs' markdown-include", "{! part.md !}", PART),
    ("in a list", "-   {{#include deep/b.md}}", [("c.md:1", "-   B.[^none]")]),
    ("indented", "- x\n\n  {{#include part.md}}",
     [("c.md:1", "- x"), ("c.md:2", ""), *((p, f"  {t}" if t else "") for p, t in PART)]),
    ("quoted", "> {{#include part.md}}", [(p, f"> {t}".rstrip()) for p, t in PART]),
    ("in code", "```rust\n{{#include main.rs:body}}\n```", [("c.md:1", "```rust"), *BODY, ("c.md:3", "```")]),
    ("in code, a longer fence", "```\n{{#include fence.txt}}\n```",
     [("c.md:1", "````"), ("fence.txt:1", "```"), ("fence.txt:2", "inner"), ("fence.txt:3", "```"), ("c.md:3", "````")]),
    ("in code, shown", "```\n\\{{#include part.md}}\n```",
     [("c.md:1", "```"), ("c.md:2", "{{#include part.md}}"), ("c.md:3", "```")]),
    ("in a code span", "`{{#include heading.md}}` x", [("c.md:1", "`# Title` x")]),
    ("in a code span, behind a backslash", "`\\{{#include part.md}}` x", [("c.md:1", "`{{#include part.md}}` x")]),
    ("in a code span, shown", "`{{#include file.md}}` x", [("c.md:1", "`{{#include file.md}}` x")]),
    ("in a comment", "<!--\n{{#include none.md}}\n-->",
     [("c.md:1", "<!--"), ("c.md:2", "{{#include none.md}}"), ("c.md:3", "-->")]),
    ("a link to a chapter", "[import](import.md)", [("c.md:1", "[import](import.md)")]),
    ("a link that begins so", "[import statements](x.js)", [("c.md:1", "[import statements](x.js)")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), INCLUDES, ids=[c[0] for c in INCLUDES])
def test_include(name: str, text: str, expected: list[tuple[str, str]]) -> None:
    lines, noticed = text_of(text)
    if name == "Leanpub with attributes":
        expected = [(place.replace("c.md:1", "c.md:2"), line) for place, line in expected]
    assert lines == expected
    assert noticed == []


MISSING: list[tuple[str, str, str]] = [
    ("{{#include none.md}}", r"[\[none\.md\]]{.missing-include}",
     "1:M030 the included file none.md does not exist in the manuscript folder; its name is printed in its place"),
    ("{{#include ../../etc/x}}", r"[\[\.\.\/\.\.\/etc\/x\]]{.missing-include}",
     "1:M030 the included file ../../etc/x is outside the manuscript folder; its name is printed in its place"),
    ("{{#include /.git/config}}", r"[\[\/\.git\/config\]]{.missing-include}",
     "1:M030 the included file /.git/config is a hidden file; its name is printed in its place"),
    ("{{#include http://e.org/x}}", r"[\[http\:\/\/e\.org\/x\]]{.missing-include}",
     "1:M030 the included file http://e.org/x is on the network, which a build never opens; its name is printed in its place"),
    ('[import, title:"T"](no.js)', r"[\[T\: no\.js\]]{.missing-include}",
     "1:M030 the included file no.js does not exist in the manuscript folder; its name is printed in its place"),
    ("{{#include main.rs:nobody}}", "fn a() {}",
     "1:M032 src/main.rs has no such part as this include asks for; the whole file is printed"),
    ("{{#include circle.md}}", "Round.", "3:M031 src/circle.md includes itself; its name is printed in its place"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "message"), MISSING, ids=[c[0] for c in MISSING])
def test_what_cannot_be_included_is_reported(text: str, first: str, message: str) -> None:
    lines, noticed = text_of(text)
    assert lines[0][1] == first
    assert noticed == [message]


VARIABLES: list[tuple[str, str, list[str]]] = [
    ("v{{< var version >}}", "v3.1", []),
    ("{{< var x.y >}} {{< meta title >}} {{< meta author >}}", "deep The Book Ada", []),
    ("{{book.version}} {{ book.title }} {{ version }}", "3.1 The Book 3.1", []),
    ("{{ nothing }}", "{{ nothing }}", ["1:M033 there is no variable “nothing”; {{ nothing }} is printed as it stands"]),
    ("{{< var verson >}}", "{{< var verson >}}",
     ["1:M033 there is no variable “verson”; {{< var verson >}} is printed as it stands"]),
    ("{{{< var version >}}}", "{{< var version >}}", []),
    ("`{{ version }}` \\{{ version }}", "`{{ version }}` \\{{ version }}", []),
    ("$\\frac{{a}}{{b}}$ and $$ {{a}} $$", "$\\frac{{a}}{{b}}$ and $$ {{a}} $$", []),
    ("    {{ indented }}", "    {{ indented }}", []),
    ("```\n{{ version }} {{< var version >}}\n```", "```\n{{ version }} 3.1\n```", []),
    ("{{ two }}c", "a\nbc", []),
    ("{% raw %}{{ version }}{% endraw %}", "{{ version }}", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "messages"), VARIABLES, ids=[c[0] for c in VARIABLES])
def test_variable(text: str, expected: str, messages: list[str]) -> None:
    lines, noticed = text_of(text)
    assert "\n".join(line for _, line in lines) == expected
    assert noticed == messages


TEMPLATES: list[tuple[str, str]] = [
    ("{{book.fence}}\nv{{book.version}}\n{{book.fence}}", "```\nv3.1\n```"),
    ("`{{ book.version }}`", "`3.1`"),
    ("```\n{{ book.version }} {{ other }}\n```", "```\n3.1 {{ other }}\n```"),
    ("{% raw %}\n```\n{{ book.version }}\n```\n{% endraw %}\n{{ book.version }}", "\n```\n{{ book.version }}\n```\n\n3.1"),
    ('```\n{% include "deep/b.md" %}\n```', "```\nB.[^none]\n```"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEMPLATES, ids=[c[0] for c in TEMPLATES])
def test_a_template_engine_runs_over_code_too(text: str, expected: str) -> None:
    lines, noticed = text_of(text, templates=True)
    assert "\n".join(line for _, line in lines) == expected
    assert noticed == []


def chapters_of(folder: Path, text: str) -> tuple[Diagnostic, ...]:
    sources = (Source("c.md", text, Matter.BODY, "chapter"), Source("d.md", "# D\n", Matter.BODY, "chapter"))
    modified = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    return parse(Manuscript(Metadata("T"), sources, Folder(folder), modified))[1]


def test_a_mistake_in_included_text_names_the_included_file(tmp_path: Path) -> None:
    (tmp_path / "part.md").write_text("Fine.\n\nNo.[^x]\n", encoding="utf-8")
    noticed = chapters_of(tmp_path, "# C\n\n{{#include part.md}}\n\nNor.[^y]\n")
    assert [(str(d.span), d.code) for d in noticed] == [("part.md:3:1", "C003"), ("c.md:5:1", "C003")]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("Secret.\n", encoding="utf-8")
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "part.md").symlink_to(secret)
    assert [d.code for d in chapters_of(folder, "# C\n\n{{#include part.md}}\n")] == ["M030"]


def test_includes_that_multiply_come_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.markdown.weave.library.MAX_CHARACTERS", 1_000_000)
    (tmp_path / "z.md").write_text("z" * 50_000, encoding="utf-8")
    for name, other in (("y", "z"), ("x", "y")):
        (tmp_path / f"{name}.md").write_text(f"{{{{#include {other}.md}}}}\n" * 10, encoding="utf-8")
    codes = {d.code for d in chapters_of(tmp_path, "{{#include x.md}}\n")}
    assert codes == {"M009"}
