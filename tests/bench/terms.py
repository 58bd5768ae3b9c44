"""The term pass by itself, in one process: 500 terms and 5,000 on the same pages.

Run by bench_build.py with the project's hooks folder, a work folder and a result file.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import corpus
import sites
from markdown import Markdown

PAGES = 200
ROUNDS = 10
SIZES = (500, 5000)


def main() -> None:
    """Measure, alternating, and write medians."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--hooks", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--result", type=Path, required=True)
    options = parser.parse_args()
    sys.path.insert(0, str(options.hooks))
    passes = {size: TermPass(options.work, options.seed, size) for size in SIZES}
    bodies = render_bodies(options.seed)
    counts = passes[SIZES[0]].count(bodies)
    spent: dict[int, list[dict[str, float]]] = {size: [] for size in SIZES}
    for turn in range(ROUNDS):
        for size in SIZES if turn % 2 else reversed(SIZES):
            gc.collect()
            spent[size].append(passes[size].run(bodies))
    few, many = (
        {key: statistics.median(run[key] for run in spent[size]) for key in spent[size][0]}
        for size in SIZES
    )
    result: dict[str, Any] = {
        "on a page": {name: count / PAGES for name, count in counts.items()},
        "few": few,
        "many": many,
        "ratios": {
            key: statistics.median(
                more[key] / fewer[key] for fewer, more in zip(*spent.values(), strict=True)
            )
            for key in few
        },
    }
    options.result.write_text(json.dumps(result))


def render_bodies(seed: int) -> list[str]:
    """The HTML of the pages, terms of the small glossary in it."""
    markdown = Markdown(extensions=["tables", "attr_list", "md_in_html", "toc"])
    return [
        markdown.reset().convert(corpus.write_regulation(seed, number, terms=SIZES[0]).body)
        for number in range(PAGES)
    ]


class TermPass:
    """What a build does to link a page, with a glossary of a given size."""

    def __init__(self, work: Path, seed: int, terms: int) -> None:
        from kb import cite, link, load, match

        docs = work / f"glossary-{terms}"
        sites.write_records(docs, sites.Corpus(seed, PAGES, terms))
        knowledge, problems = load.load_knowledge_base(docs)
        if problems:
            sys.exit(f"the benchmark's records do not load: {problems[0]}")
        self._link = link
        self._matcher = match.Matcher(knowledge.terms, "zh")
        self._finder = cite.CitationFinder(knowledge.regulations)
        self._hrefs = link.Hrefs(
            term=lambda term: f"../../terms/{term}/", citation=lambda cited: f"../{cited.target}/"
        )

    def count(self, bodies: list[str]) -> Counter[str]:
        """What is on the pages."""
        found: Counter[str] = Counter()
        for body in bodies:
            page = self._link_page(body)
            found["characters"] += len("".join(page.page.text.split()))
            found["mentions"] += len(page.mentions)
            found["links"] += sum(linked for _, linked in page.mentions)
            found["citations"] += len(page.citations)
        return found

    def run(self, bodies: list[str]) -> dict[str, float]:
        """CPU milliseconds a page: reading its tree, everything after it, matching alone."""
        reading = total = matching = 0.0
        parse_page = self._link.parse_page

        def timed_parse(source: str) -> Any:
            nonlocal reading
            start = time.thread_time()
            page = parse_page(source)
            reading += time.thread_time() - start
            return page

        self._link.parse_page = timed_parse
        try:
            for body in bodies:
                start = time.thread_time()
                page = self._link_page(body)
                linked = time.thread_time()
                self._matcher.find(page.page.text)
                total += linked - start
                matching += time.thread_time() - linked
        finally:
            self._link.parse_page = parse_page
        spent = {"reading": reading, "term pass": total - reading, "matching": matching}
        return {name: 1000 * seconds / len(bodies) for name, seconds in spent.items()}

    def _link_page(self, body: str) -> Any:
        return self._link.link_page(body, self._matcher, self._finder, self._hrefs)


if __name__ == "__main__":
    main()
