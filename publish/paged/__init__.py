"""Pages: chapters laid out one by one, put in order, written as one PDF, and told to others as plain values.

What others are told needs no layout engine: the lines of `leaves`, the map of `pagemap`. The engine is imported where pages are
laid out.
"""
