"""Repositories of git for tests, with dates of their own and nobody's configuration."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def git(folder: Path, *words: str, day: str = "2026-01-01") -> str:
    dates = {f"GIT_{who}_DATE": f"{day}T12:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    quiet = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false", *words]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **quiet, **dates}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def committed(repository: Path, day: str, tag: str = "", **files: str) -> str:
    for name, text in files.items():
        at = repository / name.replace("__", "/").replace("_md", ".md").replace("_toml", ".toml")
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_text(text, encoding="utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "x", day=day)
    if tag:
        git(repository, "tag", tag)
    return git(repository, "rev-parse", "HEAD")
