"""Sentences spoilt at random: the trial of typo-word, and the fit of its weights.

PYTHONPATH=hooks:tests python tests/spelling_trial.py [--fit] TEXTS…

TEXTS are folders or files of right Chinese (.txt, .md) that the statistics have not seen. Every
sentence is tried as it is, and with one character of a word of two to four characters spoilt: 70%
another of the same or nearly the same sound, 10% one that looks alike, 10% left out, 10% one too
many. With --fit the first half gives new weights, which are printed, not written.
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
from kb.lint.spelling import WEIGHTS, lookalikes
from kb.lint.tools import HAN, read_data
from lint_tools import tools

RULES = ("typo-word", "typo-term", "doubled")
RUN = re.compile(f"[{HAN}]+")
FIXED = frozenset("〇零一二三四五六七八九十百千万亿两第")
KINDS = (("sound", "near", "shape"), ("extra",), ("odd",))
"""Kinds of suspects that are weighed together."""


class Spoilt(NamedTuple):
    kind: str
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

    def spoil(self, text: str) -> Spoilt | None:
        places = [
            (found.start() + start + n, found[0][start : start + size])
            for found in RUN.finditer(text)
            for start in range(len(found[0]))
            for size in (2, 3, 4)
            if self._costs.get(found[0][start : start + size], 99) <= 26
            and FIXED.isdisjoint(found[0][start : start + size])
            for n in range(min(size, len(found[0]) - start))
        ]
        if not places:
            return None
        at, _ = self._random.choice(places)
        char, lot = text[at], self._random.random()
        if lot >= 0.9:
            return Spoilt("extra", text[:at] + self._random.choice(self._chars) + text[at:], at)
        if lot >= 0.8:
            return Spoilt("missing", text[:at] + text[at + 1 :], at)
        table = sounds(char) if lot < 0.2 else readings(char)
        alike = sorted({c for sound in table for c in self._same[sound]} - {char})
        pool = sorted(self._shapes.get(char, ())) if lot >= 0.7 else alike
        kind = "shape" if lot >= 0.7 else "sound"
        put = self._random.choice(pool) if pool else ""
        return Spoilt(kind, text[:at] + put + text[at + 1 :], at) if put else None


def try_all(cases: Sequence[tuple[str, Spoilt | None]]) -> None:
    found: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    for text, spoilt in cases:
        tried["clean"] += 1
        found["clean"] += bool(lint_document(parse_plain(text, "a.txt"), tools(), only=RULES))
        if spoilt:
            said = lint_document(parse_plain(spoilt.text, "a.txt"), tools(), only=RULES)
            tried[spoilt.kind] += 1
            found[spoilt.kind] += any(-8 <= f.start - spoilt.at <= 1 for f in said)
    for kind in tried:
        print(f"{kind}\t{found[kind]}/{tried[kind]}\t{found[kind] / tried[kind]:.1%}")
    hits, bad = found.total() - found["clean"], tried.total() - tried["clean"]
    print(f"recall {hits / bad:.1%} precision {hits / max(1, found.total()):.1%}")


def fit(cases: Sequence[tuple[str, Spoilt | None]]) -> None:
    """Logistic regression by Adagrad, facts in tens where they are large."""
    for kinds in KINDS:
        rows: list[tuple[list[float], int]] = []
        for text, spoilt in cases:
            wanted = spoilt is not None and (spoilt.kind == "extra") == (kinds != KINDS[0])
            for source, at in ((text, -9), (spoilt.text, spoilt.at)) if wanted else ((text, -9),):  # type: ignore[union-attr]
                for run in RUN.finditer(source):
                    for s in tools().speller.suspects(tools().speller.divide(run[0])):
                        good = abs(run.start() + s.at - at) <= 1
                        if s.kind in kinds and (good or at < 0):
                            bias = [float(s.kind == kind) for kind in kinds]
                            rows.append((bias + [f / 10 for f in s.facts], int(good)))
        weights = _regress(rows)
        for n, kind in enumerate(kinds):
            shown = [round(100 * weights[n]), *(round(10 * w) for w in weights[len(kinds) :])]
            print(kind, "now", WEIGHTS[kind], "fitted", tuple(shown))


def _regress(rows: Sequence[tuple[list[float], int]]) -> list[float]:
    weights = [0.0] * len(rows[0][0])
    squares = [1e-6] * len(weights)
    for _ in range(300):
        slope = [0.0] * len(weights)
        for facts, good in rows:
            score = sum(w * f for w, f in zip(weights, facts, strict=True))
            error = 1 / (1 + exp(-max(-30.0, min(30.0, score)))) - good
            for n, fact in enumerate(facts):
                slope[n] += error * fact
        for n, each in enumerate(slope):
            step = each / len(rows) + 0.0003 * weights[n]
            squares[n] += step * step
            weights[n] -= 0.5 * step / sqrt(squares[n])
    return weights


def main() -> None:
    wants_fit = "--fit" in sys.argv
    texts = list(dict.fromkeys(sentences([Path(a) for a in sys.argv[1:] if a != "--fit"])))
    random.Random(1).shuffle(texts)
    spoiler = Spoiler(2)
    cases = [(text, spoiler.spoil(text)) for text in texts[:4000]]
    half = len(cases) // 2
    if wants_fit:
        fit(cases[:half])
    try_all(cases[half:])


if __name__ == "__main__":
    main()
