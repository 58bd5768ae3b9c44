"""make bench-search: how fast and how large search is, in Chromium, over http and file://.

    bench_search.py [SIZE …] [--corpus FOLDER] [--stock] [--seed N]

Pages are synthetic regulations of about 3,430 characters (corpus.py) or, with --corpus, the
Markdown files of a folder. With --stock the same pages are also searched by stock Material with
jieba, built in the same run. Nothing is asserted: read the table beside the goals of design.md.

A keystroke is timed from the input event to the results in the page; `task` is the longest time
the main thread was held up while loading and typing (PerformanceObserver, so above 50 ms only, plus
the longest gap between timers).
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "hooks")]

import bench_build  # noqa: E402
import corpus  # noqa: E402
import sites  # noqa: E402
from browser_tools import open_browser  # noqa: E402
from kb.load import load_knowledge_base  # noqa: E402
from kb.search import SearchDocument, SearchSection, build_payload  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402
from search_tools import ROOT, write_frame  # noqa: E402
from site_tools import serve  # noqa: E402

SIZES = (300, 1000, 3000)
TYPED = (
    "三会一课", "shyk", "sanhuiyike", "会一课", "四种形太", "处分条例50条", "三會一課", "会议记录",
    "第五十条", "应当", "预备党员有没有选举权", "值班人员 登记", "probationary", "的",
)  # fmt: skip
_HEADING = re.compile(r"^(#{1,6}) (.*)$")
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百零]+条")


@dataclass
class Measured:
    """One size, one way of opening it."""

    terms_ready: float = 0
    text_ready: float = 0
    keys: list[float] = field(default_factory=list)
    longest_task: float = 0
    way: str = ""

    def row(self) -> str:
        """As a line of the table."""
        keys = sorted(self.keys)
        p95 = keys[int(len(keys) * 0.95)]
        return (
            f"{self.terms_ready:9.0f} {self.text_ready:9.0f} {statistics.median(keys):8.1f}"
            f" {p95:8.1f} {keys[-1]:8.1f} {self.longest_task:8.0f}  {self.way}"
        )


def documents(size: int, seed: int, folder: Path | None) -> Iterator[SearchDocument]:
    """The pages to be searched."""
    if folder is None:
        for number in range(size):
            made = corpus.write_regulation(seed, number, terms=500)
            yield _document(f"regulations/{made.id}/", made.title, made.body)
        return
    files = sorted(folder.rglob("*.md"))
    for number in range(size):
        file = files[number % len(files)]
        yield _document(f"pages/{number}/", file.stem, file.read_text(encoding="utf-8"))


def _document(url: str, title: str, markdown: str) -> SearchDocument:
    """Markdown lines as text; headings and articles are its sections."""
    parts = [title]
    sections: list[SearchSection] = []
    length = len(title) + 1
    for line in filter(None, map(str.strip, markdown.split("\n"))):
        text = line
        if heading := _HEADING.match(line):
            text = heading[2]
            sections.append(SearchSection(length, f"s-{len(sections)}", len(heading[1])))
        elif _ARTICLE.match(line):
            sections.append(SearchSection(length, f"art-{len(sections)}", 7))
        parts.append(text)
        length += len(text) + 1
    return SearchDocument(url, title, "page", None, "\n".join(parts), tuple(sections))


def payload(size: int, seed: int, folder: Path | None) -> dict[str, str]:
    """Synthetic pages with the project's own terms."""
    knowledge, _ = load_knowledge_base(ROOT / "docs")
    urls = {path: path.removesuffix(".md") + "/" for path in knowledge.by_path}
    return build_payload(knowledge, documents(size, seed, folder), None, "zh", urls)


def weigh(files: Mapping[str, str], pages: int) -> str:
    """Bytes of a payload."""
    raw = {name: len(text.encode()) for name, text in files.items()}
    packed = {name: len(gzip.compress(text.encode(), 6)) for name, text in files.items()}
    texts = sum(size for name, size in packed.items() if name.startswith("text"))
    terms = packed["terms.js"]
    return (
        f"raw {sum(raw.values()) / 1e6:.2f} MB, gz {sum(packed.values()) / 1e6:.2f} MB;"
        f" text gz {texts / pages:.0f} B a page; terms.js {raw['terms.js'] / 1e3:.0f} KB,"
        f" gz {terms / 1e3:.0f} KB"
    )


_WATCH = """
window.longest = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
}).observe({ entryTypes: ["longtask"] });
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  window.longest = Math.max(window.longest, now - last - 4);
  last = now;
}, 4);
"""
_OPEN = """() => new Promise((resolve) => {
  const started = performance.now();
  const input = document.querySelector(".md-search__input");
  const list = document.querySelector(".md-search-result__list");
  const found = { terms: 0, text: 0 };
  input.value = "三会一课";
  input.focus();
  input.dispatchEvent(new Event("input"));
  const look = () => {
    if (!found.terms && list.querySelector(".md-search-result__item")) found.terms = performance.now() - started;
    if (list.dataset.complete === "true") {
      found.text = performance.now() - started;
      resolve(found);
    } else setTimeout(look, 1);
  };
  look();
})"""
_KEY = """(text) => new Promise((resolve) => {
  const input = document.querySelector(".md-search__input");
  const list = document.querySelector(".md-search-result__list");
  const started = performance.now();
  const seen = new MutationObserver(() => {
    if (list.dataset.query !== text) return;
    seen.disconnect();
    resolve(performance.now() - started);
  });
  seen.observe(list, { attributes: true });
  input.value = text;
  input.dispatchEvent(new Event("input"));
})"""


def measure(page: Page, url: str) -> Measured:
    """Open the box, wait for the texts, type."""
    found = Measured()
    page.add_init_script(_WATCH)
    page.goto(url)
    page.wait_for_timeout(300)
    page.evaluate("window.longest = 0")
    opened: dict[str, Any] = page.evaluate(_OPEN)
    found.terms_ready, found.text_ready = opened["terms"], opened["text"]
    for word in TYPED:
        for end in range(1, len(word) + 1):
            found.keys.append(page.evaluate(_KEY, word[:end]))
            page.wait_for_timeout(20)
    found.longest_task = page.evaluate("window.longest")
    return found


def build_stock(folder: Path, size: int, seed: int) -> Path:
    """The same synthetic pages as stock Material's site, searched with jieba where it installs."""
    sites.write_stock(folder, sites.Corpus(seed, size, 500))
    libraries = str(bench_build.LIBRARIES) if bench_build.install_jieba() else ""
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(folder / "search.yml")],
        env=os.environ | {"PYTHONPATH": libraries, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    return folder / "search"


_STOCK_KEY = """([text, patience]) => new Promise((resolve) => {
  const input = document.querySelector(".md-search__input");
  const result = document.querySelector(".md-search-result");
  const started = performance.now();
  let changed = 0;
  const seen = new MutationObserver(() => { changed = performance.now(); });
  seen.observe(result, { childList: true, subtree: true, characterData: true });
  if (document.activeElement !== input) input.focus();
  input.value = text;
  input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  const look = () => {
    const now = performance.now();
    // The list is filled over several frames; without a change there was nothing new to show.
    if ((changed && now - changed > 60) || now - started > patience) {
      seen.disconnect();
      resolve(changed ? changed - started : null);
    } else setTimeout(look, 2);
  };
  look();
})"""


def measure_stock(page: Page, url: str) -> Measured:
    """The same for Material's own box: ready is its first answer after the page was opened."""
    found = Measured(way="stock Material")
    page.add_init_script(_WATCH)
    page.goto(url)
    started = page.evaluate("performance.now()")
    while page.evaluate(_STOCK_KEY, ["会议室使用", 500]) is None:
        page.evaluate(_STOCK_KEY, ["", 100])
    found.terms_ready = found.text_ready = page.evaluate("performance.now()") - started
    page.evaluate("window.longest = 0")
    for word in TYPED:
        for end in range(1, len(word) + 1):
            took = page.evaluate(_STOCK_KEY, [word[:end], 1_500])
            if took is not None:
                found.keys.append(took)
    found.longest_task = page.evaluate("window.longest")
    return found


def bench(browser: Browser, size: int, options: argparse.Namespace) -> None:
    """The lines of one size."""
    with tempfile.TemporaryDirectory() as name:
        files = payload(size, options.seed, options.corpus)
        frame = write_frame(Path(name), files)
        print(f"\n{size} pages: {weigh(files, size)}")
        print("            terms ms   text ms   key ms      p95      max     task")
        with serve(Path(name)) as base:
            for label, url in (("http", base), ("file", frame.as_uri())):
                context = browser.new_context()
                print(f"  {label:8}{measure(context.new_page(), url).row()}", flush=True)
                context.close()
        if options.stock:
            site = build_stock(Path(name) / "stock", size, options.seed)
            index = (site / "search/search_index.json").read_bytes()
            with serve(site) as base:
                context = browser.new_context()
                print(f"  {'stock':8}{measure_stock(context.new_page(), base).row()}", flush=True)
                context.close()
            print(
                f"  stock index: raw {len(index) / 1e6:.2f} MB, gz {len(gzip.compress(index, 6)) / 1e6:.2f} MB"
            )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stock", action="store_true")
    options = parser.parse_args()
    with open_browser() as browser:
        for size in options.sizes:
            bench(browser, size, options)


if __name__ == "__main__":
    main()
