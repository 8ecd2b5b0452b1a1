"""Manuscripts that are broken, or are much, long and deep: encodings, sizes, metadata, images."""

from __future__ import annotations

from tests.hostile.cases import TOML, Case, Content, Hole, case, image
from tests.hostile.pictures import claiming, gif, jpeg, laughs, png, svg, uses


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
        case("nesting-stars", "and much deeper emphasis", "*" * 20_000 + "Deep" + "*" * 20_000, "M009", 1),
        case("nesting-div", "and deeper divs", "\n".join(f"{':' * (80 - n)} a" for n in range(70)) + "\n\nDeep.\n\n" + "\n".join(":" * (11 + n) for n in range(70)), "M009", 1),
        case("nesting-emphasis", "emphasis in emphasis is text", "*_" * 300 + "x" + "_*" * 300),
        case("nesting-brackets", "brackets in brackets are text", "[" * 3000 + "x" + "]" * 3000, "C053"),
        case("nesting-links", "so are links in links", "[" * 300 + "x" + "](a)" * 300, "C016 R001"),
        case("file-over", "a chapter larger than the limit is an error", "", "M006 M009", 1, {"02.md": Hole(16_000_001)}, 'body = ["01.md", "02.md"]\n'),
        case("file-huge", "so is one of many gigabytes", "", "M006 M009", 1, {"02.md": Hole(50_000_000_000)}, 'body = ["01.md", "02.md"]\n'),
        case("image-over", "an image larger than the limit is an error", image("a.png"), "M009", 1, {"a.png": Hole(64_000_001)}),
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
            image("a.png"),
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
        case(f"svg-{name}", right, image("a.svg"), codes, exit, {"a.svg": content},
             lacks=("javascript", "alert(1)", "file:", "somebody-5f2c"), pages=not exit and name != "laughs")
        for name, right, content, codes, exit in drawings
    ]  # fmt: skip
    return cases
