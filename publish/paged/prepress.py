"""A finished PDF made ready for a printer: inks, page boxes, crop marks, PDF/X; alone knows pikepdf in this room.

It reads what was written, so the wrap of a cover goes through it as the interior does. WeasyPrint writes colours as sRGB and
each operator on a line of its own; what it converts, `publish verify` reads again from the content streams by itself.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pikepdf

from publish.book import Diagnostic, Profile, Span
from publish.paged.hairlines import Scales, has_lines, scales_found
from publish.paged.inks import operators_inked, picture_inked, tint
from publish.paged.pdfx import standard_set

_POINTS = 72.0
#: How far crop marks stand off the page as it is trimmed, how long they are and how thick, in points.
_OFF, _LONG, _THICK = 9.0, 12.0, 0.25
_BLACK = {"black": "0 0 0 1 K", "cmyk": "1 1 1 1 K"}


def prepared(content: bytes, profile: Profile, direction: str = "ltr") -> tuple[bytes, list[Diagnostic]]:
    """The PDF in the inks and boxes of a profile; `direction` says at which side a right-hand page is bound."""
    noticed: list[Diagnostic] = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        scales = functools.cache(lambda: _scales(pdf))  # few books have lines in groups or tiles
        for value in list(pdf.objects):
            _inked(value, profile, scales)
        opaque = _without_states(pdf)
        if not opaque:
            message = "something on a page is transparent, and printers want it flattened"
            noticed.append(
                Diagnostic("P020", message, Span("book.toml"), "give its drawing colours instead of opacity")
            )
        for number, page in enumerate(pdf.pages):
            recto = number % 2 == 0
            if profile.wrap:
                _cut_all_round(page, profile)
            else:
                _boxed(pdf, page, profile, spine_left=recto == (direction == "ltr"))
        if profile.standard:
            standard_set(pdf, profile)
        out = io.BytesIO()
        version = "1.3" if profile.standard else "1.6"
        objects = pikepdf.ObjectStreamMode.disable if profile.standard else pikepdf.ObjectStreamMode.generate
        pdf.remove_unreferenced_resources()
        pdf.save(
            out,
            min_version=version,
            force_version=version,
            object_stream_mode=objects,
            compress_streams=True,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return out.getvalue(), noticed


# Inks --------------------------------------------------------------------------------------------


def _scales(pdf: pikepdf.Pdf) -> Scales:
    """At which scale each group and each tile of the pages is drawn."""
    found: Scales = {}
    for page in pdf.pages:
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        for stream in _contents(page.obj):
            scales_found(bytes(stream.get_stream_buffer()), resources, 1.0, 1.0, found)
    return found


def _inked(value: Any, profile: Profile, scales: Callable[[], Scales]) -> None:
    if isinstance(value, pikepdf.Stream):
        kind = value.get("/Subtype")
        if kind == "/Image":
            picture_inked(value, profile)
        elif kind == "/Form" or value.get("/Type") == "/Pattern":
            content = bytes(value.get_stream_buffer())
            scale = scales().get(value.objgen, 1.0) if has_lines(content) else 1.0
            value.write(operators_inked(content, profile, scale))
            if (group := value.get("/Group")) is not None and "/CS" in group:
                group.CS = pikepdf.Name.DeviceCMYK
    elif isinstance(value, pikepdf.Dictionary):
        if value.get("/Type") == "/Page":
            for stream in _contents(value):
                stream.write(operators_inked(bytes(stream.get_stream_buffer()), profile))
        elif "/ShadingType" in value:
            _shading_inked(value, profile)


def _contents(page: pikepdf.Dictionary) -> Iterator[Any]:
    """The content streams of a page. One is shared by all: it draws layers and has no colours, so it may be written again."""
    contents = page.get("/Contents")
    if isinstance(contents, pikepdf.Array):
        yield from contents
    elif contents is not None:
        yield contents


def _shading_inked(shading: pikepdf.Dictionary, profile: Profile) -> None:
    """The colours of a gradient, at the ends of each of its functions."""
    if shading.get("/ColorSpace") != "/DeviceRGB":
        return
    shading.ColorSpace = pikepdf.Name.DeviceCMYK
    pending = [shading.Function]
    while pending:
        function = pending.pop()
        if isinstance(function, pikepdf.Array):
            pending += list(function)
        elif "/Functions" in function:
            pending += list(function.Functions)
        else:
            for end in ("/C0", "/C1"):
                red, green, blue = (float(one) for one in function[end])
                function[end] = pikepdf.Array([Decimal(f"{ink:.4f}") for ink in tint(red, green, blue, profile)])


def _without_states(pdf: pikepdf.Pdf) -> bool:
    """Take from graphics states what only says that nothing is transparent; False where something is."""
    opaque = True
    for value in pdf.objects:
        states: Any = value.get("/ExtGState") if isinstance(value, pikepdf.Dictionary) else None
        if isinstance(value, pikepdf.Stream):
            states = value.get("/Resources", pikepdf.Dictionary()).get("/ExtGState")
        for name, state in list((states or {}).items()):
            if name in ("/a0", "/a0.0", "/A0", "/A0.0"):  # no content names it any more: see `publish.paged.unseen`
                del states[name]
                continue
            for key in ("/ca", "/CA"):
                if key in state and float(state[key]) == 1:
                    del state[key]
            for key, harmless in (("/SMask", "/None"), ("/BM", "/Normal")):
                if key in state and state[key] == harmless:
                    del state[key]
            if "/SMask" not in state and "/AIS" in state:
                del state["/AIS"]
            opaque = opaque and not any(key in state for key in ("/ca", "/CA", "/SMask", "/BM"))
    return opaque


# Boxes and marks ---------------------------------------------------------------------------------


def _boxed(pdf: pikepdf.Pdf, page: pikepdf.Page, profile: Profile, spine_left: bool) -> None:
    """MediaBox, BleedBox and TrimBox (ISO 15930-1, 6.6): bleed on three sides, for a page is not cut at the spine."""
    left, bottom, right, top = (float(one) for one in page.obj.get("/TrimBox", page.mediabox))
    bleed = profile.bleed * _POINTS
    bled = [left - (0 if spine_left else bleed), bottom - bleed, right + (bleed if spine_left else 0), top + bleed]
    media = bled
    if profile.marks:
        margin = _OFF + _LONG + max(0.0, bleed - _OFF)
        media = [left - margin, bottom - margin, right + margin, top + margin]
        marks = pdf.make_stream(_marks([left, bottom, right, top], max(_OFF, bleed), profile).encode())
        contents = page.obj.Contents
        page.obj.Contents = pikepdf.Array([*(contents if isinstance(contents, pikepdf.Array) else [contents]), marks])
    for name, box in (("/MediaBox", media), ("/BleedBox", bled), ("/TrimBox", [left, bottom, right, top])):
        page.obj[name] = pikepdf.Array([Decimal(f"{one:.4f}").normalize() + 0 for one in box])


def _cut_all_round(page: pikepdf.Page, profile: Profile) -> None:
    """The boxes of a wrap: what is cut off is drawn on the sheet already."""
    left, bottom, right, top = (float(one) for one in page.mediabox)
    bleed = profile.bleed * _POINTS
    page.obj.BleedBox = pikepdf.Array([Decimal(f"{one:.4f}").normalize() + 0 for one in (left, bottom, right, top)])
    trim = (left + bleed, bottom + bleed, right - bleed, top - bleed)
    page.obj.TrimBox = pikepdf.Array([Decimal(f"{one:.4f}").normalize() + 0 for one in trim])


def _marks(trim: list[float], off: float, profile: Profile) -> str:
    """Two short lines at each corner, outside the bleed."""
    left, bottom, right, top = trim
    lines = []
    for x, outwards in ((left, -1), (right, 1)):
        for y, upwards in ((bottom, -1), (top, 1)):
            lines.append(f"{x:.3f} {y + upwards * off:.3f} m {x:.3f} {y + upwards * (off + _LONG):.3f} l")
            lines.append(f"{x + outwards * off:.3f} {y:.3f} m {x + outwards * (off + _LONG):.3f} {y:.3f} l")
    return f"q {_THICK} w {_BLACK[profile.inks]} " + " ".join(lines) + " S Q"
