"""Publishing: a whole checked release or nothing, one step there and one step back."""

from __future__ import annotations

import ast
import fcntl
import gzip
import hashlib
import json
import os
import re
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hosting_tools import PUBLISH, load_publish
from kb.release import MANIFEST, manifest

publish = load_publish()
PAGE = '<script src="{base}assets/early.js?v={id}"></script><a href="{base}x/">' + "一" * 400
IDS = ("a" * 12, "b" * 12, "c" * 12, "d" * 12, "e" * 12)


def write_site(folder: Path, release: str, extra: str = "") -> Path:
    """A small site as the build leaves it."""
    files = {
        "data/release.json": json.dumps(
            {"schema": 1, "release": release, "date": "2026-01-02", "content": "f", "commit": ""}
        ),
        "assets/kb.js": f"// {extra}" + "x" * 900,
    }
    for language in ("", "en/"):
        files[f"{language}index.html"] = PAGE.format(base="./", id=release)
        files[f"{language}404.html"] = PAGE.format(base="/", id=release)
        for name in ("terms", "pages", "text-0"):
            data = json.dumps({"schema": 1, "edition": "e", "release": release})
            files[f"{language}search/{name}.js"] = f'kbSearchData("{name}",String.raw`{data}`);\n'
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    seal(folder)
    return folder


def seal(folder: Path) -> None:
    """Write the manifest of what is there."""
    (folder / MANIFEST).write_text("".join(manifest(folder)), encoding="utf-8")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for the disk takes most of the time, and shows nothing here."""
    monkeypatch.setattr(os, "sync", lambda: None)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", IDS[0])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "root"


def run(root: Path, *arguments: object) -> int:
    code = publish.main([*map(str, arguments), "--to", str(root)])
    assert isinstance(code, int)
    return code


def put(root: Path, folder: Path, number: int, *options: object) -> int:
    """Publish the site of the given number."""
    return run(root, write_site(folder / f"site-{number}", IDS[number]), *options)


def served(root: Path) -> str:
    return Path(os.readlink(root / "current")).name


def state(root: Path) -> dict[str, object]:
    """Everything below a folder, to be compared."""
    return {
        path.relative_to(root).as_posix(): os.readlink(path)
        if path.is_symlink()
        else path.is_file() and path.read_bytes()
        for path in root.rglob("*")
        if path.name != ".lock"
    }


def test_a_release_is_the_site_and_compressed(site: Path, root: Path) -> None:
    assert run(root, site) == 0
    assert served(root) == IDS[0]
    release = root / "current"
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if path.is_file():
            assert (release / name).read_bytes() == path.read_bytes(), name
    folder = release.resolve()
    packed = {path.relative_to(folder).as_posix() for path in folder.rglob("*.gz")}
    pages = {f"{language}{page}.html.gz" for language in ("", "en/") for page in ("index", "404")}
    assert packed == {*pages, "assets/kb.js.gz"}
    for name in packed:
        plain = (release / name.removesuffix(".gz")).read_bytes()
        assert gzip.decompress((release / name).read_bytes()) == plain
    modes = {stat.S_IMODE(path.stat().st_mode) for path in release.resolve().rglob("*")}
    assert modes == {0o644, 0o755}


def test_two_releases_share_no_time_stamp(tmp_path: Path, root: Path) -> None:
    """The ETag is made of time and size: only the time tells two releases of one size apart."""
    for number in range(3):
        assert put(root, tmp_path, number) == 0
    times = {
        release.name: {int(path.stat().st_mtime) for path in release.rglob("*") if path.is_file()}
        for release in (root / "releases").iterdir()
        if release.is_dir()
    }
    assert len(times) == 3
    assert all(len(found) == 1 for found in times.values())
    assert len(set.union(*times.values())) == 3


Damage = Callable[[Path], object]
DAMAGES: dict[str, tuple[Damage, str]] = {
    "missing": (lambda s: (s / "assets/kb.js").unlink(), "清单里有，这里没有"),
    "cut short": (lambda s: (s / "assets/kb.js").write_text("x"), "和清单不一致"),
    "one more": (lambda s: (s / "stale.html").write_text("x"), "清单里没有"),
    "no manifest": (lambda s: (s / MANIFEST).unlink(), "没有文件清单"),
    "bad manifest": (lambda s: (s / MANIFEST).write_text("x\n"), "看不懂"),
    "way out": (lambda s: (s / MANIFEST).write_text(f"{'0' * 64}  ../x\n"), "看不懂"),
    "no release": (lambda s: ((s / "data/release.json").unlink(), seal(s)), "读不出版次"),
    "bad id": (
        lambda s: ((s / "data/release.json").write_text('{"schema":1,"release":"../x"}'), seal(s)),
        "读不出版次",
    ),
    "no home page": (lambda s: ((s / "en/index.html").unlink(), seal(s)), "不属于这一版"),
    "other page": (lambda s: write_page(s, "index.html", IDS[1]), "不属于这一版"),
    "search cut": (lambda s: ((s / "search/text-0.js").write_text("`{`"), seal(s)), "检索数据"),
    "search of another": (
        lambda s: ((s / "search/pages.js").write_text('`{"release":"b"}`'), seal(s)),
        "检索数据",
    ),
    "no search": (lambda s: ((s / "en/search/terms.js").unlink(), seal(s)), "检索数据"),
    "machine path": (
        lambda s: ((s / "assets/kb.js").write_text('a = "/home/somebody/x"'), seal(s)),
        "某台电脑上的路径",
    ),
}


def write_page(site: Path, name: str, release: str) -> None:
    """A page of another release, in a manifest that says so."""
    (site / name).write_text(PAGE.format(base="./", id=release), encoding="utf-8")
    seal(site)


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_not_whole_is_not_served(
    damage: str, tmp_path: Path, site: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert put(root, tmp_path, 1) == 0
    before = state(root)
    change, says = DAMAGES[damage]
    change(site)
    assert run(root, site) == 1
    said = capsys.readouterr().err
    assert says in said
    assert "修改：" in said
    assert state(root) == before


@pytest.mark.parametrize("step", ["copyfile", "compress", "rename", "replace"])
def test_a_full_disk_changes_nothing(
    step: str, tmp_path: Path, site: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert put(root, tmp_path, 1) == 0
    before = state(root)
    calls = 0

    def full(*arguments: object, **named: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 1 and step == "copyfile":
            Path(str(arguments[1])).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    owner = {"copyfile": shutil, "compress": publish.gzip, "rename": os, "replace": os}[step]
    monkeypatch.setattr(owner, step, full)
    assert run(root, site) == 1
    monkeypatch.undo()
    assert calls
    after = state(root)
    assert {n: c for n, c in after.items() if not n.startswith(f"releases/{IDS[0]}")} == before
    assert served(root) == IDS[1]
    assert run(root, site) == 0  # room was made
    assert served(root) == IDS[0]


def test_too_little_room_is_seen_before(
    site: Path, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 8, 1))  # type: ignore[attr-defined]
    assert run(root, site) == 1
    assert "磁盘只剩" in capsys.readouterr().err
    assert not (root / "current").exists()


def test_back_and_forth(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        assert put(root, tmp_path, number) == 0
    assert run(root, "--rollback") == 0
    assert served(root) == IDS[1]
    assert run(root, "--rollback") == 0
    assert served(root) == IDS[0]
    assert run(root, "--rollback") == 1  # there is none before it
    assert "没有更早的版本" in capsys.readouterr().err
    assert served(root) == IDS[0]
    assert put(root, tmp_path, 2) == 0  # still there: checked and switched to
    assert served(root) == IDS[2]
    assert run(root, "--rollback") == 0  # to what was published before it, not to what was served
    assert served(root) == IDS[1]
    assert run(root, "--list") == 0
    listed = capsys.readouterr().out.splitlines()[-3:]
    assert [line[:14] for line in listed] == [f"  {IDS[2]}", f"* {IDS[1]}", f"  {IDS[0]}"]


def test_a_broken_release_is_not_gone_back_to(tmp_path: Path, root: Path) -> None:
    assert put(root, tmp_path, 0) == 0
    assert put(root, tmp_path, 1) == 0
    (root / "releases" / IDS[0] / "index.html").write_text("lost", encoding="utf-8")
    assert run(root, "--rollback") == 1
    assert served(root) == IDS[1]


def test_how_many_are_kept(tmp_path: Path, root: Path) -> None:
    for number in range(4):
        assert put(root, tmp_path, number, "--keep", 2) == 0
    assert {p.name for p in (root / "releases").iterdir() if p.is_dir()} == set(IDS[1:4])
    assert run(root, "--rollback") == 0
    assert put(root, tmp_path, 4, "--keep", 1) == 0
    # What can be gone back to stays.
    assert served(root) == IDS[4]
    assert {p.stem for p in (root / "releases").iterdir()} == {IDS[4], IDS[3]}


def test_one_at_a_time(site: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root.mkdir()
    with open(root / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert run(root, site) == 1
    assert "另一个发布正在进行" in capsys.readouterr().err
    assert run(root, site) == 0


def test_what_a_killed_run_left_is_removed(site: Path, root: Path) -> None:
    left = root / "releases" / f".incoming-{IDS[3]}"
    left.mkdir(parents=True)
    (left / "half").touch()
    os.symlink("nowhere", root / ".current-next")
    assert run(root, site) == 0
    assert not left.exists()
    assert not (root / ".current-next").is_symlink()


def test_the_same_release_with_other_content(
    site: Path, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, site) == 0
    other = write_site(tmp_path / "other", IDS[0], extra="changed")
    assert run(root, other) == 1
    assert "内容却不同" in capsys.readouterr().err


@pytest.mark.parametrize("base", ["/", "/dangjian/", "/a/b/"])
def test_a_sub_path(base: str, site: Path, root: Path) -> None:
    """Only the pages for what is missing know where the site is, and nginx."""
    assert run(root, site, "--base", base) == 0
    for name in ("404.html", "en/404.html"):
        page = (root / "current" / name).read_text(encoding="utf-8")
        assert f'src="{base}assets/early.js' in page
        assert f'href="{base}x/"' in page
    lines = (root / "current" / MANIFEST).read_text(encoding="utf-8").splitlines()
    named = {line[66:]: line[:64] for line in lines}
    for name, wanted in named.items():
        assert hashlib.sha256((root / "current" / name).read_bytes()).hexdigest() == wanted
    text = publish.nginx(root, base, "127.0.0.1:8080", "/var/log/nginx")
    assert f"location ~ ^{base[:-1]}(?<kb_path>/.*)$" in text
    assert f"default {base}404.html;" in text
    assert ("location = " in text) == (base != "/")
    assert not re.search(r"@[A-Z]+@", text)
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize(
    "wrong", [["--base", "dangjian"], ["--base", "/a b/"], ["--keep", "0"], []]
)
def test_what_cannot_be_meant(wrong: list[str], root: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        publish.parse([*(["site"] if wrong else []), *wrong, "--to", str(root)])
    assert stopped.value.code == 2


def test_it_runs_on_old_servers() -> None:
    """UOS and Kylin have Python 3.7."""
    tree = ast.parse(PUBLISH.read_text(encoding="utf-8"), feature_version=(3, 7))
    calls = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert calls.isdisjoint({"removeprefix", "removesuffix", "is_relative_to", "readlink_"})
