"""The book of an earlier revision, taken out of git into a folder of its own: the author's is left as it is."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import difflib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from publish.asked import LAST_TAG
from publish.book import Manuscript
from publish.diagnostics import Diagnostic, Span
from publish.lazy import dataclass, regex
from publish.sources.git import GitError, asked, contents

_DATE = regex(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?")
_POINTER = regex(rb"version https://git-lfs\.github\.com/spec/v1\noid sha256:([0-9a-f]{64})\nsize \d+\n\Z")
_FILE, _LINK = ("100644", "100755", "100664"), "120000"
#: Nothing of a book is as large, in bytes; no folder of one has as many files, or ten times as many bytes.
_LARGEST, _MOST = 200_000_000, 50_000
#: Figures of a commit that are printed.
_FIGURES = 10
_ANYTHING = Span("book.toml")


@dataclass(frozen=True)
class Revision:
    """A commit: how it was asked for (a tag, a date), its name, when it was made."""

    asked: str
    commit: str
    moment: datetime.datetime

    @property
    def said(self) -> str:
        """The revision in words, such as “v1.0 (2026-01-31, 3f2a9c81d0)”."""
        day, short = self.moment.strftime("%Y-%m-%d"), self.commit[:_FIGURES]
        if _DATE.fullmatch(self.asked):
            return f"{self.asked} (revision {short} of {day})"
        return f"{short} ({day})" if self.commit.startswith(self.asked.lower()) else f"{self.asked} ({day}, {short})"

    def of(self, manuscript: Manuscript) -> Manuscript:
        """The manuscript as what it is: that of this revision."""
        return dataclasses.replace(manuscript, modified=self.moment, revision=self.commit[:_FIGURES])


@contextlib.contextmanager
def taken_out(path: Path, since: str) -> Iterator[tuple[Path, Revision] | Diagnostic]:
    """The folder, or the one file, that `path` was at a revision, for as long as it is looked at; or why there is none.

    `since` is whatever names a commit to git, a date (the last commit before that day, in UTC), or `LAST_TAG`. Contents are those
    that were committed: no filter runs over them.
    """
    with tempfile.TemporaryDirectory(prefix="publish-") as spare:
        yield _taken_out(path, since, Path(spare))


def _taken_out(path: Path, since: str, spare: Path) -> tuple[Path, Revision] | Diagnostic:
    real = path.resolve()
    home = real if real.is_dir() else real.parent
    try:
        prefix = asked(home, "rev-parse", "--show-prefix").rstrip("/")
    except GitError as error:
        return _no_repository(path, error)
    try:
        found = _revision(home, since)
        if isinstance(found, Diagnostic):
            return found
        # What layouts make of the names of folders, they make of these.
        folder = spare / (home.parent.name or "x") / (home.name or "x")
        folder.mkdir(parents=True)
        if (
            not _written(home, f"{found.commit}:{prefix}", folder)
            or not (folder if home == real else folder / real.name).exists()
        ):
            message = f"{path.name or path} was not in the repository at {found.said}"
            return Diagnostic(
                "M084", message, _ANYTHING, "name a later revision; a book that was moved is looked for where it is now"
            )
    except GitError as error:
        message = f"git cannot read that revision: {str(error).splitlines()[0] if str(error) else 'it does not answer'}"
        return Diagnostic(
            "M085", message, _ANYTHING, "fetch the whole history, for instance with git fetch --unshallow"
        )
    return (folder if home == real else folder / real.name), found


def _no_repository(path: Path, error: GitError) -> Diagnostic:
    said = str(error)
    if "dubious ownership" in said:
        hint = "the repository belongs to another user; work on a clone of your own"
    elif "No such file or directory: 'git'" in said:
        hint = "install git"
    else:
        hint = "build without --since, or keep the book in a git repository"
    return Diagnostic("M080", f"{path} is in no git repository that can be read", _ANYTHING, hint)


def _revision(home: Path, since: str) -> Revision | Diagnostic:
    if since == LAST_TAG:
        try:
            since = asked(home, "describe", "--tags", "--abbrev=0")
        except GitError:
            hint = "name a revision or a date behind --since, or tag one with git tag"
            return Diagnostic("M082", "no tag leads up to the book as it is now", _ANYTHING, hint)
    commit = _commit(home, since)
    if not commit and _DATE.fullmatch(since):
        return _last_before(home, since)
    if not commit:
        return _unknown(home, since)
    return _of_commit(home, since, commit)


def _of_commit(home: Path, since: str, commit: str) -> Revision:
    seconds = int(asked(home, "show", "--no-patch", "--no-show-signature", "--format=%ct", commit))
    return Revision(since, commit, datetime.datetime.fromtimestamp(seconds, datetime.UTC))


def _commit(home: Path, since: str) -> str:
    """The commit of a name, or nothing; what begins with a hyphen would be an option of git's."""
    if since.startswith("-") or not since.isprintable():
        return ""
    with contextlib.suppress(GitError):
        return asked(home, "rev-parse", "--verify", "--quiet", f"{since}^{{commit}}")
    return ""


def _last_before(home: Path, date: str) -> Revision | Diagnostic:
    try:
        moment = datetime.datetime.fromisoformat(date).replace(tzinfo=datetime.UTC)
        commit = asked(home, "rev-list", "-1", f"--before={int(moment.timestamp()) - 1}", "HEAD")
    except (ValueError, OverflowError):
        return Diagnostic("M081", f"there is no day {date}", _ANYTHING, "write a date as 2026-01-31")
    except GitError:  # no commit at all
        commit = ""
    if commit:
        return _of_commit(home, date, commit)
    hint = "name a later date; a history that was fetched in part ends early"
    return Diagnostic("M083", f"no revision is older than {date}", _ANYTHING, hint)


def _unknown(home: Path, since: str) -> Diagnostic:
    tags: list[str] = []
    part = ""
    with contextlib.suppress(GitError):
        tags = asked(home, "tag", "--list").split()
        part = asked(home, "rev-parse", "--is-shallow-repository")
    near = difflib.get_close_matches(since, tags, n=1)
    if since and ((home / since).exists() or Path(since).exists()):
        hint = "what follows --since is the revision; write the folder of the book before it"
    elif near:
        hint = f"did you mean {near[0]}?"
    elif part == "true":
        hint = "the history was fetched in part; git fetch --unshallow --tags fetches the rest"
    else:
        hint = "name a tag, a branch, a commit or a date such as 2026-01-31; git tag lists the tags"
    return Diagnostic("M081", f"git knows no revision “{since}” here", _ANYTHING, hint)


def _written(home: Path, tree: str, folder: Path) -> bool:
    """Write the files of a tree, whether there are any. Links are made last, so that nothing is written through one."""
    try:
        listed = asked(home, "ls-tree", "-r", "-z", "-l", "--full-tree", tree)
    except GitError as error:
        if "Not a valid object" in str(error) or "not a tree" in str(error):
            return False
        raise
    files: dict[str, str] = {}
    links: dict[str, str] = {}
    whole = 0
    for row in filter(None, listed.split("\0")):
        about, _, name = row.partition("\t")
        mode, _, blob, size = about.split()
        if not _inside(name) or not size.isdecimal() or int(size) > _LARGEST:
            continue
        whole += int(size)
        if len(files) > _MOST or whole > _LARGEST * 10:  # a few objects of git can stand for as many files as one likes
            raise GitError(f"it has more than {_MOST:,} files, or {_LARGEST // 100_000:,} MB")
        if mode in _FILE:
            files[name] = blob
        elif mode == _LINK:
            links[name] = blob
    stored = Path(home, asked(home, "rev-parse", "--git-common-dir"), "lfs", "objects")
    for name, content in zip(files, contents(home, files.values()), strict=True):
        at = folder / name
        if (pointer := _POINTER.match(content)) is not None:
            content = _fetched(stored, pointer[1].decode()) or content
        with contextlib.suppress(FileExistsError, NotADirectoryError, IsADirectoryError):  # no tree that git made
            at.parent.mkdir(parents=True, exist_ok=True)
            at.write_bytes(content)
    for name, content in zip(links, contents(home, links.values()), strict=True):
        at = folder / name
        with contextlib.suppress(OSError, ValueError):
            at.parent.mkdir(parents=True, exist_ok=True)
            os.symlink(os.fsdecode(content), at)
    return bool(files)


def _fetched(stored: Path, digest: str) -> bytes | None:
    """What Git LFS keeps of a large file where it was fetched: git itself has only a pointer to it."""
    try:
        return (stored / digest[:2] / digest[2:4] / digest).read_bytes()
    except OSError:
        return None


def _inside(name: str) -> bool:
    """Whether a path of a tree is one that a folder can have: what git would not check out is passed over."""
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and not name.startswith("/")
        and not {"..", "."} & set(parts)
        and ".git" not in map(str.lower, parts)
    )
