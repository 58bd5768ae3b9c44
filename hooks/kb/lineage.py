"""Which article of a regulation's present text came from which articles of its older texts.

A table beside the record, `docs/regulations/lineages/REG.tsv`: a row an article of the newest
revision, a column a revision (its year), newest first, then `kind` and `note`. A cell holds article
numbers, several joined by `;`. Lines that begin with `#` are remarks on the whole, for readers.
An article that vanished stands in a row of its own whose first cell is empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from . import model
from .problem import Problem

FOLDER = f"{model.Regulation.FOLDER}/lineages"
KINDS: dict[str, model.Label] = {
    "same": model.Label("文字相同", "same wording"),
    "changed": model.Label("文字有改动", "reworded"),
    "merged": model.Label("由几条合并", "merged"),
    "split": model.Label("由一条拆分", "split"),
    "new": model.Label("新增", "new"),
    "removed": model.Label("删去", "removed"),
}
"""What happened between the newest revision and the one before it."""
_TAIL = ("kind", "note")
_CELL = re.compile(r"^\d{1,3}(;\d{1,3})*$")


@dataclass(frozen=True, slots=True)
class LineageRow:
    """One article of the newest revision, or one that vanished before it."""

    articles: tuple[tuple[int, ...], ...]
    """By revision, in the order of the table's years; empty where it has no such article."""
    kind: str
    note: str
    line: int
    """1-based, in the file."""

    @property
    def article(self) -> int | None:
        """The article of the newest revision, None for one that vanished."""
        return self.articles[0][0] if self.articles[0] else None


@dataclass(frozen=True)
class Lineage:
    """The table of one regulation."""

    regulation: str
    years: tuple[int, ...]
    """Of the revisions, newest first."""
    rows: tuple[LineageRow, ...] = ()
    remarks: tuple[str, ...] = ()

    @cached_property
    def by_article(self) -> Mapping[int, LineageRow]:
        """Article of the newest revision -> its row."""
        return {row.article: row for row in self.rows if row.article}

    @cached_property
    def _became(self) -> Mapping[tuple[int, int], tuple[int, ...]]:
        found: dict[tuple[int, int], dict[int, None]] = {}
        for row in self.rows:
            for year, articles in zip(self.years, row.articles, strict=True):
                for article in articles:
                    present = found.setdefault((year, article), {})
                    if row.article:
                        present[row.article] = None
        return {key: tuple(present) for key, present in found.items()}

    def became(self, year: int, article: int) -> tuple[int, ...] | None:
        """What an article of an older revision is now; empty if it vanished, None if unknown."""
        return self._became.get((year, article))

    def origins(self, row: LineageRow) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """(year, articles) of each older revision that has the article, newest first."""
        older = zip(self.years[1:], row.articles[1:], strict=True)
        return tuple((year, articles) for year, articles in older if articles)

    def since(self, row: LineageRow) -> int | None:
        """The year of the revision that brought the article in; None for the oldest known."""
        if row.articles[-1]:
            return None
        return next(
            (y for y, found in reversed(list(zip(self.years, row.articles, strict=True))) if found),
            None,
        )


def parse_lineage(
    path: str, text: str, regulation: model.Regulation
) -> tuple[Lineage | None, list[Problem]]:
    """The table of one file, checked; None where its first line cannot be read."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    years, problems = _years(path, lines[0], regulation)
    if not years:
        return None, problems
    rows: list[LineageRow] = []
    remarks: list[str] = []
    for number, line in enumerate(lines[1:], start=2):
        if line.startswith("#"):
            remarks.append(line.lstrip("# ").strip())
        elif line.strip():
            row = _row(line, number, len(years))
            if isinstance(row, str):
                fix = "依次写各版条号、kind、note，用制表符隔开；几个条号用英文分号隔开。"
                problems.append(Problem(path, number, row, fix))
            else:
                rows.append(row)
    lineage = Lineage(regulation.id, years, tuple(rows), tuple(remarks))
    if not problems:
        problems += _check(path, lineage, regulation)
    return lineage, problems


def _years(
    path: str, head: str, regulation: model.Regulation
) -> tuple[tuple[int, ...], list[Problem]]:
    cells = head.split("\t")
    dates = sorted((revision.date for revision in regulation.revisions), reverse=True)
    known = [str(date.year) for date in dates]
    good = tuple(cells[-2:]) == _TAIL and len(cells) > 3
    if good and cells[:-2] == [year for year in known if year in cells] and cells[0] == known[0]:
        return tuple(map(int, cells[:-2])), []
    what = f"第一行应是各版年份和 kind、note，写成了“{head[:60]}”。"
    fix = f"写成 {' '.join([*known, *_TAIL])}，用制表符隔开，新的在前。"
    return (), [Problem(path, 1, what, fix)]


def _row(line: str, number: int, years: int) -> LineageRow | str:
    """The row of a line, or what is wrong with it."""
    cells = [cell.strip() for cell in line.split("\t")]
    cells += [""] * (years + 2 - len(cells))
    if len(cells) != years + 2:
        return f"这一行有{len(cells)}栏，应有{years + 2}栏。"
    for cell in cells[:years]:
        if cell and not _CELL.match(cell):
            return f"条号“{cell}”不对。"
    if cells[years] not in KINDS:
        return f"kind 的值“{cells[years]}”不认识，应是 {'、'.join(KINDS)} 之一。"
    articles = tuple(tuple(map(int, cell.split(";"))) if cell else () for cell in cells[:years])
    if len(articles[0]) > 1 or not any(articles):
        return "第一栏只写一个条号；已经删去的旧条，第一栏空着。"
    return LineageRow(articles, cells[years], cells[years + 1], number)


def _check(path: str, lineage: Lineage, regulation: model.Regulation) -> Iterator[Problem]:
    """Every article of every revision is accounted for, and none that there is not."""
    for place, year in enumerate(lineage.years):
        revision = next(r for r in regulation.revisions if r.date.year == year)
        named = [(article, row) for row in lineage.rows for article in row.articles[place]]
        count = revision.articles or max((article for article, _ in named), default=0)
        for article, row in named:
            if not 1 <= article <= count:
                what = f"{year}年文本没有第{article}条（共{count}条）。"
                yield Problem(path, row.line, what, "改正条号，或改法规档案里这一版的条数。")
        missing = sorted(set(range(1, count + 1)) - {article for article, _ in named})
        if missing:
            what = f"{year}年文本的这些条没有写到：{'、'.join(map(str, missing[:20]))}。"
            fix = "补上；已经删去的，另起一行，第一栏空着，kind 写 removed。"
            yield Problem(path, 1, what, fix)
    present = Counter(row.article for row in lineage.rows if row.article)
    for row in lineage.rows:
        if row.article and present[row.article] > 1:
            what = f"第{row.article}条写了{present[row.article]}行。"
            yield Problem(path, row.line, what, "一条只写一行，来自几条旧条文的用英文分号隔开。")
        if expected := _wrong_kind(row, lineage.rows):
            what = f"kind 写的是 {row.kind}，与条号不符。"
            yield Problem(path, row.line, what, f"写成 {'、'.join(expected)}。")


def _wrong_kind(row: LineageRow, rows: Sequence[LineageRow]) -> tuple[str, ...]:
    """The kinds a row may have by its numbers; empty where it has one of them."""
    before = row.articles[1]
    shared = any(set(before) & set(other.articles[1]) for other in rows if other is not row)
    if row.article is None:
        fitting: tuple[str, ...] = ("removed",)
    elif not before:
        fitting = ("new",)
    elif len(before) > 1:
        fitting = ("merged",)
    else:
        fitting = ("split",) if shared else ("same", "changed")
    return () if row.kind in fitting else fitting
