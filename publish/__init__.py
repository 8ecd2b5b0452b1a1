"""Colophon: a press for books written in Markdown and kept in git."""

__version__ = "0.1.0"
