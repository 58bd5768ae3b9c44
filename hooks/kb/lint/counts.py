"""The rule on counts: what a paper announces against what it then lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .document import Block, Document, Kind
from .enumeration import IN_WORDS, Mark, marks_of, number_at_start
from .finding import Draft
from .tools import CN, HAN, Tools, count_of

_N: Final = rf"([{CN}两]|\d{{1,2}})"
_COUNT: Final = rf"(?<![第十百两{CN}]){_N}"
"""No part of an ordinal or of a longer numeral."""
_ITEM: Final = r"[^、,。;:!?()\s]{2,20}"
_LIST: Final = rf"(?P<list>{_ITEM}(?:、{_ITEM})+)"
_THINGS: Final = (
    "方面|问题|原因|环节|层面|维度|重点|阶段|步骤|专题|关口|要点|特点|短板|不足|举措|措施|任务|内容|制度|工作"
    "|意见|建议|要求|字|转变|抓手|关系|薄弱"
)
_AHEAD: Final = re.compile(
    rf"(?:以下|下列|如下|这样|主要(?:有|是|在|存在|体现在|做了|抓了)?|体现在|表现在|反映在|归纳为|概括为|存在|围绕|从|抓好|做好|做到|抓|讲|谈|提|提出|强调|明确|部署|安排|采取|通报|研究|审议|落实|突出|办好|实施"
    rf"|分为?|有)(?:以下|下列|如下)?{_N}"
    rf"(?:个|项|点|条|大|类|种)?(?:方面|大)?[^。!?;:,\d]{{0,14}}(?=[:。]|$)"
)
_KINDS: Final = (
    "业务|活动|项目|产业|服务|模式|职责|岗位|课程|人员|对象|群体|资源|渠道|方式|手段|事项|指标|作物|品种|情形|行业|领域"
    "|场所|隐患|风险|载体|阵地|板块|工程|体系|机制|平台|能力|作风"
)
_LISTED: Final = re.compile(
    rf"(?P<list>[^、,。;:!?()\s]{{1,16}}(?:、[^、,。;:!?()\s]{{1,16}})+?)(?:(?P<etc>等)|(?<!等))(?:这)?{_N}"
    rf"(?:(?:个|项|大|类|种|条|支|道|件){{1,2}}(?:{_THINGS}|实事|大事|难事|好事)|(?:类|大|种)(?:{_KINDS}))"
)


def check_count(document: Document, tools: Tools) -> Iterator[Draft]:
    """Counts that a paper announces against what it then lists."""
    marks = marks_of(document)
    for n in document.prose:
        block = document.blocks[n]
        if block.kind in (Kind.CELL, Kind.ITEM):
            continue
        said: set[int] = set()
        for pattern in (_AHEAD, _COLON, _FILES, _ENDS):
            for match in pattern.finditer(document.folded[n]):
                if match.start(1) not in said:
                    said.add(match.start(1))
                    yield from _announced(document, marks, n, match)
        for match in _LISTED.finditer(document.folded[n]):
            yield from _listed(n, match)
        yield from _tallied(n, document.folded[n])


_ENDS: Final = re.compile(
    rf"{_COUNT}(?:个|项|起|件|点|条|类|种|大|份|宗)[^。!?;:,、\d]{{0,12}}"
    r"(?:问题|案例|事项|措施|举措|任务|要求|建议|意见|情况|线索|做法|经验|制度|清单|实事|重点|方面|文件|议题|议程|案件|典型)(?=[。:]$)"
)
"""通报了我镇2起典型问题。 and then a numbered list."""
_FILES: Final = re.compile(rf"(?:以下|下列|如下){_N}(?:份|个|项)[^。:]{{0,30}}(?=[。:]$)")
"""现将以下两份文件印发给你们，请认真贯彻执行。"""
_PLACES: Final = re.compile(
    rf"(?P<list>[^、,。;:!?()\s]{{1,16}}(?:、[^、,。;:!?()\s和与及等]{{1,5}}?)+){_N}个"
    r"(?:片区|行政村|村|社区|党?支部|单位|部门|乡镇|镇|街道|小组|站所)(?![^,。;、]{0,3}[、和])"
)
_NOUNS: Final = (
    f"{_THINGS}|清单|队伍|岗|文件|关键词|平台|阵地|专班|机制|小组|村|社区|单位|支部|乡镇|小区|企业"
    "|学校|站所"
)
_AFTER: Final = re.compile(
    rf"{_N}(?:个|项|大|类|种|条|道|张|支|份|家)[^、,。;:!?()\d]{{0,8}}?(?:{_NOUNS})"
    rf"(?:推进|实施|进行|开展)?[:(]{_LIST}(?<!等)(?=[。)]|,(?:由|均|都|每|全部|各|并|明确)|$)"
)
_UNITS: Final = "件|个|项|类|种|点|条|步|批|次|期|场|届"
_TALLY: Final = re.compile(rf"{_N}(?P<unit>{_UNITS})[^、,。;:!?\d]{{0,12}}[:。]")
_ORDINAL: Final = re.compile(rf"第([{CN}]{{1,3}})({_UNITS})[^、,。;:!?\d]{{0,4}}(?=[,:是])")
_EACH: Final = re.compile(rf"(?<=[:。;,])一({_UNITS})(?:[^、,。;:!?\d]{{0,2}}是)")
_WORDS: Final = re.compile(rf"(?:(?<=[;。:])|^){IN_WORDS}")
_COLON: Final = re.compile(
    rf"{_COUNT}(?:个(?!月|小时|工作日)|项|点|条|大|类|种|对|句|把|张|道|步|招|字诀|件|起|组|位|门|份)\"?(?:方面|大)?[^。!?;:,\d]{{0,10}}(?=:)"
)
"""处理好两对关系： whatever the verb."""
_NAMED: Final = re.compile(
    rf"{_COUNT}(?:个|项|大|类|种|条|家|道|支|对|名|位)[^、,。;:!?()\d是即]{{0,14}},?"
    r"(?:分别是|分别为|依次是|依次为|就是|即|是(?=[^、,。;]+、[^、,。;]+、))"
    rf"{_LIST}(?<!等)(?=[。;,]|$)"
)
"""走访了七个村，分别是甲、乙、…。"""
_DIRECT: Final = re.compile(
    rf"(?<!\d){_COUNT}(?:个|项|条|件|名|家|处|类):"
    rf"{_LIST}(?<!等)(?=。|$)"
)
_ROSTER: Final = re.compile(rf":{_LIST}[(,]共{_N}[人名]")
"""出席人员：甲、乙、丙（共3人）."""
_SAID_OVER: Final = re.compile(
    rf"{_N}个"
    "(不够|不强|不深|不实|不足|不到位|必须|坚持|带头|聚焦|围绕|突出|强化|注重|着力|更加|转变|转向|一批"
    "|下功夫|求突破|见实效|见成效|出实招|作表率|走在前|到位|全覆盖|过硬|结合|同步|统一|确保|清零|再)"
    '"?[^。;:,"]{0,8}:([^。;]{10,})'
)
_EACH_SAYS: Final = re.compile(
    rf"{_N}(必|不|查|问|看|必访)[{HAN}]{{0,2}}\"?(?:,?即|:|——)([^。;]{{8,}})"
)
"""“四必访”，即…必访、…必访、…必访."""
_NUMBERED: Final = re.compile(
    r"[一二三四五六七八九]是|\d[.、]|\([一二三四五六七八九\d]\)|首先|第[一二三]|[①②③]"
)
_MONTHS: Final = re.compile(
    rf"{_COUNT}(?:期|次|场|批|轮)[^,。;:]{{0,10}},(?:分别)?[于在是]?"
    r"(\d{1,2}月[^、,。]{0,16}(?:[、,]\d{1,2}月[^、,。]{0,16})+)"
)
_YEARS: Final = re.compile(rf"((?:20\d\d年?[、和])+20\d\d年?)连续{_N}年")
_QUOTES: Final = re.compile(
    rf"((?:\"[^\"]{{2,12}}\"[、和]?){{2,}}){_N}(?:大|项|个|条)(?:工程|行动|机制|品牌|制度|活动|计划|举措|载体)"
)
_KEYWORDS: Final = re.compile(
    rf"{_COUNT}(?:个|大|项)关键词[^。;\"]{{0,24}}?((?:\"[^\"]{{1,12}}\"[、和与及]?){{2,}})(?=[,。;]|$)"
)
_CHARS: Final = re.compile(rf'"(?P<list>[{HAN}](?:、[{HAN}])+)"{_N}个?字')
"""“学、查、改”四字工作法."""
_SEMI: Final = re.compile(
    rf"{_COUNT}(?:个|项|点|条|件|类|种|大)[^。!?;:,、\d]{{0,10}}:([^;:。]{{2,60}}(?:;[^;:。]{{2,60}}){{1,11}})(?=[。]|$)"
)
"""五项议程：甲；乙；丙。"""
_TOTAL: Final = re.compile(r",(?:共计?|合计|总计|总共)(\d{1,4})(个|件|起|项|条|名|人|户|次|场|份)")
_COUNTED: Final = re.compile(
    r"(\d+(?:\.\d+)?)(个(?!月|小时|百)|件|起|项|条|名|人(?!次)|户|次|场|份|[^,。])"
)
_PRESENT: Final = re.compile(
    r"应到(?:会)?(\d+)[人名],(?:实到|到会)(?:会)?(\d+)[人名],?(?:请假|缺席|因[事公病]请假)(\d+)[人名]"
)
_NOTE: Final = re.compile(r"(?<=[一-鿿])\((?!共)[^()]{1,10}\)")
"""学习动员阶段（3月）: notes in a list."""
_COMPOSED: Final = re.compile("由[^。;]{4,30}?组成的")
_GROUPED: Final = re.compile(rf"分(?:成|为)?{_N}个?(组|批|步|阶段|期)")
_GROUP: Final = re.compile(rf"第([{CN}])(组|批|步|阶段|期)")
_MEASURE: Final = "人次|件次|批次|个|件|起|项|条|处|户|人|名|份|篇"
_SUM: Final = re.compile(rf"(\d{{1,4}})({_MEASURE})(?P<led>:|,其中:?)")
_PART: Final = re.compile(rf"[、,;和]?([^、,;。:!?\d]{{2,16}})(\d{{1,4}})({_MEASURE})")
_OVERLAP: Final = re.compile(
    "女|民族|岁|学历|大专|本科|高中|以上|以下|流动|困难|其中|同时|[党政][纪务]处分"
)
"""Kinds to which the same person may belong."""
_AGAIN: Final = re.compile(rf"(?:以上|上述){_N}(?:个|项|种|类|条)([^、,。;:!?()\d的]{{2}})")
_FIRST: Final = re.compile(rf"{_COUNT}(?:个|项|种|类|条)([^、,。;:!?()\d的]{{2}})")


def _summed(n: int, text: str) -> Iterator[Draft]:
    """查出问题5个：甲1个，乙1个，丙2个. Behind 其中 only what nearly adds up is meant to."""
    for match in _SUM.finditer(text):
        parts: list[re.Match[str]] = []
        end = match.end()
        while part := _PART.match(text, end):
            if match["led"] != ":" and part[0][0] == ";":
                break  # the next of those above
            parts.append(part)
            end = part.end()
        whole, unit, total = int(match[1]), match[2], sum(int(part[2]) for part in parts)
        kinds = "".join(part[1] for part in parts)
        mixed = _OVERLAP.search(kinds) and not ("男" in kinds and "女" in kinds)
        if len(parts) < 2 or any(part[3] != unit for part in parts) or mixed or total == whole:
            continue
        closed = match["led"] == ":" and text[end : end + 1] in ("", "。")
        if closed or abs(total - whole) <= max(2, whole // 10):
            what = f"分项合起来是{total}{unit}，前面写的是{whole}{unit}。"
            yield Draft(n, match.start(), end, what, "核对分项和总数，改成一致。")


def _said_over(n: int, text: str) -> Iterator[Draft]:
    """“三个不够”：… of which there are four; 分两组…第三组."""
    for match in _SAID_OVER.finditer(text):
        size = match[3].count(match[2])
        if size >= 2 and size != count_of(match[1]):
            yield _miscounted(n, match, size, match[1])
    for match in _SEMI.finditer(text):
        size = match[2].count(";") + 1
        if size != count_of(match[1]) > 1 and not _NUMBERED.search(match[2]):
            yield _miscounted(n, match, size, match[1])
    for match in _GROUPED.finditer(text):
        rest = text[match.end() :]
        most = max((count_of(m[1]) for m in _GROUP.finditer(rest) if m[2] == match[2]), default=0)
        if most > count_of(match[1]) > 1:
            yield _miscounted(n, match, most, match[1])


def _repeated(n: int, text: str) -> Iterator[Draft]:
    """Things counted by what each of them repeats: months, years, quotation marks, 必访."""
    for match in _EACH_SAYS.finditer(text):
        size = match[3].count(match[2])
        if size >= 2 and abs(size - count_of(match[1])) == 1:
            yield _miscounted(n, match, size, match[1])
    for match in _MONTHS.finditer(text):
        size, declared = match[2].count("月"), count_of(match[1])
        if 1 < declared < _MANY and size != declared:
            yield _miscounted(n, match, size, match[1])
    for match in _YEARS.finditer(text):
        if (size := match[1].count("20")) != count_of(match[2]):
            yield _miscounted(n, match, size, match[2])
    for pattern, written, listed in ((_QUOTES, 2, 1), (_KEYWORDS, 1, 2)):
        for match in pattern.finditer(text):
            size = match[listed].count('"') // 2
            if size != count_of(match[written]):
                yield _miscounted(n, match, size, match[written])
    for match in _PRESENT.finditer(text):
        due, there, away = (int(number) for number in match.groups())
        if due != there + away:
            what = f"实到{there}人加上没到的{away}人，不是应到的{due}人。"
            yield Draft(n, *match.span(), what, "核对人数，改成一致。")


_MANY: Final = 7
"""Of so many, only some are told of."""


def _totalled(n: int, text: str) -> Iterator[Draft]:
    """走访4个村和3个社区,共8个: what nearly adds up is meant to."""
    for match in _TOTAL.finditer(text):
        begin = max(text.rfind(mark, 0, match.start()) for mark in "。;:") + 1
        parts = list(_COUNTED.finditer(text, begin, match.start()))
        if len(parts) < 2 or any(part[2] != match[2] for part in parts):
            continue
        total, whole = sum(int(float(part[1])) for part in parts), int(match[1])
        near = abs(total - whole) <= max(2, whole // 10) and match.start() - parts[-1].end() <= 8
        if near and total != whole:
            what = f"前面合起来是{total}{match[2]}，写的是{whole}{match[2]}。"
            yield Draft(n, *match.span(), what, "核对分项和总数，改成一致。")


def _spoken_of_again(n: int, text: str) -> Iterator[Draft]:
    """四个片区……以上三个片区."""
    for match in _AGAIN.finditer(text):
        earlier = [
            count_of(m[1]) for m in _FIRST.finditer(text[: match.start()]) if m[2] == match[2]
        ]
        if earlier and count_of(match[1]) not in earlier:
            what = f"“{match[0]}”同前面的数目不一致。"
            yield Draft(n, *match.span(), what, "核对数目，改成一致。")


def _tallied(n: int, text: str) -> Iterator[Draft]:
    """Lists that are named, not numbered: 四件实事。第一件，… 五项任务：甲、乙、丙。"""
    yield from _summed(n, text)
    yield from _totalled(n, text)
    yield from _spoken_of_again(n, text)
    yield from _said_over(n, text)
    yield from _repeated(n, text)
    text = _COMPOSED.sub(lambda m: "·" * len(m[0]), _NOTE.sub(lambda m: "·" * len(m[0]), text))
    for pattern in (_PLACES, _ROSTER, _CHARS, _AFTER, _NAMED, _DIRECT):
        for match in pattern.finditer(text):
            written = match[2] if pattern in (_PLACES, _ROSTER, _CHARS) else match[1]
            declared, (least, most) = count_of(written), _sizes(match["list"])
            if declared >= 2 and not least <= declared <= most:
                if pattern is _PLACES and declared - most > 1:
                    continue
                yield _miscounted(n, match, least, written)
    for match in _TALLY.finditer(text):
        rest, unit, declared = text[match.end() - 1 :], match["unit"], count_of(match[1])
        named = [count_of(m[1]) for m in _ORDINAL.finditer(rest) if m[2] == unit]
        first = _ORDINAL.match(rest, 1)
        if first and first[2] == unit and named == [*range(1, len(named) + 1)]:
            size = len(named)
        else:
            each = [m for m in _EACH.finditer(rest) if m[1] == unit]
            size = len(each) if each and each[0].start() == 1 else 0
        if size >= 2 and declared >= 2 and size != declared:
            yield _miscounted(n, match, size, match[1])


def _sizes(listed: str) -> tuple[int, int]:
    """How many things a list names, at least and at most: 和 may join two, or be part of one."""
    least = listed.count("、") + 1
    most = least + sum(listed.count(word) for word in ("和", "与", "及"))
    first, last = listed.split("、")[0], listed.rpartition("、")[2]
    ends = {part[-1:] for part in re.split("[和与及]", last)}
    if most == least + 1 and ends == {first[-1:]}:
        least = most  # 甲书记、乙书记和丙书记
    return least, most


def _miscounted(n: int, match: re.Match[str], size: int, written: str) -> Draft:
    what = f"列出{size}项，写的数目是“{written}”。"
    return Draft(n, *match.span(), what, "核对数目和列举，改成一致。")


def _announced(
    document: Document, marks: list[Mark], n: int, match: re.Match[str]
) -> Iterator[Draft]:
    declared = count_of(match[1])
    rest = document.folded[n][match.end() :]
    said = _WORDS.findall(rest) if _WORDS.match(rest, 1) else []
    if declared >= 2 and len(said) >= 2 and len(said) != declared and "第" not in rest:
        yield _miscounted(n, match, len(said), match[1])
        return
    found = _following(document, marks, n, match.end())
    if declared < 2 or len(found) < 2 or len(found) == declared:
        return
    what = f"前面说“{match[0]}”，后面列了{len(found)}条（到“{found[-1].text}”为止）。"
    yield Draft(n, match.start(1), match.end(), what, "核对数目，改成一致，或补上漏掉的条目。")


def _following(document: Document, marks: list[Mark], n: int, offset: int) -> list[Mark]:
    """The enumeration that begins right behind a place, its first level only."""
    rest = [mark for mark in marks if (mark.block, mark.start) >= (n, offset)]
    if begun := _begun(document.folded[n], n, offset):
        rest = [begun, *(m for m in rest if m.block > n or m.start >= begun.end)]
    if not rest or rest[0].value != 1:
        return []
    first = rest[0]
    if first.block == n and first.start - offset > 2:
        return []
    if first.block > n and (
        offset < len(document.folded[n]) - 2
        or any(document.blocks[b].kind is Kind.TEXT for b in range(n + 1, first.block))
    ):
        return []
    found = [first]
    for mark in rest[1:]:
        if mark.style.rank < first.style.rank or _is_apart(document.blocks, first, mark):
            break
        if mark.style is first.style and mark.inline == first.inline:
            if mark.value == 1:
                break
            found.append(mark)
        elif mark.style is first.style and mark.block == first.block == n:
            found.append(mark)
    if not first.inline and len(found) == 1:
        found += [m for m in rest[1:] if m.block == first.block and m.style is first.style]
    return found


def _begun(text: str, n: int, offset: int) -> Mark | None:
    """The first of an enumeration whose others begin lines: 有三个方面：1.思想不够重视。"""
    rest = text[offset:].lstrip(": ")
    start = len(text) - len(rest)
    number = number_at_start(rest, 4)
    if number is None or number[1] != 1:
        return None
    style, value, end = number
    return Mark(n, start, start + end, style, value, False)


def _is_apart(blocks: tuple[Block, ...], first: Mark, mark: Mark) -> bool:
    """Whether a heading of another outline level stands between."""
    if first.inline:
        return mark.block != first.block
    heading = blocks[first.block].kind is Kind.HEADING
    return not heading and any(
        blocks[n].kind is Kind.HEADING for n in range(first.block + 1, mark.block + 1)
    )


def _listed(n: int, match: re.Match[str]) -> Iterator[Draft]:
    """三个方面 behind a list, with or without 等."""
    declared, (least, most) = count_of(match[3]), _sizes(match["list"])
    if least <= declared <= most or declared < 2:
        return
    start, end = match.span()
    if match["etc"] and (most < declared or "事" in match[0][-2:]):
        return  # the list is open; 6件实事 are never all named
    if most > declared or declared - most == 1:
        what = f"列出{least}项，后面写的是“{match[0][match.end('list') - start :]}”。"
        yield Draft(n, start, end, what, "核对数目和列举，改成一致。")
