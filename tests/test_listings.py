"""Listings through the press: lines, numbers, places to break; and colours that can be read on every ground."""

from __future__ import annotations

import re
from pathlib import Path

import page as page_validation
import pypdfium2
import pytest

from publish.book import Book
from publish.editions import pdf
from publish.markdown.code.highlight import highlighted, meant
from publish.markdown.code.info import info_of
from publish.markdown.shape import text_of
from tests.conftest import ROOT, shop
from tests.test_formulas import book_of

BOOK = 'title = "T"\nlang = "en"\ndate = "2026-11-24"\nfront = []\nbody = ["one.md"]\n'
LONG = " ".join(f"word{n}" for n in range(90))
CODE = f"def f(x):\n    '''Two\n    lines'''\n\n\tpass  \n{LONG}\n{'x' * 612}\n"
ONE = f"""# One

See @lst:a and @lst-b, `a_very_long_function_name_of_the_library`.

```{{.python #lst:a caption="The code"}}
{CODE}```

```{{.c .numberLines startFrom=7 #lst-b}}
int a;
```

```js {{1}} title="x.js"
{chr(10).join(f"line{n};" for n in range(80))}
```

<pre>raw <b>over
two</b> lines</pre>
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, bytes]:
    book, theme, noticed = book_of(tmp_path_factory.mktemp("listings"), book__toml=BOOK, one__md=ONE)
    assert noticed == ()
    artifact, in_pack = pdf.pack(pdf.render(book, theme)[0], shop())
    assert in_pack == ()
    assert isinstance(artifact.content, bytes)
    return book, artifact.content


Made = tuple[Book, bytes]


def test_code_is_kept_to_the_letter(made: Made) -> None:
    pres = list(made[0].chapters[-1].tree.iter("pre"))
    assert "".join(map(str, pres[0].itertext())) == CODE
    assert "".join(map(str, pres[3].itertext())) == "raw over\ntwo lines"
    lines = [e for e in pres[0].iter("span") if "code-line" in e.get("class", "").split()]
    assert ["".join(map(str, e.itertext())) for e in lines] == CODE.splitlines(keepends=True)
    assert [e.get("class") for e in lines].count("code-line long") == 2


def test_listings_with_a_label_are_numbered(made: Made) -> None:
    book = made[0]
    assert {id: t.label for id, t in book.targets.items() if t.kind == "listing"} == {
        "lst-a": "Listing 1",
        "lst-b": "Listing 2",
    }
    captions = [text_of(c) for c in book.chapters[-1].tree.iter("figcaption")]
    assert captions == ["Listing 1 The code", "Listing 2", "x.js"]
    assert book.figures == ()


def test_numbers_and_marks_of_lines(made: Made) -> None:
    pres = list(made[0].chapters[-1].tree.iter("pre"))
    assert pres[1].get("class") == "numbered"
    assert pres[1][0].get("style") == "counter-reset: line 6"
    assert [line.get("class") for line in pres[2][0]][:2] == ["code-line marked", "code-line"]


def test_the_pdf_conforms_and_no_sign_is_among_the_words(made: Made) -> None:
    report = page_validation.validate_pdf_bytes(made[1], profile="ua1")
    assert report.is_compliant, report
    document = pypdfium2.PdfDocument(made[1])
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    text = re.sub(r"\s+", " ", "".join(pages))
    assert LONG in text
    assert "x" * 612 in text.replace(" ", "")
    assert "a_very_long_function_name_of_the_library" in re.sub(r"[\s\u200b]", "", text)


def test_long_listings_break_but_not_behind_a_first_line(made: Made) -> None:
    document = pypdfium2.PdfDocument(made[1])
    counts = [len(re.findall(r"^line\d+;", p.get_textpage().get_text_range(), re.M)) for p in document]
    document.close()
    assert sum(counts) == 80
    assert len([n for n in counts if n]) > 1
    assert all(n != 1 for n in counts)


@pytest.mark.parametrize(
    ("text", "language", "caption", "first", "marked", "id"),
    [
        ("js", "js", "", 0, [], ""),
        ("rust,ignore", "rust", "", 0, [], ""),
        ("js:a/b.js", "js", "a/b.js", 0, [], ""),
        ("js:title=b.js", "js", "b.js", 0, [], ""),
        ("js{1,3-5}", "js", "", 0, [1, 3, 4, 5], ""),
        ('python linenums="1" hl_lines="2 3" title="a b.py"', "python", "a b.py", 1, [2, 3], ""),
        ('{.python .numberLines startFrom="10" #lst:x caption="A \\"b\\""}', "python", 'A "b"', 10, [], "lst:x"),
        ("{r setup, echo=FALSE}", "r", "", 0, [], ""),
        ("{code-block} c++", "c++", "", 0, [], ""),
        ("{lang=ruby, title='x'}", "ruby", "x", 0, [], ""),
        ("python {.numberLines}", "python", "", 1, [], ""),
        ("", "", "", 0, [], ""),
    ],
)
def test_info_strings(text: str, language: str, caption: str, first: int, marked: list[int], id: str) -> None:
    info, _ = info_of(text)
    assert (info.language, info.caption, info.first, sorted(info.marked), info.id) == (
        language,
        caption,
        first,
        marked,
        id,
    )


@pytest.mark.parametrize(
    "language", ["js", "jsx", "sh", "console", "shell-session", "rs", "hbs", "main.py", "Js", "toml", "diff"]
)
def test_usual_names_of_languages_have_a_lexer(language: str) -> None:
    assert "<span" in highlighted("+a = 'b' # {{c}} -1\n$ d <a href='b'>\n", language)


@pytest.mark.parametrize(
    ("name", "near"), [("pyhton", "python"), ("javscript", "javascript"), ("zyx", ""), ("mermaid", "")]
)
def test_only_what_is_almost_a_language_is_questioned(name: str, near: str) -> None:
    assert meant(name) == near


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("sheet", "dark", "grounds"),
    [
        ("print.css", False, ["#ffffff", "#ececec"]),
        ("epub.css", False, ["#ffffff", "#f4ecd8"]),
        ("epub.css", True, ["#000000", "#121212", "#2b2b2b"]),
        ("web.css", False, ["#fdfbf7"]),
        ("web.css", True, ["#17171a"]),
    ],
)
def test_colours_of_code_can_be_read(sheet: str, dark: bool, grounds: list[str]) -> None:
    """4.5:1 (WCAG 2.2, 1.4.3). Luminance is what grey keeps of a colour, so it holds in grey as well."""
    css = (ROOT / "styles" / sheet).read_text(encoding="utf-8")
    blocks = re.findall(r"@media \(prefers-color-scheme: dark\) \{\n(.*?)\n\}", css, re.S)
    text = "\n".join(blocks) if dark else css.replace("\n".join(blocks), "")
    colours = [c for selector, c in re.findall(r"([^{}]*)\{ color: (#\w{6}) \}", text) if "pre ." in selector]
    assert len(colours) >= 6
    for colour in colours:
        for ground in grounds:
            assert contrast(colour, ground) >= 4.5, (colour, ground)


def test_no_colour_is_forced_on_readers_that_do_not_say_their_ground() -> None:
    css = (ROOT / "styles" / "epub.css").read_text(encoding="utf-8")
    outside = re.sub(r"@media [^{]*\{\n.*?\n\}", "", css, flags=re.S)
    assert not re.search(r"pre [^{}]*\{[^{}]*\bcolor:", outside)


def test_pygments_is_loaded_only_for_code(tmp_path: Path) -> None:
    import subprocess
    import sys

    program = (
        "import sys\nfrom publish.markdown.code.highlight import highlighted\nhighlighted('a', '')\n"
        "import publish.build, publish.editions.pdf, publish.editions.epub\n"
        "print([m for m in ('pygments', 'latex2mathml', 'ziamath') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
