"""The offline zip: one build of one commit gives one sequence of bytes.

Its folder has the same name in every edition, so that a newer zip is laid over an older one and
bookmarks go on working. What only the older one had stays on the disk, where nothing leads to it;
whoever opens such a page is told so (docs/assets/edition.js).
"""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from .release import files_below, sum_of

FOLDER = "dangjian-kb"
"""The folder everything unpacks into, so that a zip never spills over a desktop."""
_LEFT_OUT = ("data/xref.json", "data/questions.json", "sitemap.xml", "sitemap.xml.gz", "404.html")
"""For programs and servers; nobody opens them from a folder."""
_GIVEN_AWAY = (".zip", ".html")
_EARLIEST = 315_532_800
"""1980-01-01, the earliest date a zip can hold."""


def write_zip(site: Path, target: Path, *, epoch: int) -> str:
    """Pack a built site; every file is dated `epoch` (Unix time). Returns the zip's SHA-256.

    The target is replaced in one step; beside it `SHA256SUMS` is written anew.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".part")
    date = time.gmtime(max(epoch, _EARLIEST))[:6]
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, name in _files(site):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same byte on every system
            archive.writestr(entry, path.read_bytes())
    digest = sum_of(partial)
    partial.replace(target)
    write_sums(target.parent)
    return digest


def write_sums(folder: Path) -> None:
    """`SHA256SUMS` of everything in a folder that is given away, as sha256sum reads it."""
    given = sorted(path for path in folder.iterdir() if path.suffix in _GIVEN_AWAY)
    lines = [f"{sum_of(path)}  {path.name}\n" for path in given]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


def _files(site: Path) -> Iterator[tuple[Path, str]]:
    for path, name in files_below(site):
        if name not in _LEFT_OUT and not name.endswith(".map"):
            yield path, name
