"""Build manuscripts of the corpus in this process, under the ear, and print what came of each as a line of JSON.

`python -m tests.hostile.run HOME EDITIONS NAME…`: each stands in HOME/NAME/book. Run in a process of its own, for an ear
cannot be taken off again.
"""

from __future__ import annotations

import json
import signal
import sys
import traceback
from pathlib import Path

from click.testing import CliRunner

from publish.cli import main
from tests.hostile.corpus import CASES
from tests.hostile.oracle import Ear, Rules

#: Seconds that one manuscript may take on a busy machine.
PATIENCE = 120


def _hung(*_: object) -> None:
    raise TimeoutError("the build hangs")


def run(home: Path, editions: str, names: list[str]) -> None:
    ear = Ear()
    known = {case.name: case for case in CASES}
    signal.signal(signal.SIGALRM, _hung)
    for name in names:
        place = home / name
        out = place / "out"
        arguments = ["build", str(place / "book"), "--to", editions, "--out", str(out), "-q"]
        arguments += ["--untrusted"] * known[name].untrusted
        ear.listen(Rules(place / "book", out))
        signal.alarm(PATIENCE)
        result = CliRunner().invoke(main, arguments)
        signal.alarm(0)
        breaches, said = ear.breaches, result.output
        ear.listen(None)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            said += "".join(traceback.format_exception(result.exception))
        print(json.dumps({"name": name, "exit": result.exit_code, "said": said, "breaches": breaches}), flush=True)


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
