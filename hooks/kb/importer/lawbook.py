"""A regulation told apart from what came with it: news, circulars, contents, footers.

What is set apart is named, and what is no whole regulation is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .blocks import TableBlock
from .issuing import Dated, find_effective, is_date_only, parse_note
from .lawfront import JUNK, Apart, Front, texts_of
from .lawtext import Kind, LawText, Line, Unit, find_restart, find_units, squeezed

_EXCERPT: Final = re.compile(r"节录|节选|摘录|摘编|片段")
_TAIL: Final = re.compile(
    r"(?:延伸阅读|相关(?:阅读|链接|新闻|报道|文章|稿件|附件|解读)|上一[篇条]|下一[篇条]|版权(?:所有|声明)"
    r"|主办单位|网站地图|扫一扫|微信扫|分享到|分享至|责任编辑|【纠错】|问[:：]|打印本页|关闭窗口|友情链接"
    r"|[（(]?(?:信息|稿件|文章|新闻)?来源[:：])"
    r"|.{0,40}(?:负责人就《|答记者问|ICP备|公网安备)|^\W*记者.{2,20}$"
)
"""Where a web page goes on after the regulation."""
_FOREIGN: Final = re.compile(r"(?=.*[A-Za-z]{3})[^\u3400-\u9fff]+$")
MIN_FOREIGN_SHARE: Final = 0.2
"""A Chinese text has at most a line or two without hanzi."""
_SIGNATURE: Final = re.compile(r"[\u3400-\u9fff（）\s]{2,40}$")


@dataclass(frozen=True, slots=True)
class LawBook:
    """A regulation as read from a file."""

    title: str
    title_from: str
    """In Chinese: where the title was found, where it was not a line of its own; else empty."""
    note: str
    """The issuing note as it stands; empty where there is none."""
    dated: tuple[Dated, ...]
    """The revisions that the note tells of, oldest first."""
    effective: dt.date | None
    """When the last articles say that it comes into force."""
    foreword: tuple[Line, ...]
    law: LawText
    apart: tuple[Apart, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """The provisions and their headings."""
        return self.law.units


class NotARegulationError(Exception):
    """Says in Chinese why a text is refused, and what to do."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix


def read_law_book(lines: Sequence[Line], name: str) -> LawBook:
    """Tell the regulation from what is around it; raises NotARegulationError.

    `name` is the file's name, which may hold the title where the text does not.
    """
    lines, foreign = _without_translation(lines)
    law = find_units(lines)
    if not law.units:
        raise _refused("没有“第一条”，也没有“一、二、三”这样的部分，不像一部法规。")
    front = Front(law.front, name)
    _check_whole(law, front)
    apart = list(front.apart())
    apart += [Apart("外文对照", foreign)] if foreign else []
    if law.contents:
        apart.append(Apart("目录", law.contents))
    units, tail = _without_tail(law.units)
    apart += [Apart("末尾的网页文字或落款", tail)] if tail else []
    heading, foreword = _first_heading(front.foreword, units)
    law = LawText(law.front, (*heading, *units), law.contents)
    dated = parse_note(front.note)
    closing = "\n".join(texts_of(unit.lines for unit in units[-4:]))
    effective = find_effective(closing, dated[-1].issued if dated else None)
    return LawBook(
        title=front.title,
        title_from=front.title_from,
        note=front.note,
        dated=dated,
        effective=effective,
        foreword=tuple(foreword),
        law=law,
        apart=tuple(apart),
    )


def _without_translation(lines: Sequence[Line]) -> tuple[Sequence[Line], tuple[str, ...]]:
    """The Chinese lines, and those of a translation that runs beside them."""
    foreign = [line for line in lines if isinstance(line, str) and _FOREIGN.match(line)]
    if len(foreign) < MIN_FOREIGN_SHARE * len(lines):
        return lines, ()
    return [line for line in lines if line not in foreign], tuple(foreign)


def _refused(what: str, fix: str = "") -> NotARegulationError:
    return NotARegulationError(
        what, fix or "核对是否选错了文件；报告、通知等材料用 --kind report 导入。"
    )


def _check_whole(law: LawText, front: Front) -> None:
    if _EXCERPT.search(f"{front.title}{' '.join(texts_of([law.front[:3]]))}"[:200]):
        raise _refused("这是节录，不是全文。", "找到全文再导入；只有片段的，写进法规页的要点。")
    if not front.title:
        raise _refused("找不到法规的标题。", "在第一行写上法规的全称，再导入。")
    articles = law.articles
    if articles and (articles[0].number, articles[0].suffix) != (1, 0):
        raise _refused(
            f"条文从{articles[0].name}开始，不是一部完整的法规。", "核对文件是否缺了前面的内容。"
        )
    if articles and len(articles) < 2:
        raise _refused("只有一条条文，不像一部法规。")
    if not articles and (law.count(Kind.PART) < 2 or not front.has_title_line):
        raise _refused(
            "没有“第一条”，也没有法规那样的标题和部分，不像一部法规。",
            "确是法规的，在第一行写上全称；报告、通知等材料用 --kind report 导入。",
        )
    if restart := find_restart(articles):
        place = next(n for n, unit in enumerate(articles) if unit is restart)
        what = f"文件里不止一部法规：{articles[place - 1].name}之后又从第一条开始。"
        raise _refused(what, "一部法规一个文件，拆开后分别导入；附件单独存放。")


def _first_heading(
    foreword: Sequence[Line], units: Sequence[Unit]
) -> tuple[list[Unit], Sequence[Line]]:
    """A few words above article one are a heading: 党费收缴."""
    last = foreword[-1] if foreword else None
    if not isinstance(last, str) or units[0].kind is not Kind.ARTICLE:
        return [], foreword
    if len(last) > 24 or not re.fullmatch(r"[\u3400-\u9fff、（）]+", squeezed(last)):
        return [], foreword
    return [Unit(Kind.HEADING, squeezed(last), 0, 0)], foreword[:-1]


def _without_tail(units: Sequence[Unit]) -> tuple[tuple[Unit, ...], tuple[str, ...]]:
    """Cut what a web page or a circular adds after the last provision."""
    last = units[-1]
    cut = len(last.lines)
    for place, line in enumerate(last.lines):
        own = not place and last.kind is Kind.ARTICLE
        if isinstance(line, str) and not own and _TAIL.match(line):
            cut = place
            break
    while cut > 1 and _is_frame(last.lines, cut - 1):
        cut -= 1
    tail = last.lines[cut:]
    if not tail:
        return tuple(units), ()
    kept = Unit(last.kind, last.heading, last.number, last.suffix, last.lines[:cut], last.run_in)
    names = tuple(line if isinstance(line, str) else "表格" for line in tail)
    return (*units[:-1], kept), names


def _is_frame(lines: Sequence[Line], place: int) -> bool:
    """A frame's line, a date alone, or the body that signed above it."""
    line = lines[place]
    if isinstance(line, TableBlock):
        return False
    if JUNK.match(line) or is_date_only(line):
        return True
    following = lines[place + 1] if place + 1 < len(lines) else None
    signed = isinstance(following, str) and is_date_only(following)
    return signed and bool(_SIGNATURE.match(line))
