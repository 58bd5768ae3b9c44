"""The offline zip: one site, one sequence of bytes."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import pytest
from kb.package import FOLDER, write_sums, write_zip

FILES = {
    "index.html": "首页",
    "terms/a.html": "甲",
    "assets/kb.js": "js",
    "assets/kb.js.map": "map",
    "data/definitions-zh.js": "tips",
    "data/xref.json": "{}",
    "sitemap.xml": "<urlset/>",
    "sitemap.xml.gz": "gz",
    "404.html": "404",
    "en/404.html": "kept: only the site's own is left out",
}
EPOCH = 1_700_000_000


def make_site(folder: Path, names: list[str]) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FILES[name], encoding="utf-8")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site", list(FILES))


def test_two_builds_are_one_file(tmp_path: Path, site: Path) -> None:
    """Whatever the order and the times of the files were."""
    other = make_site(tmp_path / "other", list(reversed(FILES)))
    for place, path in enumerate(sorted(other.rglob("*"))):
        os.utime(path, (place, place))
        path.chmod(0o700)
    write_zip(site, tmp_path / "a.zip", epoch=EPOCH)
    write_zip(other, tmp_path / "b.zip", epoch=EPOCH)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_what_is_in_it(tmp_path: Path, site: Path) -> None:
    write_zip(site, tmp_path / "a.zip", epoch=EPOCH)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            f"{FOLDER}/{name}"
            for name in (
                "assets/kb.js", "data/definitions-zh.js", "en/404.html", "index.html", "terms/a.html",
            )
        ]  # fmt: skip
        assert archive.read(f"{FOLDER}/index.html").decode() == "首页"
        entry = archive.getinfo(f"{FOLDER}/index.html")
    assert entry.date_time == (2023, 11, 14, 22, 13, 20)
    assert entry.external_attr >> 16 == 0o644
    assert FOLDER.isascii()


def test_the_sum(tmp_path: Path, site: Path) -> None:
    target = tmp_path / "dist" / "a.zip"
    digest = write_zip(site, target, epoch=EPOCH)
    assert digest == hashlib.sha256(target.read_bytes()).hexdigest()
    assert (target.parent / "SHA256SUMS").read_bytes() == f"{digest}  a.zip\n".encode()
    assert sorted(path.name for path in target.parent.iterdir()) == ["SHA256SUMS", "a.zip"]


def test_sums_of_everything_that_is_given_away(tmp_path: Path, site: Path) -> None:
    """Whichever command ran last; not of what is no file to give away."""
    dist = tmp_path / "dist"
    zip_sum = write_zip(site, dist / "a.zip", epoch=EPOCH)
    (dist / "pocket.html").write_bytes(b"pocket")
    (dist / "notes.txt").write_bytes(b"mine")
    write_sums(dist)
    pocket_sum = hashlib.sha256(b"pocket").hexdigest()
    expected = f"{zip_sum}  a.zip\n{pocket_sum}  pocket.html\n"
    assert (dist / "SHA256SUMS").read_text(encoding="ascii") == expected
    write_zip(site, dist / "a.zip", epoch=EPOCH)
    assert (dist / "SHA256SUMS").read_text(encoding="ascii") == expected


def test_dates_before_zip(tmp_path: Path, site: Path) -> None:
    write_zip(site, tmp_path / "a.zip", epoch=0)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_zip_is_replaced(tmp_path: Path, site: Path) -> None:
    target = tmp_path / "a.zip"
    target.write_bytes(b"old")
    (site / "index.html").write_text("新首页", encoding="utf-8")
    write_zip(site, target, epoch=EPOCH)
    with zipfile.ZipFile(target) as archive:
        assert archive.read(f"{FOLDER}/index.html").decode() == "新首页"
