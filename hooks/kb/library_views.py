"""What the templates of the report library are given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from . import model
from .index import PageInfo
from .library import (
    Excerpt,
    Paper,
    draw_chart,
    find_chart,
    find_matrix,
    genre_parts,
    other_headings,
)
from .pinyin import syllables
from .urls import relative

if TYPE_CHECKING:
    from .build import Build

TERMS_PAGE: Final = "reports/terms/years.md"
"""Where the chart is, and two reports are set side by side."""
NEWEST: Final = 12
"""Reports that a genre's page names; all of them are on the index page."""
NAMES: Final = {"came": "新出现的", "went": "不再出现的", "common": "用得多的"}
STATUSES: Final = {
    "example": model.Label("范例", "example"),
    "imported": model.Label("导入材料", "imported"),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The reports of one genre."""

    genre: str
    name: str
    path: str | None
    """Of the page that says what such papers hold; None where there is no record."""
    papers: tuple[Paper, ...]
    """Our examples first, then the newest."""


def generated(build: Build, info: PageInfo) -> dict[str, Any]:
    """What the generated lists of the library need; computed only when a template asks."""
    return {
        "shelves": lambda: shelves(build),
        "report_choices": lambda: report_choices(build.library),
        "genre_records": lambda: genre_records(build),
        "year_chart": lambda: find_chart(build.library),
        "year_counts": lambda: year_counts(build.library),
        "draw": partial(draw_chart, name_of=partial(_name, build)),
        "group_names": NAMES,
        "matrix": lambda: find_matrix(build.library),
        "papers": lambda: build.library,
        "imported": lambda: tuple(p for p in build.library if p.record.status == "imported"),
        "terms_path": terms_path(build),
    }


def terms_path(build: Build) -> str | None:
    """The page of the chart, where there is one."""
    return TERMS_PAGE if TERMS_PAGE in build.urls.pages else None


def genre_path(build: Build, genre: str) -> str | None:
    """The page that says what papers of a genre hold; None where there is no record."""
    record = build.knowledge.genres.get(genre)
    path = build.knowledge.path_of(record) if record else ""
    return path if path in build.urls.pages else None


def genre_url(build: Build, genre: str) -> str:
    """Its address from the site root; empty where there is no page."""
    path = genre_path(build, genre)
    return build.urls.of(path) if path else ""


def _name(build: Build, term: str) -> str:
    record = build.knowledge.terms.get(term)
    return record.term if record else term


def shelves(build: Build) -> tuple[Shelf, ...]:
    """The reports by genre, in the order of the model; genres without reports are left out."""
    found = []
    for genre, label in model.REPORT_GENRES.items():
        own = [paper for paper in build.library if paper.record.genre == genre]
        if own:
            ordered = tuple(sorted(own, key=_place))
            name = label[build.language == "en"]
            found.append(Shelf(genre, name, genre_path(build, genre), ordered))
    return tuple(found)


def _place(paper: Paper) -> tuple[bool, int, tuple[str, ...], str]:
    record = paper.record
    return (
        record.status != "example",
        -(paper.year or 0),
        syllables(record.title),
        record.id,
    )


def report_choices(papers: Sequence[Paper]) -> dict[str, tuple[tuple[str, str, int], ...]]:
    """(value, name, papers) of what the list of reports can be filtered by."""
    return {
        "genre": _choices(model.REPORT_GENRES, (paper.record.genre for paper in papers)),
        "level": _choices(model.ADMIN_LEVELS, (paper.record.level for paper in papers)),
        "year": tuple(
            (str(year), f"{year}年", count) for year, count in reversed(year_counts(papers))
        ),
        "status": _choices(STATUSES, (paper.record.status for paper in papers)),
    }


def _choices(
    table: Mapping[str, model.Label], values: Iterable[str]
) -> tuple[tuple[str, str, int], ...]:
    counts = Counter(values)
    return tuple((key, label.zh, counts[key]) for key, label in table.items() if counts[key])


def genre_records(build: Build) -> tuple[model.Genre, ...]:
    """The outlines, in the order of the genres."""
    held = build.knowledge.genres
    return tuple(held[genre] for genre in model.REPORT_GENRES if genre in held)


def year_counts(papers: Sequence[Paper]) -> tuple[tuple[int, int], ...]:
    """(year, papers), in order."""
    return tuple(sorted(Counter(paper.year for paper in papers if paper.year).items()))


def parts(build: Build, info: PageInfo, genre: model.Genre) -> Callable[[int], dict[str, Any]]:
    """What the n-th part of a genre's outline shows besides the record; 1-based."""
    found = genre_parts(genre, build.library)

    def context(number: int) -> dict[str, Any]:
        return {
            "part": found[number - 1],
            "term_url": lambda term: relative(build.urls.term(term), info.url),
            "excerpt_url": partial(_excerpt_url, build, info),
            "source_url": lambda target: _source_url(build, info, target),
        }

    return context


def _excerpt_url(build: Build, info: PageInfo, excerpt: Excerpt) -> str:
    anchor = excerpt.stretch.anchor
    url = relative(build.urls.of(excerpt.paper.path), info.url)
    return f"{url}#{anchor}" if anchor else url


def _source_url(build: Build, info: PageInfo, target: str) -> str:
    work, _, address = target.partition("/")
    regulation = work.partition("@")[0]
    return f"{relative(build.urls.regulation(regulation), info.url)}#{address}"


def genre_after(build: Build, info: PageInfo, genre: model.Genre) -> dict[str, Any]:
    """What follows the outline: its reports, what else they hold, the years."""
    own = sorted((p for p in build.library if p.record.genre == genre.id), key=_place)
    return {
        "own": own[:NEWEST],
        "own_count": len(own),
        "others": other_headings(genre, own),
        "chart": find_chart(own),
        "draw": partial(draw_chart, name_of=partial(_name, build)),
        "group_names": NAMES,
        "terms_path": terms_path(build),
    }
