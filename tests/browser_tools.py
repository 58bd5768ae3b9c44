"""A browser that notes everything that goes wrong on a page."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECTIONS = frozenset(
    ("terms", "regulations", "discipline", "reports", "guides", "desk", "study", "about")
)
"""Folders with a page of their own."""
PATIENCE_MS = 30_000
"""How long a test waits for what has to happen: a busy machine is no failure."""
expect.set_options(timeout=PATIENCE_MS)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def find_chromium() -> str:
    """The system's Chromium; without one the tests fail, they are not left out."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(
            f"浏览器测试需要 Chromium：找不到 {'、'.join(NAMES)}。修改：安装它（Debian：apt install chromium）。",
            pytrace=False,
        )
    return found


@contextlib.contextmanager
def open_browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visit:
    """A tab, and what went wrong in it."""

    page: Page
    base: str
    """Where the site is; ends in a slash."""
    index: str = ""
    """What a folder's page adds to its URL."""
    wrong: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        """The address of a page, by its URL as the website has it: `terms/a/`."""
        if not self.index:
            return self.base + path
        stem, mark, fragment = path.partition("#")
        is_folder = stem in ("", "en/") or stem.rstrip("/").split("/")[-1] in SECTIONS
        name = stem + self.index if is_folder else f"{stem.rstrip('/')}.html"
        return f"{self.base}{name}{mark}{fragment}"

    def open(self, path: str) -> Page:
        """Go to a page of the site."""
        self.page.goto(self.url(path))
        return self.page

    def watch(self) -> None:
        """Note errors of the console, of scripts, of requests, and requests that leave the site."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", self._request)
        self.page.on(
            "response",
            lambda response: (
                response.status >= 400 and self.wrong.append(f"{response.status} {response.url}")
            ),
        )

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"{self.page.url}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left while it still loaded
            self.wrong.append(f"{self.page.url}: {request.failure} {request.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.wrong.append(f"{self.page.url}: outside: {request.url}")


@contextlib.contextmanager
def visit(browser: Browser, base: str, index: str = "", **options: Any) -> Iterator[Visit]:
    """A new tab on the site; anything that went wrong in it fails."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE_MS)
    try:
        tab = Visit(context.new_page(), base, index)
        tab.watch()
        yield tab
        assert tab.wrong == []
    finally:
        context.close()


class Open(Protocol):
    """Opens a tab on the site."""

    def __call__(self, **options: Any) -> contextlib.AbstractContextManager[Visit]: ...


def until(page: Page, expression: str) -> None:
    """Wait for an expression that may be a promise."""
    page.evaluate(
        f"""async () => {{
          for (let left = 200; !(await ({expression})); left--) {{
            if (!left) throw new Error("never");
            await new Promise((resolve) => setTimeout(resolve, 100));
          }}
        }}"""
    )
