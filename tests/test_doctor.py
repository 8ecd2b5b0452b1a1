"""`publish doctor`: what is missing, what it means, the command, the exit code."""

from __future__ import annotations

import shutil
import tempfile
import types
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from publish import doctor
from publish.cli import main


def run() -> tuple[int, str]:
    result = CliRunner().invoke(main, ["doctor"])
    return result.exit_code, result.stdout


def test_a_machine_with_everything_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tuple(doctor.Probe(probe.name, lambda: None, probe.needed) for probe in doctor.PROBES)
    monkeypatch.setattr(doctor, "PROBES", whole)
    code, out = run()
    assert (code, out.splitlines()[-1], "missing" in out) == (0, "Everything is there.", False)


def test_this_machine_can_build() -> None:
    """The tests run where `make` has set everything up."""
    assert [finding.absence for finding in doctor.examined() if finding.needed] == [None] * 4


def without_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_library", lambda *_: None)
    monkeypatch.setattr(doctor, "_imports", lambda _: False)


def without_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of doctor's own looking only: what the press remembers of its packages must stay true."""
    nothing = types.SimpleNamespace(util=types.SimpleNamespace(find_spec=lambda *_: None))
    monkeypatch.setattr(doctor, "importlib", nothing)


def without_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/x" if name == "apt-get" else None)
    monkeypatch.setattr(doctor.sys, "prefix", "/nowhere")


def without_room(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryDirectory", fails)


@pytest.mark.parametrize(
    ("take", "code", "said"),
    [
        (without_library, 3, "no PDF can be laid out: gobject-2.0"),
        (without_library, 3, "pango"),
        (without_packages, 1, "pip install 'colophon[verify]'"),
        (without_packages, 1, "pip install 'colophon[spelling]'"),
        (without_programs, 1, "sudo apt-get install git"),
        (without_programs, 1, "mend it: make judges"),
        (without_room, 3, "no temporary file can be written: No space left on device"),
    ],
)
def test_what_is_missing_is_said_with_its_command(
    monkeypatch: pytest.MonkeyPatch, take: Any, code: int, said: str
) -> None:
    take(monkeypatch)
    found, out = run()
    assert said in out
    assert found == code


def test_a_system_without_a_font(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Fontconfig with an empty configuration, in a process of its own: it reads it once."""
    import subprocess
    import sys

    (tmp_path / "fonts.conf").write_text('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig/>')
    program = "from publish.doctor import _fonts_of_the_system; print(_fonts_of_the_system())"
    environment = {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert "no font at all" in done.stdout
