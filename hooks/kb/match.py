"""Finding the terms in a text: all names at once, leftmost first and longest of those.

One Aho-Corasick pass finds every occurrence of every name, so the cost grows with the text and not
with the number of terms. A name is found whatever its quotes, width or digits: the text is folded
(`kb.text`), and the automaton holds each name's variants (`name_variants`). Occurrences that do not
count (an ambiguous word out of its context, part of a Latin word) are dropped; of the others, the
leftmost and of these the longest is a mention, and the search goes on behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from .address import number_or_zero
from .model import MatchRule, Term
from .text import fold, fold_english

Language = Literal["zh", "en"]


class Mention(NamedTuple):
    """A term found in a text, as offsets into that text."""

    start: int
    end: int
    senses: tuple[str, ...]
    """Ids of all terms the word may mean, the default sense first."""


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
        value = number_or_zero(match[0])  # 0 for 百 in 百年
        pieces += [(name[last : match.start()],), (match[0], str(value)) if value else (match[0],)]
        last = match.end()
    pieces.append((name[last:],))
    return ("".join(choice) for choice in product(*pieces))


def counts_something(term: Term) -> bool:
    """Whether the numerals in a term's names are numbers (三会一课) and not words (统一)."""
    return term.counts is not None or term.kind == "numbered"


class _Context(NamedTuple):
    """A phrase around a name, and where in it the name stands."""

    phrase: str
    at: int

    def holds(self, text: str, start: int) -> bool:
        return start >= self.at and text.startswith(self.phrase, start - self.at)


class _Claim(NamedTuple):
    """One term's claim to a name: when an occurrence of it is a mention of the term."""

    term: str
    conditional: bool
    in_quotes: bool
    phrases: tuple[_Context, ...]
    never_in: tuple[_Context, ...]

    def holds(self, text: str, start: int, end: int) -> bool:
        """Whether the occurrence at [start, end) of folded `text` counts."""
        if any(context.holds(text, start) for context in self.never_in):
            return False
        if not self.conditional:
            return True
        quoted = self.in_quotes and text[start - 1 : start] == text[end : end + 1] == '"'
        return quoted or any(context.holds(text, start) for context in self.phrases)


def _contexts(phrases: Iterable[str], name: str) -> tuple[_Context, ...]:
    return tuple(
        _Context(folded, at)
        for folded in map(fold, phrases)
        for at in range(len(folded) - len(name) + 1)
        if folded.startswith(name, at)
    )


def _claims(term: Term, language: Language) -> Iterable[tuple[str, _Claim]]:
    """(folded name, claim) for every way to find a term on the pages of a language."""
    rule = term.match if isinstance(term.match, MatchRule) else None
    digits = counts_something(term)
    for name in (term.term, *term.aliases):
        for variant in name_variants(name, digits=digits):
            phrases = _contexts(rule.phrases if rule else (), variant)
            never_in = _contexts(term.never_in, variant)
            quotes = rule.in_quotes if rule else False
            yield variant, _Claim(term.id, rule is not None, quotes, phrases, never_in)
    if language == "en":  # "warning" is an everyday word too: a rule means quotes
        for name in (term.english.term, *term.english.aliases):
            yield fold_english(name), _Claim(term.id, rule is not None, True, (), ())


class Matcher:
    """All terms of one language, ready to be looked for."""

    def __init__(self, terms: Mapping[str, Term], language: Language) -> None:
        claims: dict[str, dict[str, _Claim]] = {}
        for _, term in sorted(terms.items()):
            for name, claim in _claims(term, language):
                claims.setdefault(name, {}).setdefault(claim.term, claim)
        names = self._names = sorted(claims)
        self._claims = [tuple(claims[name].values()) for name in names]
        self._free = [
            None
            if any(c.conditional or c.never_in for c in found)
            else tuple(c.term for c in found)
            for found in self._claims
        ]
        """The senses of each name that needs no context, None for the others."""
        self._latin = [name[0].isascii() or name[-1].isascii() for name in names]
        self._fold = fold_english if language == "en" else fold
        self._words = language == "en"
        self._automaton = AhoCorasick(names, matchkind=MatchKind.Standard)

    def table(self) -> list[tuple[str, tuple[_Claim, ...]]]:
        """Every folded name with the claims to it, for the matcher in the browser."""
        return list(zip(self._names, self._claims, strict=True))

    def find(self, text: str) -> list[Mention]:
        """The mentions in `text`, in order, never overlapping."""
        folded = self._fold(text)
        occurrences = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        occurrences.sort(key=_leftmost_longest)
        found: list[Mention] = []
        taken = 0
        for index, start, end in occurrences:
            if start < taken:
                continue
            senses = self._free[index]
            if senses is None:
                claims = self._claims[index]
                senses = tuple(c.term for c in claims if c.holds(folded, start, end))
            if not senses or (self._words and self._latin[index] and _in_word(folded, start, end)):
                continue
            found.append(Mention(start, end, senses))
            taken = end
        return found


def _leftmost_longest(occurrence: tuple[int, int, int]) -> tuple[int, int]:
    return occurrence[1], -occurrence[2]


def _in_word(text: str, start: int, end: int) -> bool:
    """Whether [start, end) is only part of a Latin word; a plural s does not count."""

    def latin(char: str) -> bool:
        return char.isascii() and char.isalnum()

    if latin(text[start]) and latin(text[start - 1 : start] or " "):
        return True
    if not latin(text[end - 1]):
        return False
    tail = text[end : end + 2]
    plural = tail[:1] == "s" and not latin(tail[1:] or " ")
    return latin(tail[:1] or " ") and not plural
