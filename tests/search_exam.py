"""Asks the examination's queries in the real search box of a built site.

    search_exam.py SITE QUERIES.tsv [--offline]

SITE is a folder that `mkdocs build` wrote; it is served on this machine or, with --offline, opened
from disk with the network off. A query counts as found when the expected term's entry is the first
result, or among the first three for what is typed only in part or wrongly. It takes some ten
seconds; how far it is, is said on standard error.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from browser_tools import open_browser
from playwright.sync_api import Error, Page
from site_tools import serve

AMONG_THREE = frozenset(("substring", "missing", "wrong", "mixed", "pinyin-prefix"))


class Outcome(NamedTuple):
    """What came of one query."""

    kind: str
    query: str
    expected: str
    found: bool
    known: bool
    """The expected term has an entry."""
    first: tuple[str, ...]
    """Where the first three results lead."""


PATIENCE = 20
"""Seconds to wait for one answer; without one, the query counts as missed."""

_ASK = """([query, patience]) => new Promise((resolve, reject) => {
  const input = document.querySelector("input.md-search__input[name=query]");
  const list = document.querySelector(".md-search-result__list");
  input.value = query;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  const end = performance.now() + 1000 * patience;
  const look = () => {
    if (list.dataset.query !== query || list.dataset.complete !== "true") {
      if (performance.now() > end) return reject(new Error(`no answer to ${query}`));
      return setTimeout(look, 2);
    }
    const links = [...list.querySelectorAll(".md-search-result__item")]
      .map((item) => item.querySelector(".md-search-result__link").getAttribute("href"));
    resolve(links);
  };
  look();
})"""


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table with a head."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def type_query(page: Page, query: str) -> tuple[str, ...]:
    """Type into the box of an open page; where the results lead, empty if nothing is answered."""
    try:
        return tuple(page.evaluate(_ASK, [query, PATIENCE]))
    except Error as error:
        print(error, file=sys.stderr, flush=True)
        return ()


def examine(
    page: Page, url: str, terms: list[dict[str, Any]], rows: list[dict[str, str]]
) -> Iterator[Outcome]:
    """Type every query into the box of the page at `url`."""
    entries: dict[str, set[str]] = {}
    for term in terms:
        for name in (term["term"], *term["aliases"]):
            entries.setdefault(name, set()).add(term["id"])
    page.goto(url)
    page.keyboard.press("/")
    for row in rows:
        wanted = entries.get(row["expected"], set())
        links = type_query(page, row["query"])[:3]
        among = links[: 3 if row["kind"] in AMONG_THREE else 1]
        found = any(
            f"terms/{entry}{end}" in link
            for entry in wanted
            for link in among
            for end in ("/", ".html")
        )
        yield Outcome(row["kind"], row["query"], row["expected"], found, bool(wanted), links)


@contextlib.contextmanager
def opened(site: Path, *, offline: bool) -> Iterator[tuple[Page, str]]:
    """A tab, and the address of the site's first page."""
    with contextlib.ExitStack() as stack:
        base = (
            (site.resolve() / "index.html").as_uri()
            if offline
            else stack.enter_context(serve(site))
        )
        browser = stack.enter_context(open_browser())
        context = browser.new_context(offline=offline)
        yield context.new_page(), base


def main() -> None:
    """Print the table by kind and what was missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("site", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--offline", action="store_true")
    options = parser.parse_args()
    terms = json.loads((options.site / "data/terms.json").read_text(encoding="utf-8"))["terms"]
    with opened(options.site, offline=options.offline) as (page, url):
        rows = read_rows(options.queries)
        outcomes = []
        said = time.monotonic()
        for outcome in examine(page, url, terms, rows):
            outcomes.append(outcome)
            if time.monotonic() - said > 2:
                print(f"{len(outcomes)} of {len(rows)}", file=sys.stderr, flush=True)
                said = time.monotonic()
    for kind in sorted({outcome.kind for outcome in outcomes}):
        asked = [outcome for outcome in outcomes if outcome.kind == kind]
        known = sum(outcome.known for outcome in asked)
        print(
            f"{kind:14} {sum(o.found for o in asked):4} of {len(asked):4}   ({known} have an entry)"
        )
    print(f"{'all':14} {sum(o.found for o in outcomes):4} of {len(outcomes):4}")
    for outcome in outcomes:
        if not outcome.found:
            print("missed:", *outcome)


if __name__ == "__main__":
    main()
