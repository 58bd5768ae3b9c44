"""What a paper is: its genre, level and period, as far as its title or beginning says so."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

from pypinyin import lazy_pinyin

from ..model import Report
from .blocks import TextBlock
from .structure import Heading, Structure
from .text import one_line

GENRE_PATTERNS: Final = (
    ("rectification-report", r"整改[^、和及]{0,10}(方案|报告|情况|清单|台账)?"),
    ("organisational-life-meeting", r"组织生活会(.{0,12}(材料|方案|报告|提纲|情况))?"),
    ("democratic-life-meeting", r"民主生活会(.{0,12}(材料|方案|报告|提纲|情况))?"),
    ("democratic-life-meeting", r"(对照检查|检视剖析)(材料|提纲)?|发言提纲"),
    ("duty-report", r"述[职责廉德法](述[职责廉德法])?.{0,6}(报告|材料)?"),
    ("responsibility-report", r"(主体责任|第一责任人|全面从严治党).{0,16}(报告|汇报|总结|情况)"),
    ("lecture", r"党课.{0,6}(讲稿|提纲|教案|材料)?|讲稿|宣讲稿"),
    ("minutes", r"会议(记录|纪要)|记录$"),
    ("request", r"请示|批复"),
    ("mid-year-report", r"(上半年|半年|1[—~-]6月).{0,16}(总结|小结|报告|汇报|情况)([及和暨、].*)?"),
    ("annual-report", r"(总结|工作报告|工作情况.{0,4}(报告|汇报)?)([及和暨、].*)?"),
    ("plan", r"要点|计划|规划|方案|安排|打算"),
)
"""Genre → its words in a title. The genre stands last in a title, so the match that ends last
counts; of equal ones the one that stands first here."""
GENRE_TITLES: Final = tuple((genre, re.compile(text)) for genre, text in GENRE_PATTERNS)
GENRE_HEADINGS: Final = (
    ("rectification-report", re.compile(r"整改(落实|完成|进展|工作)?情况|整改措施")),
    ("democratic-life-meeting", re.compile(r"(问题|原因)剖析|剖析原因|对照检查")),
    ("mid-year-report", re.compile(r"上半年.{0,12}(工作|情况)")),
    ("annual-report", re.compile(r"年度?.{0,8}工作.{0,6}(情况|回顾|总结)|今年以来|一年来")),
    ("plan", re.compile(r"工作目标|总体要求|重点任务|保障措施")),
)
"""Genre → its words in the opening or the headings, for papers whose title says nothing."""
LEVEL_PATTERNS: Final = (
    ("village", re.compile(r"(?<![农乡])(村|社区)(党(支部|总支|委)|“?两委)")),
    ("branch", re.compile(r"(?<!基层)党?支部")),
    ("township", re.compile(r"(?<!城)([镇乡](?![村镇土])|街道)(党(委|工委|组)|纪委|20|人民政府)")),
    ("county", re.compile(r"县(委|纪委|直|人民政府|20)")),
)
"""The smaller body first: a village's papers name its township and county too."""
YEAR: Final = re.compile(r"(?<!\d)(20\d\d)年(?:度|(上半年|下半年|第?[一二三四]季度))?")
OPENING: Final = re.compile(r"(20\d\d)年(?:以来|度|，)")
YEAR_DIGITS: Final = str.maketrans(
    "〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789"
)
HANZI_YEAR: Final = re.compile(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)|[２][０-９]{3}(?=年)")
MAX_ID: Final = 60
HASH_LENGTH: Final = 6
TAKEN: Final = re.compile(r"index|readme|con|prn|aux|nul|(com|lpt)\d")
"""Names with a meaning of their own to MkDocs or to Windows."""


def describe(structure: Structure, *, name: str, imported_on: dt.date) -> Report:
    """The record of an imported paper; `name` is its file's name, without folders.

    What is not evident is `other`, `blank` or None.
    """
    stem = one_line(PurePath(name).stem) or name
    title = structure.title or stem
    opening = _opening(structure)
    return Report(
        type="report",
        id=make_id(title),
        title=title,
        english=None,
        genre=_genre(title, stem, structure, opening),
        level=_level(title) or _level(stem) or "blank",
        period=_period(title) or _period(stem) or _opening_period(opening),
        status="imported",
        summary=None,
        imported_from=name,
        imported_on=imported_on,
        imported_digest=None,
    )


def make_id(title: str, *, prefix: str = "report") -> str:
    """An ASCII slug of at most 60 characters: the pinyin of the title.

    What gives none, or one with a meaning of its own, begins with `prefix`. A longer one is cut,
    and marked with a hash, so that two long titles do not meet.
    """
    syllables = lazy_pinyin(unicodedata.normalize("NFKC", title))
    slug = re.sub(r"[^a-z0-9]+", "-", "-".join(syllables).lower()).strip("-")
    digest = hashlib.sha256(title.encode("utf-8")).hexdigest()[:HASH_LENGTH]
    if not slug or TAKEN.fullmatch(slug):
        return "-".join(part for part in (prefix, slug or digest) if part)
    if len(slug) <= MAX_ID:
        return slug
    kept = slug[: MAX_ID - HASH_LENGTH]
    return f"{kept[: kept.rfind('-')] if '-' in kept else kept[:-1]}-{digest}"


def _opening(structure: Structure) -> str:
    """The first words of the first paragraph, "" where there is none."""
    texts = (e.text for e in structure.elements if isinstance(e, TextBlock))
    return next(texts, "").lstrip()[:200]


def _genre(title: str, stem: str, structure: Structure, opening: str) -> str:
    headings = [e.text for e in structure.elements if isinstance(e, Heading) and e.level == 2]
    return (
        _genre_of_title(title)
        or _genre_of_title(stem)
        or _genre_of_headings([opening[:60], *headings])
        or "other"
    )


def _genre_of_title(title: str) -> str | None:
    squeezed = "".join(title.split())
    ends = [
        (max(found.end() for found in matches), -place, genre)
        for place, (genre, pattern) in enumerate(GENRE_TITLES)
        if (matches := list(pattern.finditer(squeezed)))
    ]
    return max(ends)[2] if ends else None


def _genre_of_headings(lines: Iterable[str]) -> str | None:
    text = "\n".join(lines)
    return next((genre for genre, pattern in GENRE_HEADINGS if pattern.search(text)), None)


def _level(title: str) -> str | None:
    squeezed = "".join(title.split())
    return next((level for level, pattern in LEVEL_PATTERNS if pattern.search(squeezed)), None)


def _period(title: str) -> str | None:
    """The year (or part of it) that a title names; of two, as in 总结和计划, the first."""
    squeezed = "".join(title.split())
    arabic = HANZI_YEAR.sub(lambda found: found[0].translate(YEAR_DIGITS), squeezed)
    year = YEAR.search(arabic)
    return f"{year[1]}年{year[2] or ''}" if year else None


def _opening_period(opening: str) -> str | None:
    year = OPENING.match(opening)
    return f"{year[1]}年" if year else None
