"""Pictures without what is said in them beside the picture: texts, makers, places, thumbnails, whatever hangs on at the end.

The pixels stay as they were coded. A picture is taken apart by its format's own parts (PNG: ISO/IEC 15948, 11; JPEG: ISO/IEC
10918-1, B; GIF89a), and parts that are not known are left out.
"""

from __future__ import annotations

import struct

from publish.lazy import regex

#: Parts of a PNG that say how its pixels look; a moving one's among them.
_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD hIST pHYs sPLT acTL fcTL fdAT".split()
)
#: Of a JPEG: that it is one (JFIF), its profile of colour, and how Adobe turned its colours.
_SEGMENTS = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))
#: What ends the coded pixels: a marker that is no byte of theirs and does not begin them again.
_MARKER = regex(rb"\xff[^\x00\xd0-\xd7]")
#: Of a GIF: how often it plays.
_PLAYS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


class UnevenError(ValueError):
    """A picture that is not made as its format says."""


def bare(kind: str, content: bytes) -> bytes:
    """The picture alone. UnevenError where its parts do not follow each other as they should."""
    try:
        return {"png": _png, "jpeg": _jpeg, "gif": _gif}[kind](content)
    except (IndexError, struct.error) as error:
        raise UnevenError(kind) from error


def _png(content: bytes) -> bytes:
    kept, at = [content[:8]], 8
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        chunk = content[at : at + 12 + length]
        if len(chunk) < 12 + length:
            raise UnevenError("png")
        if name in _CHUNKS:
            kept.append(chunk)
        if name == b"IEND":
            return b"".join(kept)
        at += len(chunk)


def _jpeg(content: bytes) -> bytes:
    kept, at = [content[:2]], 2
    while True:
        if content[at] != 0xFF:
            raise UnevenError("jpeg")
        marker = content[at + 1]
        if marker == 0xFF:  # one may be filled up
            at += 1
            continue
        if marker == 0xD9:
            return b"".join([*kept, b"\xff\xd9"])
        (length,) = struct.unpack_from(">H", content, at + 2)
        segment, at = content[at : at + 2 + length], at + 2 + length
        about = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not about or any(marker == of and segment[4:].startswith(sign) for of, sign in _SEGMENTS):
            kept.append(segment)
        if marker == 0xDA:
            following = _MARKER.search(content, at)
            if following is None:
                raise UnevenError("jpeg")
            kept.append(content[at : following.start()])
            at = following.start()


def _gif(content: bytes) -> bytes:
    def colours(flags: int) -> int:
        return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0

    def behind(at: int) -> int:
        """Where a row of blocks, each with its length before it, ends."""
        while content[at]:
            at += content[at] + 1
        return at + 1

    at = 13 + colours(content[10])
    kept = [content[:at]]
    while content[at] != 0x3B:
        if content[at] == 0x2C:
            end = behind(at + 11 + colours(content[at + 9]))
        elif content[at] == 0x21:
            end = behind(at + 2)
        else:
            raise UnevenError("gif")
        plays = content[at + 1] == 0xFF and content[at + 3 : at + 14] in _PLAYS
        if content[at] == 0x2C or content[at + 1] == 0xF9 or plays:
            kept.append(content[at:end])
        at = end
    return b"".join([*kept, b"\x3b"])
