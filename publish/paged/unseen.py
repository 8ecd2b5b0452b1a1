"""What is painted wholly transparent, left out of a content stream: a printer is given nothing transparent, and would print it.

Letters of it stay, as text that is not painted (ISO 32000-1, 9.3.6): they are there to be read aloud.
"""

from __future__ import annotations

import re

_ALPHA = re.compile(rb"/([aA])([\d.]+) gs")
_NOTHING = re.compile(rb"/[aA]0(?:\.0)? gs")
#: What is left of a path or of a way to paint text that is not filled; that has no stroke.
_UNFILLED = {b"f": b"n", b"f*": b"n", b"B": b"S", b"B*": b"S", b"b": b"s", b"b*": b"s",
             b"0 Tr": b"3 Tr", b"2 Tr": b"1 Tr"}  # fmt: skip
_UNSTROKED = {b"S": b"n", b"s": b"n", b"B": b"f", b"B*": b"f*", b"b": b"f", b"b*": b"f*",
              b"1 Tr": b"3 Tr", b"2 Tr": b"0 Tr"}  # fmt: skip


def without_unseen(content: bytes) -> bytes:
    """A content stream, each operator on a line of its own, without what is painted with an alpha of 0, and that alpha."""
    if not ((b"/a0" in content or b"/A0" in content) and _NOTHING.search(content)):
        return content
    out: list[bytes] = []
    stack: list[tuple[bool, bool, bytes]] = []
    filled, stroked, rendering = True, True, b"0 Tr"

    def left(line: bytes) -> bytes:
        line = line if filled else _UNFILLED.get(line, line)
        return line if stroked else _UNSTROKED.get(line, line)

    for line in content.split(b"\n"):
        if line == b"q":
            stack.append((filled, stroked, rendering))
        elif line == b"Q" and stack:
            filled, stroked, rendering = stack.pop()
        elif match := _ALPHA.fullmatch(line):
            seen = float(match[2]) > 0
            filled, stroked = (seen, stroked) if match[1] == b"a" else (filled, seen)
            out += [line] if seen else []
            line = left(rendering)
        elif line.endswith(b" Tr"):
            rendering = line
        elif not filled and line.endswith((b" Do", b" sh")):
            continue
        out.append(left(line))
    return b"\n".join(out)
