"""`python -m publish` is the `publish` command."""

import sys

try:
    from publish.cli import run
except MemoryError:
    print("Error: this machine has not enough memory left for the press", file=sys.stderr)
    sys.exit(3)

run()
