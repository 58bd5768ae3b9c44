"""Asks everyday questions in the real search box, and opens the first result.

    question_exam.py SITE QUESTIONS.tsv [--offline]

A question counts as answered where the place that the first result opens holds one of its keys:
on the page, and, more strictly, in the section. What is missed is either not written anywhere
(no section has a key beside what is asked about) or ranked too low.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from search_exam import opened, read_rows, type_query
from search_tools import ask, read_json

NUMERALS = "零一二三四五六七八九"
SAYS_NOTHING = re.compile(
    r"什么|怎么|多久|多少|几[年次个天]|能不能|要不要|可以|应该|是否|处分|处理|党员|[的了吗呢把被给在和要会能多]"
)


class Section(NamedTuple):
    """What stands from one heading to the next."""

    url: str
    """Of the page."""
    anchor: str
    """Of the heading, or empty."""
    text: str
    """Folded; begins with the heading."""


class Outcome(NamedTuple):
    """What came of one question."""

    question: str
    on_page: bool
    in_section: bool
    opened: str
    """Address of the first result; empty without one."""
    rank: int | None
    """Place of the first result whose section has a key, counted from 1."""
    written: str
    """Address of a section that has a key beside the subject; empty where there is none."""


def fold(text: str) -> str:
    """Blanks and quotation marks do not count, nor does how digits are written."""
    text = re.sub(r"[\s“”‘’《》]", "", text)
    return re.sub(r"[0-9]", lambda digit: NUMERALS[int(digit[0])], text)


class Texts:
    """The texts of a built site, by section."""

    def __init__(self, site: Path) -> None:
        self.folder = site / "search"

    def _read(self, name: str) -> dict[str, list[object]]:
        found: dict[str, list[object]] = read_json(
            (self.folder / f"{name}.js").read_text(encoding="utf-8")
        )
        return found

    @cached_property
    def sections(self) -> list[Section]:
        """All sections of all pages."""
        found = []
        urls = [str(row[0]) for row in self._read("pages")["pages"]]  # type: ignore[index]
        for number, _ in enumerate(self._read("terms")["texts"]):
            data = self._read(f"text-{number}")
            for place, (text, flat) in enumerate(data["texts"]):  # type: ignore[misc]
                url = urls[int(data["first"]) + place]  # type: ignore[call-overload]
                found += [Section(url, *rest) for rest in _sections(text, flat)]
        return found

    def at(self, address: str) -> tuple[str, str]:
        """Folded texts of the page and of the section an address leads to."""
        parts = urlsplit(address)
        url, anchor = unquote(parts.path), unquote(parts.fragment)
        page = [section for section in self.sections if section.url == url]
        whole = "\n".join(section.text for section in page)
        wanted = [section.text for section in page if section.anchor == anchor]
        # An anchor inside an article leads to the article.
        article = re.sub(r"(?:-[pi]\d+)+$", "", anchor)
        wanted = wanted or [section.text for section in page if section.anchor == article]
        return whole, (wanted[0] if wanted else whole if not anchor else "")

    def beside(self, question: str, keys: list[str]) -> str:
        """A section that has a key and most of what the question is about."""
        pairs = _pairs(question)
        best, most = "", 0.0
        for section in self.sections:
            if any(key in section.text for key in keys):
                share = sum(pair in section.text for pair in pairs) / max(len(pairs), 1)
                if share > most:
                    best, most = f"{section.url}#{section.anchor}", share
        return best if most >= 0.3 else ""


def _sections(text: str, flat: list[object]) -> Iterator[tuple[str, str]]:
    """(anchor, folded text) of every part of a page that has a heading, and of what precedes."""
    starts: list[tuple[int, str]] = [(0, "")]
    at = 0
    for start, anchor, level in zip(flat[::3], flat[1::3], flat[2::3], strict=True):
        at += int(start)  # type: ignore[call-overload]
        if 1 < int(level) < 7:  # type: ignore[call-overload]
            starts.append((at, str(anchor)))
    for (start, anchor), (end, _) in zip(starts, [*starts[1:], (len(text), "")], strict=True):
        yield anchor, fold(text[start:end])


def _pairs(question: str) -> list[str]:
    parts = SAYS_NOTHING.sub(" ", question).split()
    return [fold(part[at : at + 2]) for part in parts for at in range(max(len(part) - 1, 1))]


def examine(site: Path, questions: Path, *, offline: bool) -> Iterator[Outcome]:
    """Ask every question."""
    texts = Texts(site)
    with opened(site, offline=offline) as (page, base):
        page.goto(base)
        page.keyboard.press("/")
        for row in read_rows(questions):
            links = [link.removeprefix("./") for link in type_query(page, row["question"])]
            yield judge(texts, row, links)


def examine_engine(site: Path, rows: list[dict[str, str]]) -> list[Outcome]:
    """Ask the engine alone, in node: the same answers, without a browser."""
    texts = Texts(site)
    results = ask(site / "search", [row["question"] for row in rows])
    found = zip(rows, results, strict=True)
    return [judge(texts, row, [item["url"] for item in each["items"]]) for row, each in found]


def judge(texts: Texts, row: dict[str, str], links: list[str]) -> Outcome:
    """What the results of one question are worth."""
    keys = [fold(key) for key in row["key"].split("|")]
    found = [texts.at(link) for link in links]
    good = [any(key in section for key in keys) for _, section in found]
    return Outcome(
        row["question"],
        bool(found) and any(key in found[0][0] for key in keys),
        bool(found) and good[0],
        links[0] if links else "",
        good.index(True) + 1 if True in good else None,
        texts.beside(row["question"], keys),
    )


def main() -> None:
    """Print what was answered, and of each miss why."""
    parser = argparse.ArgumentParser()
    parser.add_argument("site", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--offline", action="store_true")
    parser.add_argument("--json", action="store_true", help="one line a question")
    options = parser.parse_args()
    started = time.monotonic()
    outcomes = list(examine(options.site, options.questions, offline=options.offline))
    if options.json:
        for outcome in outcomes:
            print(json.dumps(outcome._asdict(), ensure_ascii=False))
        return
    for outcome in outcomes:
        if outcome.in_section:
            continue
        cause = (
            "page right, section not" if outcome.on_page else
            "ranking" if outcome.rank or outcome.written else "content missing"
        )  # fmt: skip
        print(f"{cause:24} {outcome.question}  opened {outcome.opened or 'nothing'}"
              f"  found at place {outcome.rank or '-'}  written at {outcome.written or '-'}")  # fmt: skip
    for title, number in (
        ("answered on the page", sum(o.on_page for o in outcomes)),
        ("… in the section", sum(o.in_section for o in outcomes)),
        ("… among the first three", sum(bool(o.rank and o.rank <= 3) for o in outcomes)),
        ("written somewhere", sum(bool(o.in_section or o.rank or o.written) for o in outcomes)),
    ):
        print(f"{title:24} {number:4} of {len(outcomes)}  ({number / len(outcomes):.0%})")
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
