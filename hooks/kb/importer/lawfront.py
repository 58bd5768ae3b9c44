"""What stands above the first provision: title, issuing note, foreword, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from .issuing import find_dates, fold, is_date_only
from .lawtext import Line, squeezed
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
_IN_NAME: Final = re.compile(rf"《?([^_+\d]{{2,60}}?(?:{RANK_WORDS}){_TRIAL})(?=$|[_\s（(》\d.+-])")
_NEWS: Final = re.compile(
    r"近日|日前|记者|新华社|通知(?:指出|强调|要求)|印发了|并发出通知|各省、自治区|各地区各部门"
)
_NOTE_VERB: Final = re.compile(r"通过|批准|发布|印发|公布|修订|修正|施行|制定")
_ISSUE_NUMBER: Final = re.compile(r"[（(]?[\u3400-\u9fff]{1,10}〔\d{4}〕\d+号[)）]?$")
MAX_TITLE: Final = 80
JUNK: Final = re.compile(
    r"[（(【]?\s*(?:(?:信息|稿件|文章|新闻|文件)?来\s*源|发[布表](?:时间|日期|机构)|更新时间|时间|作者"
    r"|(?:责任)?编辑|责编|校对|审核|浏览(?:次数|量)?|点击(?:量|次数)?|字[号体]|索引号|主题分类|原标题"
    r"|成文日期|分享[到至]?)\s*[:：].*"
    r"|(?:字[号体].{0,8}|【?纠错】?|打印(?:本页)?|关闭(?:窗口|本页)?|返回顶部|目\s*[录次]|扫一扫.{0,20})$"
)
"""One line of a web page's frame."""
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


def texts_of(groups: Iterable[Sequence[Line]]) -> Iterator[str]:
    """The lines that are text, tables left out."""
    return (line for lines in groups for line in lines if isinstance(line, str))


class Front:
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
            self.title = bare_title("".join(texts_of([lines[first : at + 1]])))
            self._before = list(texts_of([lines[:first]]))
            rest = lines[at + 1 :]
            repeated = [line for line in rest if isinstance(line, str) and self._is_same(line)]
            self._junk += repeated
            return [line for line in rest if line not in repeated]
        if marker is not None:
            near = (str(lines[marker]), " ".join(texts_of([lines])))
            quoted = next(filter(None, map(_QUOTED.search, near)), None)
            self.title = bare_title(quoted[1]) if quoted else ""
            self.title_from = "“全文如下”一句"
            self.has_title_line = bool(quoted)
            self._before = list(texts_of([lines[: marker + 1]]))
            return list(lines[marker + 1 :])
        return self._guess_title(lines, name)

    def _is_same(self, line: str) -> bool:
        return bare_title(line) == self.title

    def _guess_title(self, lines: Sequence[Line], name: str) -> list[Line]:
        """Without a line of its own: from the news that came with it, or from the file's name."""
        news = [line for line in texts_of([lines]) if _NEWS.search(line)]
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
            if text and (JUNK.match(text) or is_date_only(text)) and not _open(note):
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
    news = any(_NEWS.search(line) for line in texts_of([lines[same[0] : last]]))
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
