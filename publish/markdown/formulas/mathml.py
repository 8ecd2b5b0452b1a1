"""Presentation MathML as reading systems and EPUBCheck want it, and as a line of text."""

from __future__ import annotations

from itertools import pairwise
from unicodedata import name, normalize

from lxml import etree

from publish.book import MATHML, Element

_M = f"{{{MATHML}}}"
_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms"})
#: How many children an element must have.
_ARITY = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
_ATTRIBUTES = frozenset(
    "display displaystyle scriptlevel mathvariant mathcolor mathbackground stretchy fence form accent accentunder minsize "
    "maxsize movablelimits linethickness width height depth lspace rspace voffset columnalign rowspacing columnspacing "
    "columnlines rowlines notation separator largeop symmetric".split()
)
#: What `mathvariant` calls a style, and how the characters of that style are named in Unicode.
_VARIANTS = {"bold": "BOLD", "italic": "ITALIC", "bold-italic": "BOLD ITALIC", "double-struck": "DOUBLE-STRUCK",
             "script": "SCRIPT", "bold-script": "BOLD SCRIPT", "fraktur": "FRAKTUR", "bold-fraktur": "BOLD FRAKTUR",
             "sans-serif": "SANS-SERIF", "bold-sans-serif": "SANS-SERIF BOLD",
             "sans-serif-italic": "SANS-SERIF ITALIC", "monospace": "MONOSPACE"}  # fmt: skip
#: Signs that stand between spaces in a line of text.
_SPACED = "=<>≤≥≠≈≡∼→∈∉⊂⊆"
_SIGNS = "+-−±∓"
_CLOSING = ")]}|‖⟩⌋⌉!"
_SPACES = {"veryverythin": 1, "verythin": 2, "thin": 3, "medium": 4, "thick": 5, "verythick": 6, "veryverythick": 7}


class MalformedError(ValueError):
    """A formula that cannot be MathML; the message completes a sentence."""


def settled(root: Element) -> Element:
    """The tree with its styles as characters (MathML Core knows no `mathvariant`), lengths in em, and counted children."""
    for element in list(root.iter(etree.Element)):
        tag = etree.QName(element).localname
        for key, value in [(str(k), str(v)) for k, v in element.attrib.items()]:
            if key in _ATTRIBUTES:
                element.set(key, _length(value))
            else:
                del element.attrib[key]
        if tag in _TOKENS:
            _token(element, tag)
        elif len(element) != _ARITY.get(tag, len(element)):
            raise MalformedError(f"a part of the {tag[1:]} is missing")
    for row in list(root.iter(f"{_M}mrow", f"{_M}mtd", f"{_M}mstyle")):
        _signs(row)
        _functions(row)
    return root


def _signs(row: Element) -> None:
    """A minus behind a sign of relation or an opening bracket is a sign of the number that follows."""
    for before, sign in pairwise(list(row)):
        both = sign.tag == before.tag == f"{_M}mo"
        if both and sign.text and sign.text in _SIGNS and before.text and before.text not in _CLOSING:
            sign.set("form", "prefix")


def _functions(row: Element) -> None:
    """A thin space around the name of a function, as TeX sets it: 2 sin x."""
    for before, after in pairwise(list(row)):
        names = _is_function(before), _is_function(after)
        neighbours = {etree.QName(e).localname for e, name in zip((before, after), names, strict=True) if not name}
        if any(names) and not neighbours & {"mo", "mspace", "mtext"}:
            before.addnext(etree.Element(f"{_M}mspace", {"width": "0.167em"}))


def _is_function(element: Element) -> bool:
    while etree.QName(element).localname in (
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
        "mrow",
    ) and len(element):
        if etree.QName(element).localname == "mrow" and len(element) != 1:
            return False
        element = element[0]
    text = element.text or ""
    named = etree.QName(element).localname in ("mi", "mo") and not element.get("mathvariant")
    return named and len(text) > 1 and text.replace("\u2009", "").replace("\u2006", "").isalpha()


def _length(value: str) -> str:
    """A space of MathML 3 by its name, as a length that MathML Core knows."""
    plain = value.removeprefix("negative").removesuffix("mathspace")
    if plain == value or plain not in _SPACES:
        return value
    sign = "-" if value.startswith("negative") else ""
    return f"{sign}{_SPACES[plain] / 18:.3f}em"


def _token(element: Element, tag: str) -> None:
    if len(element):
        text = "".join(map(str, element.itertext()))
        element[:] = []
        element.text = text
    text = element.text or ""
    variant = element.get("mathvariant", "")
    if variant in _VARIANTS and tag != "mtext":
        element.text = "".join(styled(c, _VARIANTS[variant]) for c in text)
        del element.attrib["mathvariant"]
    elif variant and variant != "normal" and tag == "mtext":
        element.text = "".join(styled(c, _VARIANTS.get(variant, "")) for c in text)
        del element.attrib["mathvariant"]
    if (
        tag == "mo"
        and len(text) > 1
        and text.isalpha()
        and text not in ("lim", "max", "min", "sup", "inf", "det", "gcd")
    ):
        element.tag = f"{_M}mi"


def styled(character: str, style: str) -> str:
    """The mathematical letter of a style, such as 𝐱 for x in bold; the character itself where Unicode has none."""
    if not style or not character.isalnum():
        return character
    return _LETTERS.get((style, character), character)


def _letters() -> dict[tuple[str, str], str]:
    """Every mathematical letter of Unicode by its style and the plain character that it is compatible with."""
    result: dict[tuple[str, str], str] = {}
    styles = sorted(set(_VARIANTS.values()), key=len, reverse=True)
    for code in (*range(0x1D400, 0x1D800), *range(0x2100, 0x2140)):
        said = name(chr(code), "").removeprefix("MATHEMATICAL ")
        plain = normalize("NFKC", chr(code))
        style = next(
            (
                s
                for s in styles
                if said.startswith(f"{s} ") or (code < 0x2140 and said.startswith(f"{_OLD.get(s, s)} "))
            ),
            "",
        )
        if style and len(plain) == 1 and plain.isalnum():
            result.setdefault((style, plain), chr(code))
    result["ITALIC", "h"] = "ℎ"
    return result


_OLD = {"FRAKTUR": "BLACK-LETTER"}
_LETTERS = _letters()


def linear(root: Element) -> str:
    """A formula as a line of text, for titles, lists and bookmarks: `E = mc²`, `(a+b)/c`, `x_i`."""
    tag = etree.QName(root).localname
    parts = [linear(child) for child in root if isinstance(child.tag, str)]
    if tag == "mo" and root.text and root.text in _SPACED:
        return f" {root.text} "
    if tag in _TOKENS:
        return normalize("NFKC", root.text or "") if (root.text or "").isalnum() else (root.text or "")
    if tag == "mfrac" and len(parts) == 2:
        return "/".join(_grouped(p) for p in parts)
    if tag in ("mover", "munder") and len(parts) == 2 and etree.QName(root[1]).localname == "mo":
        return parts[0]
    if tag == "mroot" and len(parts) == 2:
        return f"{parts[1]}√{_grouped(parts[0])}"
    if tag in ("msup", "mover") and len(parts) == 2:
        return parts[0] + _raised(parts[1])
    if tag in ("msub", "munder") and len(parts) == 2:
        return parts[0] + _lowered(parts[1])
    if tag in ("msubsup", "munderover") and len(parts) == 3:
        return parts[0] + _lowered(parts[1]) + _raised(parts[2])
    if tag == "msqrt":
        return f"√{_grouped(''.join(parts))}"
    if tag == "mspace":
        return " "
    return ("; " if tag == "mtable" else " " if tag == "mtr" else "").join(parts)


_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def _raised(text: str) -> str:
    moved = text.translate(_RAISED)
    if text.startswith(("′", "″", "‴")):
        return text
    return moved if all(a != b for a, b in zip(text, moved, strict=True)) else f"^{_grouped(text)}"


def _lowered(text: str) -> str:
    moved = text.translate(_LOWERED)
    return moved if all(a != b for a, b in zip(text, moved, strict=True)) else f"_{_grouped(text)}"


def _grouped(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"
