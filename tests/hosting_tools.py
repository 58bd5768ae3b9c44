"""A real nginx for the tests: unprivileged, on loopback, with the configuration that is shipped."""

from __future__ import annotations

import contextlib
import getpass
import http.client
import importlib.machinery
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from helpers import ROOT

PUBLISH = ROOT / "deploy/publish"
_FRAME = """{user}daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def load_publish() -> ModuleType:
    """The publish script as a module."""
    loader = importlib.machinery.SourceFileLoader("publish", str(PUBLISH))
    spec = importlib.util.spec_from_loader("publish", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    sys.modules["publish"] = module  # where NamedTuple looks for annotations
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


def run_publish(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run it as an administrator would."""
    command = [sys.executable, str(PUBLISH), *map(str, arguments)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )


@dataclass(frozen=True)
class Response:
    """An answer of the server."""

    status: int
    headers: dict[str, str]
    """Names in small letters."""
    body: bytes


@dataclass(frozen=True)
class Nginx:
    """A running server."""

    port: int
    base: str
    folder: Path

    @property
    def url(self) -> str:
        """Where the site is; ends in a slash."""
        return f"http://127.0.0.1:{self.port}{self.base}"

    def get(self, path: str, **headers: str) -> Response:
        """Ask for a path below the site, or from the root of the server."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            target = path if path.startswith("/") else self.base + path
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", target, headers=named)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Response(answer.status, found, answer.read())
        finally:
            connection.close()


def free_port() -> int:
    """A port that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def nginx(folder: Path, root: Path, base: str) -> Iterator[Nginx]:
    """Serve what is published at `root` under a path; `folder` takes configuration and logs."""
    program = find_nginx()
    assert program
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    done = run_publish(
        "--nginx", "--to", root, "--base", base, "--listen", f"127.0.0.1:{port}", "--log", folder
    )
    assert done.returncode == 0, done.stderr
    (folder / "site.conf").write_text(done.stdout, encoding="utf-8")
    # Started by root it would change to a user who may not read a test's folders.
    user = f"user {getpass.getuser()};\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_FRAME.format(folder=folder, user=user), encoding="utf-8")
    command = [program, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(command)
    try:
        _wait_for(port, process)
        yield Nginx(port, base, folder)
    finally:
        process.terminate()
        process.wait(20)


def find_nginx() -> str | None:
    """The system's nginx, where there is one."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise AssertionError("nginx did not start")
