"""A regulation as a list of its provisions: 编, 章, 节, 条, numbered parts, 总纲.

Works on lines; what is no heading belongs to the provision above it. Nothing is lost or moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final
from unicodedata import normalize

from ..address import number_or_zero
from .blocks import Block, TableBlock
from .numerals import to_chinese
from .text import one_line

Line = str | TableBlock
"""A line of text, trimmed and never blank, or a table."""

_N: Final = r"[〇○零一二两三四五六七八九十百千0-9０-９]{1,9}"
STRUCTURE: Final = re.compile(rf"第\s*(?P<number>{_N})\s*(?:分\s*)?(?P<unit>[编章节])(?P<rest>.*)$")
ARTICLE: Final = re.compile(
    rf"第\s*(?P<number>{_N})\s*条"
    r"(?:\s*之\s*(?P<suffix>[一二三四五六七八九十]{1,3})(?!种|般|切))?"
)
PART: Final = re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})、")
_REFERENCE: Final = re.compile(
    r"第|、\s*第|[，和及或与至到]\s*第|的|所[列称指规]|中的?规定|规定|之规定|以[上下外]的"
)
"""After 第三条 without a space: a sentence about article three, not the article."""
_NAMED: Final = {
    "总纲": "总纲",
    "序言": "序言",
    "前言": "前言",
    "引言": "引言",
    "总则": "总则",
    "分则": "分则",
    "附则": "附则",
}
_ANNEX: Final = re.compile(r"附\s*[件录表](?:\s*[一二三四五六七八九十\d]{1,2})?\s*[:：]?.{0,40}$")
_FINAL: Final = tuple("。！？；：，、…!?;:,.”）)】")
_RUN_IN: Final = re.compile(r"[^，。；：]{2,24}[，。；：]")
_BETWEEN_HANZI: Final = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_LEADER: Final = re.compile(r"[\s.．·…—-]*\d*$")
MAX_HEADING: Final = 60
MAX_NAMED_HEADING: Final = 24
"""A heading without a number, such as 党费收缴, is a few words."""


class Kind(Enum):
    """What a unit is."""

    BOOK = "编"
    CHAPTER = "章"
    SECTION = "节"
    ARTICLE = "条"
    PART = "部分"
    PREAMBLE = "总纲"
    HEADING = "标题"
    ANNEX = "附件"


@dataclass(slots=True)
class Unit:
    """A heading and what stands below it."""

    kind: Kind
    heading: str
    """On one line, without blanks but one after the number."""
    number: int
    """0 where it has none."""
    suffix: int
    """The 之一 of an article."""
    lines: list[Line] = field(default_factory=list)
    run_in: bool = False
    """The heading is the beginning of the first line."""

    @property
    def name(self) -> str:
        """The article as papers cite it."""
        after = f"之{to_chinese(self.suffix)}" if self.suffix else ""
        return f"第{to_chinese(self.number)}条{after}"


@dataclass(frozen=True, slots=True)
class LawText:
    """A file cut at its headings."""

    front: tuple[Line, ...]
    """What stands before the first heading."""
    units: tuple[Unit, ...]
    contents: tuple[str, ...]
    """The headings of a table of contents, left out."""

    def count(self, kind: Kind) -> int:
        """How many units of a kind there are."""
        return sum(unit.kind is kind for unit in self.units)

    @property
    def articles(self) -> tuple[Unit, ...]:
        """The articles, in order."""
        return tuple(unit for unit in self.units if unit.kind is Kind.ARTICLE)


def lines_of(blocks: Iterable[Block]) -> list[Line]:
    """The lines of a paper; a line break inside a paragraph parts two lines."""
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, TableBlock):
            lines.append(block)
        else:
            lines += filter(None, (line.strip() for line in block.text.split("\n")))
    return lines


def squeezed(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())


def find_units(lines: Sequence[Line]) -> LawText:
    """Cut a text at its headings: articles, or numbered parts where it has no articles."""
    has_articles = any(isinstance(line, str) and _article(line, 1) for line in lines)
    reader = _Reader(lines, has_articles)
    for place, line in enumerate(lines):
        reader.read(place, line)
    listed = _contents(reader.units)
    units = tuple(unit for n, unit in enumerate(reader.units) if n not in listed)
    return LawText(tuple(reader.front), units, tuple(reader.units[n].heading for n in listed))


def _contents(units: Sequence[Unit]) -> dict[int, None]:
    """Places of the headings listed before the first article: empty, and there again below."""
    first = next((n for n, u in enumerate(units) if u.kind is Kind.ARTICLE), len(units))
    last: dict[str, int] = {}
    for place, unit in enumerate(units):
        last[squeezed(unit.heading)] = place
    keys = [squeezed(_LEADER.sub("", unit.heading)) for unit in units[:first]]
    listed = (n for n, key in enumerate(keys) if last.get(key, n) > n and not units[n].lines)
    return dict.fromkeys(listed)


class _Reader:
    """Reads line by line; what counts as a heading depends on what was there before."""

    def __init__(self, lines: Sequence[Line], has_articles: bool) -> None:
        self._lines = lines
        self._has_articles = has_articles
        self._last = 0
        """Number of the last article or part."""
        self.front: list[Line] = []
        self.units: list[Unit] = []

    def read(self, place: int, line: Line) -> None:
        unit = self._unit(place, line) if isinstance(line, str) else None
        if unit:
            self.units.append(unit)
        elif isinstance(line, str) and self._continues_heading(place, line):
            self.units[-1].heading += line
        else:
            (self.units[-1].lines if self.units else self.front).append(line)

    def _unit(self, place: int, line: str) -> Unit | None:
        if self._has_articles:
            found = _article(line, self._last + 1) or _structure(line) or self._named(place, line)
        else:
            found = _part(line, self._last + 1) or _structure(line) or self._named(place, line)
        if found and found.kind in (Kind.ARTICLE, Kind.PART):
            self._last = found.number
        return found

    def _named(self, place: int, line: str) -> Unit | None:
        """总纲, 附则, 附件1, or a few words above an article: 党费收缴."""
        text = squeezed(line)
        if text in _NAMED:
            kind = Kind.PREAMBLE if text in ("总纲", "序言") else Kind.HEADING
            return Unit(kind, text, 0, 0)
        if not self._last:
            return None
        if _ANNEX.match(line) and not line.endswith(_FINAL[:6]):
            return Unit(Kind.ANNEX, one_line(line), 0, 0)
        if not self._has_articles or len(text) > MAX_NAMED_HEADING or text.endswith(_FINAL):
            return None
        following = self._line(place + 1)
        if following is None or not _article(following, self._last + 1):
            return None
        plain = re.fullmatch(r"[\u3400-\u9fff、（）]+", text)
        above = self._line(place - 1)
        ended = above is None or above.endswith(_FINAL)
        return Unit(Kind.HEADING, text, 0, 0) if plain and ended else None

    def _continues_heading(self, place: int, line: str) -> bool:
        """The second line of a long chapter title; an article or section follows."""
        if not self.units or self.units[-1].lines or len(line) > 30 or line.endswith(_FINAL):
            return False
        if self.units[-1].kind not in (Kind.BOOK, Kind.CHAPTER, Kind.SECTION):
            return False
        following = self._line(place + 1)
        return following is not None and bool(
            _article(following, self._last + 1) or _structure(following)
        )

    def _line(self, place: int) -> str | None:
        line = self._lines[place] if 0 <= place < len(self._lines) else None
        return line if isinstance(line, str) else None


def _value(text: str) -> int:
    return number_or_zero(normalize("NFKC", text).replace("○", "零").replace("〇", "零"))


def _article(line: str, expected: int) -> Unit | None:
    """An article that the line begins. Without a space it must be the one that is due."""
    match = ARTICLE.match(line)
    if not match or not (number := _value(match["number"])):
        return None
    rest = line[match.end() :]
    spaced = not rest or not rest[0].isalnum() or rest[0].isspace()
    if _REFERENCE.match(rest) or (rest and rest[0] in "，。；、）)》”"):
        return None
    suffix = _value(match["suffix"]) if match["suffix"] else 0
    if not spaced and number != expected and not (suffix and number == expected - 1):
        return None
    unit = Unit(Kind.ARTICLE, squeezed(match[0]), number, suffix)
    if rest.strip():
        unit.lines.append(rest.strip())
    return unit


def _structure(line: str) -> Unit | None:
    match = STRUCTURE.match(line)
    if not match or len(line) > MAX_HEADING or line.endswith(("。", "；", "：", "，")):
        return None
    number, rest = _value(match["number"]), match["rest"].strip()
    if not number or rest.startswith(("第", "、", "的", "所", "规定", "至", "和")):
        return None
    kind = Kind(match["unit"])
    title = _BETWEEN_HANZI.sub("", rest)
    first = squeezed(line[: match.start("rest")])
    return Unit(kind, f"{first} {title}".strip(), number, 0)


def _part(line: str, expected: int) -> Unit | None:
    match = PART.match(line)
    if not match or _value(match["number"]) != expected:
        return None
    rest = line[match.end() :].strip()
    if len(line) <= MAX_HEADING and not line.endswith(("。", "；", "，", "：")):
        return Unit(Kind.PART, f"{match[0]}{rest}", expected, 0)
    run_in = _RUN_IN.match(rest)
    head = run_in[0] if run_in else ""
    unit = Unit(Kind.PART, match[0] + head, expected, 0, run_in=True)
    if rest[len(head) :].strip():
        unit.lines.append(rest[len(head) :].strip())
    return unit


def describe_sequence(articles: Sequence[Unit]) -> tuple[str, ...]:
    """In Chinese: gaps, repeats and places out of order; empty where all is as it should be."""
    return tuple(_sequence(articles))


def _sequence(articles: Sequence[Unit]) -> Iterator[str]:
    last, last_suffix, seen = 0, 0, set[tuple[int, int]]()
    for unit in articles:
        here = (unit.number, unit.suffix)
        if here in seen:
            yield f"{unit.name}重复"
            continue
        seen.add(here)
        due = (last, last_suffix + 1) if unit.suffix else (last + 1, 0)
        if here < (last, last_suffix):
            yield f"{unit.name}排在{Unit(Kind.ARTICLE, '', last, last_suffix).name}之后"
            continue
        if here != due and not unit.suffix:
            first, final = to_chinese(last + 1), to_chinese(unit.number - 1)
            yield f"缺第{first}条" if first == final else f"缺第{first}条至第{final}条"
        elif here != due:
            yield f"{unit.name}之前有缺"
        last, last_suffix = here


def find_restart(articles: Sequence[Unit]) -> Unit | None:
    """The article one that comes after other articles: a second regulation, or an annex."""
    first = [n for n, unit in enumerate(articles) if (unit.number, unit.suffix) == (1, 0)]
    return next((articles[n] for n in first[1:] if articles[n - 1].number > 1), None)
