"""The chart of years as a picture: where each dot goes. The template draws it as inline SVG.

It is as wide as a phone, so that its letters are never smaller than they are drawn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from .years import YearChart, YearRow

WIDTH: Final = 360
NAMES: Final = 126
"""Room for the names, at the left."""
LINE_CHARS: Final = 9
"""Chinese characters of a name on one line."""
HEAD: Final = 34
GROUP: Final = 26
LINE: Final = 15
LEAST_ROW: Final = 24
LARGEST: Final = 11.0
"""Radius of the dot of a term that all papers of a year use."""
SMALLEST: Final = 5.5
"""Room for its number."""
NARROW: Final = 34
"""A year in letters of the usual size is 30 wide."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One year of one term."""

    x: float
    radius: float
    """0 where no paper uses it."""
    count: int


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One term."""

    term: str
    lines: tuple[str, ...]
    """Its name, broken into lines."""
    y: float
    """The middle of the row."""
    dots: tuple[Dot, ...]
    first: float
    """From where its line runs."""
    last: float


@dataclass(frozen=True, slots=True)
class PictureGroup:
    """Rows under one heading."""

    key: str
    y: float
    """The base line of the heading."""
    rows: tuple[PictureRow, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole chart, in units of the view box."""

    width: int
    height: float
    columns: tuple[tuple[float, int, int], ...]
    """(middle, year, papers)."""
    narrow: bool
    """The years above the columns must be small."""
    groups: tuple[PictureGroup, ...]


def draw_chart(chart: YearChart, name_of: Callable[[str], str]) -> Picture:
    """Lay the chart out, from the top down."""
    step = (WIDTH - NAMES) / len(chart.years)
    middles = [NAMES + step * (place + 0.5) for place in range(len(chart.years))]
    largest = min(LARGEST, step / 2 - 1)
    y = float(HEAD)
    groups = []
    for key in ("came", "went", "common"):
        rows: Sequence[YearRow] = getattr(chart, key)
        if not rows:
            continue
        y += GROUP
        title_at = y - 8
        drawn = []
        for row in rows:
            lines = _lines(name_of(row.term))
            height = max(LEAST_ROW, LINE * len(lines) + 6)
            drawn.append(_row(row, lines, y + height / 2, middles, chart.papers, largest))
            y += height
        groups.append(PictureGroup(key, title_at, tuple(drawn)))
    rounded = [round(x, 1) for x in middles]
    columns = tuple(zip(rounded, chart.years, chart.papers, strict=True))
    return Picture(WIDTH, round(y + 4), columns, step < NARROW, tuple(groups))


def _row(
    row: YearRow,
    lines: tuple[str, ...],
    y: float,
    middles: Sequence[float],
    papers: Sequence[int],
    largest: float,
) -> PictureRow:
    dots = tuple(
        Dot(round(x, 1), _radius(count, whole, largest), count)
        for x, count, whole in zip(middles, row.papers, papers, strict=True)
    )
    used = [dot.x for dot in dots if dot.count]
    return PictureRow(row.term, lines, y, dots, min(used), max(used))


def _radius(count: int, whole: int, largest: float) -> float:
    """The area, not the radius, says how large a share of the year's papers it is."""
    if not count:
        return 0.0
    return round(max(SMALLEST, largest * math.sqrt(count / whole)), 1)


def _lines(name: str) -> tuple[str, ...]:
    """A name in lines of `LINE_CHARS`; Latin letters count half."""
    lines, line, width = [], "", 0.0
    for char in name:
        room = 0.55 if char.isascii() else 1.0
        if width + room > LINE_CHARS:
            lines.append(line)
            line, width = "", 0.0
        line, width = line + char, width + room
    return (*lines, line)
