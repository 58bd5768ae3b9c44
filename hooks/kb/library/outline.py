"""What papers of a genre usually hold: the record of the genre, and what the papers at hand show.

What must be written is in the record, with its source. How it is worded, which terms are used and
how many papers have a part is read from the reports.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .. import model
from ..cite import Citation
from ..text import fold
from .papers import Paper, Stretch

MOST_TERMS: Final = 10
MOST_SOURCES: Final = 4
LONGEST: Final = 160
"""Characters of an example; it ends with a sentence."""
SHORTEST: Final = 6
"""Less is a line of a form, no wording."""
COMMON: Final = 3
"""Papers that must have a heading before it is called common."""
MOST_HEADINGS: Final = 12
_SENTENCE: Final = re.compile(r"[^。！？]*[。！？][”’）]*|[^。！？]+$")
_NUMBER: Final = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[章节部分]+|[一二三四五六七八九十]+、"
    r"|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]|[一二三四五六七八九十]+是)\s*"
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Wording to copy."""

    paper: Paper
    stretch: Stretch
    text: str
    """The first sentences, at most about `LONGEST` characters."""
    sources: tuple[Citation, ...]
    """What the note beside it cites."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a genre's outline, as the papers show it."""

    section: model.GenreSection
    terms: tuple[str, ...]
    """Those of the record, then those that most papers use there."""
    having: int
    """Papers of the genre that have it."""
    papers: int
    """Papers of the genre."""
    examples: tuple[Excerpt, ...]
    """One of our examples first, then the newest imported paper."""


def genre_parts(genre: model.Genre, papers: Iterable[Paper]) -> tuple[Part, ...]:
    """The outline of a genre with what the papers of that genre show."""
    own = [paper for paper in papers if paper.record.genre == genre.id]
    return tuple(_part(section, genre, own) for section in genre.sections)


def _part(section: model.GenreSection, genre: model.Genre, papers: Sequence[Paper]) -> Part:
    found = [(paper, stretch) for paper in papers if (stretch := find_part(section, paper))]
    usual = Counter(
        term
        for paper, stretch in found
        for term in {t for inner in _below(paper, stretch) for t in inner.terms}
    )
    ranked = [term for term, _ in sorted(usual.items(), key=lambda entry: (-entry[1], entry[0]))]
    return Part(
        section=section,
        terms=tuple(dict.fromkeys((*section.terms, *ranked)))[:MOST_TERMS],
        having=len(found),
        papers=len(papers),
        examples=tuple(_examples(section, genre, found)),
    )


def find_part(section: model.GenreSection, paper: Paper) -> Stretch | None:
    """Where a paper has a part: below the first heading that says so, else in the first text."""
    for stretch in paper.stretches:
        if _says(section, stretch.title):
            return stretch
    for stretch in paper.stretches:
        if any(_says(section, text) for text in stretch.text):
            return stretch
    return None


def _says(section: model.GenreSection, text: str) -> bool:
    folded = fold(text)
    return any(fold(key) in folded for key in section.keys)


def _below(paper: Paper, stretch: Stretch) -> Iterator[Stretch]:
    """A stretch, and those of the lower headings under it."""
    yield stretch
    at = paper.stretches.index(stretch)
    for following in paper.stretches[at + 1 :]:
        if not stretch.level or following.level <= stretch.level:
            return
        yield following


def _examples(
    section: model.GenreSection, genre: model.Genre, found: Sequence[tuple[Paper, Stretch]]
) -> Iterator[Excerpt]:
    for status in ("example", "imported"):
        of_kind = [entry for entry in found if entry[0].record.status == status]
        newest = sorted(of_kind, key=lambda entry: (-(entry[0].year or 0), entry[0].record.id))
        excerpts = (_excerpt(section, genre, paper, stretch) for paper, stretch in newest)
        if excerpt := next(filter(None, excerpts), None):
            yield excerpt


def _excerpt(
    section: model.GenreSection, genre: model.Genre, paper: Paper, stretch: Stretch
) -> Excerpt | None:
    """The first text below a heading of the part, or the text that says it.

    A heading of two parts (存在的问题及原因) does not tell which text is whose.
    """
    titled = _says(section, stretch.title)
    shared = titled and sum(_says(other, stretch.title) for other in genre.sections) > 1
    for said in (True, False) if shared else (not titled,):
        for inner in _below(paper, stretch):
            texts = [text for text in inner.text if len(text) >= SHORTEST]
            at = next((n for n, text in enumerate(texts) if not said or _says(section, text)), None)
            if at is not None:
                text = texts[at]
                if text.endswith(("：", ":")) and at + 1 < len(texts):
                    text += texts[at + 1]  # what is announced
                sources = inner.sources or stretch.sources
                return Excerpt(paper, inner, _cut(text, section, said), sources[:MOST_SOURCES])
    return None


def _cut(text: str, section: model.GenreSection, said: bool) -> str:
    """Whole sentences, of a text that says the part from there on, up to about `LONGEST`."""
    sentences = _SENTENCE.findall(text)
    telling = (n for n, sentence in enumerate(sentences) if not said or _says(section, sentence))
    taken = ""
    for sentence in sentences[next(telling, 0) :]:
        if taken and len(taken) + len(sentence) > LONGEST:
            break
        taken += sentence
    return taken if len(taken) <= 2 * LONGEST else f"{taken[: 2 * LONGEST]}……"


def other_headings(genre: model.Genre, papers: Iterable[Paper]) -> tuple[tuple[str, int], ...]:
    """(heading, papers) of what the papers of a genre often have besides; most papers first."""
    counts: Counter[str] = Counter()
    for paper in papers:
        if paper.record.genre == genre.id:
            titles = {_NUMBER.sub("", s.title) for s in paper.stretches if s.level}
            known = (t for t in titles if any(_says(section, t) for section in genre.sections))
            counts.update(titles - {"", *known})
    common = [entry for entry in counts.items() if entry[1] >= COMMON]
    return tuple(sorted(common, key=lambda entry: (-entry[1], entry[0]))[:MOST_HEADINGS])
