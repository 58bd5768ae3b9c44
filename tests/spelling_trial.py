"""Sentences spoilt at random: the trial of typo-word and typo-term, and the fit of their weights.

PYTHONPATH=hooks:tests python tests/spelling_trial.py [--fit] TEXTS…

TEXTS are folders or files of right Chinese (.txt, .md) that the statistics have not seen. Every
sentence is tried as it is, and once with each kind of slip, in a set phrase or in a word of two to
five characters: another character that sounds or looks the same, one left out, one said twice, one
put in, two turned. The table has a column for phrases, for longer words and for words of two. With
--fit the first half gives new weights, which are printed, not written; a number to be taken off the
first of a line for precision is left to whoever writes it.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import exp, sqrt
from pathlib import Path
from typing import NamedTuple

from kb.lint.engine import lint_document
from kb.lint.lexicon import readings, sounds
from kb.lint.read import parse_plain
from kb.lint.spelling import lookalikes
from kb.lint.tools import HAN, read_data
from kb.lint.weighing import WEIGHTS
from lint_tools import tools

RULES = ("typo-word", "typo-term", "doubled")
RUN = re.compile(f"[{HAN}]+")
FIXED = frozenset("〇零一二三四五六七八九十百千万亿两第")
SLIPS = ("sound", "shape", "missing", "twice", "extra", "turned")
PLACES = ("phrase", "long word", "word of two")
SCALE = 50
"""Weights are whole numbers."""


class Spoilt(NamedTuple):
    kind: str
    place: str
    text: str
    at: int


def sentences(paths: Sequence[Path]) -> Iterator[str]:
    for path in paths:
        for file in sorted(path.rglob("*.*")) if path.is_dir() else [path]:
            if file.suffix in (".txt", ".md"):
                for piece in re.split("(?<=[。；！？])|\n", file.read_text(encoding="utf-8")):
                    han = sum(map(len, RUN.findall(piece)))
                    if 14 <= len(piece) <= 70 and han >= 0.75 * len(piece):
                        yield piece.strip()


class Spoiler:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._costs = tools().lexicon.costs
        self._shapes = lookalikes(read_data("phrases.yaml")["shapes"])
        self._chars = sorted(c for c, cost in self._costs.items() if len(c) == 1 and cost <= 26)
        self._same: dict[str, list[str]] = defaultdict(list)
        for char in self._chars:
            for sound in {*readings(char), *sounds(char)}:
                self._same[sound].append(char)

    def places(self, text: str) -> list[list[tuple[int, str]]]:
        """Where set phrases, longer words and words of two stand."""
        found: list[list[tuple[int, str]]] = [[], [], []]
        known = tools().lexicon
        for run in RUN.finditer(text):
            for start in range(len(run[0])):
                for size in range(2, 11):
                    word = run[0][start : start + size]
                    if len(word) < size or not FIXED.isdisjoint(word):
                        break
                    if size > 3 and (word in known.terms or word in known.stock):
                        found[0].append((run.start() + start, word))
                    elif self._costs.get(word, 99) <= 24:
                        found[1 if size > 2 else 2].append((run.start() + start, word))
        return found

    def spoil(self, text: str, kind: str) -> Spoilt | None:
        kept = [(n, places) for n, places in enumerate(self.places(text)) if places]
        for _ in range(10 if kept else 0):
            n, places = self._random.choice(kept)
            start, word = self._random.choice(places)
            at = self._random.randrange(len(word))
            written = self._written(word, at, kind)
            if written and written != word and not tools().lexicon.is_word(written):
                spoilt = text[:start] + written + text[start + len(word) :]
                return Spoilt(kind, PLACES[n], spoilt, start + at)
        return None

    def _written(self, word: str, at: int, kind: str) -> str:
        char = word[at]
        if kind == "turned":
            return word[:at] + word[at + 1 : at + 2] + char + word[at + 2 :]
        if kind in ("missing", "twice", "extra"):
            more = {
                "missing": "",
                "twice": char * 2,
                "extra": self._random.choice(self._chars) + char,
            }
            return word[:at] + more[kind] + word[at + 1 :]
        alike = {c for sound in readings(char) for c in self._same[sound]} - {char}
        pool = sorted(alike if kind == "sound" else self._shapes.get(char, ()))
        return word[:at] + self._random.choice(pool) + word[at + 1 :] if pool else ""


def try_all(cases: Sequence[tuple[str, Sequence[Spoilt]]]) -> None:
    found: Counter[tuple[str, str]] = Counter()
    tried: Counter[tuple[str, str]] = Counter()
    false = 0
    for text, spoilt in cases:
        false += bool(lint_document(parse_plain(text, "a.txt"), tools(), only=RULES))
        for slip in spoilt:
            said = lint_document(parse_plain(slip.text, "a.txt"), tools(), only=RULES)
            tried[slip.kind, slip.place] += 1
            found[slip.kind, slip.place] += any(-8 <= f.start - slip.at <= 1 for f in said)
    for kind in SLIPS:
        cells = (f"{found[kind, place]}/{tried[kind, place]}" for place in PLACES)
        print(kind, *cells, sep="\t")
    recall, noise = found.total() / max(1, tried.total()), false / max(1, len(cases))
    print(f"recall {recall:.1%} precision {recall / max(0.001, recall + noise):.1%}")


def fit(cases: Sequence[tuple[str, Sequence[Spoilt]]]) -> None:
    """Logistic regression; right is what gives the text back that was spoilt."""
    rows: dict[str, list[tuple[list[float], int]]] = defaultdict(list)
    for text, spoilt in cases:
        for source in (text, *(slip.text for slip in spoilt)):
            for run in RUN.finditer(source):
                for s in tools().speller.suspects(tools().speller.divide(run[0])):
                    left, right = run.start() + s.left, run.start() + s.right
                    good = source[:left] + s.put + source[right:] == text
                    if good or source is text:
                        rows[s.kind].append(([1.0, *map(float, s.facts)], int(good)))
    for kind, found in sorted(rows.items()):
        print(kind, "now", WEIGHTS[kind])
        print(kind, "fitted", tuple(round(SCALE * weight) for weight in _regress(found)))


def _regress(rows: Sequence[tuple[list[float], int]]) -> list[float]:
    """By Adagrad, the facts divided by how much they vary."""
    spread = [sqrt(sum(f * f for f in column) / len(rows)) or 1.0 for column in zip(*(r for r, _ in rows), strict=True)]  # fmt: skip
    scaled = [([f / s for f, s in zip(facts, spread, strict=True)], good) for facts, good in rows]
    weights = [0.0] * len(spread)
    squares = [1e-6] * len(weights)
    for _ in range(300):
        slope = [0.0] * len(weights)
        for facts, good in scaled:
            score = sum(w * f for w, f in zip(weights, facts, strict=True))
            error = 1 / (1 + exp(-max(-30.0, min(30.0, score)))) - good
            for n, fact in enumerate(facts):
                slope[n] += error * fact
        for n, each in enumerate(slope):
            step = each / len(rows) + 0.0003 * weights[n]
            squares[n] += step * step
            weights[n] -= 0.5 * step / sqrt(squares[n])
    return [weight / s for weight, s in zip(weights, spread, strict=True)]


def main() -> None:
    wants_fit = "--fit" in sys.argv
    texts = list(dict.fromkeys(sentences([Path(a) for a in sys.argv[1:] if a != "--fit"])))
    random.Random(1).shuffle(texts)
    spoiler = Spoiler(2)
    cases = [
        (text, [slip for kind in SLIPS if (slip := spoiler.spoil(text, kind))])
        for text in texts[:2000]
    ]
    half = len(cases) // 2
    if wants_fit:
        fit(cases[:half])
    try_all(cases[half:])


if __name__ == "__main__":
    main()
