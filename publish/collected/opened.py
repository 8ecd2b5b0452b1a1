"""A proof that came back, opened with care: the file is anybody's. Nothing in it is followed out of it, and all is bounded."""

from __future__ import annotations

import io
import logging
import zlib
from pathlib import Path

import msgspec
import pikepdf

from publish.collected.annotations import annotations_of
from publish.collected.marks import Annotation
from publish.diagnostics import Diagnostic, Span
from publish.lazy import dataclass
from publish.proofmap import MAP, ProofMap, unpacked

# What pikepdf says of damage is asked for (`get_warnings`); nobody else is to hear it.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())

#: Most bytes of a file, and of the map when it is unpacked; most annotations of a file (`docs/review.md`).
MOST_BYTES, MOST_OF_MAP, MOST_MARKS = 500_000_000, 200_000_000, 50_000
_ORIGINAL = "give the proof as the press made it with --proof FILE; its map is taken where a file has lost its own"


class UnreadableError(Exception):
    """A file that cannot be read as a proof; `diagnostic` says why."""

    def __init__(self, code: str, message: str, path: Path, hint: str) -> None:
        super().__init__(message)
        self.diagnostic = Diagnostic(code, message, Span(path.name), hint)


def bytes_of(path: Path) -> bytes:
    """The content of a file. OSError where there is none; UnreadableError where it is too large."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        message = f"the file has {size // 1_000_000:,} MB, more than {MOST_BYTES // 1_000_000:,}"
        raise UnreadableError("M093", message, path, "save it again without what is attached to it")
    return path.read_bytes()


@dataclass(frozen=True)
class Contents:
    """What a PDF holds: its map, if it has one, its readers' annotations, the pages (from 0) of those that cannot be read,
    and of each page the left upper corner of what is left when it is cut, in points. `mended`: it is damaged, and was read
    as far as it can be."""

    map: ProofMap | None
    annotations: tuple[Annotation, ...]
    lost: tuple[int, ...]
    corners: tuple[tuple[float, float], ...]
    mended: bool = False


def read(path: Path, content: bytes) -> Contents:
    """UnreadableError for what is no PDF, or is damaged, encrypted or too large."""
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            annotations, lost = annotations_of(pdf, MOST_MARKS + 1)
            if len(annotations) > MOST_MARKS:
                message = f"the file has more than {MOST_MARKS:,} annotations"
                raise UnreadableError("M093", message, path, "collect it in parts")
            proof_map, corners = _map(pdf, path), tuple(_corner(page) for page in pdf.pages)
            return Contents(proof_map, annotations, lost, corners, mended=bool(pdf.get_warnings()))
    except pikepdf.PasswordError as error:
        hint = "save it without a password, in the program that set it"
        raise UnreadableError("M091", "the file is encrypted; it opens with a password only", path, hint) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        message = f"the file is no PDF, or is damaged ({type(error).__name__})"
        raise UnreadableError(
            "M090", message, path, "open it in a PDF reader and save it again, or ask for it anew"
        ) from error


def unmapped(path: Path) -> UnreadableError:
    return UnreadableError("M092", "the file carries no map of its lines: it is no proof of the press, or a program took it out",
                           path, _ORIGINAL)  # fmt: skip


def _corner(page: pikepdf.Page) -> tuple[float, float]:
    box = [float(number) for number in page.trimbox.as_list()]
    return min(box[0], box[2]), max(box[1], box[3])


def _map(pdf: pikepdf.Pdf, path: Path) -> ProofMap | None:
    files = pdf.attachments
    if MAP not in files:
        return None
    try:
        return unpacked(_unfolded(files[MAP].get_file().obj, path))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, zlib.error) as error:
        raise UnreadableError("M092", f"the map of its lines cannot be read ({MAP})", path, _ORIGINAL) from error


def _unfolded(stream: pikepdf.Object, path: Path) -> bytes:
    """The bytes of a stream of no filter or one Flate, and not more of them than is bounded: qpdf would unfold them all."""
    filters = stream.get("/Filter", pikepdf.Array())
    names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(name) for name in filters]
    content = stream.read_raw_bytes()
    if names == ["/FlateDecode"] and "/DecodeParms" not in stream:
        unfolding = zlib.decompressobj()
        content = unfolding.decompress(content, MOST_OF_MAP + 1)
    elif names:
        raise UnreadableError(
            "M092", f"the map of its lines is packed in a way that is not read ({', '.join(names)})", path, _ORIGINAL
        )
    if len(content) > MOST_OF_MAP:
        message = f"the map of its lines has more than {MOST_OF_MAP // 1_000_000:,} MB"
        raise UnreadableError("M093", message, path, "give the proof as the press made it with --proof FILE")
    return content
