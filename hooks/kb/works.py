"""Which words name a regulation, and which one: the `work` of the grammar.

    work       = 《title》 [ （revision） ] | short title | defined name | 本条例 | 本《条例》 …
    revision   = year [年] [ 修订 | 版 | … ]
    definition = work [，] （以下简称《name》） | work ，以下简称name        valid from there on

本条例 means the regulation whose text stands on the page. A short title without 《》 counts only
before a provision, and only where no other word runs into it (the 处分条例 of 某某处分条例 is not
ours). Nothing is guessed: an unknown title, and a short title that two regulations share, have a
reason instead of a regulation.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from .grammar import Work
from .model import Regulation, Revision
from .place import Place
from .text import fold

_TITLE = re.compile(r"《([^《》\n]{2,60})》")
REVISION = re.compile(
    r"[（(](\d{4})年?(?:\d{1,2}月)?(?:修订|修正|版|印发|试行|制定|通过|文本)*[)）]"
)
_REVISION_INSIDE = re.compile(rf"{REVISION.pattern}$")
_KINDS = (
    "章程|准则|条例|规定|办法|规则|细则|宪法|法典|法|通则|规程|解释|决定|修正案"
    "|意见|通知|批复|制度|标准"
)
_SELF = re.compile(
    rf"本(?:实施)?(?:(?P<kind>{_KINDS})|《(?P<quoted>{_KINDS})》)(?=[第的中前总序 ])"
)
_TEXT_OF_YEAR = re.compile(r"(\d{4})年(?:\d{1,2}月)?的?(?:修订|修正|印发)?的?(?:文本|版本?)")
_OLDER_TEXT = re.compile(r"(?:修订|修改|修正)前的?|旧(?:文本|条例|规定|版)|原(?:文本|条例|规定)")
_TITLE_KIND = re.compile(rf"(?P<kind>{_KINDS})(?:[（(][^（）()]*[)）])?$")
_DEFINITION = re.compile(
    r",?\(?(?:(?:以下|下文)?(?:均|统一)?简称|(?:以下|下)称)(?:为|作)?:?"
    r"(?:《(?P<title>[^《》\n]{1,30})》|\"?(?P<name>(?!本)[一-鿿]{2,20})\"?)(?=[),。;])"
)
_AMENDS = re.compile(r"修正案|关于(?:修改|修订|废止)")
"""Titles of texts whose bare 第五条 is an article of the text they change."""
_BEFORE_NAME = frozenset(
    "照据按依反合用触犯与和及或对在将由把以为于从参见引了的有成构属除即则至同经违循守执行习彻实讲写读查抄看"
    "背记是非如而因但其被受比到向使给让就符载施担备过响取指括付交虑入出定无界知解"
)
"""After these a name begins; after another Chinese character it may be the end of a longer one."""
_STARTS_PROVISION = frozenset("第〇零一二三四五六七八九十百千总序的中 0123456789")

UNKNOWN = "本库没有这部法规"
NAME_CONTINUES = "名称前面还有字，可能是另一部法规"
OTHER_VERSION = "这里说的是旧文本，没有写明是哪一年的"
OTHER_KIND = "名称同本页法规的不合，可能是另一部法规"


@dataclass(frozen=True, slots=True)
class Named:
    """What the provisions after the name of a work belong to."""

    regulation: Regulation | None
    revision: Revision | None = None
    year: str | None = None
    reason: str | None = None
    """Why there is no regulation, in Chinese."""


class NamedWorks(NamedTuple):
    """Where a text names works."""

    works: dict[Work, Named]
    """In order and apart."""
    titles: tuple[tuple[int, int], ...]
    """Where titles stand, bracketed or not, sorted; they may overlap."""


class WorkFinder:
    """Knows the titles of all regulations."""

    def __init__(self, regulations: Iterable[Regulation]) -> None:
        self._by_name = _names(regulations)
        self._names = tuple(sorted(self._by_name))
        self._automaton = AhoCorasick(self._names, matchkind=MatchKind.LeftmostLongest)

    def resolve(self, folded: str) -> Named:
        """What a folded title or short title names."""
        found = self._by_name.get(folded) or self._by_name.get(_without_trial(folded))
        if not found:
            return Named(None, reason=UNKNOWN)
        if len(found) > 1:
            titles = "、".join(f"《{regulation.title}》" for regulation in found)
            return Named(None, reason=f"这个简称有{titles}共用")
        return Named(found[0], found[0].current)

    def _resolve_dated(self, folded: str) -> Named:
        """A bracketed title that may end with its revision: 《…条例（2018年修订）》."""
        year = _REVISION_INSIDE.search(folded)
        named = self.resolve(folded[: year.start()]) if year else None
        if year is None or named is None or named.regulation is None:
            return self.resolve(folded)
        return text_of_year(named.regulation, year[1])

    def find(self, folded: str, own: Named, places: Sequence[Place]) -> NamedWorks:
        """Where works are named, in order, and which they are; `own` is what 本条例 means."""
        bracketed = list(_TITLE.finditer(folded)) if "《" in folded else []
        names = self._automaton.find_matches_as_indexes(folded)
        found: list[tuple[Work, Named]] = []
        for match in bracketed:
            found.append((Work(*match.span()), self._resolve_dated(match[1])))
        spans = [match.span() for match in bracketed]
        for index, start, end in names:
            starts = places or folded[end : end + 1] in _STARTS_PROVISION
            if starts and "《" not in folded[start:end] and not _inside(spans, start, end):
                doubt = NAME_CONTINUES if _runs_on(folded, start) else None
                work = Work(start, end, alone=False, doubt=doubt)
                found.append((work, self.resolve(self._names[index])))
        if own.regulation:
            found += _selves(folded, own, own.regulation, places)
        if own.regulation and places:
            found += _own_revisions(folded, own, own.regulation)
        found = _defined(folded, found, bracketed) + found
        titles = sorted(spans + [(start, end) for _, start, end in names])
        return NamedWorks(_apart(folded, found), tuple(titles))


def _apart(folded: str, found: Iterable[tuple[Work, Named]]) -> dict[Work, Named]:
    """Works in order, the first and longest of those that overlap."""
    taken = 0
    chosen: dict[Work, Named] = {}
    for work, named in sorted(found, key=lambda entry: (entry[0].start, -entry[0].end)):
        if work.start < taken:
            continue
        year = REVISION.match(folded, work.end)
        if year and named.regulation:
            work = work._replace(end=year.end())
            revision, label = _revision_of(named.regulation, year[1])
            named = Named(named.regulation, revision, label)
        taken = work.end
        if definition := _DEFINITION.match(folded, work.end):
            closed = folded.startswith(")", definition.end())
            work = work._replace(resume=definition.end() + closed)
        shared = named.reason if named.reason != UNKNOWN else None
        chosen[work._replace(doubt=work.doubt or shared)] = named
    return chosen


def _names(regulations: Iterable[Regulation]) -> dict[str, tuple[Regulation, ...]]:
    """Folded title or short title -> whom it names: a full title before a short one."""
    titles: dict[str, dict[str, Regulation]] = {}
    shorts: dict[str, dict[str, Regulation]] = {}
    for regulation in regulations:
        for names, written in ((titles, (regulation.title,)), (shorts, regulation.short)):
            for name in written:
                for form in {fold(name), _without_trial(fold(name))}:
                    names.setdefault(form, {})[regulation.id] = regulation
    return {name: tuple(found.values()) for name, found in (shorts | titles).items()}


def usable_places(places: Sequence[Place], own: Regulation | None) -> Sequence[Place]:
    """Places of a text that cites its own articles; none where it is not known which it is."""
    if own is None:
        return ()
    return [Place(0, None)] if places and _AMENDS.search(own.title) else places


def _inside(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether [start, end) lies in one of the spans, which are sorted and apart."""
    at = bisect_right(spans, (start, sys.maxsize)) - 1
    return at >= 0 and end <= spans[at][1]


def _runs_on(folded: str, start: int) -> bool:
    """Whether the name that starts here may be the end of a longer one."""
    before = folded[start - 1 : start]
    return "一" <= before <= "鿿" and before not in _BEFORE_NAME


@dataclass(slots=True)
class _Definition:
    """What a name means that the text defines."""

    start: int
    """From where on it is defined."""
    meant: Named
    ambiguous_from: int = sys.maxsize
    """From where on it has been defined as another work too."""

    def at(self, offset: int) -> Named | None:
        """What the name means at an offset; None before its definition."""
        if offset < self.start:
            return None
        if offset >= self.ambiguous_from:
            return Named(None, reason="这个简称在文中先后指不同的法规")
        return self.meant


def _defined(
    folded: str, found: Sequence[tuple[Work, Named]], bracketed: Sequence[re.Match[str]]
) -> list[tuple[Work, Named]]:
    """Where works are named as the text itself has said it would: （以下简称《条例》）."""
    titles: dict[str, _Definition] = {}
    names: dict[str, _Definition] = {}
    if "称" not in folded:
        return []
    for work, named in sorted(found, key=lambda entry: entry[0].start):
        if match := _DEFINITION.match(folded, work.end):
            by_name = titles if match["title"] else names
            start = match.start()
            earlier = by_name.setdefault(match["title"] or match["name"], _Definition(start, named))
            if earlier.meant != named:
                earlier.ambiguous_from = min(earlier.ambiguous_from, start)
    uses: list[tuple[Work, Named]] = []
    for match in bracketed:
        definition = titles.get(match[1])
        if definition and (meant := definition.at(match.start())):
            uses.append((Work(*match.span()), meant))
    if not names:
        return uses
    known = list(names)
    spans = [match.span() for match in bracketed]
    automaton = AhoCorasick(known, matchkind=MatchKind.LeftmostLongest)
    for index, start, end in automaton.find_matches_as_indexes(folded):
        named_here = names[known[index]].at(start)
        begins = folded[end : end + 1] in _STARTS_PROVISION
        if named_here and begins and not _inside(spans, start, end):
            doubt = NAME_CONTINUES if _runs_on(folded, start) else None
            uses.append((Work(start, end, alone=False, doubt=doubt), named_here))
    return uses


def text_of_year(regulation: Regulation | None, year: str | None = None) -> Named:
    """A regulation in its revision of `year`, in the present one where none is given."""
    return Named(regulation, *_revision_of(regulation, year))


def _selves(
    folded: str, own: Named, regulation: Regulation, places: Sequence[Place]
) -> Iterator[tuple[Work, Named]]:
    """本条例, where it means the page's own regulation."""
    title = _TITLE_KIND.search(fold(regulation.title))
    starts = [place.start for place in places]
    for match in _SELF.finditer(folded):
        at = bisect_right(starts, match.start()) - 1
        in_article = at >= 0 and places[at].address is not None
        kind = match["kind"] or match["quoted"]
        same = in_article or title is None or title["kind"].endswith(kind)
        doubt = None if same else OTHER_KIND
        work = Work(*match.span(), own=True, alone=False, doubt=doubt)
        yield work, own


def _own_revisions(folded: str, own: Named, regulation: Regulation) -> Iterator[tuple[Work, Named]]:
    """2018年文本: an older text of the page's own regulation, whose articles are counted anew."""
    for match in _TEXT_OF_YEAR.finditer(folded):
        named = text_of_year(regulation, match[1])
        work = Work(*match.span(), own=named.year == own.year, alone=False)
        yield work, named
    for match in _OLDER_TEXT.finditer(folded):
        yield Work(*match.span(), alone=False, doubt=OTHER_VERSION), Named(regulation)


def _without_trial(name: str) -> str:
    return re.sub(r"[（(]试行[)）]$", "", name)


def _revision_of(
    regulation: Regulation | None, year: str | None
) -> tuple[Revision | None, str | None]:
    """The revision of a year; (current, None) where no year, or the current one's, is given."""
    current = regulation.current if regulation else None
    if regulation is None or year is None or (current and str(current.date.year) == year):
        return current, None
    named = next((r for r in regulation.revisions if str(r.date.year) == year), None)
    return named, year
