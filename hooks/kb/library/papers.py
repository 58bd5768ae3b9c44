"""A report as the library sees it: its sections with their own words, terms and notes.

Read from the Markdown rather than from the linked page, where the notes of the examples are text
like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from .. import model
from ..anchors import slug
from ..cite import Citation, CitationFinder
from ..digest import plain_text
from ..load import KnowledgeBase, Loaded
from ..match import Matcher

_HEADING: Final = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t#]*$")
_ATTRIBUTES: Final = re.compile(r"[ \t]*\{:?[^{}]*\}[ \t]*$")
_NOTE: Final = re.compile(r"^(?:\?\?\?\+?|!!!)")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\D|$)")
_HANZI_YEAR: Final = re.compile(r"(二[〇○零][〇○零一二三四五六七八九]{2})年")
_HANZI: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between two headings."""

    title: str
    """The heading's text; empty before the first one."""
    anchor: str
    """Its HTML id; empty before the first heading."""
    level: int
    """1 to 6; 0 before the first heading."""
    text: tuple[str, ...]
    """Its own paragraphs and rows, each on one line; notes left out."""
    terms: Mapping[str, int]
    """Term → mentions, in heading and text."""
    sources: tuple[Citation, ...]
    """What its notes cite and what exists; each provision once, in order."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One report."""

    record: model.Report
    path: str
    """Of its source file."""
    year: int | None
    """The first year of its period, else of its title; None where neither names one."""
    stretches: tuple[Stretch, ...]
    terms: Mapping[str, int]
    """Term → mentions in the whole paper."""


def read_papers(
    knowledge: KnowledgeBase, matcher: Matcher, finder: CitationFinder
) -> tuple[Paper, ...]:
    """Every report, by id."""
    return tuple(
        _read_paper(knowledge.by_path[knowledge.path_of(record)], record, matcher, finder)
        for _, record in sorted(knowledge.reports.items())
    )


def year_of(record: model.Report) -> int | None:
    """The year a report is about."""
    for text in (record.period or "", record.title):
        if match := _YEAR.search(text):
            return int(match[1])
        if match := _HANZI_YEAR.search(text):
            return int(match[1].translate(_HANZI))
    return None


def _read_paper(
    item: Loaded, record: model.Report, matcher: Matcher, finder: CitationFinder
) -> Paper:
    stretches = []
    total: Counter[str] = Counter()
    used: set[str] = set()
    for title, level, text, notes in _split(item.body):
        found = matcher.find("\n".join((title, *text)))
        terms = Counter(mention.senses[0] for mention in found)
        total += terms
        anchor = _unique(slug(title), used) if level else ""
        cited = finder.find("\n".join(notes)).citations if notes else ()
        sources = {c.target: c for c in cited if c.resolved and c.regulation and "/" in c.target}
        stretches.append(
            Stretch(title, anchor, level, tuple(text), dict(terms), tuple(sources.values()))
        )
    path = f"{record.FOLDER}/{record.id}.md"
    return Paper(record, path, year_of(record), tuple(stretches), dict(total))


def _unique(wanted: str, used: set[str]) -> str:
    """As `anchors` numbers the ids of equal headings."""
    number, found = 1, wanted
    while found in used:
        number += 1
        found = f"{wanted}-{number}"
    used.add(found)
    return found


def _split(body: str) -> Iterator[tuple[str, int, list[str], list[str]]]:
    """(heading, level, own blocks, note blocks) of each stretch; the first has no heading."""
    title, level = "", 0
    text: list[str] = []
    notes: list[str] = []
    beside = False
    for block in re.split(r"\n[ \t]*\n", body.strip("\n")):
        block = block.strip("\n")
        heading = _HEADING.match(block.split("\n", 1)[0])
        if _NOTE.match(block):
            beside = True
            notes += block.split("\n")[1:]
        elif beside and block.startswith(("    ", "\t")):
            notes.append(block.strip())
        elif heading:
            if level or text or notes:
                yield title, level, text, notes
            title = plain_text(_ATTRIBUTES.sub("", heading[2]))
            level, text, notes, beside = len(heading[1]), [], [], False
            if rest := block.partition("\n")[2].strip():
                text.append(plain_text(rest))
        elif block:
            beside = False
            text += [plain_text(line) for line in _paragraphs(block)]
    if level or text or notes:
        yield title, level, text, notes


def _paragraphs(block: str) -> list[str]:
    """The rows of a table one by one; any other block is one paragraph."""
    if not block.startswith("|"):
        return [block]
    rows = [line.strip("| ") for line in block.split("\n")]
    return [row for row in rows if row.strip(":-| ")]
