"""Em dashes that follow each other meet: a face is kerned so, byte by byte.

The text keeps both, where U+2E3A would be another. The table of positions (GPOS) is put whole behind a new head, lists and pair: to
read one into objects and write it takes a second.
"""

from __future__ import annotations

import struct

import uharfbuzz as harfbuzz

_DASH = 0x2014
_ADVANCE = 0x0004
#: What no offset of 16 bits reaches.
_FAR = 0x10000


def with_dashes_joined(font: bytes) -> bytes:
    """The font, an em dash kerned to the next by the blank between them, and by more than a line is ever tracked.

    One of a single width has none, and those of East Asia, whose outlines are CFF's, fill their squares: they are as they were.
    """
    tables = _tables(font)
    (fixed,) = struct.unpack_from(">I", tables.get(b"post", b""), 12) if b"post" in tables else (0,)
    shaped = harfbuzz.Font(harfbuzz.Face(font))
    dash = shaped.get_nominal_glyph(_DASH)
    extents = shaped.get_glyph_extents(dash) if dash else None
    if fixed or extents is None or b"GPOS" not in tables or b"glyf" not in tables:
        return font
    blank = shaped.get_glyph_h_advance(dash) - extents.width
    kerned = _kerned(tables[b"GPOS"], dash, -blank - shaped.face.upem // 80) if blank > 0 else b""
    return _assembled(font[:4], {**tables, b"GPOS": kerned}) if kerned else font


def _kerned(table: bytes, glyph: int, by: int) -> bytes:
    """A GPOS table with one more lookup for its features of kerning; nothing where its parts are too far from its head."""
    major, minor, scripts, features, lookups = struct.unpack_from(">5H", table)
    variations = struct.unpack_from(">I", table, 10)[0] if minor else 0
    (count,) = struct.unpack_from(">H", table, lookups)
    old_lookups = [lookups + at for at in struct.unpack_from(f">{count}H", table, lookups + 2)]
    (number,) = struct.unpack_from(">H", table, features)
    records = [struct.unpack_from(">4sH", table, features + 2 + 6 * turn) for turn in range(number)]
    kerning = b"".join(_feature(table, features + at, count) for tag, at in records if tag == b"kern")
    # Head, list of lookups, lookup, list of features, its features of kerning, the table as it was.
    lookups_at = 14 if minor else 10
    features_at = lookups_at + 4 + 2 * count + len(_pair(glyph, by))
    start = features_at + 2 + 6 * number + len(kerning)
    reached = [start - lookups_at + at for at in old_lookups]
    listed, next_at = b"", 2 + 6 * number
    for tag, at in records:
        place = start - features_at + features + at
        if tag == b"kern":
            place, next_at = next_at, next_at + len(_feature(table, features + at, count))
        reached.append(place)
        listed += struct.pack(">4sH", tag, place % _FAR)
    if not kerning or max(*reached, start + scripts) >= _FAR:
        return b""
    head = struct.pack(">5H", major, minor, start + scripts, features_at, lookups_at)
    head += struct.pack(">I", variations and start + variations) if minor else b""
    head += struct.pack(f">H{count + 1}H", count + 1, *reached[:count], 4 + 2 * count) + _pair(glyph, by)
    return head + struct.pack(">H", number) + listed + kerning + table


def _feature(table: bytes, at: int, lookup: int) -> bytes:
    """A feature with one more lookup, the last."""
    _, count = struct.unpack_from(">2H", table, at)
    return struct.pack(">2H", 0, count + 1) + table[at + 4 : at + 4 + 2 * count] + struct.pack(">H", lookup)


def _pair(glyph: int, by: int) -> bytes:
    """A lookup of one pair: a glyph that follows itself is moved (OpenType, PairPos format 1)."""
    lookup = struct.pack(">4H", 2, 0, 1, 8)
    subtable = struct.pack(">6H", 1, 12, _ADVANCE, 0, 1, 18)
    return lookup + subtable + struct.pack(">3H", 1, 1, glyph) + struct.pack(">2Hh", 1, glyph, by)


def _tables(font: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4s3I", font, 12 + 16 * turn) for turn in range(count))
    return {tag: font[at : at + length] for tag, _, at, length in records}


def _assembled(version: bytes, tables: dict[bytes, bytes]) -> bytes:
    """An OpenType file of tables, with its sums."""
    tables = {**tables, b"head": tables[b"head"][:8] + bytes(4) + tables[b"head"][12:]}
    count = len(tables)
    power = count.bit_length() - 1
    directory = version + struct.pack(">4H", count, 16 << power, power, 16 * count - (16 << power))
    at, body, head_at = 12 + 16 * count, b"", 0
    for tag in sorted(tables):
        content = tables[tag]
        head_at = at + len(body) if tag == b"head" else head_at
        directory += struct.pack(">4s3I", tag, _sum(content), at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    font = directory + body
    return font[: head_at + 8] + struct.pack(">I", (0xB1B0AFBA - _sum(font)) % 2**32) + font[head_at + 12 :]


def _sum(content: bytes) -> int:
    content += bytes(-len(content) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(content) // 4}I", content)
    return sum(words) % 2**32
