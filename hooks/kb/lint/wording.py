"""Rules on characters: blanks, lost numbers, doubled words, quotes that do not close."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .document import Document, Kind
from .finding import Draft
from .tools import HAN, Tools, scan

_BLANK: Final = re.compile(
    r"(?<!\*)\*{2,}(?!\*)(?![^*,。、]{1,12}\*\*:)(?!:)|×{2,}|(?<![A-Za-z\d])[Xx]{2,}(?![A-Za-z])|_{2,}|〇{2,}|○{2,}|□{2,}|△{2,}"
    r"|(?:某某)+|[×X○*](?=[年月日名个人次件项场]|省|市|县|乡|镇|村|同志|党委|党支部)(?<![A-Za-z\d].)"
    r"|\.{6,}(?=[年月日名个人次件项])|[(\[【](?:待填|待补|待定|此处(?:填写?|补充?)[^)\]】]{0,12}|填写[^)\]】]{0,12}|TODO)[)\]】]"
    r"|(?<=[共有第年月至到约达]) {2,}(?=[年月日名个人次件项])|\( +\)"
)
_UNIT: Final = (
    "人次|件次|批次|场次|万元|亿元|万人|万户|个百分点"
    "|名|件|次|项|场|条|户|例|起|篇|份|期|批|个|元|人|%|亩|公里"
)
_LOST: Final = (
    (re.compile(r"、(?=等(?![次级候额距效])|[,。;:!?)])"), "“{0}”前面少了一项，或多了顿号"),
    (re.compile(r"(?<=[、,;:])、|(?<=[(:])、"), "“{0}”旁边少了一项，或多了顿号"),
    (re.compile(r"[,;:][,。;:](?!\))|。[,。;、](?!。)"), "标点“{0}”连用，中间可能漏了字"),
    (
        re.compile(
            rf"(?<=[、,;:。和])(?:{_UNIT})(?=进行|受到?|被|给予|参加|获|完成|实施|移送|通过|得到)"
        ),
        "“{0}”前面少了数字",
    ),
    (
        re.compile(
            rf"(?:开展|召开|举办|培训|走访|发放|整改|发展|处分|排查|查处|慰问|收集|化解|受理|立案|完成|共计|累计|征集|印发|新增|处理|提醒|约谈|组织|报送|录用|表彰|通报|曝光|移送|建成|新建|制定|梳理|学习|走访慰问|辐射带动|解决)"
            rf"(?:(?![一二两三四五六七八九十百千万几数多各每首本该此整半第])[{HAN}]){{0,5}}?(?:万元|亿元|名|件|次|项|场|条|户|例|起|篇|份|个百分点|个)"
            r"(?=[,。;、)]|$|党员|群众|干部|问题|案件|以上|入党)"
        ),
        "“{0}”前面少了数字",
    ),
    (
        re.compile(
            r"(?<=[率达到为至约占近超])%|(?<=比)个百分点|(?<=[至达约近超占])(?:亩|平方米|公里|人次|万元|亿元|个百分点)"
        ),
        "“{0}”前面少了数字",
    ),
    (
        re.compile(
            r"(?<![\d一二三四五六七八九十〇×X_某几])年 *月 *日(?!期)"
            r"|(?<=年)月(?!日期)(?=[日,。;至底初])|(?<=月)日(?=[,。;至前起召]|$)"
        ),
        "“{0}”少了数字",
    ),
)


def check_blank(document: Document, tools: Tools) -> Iterator[Draft]:
    """Blanks that were to be filled in."""
    for block, match in scan(document, _BLANK):
        if document.example and "某" in match[0]:
            continue
        start, end = match.span()
        text = document.blocks[block].text
        shown = text[max(0, start - 2) : end + 6].strip()
        yield Draft(
            block,
            start,
            end,
            f"空白没有填写：“{shown}”。",
            "填上姓名、数字等；没有的，改写这句话。",
        )


def check_lost(document: Document, tools: Tools) -> Iterator[Draft]:
    """Numbers and list members that got lost, mostly with a blank that was deleted."""
    for pattern, what in _LOST:
        for block, match in scan(document, pattern):
            if document.blocks[block].kind is Kind.CELL or _is_noun(tools, match):
                continue
            start, end = match.span()
            text = document.blocks[block].text
            shown = text[max(0, start - 4) : end + 5].strip()
            yield Draft(
                block,
                start,
                end,
                what.format(shown) + "。",
                "核对原稿，补上漏掉的字，或删去多余的标点。",
            )


def _is_noun(tools: Tools, match: re.Match[str]) -> bool:
    """Whether the measure is the end of a word: 姓名, 层次."""
    end = match.end()
    if match.re is not _LOST[4][0]:
        return False
    if match.string.endswith("若干", 0, end - 1):
        return True
    return any(match.string[end - n : end] in tools.lexicon.words for n in (2, 3, 4))


_TWICE: Final = re.compile(rf"([{HAN}]{{2,8}})\1|([{HAN}])\2")
_NUMERALS: Final = frozenset("〇零一二三四五六七八九十百千")
_FUNCTION: Final = frozenset("了的是在和与对把被将为及或由从向会到要有")
_REPEATED: Final = frozenset(
    "件条事人户天年月日处个句步层级村站家科班队项样看想谈走坐说听写读练试查问聊两泛洗"
)
"""Measures and verbs that are said twice on purpose."""
_NEVER_ALONE: Final = frozenset("党员干群工学领委员织设导育治纪律政思作")
"""Before a word that begins with them these are no word of their own: 党党员."""
_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
)


def check_doubled(document: Document, tools: Tools) -> Iterator[Draft]:
    """The same word twice; 支部委员会会议 is two words that meet."""
    for block, match in scan(document, _TWICE):
        text = document.folded[block]
        start, end = match.span()
        twice = _is_pair(tools, match[1]) if match[1] else _may_meet(tools, text, start)
        if twice or _in_name(document, tools, block, start, end):
            continue
        shown = text[max(0, start - 2) : end + 2]
        if _TITLE_AROUND.search(text[:start]):
            continue
        unit = match[1] or match[2]
        yield Draft(block, start, end, f"“{shown}”里“{unit}”重复。", f"删去一个“{unit}”。")


def _is_pair(tools: Tools, unit: str) -> bool:
    """一步一步, 研究研究: said twice on purpose."""
    return (
        unit[0] in _NUMERALS
        or unit[-1] in "着来去"
        or unit * 2 in tools.lexicon.words
        or len(set(unit)) == 1
    )


def _may_meet(tools: Tools, text: str, at: int) -> bool:
    """Whether two words may meet where a character is doubled."""
    words = tools.lexicon
    char = text[at]
    if char in _NUMERALS or char in _REPEATED:
        return True
    if char not in _FUNCTION and char * 2 in words.words:
        return True
    if text[at + 2 : at + 3] == char or text[at - 1 : at] == '"':
        return True
    if (
        text[at - 2 : at - 1] == text[at - 1 : at]
        or text[at + 2 : at + 3] == text[at + 3 : at + 4] != ""
    ):
        return True  # 规规矩矩
    if text[at - 1 : at] in _SURNAMES and not words.is_word(text[at - 1 : at + 1]):
        return True
    for start in range(max(0, at - 3), at + 1):  # 红红脸, 清清爽爽
        for end in range(at + 2, min(len(text), start + 5) + 1):
            pair = (start, end) == (at, at + 2)
            if words.is_word(text[start:end]) and not (pair and char in _FUNCTION):
                return True
    before = any(words.is_word(text[at - n : at + 1]) for n in (1, 2, 3) if at >= n)
    after = any(words.is_word(text[at + 1 : at + 2 + n]) for n in (1, 2, 3))
    alone = not any(words.is_word(text[at + 3 : at + 3 + n]) for n in (2, 3))
    if after and before and alone and words.is_word(text[at + 2 : at + 4]):
        return words.is_word(text[at + 1 : at + 4])  # 执行行程序 leaves a 序 alone
    return (before or char not in _NEVER_ALONE) if after else before and char == "的"


def _in_name(document: Document, tools: Tools, block: int, start: int, end: int) -> bool:
    return any(m.start <= start and end <= m.end for m in tools.mentions(document)[block])


_TITLE_AROUND: Final = re.compile("《[^》]*$")
_PAIRS: Final = (("“", "”"), ("《", "》"), ("（", "）"), ("‘", "’"), ("【", "】"), ("〔", "〕"))
_NO_PAIR: Final = re.compile(
    rf"^\s*[{HAN}\d]{{1,3}}）|(?<=[。；，：\n])\s*[\da-z]{{1,2}}）|(?<=[A-Za-z])’"
)


def check_pairs(document: Document, tools: Tools) -> Iterator[Draft]:
    """Quotation marks and brackets without their other half."""
    for n, block in enumerate(document.blocks):
        if block.kind in (Kind.CELL, Kind.QUOTE):
            continue
        text = _NO_PAIR.sub(lambda found: "□" * len(found[0]), block.text)
        if "(" in text or ")" in text:
            text = text.replace("(", "（").replace(")", "）")
        for left, right in _PAIRS:
            at = _unpaired(text, left, right)
            if at is None or (left == "“" and _goes_on(document, n, text, at)):
                continue
            mark = block.text[at]
            what = f"“{block.text[max(0, at - 6) : at + 7]}”里的{mark}没有配对。"
            yield Draft(n, at, at + 1, what, f"补上另一半（{left}…{right}成对），或删去{mark}。")


def _unpaired(text: str, left: str, right: str) -> int | None:
    """The first mark without its other half; quotes of one kind do not nest."""
    open_: list[int] = []
    for at, char in enumerate(text):
        if char == left:
            if open_ and left in "“《":
                return at if left == "“" else open_[0]
            open_.append(at)
        elif char == right:
            if not open_:
                return at
            open_.pop()
    return open_[0] if open_ else None


def _goes_on(document: Document, n: int, text: str, at: int) -> bool:
    """A quotation of several paragraphs opens each of them and closes the last."""
    if text[at] != "“" or "”" in text[at:]:
        return False
    following = document.blocks[n + 1].text if n + 1 < len(document.blocks) else ""
    return following.startswith("“") or ("”" in following and "“" not in following.split("”")[0])
