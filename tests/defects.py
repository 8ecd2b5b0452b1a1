"""A good EPUB and single defects to put into it, each one change to the text of one file."""

from __future__ import annotations

import re
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

All told.
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


def matched(pattern: str, new: str, count: int = 1) -> Callable[[bytes], bytes]:
    """As `swapped`, by a regular expression; `count` of 0 takes them all."""

    def change(content: bytes) -> bytes:
        result, found = re.subn(pattern.encode(), new.encode(), content, count=count, flags=re.S)
        assert found, pattern
        return result

    return change


def said(name: str, text: str = ".*?") -> str:
    """A pattern of what the package says under a property."""
    return f'<meta property="{name}"[^>]*>{text}</meta>'


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
    Defect("a document that is not well-formed", "two.xhtml", swapped("All told.</p>", "All told."), "two.md:7"),
    Defect("an element that XHTML has not", "two.xhtml", swapped("<p class=\"first\">All told.</p>", "<para>All told.</para>"),
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
    Defect("text fast on the screen", "book.css", lambda c: c + b"\np { position: fixed }\n"),
    Defect("a type that no vocabulary has", "two.xhtml", swapped('epub:type="chapter"', 'epub:type="chapitre"'), "two.md:1"),
    Defect("a formula without words in its place", "one.xhtml", swapped(' alttext="x^2"', ""), "one.md:9"),
    Defect("a drawing with names in small letters", "two.xhtml",
           swapped("All told.", '<svg xmlns="http://www.w3.org/2000/svg" viewbox="0 0 1 1"><title>x</title></svg>'), "two.md:7"),
    Defect("a thing that no reading system knows", "content.opf", swapped('media-type="image/png"', 'media-type="image/tiff"')),
    Defect("a file listed twice", "content.opf", matched('(<item href="two.xhtml") id="[^"]*"([^>]*/>)',
           r'\1 id="item-two-xhtml"\2\1 id="again"\2')),
    Defect("a refinement of nothing", "content.opf", swapped('refines="#title" property="file-as"',
           'refines="#ttl" property="file-as"')),
    Defect("two moments of change", "content.opf", matched(f"({said('dcterms:modified')})", r"\1\1")),
    Defect("a moment in local time", "content.opf", swapped("00:00:00Z", "00:00:00+01:00")),
    Defect("a day that no month has", "content.opf", swapped("<dc:date>2026-01-01", "<dc:date>2026-02-30"), "book.toml:4"),
    Defect("a landmark without a type", "toc.xhtml", swapped('<a epub:type="titlepage"', "<a")),
    Defect("an older navigation of another book", "toc.ncx", swapped("urn:uuid:", "urn:uuid:0")),
)  # fmt: skip

#: Defects that EPUBCheck and Ace let pass, or Ace alone sees: our own checks find them without a program beside.
OWN = (
    Defect("a package without a language", "content.opf", swapped(' xml:lang="en"', "")),
    Defect("a language that no document is in", "content.opf", swapped("<dc:language>en", "<dc:language>fr")),
    Defect("a document in another language", "two.xhtml",
           swapped('lang="en" xml:lang="en"', 'lang="de" xml:lang="de"'), "two.md:1"),
    Defect("a phrase in half a language", "two.xhtml",
           swapped('<span lang="fr" xml:lang="fr">', '<span xml:lang="fr">'), "two.md:3"),
    Defect("a role that is no code", "content.opf", swapped(">aut<", ">author<")),
    Defect("a cover by another name", "content.opf", swapped('content="cover-image"', 'content="nothing"')),
    Defect("pages that turn the other way", "content.opf",
           swapped('<spine toc="ncx">', '<spine toc="ncx" page-progression-direction="rtl">')),
    Defect("a font by another name", "content.opf", swapped('media-type="font/ttf"', 'media-type="font/woff2"')),
    Defect("a font that is anything", "content.opf", swapped('media-type="font/ttf"', 'media-type="application/octet-stream"')),
    Defect("a font that ends too early", ".ttf", lambda c: c[:2000]),
    Defect("letters that are none", "two.xhtml", lambda c: c.replace(b"All told.", b"All \xfftold."), "two.md:1"),
    Defect("a chapter that was lost", "two.xhtml", matched("<body>.*</body>", "<body><section></section></body>"), "two.md:1"),
    Defect("a chapter that is hidden", "two.xhtml", swapped("<section ", '<section hidden="hidden" '), "two.md:1"),
    Defect("a form that nothing announces", "two.xhtml", swapped("All told.", '<input type="text"/>'), "two.md:1"),
    Defect("a link that runs", "one.xhtml", swapped('href="two.xhtml#two"', 'href="javascript:x()"'), "one.md:3"),
    Defect("a link without words", "one.xhtml", swapped(">the second<", "><"), "one.md:3"),
    Defect("a heading without words", "two.xhtml", swapped(">Further</h2>", "></h2>"), "two.md:5"),
    Defect("the name of a file for words", "one.xhtml", swapped('alt="A picture of noise"', 'alt="noise.png"'), "one.md:5"),
    Defect("a formula not described as claimed", "one.xhtml", swapped(' alttext="x^2"', "")),
    Defect("contents with an entry left out", "toc.xhtml", matched('<ol><li class="entry-section"><a href="two.*?</ol>', "")),
    Defect("contents in the wrong order", "toc.xhtml",
           matched('(<li class="entry-chapter"><a href="one.*?</ol></li>)(<li class="entry-chapter">.*?</ol></li>)', r"\2\1")),
    Defect("a chapter that nothing leads to", "toc.xhtml", matched('<li class="entry-chapter"><a href="two.*?</ol></li>', "")),
    Defect("an older navigation in other words", "toc.ncx", swapped("Chapter 2: Two", "Chapter 2: Too")),
    Defect("an older navigation without words", "toc.ncx", swapped("<text>Chapter 2: Two</text>", "<text></text>")),
    Defect("an older navigation less deep", "toc.ncx", swapped('name="dtb:depth" content="2"', 'name="dtb:depth" content="4"')),
    Defect("an older navigation with another title", "toc.ncx", swapped("<text>Good</text>", "<text>Bad</text>")),
    Defect("an older navigation without a page", "toc.ncx", matched('<pageTarget id="pt-5".*?</pageTarget>', "")),
    Defect("an older navigation with another page", "toc.ncx", swapped("<text>3</text>", "<text>5</text>")),
    Defect("no list of the pages that are marked", "toc.xhtml", matched('<nav epub:type="page-list".*?</nav>', "")),
    Defect("a page that is not listed", "toc.xhtml", swapped('<li><a href="one.xhtml#page-1">1</a></li>', ""), "one.md:1"),
    Defect("pages in the wrong order", "toc.xhtml",
           matched("(<li><a href=.one.xhtml#page-1.*?</li>)(<li>.*?</li>)", r"\2\1")),
    Defect("a page by another number", "toc.xhtml", swapped('#page-3">3<', '#page-3">4<')),
    Defect("a page listed twice", "toc.xhtml", swapped('#page-3">3<', '#page-3">1<')),
    Defect("a page that leads elsewhere", "toc.xhtml", swapped('two.xhtml#page-3"', 'two.xhtml#further"')),
    Defect("a page break without a number", "two.xhtml", swapped(' aria-label="3"', ""), "two.md:1"),
    Defect("a page break of another number", "two.xhtml", swapped('aria-label="3"', 'aria-label="4"'), "two.md:1"),
    Defect("a page break without a role", "two.xhtml", swapped(' role="doc-pagebreak"', ""), "two.md:1"),
    Defect("a page break without a type", "two.xhtml", swapped('epub:type="pagebreak" ', ""), "two.md:1"),
    Defect("a page break that is a link", "two.xhtml",
           matched('<span (epub:type="pagebreak"[^>]*)></span>', r"<a \1></a>"), "two.md:1"),
    Defect("a page break that nothing lists", "two.xhtml",
           swapped("All told.", '<span epub:type="pagebreak" role="doc-pagebreak" id="page-9" aria-label="9"></span>'), "two.md:7"),
    Defect("pages of no book", "content.opf", matched(said("pageBreakSource"), "")),
    Defect("a chapter without its role", "two.xhtml", swapped(' role="doc-chapter"', ""), "two.md:1"),
    Defect("a chapter with the role of another", "two.xhtml", swapped("doc-chapter", "doc-appendix"), "two.md:1"),
    Defect("a type on body", "two.xhtml", swapped("<body>", '<body epub:type="chapter">'), "two.md:1"),
    Defect("a note without its role", "one.xhtml", swapped(' role="doc-footnote"', ""), "one.md:13"),
    Defect("a note without its type", "one.xhtml", swapped('epub:type="footnote" ', ""), "one.md:13"),
    Defect("a reference without its role", "one.xhtml", swapped(' role="doc-noteref"', ""), "one.md:3"),
    Defect("a reference without its type", "one.xhtml", swapped('epub:type="noteref" ', ""), "one.md:3"),
    Defect("a way back without its role", "one.xhtml", swapped(' role="doc-backlink"', ""), "one.md:13"),
    Defect("a note without a way back at all", "one.xhtml", matched('<a class="backlink".*?</a>', ""), "one.md:13"),
    Defect("a note in front of its reference", "one.xhtml",
           matched("(<h1.*?)(<aside.*?</aside>)", r"\2\1")),
    Defect("no modes of access", "content.opf", matched(said("schema:accessMode"), "", 0)),
    Defect("pictures that are not said to be there", "content.opf", matched(said("schema:accessMode", "visual"), "")),
    Defect("a mode of access that is none", "content.opf", swapped(">visual<", ">sight<")),
    Defect("no modes that suffice", "content.opf", matched(said("schema:accessModeSufficient"), "")),
    Defect("no features", "content.opf", matched(said("schema:accessibilityFeature"), "", 0)),
    Defect("a feature that is none", "content.opf", swapped(">unlocked<", ">unlockt<")),
    Defect("a feature that is not there", "content.opf", swapped(">unlocked<", ">index<")),
    Defect("no hazards", "content.opf", matched(said("schema:accessibilityHazard"), "")),
    Defect("hazards that deny each other", "content.opf", matched(f"({said('schema:accessibilityHazard')})",
           r'\1<meta property="schema:accessibilityHazard">flashing</meta>')),
    Defect("no summary", "content.opf", matched(said("schema:accessibilitySummary"), "")),
    Defect("a claim that nobody makes", "content.opf", swapped("<dc:date>",
           '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta><dc:date>')),
    Defect("a claim in other words", "content.opf", swapped("<dc:date>",
           '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 level aa</meta>'
           '<meta property="a11y:certifiedBy">Ann</meta><dc:date>')),
)  # fmt: skip
