"""Asks the search engine for random pieces of the built pages.

    substring_exam.py SITE [--number 200] [--seed 1]

The pages found literally must be exactly those whose authored text contains the piece under the
documented folding (NFKC, lower case, white space and quotation marks dropped), counted as often as
it stands there, and each result must show it marked. The authored text is read from the HTML of
the site, the folding written a second time: neither is taken from the search.
"""

from __future__ import annotations

import argparse
import random
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from helpers import read_html
from search_tools import ask, marks_of

QUOTES = frozenset("“”\"'`‘’‚‛„‟«»‹›「」『』﹁﹂﹃﹄〝〞＂＇")
SHORTEST, LONGEST = 2, 12


class Outcome(NamedTuple):
    """What came of one piece of text."""

    query: str
    missed: frozenset[str]
    """Pages that contain it and were not found."""
    wrong: frozenset[str]
    """Pages that were found and do not contain it."""
    counts: tuple[int, int]
    """How often it stands in all pages, and how often the search says so."""
    unmarked: frozenset[str]
    """Pages that were found whose result does not show it marked."""

    @property
    def good(self) -> bool:
        """Everything is as it has to be."""
        one, other = self.counts
        return not (self.missed or self.wrong or self.unmarked) and one == other


@cache
def fold(text: str) -> str:
    """The documented folding."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(
        char
        for char in composed.lower()
        if not char.isspace()
        and char not in QUOTES
        and unicodedata.category(char) not in ("Cc", "Cf")
    )


def authored_texts(site: Path, *, english: bool = False) -> dict[str, str]:
    """URL -> authored text of every page of one language that has one."""
    texts = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if name.endswith("404.html") or name.startswith("en/") != english:
            continue
        file = read_html(path.read_text(encoding="utf-8"), name)
        url = name.removesuffix("index.html") if (site / "sitemap.xml").exists() else name
        if file.authored.strip():
            texts[url] = file.authored
    return texts


def draw(texts: Mapping[str, str], number: int, seed: int) -> list[str]:
    """Random pieces of random pages, as they stand there."""
    rng = random.Random(seed)
    urls = sorted(texts)
    queries: list[str] = []
    while len(queries) < number:
        text = texts[rng.choice(urls)]
        start = rng.randrange(len(text))
        piece = text[start : start + rng.randint(SHORTEST, LONGEST)]
        if len(fold(piece)) >= SHORTEST:
            queries.append(piece)
    return queries


def examine(search: Path, texts: Mapping[str, str], queries: list[str]) -> list[Outcome]:
    """Ask all queries of the payload in `search`."""
    results = ask(search, queries, most=len(texts) + 1000)
    return [_judge(query, result, texts) for query, result in zip(queries, results, strict=True)]


def _judge(query: str, result: dict[str, Any], texts: Mapping[str, str]) -> Outcome:
    wanted = fold(query)
    holding = {url: fold(text).count(wanted) for url, text in texts.items() if wanted in fold(text)}
    found = set(result["literal_pages"])
    unmarked = set(found)
    for item in result["items"]:
        if any(wanted in fold(mark) for mark in marks_of(item)):
            unmarked.discard(item["url"].split("#")[0])
    return Outcome(
        query,
        frozenset(holding.keys() - found),
        frozenset(found - holding.keys()),
        (sum(holding.values()), result["literal"]["count"]),
        frozenset(unmarked),
    )


def main() -> None:
    """Print how many are as they have to be, and what is wrong with the others."""
    parser = argparse.ArgumentParser()
    parser.add_argument("site", type=Path)
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--english", action="store_true")
    options = parser.parse_args()
    texts = authored_texts(options.site, english=options.english)
    search = options.site / ("en/search" if options.english else "search")
    outcomes = examine(search, texts, draw(texts, options.number, options.seed))
    print(f"{sum(outcome.good for outcome in outcomes)} of {len(outcomes)} on {len(texts)} pages")
    for outcome in outcomes:
        if not outcome.good:
            print(outcome)


if __name__ == "__main__":
    main()
