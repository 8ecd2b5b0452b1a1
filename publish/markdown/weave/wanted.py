"""What an include asks for, whichever way it is spelled."""

from __future__ import annotations

import re
from dataclasses import field
from pathlib import PurePosixPath

from publish.lazy import dataclass
from publish.markdown.weave.parts import Part

#: Languages of listings by the ending of a file's name, where the ending is not the name itself.
LANGUAGES = {
    "js": "js", "mjs": "js", "cjs": "js", "jsx": "jsx", "ts": "ts", "tsx": "tsx", "py": "python", "rb": "ruby", "rs": "rust",
    "go": "go", "java": "java", "kt": "kotlin", "c": "c", "h": "c", "cpp": "cpp", "cc": "cpp", "hpp": "cpp", "cs": "csharp",
    "php": "php", "swift": "swift", "scala": "scala", "hs": "haskell", "ml": "ocaml", "ex": "elixir", "exs": "elixir",
    "erl": "erlang", "clj": "clojure", "lua": "lua", "pl": "perl", "r": "r", "jl": "julia", "sh": "bash", "bash": "bash",
    "zsh": "bash", "ps1": "powershell", "sql": "sql", "html": "html", "htm": "html", "css": "css", "scss": "scss", "xml": "xml",
    "json": "json", "yaml": "yaml", "yml": "yaml", "toml": "toml", "ini": "ini", "conf": "ini", "tex": "latex", "diff": "diff",
    "patch": "diff", "dart": "dart", "vue": "html", "svelte": "html", "md": "markdown", "graphql": "graphql", "proto": "protobuf",
    "dockerfile": "docker", "makefile": "make", "vb": "vbnet", "fs": "fsharp", "asm": "nasm", "s": "gas", "nim": "nim",
    "zig": "zig", "txt": "", "log": "", "csv": "",
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """A file of the manuscript, a part of it, and whether it is text of the book or a listing."""

    path: str
    part: Part = field(default_factory=Part)
    code: bool = False
    language: str = ""
    caption: str = ""
    id: str = ""
    shift: int = 0

    @property
    def info(self) -> str:
        """The info string of a listing of this file."""
        ending = PurePosixPath(self.path).suffix[1:].lower() or PurePosixPath(self.path).name.lower()
        language = self.language or LANGUAGES.get(ending, "")
        if not self.caption and not self.id:
            return language
        words = [f".{language}"] if re.fullmatch(r"[\w+-]+", language) else []
        words += [f"#{self.id}"] if re.fullmatch(r"[\w:.-]+", self.id) else []
        quoted = self.caption.replace("\\", "\\\\").replace('"', '\\"')
        return "{" + " ".join([*words, *([f'caption="{quoted}"'] if self.caption else [])]) + "}"
