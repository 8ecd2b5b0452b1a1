"""A good EPUB and single defects to put into it, each one change to the text of one file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image as Pillow

from publish.build import build
from tests.conftest import written

ONE = """# One

A first paragraph with a note.[^n] See [the second](#two).

![A picture of noise](noise.png)

## Deeper

A formula $x^2$ in a line.

- an entry

[^n]: Words of the note.
"""
TWO = """# Two {#two}

The second chapter, with [a term]{lang=fr}.

## Further

The end.
"""
TOML = 'title = "Good"\nslug = "good"\nlang = "en"\ndate = "2026-01-01"\nauthor = "Ann Author"\nfront = ["contents"]\n'


def good(folder: Path) -> Path:
    """A small book with a note, a picture, a formula and a link between chapters, as an EPUB; its map is beside it."""
    written(folder / "m", book__toml=TOML + 'body = ["one.md", "two.md"]\n', one__md=ONE, two__md=TWO)
    Pillow.effect_noise((60, 60), 80).save(folder / "m" / "noise.png")
    report = build(folder / "m", ["epub"], folder / "out", workers=1)
    assert report.diagnostics == ()
    return report.written[0].path


@dataclass(frozen=True)
class Defect:
    """What is changed in which file (its ending), and of which line of the manuscript it is, if of one: path:line."""

    name: str
    file: str
    change: Callable[[bytes], bytes]
    line: str = ""


def swapped(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old.encode() in content, old
        return content.replace(old.encode(), new.encode(), 1)

    return change


def spoiled(epub: Path, defect: Defect, to: Path) -> Path:
    """A copy of an EPUB with one defect."""
    changed = False
    with zipfile.ZipFile(epub) as given, zipfile.ZipFile(to, "w") as result:
        for entry in given.infolist():
            content = given.read(entry)
            if entry.filename.endswith(defect.file) and not changed:
                content, changed = defect.change(content), True
                if not content:
                    continue
            if defect.name == "mimetype is compressed" and entry.filename == "mimetype":
                entry.compress_type = zipfile.ZIP_DEFLATED
            result.writestr(entry, content, compress_type=entry.compress_type)
    assert changed, defect.name
    return to


def _order_turned(content: bytes) -> bytes:
    one, two = b'<itemref idref="item-one-xhtml"/>', b'<itemref idref="item-two-xhtml"/>'
    return content.replace(one, b"@").replace(two, one).replace(b"@", two)


DEFECTS = (
    Defect("a dead link", "one.xhtml", swapped("two.xhtml#two", "three.xhtml#two"), "one.md:3"),
    Defect("a dead fragment", "one.xhtml", swapped("two.xhtml#two", "two.xhtml#nowhere"), "one.md:3"),
    Defect("a duplicate id", "one.xhtml", swapped('<h2 id="deeper">', '<h2 id="one">'), "one.md:7"),
    Defect("an id of another chapter", "two.xhtml", swapped('<h2 id="further">', '<h2 id="deeper">'), "two.md:5"),
    Defect("a missing manifest item", "content.opf",
           lambda c: b"\n".join(x for x in c.split(b"\n") if b'item href="images/' not in x or b"cover" in x), "one.md:5"),
    Defect("a stale mathml property", "content.opf", swapped('properties="mathml"', ""), "one.md:1"),
    Defect("a property of what is not there", "content.opf",
           swapped('href="two.xhtml"', 'href="two.xhtml" properties="svg"'), "two.md:1"),
    Defect("wrong spine order", "content.opf", _order_turned),
    Defect("a truncated picture", ".png", lambda c: c[: len(c) // 2], "one.md:5"),
    Defect("a picture that is text", ".png", lambda c: b"not a picture at all", "one.md:5"),
    Defect("no alternative text", "one.xhtml", swapped('alt="A picture of noise"', ""), "one.md:5"),
    Defect("an empty alternative that is claimed", "one.xhtml", swapped('alt="A picture of noise"', 'alt=""')),
    Defect("a note without a way back", "one.xhtml", swapped('href="#one-nr1"', 'href="#deeper"'), "one.md:13"),
    Defect("a reference to no note", "one.xhtml", swapped('href="#one-n1"', 'href="#deeper"'), "one.md:3"),
    Defect("a heading that leaps", "one.xhtml", lambda c: c.replace(b"h2", b"h4"), "one.md:7"),
    Defect("no title", "two.xhtml", swapped("<title>Chapter 2: Two</title>", "<title> </title>"), "two.md:1"),
    Defect("the title of another document", "two.xhtml", swapped("Chapter 2: Two</title>", "Chapter 1: One</title>"), "two.md:1"),
    Defect("languages that differ", "two.xhtml", swapped('<span lang="fr" xml:lang="fr">', '<span lang="fr" xml:lang="de">'),
           "two.md:3"),
    Defect("a document that is not well-formed", "two.xhtml", swapped("The end.</p>", "The end."), "two.md:7"),
    Defect("an element that XHTML has not", "two.xhtml", swapped("<p class=\"first\">The end.</p>", "<para>The end.</para>"),
           "two.md:7"),
    Defect("a list with text in it", "one.xhtml", swapped("<ul>", "<ul>text"), "one.md:11"),
    Defect("no document title in the package", "content.opf", lambda c: c.replace(b"dc:title", b"dc:type"), ""),
    Defect("a language that is none", "content.opf", swapped("<dc:language>en<", "<dc:language>e n<"), "book.toml:3"),
    Defect("a date that is none", "content.opf", swapped("2026-01-01<", "2026-13-45<"), "book.toml:4"),
    Defect("no author's name", "content.opf", swapped(">Ann Author<", "><"), "book.toml:5"),
    Defect("an entry to nowhere", "toc.xhtml", swapped('href="two.xhtml">Chapter', 'href="none.xhtml">Chapter')),
    Defect("an older navigation that says other things", "toc.ncx", swapped("two.xhtml", "one.xhtml")),
    Defect("a file that nothing lists", "toc.ncx", lambda c: b""),
    Defect("a font that is none", ".ttf", lambda c: b"<html>"),
    Defect("mimetype is compressed", "mimetype", lambda c: c),
    Defect("a stylesheet with a forbidden property", "book.css", lambda c: c + b"\np { direction: rtl }\n"),
)  # fmt: skip
