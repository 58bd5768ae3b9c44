"""Slips inside words, by how well a text divides into words as written and as it may be meant.

Every word has a cost, the logarithm of how rare it is (`Lexicon.costs`). A run of characters costs
what its cheapest division into words costs. A slip makes that dear: 认识 written 任识 is two rare
characters. For each character that stands badly the rule tries what sounds or looks the same, and
asks how much cheaper the run becomes. Gain and circumstances (is the pair known from any word or
page?) add up to one number with the weights below, which were fitted by logistic regression on
sentences spoilt at random. All numbers are integers, so that the draft desk computes the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations
from typing import Final, NamedTuple

from .lexicon import LONGEST, MISSING_COST, Lexicon, readings, sounds

_FUNCTION: Final = frozenset(
    "的了是在和与对把被将为及或由从向会要能可不有以而其并再就也都还又很更最所使让等这那各每"
    "地得着过到于个名次年月日时后前中内外上下里人我你他她它们说之该此某未无非"
)
_LIGHT: Final = _FUNCTION | frozenset(
    "至向因本新党步指除只自法镇区县市省村和经处路条起止所附则即若且但却仅均皆曾已既仍虽惯唯逐按应如须需拟"
)
"""What mostly stands alone."""
_NUMERALS: Final = frozenset("〇零一二三四五六七八九十百千万亿几双两第")
_LEAST_GAIN: Final = 5
_LEAST_SAVED: Final = 17
"""The commonest words cost twelve."""
_BADLY: Final = 23
"""A word at least so dear is looked at, as single characters are."""
_MEANT: Final = 27
"""A word at most so dear may be what was meant."""
_KNOWN: Final = 36
_SOUND: Final = "sound"
_NEAR: Final = "near"
_SHAPE: Final = "shape"
_EXTRA: Final = "extra"
_ODD: Final = "odd"
WEIGHTS: Final[Mapping[str, tuple[int, ...]]] = {
    "sound": (-143, 26, -6, -43, 64, -50, -59, -12, -13, -23, -44, -50, -138),
    "near": (-232, 26, -6, -43, 64, -50, -59, -12, -13, -23, -44, -50, -138),
    "shape": (-12, 26, -6, -43, 64, -50, -59, -12, -13, -23, -44, -50, -138),
    "extra": (-220, 16, -10, -16, -53, -122, -178, -15, -16, -53, -77, 0, -124),
    "odd": (-179, 30, -13, 0, 0, 0, 0, -19, -16, -149, -70, 0, 78),
}
"""Kind → what is added, then the weights of `_facts`; a slip is what comes to more than nothing.

Fitted as `tests/spelling_trial.py` does, less what brings the precision to 96 in 100. The last but
one is set by hand: in papers it is content words that are misspelt, hardly ever 为 or 于."""


class Suspect(NamedTuple):
    """Where a word is written wrongly, and the word that is meant."""

    start: int
    end: int
    word: str
    at: int
    """Where it goes wrong."""
    kind: str
    facts: tuple[int, ...]

    @property
    def score(self) -> int:
        bias, *weights = WEIGHTS[self.kind]
        return bias + sum(w * fact for w, fact in zip(weights, self.facts, strict=True))


class Run(NamedTuple):
    """Characters without a break, and what it costs to divide them."""

    text: str
    before: tuple[int, ...]
    """What the characters before each place cost."""
    after: tuple[int, ...]
    badly: tuple[int, ...]
    """Places of characters that stand alone or in a rare word."""


def lookalikes(lines: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Character → those taken for it, from groups of `data/phrases.yaml`."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        for group in line.split():
            for a, b in permutations(group, 2):
                found[a].add(b)
    return {char: frozenset(others) for char, others in found.items()}


class Speller:
    """What is meant where characters stand badly."""

    def __init__(self, lexicon: Lexicon, shapes: Iterable[str]) -> None:
        self._lexicon = lexicon
        self._costs = lexicon.costs
        self._shapes = lookalikes(shapes)
        self._holes: dict[str, str] = defaultdict(str)
        """A word with one character left out, `认*` → the characters that may stand there."""
        self._inside: dict[str, int] = {}
        """Two neighbours → the cost of the commonest word that has them."""
        for word, cost in sorted(self._costs.items()):
            size = len(word)
            for at in range(size - 1):
                pair = word[at : at + 2]
                self._inside[pair] = min(cost, self._inside.get(pair, cost))
            if 2 <= size <= LONGEST and cost <= _MEANT:
                for at in range(size):
                    self._holes[f"{word[:at]}*{word[at + 1 :]}"] += word[at]

    def find(self, text: str) -> Iterator[Suspect]:
        """The slips in one run of Chinese characters, the surest first where several meet."""
        run = self.divide(text)
        if not run.badly:
            return
        found = [s for s in self.suspects(run) if s.score > 0]
        end: set[int] = set()
        for suspect in sorted(found, key=lambda s: (-s.score, s.start, s.word)):
            places = range(suspect.start, suspect.end)
            if not end.intersection(places):
                end.update(places)
                yield suspect

    def suspects(self, run: Run) -> Iterator[Suspect]:
        """Everything that would make a run cheaper."""
        for at in run.badly:
            if run.text[at] not in _NUMERALS:
                yield from self._other(run, at)
                yield from self._extra(run, at)
                if run.text[at] not in _FUNCTION:
                    yield from self._odd(run, at)

    def divide(self, text: str) -> Run:
        """The cheapest division of a run, and the places where it is dear."""
        costs, size = self._costs, len(text)
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
        return Run(text, tuple(before), tuple(after), tuple(sorted(badly)))

    def _other(self, run: Run, at: int) -> Iterator[Suspect]:
        """Another character at a place; of those that may be meant, the best."""
        text, best = run.text, None
        whole, before, after = run.before[-1], run.before, run.after
        for size in range(2, LONGEST + 1):
            for start in range(max(0, at - size + 1), min(at, len(text) - size) + 1):
                end = start + size
                saved = whole - before[start] - after[end]
                if saved < _LEAST_SAVED:
                    continue
                for char in self._holes.get(f"{text[start:at]}*{text[at + 1 : end]}", ""):
                    kind = self._kind(char, text[at])
                    if not kind or char == text[at] or char in _NUMERALS:
                        continue
                    word = text[start:at] + char + text[at + 1 : end]
                    gain = saved - self._costs[word]
                    rank = (gain - 2 * (kind != _SOUND), -start, word)
                    if gain >= _LEAST_GAIN and (best is None or rank > best[0]):
                        best = (rank, start, end, word, kind, gain)
        if best:
            _, start, end, word, kind, gain = best
            facts = self._facts(run, (start, end), word, at, gain)
            yield Suspect(start, end, word, at, kind, facts)

    def _kind(self, right: str, written: str) -> str:
        if not readings(right).isdisjoint(readings(written)):
            return _SOUND
        if not sounds(right).isdisjoint(sounds(written)):
            return _NEAR
        return _SHAPE if written in self._shapes.get(right, ()) else ""

    def _extra(self, run: Run, at: int) -> Iterator[Suspect]:
        """A character too many within a word."""
        text = run.text
        for size in range(3, LONGEST + 2):
            for start in range(max(0, at - size + 2), min(at - 1, len(text) - size) + 1):
                end = start + size
                word = text[start:at] + text[at + 1 : end]
                cost = self._costs.get(word, MISSING_COST)
                gain = run.before[-1] - run.before[start] - run.after[end] - cost
                twice = text[at] in (text[at - 1], text[at + 1])  # of which another rule speaks
                if cost <= _MEANT and gain >= _LEAST_GAIN and not twice:
                    facts = self._facts(run, (start, end), word, at, gain)
                    yield Suspect(start, end, word, at, _EXTRA, facts)

    def _odd(self, run: Run, at: int) -> Iterator[Suspect]:
        """A character too many between two words that the pages write side by side."""
        text, known = run.text, self._lexicon.attested
        if not 1 < at + 1 < len(text) or text[at] in (text[at - 1], text[at + 1]):
            return
        around = text[at - 1] + text[at + 1]
        beside = (text[max(0, at - 2) : at] + text[at + 1], text[at - 1] + text[at + 1 : at + 3])
        if text[at - 1 : at + 1] in known or text[at : at + 2] in known or around not in known:
            return
        if any(len(each) == 3 and each in known for each in beside):
            gain = run.before[-1] - run.before[at] - run.after[at + 1]
            facts = self._facts(run, (at - 1, at + 2), around, at, gain)
            yield Suspect(at - 1, at + 2, around, at, _ODD, facts)

    def _facts(
        self, run: Run, span: tuple[int, int], word: str, at: int, gain: int
    ) -> tuple[int, ...]:
        """What counts for and against a slip at a place."""
        text, (start, end) = run.text, span
        known, inside = self._lexicon.attested, self._inside
        left = text[at - 1 : at + 1] if at else ""
        right = text[at : at + 2] if at + 1 < len(text) else ""
        meant = word[at - start] if len(word) == end - start else ""
        echo = any(
            text[n] in (text[n - 2] if n > 1 else "", text[n + 2 : n + 3])
            for n in range(start, end)
        )
        return (
            gain,
            self._costs.get(word, MISSING_COST),
            int(len(word) > 2),
            int(len(word) > 3),
            int(left in known),
            int(right in known),
            max(0, _KNOWN - inside.get(left, _KNOWN)),
            max(0, _KNOWN - inside.get(right, _KNOWN)),
            int(text[at] in _LIGHT),
            int(start == 0) + int(end == len(text)),
            int(bool(meant) and meant in _FUNCTION),
            int(echo),  # 安心定心, 知法守法: made for the rhythm, in no dictionary
        )
