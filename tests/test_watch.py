"""`publish watch`: what is served and to whom, which saves count, what is new, and that mistakes leave the last result."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from publish.build import Report
from publish.watch import Watch
from publish.watch.desk import Desk, Sight
from publish.watch.proofs import Page, Part, Proof, change
from publish.watch.saves import counts
from publish.watch.server import Server
from tests.conftest import ROOT, written

BOOK = 'title = "Small"\nlang = "en"\nslug = "small"\n'


@dataclass
class Heard:
    """A listener that remembers."""

    address: str = ""
    saves: list[str] = field(default_factory=list)
    opened: threading.Event = field(default_factory=threading.Event)

    def open_at(self, address: str) -> None:
        self.address = address
        self.opened.set()

    def saved(self, names: Sequence[str]) -> None:
        self.saves.extend(names)

    def say(self, what: str) -> None:
        """Progress."""

    def built(self, report: Report | None, sight: Sight) -> None:
        """A build is done; the browser is told."""


class Client:
    """One browser."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, host: str = "") -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest("GET", path, skip_host=True)
        connection.putheader("Host", host or f"127.0.0.1:{self.port}")
        connection.endheaders()
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, content

    def sights(self) -> Iterator[dict[str, object]]:
        """What the page is told, event by event."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", "/events")
        answer = connection.getresponse()
        event = b""
        while line := answer.readline():
            if line.startswith(b"event: "):
                event = line[7:].strip()
            if line.startswith(b"data: ") and event == b"sight":
                yield json.loads(line[6:])
        connection.close()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, Heard, Client]]:
    folder = written(tmp_path / "book", book__toml=BOOK, a__md="# One\n\nA day.\n", b__md="# Two\n\nA night.\n")
    heard = Heard()
    watch = Watch(folder, ("epub", "pdf"), tmp_path / "out", heard)
    thread = threading.Thread(target=watch.run, args=(0, False), daemon=True)
    thread.start()
    assert heard.opened.wait(30)
    yield folder, heard, Client(int(heard.address.rstrip("/").rpartition(":")[2]))
    watch.stop.set()
    thread.join(30)
    assert not thread.is_alive()


def test_a_save_is_built_and_told(watched: tuple[Path, Heard, Client]) -> None:
    folder, heard, client = watched
    sights = client.sights()
    first = next(s for s in sights if s["build"] == 1)
    assert first["title"] == "Small"
    assert not any(page["new"] for page in first["pages"])

    swapped = folder / "b.md.new"
    swapped.write_text("# Two\n\nA long night.\n", encoding="utf-8")
    swapped.replace(folder / "b.md")  # as editors save
    second = next(s for s in sights if s["build"] == 2)
    new = [page for page in second["pages"] if page["new"]]
    assert [page["label"] for page in new] == ["3"]
    assert second["pages"][second["firstPage"]] == new[0]
    assert [part["name"] for part in second["parts"] if part["new"]] == ["EPUB/b.xhtml"] == [second["firstPart"]]
    status, headers, picture = client.get(f"/page/{new[0]['key']}.png")
    assert (status, headers["content-type"], picture[:4]) == (200, "image/png", b"\x89PNG")
    status, headers, chapter = client.get(f"/epub/{second['number']}/EPUB/b.xhtml")
    assert status == 200
    assert "sandbox" in headers["content-security-policy"]
    assert b"A long night." in chapter
    assert "b.md" in heard.saves

    (folder / "book.toml").write_text(BOOK + "nonsense = 1\n", encoding="utf-8")
    third = next(s for s in sights if s["build"] == 3)
    assert [(m["code"], m["place"]) for m in third["mistakes"]] == [("M002", "book.toml:4:1")]
    assert third["trouble"]
    assert third["pages"]  # the last good result
    assert client.get(f"/epub/{third['number']}/EPUB/b.xhtml")[2] == chapter


def test_files_that_editors_write_on_the_way_are_not_named(watched: tuple[Path, Heard, Client]) -> None:
    folder, heard, client = watched
    sights = client.sights()
    next(s for s in sights if s["build"] == 1)
    (folder / "4913").write_text("", encoding="utf-8")
    (folder / "4913").unlink()
    (folder / ".a.md.swp").write_text("x", encoding="utf-8")
    (folder / "a.md").write_text("# One\n\nA new day.\n", encoding="utf-8")
    assert next(s for s in sights if s["build"] == 2)["firstPart"] == "EPUB/a.xhtml"
    assert heard.saves == ["a.md"]


@pytest.fixture
def served() -> Iterator[Client]:
    server = Server(Desk(), 0)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield Client(server.server_port)
    server.desk.close()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "127.0.0.1:{port}.evil.example"]
)
def test_a_stranger_s_name_is_refused(served: Client, host: str) -> None:
    """A page elsewhere can point its own name at this machine; it may not read the manuscript."""
    assert served.get("/", host.format(port=served.port))[0] == 403


@pytest.mark.parametrize(
    "path",
    [
        "/../server.py", "/%2e%2e/server.py", "//etc/passwd", "/watch.css/../../server.py", "/page/../../server.py",
        "/page/none.png", "/epub/0/../../../etc/passwd", "/epub/0//etc/passwd", "/epub/x/y", "/server.py", "/page", "/epub/0",
    ],
)  # fmt: skip
def test_nothing_else_is_served(served: Client, path: str) -> None:
    assert served.get(path)[0] == 404


def test_the_page_and_what_it_may_do(served: Client) -> None:
    for path, kind in (("/", "text/html"), ("/watch.js", "text/javascript"), ("/watch.css", "text/css")):
        status, headers, content = served.get(path, f"localhost:{served.port}")
        assert status == 200
        assert headers["content-type"].startswith(kind)
        assert "default-src 'none'" in headers["content-security-policy"]
        assert b"//" not in content.replace(b"// ", b"")  # no address of elsewhere


def test_it_listens_on_the_loopback_address_only() -> None:
    server = Server(Desk(), 0)
    assert server.socket.getsockname()[0] == "127.0.0.1"
    server.server_close()


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("a.md", True), ("images/x.png", True), ("styles/cover.css", True), ("book.toml", True), (".git/index", False),
        (".a.md.swp", False), ("a.md~", False), ("#a.md#", False), ("4913", False), ("a.md.tmp", False), ("build/a.pdf", False),
        ("builder.md", True),
    ],
)  # fmt: skip
def test_which_saves_count(tmp_path: Path, path: str, wanted: bool) -> None:
    assert counts(tmp_path / path, tmp_path, [tmp_path / "build"]) == wanted


def _pages(*texts: str) -> tuple[Page, ...]:
    return tuple(Page(str(n), text, f"{text}{n}", 1, 1) for n, text in enumerate(texts, 1))


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        (_pages("a", "b", "c"), _pages("a", "b", "c"), ()),
        (_pages("a", "b", "c"), _pages("a", "x", "c"), (1,)),
        (_pages("a", "b", "c"), _pages("a", "x", "y", "b", "c"), (1, 2)),  # what only moves is not new
        (_pages("a", "b", "c"), _pages("a", "c"), ()),
    ],
)
def test_which_pages_are_new(before: tuple[Page, ...], after: tuple[Page, ...], new: tuple[int, ...]) -> None:
    assert change(Proof(1, pages=before), Proof(2, pages=after)).pages == new


def test_what_was_edited_is_looked_at_before_lists_of_page_numbers() -> None:
    before = (Page("v", "contents", "1", 1, 1), Page("1", "a", "2", 1, 1))
    after = (Page("v", "contents*", "3", 1, 1), Page("1", "a*", "4", 1, 1))
    assert change(Proof(1, pages=before), Proof(2, pages=after)).page == 1


def test_the_blocks_that_differ() -> None:
    texts = [f"<html><body><p>a</p><p>{word}</p><p>c</p></body></html>".encode() for word in ("b", "x")]
    old, new = (
        Proof(n, epub={"c.xhtml": text}, parts=(Part("c.xhtml", "C", str(n)),)) for n, text in enumerate(texts, 1)
    )
    assert change(old, new).parts == {"c.xhtml": (3, 3)}  # html, body, p, this p


def _interruptible() -> None:
    """Tests that run in a shell's background have interrupts ignored, and a child inherits that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize(
    ("told", "number"),
    [(os.killpg, signal.SIGINT), (os.kill, signal.SIGTERM)],
    ids=["at the terminal", "by the system"],
)
def test_an_interrupt_stops_it_quietly(told: Callable[[int, int], None], number: int, tmp_path: Path) -> None:
    folder = written(tmp_path / "book", book__toml=BOOK, a__md="# One\n\nA day.\n", b__md="# Two\n\nA night.\n")
    spare = Path(tempfile.mkdtemp(prefix="t"))
    process = subprocess.Popen(
        [sys.executable, "-m", "publish", "watch", str(folder), "--out", str(tmp_path / "out"), "--to", "pdf", "-q"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "TMPDIR": str(spare)},
        preexec_fn=_interruptible,
        start_new_session=True,
    )
    assert process.stderr is not None
    while "built" not in (line := process.stderr.readline()):
        assert line
    told(process.pid, number)
    _, rest = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in rest
    assert "stopped" in rest
    spare.rmdir()  # nothing is left in it
