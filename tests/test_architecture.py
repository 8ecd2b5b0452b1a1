"""`docs/architecture.md` is true: rooms import what its table allows, and only the rooms it names touch the disk."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest

from publish.diagnostics import CODES
from publish.explained import pages, table
from tests.conftest import ROOT

PACKAGE = ROOT / "publish"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
DISK = frozenset(
    {
        "sources",
        "theme",
        "typefaces",
        "words",
        "explained",
        "doctor",
        "checks",
        "links",
        "printers",
        "cache",
        "verify",
        "output",
        "remembered",
        "forked",
        "collected",
        "watch",
    }
)
OPENS = re.compile(
    r"\bopen\(|\.read_(?:text|bytes)\(|\.write_(?:text|bytes)\(|\bsubprocess\.|\bsocket\b|urlopen|"
    r"\bshutil\.(?!get_terminal_size)"
)


def allowed() -> dict[str, frozenset[str]]:
    rows = re.findall(r"^\| (`[^|]+`) \|[^|]*\| ([^|]*) ?\|$", PAGE, flags=re.M)
    table = {}
    for rooms, text in rows:
        for room in re.findall(r"`(\w+)`", rooms):
            table[room] = frozenset(re.findall(r"\w+", text))
    return table


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if p.name not in ("__main__.py",) and p.parent.name != "skeleton")


def imported(path: Path) -> set[str]:
    """The rooms that a module imports from; `lazy` is everybody's."""
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names = [node.module or "" for node in tree if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[1] for name in names if name.startswith("publish.")} - {room_of(path), "lazy"}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_the_right_way(path: Path) -> None:
    if room_of(path) not in ("__init__", "build"):
        assert imported(path) <= allowed()[room_of(path)]


def test_no_room_may_import_more_than_it_does() -> None:
    used: dict[str, set[str]] = {}
    for path in modules():
        used.setdefault(room_of(path), set()).update(imported(path))
    assert {room: may - used[room] for room, may in allowed().items() if room != "build" and may - used[room]} == {}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_named_rooms_touch_the_disk(path: Path) -> None:
    found = OPENS.findall(
        re.sub(r"Pillow\.open\(|os\.open\(|pikepdf\.open\(io|\.render\(", "", path.read_text(encoding="utf-8"))
    )
    assert not found or room_of(path) in DISK


def test_only_links_and_the_server_of_the_watch_open_sockets() -> None:
    for path in modules():
        if re.search(
            r"^\s*(?:import|from) (?:socket|http|asyncio|ssl|urllib\.request)\b", path.read_text("utf-8"), flags=re.M
        ):
            assert path in (PACKAGE / "watch" / "server.py", PACKAGE / "links.py")


def test_only_cli_prints() -> None:
    for path in modules():
        if room_of(path) != "cli":
            assert not re.search(r"^\s*(?:print|click\.echo)\(", path.read_text(encoding="utf-8"), flags=re.M), path


@pytest.mark.parametrize("room", ["weasyprint", "ebooklib", "markdown_it", "latex2mathml", "ziamath", "pygments"])
def test_libraries_stay_in_their_rooms(room: str) -> None:
    home = {"weasyprint": "paged", "ebooklib": "editions", "ziamath": "editions"}.get(room, "markdown")
    for path in modules():
        if re.search(rf"^\s*(?:import|from) {room}\b", path.read_text(encoding="utf-8"), flags=re.M):
            assert room_of(path) == home, path


def test_tests_that_share_what_is_slow_are_of_one_worker(request: pytest.FixtureRequest) -> None:
    """As `make test` runs them: a group that workers do not know is made by each of them."""
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("one process, or workers that are not told of groups")
    grouped = [item for item in request.session.items if item.get_closest_marker("xdist_group")]
    assert all(item.nodeid.endswith(f"@{next(item.iter_markers('xdist_group')).args[0]}") for item in grouped)


def test_every_room_is_on_the_page() -> None:
    rooms = {room_of(p) for p in modules()} - {"__init__"}
    assert rooms <= set(allowed())


def test_every_code_is_in_the_table_of_codes() -> None:
    """`docs/diagnostics.md` lists the codes of `publish/diagnostics.py`; `make golden` writes it. A code without a page of
    its own in `publish/explained/` has no example that causes it."""
    assert [code for code in CODES if code not in pages()] == []
    page = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (\w\d+) \| (\w+) \| (.+) \|$", page, flags=re.M) == [
        (name, str(code.severity), code.meaning) for name, code in CODES.items()
    ]


def test_golden_table_of_codes() -> None:
    if os.environ.get("GOLDEN") == "overwrite":
        (ROOT / "docs" / "diagnostics.md").write_text(table(), encoding="utf-8")
    assert (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8") == table()
