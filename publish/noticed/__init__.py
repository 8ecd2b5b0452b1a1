"""What was noticed, on its way to the author: put where its sign stands, and taken back where the author accepts it."""

from __future__ import annotations

from publish.noticed.allowed import Allowed
from publish.noticed.excerpts import excerpts
from publish.noticed.grouped import grouped
from publish.noticed.placed import placed

__all__ = ["Allowed", "excerpts", "grouped", "placed"]
