"""Slips inside words of two characters: 认识 written 任识, 主持 written 主特.

Two neighbouring characters are suspected where no word covers either of them, and one other
character that sounds or looks the same would make a word that official papers use all the time.
Where any word of the dictionary reaches in from the left or the right the rule keeps quiet.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations
from typing import Final, NamedTuple

from .lexicon import Lexicon, sounds

_FUNCTION: Final = frozenset(
    "的了是在和与对把被将为及或由从向会要能可不有以而其并再就也都还又很更最所使让等这那各每"
    "地得着过到于个名次年月日时后前中内外上下里人我你他她它们说着之该此某未无非"
)
_RARELY: Final = frozenset(
    "至向因本新党步指除只自法镇区县市省村和经处路条起止前所附并其不乃则即若且但却仅均皆曾已既仍虽惯"
)
_NUMERALS: Final = frozenset("〇零一二三四五六七八九十百千万亿几双两")
_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严小老"
)


_PERSON: Final = re.compile("同志|书记|主任|委员|镇长|县长|乡长|局长|说|、")


def _keeps(word: str, pair: str, light: list[bool]) -> bool:
    """Whether the character that would stay is one that mostly stands alone."""
    return any(light[n] and word[n] == pair[n] for n in (0, 1))


def _echo(text: str, at: int) -> bool:
    """安心定心, 知法守法: made for the rhythm, in no dictionary."""
    return any(
        0 <= near < len(text) and text[near] == text[here]
        for here in (at, at + 1)
        for near in (here - 2, here + 2)
    )


class Suspect(NamedTuple):
    """Two characters that are no word, and the word that is meant."""

    start: int
    word: str


def _lookalikes(lines: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Character → those taken for it."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        for group in line.split():
            for a, b in permutations(group, 2):
                found[a].add(b)
    return {char: frozenset(others) for char, others in found.items()}


class Homophones:
    """Frequent words of two characters, by the character that stays and the one that goes wrong."""

    def __init__(self, lexicon: Lexicon, shapes: Iterable[str]) -> None:
        """`shapes`: groups of characters that look alike, of `data/phrases.yaml`."""
        self._lexicon = lexicon
        self._shapes = _lookalikes(shapes)
        self._by_first: dict[str, list[str]] = defaultdict(list)
        self._by_last: dict[str, list[str]] = defaultdict(list)
        for word in sorted(lexicon.common):
            self._by_first[word[0]].append(word)
            self._by_last[word[1]].append(word)
        self._long: dict[tuple[int, str], list[str]] = defaultdict(list)
        for word in sorted(lexicon.common_long):
            for hole in range(3):
                self._long[hole, word[:hole] + word[hole + 1 :]].append(word)

    def find(self, text: str, start: int, end: int) -> Iterator[Suspect]:
        """In one run of Chinese characters."""
        for at in range(start, end - 1):
            pair = text[at : at + 2]
            if pair in self._lexicon.attested or pair[0] == pair[1]:
                continue
            if any(char in _NUMERALS or char in _FUNCTION for char in pair) or _echo(text, at):
                continue
            light = [char in _RARELY for char in pair]
            if all(light) or (any(light) and not self._apart(text, at, start, end)):
                continue
            words = [w for w in self._meant(pair) if not _keeps(w, pair, light)]
            if words and not self._covered(text, at, start, end) and not self._name(text, at):
                yield Suspect(at, words[0])

    def find_long(self, text: str, start: int, end: int) -> Iterator[Suspect]:
        """Words of three characters, one of them wrong: 积及性."""
        words = self._lexicon
        for at in range(start, end - 2):
            piece = text[at : at + 3]
            for hole in range(3):
                rest = piece[1:] if hole == 0 else piece[:2]
                if hole != 1 and words.is_word(rest):
                    continue  # 创造|新
                for word in self._long.get((hole, piece[:hole] + piece[hole + 1 :]), ()):
                    here = at + hole
                    pairs = {text[n : n + 2] for n in (here - 1, here) if start <= n < end - 1}
                    if (
                        word[hole] != piece[hole]
                        and piece[hole] not in _NUMERALS
                        and word[hole] not in _NUMERALS
                        and self._alike(word[hole], piece[hole])
                        and not any(pair in words.attested or words.is_word(pair) for pair in pairs)
                        and not any(
                            words.is_word(text[first : first + size])
                            for size in (3, 4)
                            for first in range(max(start, here - size + 1), here + 1)
                        )
                    ):
                        yield Suspect(at, word)

    def _apart(self, text: str, at: int, start: int, end: int) -> bool:
        """Whether words end right before the two and begin right behind them."""
        words = self._lexicon
        left = at == start or any(
            words.is_word(text[at - n : at]) for n in (2, 3, 4) if at - n >= start
        )
        right = at + 2 == end or any(
            words.is_word(text[at + 2 : at + 2 + n]) for n in (2, 3) if at + 2 + n <= end
        )
        return left and right and (at > start or at + 2 < end)

    def _meant(self, pair: str) -> list[str]:
        first, last = pair[0], pair[1]
        ends = [word for word in self._by_first[first] if self._alike(word[1], last)]
        return ends + [word for word in self._by_last[last] if self._alike(word[0], first)]

    def _alike(self, right: str, written: str) -> bool:
        return right != written and (
            bool(sounds(right) & sounds(written)) or written in self._shapes.get(right, ())
        )

    def _covered(self, text: str, at: int, start: int, end: int) -> bool:
        """Whether a word of the dictionary holds one of the two characters or both."""
        words = self._lexicon
        return any(
            words.is_word(text[first : first + size])
            for size in (2, 3, 4)
            for first in range(max(start, at - size + 1), min(at + 2, end - size + 1))
        )

    def _name(self, text: str, at: int) -> bool:
        """Whether it may be somebody's name: 王建社, 方志明同志; but not 铺张|浪废."""
        before = text[at - 1 : at] if at else ""
        if before and before in _SURNAMES and not self._lexicon.is_word(text[max(0, at - 2) : at]):
            return True
        said = _PERSON.match(text, at + 2) or _PERSON.match(text, at + 3)
        return text[at] in _SURNAMES and bool(said)
