"""Which formulations came and went: in how many papers of each year, and of each genre."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .. import model
from .papers import Paper

MOST_YEARS: Final = 10
"""Columns of the chart: more would be narrower than a finger on a phone."""
MOST_ROWS: Final = 12
"""Of each group of the chart."""
FEWEST: Final = 2
"""Papers that must use a term before it is said to have come or gone."""
LEAST_SHARE: Final = 0.1
"""Of the papers of those years that must use it too."""
FEW_PAPERS: Final = 3
"""A year with fewer says little."""
MATRIX_ROWS: Final = 40


@dataclass(frozen=True, slots=True)
class YearRow:
    """One term."""

    term: str
    papers: tuple[int, ...]
    """How many papers of each year use it."""


@dataclass(frozen=True, slots=True)
class YearChart:
    """The papers of several years; there is none of fewer than two."""

    years: tuple[int, ...]
    """In order; only those that have papers."""
    papers: tuple[int, ...]
    """How many papers each year has."""
    split: int
    """The first so many years are the earlier ones."""
    compared: tuple[str, ...]
    """Genres with papers in earlier and in later years: only they tell what came and went."""
    came: tuple[YearRow, ...]
    """Used by no paper of the earlier years, by at least `FEWEST` of the later."""
    went: tuple[YearRow, ...]
    common: tuple[YearRow, ...]
    """The others, most papers first."""
    imported: bool
    """Only imported papers are counted: there are enough of them."""
    undated: int
    """Papers that name no year, and are left out."""
    older: int
    """Papers of years before the first one shown."""

    @property
    def few(self) -> tuple[int, ...]:
        """Years with so few papers that their shares mean little."""
        return tuple(
            y for y, count in zip(self.years, self.papers, strict=True) if count < FEW_PAPERS
        )

    @property
    def rows(self) -> tuple[YearRow, ...]:
        """All rows, in the order of the groups."""
        return (*self.came, *self.went, *self.common)


def find_chart(papers: Iterable[Paper]) -> YearChart | None:
    """The chart of these papers; None where fewer than two years have papers.

    Our examples are invented: as soon as imported papers cover two years, only those are counted.
    Minutes use other words than plans whatever the year: where both the earlier and the later years
    have a genre, only such genres are counted; where there is none, nothing is said to have come or
    gone.
    """
    every = tuple(papers)
    own = tuple(p for p in every if p.record.status == "imported")
    imported = len({p.year for p in own if p.year}) >= 2
    chosen = own if imported else every
    years = tuple(sorted({p.year for p in chosen if p.year}))[-MOST_YEARS:]
    if len(years) < 2:
        return None
    undated = sum(1 for p in chosen if not p.year)
    older = sum(1 for p in chosen if p.year and p.year < years[0])
    split = len(years) // 2
    compared = _in_both(chosen, years[:split], years[split:])
    if compared:
        chosen = tuple(p for p in chosen if p.record.genre in compared)
    sizes = Counter(p.year for p in chosen)
    rows = _year_rows(chosen, years)
    before = {row.term: sum(row.papers[:split]) for row in rows}
    after = {row.term: sum(row.papers[split:]) for row in rows}
    early = sum(sizes[year] for year in years[:split])
    late = sum(sizes[year] for year in years[split:])
    came = _only(rows, after, late, before) if compared else ()
    went = _only(rows, before, early, after) if compared else ()
    rest = {row.term: sum(row.papers) for row in rows if row not in (*came, *went)}
    return YearChart(
        years=years,
        papers=tuple(sizes[year] for year in years),
        split=split,
        compared=compared,
        came=came,
        went=went,
        common=_best(rows, rest, MOST_ROWS if came or went else 2 * MOST_ROWS),
        imported=imported,
        undated=undated,
        older=older,
    )


def _in_both(papers: Sequence[Paper], early: Sequence[int], late: Sequence[int]) -> tuple[str, ...]:
    """The genres with at least `FEWEST` papers in the earlier and in the later years."""
    before = Counter(p.record.genre for p in papers if p.year in early)
    after = Counter(p.record.genre for p in papers if p.year in late)
    return tuple(
        genre for genre in model.REPORT_GENRES if min(before[genre], after[genre]) >= FEWEST
    )


def _year_rows(papers: Sequence[Paper], years: Sequence[int]) -> tuple[YearRow, ...]:
    place = {year: number for number, year in enumerate(years)}
    counts: dict[str, list[int]] = {}
    for paper in papers:
        if paper.year in place:
            for term in paper.terms:
                counts.setdefault(term, [0] * len(years))[place[paper.year]] += 1
    return tuple(YearRow(term, tuple(row)) for term, row in sorted(counts.items()))


def _only(
    rows: Sequence[YearRow], used: Mapping[str, int], papers: int, unused: Mapping[str, int]
) -> tuple[YearRow, ...]:
    """The rows that are used in some years and never in the others."""
    least = max(FEWEST, LEAST_SHARE * papers)
    return _best(rows, {t: n for t, n in used.items() if not unused[t] and n >= least})


def _best(
    rows: Iterable[YearRow], used: Mapping[str, int], most: int = MOST_ROWS
) -> tuple[YearRow, ...]:
    """The rows of `used` with most papers; of equal ones the first by id."""
    found = [row for row in rows if used.get(row.term, 0) >= FEWEST]
    return tuple(sorted(found, key=lambda row: (-used[row.term], row.term))[:most])


@dataclass(frozen=True, slots=True)
class Matrix:
    """Genres across, terms down."""

    genres: tuple[tuple[str, int], ...]
    """(genre, papers), in the order of the model."""
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    """(term, papers of each genre that use it); those of most genres first."""


def find_matrix(papers: Sequence[Paper]) -> Matrix:
    """In how many papers of each genre the commonest terms are used."""
    sizes = Counter(paper.record.genre for paper in papers)
    genres = tuple((genre, sizes[genre]) for genre in model.REPORT_GENRES if sizes[genre])
    counts: dict[str, Counter[str]] = {}
    for paper in papers:
        for term in paper.terms:
            counts.setdefault(term, Counter())[paper.record.genre] += 1
    ranked = sorted(counts, key=lambda t: (-len(counts[t]), -sum(counts[t].values()), t))
    rows = tuple(
        (term, tuple(counts[term][genre] for genre, _ in genres)) for term in ranked[:MATRIX_ROWS]
    )
    return Matrix(genres, rows)
