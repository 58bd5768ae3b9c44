"""Which build something belongs to, so that a page never gets the data of another.

Pages name their scripts, styles and data with `?v=` and the release they were built as. A server
that keeps older releases gives each page its own (deploy/), any other server ignores it, and
browsers may keep such a file for good.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from .edition import Edition

DIGITS = 12
_VERSIONED = (".js", ".css")
_PROGRAM = Path(__file__).parent.parent
_PROGRAM_FILES = ("*.py", "*.yaml")
_SETTINGS = ("mkdocs.yml", "requirements.txt")
MANIFEST = "manifest.sha256"
"""Every file of a built site and its sum, as `sha256sum --check` reads it."""
RELEASE = "data/release.json"


def release_id(edition: Edition, project: Path, site_url: str) -> str:
    """Of everything that a build is made from: the edition, the program, the settings."""
    digest = hashlib.sha256(f"{edition}\0{site_url}\0".encode())
    program = sorted(path for pattern in _PROGRAM_FILES for path in _PROGRAM.rglob(pattern))
    settings = [project / name for name in _SETTINGS if (project / name).is_file()]
    for path in (*program, *settings):
        digest.update(f"{path.name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:DIGITS]


def describe(edition: Edition, release: str) -> str:
    """The content of `RELEASE`: what is served, for whoever publishes it."""
    row = {"release": release, "date": str(edition.date), "content": edition.content}
    return json.dumps({"schema": 1, **row, "commit": edition.commit}) + "\n"


def versioned(url: str, version: str) -> str:
    """The address of a file, with its release where it is a script or a stylesheet."""
    return f"{url}{version}" if url.endswith(_VERSIONED) and "://" not in url else url


def manifest(site: Path) -> Iterator[str]:
    """The lines of `MANIFEST`: what a copy of the site must hold, no more and no less."""
    for path, name in files_below(site):
        if name != MANIFEST:
            yield f"{sum_of(path)}  {name}\n"


def files_below(folder: Path) -> list[tuple[Path, str]]:
    """Every file with its name below the folder, in the order of their paths."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted((path, path.relative_to(folder).as_posix()) for path in found)


def sum_of(path: Path) -> str:
    """The SHA-256 of a file, as sha256sum prints it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
