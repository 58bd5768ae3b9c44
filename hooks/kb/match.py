"""Finding the terms in a text: all names at once, leftmost first and longest of those.

One Aho-Corasick pass, so the cost grows with the text and not with the number of terms. A name is
found whatever its quotes, width or digits: the text is folded (`kb.text`), and the automaton
holds each name's variants (`name_variants`). An ambiguous word is held only inside its quotes or
its given phrases, so that every pattern stays a literal string and the result is what a naive
longest-match over the same strings would give.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from .address import number
from .model import MatchRule, Term
from .text import fold, fold_english

Language = Literal["zh", "en"]


class Mention(NamedTuple):
    """A term found in a text, as offsets into that text."""

    start: int
    end: int
    senses: tuple[str, ...]
    """Ids of all terms the word may mean, the default sense first."""


class Pattern(NamedTuple):
    """One literal string to look for, and which part of it is the mention."""

    text: str
    """In folded form."""
    start: int
    end: int
    senses: tuple[str, ...]


_NUMERALS = re.compile(r"[零一二两三四五六七八九十百]+")


def name_variants(name: str, *, digits: bool) -> frozenset[str]:
    """The folded spellings under which a name is found, its own included.

    With `digits`, each Chinese numeral may also be written in Arabic digits (4种形态, 3会1课);
    quotation marks inside a name may be left out, but not those around a whole name (“1+4”).
    """
    folded = fold(name)
    wholly_quoted = folded[0] == folded[-1] == '"' and '"' not in folded[1:-1]
    spellings = {folded} if wholly_quoted else {folded, folded.replace('"', "")}
    if not digits:
        return frozenset(spellings)
    return frozenset(variant for spelling in spellings for variant in _with_digits(spelling))


def _with_digits(name: str) -> Iterable[str]:
    pieces: list[tuple[str, ...]] = []
    last = 0
    for match in _NUMERALS.finditer(name):
        value = number(match[0])  # 0 for 百 in 百年
        pieces += [(name[last : match.start()],), (match[0], str(value)) if value else (match[0],)]
        last = match.end()
    pieces.append((name[last:],))
    return ("".join(choice) for choice in product(*pieces))


def counts_something(term: Term) -> bool:
    """Whether the numerals in a term's names are numbers (三会一课) and not words (统一)."""
    return term.counts is not None or term.kind == "numbered"


def term_patterns(term: Term, language: Language) -> Iterable[tuple[str, int, int]]:
    """(folded string, start and end of the mention in it) for every way to find a term."""
    digits = counts_something(term)
    for name in (term.term, *term.aliases):
        for variant in sorted(name_variants(name, digits=digits)):
            if isinstance(term.match, MatchRule):
                yield from _conditional(variant, term.match)
            else:
                yield variant, 0, len(variant)
    if language == "en":
        for name in (term.english.term, *term.english.aliases):
            folded = fold_english(name)
            if isinstance(term.match, MatchRule):  # "warning" is an everyday word too
                yield f'"{folded}"', 1, 1 + len(folded)
            else:
                yield folded, 0, len(folded)


def _conditional(name: str, rule: MatchRule) -> Iterable[tuple[str, int, int]]:
    if rule.in_quotes:
        yield f'"{name}"', 1, 1 + len(name)
    for phrase in rule.phrases:
        folded = fold(phrase)
        at = folded.find(name)
        if at >= 0:
            yield folded, at, at + len(name)


def build_patterns(terms: Iterable[Term], language: Language) -> tuple[Pattern, ...]:
    """The patterns of all terms; one string shared by several senses becomes one pattern.

    The default sense is the one whose id sorts first.
    """
    found: dict[str, tuple[int, int, set[str]]] = {}
    for term in terms:
        for phrase in term.never_in:  # a longer pattern without senses hides the word in it
            found.setdefault(fold(phrase), (0, 0, set()))
        for text, start, end in term_patterns(term, language):
            known = found.setdefault(text, (start, end, set()))
            known[2].add(term.id)
    return tuple(
        Pattern(text, start, end, tuple(sorted(ids)))
        for text, (start, end, ids) in sorted(found.items())
    )


class Matcher:
    """All terms of one language, ready to be looked for."""

    def __init__(self, terms: Mapping[str, Term], language: Language) -> None:
        self.language = language
        self.patterns = build_patterns(terms.values(), language)
        self._fold = fold_english if language == "en" else fold
        self._automaton = AhoCorasick(
            [pattern.text for pattern in self.patterns], matchkind=MatchKind.LeftmostLongest
        )

    def find(self, text: str) -> list[Mention]:
        """The mentions in `text`, in order, never overlapping."""
        folded = self._fold(text)
        if self.language == "en":
            return self._find_words(folded)
        patterns = self.patterns
        return [
            Mention(start + (p := patterns[index]).start, start + p.end, p.senses)
            for index, start, _ in self._automaton.find_matches_as_indexes(folded)
            if patterns[index].senses
        ]

    def _find_words(self, folded: str) -> list[Mention]:
        """Like `find`, where a Latin name counts only as whole words (a plural s allowed)."""
        found: list[Mention] = []
        base = 0
        while base < len(folded):
            for index, start, end in self._automaton.find_matches_as_indexes(folded[base:]):
                pattern = self.patterns[index]
                start, end = start + base, end + base
                if not pattern.senses:
                    continue
                if _is_word(folded, start, end):
                    found.append(
                        Mention(start + pattern.start, start + pattern.end, pattern.senses)
                    )
                else:  # look again one character later: a shorter name may stand inside
                    base = start + 1
                    break
            else:
                break
        return found


def _is_word(text: str, start: int, end: int) -> bool:
    def latin(char: str) -> bool:
        return char.isascii() and char.isalnum()

    if latin(text[start]) and start > 0 and latin(text[start - 1]):
        return False
    if not latin(text[end - 1]):
        return True
    tail = text[end : end + 2]
    plural = tail[:1] == "s" and not latin(tail[1:])
    return not latin(tail[:1]) or plural
