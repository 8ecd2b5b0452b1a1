"""Files of the folder as lists of other tools name them: with `%20`, another case, or without an ending."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from publish.sources.folder import Folder
from publish.sources.layout import natural

#: Endings of chapters; a notebook's Markdown and code are read, nothing in it is run.
MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd", ".rmarkdown", ".markua", ".mdx")
READ = (*MARKDOWN, ".ipynb")
#: Endings that a list may name and the press does not read.
OTHER = (".rst", ".adoc", ".asciidoc", ".org", ".tex", ".html", ".htm", ".typ", ".docx", ".pdf", ".py", ".r")
#: Folders that tools fill, or that hold other people's work.
NOT_THE_AUTHORS = frozenset({"node_modules", "_book", "_build", "_site", "__pycache__", "venv", "_bookdown_files"})
#: Files about a repository, not of a book, unless a list names them.
ABOUT = frozenset(
    {"readme", "license", "licence", "copying", "changelog", "changes", "contributing", "code_of_conduct", "code-of-conduct",
     "security", "summary", "agents", "claude", "todo"}
)  # fmt: skip


class Files:
    """The names of the files in a folder, looked up as authors write them."""

    def __init__(self, folder: Folder) -> None:
        self.names = tuple(name for name in folder if not NOT_THE_AUTHORS & set(name.split("/")[:-1]))
        self._known = frozenset(self.names)
        self._plain = {name.lower(): name for name in reversed(self.names)}

    def find(self, base: str, target: str) -> str:
        """The path of a file that a list in the folder `base` names; the name as written where there is none."""
        written = unquote(target.split("#")[0].split("?")[0]).strip()
        path = posixpath.normpath(posixpath.join(base, written.lstrip("/")))
        for one in (path, target if "%" in target else path):
            for name in (
                one,
                *(one + e for e in READ),
                f"{one}/README.md",
                f"{one}/index.md",
                *(one + e for e in OTHER),
            ):
                if name in self._known:
                    return name
                if name.lower() in self._plain:
                    return self._plain[name.lower()]
        return path

    def markdown(self, root: str = "") -> list[str]:
        """Chapters below a folder in natural order; those that begin with `_` are pieces of others, but Hugo's `_index`."""
        found = [n for n in self.names if n.startswith(root) and n.lower().endswith(READ)]
        return sorted((n for n in found if not re.match(r"_(?!index\.)", posixpath.basename(n))), key=natural)


def is_about(path: str) -> bool:
    """Whether a file is about the repository: a README and its like."""
    stem = posixpath.basename(path).lower().split(".")[0]
    return stem in ABOUT
