"""What readers wrote as text, as JSON, as a checklist in Markdown. All of it is a stranger's: nothing in it acts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

import msgspec

from publish.collected.marks import Mark, Reply
from publish.diagnostics import UNSEEN, counted, visible
from publish.lazy import regex

#: What is Markdown, or HTML, in a line that is to be read as words.
_MARKUP = regex(r"([\\`*_{}\[\]<>&#|~@$^])")


def as_text(marks: Sequence[Mark]) -> str:
    """One annotation a paragraph: where it is on paper and in the manuscript, the words marked, what was said of them."""
    return "\n".join("\n".join(_paragraph(mark)) + "\n" for mark in marks)


def _paragraph(mark: Mark) -> list[str]:
    head = [_on_paper(mark), *filter(None, (_in_source(mark), mark.kind, mark.status, _reader(mark)))]
    rows = [" · ".join(head)]
    rows += (
        [f"    “{mark.words}”" if mark.words else f"    beside: {mark.printed}"] if mark.words or mark.printed else []
    )
    rows += [f"    {line}" for line in mark.text.split("\n") if line.strip()]
    rows += [f"    ↳ {_answer(reply)}" for reply in mark.replies]
    return [visible(row) for row in rows]


def as_json(marks: Sequence[Mark]) -> str:
    """A list of objects, one an annotation; what is not said is not there."""
    text = json.dumps([msgspec.to_builtins(mark) for mark in marks], ensure_ascii=False, indent=1)
    return UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def as_markdown(marks: Sequence[Mark]) -> str:
    """A checklist, below a heading for each file of the manuscript in turn; what was accepted or completed is checked."""
    readers = ", ".join(dict.fromkeys(_plain(mark.reader) for mark in marks if mark.reader))
    rows = ["# What readers wrote", "", counted(len(marks), "note") + (f" by {readers}" if readers else "") + "."]
    for source, run in groupby(marks, key=lambda mark: mark.source):
        rows += ["", f"## {_plain(source) or 'Pages of the press'}", ""]
        for mark in run:
            rows += _item(mark)
    return "\n".join(rows) + "\n"


def _item(mark: Mark) -> list[str]:
    done = "x" if mark.status in ("accepted", "completed") else " "
    where = " · ".join(filter(None, (f"**{_on_paper(mark)}**", _plain(_in_source(mark)))))
    words = f" “{_plain(mark.words)}”" if mark.words else ""
    said = [_plain(line.strip()) for line in mark.text.split("\n") if line.strip()]
    who = _plain(_reader(mark))
    first = f"- [{done}] {where} · {mark.kind}{words}" + (f" ({who})" if who else "")
    answers = [f"  - {_plain(_answer(reply))}" for reply in mark.replies]
    return [first, *(f"  {line}  " for line in said[:-1]), *(f"  {line}" for line in said[-1:]), *answers]


def _plain(text: str) -> str:
    """Words in a line of Markdown that are no markup, whoever wrote them."""
    escaped = _MARKUP.sub(r"\\\1", " ".join(visible(text).split()))
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+=])", r"\\\1", escaped))


def _on_paper(mark: Mark) -> str:
    page = mark.folio or f"[{mark.page}]"
    return f"p. {page}, line {mark.line}" if mark.line else f"p. {page}"


def _in_source(mark: Mark) -> str:
    if not mark.source:
        return ""
    moved = f" (was {mark.was})" if mark.was else ""
    return f"{mark.source}:{mark.source_line}{' (not there any more)' if mark.missing else moved}"


def _reader(mark: Mark) -> str:
    """Who wrote it and when; whose copy it is in, where that is somebody else's or has a number."""
    who = _who(mark.reader, mark.date)
    return f"{who} ({mark.copy})" if mark.copy not in ("", f"for {mark.reader}") else who


def _who(author: str, date: str) -> str:
    return ", ".join(filter(None, (author, date[:10])))


def _answer(reply: Reply) -> str:
    who = _who(reply.author, reply.date)
    return (f"{who}: " if who else "") + " ".join(reply.text.split())


WRITERS: Mapping[str, Callable[[Sequence[Mark]], str]] = {"text": as_text, "json": as_json, "markdown": as_markdown}
