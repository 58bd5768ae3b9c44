"""The laws corpus of ../shared: its files, what stands where in them, and their names.

National laws as Markdown: 第五条 begins a line and an article, each further line is a paragraph (款),
lines that begin with （一） are items (项) of the paragraph before.
"""

from __future__ import annotations

import random
import re
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

import pytest
from helpers import SHARED, regulation
from kb.address import NUMERAL, Address, number_or_zero
from kb.model import Regulation
from kb.place import Place

ARCHIVE = SHARED / "corpus" / "laws.tar.xz"
needs_laws = pytest.mark.skipif(not ARCHIVE.is_file(), reason="the laws of ../shared are not here")

_ARTICLE = re.compile(rf"第({NUMERAL})条(?:之({NUMERAL}))?(?=\s|$)")
_ITEM = re.compile(rf"[（(]({NUMERAL})[）)]")
_SUBITEM = re.compile(r"[0-9０-９]+[.．、，]|[①-⑳]")
_APPENDIX = re.compile(r"附(?:件|录|表|[：:]|\s|$)")
_ENDS_A_LINE = re.compile(r"[。；：:;！？”》）)\]…，、]$")
_HEAD_ENDS = "<!-- INFO END -->"


def read_laws() -> Iterator[tuple[str, str]]:
    """(name in the archive, text) of every law."""
    with tarfile.open(ARCHIVE, "r:xz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".md") else None
            if file:
                yield member.name, file.read().decode()


@lru_cache(maxsize=1)
def all_laws() -> Mapping[str, str]:
    """Name in the archive -> text."""
    return dict(read_laws())


def places_of_law(text: str) -> list[Place]:
    """Where the articles, paragraphs and items of a law begin."""
    found = [Place(0, None)]
    here: Address | None = None
    unfinished = False  # some lines are broken in the middle of a sentence
    for match in re.compile(r"[^\n]+").finditer(text, max(text.find(_HEAD_ENDS), 0)):
        line = match[0].strip()
        if not line:
            continue
        start = match.start() + match[0].index(line[0])
        article, item = _ARTICLE.match(line), _ITEM.match(line)
        if line.startswith("#") or _APPENDIX.match(line):
            here = None
        elif article:
            suffix = number_or_zero(article[2] or "")
            here = Address(article=number_or_zero(article[1]), suffix=suffix, paragraph=1)
        elif here is None or unfinished or _SUBITEM.match(line):
            start = -1
        elif item:
            here = replace(here, item=number_or_zero(item[1]))
        else:
            here = replace(here, paragraph=here.paragraph + 1, item=0)
        unfinished = here is not None and not _ENDS_A_LINE.search(line)
        if start >= 0:
            found.append(Place(start, here))
    return found


def title_of_law(name: str, text: str) -> str:
    """The title above a law, or the name of its file."""
    head = re.match(r"\s*#\s*(.+)", text)
    file = re.sub(r"\(\d{4}-\d\d-\d\d\)|\.md$", "", name.rpartition("/")[2])
    return (head[1] if head else file).strip()[:200] or "无题"


def articles_of_law(places: list[Place]) -> frozenset[Address]:
    """The articles a law has."""
    return frozenset(place.address.whole for place in places if place.address)


def law(title: str, number: int, articles: int) -> Regulation:
    """A law as a regulation of the knowledge base."""
    short = title.removeprefix("中华人民共和国")
    return regulation(
        f"law-{number}", title, short=[short] if short != title else [], articles=articles or None
    )


@lru_cache(maxsize=1)
def known_laws() -> Mapping[str, Regulation]:
    """The laws by id, one a title."""
    titles = sorted({title_of_law(name, text) for name, text in all_laws().items()})
    return {f"law-{n}": law(title, n, 0) for n, title in enumerate(titles)}


_N = "[〇零一二两三四五六七八九十百千0-9]+"
_AND = "(?:、|和|及|与|或|以及|或者|至|到|—|-|－)"
_COMPOUND = re.compile(
    r"前[一二两三四五六]?[款条项](?![路目件])|上[款条](?![件])|本[条款项](?!例|件|目)"
    rf"|第{_N}[条款](?:之{_N})?(?:第{_N}款)?(?:第?[（(]?{_N}[）)]?项)?"
    rf"{_AND}第?[（(]?{_N}[）)]?[条款项]|项{_AND}第?[（(]?{_N}[）)]?项"
)
"""Relative words, lists and ranges."""
_SINGLE = re.compile(rf"(?<!^)第{_N}[条款项章节编](?!\s)|第[（(]{_N}[）)]项|《(?!.*许可证》)")
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")


def draw_sentences() -> list[tuple[str, int, int]]:
    """(file, offset, length) of 300 sentences that contain 条, 款, 项 or a title."""
    compound, single, other = [], [], []
    for name, text in all_laws().items():
        for match in _SENTENCE.finditer(text):
            sentence = match[0].strip()
            if len(sentence) > 300 or not re.search("条|款|项|《", sentence):
                continue
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            kind = (
                compound
                if _COMPOUND.search(sentence)
                else single
                if _SINGLE.search(sentence)
                else other
            )
            kind.append((name, start, len(sentence)))
    chosen = random.Random(20261122)
    counts = ((compound, 180), (single, 90), (other, 30))
    return sorted(
        place for places, count in counts for place in chosen.sample(sorted(places), count)
    )
