"""Pages: chapters laid out one by one, put in order, written as one PDF, and told to others as plain values.

What is named here are values that need no layout engine; it is imported where pages are laid out.
"""

from publish.paged.leaves import Line, Start
from publish.paged.pagemap import PageMap, Printed, Spot, map_packed, map_unpacked

__all__ = ["Line", "PageMap", "Printed", "Spot", "Start", "map_packed", "map_unpacked"]
