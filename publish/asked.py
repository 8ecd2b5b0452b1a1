"""What is asked of one build beside what `book.toml` says."""

from __future__ import annotations

from publish.lazy import dataclass


@dataclass(frozen=True)
class Asked:
    """Nothing where it is empty.

    `printer`: whom it is for. `overlay`: the wrap with the printer's template over it. `reader` and `copy`: whose proof it
    is, and which of how many. `since`: the revision that a proof is held against (`sources.earlier`), `changed_only`: without the
    pages that have not changed. `with_check`: what `check` reports stands in its margin.
    """

    printer: str = ""
    overlay: bool = False
    reader: str = ""
    copy: str = ""
    since: str = ""
    changed_only: bool = False
    with_check: bool = False


NOTHING = Asked()
#: What `since` is where no revision is named. Git knows no such name.
LAST_TAG = "@last-tag"
