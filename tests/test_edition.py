"""Which edition something is: the same content has the same number, whoever made it and when."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from helpers import DOCS, ROOT
from kb.edition import DIGITS, Edition, commit_of, content_hash, find_edition

DAY = dt.date(2026, 1, 2)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("docs/index.md", "docs/terms/a.md", "overrides/main.html"):
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return tmp_path / "project"


def hash_of(project: Path) -> str:
    return content_hash(project / "docs", project / "overrides")


def git(project: Path, *arguments: str) -> str:
    name = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    done = subprocess.run(
        ["git", "-C", str(project), *name, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_same_content_elsewhere_and_later(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    for path in sorted(project.rglob("*"), reverse=True):
        if path.is_file():
            target = other / path.relative_to(project)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            os.utime(target, (1, 1))
    (other / "docs/.DS_Store").write_bytes(b"hidden")
    (other / "docs/.obsidian").mkdir()
    (other / "docs/.obsidian/state.md").write_bytes(b"hidden")
    (other / "README.md").write_bytes(b"not content")
    assert hash_of(project) == hash_of(other)
    assert len(hash_of(project)) == DIGITS


@pytest.mark.parametrize("change", ["text", "name", "template", "new", "moved", "gone"])
def test_other_content_has_another_number(project: Path, change: str) -> None:
    before = hash_of(project)
    page = project / "docs/terms/a.md"
    if change == "text":
        page.write_text("docs/terms/A.md", encoding="utf-8")
    elif change == "name":
        page.rename(page.with_name("b.md"))
    elif change == "template":
        (project / "overrides/main.html").write_text("x", encoding="utf-8")
    elif change == "new":
        (project / "docs/empty.md").touch()
    elif change == "moved":
        page.rename(project / "docs/a.md")
    else:
        page.unlink()
    assert hash_of(project) != before


def test_the_commit(project: Path, tmp_path: Path) -> None:
    git(project.parent, "init", "--quiet", ".")
    assert commit_of(project) == ""  # it merely lies in somebody's repository
    git(project, "init", "--quiet", ".")
    assert commit_of(project) == ""  # nothing committed
    git(project, "add", ".")
    git(project, "commit", "--quiet", "--message", "first")
    git(project, "tag", "v1")
    commit = git(project, "rev-parse", "HEAD")[:DIGITS]
    assert commit_of(project) == commit
    (project / "docs/index.md").write_text("changed", encoding="utf-8")
    assert commit_of(project) == f"{commit}-dirty"


def test_without_git(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / ".git").mkdir()
    assert commit_of(project) == ""  # no repository
    monkeypatch.setenv("PATH", "")
    assert commit_of(project) == ""


def test_what_pages_compare(project: Path) -> None:
    edition = find_edition(project / "docs", project / "overrides", DAY)
    assert str(edition) == f"2026-01-02 {hash_of(project)}"
    assert str(Edition(DAY, "aaa", "bbb-dirty")) == "2026-01-02 aaa bbb-dirty"
    assert edition.script() == f'self.kbEdition = "{edition}";\n'


def test_the_real_content_has_one() -> None:
    assert len(content_hash(DOCS, ROOT / "overrides")) == DIGITS
