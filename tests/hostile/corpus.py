"""The manuscripts, one after another: what each tries or breaks, and what is right."""

from __future__ import annotations

from tests.hostile.cases import TOML, Case, Content, Hole, Pipe, To, case
from tests.hostile.pictures import claiming, gif, jpeg, laughs, png, svg, uses

OUT = "{outside}"


def _image(address: str) -> str:
    return f"![A picture]({address}){{alt=picture}}"


def _linked(path: str, target: str) -> dict[str, Content]:
    return {path: To(target)}


def containment() -> list[Case]:
    """Whatever leads out of the folder is not opened, and named."""
    cases = [
        case(
            name,
            f"an image by {what} is not opened: its words stand in its place, and it is named",
            _image(address),
            "A001",
        )
        for name, what, address in (
            ("image-dots", "dots", "../outside/secret.png"),
            ("image-many-dots", "more dots than folders", "../../../../../../../../etc/passwd"),
            ("image-file-address", "file:", "file:///{outside}/secret.png"),
            ("image-file-localhost", "file: with a host", "file://localhost{outside}/secret.png"),
            ("image-file-short", "file: with one slash", "file:{outside}/secret.png"),
            ("image-absolute", "an absolute path", "{outside}/secret.png"),
            ("image-percent", "percent-encoded dots", "%2e%2e/outside/secret.png"),
            ("image-percent-slash", "percent-encoded dots and slashes", "%2e%2e%2foutside%2fsecret.png"),
            ("image-percent-twice", "dots encoded twice", "%252e%252e/outside/secret.png"),
            ("image-backslash", "backslashes", "..\\\\outside\\\\secret.png"),
            ("image-inner-dots", "dots behind a folder", "a/b/../../../outside/secret.png"),
            ("image-nul", "an encoded NUL", "a.png%00.txt"),
            ("image-proc", "/proc", "/proc/self/environ"),
            ("image-zero", "/dev/zero", "/dev/zero"),
            ("image-stdin", "/dev/stdin", "/dev/stdin"),
        )
    ]
    cases += [
        case(f"image-{name}", f"an image over {name} is on the network: it is not opened, and named",
             _image(address), "A005")
        for name, address in (("https", "https://example.invalid/a.png"), ("http", "http://127.0.0.1:9/a.png"),
                              ("no-scheme", "//example.invalid/a.png"), ("ftp", "ftp://example.invalid/a.png"))
    ]  # fmt: skip
    cases += [
        case("linked-image", "an image that is a link to a file outside is not opened", _image("a.png"), "A001",
             files=_linked("a.png", "{outside}/secret.png")),
        case("linked-image-relative", "nor where the link is relative", _image("a.png"), "A001",
             files=_linked("a.png", "../outside/secret.png")),
        case("linked-folder", "an image in a folder that is a link to one outside is not opened",
             _image("art/secret.png"), "A001", files=_linked("art", "{outside}")),
        case("linked-twice", "nor through a link to a link", _image("a.png"), "A001",
             files={"a.png": To("b.png"), "b.png": To("{outside}/secret.png")}),
        case("linked-circle", "links in a circle are no file", _image("a.png"), "A001",
             files={"a.png": To("b.png"), "b.png": To("a.png")}),
        case("linked-nowhere", "a link to nothing is no file", _image("a.png"), "A001", files=_linked("a.png", "none")),
        case("linked-inside", "a link to a file of the same folder is that file", _image("a.png"),
             files={"a.png": To("b.png"), "b.png": png(40, 40)}),
        case("linked-device", "a link to /dev/zero is no file of the book", _image("a.png"), "A001",
             files=_linked("a.png", "/dev/zero")),
        case("linked-chapter", "a chapter that is a link to a file outside is an error", "", "M011", 1,
             {"02.md": To("{outside}/secret.md")}, 'body = ["01.md", "02.md"]\n'),
        case("listed-dots", "a chapter listed by dots is an error", "", "M011", 1, toml='body = ["01.md", "../outside/secret.md"]\n'),
        case("listed-absolute", "a chapter listed by an absolute path is an error", "", "M003", 1,
             toml='body = ["01.md", "/etc/passwd"]\n'),
        case("listed-pipe", "a chapter that is a named pipe is an error, not a wait", "", "M011", 1,
             {"02.md": Pipe()}, 'body = ["01.md", "02.md"]\n'),
        case("pipe", "an image that is a named pipe is no file, and nobody waits for it", _image("a.png"), "A001",
             files={"a.png": Pipe()}),
        case("folder-as-image", "a folder is no image", _image("art"), "A001", files={"art/a.txt": ""}),
        case("linked-style", "a stylesheet that is a link to one outside is named, and not read", "", "M070",
             files=_linked("styles/epub.css", "{outside}/styles/epub.css")),
        case("linked-styles", "nor where the whole folder of styles is a link", "", "M070",
             files=_linked("styles", "{outside}/styles")),
        case("linked-template", "a template that is a link to a file outside is named, and not read", "", "M070",
             files=_linked("templates/title-page.html", "{outside}/secret.html")),
        case("linked-toml", "a book.toml that is a link to a file outside is an error", "", "M011", 1,
             {"book.toml": To("{outside}/secret.toml")}),
        case("include-dots", "an include by dots is not read, and named", "!include ../outside/secret.txt", "M030"),
        case("include-absolute", "an include by an absolute path is not read, and named",
             "{{#include /etc/passwd}}", "M030"),
        case("include-linked", "an include of a link to a file outside is not read, and named",
             "{{#include a.txt}}", "M030", files=_linked("a.txt", "{outside}/secret.txt")),
        case("include-pipe", "an include of a pipe is named, and nobody waits", "{{#include a.txt}}", "M030",
             files={"a.txt": Pipe()}),
        case("include-hidden", "an include of a hidden file is not read, and named",
             "{{#include .git/config}}", "M030", files={".git/config": "HIDDEN-5f2c"}, lacks=("HIDDEN-5f2c",)),
        case("include-network", "an include from the network is not opened, and named",
             "{{#include https://example.invalid/a.md}}", "M030"),
        case("include-itself", "an include of itself ends, and is named", "{{#include 01.md}}", "M031"),
        case("bibliography-dots", "a bibliography by dots is not read, and named", "See [@a].", "M034 R008",
             toml='bibliography = ["../outside/secret.bib"]\n'),
        case("bibliography-linked", "a bibliography that is a link to one outside is not read, and named",
             "See [@a].", "M034 R008", files=_linked("a.bib", "{outside}/secret.bib"), toml='bibliography = ["a.bib"]\n'),
        case("csl-dots", "a style of citations by dots is not read, and named", "See [@a].", "M036",
             files={"a.bib": "@book{a, title={T}, author={A, B}, year=2001}"},
             toml='bibliography = ["a.bib"]\ncsl = "../outside/secret.csl"\n'),
        case("cover-dots", "a cover by dots is not read, and named", "", "A001",
             toml='cover-image = "../outside/secret.png"\n'),
        case("cover-linked", "a cover that is a link to a file outside is not read, and named", "", "A001",
             files=_linked("c.png", "{outside}/secret.png"), toml='cover-image = "c.png"\n'),
        case("cover-absolute", "a cover by an absolute path is not read, and named", "", "A001",
             toml='cover-image = "/etc/passwd"\n'),
        case("slug-dots", "a slug cannot lead out of the folder of outputs",
             files={"book.toml": TOML.replace("probe", "../../probe")}),
    ]  # fmt: skip
    return cases


def markup() -> list[Case]:
    """Raw HTML, links and styles that reach for what is outside."""
    html = (
        ("link-attachment", "<link rel=\"attachment\" href=\"file://{outside}/secret.txt\">", "C001"),
        ("link-stylesheet", "<link rel=\"stylesheet\" href=\"../outside/secret.css\">", "C001"),
        ("base", "<base href=\"file://{outside}/\">", "C001"),
        ("object", "<object data=\"../outside/secret.svg\" type=\"image/svg+xml\"></object>", "C040 R001"),
        ("embed", "<embed src=\"../outside/secret.svg\">", "C040 R001"),
        ("iframe", "<iframe src=\"file://{outside}/secret.html\"></iframe>", "C040 R007"),
        ("script", "<script>document.title='RAN-5f2c'</script>", "C001"),
        ("script-address", "<script src=\"https://example.invalid/a.js\"></script>", "C001"),
        ("style-element", "<style>@import url(file://{outside}/secret.css); p { color: red }</style>", "C001"),
        ("meta-refresh", "<meta http-equiv=\"refresh\" content=\"0; url=https://example.invalid/\">", "C001"),
        ("form", "<form action=\"https://example.invalid/\"><input name=\"a\"></form>", "C001 C007"),
        ("handler", "<p onclick=\"alert(1)\">Pressed.</p>", "C007"),
        ("style-address", "<p style=\"background: url(file://{outside}/secret.png)\">Styled.</p>", ""),
        ("style-network", "<p style=\"background: url(https://example.invalid/a.png)\">Styled.</p>", ""),
        ("srcset", "<img src=\"a.png\" alt=\"x\" srcset=\"../outside/secret.png 2x\">", ""),
        ("picture-source", "<picture><source srcset=\"../outside/secret.png\"><img src=\"a.png\" alt=\"x\"></picture>", ""),
        ("video", "<video src=\"../outside/secret.txt\" poster=\"../outside/secret.png\"></video>", "C040 R001"),
        ("background", "<table background=\"../outside/secret.png\"><tr><td>Cell.</td></tr></table>", "C007"),
        ("input-image", "<input type=\"image\" src=\"../outside/secret.png\">", "C001"),
        ("instruction", "<?php system('id'); ?>", "C039"),
        ("xinclude", "<xi:include href=\"../outside/secret.txt\" parse=\"text\"/>", "C016"),
        ("doctype", "<!DOCTYPE a [<!ENTITY e SYSTEM \"file://{outside}/secret.txt\">]>", "C039"),
        ("conditional", "<!--[if IE]><link rel=stylesheet href=../outside/secret.css><![endif]-->", ""),
        ("svg-image", "<svg viewBox=\"0 0 9 9\"><title>x</title><image href=\"../outside/secret.png\"/></svg>", "C041"),
        ("svg-script", "<svg viewBox=\"0 0 9 9\"><title>x</title><script>alert(1)</script></svg>", "C041"),
        ("svg-foreign", "<svg viewBox=\"0 0 9 9\"><title>x</title><foreignObject><iframe src=\"file:///etc/passwd\"/></foreignObject></svg>", "C041"),
        ("svg-words", "<svg viewBox=\"0 0 9 9\"><title>x</title>stray<text>Shown.</text></svg>", "C041"),
        ("svg-opened", "<svg> " * 400, "C001"),
        ("math-empty", "Words <math></math> and words.", ""),
        ("math-href", "<math><mi href=\"javascript:alert(1)\">x</mi></math>", ""),
    )  # fmt: skip
    cases = [
        case(f"html-{name}", "what a book may not contain is left out and named; nothing is opened, run or attached",
             text, codes, files={"a.png": png(30, 30)}, lacks=("RAN-5f2c", "javascript:", "onclick", "example.invalid/a"))
        for name, text, codes in html
    ]  # fmt: skip
    cases += [
        case("link-chapter", "a link to a chapter's file leads into the book, not to a file of this machine",
             "[Two](02.md).", files={"02.md": "# Two\n\nText.\n"}, lacks=("file:", "02.md"), pages=True),
        case("link-file", "a link to a file: address is words, and named", "[Words](file:///etc/passwd).", "R007",
             lacks=("file:",), pages=True),
        case("link-javascript", "a link that is a program is words, and named", "[Words](javascript:alert(1)).", "R007",
             lacks=("javascript",)),
        case("link-data", "a link that holds its page is words, and named",
             "[Words](data:text/html;base64,PHNjcmlwdD4=).", "R007", lacks=("data:text",)),
        case("link-vbscript", "so is one in capitals with an escape", "[Words](VBS&#99;ript:x).", "R007",
             lacks=("script:",)),
        case("link-outside", "a link to a file outside is words, and named", "[Words](../outside/secret.txt).", "R001",
             lacks=("outside/",), pages=True),
        case("link-attachment-raw", "a raw link cannot attach a file",
             "<a rel=\"attachment\" href=\"../outside/secret.txt\">Words</a>", "R001", lacks=("outside/",), pages=True),
        case("css-import", "a book's stylesheet imports nothing from outside", "", "A032", pages=True,
             files={"styles/epub.css": "@import url(../outside/secret.css); p { margin: 0 }",
                    "styles/disclosure.css": "@import url('file://{outside}/secret.css'); p { margin: 0 }"}),
        case("css-address", "a book's stylesheet shows nothing from outside", "", "A032", pages=True,
             files={"styles/epub.css": "p { background: url(../outside/secret.png) }",
                    "styles/disclosure.css": "p { background: url(file://{outside}/secret.png) }"}),
        case("css-face", "a book's stylesheet takes no face from outside", "", "A032", pages=True,
             files={"styles/epub.css": "@font-face { font-family: X; src: url(https://example.invalid/a.woff2) }",
                    "styles/disclosure.css": "@font-face { font-family: X; src: local('DejaVu Sans') }"}),
        case("css-attachment", "a book's stylesheet attaches no file", "", "A032",
             files={"styles/epub.css": "@namespace x url(http://example.invalid/a); p { behavior: url(a.htc) }"}),
        case("template-file", "a book's template reads no file", "", "M071", 1,
             files={"templates/title-page.html": "{% include '../../outside/secret.html' %}"}),
        case("template-python", "a book's template reaches no object of the press", "", "M071", 1,
             files={"templates/title-page.html": "<section>{{ ''.__class__.__mro__[1].__subclasses__() }}</section>"}),
        case("template-entity", "a book's template opens no entity", "", "M071", 1,
             files={"templates/title-page.html": "<!DOCTYPE a [<!ENTITY e SYSTEM 'file://{outside}/secret.txt'>]><section>&e;</section>"}),
        case("toml-run", "a book.toml runs nothing", "", "M002", 1, toml='[hooks]\nbefore = "touch /tmp/ran-5f2c"\n'),
    ]  # fmt: skip
    return cases


def encodings() -> list[Case]:
    return [
        case("bom", "a byte-order mark is no text", files={"01.md": b"\xef\xbb\xbf# One\n\nMarked words.\n\nLast words.\n"}),
        case("bom-toml", "nor in book.toml", files={"book.toml": "\ufeff" + TOML}),
        case("utf-16", "UTF-16 is an error that says so", "", "M005 M007", 1, {"01.md": "# One\n\nText.\n".encode("utf-16")}),
        case("latin-1", "Latin-1 is an error at its line", "", "M005 M007", 1, {"01.md": "# One\n\nCafé.\n".encode("latin-1")}),
        case("latin-1-toml", "Latin-1 in book.toml is an error", "", "M005", 1, {"book.toml": 'title = "é"\n'.encode("latin-1")}),
        case("latin-1-style", "a stylesheet that is no UTF-8 is named", "", "M070", files={"styles/epub.css": b"/* \xe9 */ p { margin: 0 }"}),
        case("nul", "a NUL is left out and named", "A\0B.", "M010", has=("Marked words", "AB.")),
        case("controls", "control characters are left out and named", "A\x01\x02\x1b[31mB.", "M010", has=("Marked words", "A[31mB.")),
        case("surrogate", "half a surrogate pair is no UTF-8", b"A\xed\xa0\x80B.", "M005 M007", 1),
        case("overlong", "a letter written too long is no UTF-8", b"A\xc0\xafB.", "M005 M007", 1),
        case("noncharacter", "what XML cannot hold is left out and named", "A\uffffB.", "M010", has=("Marked words", "AB.")),
        case("entity-control", "a control character by its number is none", "A&#1;B&#0;C&#xFFFF;D&#xD800;E."),
        case("crlf", "lines may end as on Windows", files={"01.md": b"# One\r\n\r\nMarked words.\r\n\r\nLast words.\r\n"}),
        case("cr", "or as on old Macs", files={"01.md": b"# One\r\rMarked words.\r\rLast words.\r"}),
        case("separators", "unusual ends of lines are characters", "A\u2028B\u2029C\x85D\x0cE.", "M010"),
        case("bidi", "what turns letters around unseen is named by check, and kept", "A\u202eB\u202cC."),
        case("combining", "a thousand accents on a letter are text", "Z" + "\u0301" * 1000 + "algo."),
        case("private", "a private character is text, which no face has", "A\ue000B.", "A006"),
        case("plane-15", "so is one beyond the last plane", "A\U000f0000B.", "A006"),
        case("no-newline", "a file may end without the end of a line", files={"01.md": "# One\n\nMarked words.\n\nLast words."}),
        case("empty", "a book without a word is an error", "", "M007", 1, {"01.md": ""}),
        case("blank", "so is one of blank lines", "", "M007", 1, {"01.md": "\n \n\t\n"}),
        case("name-odd", "names of files may be any", files={"0 ‹ü› %41 #.md": "# Two\n\nMore text.\n"}, has=("Marked words", "More text")),
        case("name-control", "even with the end of a line", files={"0\n1.md": "# Two\n\nMore text.\n"}, has=("Marked words", "More text")),
        case("name-bytes", "or no UTF-8 at all", files={"0\udcff.md": "# Two\n\nMore text.\n"}, has=("Marked words", "More text")),
    ]  # fmt: skip


def sizes() -> list[Case]:
    """Much, long and deep: at a limit it is a book, one over it is an error at its line."""
    many = "word " * 4000
    return [
        case("nesting-64", "lists are nested as deep as the limit", "\n".join(f"{'  ' * n}- a{n}" for n in range(30)), has=("Marked words", "a29")),
        case("nesting-65", "deeper quotations are an error at their line", ">" * 65 + " Deep.", "M009", 1),
        case("nesting-list", "so are deeper lists", "\n".join(f"{'  ' * n}- a" for n in range(70)), "M009", 1),
        case("nesting-thousand", "and much deeper ones", ">" * 10_000 + " Deep.", "M009", 1),
        case("nesting-html", "and deeper elements of raw HTML", "<div>" * 500 + "Deep." + "</div>" * 500, "C035 M009", 1),
        case("nesting-div", "and deeper divs", "\n".join(f"{':' * (80 - n)} a" for n in range(70)) + "\n\nDeep.\n\n" + "\n".join(":" * (11 + n) for n in range(70)), "M009", 1),
        case("nesting-emphasis", "emphasis in emphasis is text", "*_" * 300 + "x" + "_*" * 300),
        case("nesting-brackets", "brackets in brackets are text", "[" * 3000 + "x" + "]" * 3000, "C053"),
        case("nesting-links", "so are links in links", "[" * 300 + "x" + "](a)" * 300, "C016 R001"),
        case("file-over", "a chapter larger than the limit is an error", "", "M006 M009", 1, {"02.md": Hole(16_000_001)}, 'body = ["01.md", "02.md"]\n'),
        case("file-huge", "so is one of many gigabytes", "", "M006 M009", 1, {"02.md": Hole(50_000_000_000)}, 'body = ["01.md", "02.md"]\n'),
        case("image-over", "an image larger than the limit is an error", _image("a.png"), "M009", 1, {"a.png": Hole(64_000_001)}),
        case("paragraph-over", "a paragraph of more than 1 MB is an error", "word " * 200_001, "M009", 1),
        case("table-wide", "a table of 65 columns is an error", "|" + "a|" * 65 + "\n|" + "-|" * 65 + "\n|" + "b|" * 65, "M009", 1),
        case("table-64", "a table of 64 columns is a table", "|" + "a|" * 64 + "\n|" + "-|" * 64 + "\n|" + "b|" * 64),
        case("table-long", "a table of 5,001 rows is an error", "|a|\n|-|\n" + "|b|\n" * 5000, "M009", 1),
        case("table-spans", "a cell over 65,534 columns is an error", "<table><tr><td colspan=\"65534\">x</td></tr></table>", "M009", 1),
        case("one-line", "a long line is a paragraph", many, pages=True),
        case("one-word", "a word of 20,000 letters is a word", "x" * 20_000, pages=True),
        case("many-notes", "three thousand notes are notes", "\n\n".join(f"A[^{n}].\n\n[^{n}]: B{n}." for n in range(600))),
        case("many-headings", "so are headings of the same words", "## Same\n\nText.\n\n" * 500),
        case("many-links", "and links to nothing, each named once", "[a](#no) " * 800, "R001"),
        case("list-million", "a list may begin at a million", "999999999. One.\n"),
        case("deep-folder", "a file may lie deep", files={"/".join(["d"] * 60) + "/x.md": "# Deep\n\nMore text.\n"}),
        case("quotes", "quotation marks by the thousand are text", "\"'" * 5000),
        case("backticks", "fences of all lengths are code or text", " ".join("`" * n for n in range(1, 200))),
    ]  # fmt: skip


def metadata() -> list[Case]:
    long = "long " * 2000
    return [
        case("toml-broken", "a book.toml that is none is an error at its line", "", "M001", 1, {"book.toml": "title = \n"}),
        case("toml-kinds", "values of a wrong kind are errors", "", "M003", 1, {"book.toml": "title = 3\nlang = []\n"}),
        case("toml-keys", "a key that nobody knows is an error", "", "M002", 1, toml="titel = 'x'\n"),
        case("toml-nested", "tables in tables without end are an error, not a crash", "", "M001", 1, toml="a = " + "[" * 3000 + "]" * 3000 + "\n"),
        case("title-markup", "markup in the title is text", files={"book.toml": TOML.replace("Probe", "<script>alert(1)</script>&amp;]]>")}, lacks=("<script>alert",)),
        case("title-long", "a title of ten thousand letters is a title", files={"book.toml": TOML.replace("Probe", long)}),
        case("title-empty", "a title of blanks is none: the press finds one", files={"book.toml": TOML.replace("Probe", " ")}),
        case("lang-odd", "a language that is none is an error", "", "M003", 1, {"book.toml": TOML.replace('"en"', '"../../x"')}),
        case("date-odd", "a date that is none is an error", "", "M003", 1, toml='date = "yesterday"\n'),
        case("identifier-odd", "an identifier with markup is text", toml='identifier = [{scheme = "uuid", value = "<&>\\"\'"}]\n'),
        case("slug-odd", "a slug with blanks and signs is made a name of a file", files={"book.toml": TOML.replace('"probe"', '"a b/c"')}),
        case("yaml-bomb", "aliases that grow in the head of a chapter are named, not unfolded", "", "M013",
             files={"01.md": "---\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{c}: &{c} [{','.join(['*' + p] * 9)}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)) + "---\n# One\n\nMarked words.\n\nLast words.\n"}),
        case("yaml-python", "a head of YAML makes no object", "", "", files={"01.md": "---\ntitle: !!python/object/apply:os.system ['touch /tmp/ran-5f2c']\n---\n# One\n\nMarked words.\n\nLast words.\n"}),
        case("variables-grow", "variables that use each other do not grow without end", "{{< var a >}}", "C016",
             toml="[variables]\n" + "".join(f'{a} = "{{{{< var {b} >}}}}{{{{< var {b} >}}}}"\n' for a, b in zip("abcdefgh", "bcdefghi", strict=True))),
        case("csl-none", "a style of citations that is none is named", "See [@a].", "M036",
             files={"a.bib": "@book{a, title={T}, author={A, B}, year=2001}", "a.csl": "<style"}, toml='bibliography = ["a.bib"]\ncsl = "a.csl"\n'),
        case("csl-entity", "a style of citations opens no entity", "See [@a].", "M036",
             files={"a.bib": "@book{a, title={T}, author={A, B}, year=2001}",
                    "a.csl": '<!DOCTYPE style [<!ENTITY e SYSTEM "file://{outside}/secret.txt">]><style xmlns="http://purl.org/net/xbiblio/csl">&e;</style>'},
             toml='bibliography = ["a.bib"]\ncsl = "a.csl"\n'),
        case("bib-broken", "a bibliography that breaks off is named", "See [@a].", "M035 R008", files={"a.bib": "@book{a, title={T"}, toml='bibliography = ["a.bib"]\n'),
    ]  # fmt: skip


def images() -> list[Case]:
    whole = png(300, 300)
    pictures: tuple[tuple[str, str, Content, str, int], ...] = (
        ("good", "a good image is in the book", png(40, 40), "", 0),
        ("truncated", "half an image is none: its words stand in its place", whole[: len(whole) // 2], "A003", 0),
        ("truncated-jpeg", "nor half a photograph", jpeg()[:300], "A003", 0),
        ("empty", "nor an empty file", b"", "A003", 0),
        ("text", "nor text", b"not a picture", "A003", 0),
        ("bomb", "an image of 900 megapixels is an error", claiming(30_000, 30_000), "M009", 1),
        ("over", "one of more than 80 megapixels as well", claiming(8_945, 8_945), "M009", 1),
        ("huge", "and one that says it has more than there are", claiming(2**31 - 1, 2**31 - 1), "M009", 1),
        ("zero-size", "an image of no width is none", claiming(0, 5), "A003", 0),
        ("zeroes", "a file of zeroes is none", Hole(1_000_000), "A003", 0),
        ("position", "the place and the owner of a camera are taken out", jpeg(position=True), "", 0),
        ("words", "and words in the head of a PNG", png(40, 40, {"Author": "OWNER-SECRET-5f2c"}), "", 0),
        ("gif", "a GIF stays one", gif(3), "", 0),
        ("gif-many", "a GIF of too many pictures stands still, and is named", gif(600), "A014", 0),
        ("gif-half", "half a GIF is none", gif(20)[:120], "A003", 0),
    )  # fmt: skip
    cases = [
        case(
            f"png-{name}",
            right,
            _image("a.png"),
            codes,
            exit,
            {"a.png": content},
            lacks=("SECRET-5f2c",),
            pages=not exit,
        )
        for name, right, content, codes, exit in pictures
    ]
    drawings: tuple[tuple[str, str, str, str, int], ...] = (
        ("good", "a drawing is in the book", svg('<rect width="4" height="4"/>'), "", 0),
        ("laughs", "entities that grow are refused", laughs(), "A003", 0),
        ("entity", "an entity from outside is refused", svg("<text>&e;</text>", '<!DOCTYPE svg [<!ENTITY e SYSTEM "file://{outside}/secret.txt">]>'), "A003", 0),
        ("dtd", "a DTD from outside is not opened", svg("<text>x</text>", '<!DOCTYPE svg SYSTEM "file://{outside}/secret.txt">'), "", 0),
        ("image", "a picture from outside is left out of a drawing", svg('<image xlink:href="../outside/secret.png"/>'), "A007", 0),
        ("image-file", "by a file: address as well", svg('<image xlink:href="file://{outside}/secret.png"/>'), "A007", 0),
        ("svg-in-data", "a drawing in a drawing is left out", svg('<image xlink:href="data:image/svg+xml,%3Csvg/%3E"/>'), "A007", 0),
        ("use-outside", "a part of another drawing is left out", svg('<use xlink:href="../outside/secret.svg#a"/>'), "A007", 0),
        ("style-import", "rules from outside are left out", svg("<style>@import url(../outside/secret.css);</style><rect/>"), "A007", 0),
        ("fill", "a paint from outside is left out", svg('<rect fill="url(../outside/secret.svg#a)"/>'), "A007", 0),
        ("script", "a script is left out", svg("<script>alert(1)</script><rect/>"), "A007", 0),
        ("handler", "what is run at a press is left out", svg('<rect onclick="alert(1)"/>'), "A007", 0),
        ("foreign", "a page in a drawing is left out", svg('<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="file:///etc/passwd"/></foreignObject>'), "A007", 0),
        ("link", "a link to a program is left out", svg('<a xlink:href="javascript:alert(1)"><rect/></a>'), "A007", 0),
        ("uses", "a hundred million uses are an error", uses(8), "M009", 1),
        ("uses-circle", "uses in a circle are an error", svg('<g id="a"><use xlink:href="#a"/></g>'), "A003", 0),
        ("elements", "more than 20,000 elements are an error", svg("<rect/>" * 20_001), "M009", 1),
        ("size", "a drawing of more than 5 MB is an error", svg("<desc>" + "x" * 5_000_001 + "</desc>"), "M009", 1),
        ("deep", "a drawing nested without end is none", svg("<g>" * 5000 + "</g>" * 5000), "A003", 0),
        ("broken", "a drawing that breaks off is none", svg("<rect")[:-3], "A003", 0),
        ("huge", "a drawing may say any size", svg("<rect/>", attributes='width="1e99" height="99999999999"'), "", 0),
        ("stylesheet", "an instruction to fetch a stylesheet goes", svg("<rect/>", '<?xml-stylesheet href="file://{outside}/secret.css"?>'), "", 0),
        ("path", "the path of a drawing program goes", svg("<metadata>/home/somebody-5f2c/a.svg</metadata><rect/>", attributes='xmlns:s="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" s:docname="/home/somebody-5f2c/a.svg"'), "A007", 0),
    )  # fmt: skip
    cases += [
        case(f"svg-{name}", right, _image("a.svg"), codes, exit, {"a.svg": content},
             lacks=("javascript", "alert(1)", "file:", "somebody-5f2c"), pages=not exit and name != "laughs")
        for name, right, content, codes, exit in drawings
    ]  # fmt: skip
    return cases


CASES = [*containment(), *markup(), *encodings(), *sizes(), *metadata(), *images()]
