"""Are all words of a manuscript in its books? `python -m tests.wholeness FOLDER…` builds each and counts.

Which files are chapters is asked of the press, for that is what layouts differ in. Their words are read by `source_words`, which
knows nothing of the press's parser; the EPUB is unzipped and the PDF read with pypdfium2. A word is lost
where the book has it less often than the source. A lost word is explained where a diagnostic names its line, or the
block of lines that it stands in.
"""

from __future__ import annotations

import re
import sys
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pypdfium2
from lxml import etree

from publish.build import build
from publish.diagnostics import Diagnostic
from publish.sources import read
from tests.source_words import plain, words

_XHTML = "{http://www.w3.org/1999/xhtml}"
_TYPE = "{http://www.idpf.org/2007/ops}type"


@dataclass
class Comparison:
    """What became of the words of one book: `lost` and `explained` count words, `moved` blocks out of their order."""

    name: str
    source: int
    found: dict[str, int] = field(default_factory=dict)
    lost: dict[str, Counter[str]] = field(default_factory=dict)
    unexplained: dict[str, Counter[str]] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return all(c.total() <= self._misread(c) for c in self.unexplained.values()) and not self.moved

    def _misread(self, lost: Counter[str]) -> int:
        """Of right-to-left pages pdfium gives one word in a thousand back with a wrong letter for a joined glyph."""
        return self.source // 1000 if lost and all(_RIGHT_TO_LEFT.search(word) for word in lost) else 0

    def __str__(self) -> str:
        parts = [f"{self.name}: {self.source} words in the source"]
        for form, count in self.found.items():
            lost, unexplained = self.lost[form].total(), self.unexplained[form].total()
            parts.append(f"{count} in the {form}, {lost} lost, {unexplained} of them unexplained")
        lines = ["; ".join(parts)]
        lines += [f"  {form}: {dict(c.most_common(40))}" for form, c in self.unexplained.items() if c]
        lines += [f"  not in its place: {block[:80]}" for block in self.moved[:10]]
        return "\n".join(lines)


def compared(name: str, sources: Sequence[tuple[str, str]], epub: Path | None, pdf: Path | None,
             noticed: Sequence[Diagnostic]) -> Comparison:  # fmt: skip
    """`sources` are paths and texts, each file once."""
    texts = [(path, plain(text)) for path, text in sources]
    wanted = Counter(word for _, text in texts for word in words(text))
    result = Comparison(name, wanted.total())
    if epub is not None:
        documents = [of_document(root) for root in documents_of(epub)]
        _count(result, "EPUB", wanted, Counter(w for d in documents for w in d), (), texts, noticed)
        result.moved = list(_moved(texts, documents, noticed))
    if pdf is not None:
        pages = of_pages(pdf)
        in_order = [w for page in pages for w in words(_HYPHEN.sub("", page))]
        found = Counter(in_order)
        unseen = Counter(w for _, text in sources for alt in re.findall(r"!\[([^\]]*)\]", text) for w in words(alt))
        also = unseen + _carried(wanted - found, pages)
        _count(result, "PDF", wanted - also, found, in_order, texts, noticed)
    return result


def _count(result: Comparison, form: str, wanted: Counter[str], found: Counter[str], in_order: Sequence[str],
           texts: Sequence[tuple[str, str]], noticed: Sequence[Diagnostic]) -> None:  # fmt: skip
    lost = wanted - found
    letters = "".join(in_order)
    if letters:  # a word that a line breaks without a hyphen, such as an address, is in the letters still
        lost = Counter({word: n for word, n in lost.items() if letters.count(word) < wanted[word]})
    if form == "PDF" and any(_RIGHT_TO_LEFT.search(word) for word in lost):
        loose, spelled = "".join(map(_loose, in_order)), Counter("".join(sorted(word)) for word in found.elements())
        for word in list(lost):
            turned = spelled["".join(sorted(word))] >= wanted[word]
            if loose.count(_loose(word)) >= wanted[word] or turned or _parts_in(word, loose):
                del lost[word]
    result.found[form], result.lost[form] = found.total(), lost
    named = Counter(word for path, text in texts for word in words("\n".join(_named(path, text, noticed))))
    result.unexplained[form] = lost - named


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")


def _loose(text: str) -> str:
    """Letters as PDF readers give them back from right-to-left pages: marks apart, a letter of a ligature perhaps twice."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"(.)\1+", r"\1", bare.replace("\u06d5", "\u0647"))


def _parts_in(word: str, loose: str) -> bool:
    """A word of two directions, such as a name with a Persian ending, which a page has in two pieces."""
    parts = re.findall(r"[\u0590-\u08ff]+|[a-z]+|\d+", word)
    return len(parts) > 1 and all(_loose(part) in loose for part in parts)


def _named(path: str, text: str, noticed: Sequence[Diagnostic]) -> Iterator[str]:
    """The lines of a file that diagnostics name, each with the block that it begins or stands in."""
    lines = text.split("\n")
    given: set[int] = set()
    for line in {d.span.line for d in noticed if d.span.path == path}:
        first = last = min(line, len(lines)) - 1
        while first > 0 and lines[first].strip() and lines[first - 1].strip():
            first -= 1
        while last + 1 < len(lines) and lines[last + 1].strip():
            last += 1
        given |= set(range(first, last + 1))
    for message in (d.message for d in noticed if d.span.path == path and d.code == "C045"):
        for found in re.finditer(r"(\d+)(?:–(\d+))?", message):
            given |= set(range(int(found[1]) - 1, int(found[2] or found[1])))
    return (lines[n] for n in sorted(given))


def _moved(
    texts: Sequence[tuple[str, str]], documents: Sequence[list[str]], noticed: Sequence[Diagnostic]
) -> Iterator[str]:
    """Blocks of ten words and more whose beginning stands once in the book, but not behind the block before it."""
    joined = [f" {' '.join(document)} " for document in documents]
    for path, text in texts:
        named = set(_named(path, text, noticed))
        at = (0, 0)
        for block in re.split(r"\n\s*\n", text):
            sought = " " + " ".join(words(block)[:10]) + " "
            if sought.count(" ") < 11 or named & {*block.split("\n")}:
                continue
            places = [(n, m.start()) for n, whole in enumerate(joined) for m in re.finditer(re.escape(sought), whole)]
            if len(places) == 1 and places[0] >= at:
                at = places[0]
            elif len(places) == 1:
                yield f"{path}: {' '.join(block.split())}"


def documents_of(epub: Path) -> Iterator[etree._Element]:
    with zipfile.ZipFile(epub) as archive:
        container = etree.fromstring(archive.read("META-INF/container.xml"))
        package = next(e.get("full-path") for e in container.iter("{*}rootfile"))
        assert package is not None
        opf = etree.fromstring(archive.read(package))
        items = {i.get("id"): i.get("href") for i in opf.iter("{*}item")}
        folder = package.rpartition("/")[0]
        for reference in opf.iter("{*}itemref"):
            yield etree.fromstring(archive.read(f"{folder}/{items[reference.get('idref')]}"))


def of_document(root: etree._Element) -> list[str]:
    """The words of a content document; images speak through their alternatives, formulas through their LaTeX."""
    parts: list[str] = []
    body = root.find(f"{_XHTML}body")
    assert body is not None
    for call in body.iter(f"{_XHTML}a"):
        if "noteref" in (call.get(_TYPE) or ""):
            call[:], call.text = [], None
    for event, element in etree.iterwalk(body, events=("start", "end")):
        block = etree.QName(element).localname not in _INLINE
        if event == "start":
            said = (element.get("alt"), element.get("alttext"), element.get("aria-label"))
            parts += [f" {words} " for words in said if words]
            parts += ["\n" if block else "", element.text or ""]
        else:
            parts += ["\n" if block else "", (element.tail or "") if element is not body else ""]
    return words("".join(parts))


_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var wbr".split()
)


#: How pdfium writes a hyphen that the end of a line brought, with the break behind it.
_HYPHEN = re.compile(r"[\ufffe\u0002]\s*")
#: Points at the head and the foot of a page where no text of the book stands.
_HEAD, _FOOT = 50.0, 52.0


def of_pages(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [p.get_textpage().get_text_bounded(bottom=_FOOT, top=p.get_height() - _HEAD) for p in document]
    finally:
        document.close()


def _carried(lost: Counter[str], pages: Sequence[str]) -> Counter[str]:
    """Words that begin on one page, above its notes perhaps, and end at the head of the next."""
    found: Counter[str] = Counter()
    for page, following in pairwise([words(_HYPHEN.sub("- ", page)) for page in pages]):
        first = following[0] if following else ""
        begun = set(page)
        found.update(w for w in lost if first and w.endswith(first) and w[: -len(first)] in begun)
    return found


def of_folder(folder: Path, out: Path, editions: Sequence[str] = ("epub", "pdf")) -> Comparison:
    """Build a folder as it is and compare."""
    manuscript, _ = read(folder)
    assert manuscript is not None, f"{folder} is no manuscript"
    report = build(folder, editions, out)
    assert not report.held_back, [str(d) for d in report.diagnostics if d.severity == "error"]
    paths = dict.fromkeys(s.path for s in manuscript.sources if s.path and not s.generated)
    files = [(path, folder / path) for path in paths]
    sources = [(path, file.read_text(encoding="utf-8")) for path, file in files if file.is_file()]
    made = {w.edition: w.path for w in report.written}
    return compared(folder.name, sources, made.get("epub"), made.get("pdf"), report.diagnostics)


def main(folders: Sequence[str]) -> int:
    whole = True
    for name in folders:
        with tempfile.TemporaryDirectory() as out:
            result = of_folder(Path(name), Path(out))
        sys.stdout.write(f"{result}\n")
        whole &= result.whole
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
