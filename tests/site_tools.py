"""Building the real site, reading what was built, serving it."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from helpers import DOCS, ROOT, HtmlFile, read_html
from kb.package import FOLDER, write_zip

EPOCH = 1_780_000_000
"""The time of every build here: 2026-05-28."""
SITE_URL = "https://example.org/"
BUILD_PARTS = ("docs", "hooks", "overrides", "mkdocs.yml", "mkdocs.offline.yml")


@dataclass(frozen=True)
class Site:
    """A built site."""

    project: Path
    """The copy it was built from."""
    folder: Path
    index: str
    """What the name of a folder's page adds to its URL: empty online."""

    @cached_property
    def pages(self) -> dict[str, HtmlFile]:
        """Every HTML file by its path below the site."""
        names = sorted(
            path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html")
        )
        return {
            name: read_html((self.folder / name).read_text(encoding="utf-8"), name)
            for name in names
        }

    def page(self, url: str) -> HtmlFile:
        """A page by its URL as the data files have it."""
        return self.pages[url if url.endswith(".html") else f"{url}index.html"]

    def url(self, name: str) -> str:
        """The URL of an HTML file as the data files have it."""
        return name.removesuffix("index.html") if not self.index else name

    def data(self, name: str) -> Any:
        """A file of the data folder."""
        return json.loads((self.folder / "data" / name).read_text(encoding="utf-8"))

    def target(self, page: str, link: str) -> tuple[str, str]:
        """(file below the site, fragment) that a link on a page leads to."""
        parts = urlsplit(link.removeprefix(SITE_URL) if link.startswith(SITE_URL) else link)
        base = "" if link.startswith((SITE_URL, "/")) else posixpath.dirname(page)
        path = unquote(parts.path.lstrip("/") if link.startswith("/") else parts.path)
        joined = posixpath.normpath(posixpath.join(base, path)) if path else page
        if link.startswith(SITE_URL) and not path:
            joined = "."
        if (self.folder / joined).is_dir() and not self.index:
            joined = posixpath.normpath(posixpath.join(joined, "index.html"))
        return joined, unquote(parts.fragment)


def in_english(name: str) -> bool:
    """Whether a page, by its path or URL, belongs to the English site."""
    return name.startswith("en/")


def sources() -> Iterator[str]:
    """Every Chinese page of docs, by its path."""
    for path in DOCS.rglob("*.md"):
        name = path.relative_to(DOCS).as_posix()
        if not name.endswith(".en.md"):
            yield name


def has_english_page(name: str) -> bool:
    """By a file of its own, or from the record of a term, a list or a form."""
    text = (DOCS / name).read_text(encoding="utf-8-sig")
    from_record = re.match(r"---\ntype: (term|list|form)\n", text) is not None
    return from_record or (DOCS / name.replace(".md", ".en.md")).exists()


def html_of(name: str, *, online: bool) -> str:
    """The HTML file of a Chinese page."""
    stem = name.removesuffix(".md")
    if stem.split("/")[-1] == "index":
        return f"{stem}.html"
    return f"{stem}/index.html" if online else f"{stem}.html"


def run_mkdocs(
    *arguments: str, cwd: Path, elsewhere: Mapping[str, str] | None = None, umask: int = -1
) -> subprocess.Popen[str]:
    """Start MkDocs; its output goes to one pipe. `elsewhere`: what another machine's environment has."""
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=cwd,
        env=build_environment() | dict(elsewhere or {}),
        umask=umask,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


def build_environment() -> dict[str, str]:
    """The environment of a build: the same date every time, nothing of mine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    return kept | {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": str(EPOCH),
    }


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and output of a build."""
    output, _ = process.communicate()
    return process.returncode, output


def build_sites(folder: Path) -> dict[str, Site]:
    """Both builds at once, of one copy; any warning fails."""
    project = copy_project(folder / "project")
    started = {
        "online": run_mkdocs(
            "build", "--strict", "--site-dir", str(folder / "online"), cwd=project
        ),
        "packed": run_mkdocs(
            "build",
            "--strict",
            "--config-file",
            "mkdocs.offline.yml",
            "--site-dir",
            str(folder / "packed"),
            cwd=project,
        ),
    }
    finished = {name: finish(process) for name, process in started.items()}
    for name, (code, output) in finished.items():
        bad = [line for line in output.splitlines() if re.match(r"(WARNING|ERROR|Traceback)", line)]
        assert code == 0, f"{name}:\n{output[-6000:]}"
        assert not bad, f"{name}:\n" + "\n".join(bad)
    write_zip(folder / "packed", folder / "offline.zip", epoch=EPOCH)
    with zipfile.ZipFile(folder / "offline.zip") as archive:
        archive.extractall(folder)
    return {
        "online": Site(project, folder / "online", index=""),
        "offline": Site(project, folder / FOLDER, index="index.html"),
    }


def copy_project(folder: Path, *, original: Path = ROOT) -> Path:
    """A copy of what a build needs, to be changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in BUILD_PARTS:
        source, target = original / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return folder


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Prints nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextlib.contextmanager
def serve(folder: Path, *, port: int = 0, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """Serve a folder on a port of this machine, a free one unless told."""
    answer = functools.partial(handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), answer) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
