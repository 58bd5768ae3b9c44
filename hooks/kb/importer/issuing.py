"""The dates of a regulation: from the note below its title and from its last articles."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from unicodedata import normalize

from ..address import number_or_zero

_CHINESE: Final = "〇○零一二三四五六七八九"
_DATE: Final = re.compile(
    r"(?P<year>\d{4})\s*[年./-]\s*(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*日?"
    rf"|(?P<cyear>[{_CHINESE}]{{4}})年(?P<cmonth>[一二三四五六七八九十]{{1,3}})月"
    r"(?P<cday>[一二三四五六七八九十]{1,3})日"
)
_ADOPTED: Final = re.compile(r"通过|批准|修订|修正|修改|制定|审议|核准")
_AMENDED: Final = re.compile(r"修订|修正|修改")
_ISSUED: Final = re.compile(r"发布|印发|公布|颁布")
_EFFECTIVE: Final = re.compile(r"起\s*(?:正式)?(?:施行|实施|执行|实行|生效|试行)")
_ON_ISSUE: Final = re.compile(r"自(?:发布|印发|公布|颁布)之日起")


@dataclass(frozen=True, slots=True)
class Dated:
    """The dates of one revision, as far as they are told; at least one is."""

    adopted: dt.date | None = None
    issued: dt.date | None = None
    effective: dt.date | None = None
    amended: bool = False
    """It amends an older one."""

    @property
    def date(self) -> dt.date:
        """The date the revision goes by: adopted, else issued, else in force."""
        found = self.adopted or self.issued or self.effective
        assert found is not None
        return found

    @property
    def label(self) -> str:
        """What the revision is called."""
        return f"{self.date.year}年{'修订' if self.amended else '文本'}"

    def names(self, date: dt.date) -> bool:
        """Whether it is one of the dates."""
        return date in (self.adopted, self.issued, self.effective)


def find_dates(text: str) -> Iterator[tuple[dt.date, int, int]]:
    """(date, start, end) of each date in a text that is folded by NFKC."""
    for match in _DATE.finditer(text):
        if date := _date(match):
            yield date, match.start(), match.end()


def fold(text: str) -> str:
    """Text in which dates are found: full width folded."""
    return normalize("NFKC", text)


def is_date_only(text: str) -> bool:
    """Whether a line is a date and nothing else (time of day aside)."""
    folded = fold(text).strip("()[] \u3000")
    match = _DATE.match(folded)
    return bool(match and re.fullmatch(r"[\s\d:]*", folded[match.end() :]))


def _date(match: re.Match[str]) -> dt.date | None:
    if match["year"]:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    else:
        year = int("".join(str("0001234567890"[_CHINESE.index(c)]) for c in match["cyear"]))
        month, day = number_or_zero(match["cmonth"]), number_or_zero(match["cday"])
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def parse_note(note: str) -> tuple[Dated, ...]:
    """The revisions that an issuing note tells of, oldest first.

    Each adoption begins a revision; what was issued or came into force after it belongs to it.
    """
    folded = fold(note)
    found = list(find_dates(folded))
    revisions: list[Dated] = []
    for place, (date, start, end) in enumerate(found):
        following = found[place + 1][1] if place + 1 < len(found) else len(folded)
        before = folded[found[place - 1][2] if place else 0 : start]
        after = folded[end:following]
        last = revisions[-1] if revisions else None
        if _EFFECTIVE.search(after[:12]):
            revisions[-1:] = [replace(last or Dated(), effective=date)]
        elif _ADOPTED.search(after):
            amended = bool(_AMENDED.search(after) or _AMENDED.search(before[-12:]))
            revisions.append(Dated(adopted=date, amended=amended))
            if _ISSUED.search(after) and not re.search(r"会议|大会|全会", after):
                revisions[-1] = replace(revisions[-1], issued=date)
        elif _ISSUED.search(after):
            if last and last.issued is None:
                revisions[-1] = replace(last, issued=date)
            else:
                revisions.append(Dated(issued=date))
    return tuple(revisions)


def find_effective(text: str, issued: dt.date | None) -> dt.date | None:
    """When the last articles say that the regulation comes into force."""
    folded = fold(text)
    for date, _, end in find_dates(folded):
        if _EFFECTIVE.match(folded[end:].lstrip()):
            return date
    return issued if _ON_ISSUE.search(folded) else None
