"""Slips inside words: another character, one lost, one too many, two that have changed places.

Where a run of characters divides badly into words (`division`), the rule tries what may be meant:
what sounds or looks the same, what makes a word of the dictionary or a set phrase. `weighing` says
whether that is believed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations
from typing import Final, NamedTuple

from .division import Mended, Run, divide, mend
from .lexicon import LONGEST, MIN_PHRASE, Lexicon, readings, sounds
from .weighing import (
    ANY,
    EXTRA,
    GAP,
    LIGHT,
    LONGEST_PHRASE,
    LOST,
    NEAR,
    PHRASE,
    SHAPE,
    SOUND,
    TURNED,
    TWICE,
    Scale,
)

_NUMERALS: Final = frozenset("〇零一二三四五六七八九十百千万亿几双两第")
_MEASURES: Final = _NUMERALS | frozenset("年月日时秒元")
"""Beside these nothing is lost or turned: 三名, 五日内."""
_PLACEHOLDERS: Final = frozenset("甲乙丙丁某")
_SUFFIXES: Final = frozenset("员性者们化率度式型类")
_OPTIONAL: Final = frozenset("的地得者了等和与")
"""What a phrase may do without."""
_LOOSENS: Final = frozenset("的了和与及各所之并或")
"""What may stand between two words that often are one phrase: 成果的转化."""
_PREPOSITIONS: Final = frozenset("向对从在把被将由")
"""What is left of the half of a phrase, and may begin something else: 政治|向人民."""
_MEANT: Final = 27
"""A word at most so dear may be what was meant."""
_CHEAPEST: Final = 11
"""No word of two or more characters is cheaper."""
_USUAL: Final = 19
_ALIKE_GAIN: Final = 4
_OTHER_GAIN: Final = 8
_LOST_GAIN: Final = -12
_EXTRA_GAIN: Final = 3
_TURNED_GAIN: Final = 4
_UNKNOWN: Final = 8
"""So much more has to be gained where the pages have not two of the sequences that come out."""


class Suspect(NamedTuple):
    """Where something is written wrongly, and what is meant."""

    left: int
    right: int
    put: str
    """What should stand there instead."""
    kind: str
    mended: Mended
    facts: tuple[int, ...]
    score: int


class Slip(NamedTuple):
    """What is shown of a suspect: the words around it, wrong and right."""

    start: int
    end: int
    word: str
    phrase: str
    """The set phrase that comes out, if one does."""
    kind: str
    at: int
    """Where it goes wrong."""
    score: int


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
        self._scale = Scale(lexicon)
        self._shapes = lookalikes(shapes)
        self._holes: dict[str, list[tuple[str, int]]] = defaultdict(list)
        """A word with one character left out, `认*` → what may stand there, and its word's cost."""
        for word, cost in sorted(self._costs.items()):
            if 2 <= len(word) <= LONGEST and cost <= _MEANT:
                for at in range(len(word)):
                    self._holes[f"{word[:at]}*{word[at + 1 :]}"].append((word[at], cost))
        self._shortened = dict(self._phrases())
        """A phrase that lacks a character → which one, and where."""

    def _phrases(self) -> Iterator[tuple[str, tuple[int, str]]]:
        for phrase in sorted({*self._lexicon.terms, *self._lexicon.general}):
            if MIN_PHRASE <= len(phrase) <= LONGEST_PHRASE:
                for at, char in enumerate(phrase):
                    short = phrase[:at] + phrase[at + 1 :]
                    begins = len(phrase) == MIN_PHRASE and phrase[at ^ 1] in _PREPOSITIONS
                    if char not in _OPTIONAL and not begins and not self._stands(short, at):
                        yield short, (at, char)

    def _stands(self, short: str, at: int) -> bool:
        """Whether a phrase is right without the character it had at a place."""
        if short in self._costs or self._lexicon.is_word(short):
            return True
        if at == 0:
            if short[0] in _SUFFIXES:
                return True  # 层级化|管理
            return self._is_made_up(short) or self._is_usual(short[0], short[1:])
        if at == len(short):
            return self._is_made_up(short) or self._is_usual(short[-1], short[:-1])
        return False

    def _is_usual(self, char: str, rest: str) -> bool:
        """Whether a word has a common character of its own beside it: 抓|落实, 新|发展."""
        return rest in self._costs and self._costs.get(char, _USUAL) < _USUAL

    def _is_made_up(self, text: str) -> bool:
        """Whether words of two and more characters make up a text."""
        return not text or any(
            text[:size] in self._costs and self._is_made_up(text[size:])
            for size in range(2, min(LONGEST, len(text)) + 1)
        )

    def divide(self, text: str) -> Run:
        return divide(self._costs, text)

    def find(self, text: str) -> Iterator[Slip]:
        """The slips in one run of Chinese characters, the surest first where several meet."""
        run = self.divide(text)
        found = [s for s in self.suspects(run) if s.score > 0]
        taken: set[int] = set()
        for suspect in sorted(found, key=lambda s: (-s.score, s.left, s.right, s.put)):
            slip = self._shown(run, suspect)
            places = range(slip.start, slip.end)
            is_word = run.text[slip.start : slip.end] in self._lexicon.words
            if not is_word and not taken.intersection(places):
                taken.update(places)
                yield slip

    def suspects(self, run: Run) -> Iterator[Suspect]:
        """Everything that may be meant otherwise."""
        if len(run.text) > 1:
            yield from self._phrase(run)
            yield from self._lost(run)
            yield from self._extra(run)
            yield from self._turned(run)
            yield from self._other(run)

    def _shown(self, run: Run, suspect: Suspect) -> Slip:
        """A phrase, or a word, or what the pages write: with a neighbour where one is short."""
        text, left, right, put = run.text, suspect.left, suspect.right, suspect.put
        mended = suspect.mended
        whole = text[:left] + put + text[right:]
        shift = right - left - len(put)
        start, end = self._scale.phrase(run, left, right, put)
        phrase = whole[start:end]
        if not phrase:
            ahead = left - mended.at
            start = min(left, ahead + mended.start)
            end = max(left + len(put), ahead + mended.end)
            if end + shift - start < 2 or end - start < 2:
                start, end = max(0, start - 1), min(len(whole), end + 1)
        return Slip(start, end + shift, whole[start:end], phrase, suspect.kind, left, suspect.score)

    def _suspect(
        self, run: Run, left: int, right: int, put: str, kind: str, mended: Mended
    ) -> Suspect:
        facts = self._scale.facts(run, left, right, put, mended)
        if kind == LOST and facts[4]:
            kind = PHRASE
        elif kind == LOST and not facts[2]:
            kind = GAP
        return Suspect(left, right, put, kind, mended, facts, self._scale.score(kind, facts))

    def _best(
        self, run: Run, left: int, right: int, gains: Mapping[str, int], least: int
    ) -> tuple[str, Mended] | None:
        """Of the characters that may stand at a place, the one that does best."""
        text, best, found = run.text, -1000, ""
        head, tail = text[max(0, left - 2) : left], text[right : right + 2]
        for char, gain in sorted(gains.items()):
            known, strange = self._scale.known(head + char + tail, 3, len(head), len(head) + 1)
            rank = gain + 4 * known - 2 * strange
            if rank > best and gain >= least + (0 if known > 1 else _UNKNOWN):
                best, found = rank, char
        if not found:
            return None
        mended = mend(self._costs, run, left, right, found)
        return (found, mended) if mended.end - mended.start > 1 else None

    def _gains(self, run: Run, left: int, right: int, shortest: int, least: int) -> dict[str, int]:
        """Characters that make a word of at least so many at a place, or in a gap, and how much
        cheaper the run becomes by that."""
        text, before, after = run.text, run.before, run.after
        gains: dict[str, int] = {}
        for size in range(shortest, LONGEST + 1):
            length = size - 1 + right - left
            for start in range(max(0, right - length), min(left, len(text) - length) + 1):
                end = start + length
                saved = run.whole - before[start] - after[end]
                if saved - _CHEAPEST < least:
                    continue
                if found := self._holes.get(f"{text[start:left]}*{text[right:end]}"):
                    _raise(gains, found, saved, least)
        return gains

    def _phrase(self, run: Run) -> Iterator[Suspect]:
        """A character that is not there in a set phrase, whatever else may be read."""
        text = run.text
        for size in range(MIN_PHRASE - 1, LONGEST_PHRASE):
            for start in range(len(text) - size + 1):
                if missing := self._shortened.get(text[start : start + size]):
                    if size < MIN_PHRASE and self._runs_over(text, start, start + size):
                        continue
                    at, char = start + missing[0], missing[1]
                    mended = mend(self._costs, run, at, at, char)
                    yield self._suspect(run, at, at, char, PHRASE, mended)

    def _runs_over(self, text: str, start: int, end: int) -> bool:
        """Whether a word goes across an edge: 分工|方案 is no 工作方案."""
        return any(
            piece in self._costs
            for edge in (start, end)
            if 0 < edge < len(text)
            for piece in (text[edge - 1 : edge + 1], text[max(0, edge - 2) : edge + 1])
        )

    def _lost(self, run: Run) -> Iterator[Suspect]:
        """A character that is not there."""
        for at in range(len(run.text) + 1):
            if not self._may_lack(run, at):
                continue
            gains = self._lacking(run, at)
            if best := self._best(run, at, at, gains, _LOST_GAIN):
                suspect = self._suspect(run, at, at, best[0], LOST, best[1])
                rest = suspect.mended.word.replace(best[0], "", 1)
                alone = suspect.kind == GAP and (rest in LIGHT or rest in _SUFFIXES)
                if not alone and suspect.kind != PHRASE:  # of which more is known
                    yield suspect

    def _may_lack(self, run: Run, at: int) -> bool:
        """Whether what stands on both sides of a gap is odd."""
        text, badly = run.text, run.bad
        seam = text[max(0, at - 1) : at + 1]
        if not _MEASURES.isdisjoint(seam):
            return False
        is_bad = at - 1 in badly or at in badly
        if at in (0, len(text)):
            return is_bad
        known, _ = self._scale.known(text, 3, at, at)
        return not (known == 2 or (known and not is_bad and seam in self._lexicon.attested))

    def _lacking(self, run: Run, at: int) -> dict[str, int]:
        """The characters that may be lacking; of a word of two, beside one that stands badly."""
        text, badly = run.text, run.bad
        before, after = text[max(0, at - 1) : at], text[at : at + 1]
        gains = self._gains(run, at, at, 3, _LOST_GAIN)
        if at - 1 in badly and before not in LIGHT:
            saved = run.whole - run.before[at - 1] - run.after[at]
            _raise(gains, self._holes.get(f"{before}*", ()), saved, _LOST_GAIN)
        if at in badly and after not in LIGHT | _SUFFIXES:
            saved = run.whole - run.before[at] - run.after[at + 1]
            _raise(gains, self._holes.get(f"*{after}", ()), saved, _LOST_GAIN)
        return gains

    def _extra(self, run: Run) -> Iterator[Suspect]:
        """A character too many."""
        text = run.text
        if len(text) < 3:
            return
        for at, char in enumerate(text):
            if char in _NUMERALS or text[at + 1 : at + 2] == char:
                continue  # of two the second is looked at
            twice = at > 0 and text[at - 1] == char
            if at not in run.bad and not twice:
                continue
            if not twice and self._scale.known(text, 3, at, at + 1)[1] == 0:
                continue
            if not twice and char in _LOOSENS and self._is_between(text, at):
                continue
            mended = mend(self._costs, run, at, at + 1, "")
            joined = (
                mended.word
                or self._scale.known(mended.text, 3, mended.at, mended.at)[0]
                or self._scale.phrase(run, at, at + 1, "")[1] > at
            )
            if (twice or joined) and run.whole - mended.cost >= _EXTRA_GAIN:
                yield self._suspect(run, at, at + 1, "", TWICE if twice else EXTRA, mended)

    def _is_between(self, text: str, at: int) -> bool:
        """Whether words of two or three end before a character and begin behind it."""
        return any(at >= n and text[at - n : at] in self._costs for n in (2, 3)) and any(
            text[at + 1 : at + 1 + n] in self._costs for n in (2, 3) if at + n < len(text)
        )

    def _turned(self, run: Run) -> Iterator[Suspect]:
        """Two characters that have changed places."""
        text = run.text
        for at in range(len(text) - 1):
            first, second = text[at], text[at + 1]
            if first == second or first in _MEASURES or second in _MEASURES:
                continue
            if at in run.bad or at + 1 in run.bad:
                mended = mend(self._costs, run, at, at + 2, second + first)
                within = mended.end >= mended.at + 2
                if within and run.whole - mended.cost >= _TURNED_GAIN:
                    yield self._suspect(run, at, at + 2, second + first, TURNED, mended)

    def _other(self, run: Run) -> Iterator[Suspect]:
        """Another character than is meant; first what sounds or looks the same."""
        text, attested = run.text, self._lexicon.attested
        for at in run.badly:
            written = text[at]
            if written in _NUMERALS or written in _PLACEHOLDERS:
                continue
            gains = self._gains(run, at, at + 1, 2, _ALIKE_GAIN)
            kinds = {char: self._kind(char, written) for char in gains if char != written}
            alike = {char: gains[char] for char, kind in kinds.items() if kind}
            if best := self._best(run, at, at + 1, alike, _ALIKE_GAIN):
                yield self._suspect(run, at, at + 1, best[0], kinds[best[0]], best[1])
                continue
            gains = {
                char: gain
                for char, gain in gains.items()
                if gain >= _OTHER_GAIN
                and text[max(0, at - 1) : at] + char + text[at + 1 : at + 2] in attested
            } | self._gains(run, at, at + 1, 3, _OTHER_GAIN)
            gains.pop(written, None)
            if best := self._best(run, at, at + 1, gains, _OTHER_GAIN):
                yield self._suspect(run, at, at + 1, best[0], ANY, best[1])

    def _kind(self, right: str, written: str) -> str:
        if not readings(right).isdisjoint(readings(written)):
            return SOUND
        if not sounds(right).isdisjoint(sounds(written)):
            return NEAR
        return SHAPE if written in self._shapes.get(right, ()) else ""


def _raise(gains: dict[str, int], found: Iterable[tuple[str, int]], saved: int, least: int) -> None:
    """Note what is gained by each of the characters of a hole, if it is more than is known."""
    for char, cost in found:
        if saved - cost >= gains.get(char, least) and char not in _NUMERALS:
            gains[char] = saved - cost
