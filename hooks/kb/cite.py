"""Finding citations of Party regulations and resolving them to addresses.

`grammar` says which words cite which provisions, `works` which words name a regulation; here it is
found out whether the provision exists.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from .address import Address, parse_id
from .grammar import Reference, Work, parse
from .load import missing_provision
from .model import Regulation, Revision
from .place import Place
from .text import fold
from .works import REVISION, UNKNOWN, Named, WorkFinder, text_of_year, usable_places


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


class CitationFinder:
    """Knows the titles of all regulations; finds what a text cites."""

    def __init__(
        self,
        regulations: Mapping[str, Regulation],
        digests: Mapping[str, Collection[Address]] | None = None,
    ) -> None:
        """`digests`: the provisions known from each regulation's page, counted or not."""
        self._digests = digests or {}
        self._works = WorkFinder(regulations.values())

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
        folded, places = fold(text), usable_places(places, own)
        mine = text_of_year(own, own_year)
        named = self._works.find(folded, mine, places)
        citations = tuple(
            citation._replace(raw=text[citation.start : citation.end])
            for reference in parse(folded, tuple(named.works), places)
            for citation in self._citations(folded, reference, named.works, mine)
        )
        return Found(citations, named.titles)

    def references(
        self, text: str, *, own: Regulation | None = None, places: Sequence[Place] = ()
    ) -> tuple[Reference, ...]:
        """What `text` cites, before it is known whether it exists."""
        folded, places = fold(text), usable_places(places, own)
        works = self._works.find(folded, text_of_year(own), places).works
        return tuple(parse(folded, tuple(works), places))

    def _citations(
        self,
        folded: str,
        reference: Reference,
        named: Mapping[Work, Named],
        own: Named,
    ) -> Iterator[Citation]:
        """A reference with what it cites besides; what lies in a range stands before its end."""
        work = own if reference.work is None else named[reference.work]
        start, end = reference.start, reference.end
        if reference.address and work.regulation and work.year is None:
            year = REVISION.match(folded, end)  # 《…条例》第五十二条（2018年修订）
            if year and not reference.address.is_division:
                revised = text_of_year(work.regulation, year[1])
                work = revised if revised.revision else work
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
        return self._works.resolve(fold(title)).regulation


def _citation(folded: str, work: Named, start: int, end: int, address: Address | None) -> Citation:
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
