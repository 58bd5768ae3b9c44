"""Finding citations of Party regulations and resolving them to addresses.

Grammar (folding aside; everything else is ordinary text):

    citation   = work provisions
    work       = 《title》 [ （revision） ] | short title | 本条例 | 本规定 | 本准则 | 本规则 …
    revision   = year [年] [ 修订 | 版 | … ]
    provisions = provision { separator ( provision | 第N款 | 第N项 ) }
    separator  = 、 | ， | 和 | 及 | 以及 | 或者 | 至 | 到          (至 and 到 make a range)
    provision  = [第] N 条 [ 之N ] [ 第N款 ] [ 第（N）项 ] | 第N部分 | 总纲 | 序言

第 may be left out before the first provision only (处分条例50条). 本条例 means the regulation whose
page the text stands on. Nothing is guessed: an unknown title stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from .address import NUMERAL, Address, from_match, parse_id
from .load import missing_provision
from .model import Regulation, Revision
from .text import fold

_N = NUMERAL
_FIRST = re.compile(
    rf"第?(?P<article>{_N})条(?:之(?P<suffix>{_N}))?(?:第(?P<paragraph>{_N})款)?"
    rf"(?:第?[（(]?(?P<item>{_N})[）)]?项)?"
)
_PART = re.compile(rf"第(?P<part>{_N})部分|总纲|序言")
_NEXT = re.compile(
    r"(?P<separator>、|,|，|和|及|以及|或者|至|到)"
    rf"(?:第(?P<article>{_N})条(?:之(?P<suffix>{_N}))?(?:第(?P<paragraph>{_N})款)?"
    rf"(?:第?[（(]?(?P<item>{_N})[）)]?项)?"
    rf"|第(?P<only_paragraph>{_N})款(?:第?[（(]?(?P<its_item>{_N})[）)]?项)?"
    rf"|第?[（(]?(?P<only_item>{_N})[）)]?项)"
)
_TITLE = re.compile(r"《([^《》\n]{2,60})》")
_REVISION = re.compile(r"[（(](\d{4})年?(?:\d{1,2}月)?(?:修订|修正|版|印发|试行)*[)）]")
_SELF = re.compile(r"本(?:条例|规定|准则|规则|办法|细则|章程)")
_LONGEST_RANGE = 60


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
class _Work:
    """What the provisions that follow belong to."""

    start: int
    end: int
    regulation: Regulation | None
    revision: Revision | None
    year: str | None


class CitationFinder:
    """Knows the titles of all regulations; finds what a text cites."""

    def __init__(
        self,
        regulations: Mapping[str, Regulation],
        digests: Mapping[str, Collection[Address]] | None = None,
    ) -> None:
        """`digests`: the provisions known from each regulation's page, counted or not."""
        self._digests = digests or {}
        self._by_name: dict[str, Regulation] = {}
        for regulation in regulations.values():
            for name in (regulation.title, *regulation.short):
                self._by_name[fold(name)] = regulation
                self._by_name[_without_trial(fold(name))] = regulation
        names = sorted(self._by_name)
        self._names = tuple(names)
        self._automaton = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)

    def find(
        self, text: str, *, own: Regulation | None = None, own_year: str | None = None
    ) -> Found:
        """What `text` cites, in order; `own` is what 本条例 means, in its revision of `own_year`
        where the text is not that of the present one."""
        folded = fold(text)
        bracketed = list(_TITLE.finditer(folded)) if "《" in folded else []
        names = self._automaton.find_matches_as_indexes(folded)
        citations = tuple(
            citation._replace(raw=text[citation.start : citation.end])
            for work in self._works(folded, bracketed, names, own, own_year)
            for citation in self._known_from_digest(_provisions_after(folded, work))
        )
        spans = [match.span() for match in bracketed] + [(start, end) for _, start, end in names]
        return Found(citations, tuple(sorted(spans)))

    def _known_from_digest(self, citations: Iterator[Citation]) -> Iterator[Citation]:
        for citation in citations:
            work, _, address = citation.target.partition("/")
            known = self._digests.get(work, ())
            if citation.reason == UNVERIFIABLE and parse_id(address).whole in known:
                yield citation._replace(resolved=True, reason=None)
            else:
                yield citation

    def resolve_title(self, title: str) -> Regulation | None:
        """The regulation a title or short title names, with or without （试行）."""
        folded = fold(title)
        return self._by_name.get(folded) or self._by_name.get(_without_trial(folded))

    def _works(
        self,
        folded: str,
        bracketed: Sequence[re.Match[str]],
        names: Sequence[tuple[int, int, int]],
        own: Regulation | None,
        own_year: str | None,
    ) -> Iterator[_Work]:
        taken = 0
        starts: list[tuple[int, int, Regulation | None, str | None]] = [
            (match.start(), match.end(), self.resolve_title(match[1]), None) for match in bracketed
        ]
        for index, start, end in names:
            inside = any(m.start() <= start and end <= m.end() for m in bracketed)
            if not inside and (_FIRST.match(folded, end) or _PART.match(folded, end)):
                starts.append((start, end, self._by_name[self._names[index]], None))
        if own:
            found = _SELF.finditer(folded)
            starts += [(match.start(), match.end(), own, own_year) for match in found]
        for start, end, regulation, meant in sorted(starts, key=lambda entry: entry[:2]):
            if start < taken:
                continue
            year = _REVISION.match(folded, end)
            if year and regulation:
                end = year.end()
            taken = end
            revision, label = _revision_of(regulation, year[1] if year else meant)
            yield _Work(start, end, regulation, revision, label)


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


def _provisions_after(folded: str, work: _Work) -> Iterator[Citation]:
    first = _first_provision(folded, work.end)
    if first is None:
        if folded.startswith("《", work.start):
            yield _citation(folded, work, work.start, work.end, None)
        return
    address, end = first
    yield _citation(folded, work, work.start, end, address)
    while following := _NEXT.match(folded, end):
        start = following.start() + len(following["separator"])
        last = address
        try:
            address = _continue(last, following)
        except ValueError:
            return
        end = following.end()
        if following["separator"] in "至到":
            yield from _between(folded, work, start, end, last, address)
        yield _citation(folded, work, start, end, address)


def _first_provision(folded: str, at: int) -> tuple[Address, int] | None:
    """The provision that starts at an offset, and where it ends; None where there is none."""
    try:
        if part := _PART.match(folded, at):
            groups = part.groupdict()
            return (from_match(groups) if groups["part"] else Address(preamble=True)), part.end()
        if article := _FIRST.match(folded, at):
            return from_match(article.groupdict()), article.end()
    except ValueError:  # 第百条
        pass
    return None


def _continue(last: Address, match: re.Match[str]) -> Address:
    """第五条第一款、第三款: what is left out is taken from the provision before.

    Raises ValueError where a numeral makes no number.
    """
    groups = match.groupdict()
    own = {name: groups[name] for name in ("article", "suffix", "paragraph", "item")}
    if groups["article"]:
        return from_match(own)
    only = from_match({"paragraph": groups["only_paragraph"], "item": groups["its_item"]})
    if only.paragraph:
        return replace(last, paragraph=only.paragraph, item=only.item, subitem=0)
    return replace(last, item=from_match({"item": groups["only_item"]}).item, subitem=0)


def _between(
    folded: str, work: _Work, start: int, end: int, first: Address, last: Address
) -> Iterator[Citation]:
    """The articles inside a range, at the place of its end: they are cited, though not named."""
    if first.whole != first or last.whole != last:
        return
    for article in range(first.article + 1, min(last.article, first.article + _LONGEST_RANGE)):
        yield _citation(folded, work, start, start, Address(article=article))


def _citation(folded: str, work: _Work, start: int, end: int, address: Address | None) -> Citation:
    raw = folded[start:end]
    regulation = work.regulation
    if regulation is None:
        reason = "本库没有这部法规" if address else None
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
    if revision is None:
        return False
    if address.preamble:
        return revision.preamble
    return (revision.parts if address.part else revision.articles) is not None
