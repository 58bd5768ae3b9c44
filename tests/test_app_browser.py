"""The website as an app, in Chromium: without a network, under a sub-path, over a new edition."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_tools import Browser, visit
from hosting_trial import variant
from playwright.sync_api import Page
from site_tools import Site, serve

pytestmark = pytest.mark.browser

TERM = "terms/san-hui-yi-ke/"
REPORT = "terms/liang-xue-yi-zuo/"
READY = "!!navigator.serviceWorker.controller"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


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


def kept(page: Page) -> list[str]:
    """Addresses in all caches, relative to the site."""
    return page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const { url } of await (await caches.open(name)).keys()) found.push(url);
          return found;
        }"""
    )


def test_without_a_network_and_over_editions(online: Site, page: Page, tmp_path: Path) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    folder = tmp_path / "web" / "dangjian"
    folder.parent.mkdir()
    folder.symlink_to(online.folder)
    old = online.data("release.json")["release"]
    with serve(folder.parent) as server:
        base = f"{server}dangjian/"
        # The first visit: one page is read; nothing of the search is fetched.
        page.goto(base)
        until(page, READY)
        assert not [url for url in kept(page) if "/search/terms.js" in url]
        page.goto(base + TERM)
        page.goto(base)
        page.keyboard.press("/")
        page.keyboard.type("三会一课")
        page.wait_for_selector('.md-search-result__list[data-complete="true"] a')
        until(
            page,
            f"caches.match('{base}search/text-0.js?v={old}').then((found) => !!found)",
        )
    # The server is gone.
    page.goto(base + TERM)
    assert page.locator("h1").inner_text().startswith("三会一课")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    )
    page.keyboard.press("/")
    page.keyboard.type("民主评议党员")
    page.wait_for_selector('.md-search-result__list[data-complete="true"] a')
    page.goto(base + REPORT)  # never read
    assert page.url == f"{base}about/app/#offline"
    page.locator("#kb-kept a", has_text="三会一课").click()
    assert page.url == base + TERM
    page.goto(f"{base}en/terms/")
    assert page.url == f"{base}en/about/app/#offline"

    # A newer edition at the same address, while a page of the old one is open.
    port = int(server.split(":")[2].strip("/"))
    new = variant(online.folder, tmp_path / "new", 1)
    folder.unlink()
    folder.symlink_to(tmp_path / "new")
    with serve(folder.parent, port=port):
        page.goto(base + TERM)  # the newest, since there is a server again
        names = f"caches.keys().then((names) => names.every((name) => name.endsWith('{new}')))"
        until(page, names)
        until(page, READY)
        found = kept(page)
        assert found
        assert [url for url in found if f"?v={old}" in url] == []
        assert {f"{base}{TERM}", f"{base}search/terms.js?v={new}"} <= {*found}
        for url in found:
            if "?" not in url:
                text = page.evaluate("(url) => caches.match(url).then((r) => r.text())", url)
                assert f"?v={new}" in text
                assert f"?v={old}" not in text
    assert wrong == []


def test_an_open_page_is_told_of_a_newer_edition(
    online: Site, browser: Browser, tmp_path: Path
) -> None:
    folder = tmp_path / "web" / "dangjian"
    folder.parent.mkdir()
    folder.symlink_to(online.folder)
    variant(online.folder, tmp_path / "new", 2)
    with serve(folder.parent) as server, visit(browser, f"{server}dangjian/") as tab:
        page = tab.open(TERM)
        until(page, READY)
        folder.unlink()
        folder.symlink_to(tmp_path / "new")
        page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
        page.locator(".kb-renewed button").click()
        page.wait_for_load_state()
        page.wait_for_function("!document.querySelector('.kb-renewed')")
    shutil.rmtree(tmp_path / "new")


def test_the_offline_copy_has_none_of_it(offline: Site) -> None:
    assert not [path for path in offline.folder.rglob("*") if path.name in ("sw.js", "app.js")]
    assert not list(offline.folder.rglob("*.webmanifest"))
    for page in offline.pages.values():
        assert "app/app.js" not in page.source
        assert "?v=" not in page.source
