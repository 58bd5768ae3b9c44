"""From a clause to the prohibition it backs, the form that meets it, and the papers that word it.

Everything here is in the records and the index already; it is only joined, and read in both
directions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .address import parse_provision
from .index import PageInfo, SiteIndex, whole_provision
from .load import KnowledgeBase
from .model import Clause, Prohibition, ProhibitionList
from .search import SearchDocument
from .text import fold

_FORBIDS = re.compile(r"^(?:不准|不得|严禁|禁止)")
_CLAUSE = re.compile(r"[,;:、。]|不准|不得")
SHORTEST = 8
"""Characters of a wording that a report must have in common: less is a phrase of everyone's."""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One prohibition in its list; made once a build, so that it is only equal to itself."""

    within: ProhibitionList
    number: int
    """1-based; its anchor is `item-N`."""
    prohibition: Prohibition

    @property
    def path(self) -> str:
        """The source file of its page."""
        return f"{self.within.FOLDER}/{self.within.id}.md"


@dataclass(frozen=True, slots=True)
class Backed:
    """A prohibition, and the provisions of one article behind it."""

    item: Item
    provisions: tuple[str, ...]
    """As written: `第一百二十二条第一款第（一）项`."""


@dataclass(frozen=True, slots=True)
class Place:
    """A section of a report."""

    page: PageInfo
    anchor: str
    section: str
    cites: bool
    """It cites an article behind the prohibition; else it uses the wording."""


class Chain:
    """The lists, read forwards and backwards, in one language's build."""

    def __init__(
        self, knowledge: KnowledgeBase, index: SiteIndex, documents: Sequence[SearchDocument]
    ) -> None:
        self._index = index
        self._documents = [page for page in documents if page.kind == "report"]
        self.items = tuple(
            Item(found, number, prohibition)
            for _, found in sorted(knowledge.lists.items())
            for number, prohibition in enumerate(found.items, start=1)
        )

    @cached_property
    def _behind(self) -> Mapping[tuple[str, str], dict[Item, list[str]]]:
        found: dict[tuple[str, str], dict[Item, list[str]]] = defaultdict(dict)
        for item in self.items:
            for clause in item.prohibition.clauses:
                key = (clause.regulation, str(parse_provision(clause.article).whole))
                found[key].setdefault(item, []).append(clause.article)
        return found

    def backed_by(self, regulation: str, address: str) -> tuple[Backed, ...]:
        """The prohibitions behind which an article (`art-122`) stands."""
        found = self._behind.get((regulation, address), {})
        return tuple(Backed(item, tuple(articles)) for item, articles in found.items())

    def meeting(self, form: int) -> tuple[tuple[ProhibitionList, tuple[Item, ...]], ...]:
        """The prohibitions that one of the four forms usually meets, by list."""
        grouped: dict[str, list[Item]] = {}
        for item in self.items:
            if item.prohibition.form == form:
                grouped.setdefault(item.within.id, []).append(item)
        return tuple((items[0].within, tuple(items)) for items in grouped.values())

    def on_report(self, url: str) -> tuple[Backed, ...]:
        """The prohibitions whose articles a report cites."""
        page = self._index.pages[url]
        targets = {cited.citation.target for cited in page.citations if cited.citation.resolved}
        found = ((item, tuple(_articles(item, targets))) for item in self.items)
        return tuple(Backed(item, articles) for item, articles in found if articles)

    def places(self, item: Item) -> tuple[Place, ...]:
        """The report sections that cite an article behind a prohibition, or use its wording."""
        return tuple(dict.fromkeys((*self._citing(item), *self._wording(item))))

    def _citing(self, item: Item) -> Iterator[Place]:
        for page, target, anchor, section in self._citations:
            if any(_meet(target, clause) for clause in item.prohibition.clauses):
                yield Place(page, anchor, section, cites=True)

    @cached_property
    def _citations(self) -> tuple[tuple[PageInfo, str, str, str], ...]:
        """(report, what it cites, anchor, section) of every citation in a report."""
        return tuple(
            (page.info, cited.citation.target, *page.sentences[cited.sentence][1:])
            for page in self._index.in_order()
            if page.info.kind == "report"
            for cited in page.citations
            if cited.citation.resolved
        )

    def _wording(self, item: Item) -> Iterator[Place]:
        phrases = tuple(_phrases(item.prohibition))
        for document, text in self._texts:
            if (at := next((a for p in phrases if (a := text.find(p)) >= 0), None)) is not None:
                anchor, title = _section(document, at)
                page = self._index.pages[document.url].info
                yield Place(page, anchor, title, cites=False)

    @cached_property
    def _texts(self) -> tuple[tuple[SearchDocument, str], ...]:
        pages = sorted(self._documents, key=lambda page: page.url)
        return tuple((page, fold(page.text)) for page in pages)


def _phrases(prohibition: Prohibition) -> Iterator[str]:
    for wording in (prohibition.wording, prohibition.report_wording or ""):
        whole = _FORBIDS.sub("", fold(wording))
        yield from (part for part in _CLAUSE.split(whole) if len(part) >= SHORTEST)


def _articles(item: Item, targets: Iterable[str]) -> Iterator[str]:
    for clause in item.prohibition.clauses:
        if any(_meet(target, clause) for target in targets):
            yield clause.article


def _meet(target: str, clause: Clause) -> bool:
    """Whether what is cited and what stands behind a prohibition are one, or one in the other."""
    work, _, cited = target.partition("/")
    if work != clause.regulation or not cited:
        return False
    own = str(parse_provision(clause.article))
    if whole_provision(cited) != whole_provision(own):
        return False
    return f"{cited}-".startswith(f"{own}-") or f"{own}-".startswith(f"{cited}-")


def _section(document: SearchDocument, offset: int) -> tuple[str, str]:
    """The heading above a place: its anchor and its text."""
    headings = [section for section in document.sections if section.level < 7]
    at = bisect_right(headings, offset, key=lambda section: section.start) - 1
    if at < 0:
        return "", ""
    section = headings[at]
    return section.anchor, document.text[section.start :].split("\n", 1)[0]
