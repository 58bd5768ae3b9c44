"""Slips inside words: another character, one lost, one too many, two that have changed places.

Where a run of characters divides badly into words (`division`), the rule tries what may be meant:
what sounds or looks the same, what the pages write between two neighbours, what makes a word of the
dictionary. `weighing` says whether that is believed.
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
    LOST,
    NEAR,
    PHRASE,
    SHAPE,
    SOUND,
    TURNED,
    TWICE,
    LONGEST_PHRASE,
    Scale,
)

_NUMERALS: Final = frozenset("〇零一二三四五六七八九十百千万亿几双两第")
_MEASURES: Final = _NUMERALS | frozenset("年月日时秒元")
"""Beside these nothing is lost or turned: 三名, 五日内."""
_PLACEHOLDERS: Final = frozenset("甲乙丙丁某")
_SUFFIXES: Final = frozenset("员性者们化率度式型类")
_OPTIONAL: Final = frozenset("的地得者了等和与")
"""What a phrase may do without."""
_MEANT: Final = 27
"""A word at most so dear may be what was meant."""
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
        self._holes: dict[str, str] = defaultdict(str)
        """A word with one character left out, `认*` → the characters that may stand there."""
        self._between: dict[str, str] = defaultdict(str)
        """Two characters → those that the pages write between them."""
        for word, cost in sorted(self._costs.items()):
            if 2 <= len(word) <= LONGEST and cost <= _MEANT:
                for at in range(len(word)):
                    self._holes[f"{word[:at]}*{word[at + 1 :]}"] += word[at]
        self._shortened = dict(self._phrases())
        """A phrase that lacks a character → which one, and where."""
        for found in sorted(lexicon.attested):
            if len(found) == 3:
                self._between[found[0] + found[2]] += found[1]

    def _phrases(self) -> Iterator[tuple[str, tuple[int, str]]]:
        for phrase in sorted({*self._lexicon.terms, *self._lexicon.general}):
            if MIN_PHRASE <= len(phrase) <= LONGEST_PHRASE:
                for at, char in enumerate(phrase):
                    short = phrase[:at] + phrase[at + 1 :]
                    at_edge = at in (0, len(phrase) - 1)
                    fine = self._lexicon.is_word(short) or (at_edge and self._is_made_up(short))
                    if char not in _OPTIONAL and not fine:
                        yield short, (at, char)

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
            if not taken.intersection(places):
                taken.update(places)
                yield slip

    def suspects(self, run: Run) -> Iterator[Suspect]:
        """Everything that may be meant otherwise."""
        if len(run.text) > 1:
            badly = set(run.badly)
            yield from self._phrase(run)
            yield from self._lost(run, badly)
            yield from self._extra(run, badly)
            yield from self._turned(run, badly)
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
        return Slip(start, end + shift, whole[start:end], phrase, suspect.kind, left)

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
        self, run: Run, left: int, right: int, chars: Iterable[str], least: int
    ) -> tuple[str, Mended] | None:
        """Of the characters that may stand at a place, the one that does best."""
        best, found = -1000, None
        for char in sorted(chars):
            mended = mend(self._costs, run, left, right, char)
            gain = run.whole - mended.cost
            known, strange = self._scale.known(mended.text, 3, mended.at, mended.at + 1)
            rank = gain + 4 * known - 2 * strange
            if rank <= best or mended.end - mended.start < 2:
                continue
            if gain >= least + (0 if known > 1 else _UNKNOWN):
                best, found = rank, (char, mended)
        return found

    def _words_with(self, text: str, left: int, right: int, least: int) -> set[str]:
        """Characters that make a word of at least so many at a place, or in a gap."""
        found: set[str] = set()
        for size in range(least, LONGEST + 1):
            length = size - 1 + right - left
            for start in range(max(0, right - length), min(left, len(text) - length) + 1):
                found.update(
                    self._holes.get(f"{text[start:left]}*{text[right : start + length]}", "")
                )
        return found

    def _phrase(self, run: Run) -> Iterator[Suspect]:
        """A character that is not there in a set phrase, whatever else may be read."""
        text = run.text
        for size in range(MIN_PHRASE - 1, LONGEST_PHRASE):
            for start in range(len(text) - size + 1):
                if missing := self._shortened.get(text[start : start + size]):
                    at, char = start + missing[0], missing[1]
                    mended = mend(self._costs, run, at, at, char)
                    yield self._suspect(run, at, at, char, PHRASE, mended)

    def _lost(self, run: Run, badly: set[int]) -> Iterator[Suspect]:
        """A character that is not there."""
        for at in range(len(run.text) + 1):
            if not self._may_lack(run.text, at, badly):
                continue
            if best := self._best(run, at, at, self._lacking(run.text, at, badly), _LOST_GAIN):
                suspect = self._suspect(run, at, at, best[0], LOST, best[1])
                rest = suspect.mended.word.replace(best[0], "", 1)
                if suspect.kind != GAP or not (rest in LIGHT or rest in _SUFFIXES):
                    yield suspect

    def _may_lack(self, text: str, at: int, badly: set[int]) -> bool:
        """Whether what stands on both sides of a gap is odd."""
        seam = text[max(0, at - 1) : at + 1]
        if not _MEASURES.isdisjoint(seam):
            return False
        is_bad = at - 1 in badly or at in badly
        if at in (0, len(text)):
            return is_bad
        known, _ = self._scale.known(text, 3, at, at)
        return not (known == 2 or (known and not is_bad and seam in self._lexicon.attested))

    def _lacking(self, text: str, at: int, badly: set[int]) -> set[str]:
        """The characters that may be lacking."""
        attested = self._lexicon.attested
        before, after = text[max(0, at - 1) : at], text[at : at + 1]
        chars = self._words_with(text, at, at, 3)
        if before and after:
            chars.update(self._between.get(before + after, ""))
        if at - 1 in badly and before not in LIGHT and at > 1:
            ending = self._holes.get(f"{before}*", "")
            chars.update(c for c in ending if text[at - 2 : at] + c in attested)
        if at in badly and after not in LIGHT | _SUFFIXES and at + 1 < len(text):
            beginning = self._holes.get(f"*{after}", "")
            chars.update(c for c in beginning if c + text[at : at + 2] in attested)
        return chars - _NUMERALS

    def _extra(self, run: Run, badly: set[int]) -> Iterator[Suspect]:
        """A character too many."""
        text = run.text
        if len(text) < 3:
            return
        for at, char in enumerate(text):
            if char in _NUMERALS or text[at + 1 : at + 2] == char:
                continue  # of two the second is looked at
            twice = at > 0 and text[at - 1] == char
            if at not in badly and not twice:
                continue
            mended = mend(self._costs, run, at, at + 1, "")
            if run.whole - mended.cost >= _EXTRA_GAIN:
                yield self._suspect(run, at, at + 1, "", TWICE if twice else EXTRA, mended)

    def _turned(self, run: Run, badly: set[int]) -> Iterator[Suspect]:
        """Two characters that have changed places."""
        text = run.text
        for at in range(len(text) - 1):
            first, second = text[at : at + 2]
            if first == second or first in _MEASURES or second in _MEASURES:
                continue
            if at in badly or at + 1 in badly:
                mended = mend(self._costs, run, at, at + 2, second + first)
                within = mended.end >= mended.at + 2
                if within and run.whole - mended.cost >= _TURNED_GAIN:
                    yield self._suspect(run, at, at + 2, second + first, TURNED, mended)

    def _other(self, run: Run) -> Iterator[Suspect]:
        """Another character than is meant; first what sounds or looks the same."""
        text = run.text
        for at in run.badly:
            written = text[at]
            if written in _NUMERALS or written in _PLACEHOLDERS:
                continue
            around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
            chars = set(self._between.get(around, "")) - _NUMERALS - {written}
            words = self._words_with(text, at, at + 1, 2) - _NUMERALS - {written}
            kinds = {char: self._kind(char, written) for char in chars | words}
            alike = [char for char, kind in kinds.items() if kind]
            if best := self._best(run, at, at + 1, alike, _ALIKE_GAIN):
                yield self._suspect(run, at, at + 1, best[0], kinds[best[0]], best[1])
                continue
            chars |= self._words_with(text, at, at + 1, 3) - _NUMERALS - {written}
            if best := self._best(run, at, at + 1, chars, _OTHER_GAIN):
                yield self._suspect(run, at, at + 1, best[0], ANY, best[1])

    def _kind(self, right: str, written: str) -> str:
        if not readings(right).isdisjoint(readings(written)):
            return SOUND
        if not sounds(right).isdisjoint(sounds(written)):
            return NEAR
        return SHAPE if written in self._shapes.get(right, ()) else ""
