"""A regulation told apart from what came with it: news, notices, contents, footers.

Title and issuing note are found above the first heading, what belongs to a web page or a circular
is set apart and named, and what is no whole regulation is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from .blocks import TableBlock
from .issuing import Dated, find_dates, find_effective, fold, is_date_only, parse_note
from .lawtext import Kind, LawText, Line, Unit, find_restart, find_units, squeezed
from .text import one_line

RANK_WORDS: Final = "章程|准则|条例|规定|办法|规则|细则"
_OTHER_WORDS: Final = "法|决定|意见|规程|守则|制度|纲要|方案|解释"
_TRIAL: Final = r"(?:[（(](?:试行|暂行|修订|修正|草案|\d{4}年?(?:修订|修正|版)?)[)）])*"
_ANY_WORD: Final = f"(?:{RANK_WORDS}|{_OTHER_WORDS})"
_TITLE: Final = re.compile(rf"《?[^，。；：！？《》]{{2,60}}?{_ANY_WORD}》?{_TRIAL}")
_NOT_TITLE: Final = re.compile(r"印发|通知|解读|答记者问|全文|学习贯彻|^附|节录|摘编|目录")
_RANKED: Final = re.compile(rf".*(?:{RANK_WORDS})》?{_TRIAL}")
_QUOTED: Final = re.compile(rf"《([^《》]{{2,60}}{_ANY_WORD}{_TRIAL})》{_TRIAL}")
_FULL_TEXT: Final = re.compile(r"全文如下|全文公布如下|现予?公布如下|全文发布如下")
_IN_NAME: Final = re.compile(rf"《?([^_+\d]{{2,60}}?(?:{RANK_WORDS}){_TRIAL})")
_EXCERPT: Final = re.compile(r"节录|节选|摘录|摘编|片段")
_NEWS: Final = re.compile(
    r"近日|日前|记者|新华社|通知(?:指出|强调|要求)|印发了|并发出通知|各省、自治区|各地区各部门"
)
_NOTE_VERB: Final = re.compile(r"通过|批准|发布|印发|公布|修订|修正|施行|制定")
_ISSUE_NUMBER: Final = re.compile(r"[（(]?[\u3400-\u9fff]{1,10}〔\d{4}〕\d+号[)）]?$")
_JUNK: Final = re.compile(
    r"[（(【]?\s*(?:(?:信息|稿件|文章|新闻|文件)?来\s*源|发[布表](?:时间|日期|机构)|更新时间|时间|作者"
    r"|(?:责任)?编辑|责编|校对|审核|浏览(?:次数|量)?|点击(?:量|次数)?|字[号体]|索引号|主题分类|原标题"
    r"|成文日期|分享[到至]?)\s*[:：].*"
    r"|(?:字[号体].{0,8}|【?纠错】?|打印(?:本页)?|关闭(?:窗口|本页)?|返回顶部|目\s*[录次]|扫一扫.{0,20})$"
)
"""One line of a web page's frame."""
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
MAX_TITLE: Final = 80
_SIGNATURE: Final = re.compile(r"[\u3400-\u9fff（）\s]{2,40}$")
_TITLE_START: Final = re.compile(r"中国共产党|关于|中共|党政|党委|党组|中央")


@dataclass(frozen=True, slots=True)
class Apart:
    """Lines that are not the regulation's."""

    what: str
    """In Chinese: what they are taken for."""
    lines: tuple[str, ...]

    def __str__(self) -> str:
        first = self.lines[0]
        shown = first if len(first) <= 20 else f"{first[:20]}…"
        return f"{self.what}{len(self.lines)}行（“{shown}”）"


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
    front = _Front(law.front, name)
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
    closing = "\n".join(_texts(unit.lines for unit in units[-4:]))
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


def _check_whole(law: LawText, front: _Front) -> None:
    if _EXCERPT.search(f"{front.title}{' '.join(_texts([law.front[:3]]))}"[:200]):
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
        raise _refused("没有“第一条”，也没有法规那样的标题和部分，不像一部法规。")
    if restart := find_restart(articles):
        place = next(n for n, unit in enumerate(articles) if unit is restart)
        what = f"文件里不止一部法规：{articles[place - 1].name}之后又从第一条开始。"
        raise _refused(what, "一部法规一个文件，拆开后分别导入；附件单独存放。")


def _texts(groups: Iterator[Sequence[Line]] | Sequence[Sequence[Line]]) -> Iterator[str]:
    return (line for lines in groups for line in lines if isinstance(line, str))


class _Front:
    """What stands before the first heading, taken apart."""

    def __init__(self, lines: Sequence[Line], name: str) -> None:
        self._before: list[str] = []
        self._junk: list[str] = []
        self.title = self.title_from = self.note = ""
        self.has_title_line = False
        rest = self._take_title(lines, name)
        self.foreword = self._take_note(rest)

    def apart(self) -> Iterator[Apart]:
        """What is not the regulation's, in order."""
        if self._before:
            yield Apart("开头的新闻、通知等", tuple(self._before))
        if self._junk:
            yield Apart("来源、日期等网页文字", tuple(self._junk))

    def _take_title(self, lines: Sequence[Line], name: str) -> list[Line]:
        """Find the title; returns the lines that follow it."""
        titles = [n for n, line in enumerate(lines) if isinstance(line, str) and is_title(line)]
        marker = next((n for n, line in enumerate(lines) if _says_full_text(line)), None)
        if titles and (marker is None or titles[-1] > marker):
            at = _own_title(lines, titles)
            first = at - 1 if at and _begins_title(lines[at - 1]) else at
            self.has_title_line = True
            self.title = bare_title("".join(_texts([lines[first : at + 1]])))
            self._before = list(_texts([lines[:first]]))
            rest = lines[at + 1 :]
            repeated = [line for line in rest if isinstance(line, str) and self._is_same(line)]
            self._junk += repeated
            return [line for line in rest if line not in repeated]
        if marker is not None:
            quoted = _QUOTED.search(str(lines[marker])) or _QUOTED.search(" ".join(_texts([lines])))
            self.title = bare_title(quoted[1]) if quoted else ""
            self.title_from = "“全文如下”一句"
            self.has_title_line = bool(quoted)
            self._before = list(_texts([lines[: marker + 1]]))
            return list(lines[marker + 1 :])
        return self._guess_title(lines, name)

    def _is_same(self, line: str) -> bool:
        return bare_title(line) == self.title

    def _guess_title(self, lines: Sequence[Line], name: str) -> list[Line]:
        """Without a line of its own: from the news that came with it, or from the file's name."""
        news = [line for line in _texts([lines]) if _NEWS.search(line)]
        quoted = next(filter(None, map(_QUOTED.search, news)), None)
        in_name = _IN_NAME.match(PurePath(name).stem.strip())
        if in_name:
            self.title, self.title_from = bare_title(in_name[1]), "文件名"
        elif quoted:
            self.title, self.title_from = bare_title(quoted[1]), "开头的新闻、通知"
        self._before = news
        return [line for line in lines if line not in news]

    def _take_note(self, lines: list[Line]) -> list[Line]:
        """The issuing note and the frame's lines go; the foreword is returned."""
        note: list[str] = []
        foreword: list[Line] = []
        for line in lines:
            text = line if isinstance(line, str) else ""
            if text and (_JUNK.match(text) or is_date_only(text)) and not _open(note):
                self._junk.append(text)
            elif text and not foreword and (_open(note) or is_note(text)):
                note.append(text)
            else:
                foreword.append(line)
        self.note = one_line(" ".join(note))
        return foreword


def _own_title(lines: Sequence[Line], titles: Sequence[int]) -> int:
    """The title among lines that look like one: the last 条例, 规定 …; a circular comes before."""
    ranked = [n for n in titles if _RANKED.fullmatch(squeezed(str(lines[n])))] or titles
    last = ranked[-1]
    same = [n for n in ranked if bare_title(str(lines[n])) == bare_title(str(lines[last]))]
    news = any(_NEWS.search(line) for line in _texts([lines[same[0] : last]]))
    return last if news else same[0]


def is_title(line: str) -> bool:
    """Whether a line could be the title of a regulation."""
    text = squeezed(line)
    return len(text) <= MAX_TITLE and bool(_TITLE.fullmatch(text)) and not _NOT_TITLE.search(text)


def bare_title(title: str) -> str:
    """The title without 《》 and blanks, its brackets in full width."""
    text = squeezed(title).replace("(", "（").replace(")", "）")
    whole = re.fullmatch(r"《([^《》]+)》(.*)", text)
    return whole[1] + whole[2] if whole else text


def _begins_title(line: Line) -> bool:
    """Whether the title began on this line: 中国共产党 / 纪律处分条例."""
    text = squeezed(line) if isinstance(line, str) else ""
    return bool(
        2 <= len(text) <= 24
        and _TITLE_START.match(text)
        and re.fullmatch(r"[\u3400-\u9fff（）、]+", text)
        and not is_title(text)
        and not _NOT_TITLE.search(text)
        and not text.endswith(("中共中央", "办公厅", "国务院", "委员会", "组织部"))
    )


def _says_full_text(line: Line) -> bool:
    return isinstance(line, str) and len(line) <= 120 and bool(_FULL_TEXT.search(line))


def is_note(line: str) -> bool:
    """Whether a line tells when the regulation was adopted, issued or amended."""
    if _ISSUE_NUMBER.match(line):
        return True
    if len(line) > 400 or line.endswith(("。", "；", "：")):
        return False
    folded = fold(line)
    return bool(_NOTE_VERB.search(folded) and next(find_dates(folded), None))


def _open(note: Sequence[str]) -> bool:
    """Whether the note's bracket is still open."""
    text = fold("".join(note))
    return text.count("(") > text.count(")")


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
    if _JUNK.match(line) or is_date_only(line):
        return True
    following = lines[place + 1] if place + 1 < len(lines) else None
    signed = isinstance(following, str) and is_date_only(following)
    return signed and bool(_SIGNATURE.match(line))
