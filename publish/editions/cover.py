"""The wrap of the printed book: back, spine and front in one sheet, as wide as the count of its pages asks for (spec F4)."""

from __future__ import annotations

import dataclasses

from lxml import etree

from publish.book import Artifact, Book, Diagnostic, Element, Medium, Metadata, Rendition, Span
from publish.editions.barcode import Code, code_of, drawing, isbn_of
from publish.editions.edition import Edition
from publish.editions.em import em
from publish.editions.fonts import cut_faces
from publish.editions.front import cover_page, cover_styles
from publish.editions.interior import interior, page_count
from publish.editions.isbn import isbn_of_thirteen
from publish.editions.looks import around, mistakes
from publish.editions.overlay import overlay
from publish.editions.print import profile_of
from publish.editions.spine import Measured, Spine, declared, spine_of
from publish.editions.wrap import Wrap, spine_words, tokens, wrap_of
from publish.lazy import regex
from publish.markdown import inline_tree
from publish.theme import Theme
from publish.words import direction_of
from publish.workshop import Workshop

#: Sizes of the back cover's copy, largest first, as `wrap.css` names them; the first that fits is taken.
COPY_SIZES = ("display", "huge", "large", "middle", "small", "least")
#: How much of what the copy leaves stands above it.
_LOWER = 0.3
#: Who is quoted, behind a dash at the end of a paragraph: a line of its own.
_NAMED = regex(r"([”\"»’“*]) ?([—–])[ ]?(?=\w[^.!?]{1,60}$)")
_WRAP = "cover/wrap.html"
_COPY = "cover/copy.html"
_TOML = Span("book.toml")


def render(book: Book, theme: Theme) -> tuple[Rendition, tuple[Diagnostic, ...]]:
    """The interior for the printer, whose pages are counted, and the wrap beside it. What is wrong with the interior is
    told where that is made."""
    inside, _ = interior(book, theme, "print", profile_of(book.metadata))
    code, noticed = _code(book.metadata)
    copy = _copy(book)
    front = cover_styles(book, theme)
    spine = "accent" if book.metadata.cover.design == "band" else "ground"
    files = {
        "cover/wrap.css": f"{front}\n{around(front, spine)}\n{theme.styles['wrap.css']}".encode(),
        _WRAP: _document(book, _wrap(book, theme, copy, code)),
        _COPY: _document(book, theme.page("back.html", book=book.metadata, copy=copy, alone=True)),
    }
    rendition = dataclasses.replace(inside, files={**inside.files, **files})
    return rendition, (*noticed, *mistakes(book, front))


def _code(metadata: Metadata) -> tuple[Code | None, list[Diagnostic]]:
    identifier = isbn_of(metadata)
    if identifier is None:
        if metadata.print.printer == "kdp":  # sets a number and its code of its own where a wrap has none
            return None, []
        hint = 'write identifier = [{ scheme = "ISBN-13", value = "978…", edition = "print" }]'
        return None, [
            Diagnostic(
                "P010",
                "the printed book has no ISBN: its place on the back stays empty",
                _TOML,
                hint,
                keys=("identifier",),
            )
        ]
    number = metadata.identifier.index(identifier)
    keys = (f"identifier.{number}.value", f"identifier.{number}", "identifier.value", "identifier")
    try:
        code_of(identifier, "")
    except ValueError:
        message = f"{identifier.value} is no ISBN: its last digit does not fit the others, or one is missing"
        hint = "compare it with the letter of your agency"
        if of_thirteen := isbn_of_thirteen(identifier):
            message = f"{identifier.value} is an ISBN of ten digits, and the bars of a book say thirteen"
            hint = f"write {of_thirteen}, which is the same number"
        return None, [Diagnostic("P011", message, _TOML, hint, keys=keys)]
    try:
        return code_of(identifier, metadata.cover.price), []
    except ValueError:
        message = f"the price “{metadata.cover.price}” has no code beside an ISBN; the code for no price stands there"
        hint = 'write it as "USD 16.99": GBP, AUD, NZD, USD and CAD have codes, or give the five digits'
        return code_of(identifier, ""), [Diagnostic("P012", message, _TOML, hint, keys=("cover.price",))]


def _copy(book: Book) -> list[Element]:
    metadata = book.metadata
    text = metadata.cover.back or metadata.description
    paragraphs = [_NAMED.sub(r"\1\\\n\2", " ".join(one.split())) for one in text.split("\n\n") if one.strip()]
    return [inline_tree(one, metadata.lang, metadata.typography.smart) for one in paragraphs]


def _wrap(book: Book, theme: Theme, copy: list[Element], code: Code | None) -> Element:
    author, title, publisher = spine_words(book.metadata)
    wrap = theme.page("wrap.html", book=book.metadata, author=author, title=title, publisher=publisher)
    for place, content in (
        ("front-panel", cover_page(book, theme)),
        ("back-panel", theme.page("back.html", book=book.metadata, copy=copy, alone=False)),
        ("barcode-box", drawing(code, f"{code.shown}, {code.price}") if code else None),
    ):
        panel = next(e for e in wrap.iter("div") if e.get("class") == place)
        if content is not None:
            panel.append(content)
        else:
            panel.set("class", f"{place} kept")
    return wrap


def _document(book: Book, tree: Element) -> bytes:
    lang = book.metadata.lang
    root = etree.Element("html", {"lang": lang, "dir": direction_of(lang)})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = book.metadata.title
    etree.SubElement(root, "body", {"class": "wrap-page"}).append(tree)
    return etree.tostring(root, encoding="utf-8")


def pack(rendition: Rendition, workshop: Workshop) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    from publish.paged.cover import fitting, wrap_pdf  # WeasyPrint is slow to import: only where pages are laid out

    metadata = rendition.metadata
    files = {name: content for name, content in rendition.files.items() if not name.startswith("cover/")}
    pages = page_count(dataclasses.replace(rendition, files=files), workshop)
    wrap = wrap_of(metadata.print, pages, direction_of(metadata.lang) == "rtl")
    spine = spine_of(wrap, spine_words(metadata), _measured(rendition))
    styles = "\n".join(
        (
            rendition.files["styles.css"].decode(),
            rendition.files["cover/wrap.css"].decode(),
            tokens(wrap),
            declared(spine),
        )
    )
    known = {**files, **cut_faces(rendition.faces, rendition.files, workshop)}
    noticed = _lacking(wrap, spine, spine_words(metadata), pages)
    size, left = fitting(rendition.files[_COPY], styles, known, COPY_SIZES)
    if not size:
        hint = "shorten it: the first paragraph is what is read in a shop"
        message = "the copy of the back cover does not fit above the bar code"
        noticed.append(Diagnostic("P015", message, _TOML, hint, keys=("cover.back", "description")))
    styles += f":root {{ --copy-drop: {_LOWER * left:.4f}in }}\n"
    html = _settled(rendition.files[_WRAP], size or COPY_SIZES[-1], spine)
    profile = dataclasses.replace(
        rendition.profile, inks="cmyk", bleed=wrap.bleed, marks=False, wrap=True, navigation=False
    )
    content, in_press = wrap_pdf(html, styles, known, rendition, profile)
    beside: list[tuple[str, bytes]] = []
    if metadata.cover.overlay:
        over = wrap_pdf(_overlaid(html, overlay(wrap, pages)), styles, known, rendition, profile)[0]
        beside.append((f"{EDITION.stem(metadata)}-overlay.pdf", over))
    return Artifact(EDITION.file(metadata), content, tuple(beside)), (*noticed, *in_press)


def _measured(rendition: Rendition) -> Measured:
    fonts = {
        name.rpartition("/")[2]: content for name, content in rendition.files.items() if name.startswith("fonts-src/")
    }
    return lambda text, role: em(text, rendition.metadata.lang, fonts, role)


def _lacking(wrap: Wrap, spine: Spine, words: tuple[str, str, str], pages: int) -> list[Diagnostic]:
    """`P014` for what a spine that may have words has no room for."""
    if not wrap.spine_text or (spine.size and spine.words == words):
        return []
    names = zip(("author", "title", "publisher"), words, spine.words, strict=True)
    left = [name for name, word, kept in names if word != kept]
    bears = f"bears them without {' and '.join(left)}" if spine.size else "bears none"
    message = f"the spine of {pages} pages, {wrap.spine:.3f} in, is too narrow for its words, and {bears}"
    return [Diagnostic("P014", message, _TOML, "shorten title or names, or choose a thicker paper",
                       keys=("title", "author", "print.paper"))]  # fmt: skip


def _settled(html: bytes, size: str, spine: Spine) -> bytes:
    """The wrap with what its measures decide: how large the copy is, which words the spine has."""
    root = etree.fromstring(html)
    shown = spine.words if spine.size else ("", "", "")
    absent = {f"spine-{name}" for name, word in zip(("author", "title", "publisher"), shown, strict=True) if not word}
    for element in list(root.iter("div", "span")):
        names = element.get("class", "").split()
        if "back" in names:
            element.set("class", f"back copy-{size}")
        elif not absent.isdisjoint(names) or ("spine" in names and not any(shown)):
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
    return etree.tostring(root, encoding="utf-8")


def _overlaid(html: bytes, over: Element) -> bytes:
    root = etree.fromstring(html)
    root[-1][0].append(over)
    return etree.tostring(root, encoding="utf-8")


EDITION = Edition(
    "cover",
    "-cover.pdf",
    Medium("cover", family="print"),
    render,
    pack,
    checks=("wrap-rules", "pdf-sound"),
    printed=True,
    paged=True,
)
