"""Finding citations of Party regulations and resolving them to addresses.

`grammar` says which words cite which provisions; this module knows which words name a regulation
and whether the provision exists:

    work       = 《title》 [ （revision） ] | short title | defined name | 本条例 | 本《条例》 …
    revision   = year [年] [ 修订 | 版 | … ]
    definition = work [，] （以下简称《name》） | work ，以下简称name        valid from there on

本条例 means the regulation whose text stands on the page. A short title without 《》 counts only
before a provision, and only where no other word runs into it (the 处分条例 of 某某处分条例 is not
ours). Nothing is guessed: an unknown title, and a short title that two regulations share, stay
unresolved.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from .address import Address, parse_id
from .grammar import Place, Reference, Work, parse
from .load import missing_provision
from .model import Regulation, Revision
from .text import fold

_TITLE = re.compile(r"《([^《》\n]{2,60})》")
_REVISION = re.compile(
    r"[（(](\d{4})年?(?:\d{1,2}月)?(?:修订|修正|版|印发|试行|制定|通过|文本)*[)）]"
)
_REVISION_INSIDE = re.compile(rf"{_REVISION.pattern}$")
_KINDS = (
    "章程|准则|条例|规定|办法|规则|细则|宪法|法典|法|通则|规程|解释|决定|修正案"
    "|意见|通知|批复|制度|标准"
)
_SELF = re.compile(
    rf"本(?:实施)?(?:(?P<kind>{_KINDS})|《(?P<quoted>{_KINDS})》)(?=[第的中前总序 ])"
)
_TEXT_OF_YEAR = re.compile(
    r"(\d{4})年(?:\d{1,2}月)?的?(?:修订|修正|印发)?的?(?:文本|版本?|条例|规定)"
)
_OLDER_TEXT = re.compile(r"(?:修订|修改|修正)前的?|旧(?:文本|条例|规定|版)|原(?:文本|条例|规定)")
_TITLE_KIND = re.compile(rf"(?P<kind>{_KINDS})(?:[（(][^（）()]*[)）])?$")
_DEFINITION = re.compile(
    r",?\(?(?:(?:以下|下文)?(?:均|统一)?简称|(?:以下|下)称)(?:为|作)?:?"
    r"(?:《(?P<title>[^《》\n]{1,30})》|\"?(?P<name>(?!本)[一-鿿]{2,20})\"?)(?=[),。;])"
)
_AMENDS = re.compile(r"修正案|关于(?:修改|修订|废止)")
"""Titles of texts whose bare 第五条 is an article of the text they change."""
_BEFORE_NAME = frozenset(
    "施担备过响取指括付交虑入出定无界知解照据按依反合用触犯与和及或对在将由把以为于从参见引了的有成构属除即则至同经违循守执行习彻实讲写"
    "读查抄看背记是非如而因但其被受比到向使给让就符载见"
)
"""After these a name begins; after another Chinese character it may be the end of a longer one."""


class Citation(NamedTuple):
    """One cited work or provision, as offsets into the text."""

    start: int
    end: int
    raw: str
    """The text as written, from the title on for the first provision after it."""
    regulation: str | None
    """Id of the regulation, None where the title is unknown."""
    target: str
    """`REG`, `REG/art-5-p2` or `REG@2018/art-52`; the raw title where unknown."""
    resolved: bool
    reason: str | None
    """Why it is unresolved, in Chinese; None for an unknown title without a provision."""


class Found(NamedTuple):
    """Everything about regulations that a text contains."""

    citations: tuple[Citation, ...]
    titles: tuple[tuple[int, int], ...]
    """Where titles stand, bracketed or not: a term inside a title is not to be linked."""


@dataclass(frozen=True, slots=True)
class _Named:
    """What the provisions after the name of a work belong to."""

    regulation: Regulation | None
    revision: Revision | None = None
    year: str | None = None
    reason: str | None = None
    """Why there is no regulation, in Chinese."""


UNKNOWN = "本库没有这部法规"
NAME_CONTINUES = "名称前面还有字，可能是另一部法规"
OTHER_VERSION = "这里说的是旧文本，没有写明是哪一年的"
OTHER_KIND = "名称同本页法规的不合，可能是另一部法规"


class CitationFinder:
    """Knows the titles of all regulations; finds what a text cites."""

    def __init__(
        self,
        regulations: Mapping[str, Regulation],
        digests: Mapping[str, Collection[Address]] | None = None,
    ) -> None:
        """`digests`: the provisions known from each regulation's page, counted or not."""
        self._digests = digests or {}
        self._by_name = _names(regulations.values())
        self._names = tuple(sorted(self._by_name))
        self._automaton = AhoCorasick(self._names, matchkind=MatchKind.LeftmostLongest)

    def find(
        self,
        text: str,
        *,
        own: Regulation | None = None,
        own_year: str | None = None,
        places: Sequence[Place] = (),
    ) -> Found:
        """What `text` cites, in order.

        `own` is what 本条例 means, in its revision of `own_year` where the text is not that of the
        present one; `places` says where its provisions stand in the text, without
        which 前款 and a bare 第五条 are no citations.
        """
        folded, places = fold(text), _usable(places, own)
        bracketed = list(_TITLE.finditer(folded)) if "《" in folded else []
        names = self._automaton.find_matches_as_indexes(folded)
        mine = _own(own, own_year)
        named = self._named(folded, bracketed, names, mine, places)
        citations = (
            citation
            for reference in parse(folded, tuple(named), places)
            for citation in self._citations(folded, reference, named, mine)
        )
        spans = [match.span() for match in bracketed] + [(start, end) for _, start, end in names]
        return Found(
            tuple(c._replace(raw=text[c.start : c.end]) for c in citations), tuple(sorted(spans))
        )

    def references(
        self, text: str, *, own: Regulation | None = None, places: Sequence[Place] = ()
    ) -> tuple[Reference, ...]:
        """What `text` cites, before it is known whether it exists."""
        folded, places = fold(text), _usable(places, own)
        bracketed = list(_TITLE.finditer(folded))
        names = self._automaton.find_matches_as_indexes(folded)
        named = self._named(folded, bracketed, names, _own(own, None), places)
        return tuple(parse(folded, tuple(named), places))

    def _citations(
        self,
        folded: str,
        reference: Reference,
        named: Mapping[Work, _Named],
        own: _Named,
    ) -> Iterator[Citation]:
        """A reference with what it cites besides; what lies in a range stands before its end."""
        work = own if reference.work is None else named[reference.work]
        start, end = reference.start, reference.end
        if reference.address and work.regulation and work.year is None:
            year = _REVISION.match(folded, end)  # 《…条例》第五十二条（2018年修订）
            if year and not reference.address.is_division:
                revised = _revision_of(work.regulation, year[1])
                work = _Named(work.regulation, *revised) if revised[0] else work
        for address in reference.also if work.regulation else ():
            yield self._checked(_citation(folded, work, start, start, address))
        if reference.address is None and reference.reason:
            raw = folded[start:end]
            yield Citation(start, end, raw, None, raw, False, reference.reason)
            return
        found = self._checked(_citation(folded, work, start, end, reference.address))
        if reference.address and reference.address.is_division and not found.resolved:
            if reference.work and reference.work.alone and reference.work.start == start:
                yield self._checked(_citation(folded, work, start, reference.work.end, None))
            return
        yield found

    def _checked(self, citation: Citation) -> Citation:
        """A citation that cannot be counted may be known from the regulation's page."""
        work, _, address = citation.target.partition("/")
        if citation.reason == UNVERIFIABLE and parse_id(address).whole in self._digests.get(
            work, ()
        ):
            return citation._replace(resolved=True, reason=None)
        return citation

    def resolve_title(self, title: str) -> Regulation | None:
        """The regulation a title or short title names, with or without （试行）."""
        return self._resolve(fold(title)).regulation

    def _resolve(self, folded: str) -> _Named:
        found = self._by_name.get(folded) or self._by_name.get(_without_trial(folded))
        if not found:
            return _Named(None, reason=UNKNOWN)
        if len(found) > 1:
            titles = "、".join(f"《{regulation.title}》" for regulation in found)
            return _Named(None, reason=f"这个简称有{titles}共用")
        return _Named(found[0], found[0].current)

    def _resolve_dated(self, folded: str) -> _Named:
        """A bracketed title that may end with its revision: 《…条例（2018年修订）》."""
        year = _REVISION_INSIDE.search(folded)
        if year is None:
            return self._resolve(folded)
        named = self._resolve(folded[: year.start()])
        if named.regulation is None:
            return self._resolve(folded)
        return _Named(named.regulation, *_revision_of(named.regulation, year[1]))

    def _named(
        self,
        folded: str,
        bracketed: Sequence[re.Match[str]],
        names: Sequence[tuple[int, int, int]],
        own: _Named,
        places: Sequence[Place],
    ) -> dict[Work, _Named]:
        """Where works are named, in order, and which they are."""
        found: list[tuple[Work, _Named]] = []
        for match in bracketed:
            found.append((Work(*match.span()), self._resolve_dated(match[1])))
        spans = [match.span() for match in bracketed]
        for index, start, end in names:
            starts = places or folded[end : end + 1] in _STARTS_PROVISION
            if starts and "《" not in folded[start:end] and not _inside(spans, start, end):
                doubt = NAME_CONTINUES if _runs_on(folded, start) else None
                work = Work(start, end, alone=False, doubt=doubt)
                found.append((work, self._resolve(self._names[index])))
        if own.regulation:
            found += _selves(folded, own, own.regulation, places)
        if own.regulation and places:
            found += _own_revisions(folded, own, own.regulation)
        found = _defined(folded, found, bracketed) + found
        taken = 0
        chosen: dict[Work, _Named] = {}
        for work, named in sorted(found, key=lambda entry: (entry[0].start, -entry[0].end)):
            if work.start < taken:
                continue
            year = _REVISION.match(folded, work.end)
            if year and named.regulation:
                work = work._replace(end=year.end())
                revision, label = _revision_of(named.regulation, year[1])
                named = _Named(named.regulation, revision, label)
            taken = work.end
            if definition := _DEFINITION.match(folded, work.end):
                closed = folded.startswith(")", definition.end())
                work = work._replace(resume=definition.end() + closed)
            shared = named.reason if named.reason != UNKNOWN else None
            chosen[work._replace(doubt=work.doubt or shared)] = named
        return chosen


_STARTS_PROVISION = frozenset("第〇零一二三四五六七八九十百千总序的中 0123456789")


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


def _usable(places: Sequence[Place], own: Regulation | None) -> Sequence[Place]:
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
    meant: _Named
    ambiguous_from: int = sys.maxsize
    """From where on it has been defined as another work too."""

    def at(self, offset: int) -> _Named | None:
        """What the name means at an offset; None before its definition."""
        if offset < self.start:
            return None
        if offset >= self.ambiguous_from:
            return _Named(None, reason="这个简称在文中先后指不同的法规")
        return self.meant


def _defined(
    folded: str, found: Sequence[tuple[Work, _Named]], bracketed: Sequence[re.Match[str]]
) -> list[tuple[Work, _Named]]:
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
    uses: list[tuple[Work, _Named]] = []
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


def _own(regulation: Regulation | None, year: str | None) -> _Named:
    """What 本条例 means on a page."""
    return _Named(regulation, *_revision_of(regulation, year))


def _selves(
    folded: str, own: _Named, regulation: Regulation, places: Sequence[Place]
) -> Iterator[tuple[Work, _Named]]:
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


def _own_revisions(
    folded: str, own: _Named, regulation: Regulation
) -> Iterator[tuple[Work, _Named]]:
    """2018年文本: an older text of the page's own regulation, whose articles are counted anew."""
    for match in _TEXT_OF_YEAR.finditer(folded):
        named = _Named(regulation, *_revision_of(regulation, match[1]))
        work = Work(*match.span(), own=named.year == own.year, alone=False)
        yield work, named
    for match in _OLDER_TEXT.finditer(folded):
        yield Work(*match.span(), alone=False, doubt=OTHER_VERSION), _Named(regulation)


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


def _citation(folded: str, work: _Named, start: int, end: int, address: Address | None) -> Citation:
    raw = folded[start:end]
    regulation = work.regulation
    if regulation is None:
        reason = work.reason if address or work.reason != UNKNOWN else None
        return Citation(start, end, raw, None, raw, False, reason)
    target = regulation.id + (f"@{work.year}" if work.year else "")
    if work.year and work.revision is None:
        reason = f"《{regulation.title}》没有{work.year}年的版本"
        return Citation(start, end, raw, regulation.id, target, False, reason)
    if address is None:
        return Citation(start, end, raw, regulation.id, target, True, None)
    target += f"/{address}"
    reason = missing_provision(regulation, address, work.revision)
    if reason is None and not _countable(work.revision, address):
        return Citation(start, end, raw, regulation.id, target, False, UNVERIFIABLE)
    if reason:
        reason = f"《{regulation.title}》没有{address.whole.chinese}（{reason}）"
    return Citation(start, end, raw, regulation.id, target, reason is None, reason)


UNVERIFIABLE = "本库没有这部法规的条数，无法核对"
"""The reason of a citation that may be right: a warning, where other reasons are errors."""


def _countable(revision: Revision | None, address: Address) -> bool:
    """Whether it is known how many provisions of this sort the revision has."""
    if revision is None or address.is_division:
        return False
    if address.preamble:
        return revision.preamble
    return (revision.parts if address.part else revision.articles) is not None
