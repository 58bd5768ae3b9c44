"""Where a text stands, and the words that mean something only there: 前款, 前两条, 本条第二款.

Part of the grammar written down in `grammar`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from .address import Address, number
from .steps import ARTICLE, LEVELS, NO_CHAPTER, Provision, past_joiner, read_steps

NO_ARTICLE = "不在哪一条的正文里，不知道指哪部法规的哪一条"
NO_PARAGRAPH_BEFORE = "这一条在它前面没有这么多款"
NO_ARTICLE_BEFORE = "前面没有相邻的条"
NO_ITEM_BEFORE = "这一款在它前面没有这么多项"

_RELATIVE = re.compile(
    r"(?:本条)?[前上](?P<count>[一二两三四五六七八九2-9])?"
    r"(?P<before>条(?!件|例)|款(?!项|式|待|额)|项(?!目))"
    r"|本(?P<here>条(?!例|件|文)|款(?!项)|项(?!目)|[编章节])"
)
_NOT_BEFORE_FORMER = frozenset("目之此先提日年月天眼当跟")
"""目前款项, 之前三项: no 前款."""
_NOT_BEFORE_UPPER = frozenset("以网线身地路海船车台马晚早向至")
"""以上款项, 网上条: no 上款."""


class Place(NamedTuple):
    """From where on a text belongs to which provision."""

    start: int
    """Offset into the text."""
    address: Address | None
    """An article, its paragraph, or an item of it; None: outside the provisions."""


class Surroundings:
    """What is known about a place from all places of a text; most texts ask for little of it."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.known = bool(places)
        """Whether the text has places at all."""
        self._places = places
        self._starts = [place.start for place in places]

    @cached_property
    def _articles(self) -> list[Address]:
        """Every article, in order; one that is taken up again stands twice."""
        wholes = [place.address.whole for place in self._places if place.address]
        return [whole for n, whole in enumerate(wholes) if n == 0 or wholes[n - 1] != whole]

    @cached_property
    def _order(self) -> dict[Address, int]:
        """Article -> where it stands first among `_articles`."""
        return {whole: n for n, whole in reversed(list(enumerate(self._articles)))}

    @cached_property
    def _items(self) -> dict[Address, set[tuple[int, int]]]:
        """Article -> (paragraph, item) of its items."""
        found: dict[Address, set[tuple[int, int]]] = {}
        for _, address in self._places:
            if address and address.item:
                found.setdefault(address.whole, set()).add((address.paragraph, address.item))
        return found

    @cached_property
    def _paragraphs(self) -> list[int]:
        """By place: where its paragraph begins, its items included."""
        found: list[int] = []
        last: Address | None = None
        for start, address in self._places:
            paragraph = address and replace(address, item=0, subitem=0)
            found.append(found[-1] if found and paragraph == last else start)
            last = paragraph
        return found

    def at(self, offset: int) -> Address | None:
        """The provision an offset lies in."""
        at = bisect_right(self._starts, offset) - 1
        return self._places[at].address if at >= 0 else None

    def paragraph_at(self, offset: int) -> int:
        """Where the paragraph around an offset begins, its items included."""
        at = max(bisect_right(self._starts, offset) - 1, 0)
        return self._paragraphs[at] if self._places else 0

    def articles_before(self, here: Address, count: int) -> tuple[Address, ...]:
        """The `count` articles before one, in order; empty where they are not all at hand."""
        at = self._order.get(here.whole, 0)
        if at < count:
            return ()
        found = self._articles[at - count : at]
        follows = all(
            (a.article + 1, 0) == (b.article, b.suffix)
            or (a.article, a.suffix + 1) == (b.article, b.suffix)
            for a, b in zip(found, [*found[1:], here.whole], strict=True)
        )
        return tuple(found) if follows else ()

    def paragraph_of_item(self, here: Address, item: int) -> int:
        """The paragraph that a bare 第（三）项 belongs to; 0 where that is not certain."""
        with_it = {p for p, i in self._items.get(here.whole, ()) if i == item}
        if here.paragraph in with_it:
            return here.paragraph
        return with_it.pop() if len(with_it) == 1 else 0


def read_relative(text: str, at: int, around: Surroundings) -> list[Provision] | None:
    """前款, 前两款, 前条第二款, 本条第三款 …; None where there is none at an offset."""
    match = _RELATIVE.match(text, at)
    if not match or not around.known or _is_ordinary(text, at, bool(match["count"])):
        return None
    here = around.at(at)
    if match["here"]:
        return _within(text, match, here)
    count = number(match["count"] or "一")
    base, also, reason = _before(match["before"], count, here, around)
    level = LEVELS.index(match["before"])
    first = Provision(at, match.end(), base, level, also, reason)
    if count > 1:
        return [first]
    further = read_steps(text, past_joiner(text, match.end(), level), base, level)
    if not further:
        return [first]
    return [replace(each, start=at if n == 0 else each.start, reason=each.reason or reason)
            for n, each in enumerate(further)]  # fmt: skip


def _is_ordinary(text: str, at: int, counted: bool) -> bool:
    """目前款项, 以上条件: words that look like 前款 and 上条."""
    before = text[at - 1] if at else "\n"
    if text[at] == "前":
        return before in _NOT_BEFORE_FORMER or (counted and before == "以")
    if text[at] == "上":
        return before in _NOT_BEFORE_UPPER
    return False


def _within(text: str, match: re.Match[str], here: Address | None) -> list[Provision] | None:
    """本条第二款, 本款第一项, 本章第三条."""
    unit = match["here"]
    level = LEVELS.index(unit)
    base = Address()
    reason = None
    if unit in "条款项" and here:
        base = here.whole
        if unit != "条":
            base = replace(base, paragraph=here.paragraph)
            reason = None if here.paragraph else NO_PARAGRAPH_BEFORE
        if unit == "项":
            base = replace(base, item=here.item)
            reason = None if here.item else NO_ITEM_BEFORE
    found = read_steps(text, match.end(), base, level)
    if not found:
        return None
    if unit in "编章" and found[0].level < ARTICLE:
        reason = NO_CHAPTER
    start = match.start()
    return [replace(each, start=start if n == 0 else each.start, reason=each.reason or reason)
            for n, each in enumerate(found)]  # fmt: skip


def _before(
    unit: str, count: int, here: Address | None, around: Surroundings
) -> tuple[Address, tuple[Address, ...], str | None]:
    """The provisions that 前N条, 前N款 or 前N项 mean at a place: the first, the others."""
    if here is None:
        return Address(), (), NO_ARTICLE
    if unit == "条":
        found = around.articles_before(here, count)
        return (found[0], found[1:], None) if found else (Address(), (), NO_ARTICLE_BEFORE)
    if unit == "款":
        first = here.paragraph - count
        if first < 1:
            return Address(), (), NO_PARAGRAPH_BEFORE
        several = [replace(here.whole, paragraph=first + n) for n in range(count)]
    else:
        first = here.item - count
        if first < 1:
            return Address(), (), NO_ITEM_BEFORE
        several = [replace(here, item=first + n, subitem=0) for n in range(count)]
    return several[0], tuple(several[1:]), None
