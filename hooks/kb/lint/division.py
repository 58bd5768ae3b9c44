"""How well a run of characters divides into words, as it stands and as it may be meant.

Every word has a cost, the logarithm of how rare it is (`Lexicon.costs`). A run costs what its
cheapest division into words costs. A slip makes that dear: 认识 written 任识 is two rare
characters, 落到实处 without 到 leaves two alone. All numbers are integers, so that the draft desk
computes the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from .lexicon import LONGEST, MISSING_COST

_BADLY: Final = 23
"""A word at least so dear is looked at, as single characters are."""


class Run(NamedTuple):
    """Characters without a break, and what it costs to divide them."""

    text: str
    before: tuple[int, ...]
    """What the characters before each place cost."""
    after: tuple[int, ...]
    badly: tuple[int, ...]
    """Places of characters that stand alone or in a rare word."""
    bad: frozenset[int]
    """The same."""

    @property
    def whole(self) -> int:
        return self.before[-1]


class Mended(NamedTuple):
    """What a run costs with some characters of it replaced, and what stands there then."""

    cost: int
    text: str
    """The place with what is around it."""
    at: int
    """Where in that text the new characters begin."""
    start: int
    end: int
    """The word over the first of them, or over the seam where there are none; else nothing."""

    @property
    def word(self) -> str:
        return self.text[self.start : self.end]


def divide(costs: Mapping[str, int], text: str) -> Run:
    """The cheapest division of a run, and the places where it is dear."""
    size = len(text)
    before, last = [0] * (size + 1), [0] * (size + 1)
    after = [0] * (size + 1)
    for end in range(1, size + 1):
        options = [(before[end - 1] + costs.get(text[end - 1], MISSING_COST), end - 1)]
        for start in range(max(0, end - LONGEST), end - 1):
            if (cost := costs.get(text[start:end])) is not None:
                options.append((before[start] + cost, start))
        before[end], last[end] = min(options)
    for start in range(size - 1, -1, -1):
        best = after[start + 1] + costs.get(text[start], MISSING_COST)
        for end in range(start + 2, min(size, start + LONGEST) + 1):
            if (cost := costs.get(text[start:end])) is not None:
                best = min(best, after[end] + cost)
        after[start] = best
    badly: list[int] = []
    end = size
    while end:
        start = last[end]
        if end - start == 1 or costs[text[start:end]] >= _BADLY:
            badly += range(start, end)
        end = start
    return Run(text, tuple(before), tuple(after), tuple(sorted(badly)), frozenset(badly))


def mend(costs: Mapping[str, int], run: Run, left: int, right: int, put: str) -> Mended:
    """The run with `put` instead of the characters from `left` to `right`.

    Only the words that may cover the place are divided anew: no word is longer than `LONGEST`.
    """
    first = max(0, left - LONGEST + 1)
    text = run.text[first:left] + put + run.text[right : right + LONGEST - 1]
    at = left - first
    best = list(run.before[first : left + 1])
    last = [0] * (at + 1)
    for end in range(at + 1, len(text) + 1):
        cost, begin = best[end - 1] + costs.get(text[end - 1], MISSING_COST), end - 1
        for start in range(max(0, end - LONGEST), end - 1):
            word = costs.get(text[start:end])
            if word is not None and best[start] + word < cost:
                cost, begin = best[start] + word, start
        best.append(cost)
        last.append(begin)
    shift = right - at - len(put)
    total, stop = min((best[n] + run.after[n + shift], n) for n in range(at + len(put), len(best)))
    start = end = at
    while stop > at:
        begin = last[stop]
        if begin <= at and (put or begin < at):
            start, end = begin, stop
        stop = begin
    return Mended(total, text, at, start, end)
