"""What speaks for and against a slip at a place, and how much.

Gain (how much cheaper the run becomes when it is mended) and circumstances (do the pages write
these characters side by side, before and after mending? does a set phrase come out?) add up to one
number with the weights below. They were fitted by logistic regression on sentences spoilt at random
and on slips written by hand, a line of weights for each kind of slip, the first of it lowered for
precision by reading what was found on clean texts; `tests/spelling_trial.py --fit` makes a line of
the same shape from random slips alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .division import Mended, Run
from .lexicon import MIN_PHRASE, MISSING_COST, Lexicon

FUNCTION: Final = frozenset(
    "的了是在和与对把被将为及或由从向会要能可不有以而其并再就也都还又很更最所使让等这那各每"
    "地得着过到于个名次年月日时后前中内外上下里人我你他她它们说之该此某未无非"
)
LIGHT: Final = FUNCTION | frozenset(
    "至向因本新党步指除只自法镇区县市省村和经处路条起止所附则即若且但却仅均皆曾已既仍虽惯唯逐按应如须需拟系"
)
"""What mostly stands alone."""
SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严小老"
)
_KNOWN: Final = 36
_STRAY: Final = 20
"""A single character at least so dear is a stray one: names are made of them."""
LONGEST_PHRASE: Final = 10
_NO_WORD: Final = 30

SOUND: Final = "sound"
NEAR: Final = "near"
SHAPE: Final = "shape"
ANY: Final = "any"
LOST: Final = "lost"
GAP: Final = "gap"
TWICE: Final = "twice"
EXTRA: Final = "extra"
TURNED: Final = "turned"
PHRASE: Final = "phrase"

FACTS: Final = (
    "gain cost long longer phrase phrase5 phrase6 known strange mended_known mended_strange"
    " pair no_pair mended_pair mended_no_pair within written_function written_light"
    " meant_function after_function before_function first last strays surname echo"
    " written_cost meant_cost all_known none_known edge"
)
WEIGHTS: Final[Mapping[str, tuple[int, ...]]] = {
    "sound": (-55, 18, -2, 129, -67, 13, 73, 65, -137, 43, 45, -24, -16, -7, 5, -15, -11,
        -2, -47, 4, 16, 5, 24, 35, -28, -20, -82, -13, 3, 27, -73, 38),
    "near": (-50, 11, -7, 102, 17, 47, 45, 82, -50, 31, 40, -23, -9, 12, 14, -11, -12, 36,
        -7, -18, 1, 6, -15, -11, -2, -41, -119, -11, 4, 49, 80, -7),
    "shape": (320, 2, -1, 22, 7, 6, 1, 1, 5, -10, 6, -12, 10, -10, 40, -56, -6, 13, 13, 12, 13,
        25, 6, 8, -30, 16, 9, 7, -3, 4, -5, -8),
    "any": (-740, 12, -5, 64, 56, -28, 16, 227, -26, 40, 56, -50, -41, 31, -11, -23, -16, -3,
        -19, -22, 19, -31, 63, 47, -9, -60, -114, 7, 2, 38, 15, 9),
    "lost": (-295, 21, 0, 0, 48, 0, 0, 0, -26, 2, 10, -11, -9, 4, 20, -22, -2, 0, 0, -19,
        39, 28, 45, -5, -23, -74, -30, 0, 1, 68, 26, -52),
    "gap": (-460, 21, 2, 0, 0, 0, 0, 0, -11, 15, 42, -13, -23, 7, 5, -10, -2, 0, 0, 2, 2, 1,
        12, 15, -20, -32, -41, 0, 0, 74, 11, 0),
    "phrase": (-155, 14, -10, -13, 51, 0, 11, 124, -43, 68, 34, -9, -3, -12, 14, -20, -1, 0,
        0, -43, -56, 86, 213, 180, -10, 34, 15, 0, 3, 76, 17, -3),
    "twice": (211, 21, -12, -15, 114, 58, 73, 70, -28, 78, 56, -2, -29, 8, 12, -67, -1, -8,
        10, 0, -8, 26, 0, 129, -7, -14, 4, -20, 0, 11, -16, 41),
    "extra": (-390, 15, -12, 89, 14, -39, -20, 271, -37, 30, 16, -19, -21, 21, 24, -24, -5,
        143, -81, 0, 32, -1, 0, 0, -11, -22, -77, -1, 0, 46, 14, 67),
    "turned": (330, 16, -19, 126, 54, -45, 56, 77, -35, 38, 24, -5, -30, 8, 4, -19, -4, -25,
        6, -30, 40, 24, 45, 57, 1, -24, -69, -5, -5, 81, -65, 3),
}  # fmt: skip
"""Kind → what is added, then a weight for each of `FACTS`; a slip comes to more than nothing."""


class Scale:
    """Weighs what may be a slip."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._inside: dict[str, int] = {}
        """Two neighbours → the cost of the commonest word that has them."""
        for word, cost in lexicon.costs.items():
            for at in range(len(word) - 1):
                pair = word[at : at + 2]
                self._inside[pair] = min(cost, self._inside.get(pair, cost))

    def score(self, kind: str, facts: tuple[int, ...]) -> int:
        bias, *weights = WEIGHTS[kind]
        return bias + sum(weight * fact for weight, fact in zip(weights, facts, strict=True))

    def known(self, text: str, size: int, left: int, right: int) -> tuple[int, int]:
        """How many sequences of a size over a place, or a seam, the pages have, and have not."""
        starts = range(max(0, left - size + 1), min(right, len(text) - size + 1))
        known = sum(text[n : n + size] in self._lexicon.attested for n in starts)
        return known, len(starts) - known

    def phrase(self, run: Run, left: int, right: int, put: str) -> tuple[int, int]:
        """Where in the mended run the longest phrase over the place, or the seam, stands."""
        first = max(0, left - LONGEST_PHRASE)
        text = run.text[first:left] + put + run.text[right : right + LONGEST_PHRASE]
        at = left - first
        end = at + len(put)
        for size in range(LONGEST_PHRASE, MIN_PHRASE - 1, -1):
            starts = range(
                max(0, end - size + (not put)), min(at - (not put), len(text) - size) + 1
            )
            for start in starts:
                piece = text[start : start + size]
                if piece in self._lexicon.terms or piece in self._lexicon.general:
                    return first + start, first + start + size
        return left, left

    def facts(self, run: Run, left: int, right: int, put: str, mended: Mended) -> tuple[int, ...]:
        """What counts, in the order of `FACTS`."""
        text, costs = run.text, self._lexicon.costs
        size, at, word = len(text), mended.at, mended.word
        begin, end = self.phrase(run, left, right, put)
        known, strange = self.known(text, 3, left, right)
        mended_known, mended_strange = self.known(mended.text, 3, at, at + len(put))
        written = text[left] if right > left else ""
        return (
            run.whole - mended.cost,
            costs.get(word, MISSING_COST) if word else _NO_WORD,
            int(len(word) > 2),
            int(len(word) > 3),
            int(end - begin > 3),
            int(end - begin > 4),
            int(end - begin > 5),
            known,
            strange,
            mended_known,
            mended_strange,
            *self.known(text, 2, left, right),
            *self.known(mended.text, 2, at, at + len(put)),
            sum(
                self._within(text[n : n + 2]) for n in range(max(0, left - 1), min(right, size - 1))
            ),
            int(written in FUNCTION),
            int(written in LIGHT),
            int(put[:1] in FUNCTION),
            int(text[max(0, left - 1) : left] in FUNCTION),
            int(text[right : right + 1] in FUNCTION),
            int(left == 0),
            int(right == size),
            self._strays(run, left, right),
            int(not SURNAMES.isdisjoint(text[max(0, left - 1) : left + 1])),
            int(_echoes(text, left, right)),
            costs.get(written, MISSING_COST) if written else 0,
            costs.get(put[0], MISSING_COST) if put else 0,
            int(mended_strange == 0 and mended_known > 1),
            int(known == 0),
            int(_is_edge(mended, len(put)) if end == begin else left in (begin, end - len(put))),
        )

    def _within(self, pair: str) -> int:
        """How common the commonest word is that has two characters side by side."""
        return max(0, _KNOWN - self._inside.get(pair, _KNOWN))

    def _strays(self, run: Run, left: int, right: int) -> int:
        """How many rare characters stand alone near the place: names are made of them."""
        return sum(
            n in run.bad and self._lexicon.costs.get(run.text[n], MISSING_COST) >= _STRAY
            for n in (left - 4, left - 3, left - 2, right + 1, right + 2)
        )


def _is_edge(mended: Mended, size: int) -> bool:
    """Whether the new characters are the first or the last of their word."""
    return mended.at in (mended.start, mended.end - size)


def _echoes(text: str, left: int, right: int) -> bool:
    """安心定心, 知法守法: made for the rhythm, in no dictionary."""
    return any(
        text[n] in (text[n - 2] if n > 1 else "", text[n + 2 : n + 3])
        for n in range(max(0, left - 1), min(len(text), right + 1))
    )
