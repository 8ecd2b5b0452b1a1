"""LaTeX as it stands in bibliographies: accents, dashes, quotation marks, a few commands, braces.

What comes out is text with the markup of CSL-JSON: `<i>`, `<b>`, `<sup>`, `<sub>`, small capitals, and `nocase` around what
braces protect from a change of case.
"""

from __future__ import annotations

import re
import unicodedata

from publish.lazy import regex

_ACCENTS = {"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307", '"': "\u0308",
            "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331"}  # fmt: skip
_LETTERS = {"ss": "ß", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł",
            "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
            "textendash": "–", "textemdash": "—", "ldots": "…", "dots": "…", "textellipsis": "…", "textquoteright": "’",
            "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”", "textbackslash": "\\", "S": "§",
            "P": "¶", "pounds": "£", "texteuro": "€", "euro": "€", "copyright": "©", "texttrademark": "™", "textregistered": "®",
            "textasciitilde": "~", "slash": "/", "LaTeX": "LaTeX", "TeX": "TeX", "quad": " ", "space": " ",
            "times": "×"}  # fmt: skip
_STYLES = {"textit": "i", "emph": "i", "it": "i", "em": "i", "textsl": "i", "mkbibemph": "i", "textbf": "b", "bf": "b",
           "textsuperscript": "sup", "textsubscript": "sub", "textsc": "sc", "sc": "sc"}  # fmt: skip
_SPAN = {"sc": ('<span style="font-variant:small-caps;">', "</span>")}
_COMMAND = regex(r"\\([A-Za-z]+|.)", re.S)
_GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau"
_LETTERS |= {
    name: unicodedata.lookup(f"GREEK SMALL LETTER {'lamda' if name == 'lambda' else name}")
    for name in f"{_GREEK} upsilon phi chi psi omega".split()
}


def plain(text: str) -> str:
    """The text without its markup."""
    return re.sub(r"<[^<>]*>", "", decoded(text)).replace("&lt;", "<").replace("&amp;", "&")


def decoded(text: str, protect: bool = False) -> str:
    """The text with the markup of CSL-JSON; with `protect`, braces keep the case of what they hold."""
    text = re.sub(r"\s+", " ", text).strip()
    output, _ = _run(text, 0, protect, 0)
    return unicodedata.normalize("NFC", re.sub(r" {2,}", " ", output)).strip()


def _run(text: str, at: int, protect: bool, depth: int) -> tuple[str, int]:
    """The text up to the brace that closes this group, and the place behind it."""
    out: list[str] = []
    while at < len(text):
        character = text[at]
        if character == "}":
            return "".join(out), at + 1
        if character == "{":
            inner, end = _group(text, at, protect, depth)
            out.append(inner)
            at = end
        elif character == "\\":
            piece, at = _command(text, at, depth)
            out.append(piece)
        else:
            piece, at = _characters(text, at)
            out.append(piece)
    return "".join(out), at


def _group(text: str, at: int, protect: bool, depth: int) -> tuple[str, int]:
    opened = re.compile(r"\{\\([A-Za-z]+)\s+").match(text, at)
    if opened and opened[1] in _STYLES:  # {\it words}
        inner, end = _run(text, opened.end(), False, depth + 1)
        return _styled(_STYLES[opened[1]], inner), end
    inner, end = _run(text, at + 1, protect and depth < 1, depth + 1)
    command = text[at + 1 : at + 2] == "\\"
    if protect and depth == 0 and inner.strip() and not command and "nocase" not in inner:
        return f'<span class="nocase">{inner}</span>', end
    return inner, end


def _styled(name: str, inner: str) -> str:
    opening, closing = _SPAN.get(name, (f"<{name}>", f"</{name}>"))
    return f"{opening}{inner}{closing}"


def _command(text: str, at: int, depth: int) -> tuple[str, int]:
    match = _COMMAND.match(text, at)
    if match is None:
        return "", at + 1
    name, end = match[1], match.end()
    if name in _ACCENTS and (
        not name.isalpha() or text[end : end + 1] in ("{", " ", "\\") or text[end : end + 1] == ""
    ):
        return _accented(text, end, name)
    if name.isalpha():
        end = end + 1 if text[end : end + 1] == " " and name not in _STYLES else end
        if text[end : end + 2] == "{}":
            end += 2
        if name in _LETTERS:
            return _LETTERS[name], end
        if text[end : end + 1] == "{":
            inner, end = _run(text, end + 1, False, depth + 1)
            if name in ("href", "url") and text[end : end + 1] == "{":
                return _run(text, end + 1, False, depth + 1)
            return (_styled(_STYLES[name], inner) if name in _STYLES else inner), end
        return "", end
    return {"\\": " ", ",": "\u202f", " ": " ", "-": "", "/": ""}.get(name, _escaped(name)), end


def _accented(text: str, at: int, accent: str) -> tuple[str, int]:
    at = re.compile(r"\s*").match(text, at).end()  # type: ignore[union-attr]  # it matches everywhere
    if text[at : at + 1] == "{":
        letters, end = _run(text, at + 1, False, 1)
    elif text[at : at + 1] == "\\":
        letters, end = _command(text, at, 1)
    else:
        letters, end = text[at : at + 1], at + 1
    base = {"ı": "i", "ȷ": "j"}.get(letters[:1], letters[:1])
    return unicodedata.normalize("NFC", base + _ACCENTS[accent] + letters[1:]) if base else "", end


def _characters(text: str, at: int) -> tuple[str, int]:
    for written, meant in (
        ("---", "—"),
        ("--", "–"),
        ("``", "“"),
        ("''", "”"),
        ("`", "‘"),
        ("'", "’"),
        ("~", "\u00a0"),
        ("$", ""),
    ):
        if text.startswith(written, at):
            return meant, at + len(written)
    return _escaped(text[at]), at + 1


def _escaped(character: str) -> str:
    return {"<": "&lt;", "&": "&amp;"}.get(character, character)
