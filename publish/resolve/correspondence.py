"""Letters in the text of a chapter: where and when one was written, whom it greets, who signs it; and the words that end a book.

In `::: letter` each part has its place (`markdown/literary/letters.py`); here nothing says where a letter ends, so that a part is
told only where its neighbours show it. A signature without emphasis is a name that the head of the letter says, or initials.
"""

from __future__ import annotations

from publish.lazy import dataclass, regex
from publish.resolve.short_lines import LINE, Line

#: Characters of the longest signature, of the shortest names that are known again in a head, alone and with others, of what ends a
#: book in other words.
_SIGNATURE, _SHORT, _NAME, _END = 45, 3, 4, 30
#: What text follows.
_BEGINNINGS = frozenset({"head", "dateline", "salutation"})
_SALUTES = ",:!—–-"
_WORDS, _INITIALS = regex(r"[^\W\d_]+"), regex(r"[“„«\"‘']?(?:[^\W\d_a-z]\. ?){1,3}[”»\"’']?$")
#: Words that end a book, where a chapter ends on them or another head follows.
_ENDS = frozenset(
    "the end|end|finis|fin|fine|ende|schluss|fim|einde|slut|slutt|loppu|koniec|konec|vége|конец|кінець|τέλος|"
    "sfârșit|終|完|終わり|おわり|끝|النهاية|پایان|סוף".split("|")
)


@dataclass
class Letter:
    """What is open while a chapter is read: the head in force, and whether a letter was begun below it.

    `side`: the book has headings within its chapters; there a letter must greet somebody.
    """

    side: bool
    head: str = ""
    begun: bool = False
    in_head: bool = False
    unsigned: bool = False
    follows_text: bool = False

    def passed(self, kind: str, line: Line | None, is_text: bool) -> None:
        """Go on behind a block."""
        if not is_text:
            self.head, self.begun = "", False
        elif kind == "head" and line is not None:
            self.head = f"{self.head} {line.text}" if self.in_head else line.text
            self.begun = False
        elif kind in _BEGINNINGS:
            self.begun = True
        self.unsigned = kind == "closing" and line is not None and line.ends_in(",")
        self.in_head = kind == "head"
        self.follows_text = is_text and kind in ("", "closing", "announces")

    def part(self, line: Line, before: str, after: Line | None, ends: bool, last: bool) -> str:
        """What a line is, between the kind of the one `before` and the line `after`; `ends`: a head or a postscript follows, or
        what is no text; `last`: nothing follows."""
        if before not in _BEGINNINGS and _is_end(line, ends, last):
            return "the-end"
        closes = ends or (after is not None and _is_end(after, True, False))
        if self._is_dateline(line, before, after):
            return "dateline"
        if self._is_salutation(line, before):
            return "salutation"
        if closes and self._is_signature(line, before, after):
            return "signature"
        if not self.begun or line.slanted or not line.takes_leave:
            return ""
        named = after is not None and self._is_writer(after)
        signed = closes or (after is not None and after.slanted)
        return "closing" if named or (signed and _ends_as_leave(line)) else ""

    def _is_dateline(self, line: Line, before: str, after: Line | None) -> bool:
        if not (line.slanted and line.dated):
            return False
        return (before == "head" and not self.side) or (after is not None and after.greets)

    def _is_salutation(self, line: Line, before: str) -> bool:
        if before == "dateline":
            return line.greets or (len(line.text) <= LINE and line.text[-1] in _SALUTES)
        return before == "head" and line.greets and not self.side

    def _is_signature(self, line: Line, before: str, after: Line | None) -> bool:
        if len(line.text) > _SIGNATURE or line.numbered or line.bracketed:
            return False
        if before == "closing":
            return self.unsigned or self._is_writer(line)
        if not self.follows_text:
            return False
        if not line.emphatic:
            return self.begun and self._is_writer(line)
        if not line.slanted or (line.cased and not line.names) or line.ends_in("?!:,;"):
            return False
        return self.begun or self._is_known(line) or (after is not None and _is_end(after, True, False))

    def _is_known(self, line: Line) -> bool:
        """Whether the head has the line, or one of its names."""
        names = {word for word in _WORDS.findall(line.key) if len(word) >= _NAME}
        return bool(names & {*_WORDS.findall(self.head.casefold())})

    def _is_writer(self, line: Line) -> bool:
        """Whether a line without emphasis is nothing but a name of the head, or initials."""
        words, known = _WORDS.findall(line.key), {*_WORDS.findall(self.head.casefold())}
        if len(words) == 1:  # or the beginning of one, as "Art" is
            named = len(line.key) >= _SHORT and line.names == 1 and any(name.startswith(words[0]) for name in known)
        else:
            named = 0 < line.names == sum(len(word) >= _SHORT for word in words) and {*words} <= known
        return not line.emphatic and not line.ends_in("?!:,;") and (named or bool(_INITIALS.match(line.text)))


def _is_end(line: Line, ends: bool, last: bool) -> bool:
    """Whether it says that a book, or a text in it, has ended."""
    return ends and (
        line.key in _ENDS or (last and len(line.text) <= _END and line.capitals and not line.ends_in("?!"))
    )


def _ends_as_leave(line: Line) -> bool:
    """Whether a farewell ends on a comma or on a name, as a sentence that begins like one does not."""
    last = line.text.rstrip(" .”\"’'").rpartition(" ")[2].lstrip("“\"‘'")
    return line.ends_in(",") or last[:1].isupper()
