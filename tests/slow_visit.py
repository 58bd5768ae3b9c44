"""Measure a first visit on a slow network: requests with their sizes, and when the page can be read.

    python tests/slow_visit.py SITE [PATH …]     a built site; home, a term and a long regulation

Chromium is throttled to 400 kbit/s, 400 ms a round trip and a quarter of its speed, a phone's screen,
and an empty cache; the site is served compressed, as a web server would.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import Any

from browser_tools import open_browser
from playwright.sync_api import Browser
from site_tools import Quiet, serve

PATHS = ("", "terms/san-hui-yi-ke/", "regulations/jilv-chufen-tiaoli/")
NETWORK = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
CPU = 4
PAINTED = """() => new Promise(resolve => {
    let largest = 0;
    new PerformanceObserver(list => { for (const e of list.getEntries()) largest = e.startTime; })
        .observe({type: "largest-contentful-paint", buffered: true});
    const first = performance.getEntriesByName("first-contentful-paint")[0];
    setTimeout(() => resolve([first ? first.startTime : 0, largest]), 100);
})"""
TEXT = (".html", ".css", ".js", ".json", ".svg", ".txt", ".xml")


class Compressing(Quiet):
    """Sends text compressed; the files do not change while it runs."""

    protocol_version = "HTTP/1.1"
    packed: dict[str, bytes] = {}  # noqa: RUF012 (shared by all requests on purpose)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        name = str(path)
        if name not in self.packed:
            data = path.read_bytes()
            self.packed[name] = gzip.compress(data, 6) if path.suffix in TEXT else data
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(name))
        if path.suffix in TEXT:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(self.packed[name])))
        self.end_headers()
        self.wfile.write(self.packed[name])


def visit(browser: Browser, base: str, path: str, *, slow: bool = True) -> dict[str, Any]:
    """`requests` [(what, bytes over the wire)], `first` and `largest` paint in ms."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True
    )
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        sizes: dict[str, list[Any]] = {}
        session.on(
            "Network.requestWillBeSent",
            lambda event: sizes.setdefault(event["requestId"], [event["request"]["url"], 0]),
        )

        def finished(event: dict[str, Any]) -> None:
            sizes[event["requestId"]][1] = int(event["encodedDataLength"])

        session.on("Network.loadingFinished", finished)
        if slow:
            session.send("Network.emulateNetworkConditions", NETWORK)
            session.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
        page.goto(base + path, wait_until="load", timeout=120_000)
        first, largest = page.evaluate(PAINTED)
        requests = [
            (url.removeprefix(base), size)
            for url, size in sizes.values()
            if not url.startswith("data:")
        ]
        return {"requests": requests, "first": first, "largest": largest}
    finally:
        context.close()


def main(site: str, *paths: str) -> None:
    """Print one table a page."""
    with serve(Path(site), handler=Compressing) as base, open_browser() as browser:
        for path in paths or PATHS:
            seen = visit(browser, base, path)
            print(f"/{path}: first paint {seen['first']:.0f} ms, largest {seen['largest']:.0f} ms")
            for what, size in seen["requests"]:
                print(f"  {size:>8,}  {what or '(page)'}")
            total = sum(size for _, size in seen["requests"])
            print(f"  {total:>8,}  in {len(seen['requests'])} requests")


if __name__ == "__main__":
    main(*sys.argv[1:])
