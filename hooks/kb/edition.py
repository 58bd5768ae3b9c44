"""Which edition of the knowledge base something is: its date, what is in it, its commit.

The content hash covers what readers see, `docs/` and the templates, and nothing else: the website,
the zip and the pocket file of one state carry the same one, whoever made them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DIGITS = 12
"""Of the hashes; enough to tell editions apart, short enough to read out."""


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition, as the footer of every page names it."""

    date: dt.date
    content: str
    """The first digits of the SHA-256 of the content."""
    commit: str = ""
    """The commit it was made from, `-dirty` where files had been changed; empty without git."""

    def __str__(self) -> str:
        """What tells it from every other edition; pages compare it (assets/edition.js)."""
        return f"{self.date} {self.content} {self.commit}".rstrip()

    def script(self) -> str:
        """`data/edition.js`: what a page left over from an older copy finds beside it."""
        return f'self.kbEdition = "{self}";\n'


def find_edition(docs: Path, overrides: Path, date: dt.date) -> Edition:
    """The edition of the files as they are."""
    return Edition(date, content_hash(docs, overrides), commit_of(docs.parent))


def content_hash(*folders: Path) -> str:
    """Of the names and bytes of all files, sorted by name; hidden files do not count."""
    digest = hashlib.sha256()
    for folder in folders:
        for name, path in sorted(_files(str(folder))):
            with open(path, "rb", buffering=0) as file:
                data = file.read()
            digest.update(f"{folder.name}/{name}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()[:DIGITS]


def _files(folder: str, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(name below the first folder, path); strings, as Path objects would take half the time."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                yield from _files(entry.path, f"{prefix}{entry.name}/")
            elif entry.is_file():
                yield f"{prefix}{entry.name}", entry.path


def commit_of(project: Path) -> str:
    """The commit of a project's own repository, not of one that it merely lies in."""
    if not (project / ".git").exists():
        return ""
    describe = ("describe", "--always", "--dirty", "--exclude=*", f"--abbrev={DIGITS}")
    try:
        done = subprocess.run(
            ("git", "-C", str(project), *describe), capture_output=True, text=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
