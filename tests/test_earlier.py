"""The book of an earlier revision: taken out of git, whatever names it, and nothing of the author's folder moved."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from publish.asked import LAST_TAG
from publish.diagnostics import Diagnostic
from publish.sources import read
from publish.sources.earlier import taken_out
from tests.repository import committed, git

TOML = 'title = "T"\nlang = "en"\nbody = ["one.md"]\n'


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("earlier") / "repository"
    at.mkdir()
    git(at, "init", "-q", "-b", "main")
    committed(at, "2026-01-10", "v0.1", README_md="No book yet.\n")
    committed(at, "2026-01-20", "v1.0", book__book_toml=TOML, book__one_md="# One\n\nThe first words.\n")
    committed(at, "2026-02-10", "v1.1", book__one_md="# One\n\nThe second words.\n")
    (at / "book" / "alias.md").symlink_to("one.md")
    (at / "book" / "outside.md").symlink_to("/etc/hostname")
    committed(at, "2026-03-10", book__one_md="# One\n\nThe third words.\n")
    (at / "book" / "one.md").write_text("# One\n\nWords that are not committed.\n", encoding="utf-8")
    return at


def words_at(path: Path, since: str) -> str:
    with taken_out(path, since) as found:
        assert not isinstance(found, Diagnostic), found
        manuscript, _ = read(found[0])
        assert manuscript is not None
        return next(source.text for source in found[1].of(manuscript).sources if source.text)


@pytest.mark.parametrize(
    ("since", "word"),
    [
        ("v1.0", "first"),
        ("v1.1", "second"),
        ("main", "third"),
        ("HEAD", "third"),
        ("HEAD~1", "second"),
        (LAST_TAG, "second"),
        ("2026-02-10", "first"),
        ("2026-02-11", "second"),
        ("2026-02-10T12:01", "second"),
        ("2030-01-01", "third"),
    ],
)
def test_a_revision_is_read_by_whatever_names_it(repository: Path, since: str, word: str) -> None:
    assert word in words_at(repository / "book", since)


def test_a_hash_and_one_file(repository: Path) -> None:
    commit = git(repository, "rev-parse", "v1.0")
    for name in (commit, commit[:8], commit.upper()[:12]):
        assert "first" in words_at(repository / "book", name)
    assert "first" in words_at(repository / "book" / "one.md", "v1.0")


@pytest.mark.parametrize(
    ("since", "said"),
    [("v1.0", "v1.0 (2026-01-20, {})"), ("2026-02-01", "2026-02-01 (revision {} of 2026-01-20)"), ("v1.0^{}", None)],
)
def test_a_revision_says_what_it_is(repository: Path, since: str, said: str | None) -> None:
    short = git(repository, "rev-parse", "v1.0")[:10]
    with taken_out(repository / "book", since) as found:
        assert not isinstance(found, Diagnostic)
        assert found[1].said == (said or "v1.0^{{}} (2026-01-20, {})").format(short)
    with taken_out(repository / "book", short) as found:
        assert not isinstance(found, Diagnostic)
        assert found[1].said == f"{short} (2026-01-20)"


def test_nothing_of_the_folder_is_touched(repository: Path) -> None:
    def state() -> list[tuple[str, int, bytes]]:
        files = sorted(p for p in repository.rglob("*") if p.is_file() and not p.is_symlink())
        return [(str(p), p.stat().st_mtime_ns, p.read_bytes()) for p in files]

    before = state()
    for since in ("v1.0", "2026-02-01", LAST_TAG):
        words_at(repository / "book", since)
    assert state() == before


def test_links_are_taken_out_and_lead_nowhere_outside(repository: Path) -> None:
    with taken_out(repository / "book", "main") as found:
        assert not isinstance(found, Diagnostic)
        manuscript, _ = read(found[0])
        assert manuscript is not None
        assert b"third" in manuscript.files["alias.md"]
        with pytest.raises((PermissionError, KeyError)):
            manuscript.files["outside.md"]
        at = found[0]
    assert not at.exists()


def test_no_filter_of_the_repository_runs(tmp_path: Path) -> None:
    """What a stranger's configuration names is no program of ours, and contents are those that were committed."""
    git(tmp_path, "init", "-q")
    committed(
        tmp_path, "2026-01-01", book_toml=TOML, one_md="# One\n\nWords.\n", **{".gitattributes": "*.md filter=bad\n"}
    )
    run = tmp_path / "run"
    for key in (
        "filter.bad.smudge",
        "filter.bad.clean",
        "core.fsmonitor",
        "core.sshCommand",
        "uploadpack.packObjectsHook",
    ):
        git(tmp_path, "config", key, f"touch {run}; cat")
    assert words_at(tmp_path, "HEAD") == "# One\n\nWords.\n"
    assert not run.exists()


def test_large_files_are_where_git_lfs_keeps_them(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"a picture").hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 9\n"
    git(tmp_path, "init", "-q")
    committed(
        tmp_path,
        "2026-01-01",
        book__a_md="# A\n",
        **{"book/p.png": pointer, "book/q.png": pointer.replace(digest[:4], "0000")},
    )
    kept = tmp_path / ".git" / "lfs" / "objects" / digest[:2] / digest[2:4] / digest
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a picture")
    with taken_out(tmp_path / "book", "HEAD") as found:
        assert not isinstance(found, Diagnostic)
        assert (found[0] / "p.png").read_bytes() == b"a picture"
        assert (found[0] / "q.png").read_text().startswith("version https://git-lfs")


def refused(path: Path, since: str) -> Diagnostic:
    with taken_out(path, since) as found:
        assert isinstance(found, Diagnostic)
        return found


@pytest.mark.parametrize(
    ("since", "code", "hint"),
    [
        ("1.0", "M081", "did you mean v1.0?"),
        ("nothing-like-it", "M081", "git tag lists"),
        ("--output=x", "M081", "git tag lists"),
        ("book.toml", "M081", "write the folder of the book before it"),
        ("", "M081", "git tag lists"),
        ("2026-02-31", "M081", "2026-01-31"),
        ("2020-01-01", "M083", "later date"),
        ("v0.1", "M084", "later revision"),
    ],
)
def test_what_is_not_there_is_said(repository: Path, since: str, code: str, hint: str) -> None:
    found = refused(repository / "book", since)
    assert found.code == code
    assert hint in found.hint


def test_no_tag_no_commit_no_repository(tmp_path: Path) -> None:
    assert refused(tmp_path, "v1").code == "M080"
    git(tmp_path, "init", "-q")
    assert refused(tmp_path, LAST_TAG).code == "M082"
    assert refused(tmp_path, "2026-01-01").code == "M083"
    committed(tmp_path, "2026-01-01", a_md="# A\n")
    assert refused(tmp_path, LAST_TAG).code == "M082"


def test_a_clone_in_part_says_what_it_lacks(repository: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    git(tmp_path, "clone", "-q", str(repository), str(source))
    git(source, "config", "uploadpack.allowFilter", "true")
    part = tmp_path / "part"
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{source}", str(part))
    found = refused(part / "book", "v1.0")
    assert found.code == "M085"
    assert "history" in found.hint
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-tags", f"file://{source}", str(shallow))
    found = refused(shallow / "book", "v1.0")
    assert found.code == "M081"
    assert "--unshallow" in found.hint


def test_git_is_not_there(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    found = refused(repository / "book", "v1.0")
    assert (found.code, found.hint) == ("M080", "install git")
