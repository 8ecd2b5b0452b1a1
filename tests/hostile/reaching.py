"""Manuscripts that reach for what is outside of their folder: by paths and links, and by markup."""

from __future__ import annotations

from tests.hostile.cases import TOML, Case, Content, Pipe, To, case, image
from tests.hostile.pictures import png

OUT = "{outside}"


def _linked(path: str, target: str) -> dict[str, Content]:
    return {path: To(target)}


def containment() -> list[Case]:
    """Whatever leads out of the folder is not opened, and named."""
    cases = [
        case(
            name,
            f"an image by {what} is not opened: its words stand in its place, and it is named",
            image(address),
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
             image(address), "A005")
        for name, address in (("https", "https://example.invalid/a.png"), ("http", "http://127.0.0.1:9/a.png"),
                              ("no-scheme", "//example.invalid/a.png"), ("ftp", "ftp://example.invalid/a.png"))
    ]  # fmt: skip
    cases += [
        case("linked-image", "an image that is a link to a file outside is not opened", image("a.png"), "A001",
             files=_linked("a.png", "{outside}/secret.png")),
        case("linked-image-relative", "nor where the link is relative", image("a.png"), "A001",
             files=_linked("a.png", "../outside/secret.png")),
        case("linked-folder", "an image in a folder that is a link to one outside is not opened",
             image("art/secret.png"), "A001", files=_linked("art", "{outside}")),
        case("linked-twice", "nor through a link to a link", image("a.png"), "A001",
             files={"a.png": To("b.png"), "b.png": To("{outside}/secret.png")}),
        case("linked-circle", "links in a circle are no file", image("a.png"), "A001",
             files={"a.png": To("b.png"), "b.png": To("a.png")}),
        case("linked-nowhere", "a link to nothing is no file", image("a.png"), "A001", files=_linked("a.png", "none")),
        case("linked-inside", "a link to a file of the same folder is that file", image("a.png"),
             files={"a.png": To("b.png"), "b.png": png(40, 40)}),
        case("linked-device", "a link to /dev/zero is no file of the book", image("a.png"), "A001",
             files=_linked("a.png", "/dev/zero")),
        case("linked-chapter", "a chapter that is a link to a file outside is an error", "", "M011", 1,
             {"02.md": To("{outside}/secret.md")}, 'body = ["01.md", "02.md"]\n'),
        case("listed-dots", "a chapter listed by dots is an error", "", "M011", 1, toml='body = ["01.md", "../outside/secret.md"]\n'),
        case("listed-absolute", "a chapter listed by an absolute path is an error", "", "M003", 1,
             toml='body = ["01.md", "/etc/passwd"]\n'),
        case("listed-pipe", "a chapter that is a named pipe is an error, not a wait", "", "M011", 1,
             {"02.md": Pipe()}, 'body = ["01.md", "02.md"]\n'),
        case("pipe", "an image that is a named pipe is no file, and nobody waits for it", image("a.png"), "A001",
             files={"a.png": Pipe()}),
        case("folder-as-image", "a folder is no image", image("art"), "A001", files={"art/a.txt": ""}),
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
        ("style-address", "<p style=\"background: url(file://{outside}/secret.png)\">Styled.</p>", "C007"),
        ("style-network", "<p style=\"background: url(https://example.invalid/a.png)\">Styled.</p>", "C007"),
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
