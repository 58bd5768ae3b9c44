"""What the templates are given about a regulation's revisions: where articles come from, what two
texts have in common."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import model
from .address import Address
from .compare import compare
from .digest import read_digest
from .index import PageInfo
from .lineage import FOLDER, KINDS, Lineage, LineageRow
from .urls import relative

if TYPE_CHECKING:
    from .build import Build


@dataclass(frozen=True, slots=True)
class Origin:
    """The articles of an older revision that an article comes from."""

    year: int
    articles: tuple[tuple[str, str], ...]
    """(name, the way to the imported text of that revision or nothing)."""


@dataclass(frozen=True, slots=True)
class LineageLine:
    """Where one article comes from."""

    address: str
    """Empty for one that vanished."""
    name: str
    title: str
    """What our digest calls it; may be empty."""
    origins: tuple[Origin, ...]
    since: int | None
    """The year of the revision that brought it in, None where it is in the oldest known."""
    kind: str
    note: str
    years: tuple[int, int]
    """The newest revision and the one before."""
    row: str
    """HTML id of its row in the table."""


def lineage_lines(
    build: Build, info: PageInfo, record: model.Regulation | model.OfficialText
) -> dict[str, str]:
    """Address of an article on a record's page -> the HTML of the line on where it comes from."""
    name = record.regulation if isinstance(record, model.OfficialText) else record.id
    lineage = build.knowledge.lineages.get(name)
    if lineage is None:
        return {}
    if isinstance(record, model.OfficialText) and record.revision.year != lineage.years[0]:
        return _present_lines(build, info, lineage, record.revision.year)
    table = lineage_url(build, info, name)
    lines = (lineage_line(build, info, lineage, row, {}) for row in lineage.rows if row.article)
    template = build.renderer.environment.get_template("blocks/lineage.html")
    return {line.address: template.render(line=line, table=table).strip() for line in lines}


def lineage_url(build: Build, info: PageInfo, regulation: str) -> str:
    """The way to the table of a regulation's articles; empty where it has no page."""
    page = build.urls.pages.get(f"{FOLDER}/{regulation}.md")
    return relative(page, info.url) if page else ""


def _present_lines(build: Build, info: PageInfo, lineage: Lineage, year: int) -> dict[str, str]:
    """What each article of an older text is now."""
    url = relative(build.urls.regulation(lineage.regulation), info.url)
    template = build.renderer.environment.get_template("blocks/lineage-present.html")
    place = lineage.years.index(year) if year in lineage.years else 0
    articles = {a for row in lineage.rows for a in row.articles[place]} if place else set()
    return {
        f"art-{article}": template.render(
            url=url,
            present=[Address(article=a) for a in lineage.became(year, article) or ()],
            year=lineage.years[0],
        ).strip()
        for article in articles
    }


def lineage_line(
    build: Build, info: PageInfo, lineage: Lineage, row: LineageRow, titles: dict[str, str]
) -> LineageLine:
    """One row of the table, ready to be laid out."""
    address = f"art-{row.article}" if row.article else ""
    origins = tuple(
        Origin(year, tuple((_article(a), _old_url(build, info, lineage, year, a)) for a in found))
        for year, found in lineage.origins(row)
    )
    return LineageLine(
        address=address,
        name=_article(row.article) if row.article else "",
        title=titles.get(address, ""),
        origins=origins,
        since=lineage.since(row),
        kind=KINDS[row.kind][build.language == "en"],
        note=row.note,
        years=(lineage.years[0], lineage.years[1]),
        row=address or f"line-{row.line}",
    )


def _article(number: int) -> str:
    return Address(article=number).chinese


def _old_url(build: Build, info: PageInfo, lineage: Lineage, year: int, article: int) -> str:
    regulation = build.knowledge.regulations[lineage.regulation]
    revision = next(r for r in regulation.revisions if r.date.year == year)
    text = build.knowledge.text_of(regulation, revision)
    if text is None or build.knowledge.shown_on(text):
        return ""
    return relative(build.urls.of(build.knowledge.path_of(text)), info.url) + f"#art-{article}"


def lineage_table(build: Build, info: PageInfo) -> dict[str, Any] | None:
    """The table of the regulation that a page of `regulations/lineages` is named after."""
    name = info.path.removesuffix(".md").rpartition("/")[2]
    lineage = build.knowledge.lineages.get(name)
    if lineage is None:
        return None
    regulation = build.knowledge.regulations[name]
    units = read_digest(build.knowledge.by_path[build.knowledge.path_of(regulation)].body)
    titles = {unit.address: unit.title.partition(" ")[2] for unit in units}
    return {
        "regulation": regulation,
        "lineage": lineage,
        "url": relative(build.urls.regulation(name), info.url),
        "rows": [lineage_line(build, info, lineage, row, titles) for row in lineage.rows],
    }


def comparison(build: Build, info: PageInfo) -> dict[str, Any] | None:
    """The two texts that a page of `regulations/compare` sets side by side."""
    found = build.comparisons.get(info.path)
    if found is None:
        return None
    pairs = compare(build.knowledge, found)
    kinds = Counter(pair.kind for pair in pairs)
    return {
        "comparison": found,
        "pairs": pairs,
        "names": {pair.anchor: (pair.new or pair.old[0]).heading for pair in pairs},
        "counts": {kind: kinds[kind] for kind in ("same", "changed", "new", "removed")},
    }


def comparison_links(build: Build, info: PageInfo, regulation: str) -> tuple[tuple[str, str], ...]:
    """(years, the way there) of each page that compares two texts of a regulation."""
    return tuple(
        (
            f"{c.old.revision.year}年—{c.new.revision.year}年",
            relative(build.urls.of(path), info.url),
        )
        for path, c in build.comparisons.items()
        if c.regulation.id == regulation and path in build.urls.pages
    )
