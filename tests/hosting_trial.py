"""A built site behind a real nginx: every page under the policy, load, publishing under load.

    python tests/hosting_trial.py SITE [--base /dangjian/] [--only pages use load switch]

`pages` opens every page in Chromium and uses the search, tooltips, the self-test and print; `load`
measures with wrk; `switch` publishes and goes back while readers read, and looks whether any request
failed or any page got another release's data. Everything is on loopback and bounded in time.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from browser_tools import ARGUMENTS, find_chromium
from hosting_tools import Nginx, load_publish, nginx, run_publish
from playwright.async_api import Browser, Page, async_playwright

TABS = 3
LOAD = """
wrk.headers["Accept-Encoding"] = "gzip"
local paths = { %s }
local at = 0
request = function()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at])
end
done = function(summary, latency, requests)
  local e = summary.errors
  print(string.format("requests %%d seconds %%.1f rate %%.0f bytes %%d", summary.requests,
    summary.duration / 1e6, summary.requests / summary.duration * 1e6, summary.bytes))
  print(string.format("errors connect %%d read %%d write %%d status %%d timeout %%d",
    e.connect, e.read, e.write, e.status, e.timeout))
  print(string.format("ms p50 %%.2f p90 %%.2f p99 %%.2f max %%.2f", latency:percentile(50) / 1000,
    latency:percentile(90) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
"""


def publish(site: Path, root: Path, base: str, keep: int = 3) -> str:
    """Publish; the release's id."""
    done = run_publish(site, "--to", root, "--base", base, "--keep", str(keep))
    assert done.returncode == 0, done.stderr
    return (root / "current").resolve().name


def urls_of(site: Path) -> list[str]:
    """Every page, as readers ask for it."""
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return [name.removesuffix("index.html") for name in names]


# Every page under the policy


@dataclass
class Findings:
    """What went wrong, with where."""

    pages: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    def watch(self, page: Page) -> None:
        """Note what Chromium says, violations of the policy included."""
        page.on("console", lambda m: m.type in ("error", "warning") and self.note(page, m.text))
        page.on("pageerror", lambda error: self.note(page, str(error)))

    def note(self, page: Page, text: str) -> None:
        """One thing more."""
        self.wrong[f"{text[:300]}  [{page.url}]"] += 1


async def open_pages(browser: Browser, server: Nginx, urls: list[str], found: Findings) -> None:
    """Open page after page in a tab of its own."""
    context = await browser.new_context()
    page = await context.new_page()
    found.watch(page)
    while urls:
        url = urls.pop()
        answer = await page.goto(server.url + url)
        if answer is None or answer.status != 200:
            found.note(page, f"status {answer and answer.status}")
        # Whatever the parser met is reported by now; what scripts do after it, too.
        await page.evaluate("document.readyState")
        found.pages += 1
    await context.close()


async def use(browser: Browser, server: Nginx, found: Findings) -> None:
    """What readers do: search, hover, test themselves, change the scheme, print, go offline."""
    for scheme in ("light", "dark"):
        context = await browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
        page = await context.new_page()
        found.watch(page)
        for folder, word in (("", "三会一课"), ("en/", "discipline")):
            await page.goto(server.url + folder)
            await page.keyboard.press("/")
            await page.keyboard.type(word)
            await page.wait_for_selector(".md-search-result__link")
            await page.wait_for_selector('.md-search-result__list[data-complete="true"]')
            way = await page.evaluate("self.kbSearchStart().then(() => 'started')")
            assert way == "started"
        await page.goto(server.url + "terms/san-hui-yi-ke/?h=支部")
        await page.wait_for_selector("mark")
        await page.locator("article a.kb-term").first.hover()
        await page.wait_for_selector(".kb-tip:not([hidden])")
        await page.locator("label[for^=__palette]:visible").first.click()
        copy = page.locator("[data-copy]").first
        if await copy.count():
            await copy.hover()
        await page.emulate_media(media="print")
        await page.pdf()
        await page.emulate_media(media="screen")
        await page.goto(server.url + "terms/")
        await page.locator(".kb-glossary-filter input").first.fill("shyk")
        await page.wait_for_timeout(1500)
        await page.goto(server.url + "study/")
        await page.wait_for_timeout(800)
        buttons = page.locator("article button:visible")
        for place in range(min(3, await buttons.count())):
            await buttons.nth(place).click(timeout=2000)
        await page.goto(server.url + "desk/")
        await page.locator("[name=sample]").click()
        await page.wait_for_selector(".kb-desk-result mark")
        await page.keyboard.press("y")
        async with page.expect_download():
            await page.locator("[name=text]").click()
        await page.set_viewport_size({"width": 360, "height": 640})
        await page.goto(server.url + "regulations/")
        await page.locator("[data-kb-open=drawer]:visible").first.click()
        await page.wait_for_timeout(4000)  # the service worker registers
        assert await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        await context.close()


async def crawl(server: Nginx, site: Path, *, every: bool) -> Findings:
    """Every page if wanted, then what readers do."""
    found = Findings()
    urls = urls_of(site) if every else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        await asyncio.gather(*(open_pages(browser, server, urls, found) for _ in range(TABS)))
        await use(browser, server, found)
        await browser.close()
    return found


# Load


@contextmanager
def load(server: Nginx, site: Path, seconds: int, rate: int = 16) -> Iterator[list[str]]:
    """wrk over pages, their scripts and the search's files, for so long; what it says at the end."""
    release = load_publish().read_release(site)["release"]
    urls = urls_of(site)
    pages = random.Random(1).sample(urls, 60)
    files = [f"{name}?v={release}" for name in ("assets/kb.css", "assets/kb.js", "search/pages.js")]
    quoted = ", ".join(f'"{server.base}{url}"' for url in [*pages, *files, "data/release.json"])
    script = server.folder / "load.lua"
    script.write_text(LOAD % quoted, encoding="utf-8")
    command = ["wrk", "-t1", f"-c{rate}", f"-d{seconds}s", "-s", str(script), server.url[:-1]]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    said: list[str] = []
    try:
        yield said
        output, _ = process.communicate(timeout=seconds + 30)
        said += [line for line in output.splitlines() if re.match(r"(requests|errors|ms) ", line)]
    finally:
        if process.poll() is None:
            process.terminate()


# Publishing while readers read


def variant(site: Path, target: Path, number: int) -> str:
    """The same site as another release, to be published as one."""
    old = load_publish().read_release(site)["release"]
    new = hashlib.sha256(f"{old}{number}".encode()).hexdigest()[:12]
    if target.exists():
        shutil.rmtree(target)
    lines = []
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and name != "manifest.sha256":
            data = path.read_bytes().replace(old.encode(), new.encode())
            if name == "data/definitions-zh.js":  # readers look whose it is
                data += f"/* {new} */\n".encode()
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(data)
            lines.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
    (target / "manifest.sha256").write_text("".join(lines), encoding="utf-8")
    return new


@dataclass
class Reader(threading.Thread):
    """Opens a page, waits, and asks for what it names; counts what is wrong."""

    server: Nginx
    urls: list[str]
    seed: int
    stopped: threading.Event
    read: int = 0
    releases: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Until told to stop."""
        choice = random.Random(self.seed)
        while not self.stopped.is_set():
            try:
                self.visit(choice)
            except (OSError, ValueError) as problem:
                self.wrong.append(repr(problem))

    def visit(self, choice: random.Random) -> None:
        """One page and its files, all of one release."""
        url = choice.choice(self.urls)
        page = self.get(url)
        found = set(re.findall(r"\?v=([0-9a-f]{12})", page))
        if len(found) != 1:
            self.wrong.append(f"{url}: releases {found}")
            return
        (release,) = found
        self.releases.add(release)
        time.sleep(choice.choice((0, 0, 0.05, 0.5, 1.5)))  # a reader reads; the site may change
        for name in ("search/terms.js", "search/text-0.js", "data/definitions-zh.js"):
            text = self.get(f"{name}?v={release}")
            if text and release not in (text[:400] + text[-40:]):
                self.wrong.append(f"{url} of {release}: {name} of another release")
        self.read += 1

    def get(self, url: str) -> str:
        """A file's text; anything but 200 is wrong."""
        start = time.monotonic()
        answer = self.server.get(url)
        self.milliseconds.append((time.monotonic() - start) * 1000)
        if answer.status != 200:
            self.wrong.append(f"{answer.status} {url}")
            return ""
        return answer.body.decode("utf-8")


def switch(server: Nginx, site: Path, root: Path, times: int) -> list[str]:
    """Publish and go back so often while readers read; what was seen."""
    stopped = threading.Event()
    urls = [url for url in urls_of(site) if not url.endswith("404.html")][::40]
    readers = [Reader(server, urls, seed, stopped) for seed in range(4)]
    published: list[float] = []
    back: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        variant(site, Path(folder, "site"), -1)  # the first that says whose its files are
        publish(Path(folder, "site"), root, server.base)
        for reader in readers:
            reader.start()
        for number in range(times):
            variant(site, Path(folder, "site"), number)
            start = time.monotonic()
            publish(Path(folder, "site"), root, server.base)
            published.append(time.monotonic() - start)
            time.sleep(1)
            start = time.monotonic()
            done = run_publish("--rollback", "--to", root)
            assert done.returncode == 0, done.stderr
            back.append(time.monotonic() - start)
            time.sleep(0.5)
            again = run_publish(Path(folder, "site"), "--to", root, "--base", server.base)
            assert again.returncode == 0, again.stderr
            wrong = sum(len(reader.wrong) for reader in readers)
            read = sum(reader.read for reader in readers)
            print(f"  {number + 1} of {times}: {read} pages read, {wrong} wrong", flush=True)
    stopped.set()
    for reader in readers:
        reader.join(30)
    problems = [problem for reader in readers for problem in reader.wrong]
    took = sorted(time_ for reader in readers for time_ in reader.milliseconds)
    releases = set().union(*(reader.releases for reader in readers))
    return [
        f"published {times} and went back {times}: {statistics.median(published):.1f} s and {statistics.median(back):.1f} s",
        f"pages read {sum(reader.read for reader in readers)} of {len(releases)} releases, requests {len(took)}, "
        f"p99 {took[len(took) * 99 // 100]:.0f} ms",
        f"failed or mixed: {len(problems)}",
        *problems[:5],
    ]


def main() -> int:
    """Run the parts asked for; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--base", default="/dangjian/")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", nargs="*", default=["pages", "load", "switch"])
    known = parser.parse_args()
    bad = False
    with tempfile.TemporaryDirectory() as name:
        folder, root = Path(name, "nginx"), Path(name, "root")
        publish(known.site, root, known.base)
        with nginx(folder, root, known.base) as server:
            if {"pages", "use"} & {*known.only}:
                start = time.monotonic()
                found = asyncio.run(crawl(server, known.site, every="pages" in known.only))
                bad |= bool(found.wrong)
                print(
                    f"pages opened {found.pages} in {time.monotonic() - start:.0f} s, wrong {found.wrong.total()}"
                )
                for text, count in found.wrong.most_common(20):
                    print(f"  {count} × {text}")
            if "load" in known.only:
                with load(server, known.site, known.seconds) as said:
                    pass
                print(*said, sep="\n")
                bad |= not re.search("connect 0 read 0 write 0 status 0 timeout 0", "\n".join(said))
            if "switch" in known.only:
                seen = switch(server, known.site, root, known.times)
                print(*seen, sep="\n")
                bad |= "failed or mixed: 0" not in seen
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
