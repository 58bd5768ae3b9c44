"""What pages carry for their printed form: numbered notes, and how densely a list is set.

On the screen a linked term shows its definition when asked. Paper shows it in a note: links are
numbered in the order of their first mention, and the notes stand at the end of the page, hidden
until it is printed. They are made here, not by a script as the page is printed: that would have to
fetch the definitions in time, and would do nothing where no script runs. It costs 600 bytes a page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

from . import model
from .address import parse_id

_LINK: Final = re.compile(
    r'<a class="kb-(term|cite)" data-(?:term|cite)="([^"]+)"([^>]*)>([^<]*)</a>'
)
"""A link as `kb.link` makes it: kind, id or target, other attributes, text."""
_SENSES: Final = re.compile(r'data-senses="([^"]+)"')
_MARK: Final = re.compile(r'data-mark="([^"]*)"')
_JOINED: Final = re.compile(r"[、，；和或者至及以到与]{1,3}|, (?:and )?| and | to ")
"""Between citations of which the first gives the title for all."""
_FITS: Final = (1200, 1500, 2000)
"""The characters that fit on one page at each density; what is longer is set closest of all."""
_FITS_ENGLISH: Final = (3700, 4400, 5600, 7800)
"""The same in English, by letters. What is longer would be too small to read on one page."""
_TWO_SHEETS: Final = 2
"""The density of an English list that takes two."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a numbered link stands for on paper."""

    terms: tuple[str, ...] = ()
    """Ids of the senses of a term; empty for a citation."""
    citation: str = ""
    """REGULATION or REGULATION/address, or with a year, REGULATION@YEAR/address."""
    mark: str = ""
    """What a reader must know of what is cited: 已废止."""


def number_notes(
    html: str, titles: Mapping[str, str], own: str = ""
) -> tuple[str, tuple[Note, ...]]:
    """The page with its links numbered (`data-note`), and what the numbers stand for, in order.

    Only the first link to something has a number. A citation that shows its whole title (`titles`
    has them by regulation) needs no note, nor one of the page's `own` regulation.
    """
    numbers: dict[Note, int] = {}
    parts: list[str] = []
    done = 0
    shown, shown_until = "", 0
    for match in _LINK.finditer(html):
        kind, target, rest, text = match.groups()
        if kind == "cite":
            work = target.partition("/")[0]
            title = titles.get(work.partition("@")[0], "")
            joined = work == shown and _JOINED.fullmatch(html, shown_until, match.start())
            if work == own or joined or title in unescape(text):
                shown, shown_until = work, match.end()
                continue
        note = _note(kind, target, rest)
        if note in numbers:
            continue
        numbers[note] = len(numbers) + 1
        parts += html[done : match.start(4) - 1], f' data-note="{numbers[note]}">'
        done = match.start(4)
    return "".join((*parts, html[done:])), tuple(numbers)


def _note(kind: str, target: str, rest: str) -> Note:
    if kind == "term":
        senses = _SENSES.search(rest)
        return Note(terms=tuple(senses[1].split()) if senses else (target,))
    mark = _MARK.search(rest)
    return Note(citation=target, mark=unescape(mark[1]) if mark else "")


def citation_in_full(
    target: str, regulations: Mapping[str, model.Regulation], *, english: bool
) -> str:
    """《…》（2018年文本）第五十二条: what a citation names, for someone who cannot follow it."""
    work, _, address = target.partition("/")
    name, _, year = work.partition("@")
    regulation = regulations[name]
    place = parse_id(address) if address else None
    if english:
        text = f"{regulation.english} ({year})" if year else regulation.english or regulation.title
        return f"{text}, {place.english}" if place else text
    text = f"《{regulation.title}》" + (f"（{year}年文本）" if year else "")
    return text + (place.chinese if place else "")


def density(record: model.ProhibitionList, *, english: bool = False) -> int:
    """How closely a list is set so that it fits on one A4 page: from 1 to 4 (print.css)."""
    if english:
        length = sum(
            len(item.english)
            + len(item.english_plain or "")
            + len(item.english_consequence or "")
            + 12 * len(item.clauses)
            for item in record.items
        )
        step = bisect_left(_FITS_ENGLISH, length)
        return 1 + step if step < len(_FITS_ENGLISH) else _TWO_SHEETS
    length = sum(
        len(item.wording) + len(item.plain) + len(item.consequence or "") + 14 * len(item.clauses)
        for item in record.items
    )
    return 1 + bisect_left(_FITS, length)
