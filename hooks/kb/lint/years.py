"""What years are called, and the years of plans, meetings and anniversaries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..problem import Severity
from ..text import fold
from .document import Document
from .finding import Draft
from .tools import CN, Tools, count_of, read_data, scan

_YEAR_LABEL: Final = re.compile(
    r"(20\d\d)年\)?,?(?:既|又|也)?是([^。;]{2,40}?(?:第一年|之年|开局年|关键年|收官年|关键一年|收官之年|起步之年))"
)
_YEAR: Final = re.compile(
    r"(?<!\d)(20\d\d)年\)?,?(?:既|又|也)?(?:恰|正)?(?:是|值|逢|时值|适逢)((?:(?!20\d\d年)[^。;]){2,80})"
)
_NATIONAL: Final = re.compile(
    "党的|中国共产党|全党|新中国|中华人民共和国|全面[建贯深推]|十[一二三四五六]五|现代化国家|小康|建党|二十大|新征程|脱贫|改革"
)
"""What a village calls its own year is its own affair."""
_PLAN: Final = re.compile(
    f'十([三四五六])五"?(?:规划|时期)?(?:实施)?(?:目标任务)?的?(?:(收官|最后一年)|(开局|起步|首年)|第([{CN}])年)'
)
_PLAN_BEGINS: Final = {"三": 2016, "四": 2021, "五": 2026, "六": 2031}
_RECKONED: Final = re.compile(
    "周年|[我本][市县区镇乡村]|十[三四五六]五.*(?:收官|最后一年|开局|第[二三四五]年)"
)
"""Usual names, of which arithmetic has spoken; 起步之年 is none."""
_FOUNDED: Final = re.compile(
    rf"(中国共产党(?:成立|建党)|建党|新中国成立|中华人民共和国成立|建国|建军|中国人民解放军建军|改革开放|红军长征胜利|(?:中国)?共青团(?:成立|建团)|中国共产主义青年团成立|建团|五四运动|香港(?:回归(?:祖国)?)|澳门(?:回归(?:祖国)?)|(?:中国人民)?抗日战争暨世界反法西斯战争胜利|(?:抗战|抗日战争)胜利)(\d{{2,3}}|[{CN}百]{{1,5}})周年"
)
_SINCE: Final = {
    "团": 1922, "五四": 1919, "香港": 1997, "澳门": 1999, "红": 1936, "抗": 1945, "党": 1921,
    "军": 1927, "改": 1978, "国": 1949,
}  # fmt: skip
"""What an event is told by, the first that fits."""
_CONGRESS: Final = re.compile("党的(十八|十九|二十一?)大(?:胜利)?召开之?年")
_MET: Final = (
    re.compile(
        r"(?<!\d)(20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?,?(?:中国共产党第|党的)(?P<congress>十[六七八九]|二十一?)"
        r"(?:次全国代表大会|大)(?:在[^,。;]{2,8})?(?:胜利|隆重|顺利)?(?:召开|开幕|闭幕)"
    ),
    re.compile(r"党的(?P<congress>十[六七八九]|二十一?)大(?:是)?[于在](20\d\d)年"),
)
"""2017年10月,党的十九大胜利召开; 党的二十大于2022年10月召开."""
_CONVENED: Final = {
    "十六": 2002,
    "十七": 2007,
    "十八": 2012,
    "十九": 2017,
    "二十": 2022,
    "二十一": 2027,
}


def check_year_label(document: Document, tools: Tools) -> Iterator[Draft]:
    """What a year is called, where there is an official name for it, or it can be reckoned."""
    names: dict[int, list[str]] = read_data("leftovers.yaml")["years"]
    for block, match in scan(document, _YEAR):
        yield from _reckoned(block, match)
    for block, match in scan(document, _YEAR_LABEL):
        official = names.get(int(match[1]))
        counted = _RECKONED.search(match[2])
        if not official or counted or not _NATIONAL.search(match[2]):
            continue
        if any(_same_label(match[2], name) for name in official):
            continue
        shown = "”或“".join(official)
        what = f"对{match[1]}年的说法“{match[2]}”同通行的表述不一致。"
        yield Draft(block, *match.span(2), what, f"通行的表述是“{shown}”。", severity=Severity.HINT)
    yield from _met(document)
    yield from _spans(document)
    yield from _dated(document)
    yield from _celebrated(document)
    yield from _titled(document)


def _met(document: Document) -> Iterator[Draft]:
    """Congresses of the Party in a year in which there was none."""
    for pattern in _MET:
        for block, match in scan(document, pattern):
            right, year = _CONVENED[match["congress"]], _year_in(match[0])
            if right != year:
                what = f"{year}年没有召开党的{match['congress']}大。"
                fix = f"党的{match['congress']}大在{right}年召开，核对年份。"
                yield Draft(block, *match.span(), what, fix, severity=Severity.HINT)


def _year_in(text: str) -> int:
    return int(next(_A_YEAR.finditer(text))[1])


_RANGE: Final = re.compile(
    r'十([二三四五六])五"?(?:规划|时期|期间)?[^。,()\d]{0,4}\(?(20\d\d)年?(?:—|-|至|~|到)(20\d\d)年'
)
_LABELLED: Final = re.compile(
    f'十([三四五六])五"?(?:规划|时期)?(?:目标任务)?的?(?:(收官|最后一年)|(开局|起步|首年)|第([{CN}])年)(?:之)?年?的?(20\\d\\d)年'
)
_THAT_YEAR: Final = re.compile(
    rf'(20\d\d)年(?:(?!20\d\d年|去年|上一年)[^;\n]){{2,40}}[。,]当年(?:也|又)?(?:恰|正)?(?:是|值|逢|处于)"?十([三四五六])五"?(?:规划|时期)?的?(?:(收官|最后一年)|(开局|起步|首年)|第([{CN}])年)'
)
_YEARS_LONG: Final = re.compile(
    rf"([{CN}两])年(?:行动|攻坚|计划|整治|规划|提升)[^。;\d]{{0,14}}?\(?(20\d\d)年?(?:\d{{1,2}}月)?[^。;\d]{{0,6}}"
    r"(?:—|-|至|~|到)[^。;\d]{0,4}(20\d\d)年"
)


def _spans(document: Document) -> Iterator[Draft]:
    """“十三五”时期(2015—2020年); 三年行动从2022年到2026年; “十五五”开局之年2025年."""
    for block, match in scan(document, _RANGE):
        first = _FIRST_OF_PLAN + 5 * _PLANS.index(match[1])
        if (int(match[2]), int(match[3])) != (first, first + 4):
            what = f"“十{match[1]}五”时期不是{match[2]}年至{match[3]}年。"
            fix = f"“十{match[1]}五”是{first}年至{first + 4}年，核对年份。"
            yield Draft(block, *match.span(), what, fix, severity=Severity.HINT)
    for block, match in scan(document, _LABELLED):
        first = _FIRST_OF_PLAN + 5 * _PLANS.index(match[1])
        right = first + (4 if match[2] else 0 if match[3] else count_of(match[4]) - 1)
        if right != int(match[5]):
            what = f"{match[5]}年不是“{match[0][:-5]}”。"
            fix = f"“十{match[1]}五”是{first}年至{first + 4}年，核对年份。"
            yield Draft(block, *match.span(), what, fix, severity=Severity.HINT)
    for block, match in scan(document, _THAT_YEAR):
        first = _FIRST_OF_PLAN + 5 * _PLANS.index(match[2])
        right = first + (4 if match[3] else 0 if match[4] else count_of(match[5]) - 1)
        if right != int(match[1]):
            said = match[3] or match[4] or f"第{match[5]}"
            what = f"{match[1]}年不是“十{match[2]}五”的{said}年。"
            fix = f"“十{match[2]}五”是{first}年至{first + 4}年，核对年份。"
            yield Draft(block, *match.span(), what, fix, severity=Severity.HINT)
    for block, match in scan(document, _YEARS_LONG):
        long, lasts = count_of(match[1]), int(match[3]) - int(match[2]) + 1
        if long >= 2 and lasts not in (long, long + 1):
            what = f"{match[2]}年到{match[3]}年不是{match[1]}年。"
            yield Draft(block, *match.span(), what, "核对起止年份。", severity=Severity.HINT)


_PLANS: Final = "二三四五六"
_FIRST_OF_PLAN: Final = 2011


def _dated(document: Document) -> Iterator[Draft]:
    """Events of the Party told of in a year that was not theirs (`data/leftovers.yaml`)."""
    for event in read_data("leftovers.yaml")["events"]:
        right = event["years"]
        for pattern in patterns_of(event["name"]):
            for block, match in scan(document, pattern):
                if int(match[1]) not in right:
                    what = f"{match[1]}年没有“{match[0][-12:]}”。"
                    fix = f"这是{right[0]}年的事，核对年份。"
                    yield Draft(block, *match.span(), what, fix, severity=Severity.HINT)


def patterns_of(event: str) -> tuple[re.Pattern[str], ...]:
    """What tells of an event in a year: 2022年10月，党的二十大胜利召开; …于2022年."""
    return (
        re.compile(
            rf"(?<![\d至—-])(20\d\d)年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?"
            rf"(?:(?!全会|大召开|大胜利)[^。;年]){{0,26}}?(?:{event})"
        ),
        re.compile(rf"(?:{event})(?:于|在)(20\d\d)年"),
    )


_EARLY: Final = re.compile("到$|之后|迎接|谋划|筹备|即将|明年|提前|喜迎|倒计时|将是|将迎来|以来")


def _celebrated(document: Document) -> Iterator[Draft]:
    """2020年，中华人民共和国成立70周年."""
    title = _TITLE_YEAR.search(document.folded[0]) if document.folded else None
    for block, found in scan(document, _FOUNDED):
        text = document.folded[block]
        years = list(_A_YEAR.finditer(text, 0, found.start()))
        soon = _A_YEAR.search(text, found.end(), found.end() + _SOON)
        year = int((years[-1] if years else title or soon or _NONE)[1])
        since, count = _since(found[1]), count_of(found[2])
        between = text[years[-1].end() : found.start()] if years else text[: found.start()]
        early = _EARLY.search(between) and not (soon and not years)
        if not year or since + count == year or early or "。" in between:
            continue
        if _YEAR.search(text[max(0, found.start() - _REACH) : found.end()]):
            continue  # 2021年是…: reckoned elsewhere
        fix = f"从{since}年算，{year}年是{year - since}周年。"
        what = f"{year}年不是“{found[0]}”。"
        yield Draft(block, *found.span(), what, fix, severity=Severity.HINT)


_REACH: Final = 90
_SOON: Final = 24
"""为迎接新中国成立75周年,社区党委定于2025年…: so far behind it says when."""
_NONE: Final = ("", 0)
_A_YEAR: Final = re.compile(r"(?<![\d至—-])(20\d\d)年(?!以来)")
_TITLE_YEAR: Final = re.compile(r"(20\d\d)年")
_PAPER: Final = re.compile(
    r"^(?!.*20\d\d年.*20\d\d年)[^。]{0,24}?(20\d\d)年(?!以来)(?:度?\)$|[^。]{0,24}(?:总结|报告|要点|述职|对照检查|会议记录|通知|打算|安排|计划))"
)
_BEGINS: Final = re.compile(
    r"(20\d\d)年(?:度|来|上半年|下半年|第?[一二三四]季度)?,(?!.{0,60}(?:计划|打算|将))"
)
"""How the first paragraph may begin."""
_DUE: Final = re.compile(
    r"(?<![\d至])(20\d\d)年\d{1,2}月(?:\d{1,2}日)?(?:底前|底|前|之前|以前)(?:完成|召开|报|上报|组织|开展|提交|印发)"
)
_SAYS_YEAR: Final = (
    re.compile(r"现?[将就](?:本人|我[^,。]{0,6})?(20\d\d)年度?[^。,]{0,24}(?:情况|要点|工作)"),
    re.compile(r"^(20\d\d)年,在[^。]{2,24}领导下"),
    re.compile(r"时间:(20\d\d)年"),
    re.compile(r"(?:[一二三四]季度|上半年|下半年|全年)\((20\d\d)年"),
    re.compile(r"展望(20\d\d)年"),
    re.compile(r"一年来[^。]*。(20\d\d)年共"),
)


def _titled(document: Document) -> Iterator[Draft]:
    """2025年工作总结 that reports on 2024: the year of the title and of the text."""
    year, first = 0, False
    for block in document.prose:
        text = document.folded[block]
        if (title := _PAPER.match(text)) and len(text) < _TITLE and "。" not in text:
            year, first = int(title[1]), True
            continue
        begun = _BEGINS.match(text) if first and f"{year}年" not in text else None
        if begun and int(begun[1]) != year:
            what = f"标题写{year}年，这里写{begun[1]}年。"
            yield Draft(block, 0, 5, what, "核对年份，改成一致。", severity=Severity.HINT)
        first = first and text.endswith(":")  # to whom it is addressed
        for match in _DUE.finditer(text) if year else ():
            if int(match[1]) < year:
                what = f"标题写{year}年，这里写{match[1]}年。"
                start = match.start()
                fix = "核对年份，改成一致。"
                yield Draft(block, start, start + 5, what, fix, severity=Severity.HINT)
        for pattern in _SAYS_YEAR if year else ():
            for match in pattern.finditer(text):
                if int(match[1]) == year or (pattern is _SAYS_YEAR[2] and int(match[1]) > year):
                    continue
                what = f"标题写{year}年，这里写{match[1]}年。"
                start, end = match.span(1)
                yield Draft(
                    block, start, end + 1, what, "核对年份，改成一致。", severity=Severity.HINT
                )


_TITLE: Final = 50
"""Characters of a line that may be a title."""


def _reckoned(block: int, match: re.Match[str]) -> Iterator[Draft]:
    """Years of a five-year plan and anniversaries."""
    year, offset = int(match[1]), match.start(2)
    for found in _PLAN.finditer(match[2]):
        first = _PLAN_BEGINS[found[1]]
        right = first + (4 if found[2] else 0 if found[3] else count_of(found[4]) - 1)
        if right != year:
            what = f"{year}年不是“{found[0]}”。"
            fix = f"“十{found[1]}五”是{first}年至{first + 4}年，核对年份。"
            start, end = offset + found.start(), offset + found.end()
            yield Draft(block, start, end, what, fix, severity=Severity.HINT)
    for found in _CONGRESS.finditer(match[2]):
        if _CONVENED[found[1]] != year:
            what = f"{year}年不是“{found[0]}”。"
            fix = f"党的{found[1]}大在{_CONVENED[found[1]]}年召开，核对年份。"
            start, end = offset + found.start(), offset + found.end()
            yield Draft(block, start, end, what, fix, severity=Severity.HINT)
    for found in _FOUNDED.finditer(match[2]):
        since = _since(found[1])
        if since + count_of(found[2]) != year:
            what = f"{year}年不是“{found[0]}”。"
            fix = f"从{since}年算，{year}年是{year - since}周年。"
            start, end = offset + found.start(), offset + found.end()
            yield Draft(block, start, end, what, fix, severity=Severity.HINT)


def _since(event: str) -> int:
    return next(year for word, year in _SINCE.items() if word in event)


def _same_label(written: str, official: str) -> bool:
    name = fold(official).replace('"', "")
    plain = written.replace('"', "")
    return name in plain or plain in name
